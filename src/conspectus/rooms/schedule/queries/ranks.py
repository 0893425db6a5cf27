"""The overall status of the newest plan as a number the database can order and count by."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When

from conspectus.rooms.schedule.choices import WORST_FIRST

RANKS = {colour.value: rank for rank, colour in enumerate(WORST_FIRST)}
COLOURS = {rank: colour for colour, rank in RANKS.items()}
NO_PLAN = "no_plan"


def overall_rank() -> Case:
    """Return the worst assessed of schedule and cost as a number of ``RANKS``, null before the first plan."""

    def either(colour: str) -> Q:
        return Q(current__schedule_colour=colour) | Q(current__cost_colour=colour, cost_open=True)

    judged = [When(either(colour), then=Value(rank)) for colour, rank in RANKS.items() if colour != "not_assessed"]
    planned = When(current__project__isnull=False, then=Value(RANKS["not_assessed"]))
    return Case(*judged, planned, default=None, output_field=IntegerField())
