"""Where projects belonged on a day: their programme, division and manager through time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from datetime import date, datetime

from django.db.models import QuerySet

from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import Division, Person
from conspectus.rooms.accounts.queries import DivisionTree, held_on
from conspectus.rooms.portfolio.choices import PlaceKind
from conspectus.rooms.portfolio.models import Placement, Programme, Project


class Placements:
    """The placements of visible projects through time, read once."""

    def __init__(self, projects: Collection[int]) -> None:
        self._held: dict[tuple[int, str], list[tuple[date, datetime, int | None]]] = {}
        rows = of_these(Placement.objects.order_by("recorded_at", "pk"), projects)
        asked = ("project", "kind", "from_on", "recorded_at", "programme", "division", "manager")
        for project, kind, from_on, recorded_at, *values in rows.values_list(*asked):
            found = values[PlaceKind.values.index(kind)]
            self._held.setdefault((project, kind), []).append((from_on, recorded_at, found))

    def held(self, project: Project, kind: PlaceKind, on: date, known_at: datetime | None = None) -> int | None:
        """Return the number of a project's programme, division or manager on a day, as known at an instant."""
        now = getattr(project, f"{kind.value}_id")
        return held_on(self._held.get((project.pk, kind.value), ()), on, known_at, now)


def placed_on(projects: Sequence[Project], on: date) -> list[Project]:
    """Return copies of visible projects with programme, division and manager as on a day, to read and never to save."""
    placements = Placements([project.pk for project in projects])
    wanted = [{kind: placements.held(project, kind, on) for kind in PlaceKind} for project in projects]
    ids = {kind: {one[kind] for one in wanted} - {None} for kind in PlaceKind}
    programmes = Programme.objects.in_bulk(ids[PlaceKind.PROGRAMME])
    divisions = Division.objects.in_bulk(ids[PlaceKind.DIVISION])
    managers = Person.objects.in_bulk(ids[PlaceKind.MANAGER])
    paths = DivisionTree().paths(on)
    for number, division in divisions.items():
        division.path = paths.get(number, division.path)
    found = []
    for project, held in zip(projects, wanted, strict=True):
        placed = copy(project)
        placed._state = copy(project._state)
        placed._state.fields_cache = dict(project._state.fields_cache)
        placed.programme = programmes.get(held[PlaceKind.PROGRAMME] or 0)
        placed.division = divisions.get(held[PlaceKind.DIVISION] or 0)
        placed.manager = managers.get(held[PlaceKind.MANAGER] or 0)
        found.append(placed)
    return found


def placements_of(project: Project) -> QuerySet[Placement]:
    """Return from which day a visible project had which programme, division and manager, newest first."""
    rows = project.placements.select_related("programme", "division", "manager", "recorded_by")
    return rows.order_by("-recorded_at", "-pk")
