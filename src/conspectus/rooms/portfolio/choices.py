"""States of a project with the table of what may follow what; kinds of scope and of exchange rates."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    """Where a project stands in its life."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"
    STOPPED = "stopped", "Stopped"


NEXT_STATES: dict[State, tuple[State, ...]] = {
    State.PROPOSED: (State.APPROVED, State.STOPPED),
    State.APPROVED: (State.ACTIVE, State.STOPPED),
    State.ACTIVE: (State.PAUSED, State.CLOSED, State.STOPPED),
    State.PAUSED: (State.ACTIVE, State.STOPPED),
    State.CLOSED: (State.ACTIVE,),
    State.STOPPED: (State.PROPOSED,),
}

ENDED = frozenset({State.CLOSED, State.STOPPED})


class ScopeKind(TextChoices):
    """What a grant covers: the thing named and all below it."""

    PORTFOLIO = "portfolio", "Portfolio"
    PROGRAMME = "programme", "Programme"
    PROJECT = "project", "Project"
    DIVISION = "division", "Division"


class RateKind(TextChoices):
    """What an exchange rate is for: baselines, what was spent on a day, what stands at a period's end."""

    BUDGET = "budget", "Budget"
    TRANSACTION = "transaction", "Transaction"
    CLOSING = "closing", "Closing"


class ShareKind(TextChoices):
    """What a project may serve in parts beside its home."""

    PROGRAMME = "programme", "Programmes"
    DIVISION = "division", "Divisions"
