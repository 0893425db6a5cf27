"""A plan as the editor shows it: its texts, and what they work out to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from conspectus.engine.measure import Measure, Reason, missing
from conspectus.formats.schedules.drafts import CellFinding, Draft, left_out
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require, sees_cost
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.drafting import MONEY, closed_words, draft_from, drafted
from conspectus.rooms.schedule.bridge.figures import day_of, slip_days
from conspectus.rooms.schedule.bridge.standing import standing_of
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.schedule.queries.gantt import gantt_of
from conspectus.rooms.schedule.queries.views import Gantt, GanttRow


@dataclass(frozen=True, eq=False, slots=True)
class PlanDraft:
    """The newest plan as a draft; ``closed`` says why it is not edited here, ``left_out`` what a draft of it loses."""

    revision: int  # 0: there is no plan yet
    draft: Draft
    closed: str
    left_out: tuple[str, ...]
    with_cost: bool
    may_begin: bool = False  # a closed one, a draft of it


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What a row of a draft works out to; without a task nothing."""

    kind: str
    start: datetime | None
    finish: datetime | None
    float_days: float | None
    critical: bool


@dataclass(frozen=True, eq=False, slots=True)
class DraftView:
    """A draft worked out: its rows, what is wrong, the finish beside that of the newest revision, the chart."""

    broken: bool
    rows: tuple[DraftRow, ...]
    findings: tuple[CellFinding, ...]
    revision: int
    finish_on: date | None
    moved_days: float | None  # working days later than the newest revision
    finish_before: date | None
    cost: Measure  # of all tasks together, minor units
    cost_before: Measure
    currency: str
    gantt: Gantt


NOTHING = DraftRow("", None, None, None, critical=False)


def plan_draft(project: Project, *, anew: bool = False, by: User, on: date) -> PlanDraft:
    """Return the newest plan of a visible project as a draft, an empty one that begins today where there is none."""
    require(by, "edit_plan", project, on)
    with_cost, current = sees_cost(by, project, on), _newest(project)
    if current is None:
        head = {"name": project.name, "currency": project.currency, "start": on.isoformat()}
        return PlanDraft(0, Draft(head), "", (), with_cost)
    plan = load_plan(current.document_id)
    closed = closed_words(plan, current, anew=anew)
    if closed:
        return PlanDraft(
            current.number,
            Draft(),
            closed,
            left_out(plan),
            with_cost,
            may_begin=not closed_words(plan, current, anew=True),
        )
    draft = draft_from(current)
    if not with_cost:
        rows = tuple({name: text for name, text in row.items() if name not in MONEY} for row in draft.rows)
        draft = replace(draft, rows=rows)
    return PlanDraft(current.number, draft, "", left_out(plan), with_cost)


def draft_view(project: Project, draft: Draft, *, by: User, on: date) -> DraftView:
    """Return what a draft works out to; nothing is stored."""
    require(by, "edit_plan", project, on)
    current = _newest(project)
    with_cost = sees_cost(by, project, on)
    found = drafted(project, draft, current, with_cost=with_cost)
    worked, count = found.worked, len(found.draft.rows)
    number = current.number if current else 0
    if worked.plan is None or worked.schedule is None:
        empty = Gantt(revision=number, status=None, start=None, finish=None, baseline_words="", total=0)
        none = missing(Reason.NO_DATA)
        return DraftView(True, (NOTHING,) * count, worked.findings, number, None, None, None, none, none, "", empty)
    from conspectus.engine.compare import planned_cost

    standing = standing_of(project)
    measured = standing.current.over(worked.plan).over(worked.plan) if standing.current else worked.plan
    chart = gantt_of(measured, worked.schedule, number)
    at = {place: chart.rows[row] for row, place in enumerate(worked.row_of.values())}
    finish, before = worked.schedule.project_finish, load_schedule(current.document_id) if current else None
    old = load_plan(current.document_id) if current else None
    return DraftView(
        broken=worked.broken,
        rows=tuple(_row(at[place]) if place in at else NOTHING for place in range(count)),
        findings=worked.findings,
        revision=number,
        finish_on=day_of(finish, end=True),
        moved_days=slip_days(worked.plan, before.project_finish, finish) if before else None,
        finish_before=day_of(before.project_finish, end=True) if before else None,
        cost=planned_cost(worked.plan) if with_cost else missing(Reason.HIDDEN),
        cost_before=missing(Reason.HIDDEN) if not with_cost else planned_cost(old) if old else missing(Reason.NO_DATA),
        currency=worked.plan.currency,
        gantt=replace(chart, rows=tuple(at.get(place, _unread(place)) for place in range(count))),
    )


def _newest(project: Project) -> PlanRevision | None:
    return project.plan_revisions.order_by("-number").first()


def _row(row: GanttRow) -> DraftRow:
    return DraftRow(row.kind, row.start, row.finish, row.total_float_days, critical=row.critical)


def _unread(place: int) -> GanttRow:
    """Return a row that draws nothing, so that bars stand beside their rows."""
    return GanttRow(
        row=place, uid="", name="", wbs="", level=0, parent=None, kind="task", active=True, start=None, finish=None,
        early_start=None, early_finish=None, late_start=None, late_finish=None, baseline_start=None,
        baseline_finish=None, percent_complete=0.0, critical=False, total_float_days=None, free_float_days=None,
        note="", links=(), deadline=None,
    )  # fmt: skip
