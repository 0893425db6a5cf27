"""Kinds of long work, the states of a run and what may follow what."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a run does; the label is its heading."""

    LOOK = "look_at_plans", _("Looking at the plans")
    STORE = "store_plans", _("Storing the plans")
    IMPORT = "import_plan", _("Importing the plan")
    REVIEW = "review_files", _("Reviewing the files")
    PACK = "make_pack", _("Making the board pack")


class State(TextChoices):
    """Where a run stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    STOPPED = "stopped", _("Stopped")


FOLLOWS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.DONE, State.FAILED, State.CANCELLED, State.STOPPED}),
}
ENDED = frozenset(State) - frozenset(FOLLOWS)
