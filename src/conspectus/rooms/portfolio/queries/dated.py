"""What holds on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def in_force(on: date) -> Q:
    """Return the condition of rows that hold on a day: begun on it or before, and not ended by it."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))
