"""Everything that is asked of backlogs; the caller has shown that the project may be seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from conspectus.engine.baselines import FROM_FILE
from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.engine.plan import DAY
from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.agile.bridge import day_kept, load_backlog
from conspectus.rooms.agile.models import BacklogColumns, BacklogRevision, DeliveryChoice
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.figures import EPOCH, finding_of
from conspectus.rooms.schedule.models import CostLimit, SpentDay
from conspectus.rooms.schedule.queries.as_at import judged_summaries

if TYPE_CHECKING:
    from conspectus.engine.agile import Backlog, Compared, Pace
    from conspectus.engine.findings import Finding
    from conspectus.engine.status import PaceFacts
    from conspectus.formats.agile import Columns


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """How the backlog of a project counts; ``from_on`` is None where nobody chose yet."""

    judges: bool = False
    scopes: bool = False
    earns: bool = False
    unit: str = ""
    since: int | None = None
    start_on: date | None = None  # what it was approved for where it has no plan
    finish_on: date | None = None
    from_on: date | None = None
    reason: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BacklogView:
    """One upload in the list of a project's backlogs, in what the project counts by."""

    number: int
    tool: str
    tool_label: str
    as_of: date
    source_name: str
    source_digest: str
    imported_by: str
    imported_at: datetime
    unit: str
    scope: float
    accepted: float
    remaining: float
    weeks: int
    why: str
    finished: bool
    p10_on: date | None
    p50_on: date | None
    p80_on: date | None
    p90_on: date | None


@dataclass(frozen=True, slots=True)
class EarnedByPoints:
    """What accepted points have earned of the approved budget, minor units, and what the ledger holds as spent."""

    currency: str
    budget: Measure
    earned_value: Measure
    actual_cost: Measure
    cpi: Measure


@dataclass(frozen=True, slots=True)
class BacklogDetail:
    """One upload with its figures: the growth since the backlog chosen, and what is new since the upload before."""

    view: BacklogView
    backlog: Backlog
    pace: Pace
    choice: ChoiceView
    findings: tuple[Finding, ...]
    columns: dict[str, Any]
    since: int | None  # the number that growth is measured from
    before: int | None
    changed: Compared | None
    earned: EarnedByPoints | None = None  # only where that was chosen, to who may see cost


NOBODY = ChoiceView()
NEWEST = ("-as_of", "-number")  # an older export that comes in late does not go before a newer one


def choices_of(project: Project) -> list[ChoiceView]:
    """Return every choice of how a project's backlog counts, the newest first."""
    return [_choice(row) for row in project.delivery_choices.select_related("recorded_by")]


def choices_on(projects: Sequence[Project], on: date) -> dict[int, ChoiceView]:
    """Return how the backlogs of projects count on a day, of those that have chosen; asks the database once."""
    return choices_of_those([one.pk for one in projects], on)


def choices_of_those(ids: Collection[int], on: date) -> dict[int, ChoiceView]:
    """Return how the backlogs of projects count on a day, by their ids; of many ids those of all projects."""
    rows = DeliveryChoice.objects.filter(from_on__lte=on).select_related("recorded_by").order_by("recorded_at", "pk")
    return {row.project_id: _choice(row) for row in of_these(rows, ids)}


def revisions_of(project: Project) -> QuerySet[BacklogRevision]:
    """Return the backlogs of a project, the newest first."""
    return project.backlogs.select_related("imported_by").defer("findings")


def newest_backlogs(projects: Sequence[Project], on: date) -> dict[int, BacklogRevision]:
    """Return the backlog of each project that was newest at the end of a day, by project."""
    return newest_of_those([one.pk for one in projects], on)


def sure_days(ids: Collection[int], on: date) -> dict[int, date]:
    """Return by which day all is accepted with 80 %, of the projects whose newest backlogs tell; asks twice."""
    choices, found = choices_of_those(ids, on), {}
    for pk, row in newest_of_those(ids, on).items():
        day = day_kept(row.figures[choices.get(pk, NOBODY).unit or row.figures["usual"]], 80)
        if day is not None:
            found[pk] = day
    return found


def newest_of_those(ids: Collection[int], on: date) -> dict[int, BacklogRevision]:
    """Return the backlogs that were newest at the end of a day, by the ids of projects; of many ids those of all."""
    then = BacklogRevision.objects.filter(project=OuterRef("project"), imported_at__date__lte=on, as_of__lte=on)
    rows = BacklogRevision.objects.filter(pk=Subquery(then.order_by(*NEWEST).values("pk")[:1]))
    rows = rows.select_related("imported_by").defer("findings")
    return {row.project_id: row for row in of_these(rows, ids)}


def throughput_of(projects: Sequence[Project], on: date) -> dict[int, tuple[ChoiceView, PaceFacts]]:
    """Return what backlogs say at the end of a day of the projects whose schedule or scope they judge.

    Asks the database the same number of times for one project and for a thousand, once where it judges none.
    """
    judged = {pk: choice for pk, choice in choices_on(projects, on).items() if _counts(choice)}
    those = [one for one in projects if one.pk in judged]
    paces = paces_of(those, newest_backlogs(those, on), judged, on) if those else {}
    return {pk: (judged[pk], pace) for pk, pace in paces.items()}


def _counts(choice: ChoiceView) -> bool:
    return choice.judges or choice.scopes


def paces_of(
    projects: Sequence[Project], newest: Mapping[int, BacklogRevision], choices: Mapping[int, ChoiceView], on: date
) -> dict[int, PaceFacts]:
    """Return what throughput says of projects by their newest backlogs, with what they are held to at a day's end."""
    from conspectus.engine.status import PaceFacts

    bases = _scopes({one.pk: choices.get(one.pk, NOBODY) for one in projects})
    rows, _held = judged_summaries(projects, on + timedelta(days=1), also=("part",))
    planned = {row.revision.project_id for row in rows}
    held = {row.revision.project_id: row.part for row in rows if row.part}
    found = {}
    for one in projects:
        part, row, choice = held.get(one.pk), newest.get(one.pk), choices.get(one.pk, NOBODY)
        told: dict[str, Any] = {}
        if part is not None:
            told = {"start": part["dates"]["approved_start"], "finish": part["dates"]["approved_finish"]}
            told["from_file"] = part.get("source") == FROM_FILE
        elif one.pk not in planned:
            told = {"alone": True}
            if choice.start_on and choice.finish_on:
                told |= {"start": _instant(choice.start_on), "finish": _instant(choice.finish_on + timedelta(days=1))}
        if row is not None:
            unit = choice.unit or row.figures["usual"]
            figures, base = row.figures[unit], bases.get((one.pk, choice.since or 1))
            start = base[unit]["scope"] if base and row.number > (choice.since or 1) else 0.0
            growth = value(100.0 * (figures["scope"] - start) / start) if start else missing(Reason.NO_BASELINE)
            days = {"half": day_kept(figures, 50), "sure": day_kept(figures, 80)}
            told |= days | {"why": figures["why"], "growth": growth, "as_of": row.as_of}
            told["accepted"] = ratio(value(figures["accepted"]), value(figures["scope"]))
        found[one.pk] = PaceFacts(**told)
    return found


def _instant(on: date) -> int:
    return (on - EPOCH).days * DAY


def _scopes(choices: Mapping[int, ChoiceView]) -> dict[tuple[int, int], dict[str, Any]]:
    """Return the figures of the backlogs that growth is measured from, by project and number."""
    numbers = {choice.since or 1 for choice in choices.values()}
    rows = BacklogRevision.objects.filter(number__in=numbers).order_by()
    asked = of_these(rows, list(choices)).values_list("project", "number", "figures")
    return {(project, number): figures for project, number, figures in asked}


def get_revision(project: Project, number: object = None) -> BacklogRevision:
    """Return one backlog of a project, the newest where no number is given."""
    rows = project.backlogs.select_related("imported_by")
    row = rows.order_by(*NEWEST).first() if number is None else rows.filter(number=row_id(number)).first()
    if row is None:
        raise NotFound
    return row


def backlog_view(row: BacklogRevision, choice: ChoiceView) -> BacklogView:
    """Return an upload as it is listed."""
    unit = choice.unit or row.figures["usual"]
    figures = row.figures[unit]
    told: dict[str, Any] = {f"p{chance}_on": day_kept(figures, chance) for chance in (10, 50, 80, 90)}
    told |= {name: figures[name] for name in ("scope", "accepted", "remaining", "weeks", "why", "finished")}
    return BacklogView(
        number=row.number,
        tool=row.tool,
        tool_label=row.get_tool_display(),
        as_of=row.as_of,
        source_name=row.source_name,
        source_digest=row.source_digest,
        imported_by=row.imported_by.name,
        imported_at=row.imported_at,
        unit=unit,
        **told,
    )


def newest_view(project: Project, on: date) -> BacklogView | None:
    """Return the backlog of a project that is newest at the end of a day as it is listed, None where there is none."""
    row = newest_backlogs([project], on).get(project.pk)
    return None if row is None else backlog_view(row, choices_on([project], on).get(project.pk, NOBODY))


def backlog_detail(project: Project, number: object = None, *, on: date, with_cost: bool = False) -> BacklogDetail:
    """Return one upload with its figures; ``with_cost`` with what its points earned, where that was chosen."""
    from conspectus.engine.agile import Unit, compare, measure_pace

    row = get_revision(project, number)
    choice = choices_on([project], on).get(project.pk, NOBODY)
    view, backlog = backlog_view(row, choice), load_backlog(row)
    first = project.backlogs.filter(number__lt=row.number).order_by("number")
    since = first.filter(number=choice.since).first() if choice.since else first.first()
    before = first.last()
    unit = Unit(view.unit)
    older = load_backlog(before) if before else None
    base = older if since == before or since is None else load_backlog(since)
    return BacklogDetail(
        view=view,
        backlog=backlog,
        pace=measure_pace(backlog, unit, since=base),
        choice=choice,
        findings=tuple(finding_of(kept) for kept in row.findings),
        columns=row.columns,
        since=since.number if since else None,
        before=before.number if before else None,
        changed=None if older is None else compare(older, backlog, unit),
        earned=_earned(project, backlog) if choice.earns and with_cost else None,
    )


def _earned(project: Project, backlog: Backlog) -> EarnedByPoints:
    """Return what accepted points earned by the day of the backlog; money in another currency has no rate here."""
    from conspectus.engine.agile import earned_by_points

    limit = CostLimit.objects.filter(project=project).first()
    currency = limit.currency if limit else project.currency
    budget = value(limit.amount_minor) if limit else missing(Reason.NO_DATA)
    booked = SpentDay.objects.filter(project=project, on__lte=backlog.as_of).order_by()
    sums = dict(booked.values_list("currency").annotate(Sum("amount_minor")))
    spent = missing(Reason.NO_DATA if not sums else Reason.NO_RATE)
    if set(sums) == {currency}:
        spent = value(sums[currency])
    earned = earned_by_points(backlog, budget)
    return EarnedByPoints(currency, budget, earned, spent, ratio(earned, spent))


def columns_offered(project: Project, tool: str) -> Columns | None:
    """Return how an export of this tool was read last here, else how the portfolio reads it; None where nobody said."""
    from conspectus.formats.agile import columns_of

    row = project.backlogs.filter(tool=tool).only("columns").first()
    kept = row.columns if row else None
    if kept is None:
        saved = BacklogColumns.objects.filter(portfolio=project.portfolio_id, tool=tool).only("columns").first()
        kept = saved.columns if saved else None
    return None if kept is None else columns_of(kept)


def _choice(row: DeliveryChoice) -> ChoiceView:
    names = ("judges", "earns", "unit", "since", "start_on", "finish_on", "from_on", "reason")
    told = {name: getattr(row, name) for name in names}
    return ChoiceView(**told, scopes=bool(row.scopes), recorded_by=row.recorded_by.name, recorded_at=row.recorded_at)
