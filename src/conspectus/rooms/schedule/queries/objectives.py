"""What serves each strategic objective, in projects, money and status; and what serves none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.engine.apportion import WHOLE, apportion
from conspectus.engine.measure import Measure, Reason, value
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import ENDED, State
from conspectus.rooms.portfolio.models import Contribution, Objective, Portfolio
from conspectus.rooms.portfolio.queries import ProjectFilter, contributions_on, objectives_of
from conspectus.rooms.schedule.choices import WORST_FIRST
from conspectus.rooms.schedule.queries.briefs import ProjectBrief, project_briefs


@dataclass(frozen=True, slots=True)
class BudgetSum:
    """The part of the projects' budgets that serves an objective, in minor units, of those projects that have one."""

    currency: str
    budget: int
    projects: int


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    """An objective with what serves it or anything below it today; money of projects the reader may see the cost of."""

    objective_id: int
    parent_id: int | None
    level: int  # 1 at the top
    name: str
    owner: str
    division: str
    measure: str
    unit: str
    target: float | None
    weight: int
    weight_ratio: float  # of those beside it
    starts_on: date | None
    ends_on: date | None
    revision: int
    projects: int
    colours: tuple[tuple[str, int], ...]  # overall status, the worst first
    budgets: tuple[BudgetSum, ...]
    hidden: int  # projects that serve it whose budget the reader may not see


@dataclass(frozen=True, slots=True)
class ServingProject:
    """A project and the part of it that serves an objective or one below it."""

    project_id: int
    code: str
    name: str
    objective: str
    basis_points: int
    words: str
    colour: str
    currency: str
    budget: Measure  # the part that serves, in minor units


@dataclass(frozen=True, slots=True)
class ObjectivesView:
    """The tree of a portfolio's objectives, those that nothing serves, and projects that serve none."""

    tree: tuple[ObjectiveView, ...]
    serving: tuple[ServingProject, ...]
    unserved: tuple[ObjectiveView, ...]
    aimless: tuple[ProjectBrief, ...]
    by_objective: Mapping[int, tuple[int, ...]]  # places in ``serving``, of the objective and all below it

    def serving_of(self, objective_id: int) -> tuple[ServingProject, ...]:
        """Return what serves an objective or anything below it."""
        return tuple(self.serving[place] for place in self.by_objective.get(objective_id, ()))


def objectives_view(by: User, portfolio: Portfolio, *, at: datetime) -> ObjectivesView:
    """Return a visible portfolio's objectives with what serves them, of the projects ``by`` may see that go on.

    Asks the database the same number of times for one objective or project and for a thousand.
    """
    objectives = objectives_of(portfolio, at.date())
    found = project_briefs(by, ProjectFilter(portfolio=portfolio.pk), at=at)
    rows = [row for row in found if State(row.state) not in ENDED]
    given = contributions_on([row.project_id for row in rows], at.date())
    serving: list[ServingProject] = []
    places: dict[int, list[int]] = {row.pk: [] for row in objectives}
    for row in rows:
        for part, contribution in _parts(row, given.get(row.project_id, [])):
            for number in _line(contribution.objective):
                places.setdefault(number, []).append(len(serving))
            serving.append(part)
    beside = Counter[int | None]()
    for one in objectives:
        beside[one.parent_id] += one.weight
    tree = tuple(_view(one, (serving[place] for place in places[one.pk]), beside[one.parent_id]) for one in objectives)
    return ObjectivesView(
        tree=tree,
        serving=tuple(serving),
        unserved=tuple(one for one in tree if not one.projects),
        aimless=tuple(row for row in rows if row.project_id not in given),
        by_objective={number: tuple(held) for number, held in places.items()},
    )


def _line(objective: Objective) -> list[int]:
    """Return an objective and all above it."""
    return [int(part) for part in objective.path.strip("/").split("/")]


def _parts(row: ProjectBrief, given: list[Contribution]) -> Iterable[tuple[ServingProject, Contribution]]:
    """Yield a project's contributions with their part of its budget; what is left over serves nothing."""
    cuts = [one.basis_points for one in given]
    whole = row.bac
    parts = apportion(round(whole.value), [*cuts, WHOLE - sum(cuts)]) if whole.value is not None else ()
    for place, one in enumerate(given):
        yield (
            ServingProject(
                project_id=row.project_id,
                code=row.code,
                name=row.name,
                objective=one.objective.name,
                basis_points=one.basis_points,
                words=one.words,
                colour=row.colour,
                currency=row.currency,
                budget=value(parts[place]) if parts else whole,
            ),
            one,
        )


def _view(row: Objective, serving: Iterable[ServingProject], beside: int) -> ObjectiveView:
    parts = list(serving)
    each = {one.project_id: one for one in parts}
    colours = Counter(one.colour for one in each.values())
    return ObjectiveView(
        objective_id=row.pk,
        parent_id=row.parent_id,
        level=row.path.count("/") - 1,
        name=row.name,
        owner=row.owner.name if row.owner else "",
        division=row.division.name if row.division else "",
        measure=row.measure,
        unit=row.unit,
        target=row.target,
        weight=row.weight,
        weight_ratio=row.weight / beside,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        revision=row.revision,
        projects=len(each),
        colours=tuple((colour.value, colours[colour]) for colour in WORST_FIRST if colours[colour]),
        budgets=_budgets(parts),
        hidden=sum(one.budget.reason is Reason.HIDDEN for one in each.values()),
    )


def _budgets(parts: list[ServingProject]) -> tuple[BudgetSum, ...]:
    sums: Counter[str] = Counter()
    projects: dict[str, set[int]] = {}
    for one in parts:
        if one.budget.value is not None:
            sums[one.currency] += round(one.budget.value)
            projects.setdefault(one.currency, set()).add(one.project_id)
    return tuple(BudgetSum(currency, sums[currency], len(projects[currency])) for currency in sorted(projects))
