"""What is asked of runs; a run is its starter's alone, so a foreign one looks missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.runs.choices import State
from conspectus.rooms.runs.models import Run


def get_run(by: User, run_id: object) -> Run:
    """Return a run that ``by`` started."""
    run = runs_of(by).filter(pk=row_id(run_id)).first()
    if run is None:
        raise NotFound
    return run


def runs_of(by: User) -> QuerySet[Run]:
    """Return the runs ``by`` started, newest first."""
    return Run.objects.filter(started_by=by).order_by("-pk")


def running() -> list[Run]:
    """Return all runs somebody is, or was, at work on."""
    return list(Run.objects.filter(state=State.RUNNING).select_related("started_by__person"))


def longest_wait(at: datetime) -> timedelta:
    """Return for how long the oldest waiting run whose starter has nothing else running has waited."""
    busy = Run.objects.filter(state=State.RUNNING).values("started_by")
    first = Run.objects.filter(state=State.WAITING).exclude(started_by__in=busy).values_list("asked_at", flat=True)
    oldest = first.order_by("pk").first()
    return timedelta() if oldest is None else max(at - oldest, timedelta())
