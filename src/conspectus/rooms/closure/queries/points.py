"""How each point of a closure stands: computed from the rooms, with what is open, and what was left by decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from conspectus.kit.many import of_these
from conspectus.rooms.closure.choices import ASKED, Point, PointState
from conspectus.rooms.closure.models import Benefit, Closure, Handing, PlannedReview, PointLeft, Reconciliation
from conspectus.rooms.closure.queries.open import Item, open_items
from conspectus.rooms.facts.choices import Amount, Measured
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.knowledge.choices import LessonState
from conspectus.rooms.knowledge.models import Lesson
from conspectus.rooms.money.queries.facts import money_facts
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.queries.facts import plan_facts


@dataclass(frozen=True, slots=True)
class FinalCost:
    """What a project was allowed, what its plan says it cost, what the ledger says; minor units, None where none."""

    currency: str
    budget_minor: int | None
    plan_minor: int | None
    spent_minor: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """A point left open by decision."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PointView:
    """One point: what it asks, how it stands, what is open and how much of it was handed over or closed here."""

    point: str
    label: str
    asked: str
    state: str
    open: tuple[Item, ...] = ()
    unseen: int = 0  # open items the reader may not see
    settled: int = 0
    left: Left | None = None

    @property
    def state_words(self) -> str:
        """The state by its label."""
        return str(PointState(self.state).label)


def points_of(closures: Sequence[Closure], on: date) -> dict[int, tuple[PointView, ...]]:
    """Return the points of closures of different projects; asks the database as often for one as for many."""
    projects = [one.project for one in closures]
    ids, numbers = [one.pk for one in projects], [one.pk for one in closures]
    items = open_items(ids, on)
    handed: dict[int, list[Handing]] = defaultdict(list)
    for handing in of_these(Handing.objects.all(), numbers, "closure"):
        handed[handing.closure_id].append(handing)
    left: dict[int, dict[str, Left]] = defaultdict(dict)
    for row in of_these(PointLeft.objects.select_related("by"), numbers, "closure"):
        left[row.closure_id][row.point] = Left(row.reason, row.by.name, row.at)
    written = set(
        of_these(Lesson.objects.exclude(state=LessonState.WITHDRAWN).order_by(), ids).values_list("project", flat=True)
    )
    reconciled = reconciliations(numbers)
    costs = final_costs([one for one in projects if _closing(one, closures, reconciled)], on)
    benefits, reviewed = _benefits(numbers), _reviewed(numbers)
    found = {}
    for one in closures:
        done = {
            Point.COST: one.pk in reconciled and _as_compared(reconciled[one.pk], costs[one.project_id]),
            Point.LESSONS: one.project_id in written,
            Point.REVIEW: one.pk in reviewed,
        }
        mine = {point: rows.get(one.project_id, []) for point, rows in items.items()}
        mine[Point.BENEFITS], accepted = benefits.get(one.pk, ([], 0))
        done[Point.BENEFITS] = accepted > 0 and not mine[Point.BENEFITS]
        # The action by which it is reviewed outlives the project; that is its purpose.
        mine[Point.ACTIONS] = [item for item in mine[Point.ACTIONS] if item.id != str(reviewed.get(one.pk, ""))]
        found[one.pk] = tuple(_point(point, mine, done, handed[one.pk], left[one.pk], accepted) for point in Point)
    return found


def final_costs(projects: Sequence[Project], on: date) -> dict[int, FinalCost]:
    """Return what each project was allowed and has cost by its plan and by the ledger, as far as there is any."""
    money, plans = money_facts(projects, on), plan_facts(projects, on)
    return {
        one.pk: FinalCost(
            one.currency,
            _minor(money[one.pk]["budget_approved"], one.currency),
            _minor(plans[one.pk]["actual_cost"], one.currency),
            _minor(money[one.pk]["spent"], one.currency),
        )
        for one in projects
    }


def reconciliations(closures: Iterable[int]) -> dict[int, Reconciliation]:
    """Return the newest reconciliation of each closure."""
    rows = of_these(Reconciliation.objects.select_related("by"), list(closures), "closure")
    return {row.closure_id: row for row in rows.order_by("at", "pk")}


def _closing(project: Project, closures: Sequence[Closure], reconciled: Mapping[int, Reconciliation]) -> bool:
    return any(one.project_id == project.pk and one.pk in reconciled for one in closures)


def _as_compared(row: Reconciliation, cost: FinalCost) -> bool:
    """Return whether the figures are still those that were compared."""
    return FinalCost(row.currency, row.budget_minor, row.plan_minor, row.spent_minor) == cost


def _minor(measured: Measured, currency: str) -> int | None:
    return measured.minor if isinstance(measured, Amount) and measured.currency == currency else None


def _benefits(closures: Sequence[int]) -> dict[int, tuple[list[Item], int]]:
    """Return of each closure the benefits that wait for their owner's answer, and how many are accepted."""
    waiting: dict[int, list[Item]] = defaultdict(list)
    accepted: dict[int, int] = defaultdict(int)
    rows = of_these(Benefit.objects.select_related("owner", "answer"), closures, "closure")
    for row in rows:
        answer = getattr(row, "answer", None)
        if answer is None:
            waiting[row.closure_id].append(Item("benefit", str(row.pk), row.words, "", row.owner.name, row.expected_on))
        else:
            accepted[row.closure_id] += answer.accepted
    return {pk: (waiting[pk], accepted[pk]) for pk in closures}


def _reviewed(closures: Sequence[int]) -> dict[int, int]:
    """Return the action of the review that is planned under each closure, unless it was dropped."""
    rows = of_these(PlannedReview.objects.exclude(action__state=ActionState.DROPPED), closures, "closure")
    return dict(rows.order_by("at", "pk").values_list("closure", "action"))


def _point(
    point: Point,
    items: Mapping[Point, list[Item]],
    done: Mapping[Point, bool],
    handed: Sequence[Handing],
    left: Mapping[str, Left],
    accepted: int,
) -> PointView:
    settled = {(one.subject_kind, one.subject_id) for one in handed}
    kinds = {Point.REGISTERS: "registerentry", Point.ACTIONS: "action", Point.CONTRACTS: "contract"}
    still = tuple(one for one in items.get(point, []) if one.reference not in settled)
    count = sum(one.subject_kind == kinds.get(point) for one in handed)
    if point == Point.PEOPLE:
        count = sum(one.subject_kind in ("role", "grant") for one in handed)
    view = PointView(point.value, str(point.label), str(ASKED[point]), PointState.DONE.value, still, settled=count)
    if point == Point.BENEFITS:
        view = replace(view, settled=accepted)
    if done.get(point, not still):
        return view
    state = PointState.LEFT if point in left else PointState.OPEN
    return replace(view, state=state.value, left=left.get(point))
