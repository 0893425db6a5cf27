"""The life of projects: the states they came to, and where they stood on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import PASSED_ON, State
from conspectus.rooms.portfolio.models import Project, StateChange, Successor
from conspectus.rooms.portfolio.queries.projects import visible_projects


@dataclass(frozen=True, slots=True)
class LifeStep:
    """A state a project came to: from which day, why, by whose decision, and what goes on with its work."""

    from_on: date
    before: str
    state: str
    reason: str
    authority: str  # whose decision; the recorder's where nobody else is named
    recorded_by: str
    recorded_at: datetime
    successors: tuple[Project, ...]  # as far as they may be seen
    hidden: int  # successors that may not be seen

    @property
    def state_words(self) -> str:
        """The state by its label."""
        return str(State(self.state).label)


def life_of(by: User, project: Project, on: date) -> tuple[LifeStep, ...]:
    """Return the steps of a visible project's life, newest first."""
    rows = list(project.state_changes.select_related("recorded_by").prefetch_related("successors").reverse())
    numbers = {one.project_id for row in rows for one in row.successors.all()}
    seen = visible_projects(by, on).in_bulk(numbers) if numbers else {}
    return tuple(_step(row, seen) for row in rows)


def predecessors_of(by: User, project: Project, on: date) -> tuple[Project, ...]:
    """Return the projects whose work goes on in a visible one, as far as they may be seen."""
    numbers = Successor.objects.filter(project=project).values_list("change__project_id", flat=True)
    return tuple(visible_projects(by, on).filter(pk__in=list(numbers)))


def goes_on_in(project: Project) -> tuple[Project, ...]:
    """Return the projects a merged or split one goes on in, whoever asks; none while it is neither."""
    if State(project.state) not in PASSED_ON:
        return ()
    rows = Successor.objects.filter(change__project=project).select_related("project__manager").order_by("pk")
    return tuple({one.project_id: one.project for one in rows}.values())


def states_on(projects: Collection[int], on: date, known_at: datetime | None = None) -> dict[int, tuple[State, date]]:
    """Return the state of each project on a day and since when, as known at an instant; not of those not yet opened."""
    rows = of_these(StateChange.objects.filter(from_on__lte=on).order_by("recorded_at", "pk"), projects)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    # The steps of one project never go back in time, so the last recorded that reaches the day holds.
    return {pk: (State(state), since) for pk, state, since in rows.values_list("project", "state", "from_on")}


def _step(row: StateChange, seen: dict[int, Project]) -> LifeStep:
    heirs = [one.project_id for one in row.successors.all()]
    who = row.recorded_by.name if row.recorded_by else ""
    return LifeStep(
        row.from_on,
        row.before,
        row.state,
        row.reason,
        row.authority or who,
        who,
        row.recorded_at,
        tuple(seen[pk] for pk in heirs if pk in seen),
        sum(pk not in seen for pk in heirs),
    )
