"""Milestones across projects: how each stands, how far it moved since the baseline and since the last period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from conspectus.kit.errors import Invalid
from conspectus.kit.many import of_these
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.schedule.choices import MilestoneState
from conspectus.rooms.schedule.models import Milestone, PlanRevision

WINDOWS = {"": 0, "30": 30, "90": 90, "all": 0}  # the coming days; empty: all that are not done
SLIPPED = ("", "baseline", "period")
_ASKED = (
    "pk", "uid", "name", "on", "baseline_on", "slip_days", "done", "critical",
    "revision__summary__status_on", "revision__project",
    *(f"revision__project__{name}" for name in ("portfolio", "code", "name", "programme__name", "manager__name")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MilestoneFilter:
    """What a list of milestones is narrowed to; the same object for page, API, command and feed.

    ``window`` is 30 or 90 coming days, ``all`` with those done, empty for all not done; ``slipped`` is ``baseline``
    or ``period``; ``month`` such as 2026-11; ``mine`` are the projects in which the reader has a part.
    """

    text: str = ""
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    manager: int | None = None
    mine: bool = False
    window: str = ""
    state: str = ""
    slipped: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone of a project's newest plan.

    ``slip_days`` are working days against the baseline; ``moved_days`` are
    calendar days since the end of ``period``, None where it was not planned
    then. ``state`` is done, missed, due, late or on_time.
    """

    milestone_id: int
    project_id: int
    code: str
    project: str
    programme: str
    manager: str
    uid: str
    name: str
    on: date | None
    baseline_on: date | None
    slip_days: float | None
    period: str
    period_on: date | None  # where it lay at the end of that period
    moved_days: int | None
    state: str
    critical: bool


def milestone_state(
    on: date | None, baseline_on: date | None, *, done: bool, status_on: date | None, today: date
) -> str:
    """Return how a milestone stands on a day, as far as its plan of ``status_on`` tells.

    Missed is what was to be done by the status date and was not; of a date that passed since, nobody has reported.
    """
    if done:
        return MilestoneState.DONE.value
    if status_on is not None and any(day is not None and day <= status_on for day in (on, baseline_on)):
        return MilestoneState.MISSED.value
    if on is not None and on < today:
        return MilestoneState.DUE.value
    return MilestoneState.LATE.value if _after(on, baseline_on) else MilestoneState.ON_TIME.value


def _after(on: date | None, baseline_on: date | None) -> bool:
    return on is not None and baseline_on is not None and on > baseline_on


def milestones(by: User, wanted: MilestoneFilter = MilestoneFilter(), *, at: datetime) -> tuple[MilestoneRow, ...]:
    """Return the milestones of all visible projects that the filter leaves, by date; those without a date come last.

    Asks the database the same number of times for one project and for all.
    """
    today = at.date()
    months = _checked(wanted)
    projects = projects_of_milestones(by, wanted, today)
    rows = _dated(projects, wanted, months, today)
    ids = {row[9] for row in rows}
    periods = _last_periods({row[10] for row in rows}, today)
    before = _before(projects, ids, periods)
    found = (_row(row, periods, before, today) for row in rows)
    return tuple(row for row in found if _kept(row, wanted))


def _checked(wanted: MilestoneFilter) -> tuple[date, date] | None:
    """Return the first day of the month asked for and of the next; refuses what cannot be asked."""
    if wanted.window not in WINDOWS:
        raise Invalid("window", "Ask for the coming 30 or 90 days, or for all.", "window")
    if wanted.slipped not in SLIPPED:
        raise Invalid("slipped", "Milestones slip against the baseline or since the last period.", "slipped")
    if wanted.state and wanted.state not in MilestoneState.values:
        raise Invalid("state", "A milestone is done, missed, due, late or on time.", "state")
    return month_of(wanted.month) if wanted.month else None


def month_of(text: str) -> tuple[date, date]:
    """Return the first day of a month such as 2026-11, and of the month after."""
    try:
        first = date.fromisoformat(f"{text}-01")
        return first, (first + timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError):
        raise Invalid("month", "Write a month as year and month, such as 2026-11.", "month") from None


def days_asked(wanted: MilestoneFilter, on: date) -> tuple[date, date] | None:
    """Return the first day a filter asks for and the one after its last; None where it asks for any."""
    if wanted.month:
        return month_of(wanted.month)
    days = WINDOWS[wanted.window]
    return (on, on + timedelta(days=days)) if days else None


def projects_of_milestones(by: User, wanted: MilestoneFilter, today: date) -> QuerySet[Project]:
    """Return the visible projects whose milestones a filter asks for."""
    places = {name: getattr(wanted, name) for name in ("portfolio", "programme", "division", "manager")}
    found = find_projects(by, ProjectFilter(**places), today).order_by()
    if not wanted.mine:
        return found
    me = by.person_id
    return found.filter(Q(manager=me) | Q(sponsor=me) | Q(roles__person=me)).distinct()


def _dated(
    projects: QuerySet[Project], wanted: MilestoneFilter, months: tuple[date, date] | None, today: date
) -> list[tuple[Any, ...]]:
    rows = Milestone.objects.filter(revision__summary__is_current=True, revision__project__in=projects.values("pk"))
    if months:
        rows = rows.filter(on__gte=months[0], on__lt=months[1])
    elif days := WINDOWS[wanted.window]:
        rows = rows.filter(on__gte=today, on__lt=today + timedelta(days=days))
    if wanted.state and wanted.state != MilestoneState.DONE:
        rows = rows.filter(done=False)
    elif wanted.state or not (months or wanted.window == "all"):
        rows = rows.filter(done=bool(wanted.state))
    found = list(rows.order_by("minute", "pk").values_list(*_ASKED))
    return sorted(found, key=lambda row: row[3] is None)


def _last_periods(portfolios: Collection[int], today: date) -> dict[int, tuple[date, str]]:
    """Return of each portfolio the first day after its newest period that is over, and that period's name."""
    rows = Period.objects.filter(portfolio__in=portfolios, ends_on__lte=today).order_by("ends_on")
    return {row[0]: row[1:] for row in rows.values_list("portfolio", "ends_on", "name")}


def _before(
    projects: QuerySet[Project], ids: Collection[int], periods: dict[int, tuple[date, str]]
) -> dict[int, dict[str, date | None]]:
    """Return where the milestones lay at the end of the last period, by project and uid: as its newest plan then."""
    rows = of_these(PlanRevision.objects.filter(project__in=projects.values("pk")), ids).order_by("number")
    newest: dict[int, int] = {}
    asked = ("pk", "project", "project__portfolio", "summary__status_on", "imported_at")
    for number, project, portfolio, status_on, imported_at in rows.values_list(*asked):
        after, _ = periods.get(portfolio, (None, ""))
        if after is None or project not in ids:
            continue
        midnight = datetime.combine(after, time(), UTC)
        if status_on < after if status_on else imported_at < midnight:
            newest[project] = number
    of = {revision: project for project, revision in newest.items()}
    found: dict[int, dict[str, date | None]] = {project: {} for project in newest}
    kept = of_these(Milestone.objects.filter(revision__project__in=projects.values("pk")), of, "revision")
    for revision, uid, on in kept.values_list("revision", "uid", "on"):
        if revision in of:
            found[of[revision]][uid] = on
    return found


def _row(
    row: Sequence[Any], periods: dict[int, tuple[date, str]], before: dict[int, dict[str, date | None]], today: date
) -> MilestoneRow:
    (
        number,
        uid,
        name,
        on,
        base,
        slip,
        done,
        critical,
        status_on,
        project,
        portfolio,
        code,
        called,
        programme,
        manager,
    ) = row
    then = before.get(project, {}).get(uid)
    return MilestoneRow(
        milestone_id=number,
        project_id=project,
        code=code,
        project=called,
        programme=programme or "",
        manager=manager or "",
        uid=uid,
        name=name,
        on=on,
        baseline_on=base,
        slip_days=slip,
        period=periods[portfolio][1] if portfolio in periods else "",
        period_on=then,
        moved_days=(on - then).days if on and then else None,
        state=milestone_state(on, base, done=done, status_on=status_on, today=today),
        critical=critical,
    )


def _kept(row: MilestoneRow, wanted: MilestoneFilter) -> bool:
    if wanted.state and row.state != wanted.state:
        return False
    if wanted.slipped == "baseline" and not _after(row.on, row.baseline_on):
        return False
    if wanted.slipped == "period" and not (row.moved_days or 0) > 0:
        return False
    key = fold(wanted.text)
    return not key or any(key in fold(text) for text in (row.name, row.project, row.code))


def by_month(rows: Iterable[MilestoneRow]) -> list[tuple[date | None, list[MilestoneRow]]]:
    """Return the rows in months, each named by its first day; None for those without a date."""
    found: dict[date | None, list[MilestoneRow]] = {}
    for row in rows:
        found.setdefault(row.on.replace(day=1) if row.on else None, []).append(row)
    return list(found.items())
