"""Kinds of long work, the states of a run and what may follow what."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a run does; the label is its heading."""

    LOOK = "look_at_plans", "Looking at the plans"
    STORE = "store_plans", "Storing the plans"
    IMPORT = "import_plan", "Importing the plan"
    REVIEW = "review_files", "Reviewing the files"
    PACK = "make_pack", "Making the board pack"


class State(TextChoices):
    """Where a run stands."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    STOPPED = "stopped", "Stopped"


FOLLOWS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.DONE, State.FAILED, State.CANCELLED, State.STOPPED}),
}
ENDED = frozenset(State) - frozenset(FOLLOWS)
