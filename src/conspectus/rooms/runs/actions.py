"""What happens to a run. No audit lines here: what a run does is a deed of its own and writes its own line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from conspectus.kit.errors import TooMany
from conspectus.kit.locks import one_at_a_time
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.runs.choices import ENDED, FOLLOWS, Kind, State
from conspectus.rooms.runs.models import Run

MOST_UNFINISHED = 10
MOST_KEPT = 5000
KEPT = timedelta(days=7)


class RunEnded(Exception):
    """The run is to go no further: it was cancelled, or another took it for dead."""


def start_run(*, kind: Kind, asked: dict[str, Any], total: int = 0, by: User, at: datetime) -> Run:
    """Put long work into the queue; refuses a user who has ten runs unfinished, or thousands in seven days."""
    if by.runs.filter(state__in=FOLLOWS).count() >= MOST_UNFINISHED:
        raise TooMany("%(most)s of your runs are not finished. Wait for one, or cancel it.", 10, most=MOST_UNFINISHED)
    if by.runs.count() >= MOST_KEPT:
        raise TooMany(
            "You started %(most)s runs in the last seven days. Wait until the first are removed.", 3600, most=MOST_KEPT
        )
    asked = {**asked, "token": by.token_id}
    return Run.objects.create(
        started_by=by, reading_only=by.reading_only, kind=kind, asked=asked, total=total, asked_at=at
    )


def claim_run(*, at: datetime) -> Run | None:
    """Take the oldest run whose starter has no other one running; None where there is nothing to do."""
    busy = Run.objects.filter(state=State.RUNNING).values("started_by")
    free = Run.objects.filter(state=State.WAITING).exclude(started_by__in=busy)
    if not free.exists():  # asked outside a transaction, which would lock the file four times a second
        return None
    with transaction.atomic():
        one_at_a_time("runs")
        run = free.order_by("pk").first()
        # a cancel does not wait for the lock: one that came in between has ended the run already
        if run is None or not free.filter(pk=run.pk).update(state=State.RUNNING, begun_at=at):
            return None
    run.state, run.begun_at = State.RUNNING, at
    return run


def report_progress(*, run: Run, done: int, total: int, words: str) -> None:
    """Say how far the run is; refuses with ``RunEnded`` once it is cancelled, which is how a job learns of it."""
    going = Run.objects.filter(pk=run.pk, state=State.RUNNING, cancel_asked=False)
    if not going.update(done=done, total=total, words=words[:500]):
        raise RunEnded


def finish_run(*, run: Run, result: dict[str, Any], words: str, at: datetime) -> None:
    """End the run with what came of it; work that was done counts, even where a cancel came too late."""
    _end(run, State.DONE, at, result=result, words=words)


def fail_run(*, run: Run, words: str, at: datetime) -> None:
    """End the run with the reason why nothing came of it."""
    _end(run, State.FAILED, at, words=words)


def stop_run(*, run: Run, words: str, at: datetime) -> None:
    """End a run whose worker died, or one that was told to stop."""
    state = State.CANCELLED if Run.objects.filter(pk=run.pk, cancel_asked=True).exists() else State.STOPPED
    _end(run, state, at, words=words)


def cancel_run(*, run: Run, by: User, at: datetime) -> None:
    """Cancel: a waiting run at once, a running one within a second of reading, or at its next step.

    One that has ended stays as it is.

    A token that may only read cancels only what such a token asked for.
    """
    if not run.reading_only:
        refuse_reading_only(by)
    waiting = Run.objects.filter(pk=run.pk, state=State.WAITING)
    if not waiting.update(state=State.CANCELLED, cancel_asked=True, ended_at=at, words="Nothing was changed."):
        Run.objects.filter(pk=run.pk, state=State.RUNNING).update(cancel_asked=True)
    run.refresh_from_db()


def sweep_runs(*, at: datetime) -> int:
    """Remove runs that ended more than seven days ago; return how many."""
    old = Q(ended_at__lt=at - KEPT) & Q(state__in=ENDED)
    return Run.objects.filter(old).delete()[0]


def _end(run: Run, state: State, at: datetime, **more: Any) -> None:
    if not Run.objects.filter(pk=run.pk, state=State.RUNNING).update(state=state, ended_at=at, **more):
        raise RunEnded
