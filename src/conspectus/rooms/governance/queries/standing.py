"""The open exception of each of some projects, for tables of projects."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from conspectus.kit.many import of_these
from conspectus.rooms.governance.choices import OPEN_STATES
from conspectus.rooms.governance.models import ExceptionReport


@dataclass(frozen=True, slots=True)
class ExceptionStanding:
    """How far a project's open exception is, and for how many days it has been open."""

    state: str
    age_days: int


def exceptions_standing(projects: Collection[int], on: date) -> dict[int, ExceptionStanding]:
    """Return the open exception of projects that the asker may see, by project; asks once."""
    rows = of_these(ExceptionReport.objects.filter(state__in=OPEN_STATES).order_by(), projects)
    told = rows.values_list("project", "state", "opened_at")
    return {
        project: ExceptionStanding(state, max(0, (on - opened.date()).days))
        for project, state, opened in told
        if project is not None
    }
