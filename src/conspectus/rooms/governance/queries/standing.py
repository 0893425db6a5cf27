"""The open exception of each of some projects, for tables of projects."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from conspectus.kit.errors import Invalid
from conspectus.kit.many import of_these
from conspectus.rooms.governance.choices import OPEN_STATES
from conspectus.rooms.governance.models import Cause, ExceptionReport
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project

OPEN, NONE = "open", "none"
ASKED = ("", OPEN, NONE, *(one.value for one in OPEN_STATES))


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


def under_exception(asked: str) -> QuerySet[Project] | None:
    """Return which projects stand under an exception as asked: an open one, one in a state, none; None asks nothing."""
    if asked not in ASKED:
        raise Invalid("exception", "Ask for open, none, wanted, written or decided.", "exception")
    if not asked:
        return None
    states = OPEN_STATES if asked in (OPEN, NONE) else (asked,)
    under = ExceptionReport.objects.filter(state__in=states).exclude(project=None).order_by().values("project")
    rows = Project.objects.order_by()
    return (rows.exclude(pk__in=under) if asked == NONE else rows.filter(pk__in=under)).values("pk")  # type: ignore[return-value]  # numbers of projects


def exceptions_noted(period: Period) -> dict[int, int]:
    """Return the exception that was noted in a period of each project, by project; asks once."""
    rows = Cause.objects.filter(period=period).exclude(exception__project=None).order_by("pk")
    return dict(rows.values_list("exception__project", "exception"))
