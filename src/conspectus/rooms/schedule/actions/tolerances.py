"""Tolerances: what turns a computed status amber and red, recorded from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite

from django.db.models import QuerySet

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_name, clean_text, fold
from conspectus.rooms.accounts.actions import audited, effective_day
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import require_from_above
from conspectus.rooms.schedule.bridge.judging import NEEDED, WRITTEN, judge_again
from conspectus.rooms.schedule.bridge.tolerances import scope_of, tolerances_on
from conspectus.rooms.schedule.choices import LIMITS, Limit
from conspectus.rooms.schedule.models import PlanSummary, Tolerance

STEP = 200
OVER_IT = (
    "A tolerance is set by who approves over what the project or programme lies in, not by a part in it. "
    "Ask the portfolio manager or the PMO."
)


@dataclass(frozen=True, slots=True)
class NewTolerance:
    """Limits to record, by their names: green to, amber to; those left out are the usual ones.

    ``name`` is that of a set: of a portfolio the one recorded, of a programme or project without limits the one
    it follows; neither limits nor name follows the portfolio's own tolerance again.
    """

    reason: str
    limits: Mapping[str, Sequence[float]] = field(default_factory=dict)
    name: str = ""
    from_on: date | None = None


@deed("set_tolerance", "set a tolerance", needs=Ability.APPROVE)
def set_tolerance(*, subject: Portfolio | Programme | Project, new: NewTolerance, by: User, at: datetime) -> Tolerance:
    """Record the limits that judge a portfolio, one of its sets, a programme or a project from a day on.

    The newest figures of the projects concerned are judged anew; open periods
    are judged by what holds on their last day, frozen ones keep what they were
    judged by. Refuses limits that are no figures, negative or beyond reason,
    amber that ends before green, a day to come, no reason, a set that is not
    there, and whoever may approve in the thing itself alone.
    """
    require_from_above(by, "set_tolerance", subject, OVER_IT, at.date())
    day, limits = effective_day(new.from_on, at), checked_limits(new.limits)
    name = clean_name(new.name, "name", required=False)
    reason = clean_text(new.reason, "reason", most=2000)
    if not reason:
        raise Invalid("reason", "Say why; the reason is shown with the limits.", "reason")
    if isinstance(subject, Portfolio):
        limits = limits or {key: [one.green, one.amber] for key, one in LIMITS.items()}
    elif name:
        if limits:
            raise Invalid("name", "Give limits of its own, or the name of a set to follow, not both.", "name")
        _require_set(subject, name)
    with audited("set_tolerance", by=by, at=at) as line:
        row = Tolerance.objects.create(
            **scope_of(subject),
            name=name,
            name_key=fold(name),
            limits=limits,
            from_on=day,
            reason=reason,
            recorded_by=by.person,
            recorded_at=at,
        )
        changed = _judge_again(_concerned(subject), at.date())
        told = {"name": name, "limits": limits, "from_on": day.isoformat(), "reason": reason, "judged_anew": changed}
        line.about(type(subject).__name__.lower(), subject.pk, **told)
    return row


def checked_limits(given: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """Return limits as they are kept, all of them where any is given; refuses what cannot judge, saying why."""
    unknown = sorted(set(given) - set(LIMITS))
    if unknown:
        raise Invalid(
            "limit",
            "There is no limit '%(unknown)s'; there are %(limits)s.",
            "limits",
            unknown=unknown[0][:40],
            limits=", ".join(LIMITS),
        )
    if not given:
        return {}
    return {name: _checked(name, one, given.get(name, (one.green, one.amber))) for name, one in LIMITS.items()}


def _checked(name: str, limit: Limit, pair: Sequence[float]) -> list[float]:
    if len(pair) != 2:
        raise Invalid("limit", "%(limit)s: give two figures, green to and amber to.", name, limit=limit.label)
    for figure in pair:
        if isinstance(figure, bool) or not isinstance(figure, int | float) or not isfinite(figure):
            raise Invalid(
                "limit",
                "%(limit)s: give figures, such as %(green)s and %(amber)s.",
                name,
                limit=limit.label,
                green=f"{limit.green:g}",
                amber=f"{limit.amber:g}",
            )
        if figure < 0:
            raise Invalid("negative", "%(limit)s: a limit cannot be negative.", name, limit=limit.label)
        if figure > limit.most:
            raise Invalid(
                "too_much",
                "%(limit)s: a limit goes to %(most)s%(unit)s at most.",
                name,
                limit=limit.label,
                most=f"{limit.most:g}",
                unit=limit.unit,
            )
    green, amber = (float(figure) for figure in pair)
    said = {"limit": limit.label, "green": f"{green:g}{limit.unit}", "amber": f"{amber:g}{limit.unit}"}
    if limit.more_is_better and amber > green:
        raise Invalid(
            "beyond",
            "%(limit)s: green from %(green)s and amber from %(amber)s leaves no room for amber. "
            "Amber begins below green.",
            name,
            **said,
        )
    if not limit.more_is_better and amber < green:
        raise Invalid(
            "beyond",
            "%(limit)s: green to %(green)s and amber to %(amber)s leaves no room for amber. Amber ends beyond green.",
            name,
            **said,
        )
    return [green, amber]


def _require_set(subject: Programme | Project, name: str) -> None:
    sets = Tolerance.objects.filter(portfolio=subject.portfolio_id, programme=None, project=None).exclude(name="")
    names = {row.name_key: row.name for row in sets}
    if fold(name) not in names:
        there = f"There are: {', '.join(sorted(names.values()))}." if names else "Record one for the portfolio first."
        raise Invalid("name", "There is no tolerance set “%(name)s”. %(there)s", "name", name=name, there=there)


def _concerned(subject: Portfolio | Programme | Project) -> QuerySet[Project]:
    """Return the projects whose newest figures a tolerance may judge; that of a programme judges its sums alone."""
    if isinstance(subject, Portfolio):
        return Project.objects.filter(portfolio=subject.pk)
    return Project.objects.filter(pk=subject.pk) if isinstance(subject, Project) else Project.objects.none()


def _judge_again(projects: QuerySet[Project], on: date) -> int:
    """Judge the newest figures of projects by what holds on a day; return of how many another tolerance does now."""
    held = tolerances_on(projects, on)
    rows = PlanSummary.objects.filter(is_current=True, project__in=projects.order_by()).only("project", *NEEDED)
    changed = [row for row in rows if judge_again(row, held[row.project_id])]
    PlanSummary.objects.bulk_update(changed, WRITTEN, batch_size=STEP)
    return len(changed)
