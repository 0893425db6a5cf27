"""The overall status of the newest plan as a number the database can order and count by."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When

from conspectus.rooms.schedule.choices import WORST_FIRST

RANKS = {colour.value: rank for rank, colour in enumerate(WORST_FIRST)}
COLOURS = {rank: colour for colour, rank in RANKS.items()}
NO_PLAN = "no_plan"


def overall_rank() -> Case:
    """Return the worst assessed of plan and registers as a number of ``RANKS``, null before the first plan.

    A project without a plan stands by its backlog where that was chosen.
    """
    there = Q(current__project__isnull=False) | Q(register_status__stands=True)

    def either(colour: str) -> Q:
        priced = Q(current__cost_colour=colour) | Q(register_status__worst=colour)
        unpriced = Q(register_status__worst_unpriced=colour)
        seen = Q(current__schedule_colour=colour) | Q(priced, cost_open=True) | Q(unpriced, cost_open=False)
        return seen & there

    judged = [When(either(colour), then=Value(rank)) for colour, rank in RANKS.items() if colour != "not_assessed"]
    planned = When(there, then=Value(RANKS["not_assessed"]))
    return Case(*judged, planned, default=None, output_field=IntegerField())
