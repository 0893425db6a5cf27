"""Sets that hold from a day on: what held before stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet


def make_room(rows: QuerySet[Any], starting: date) -> None:
    """End the rows in force on a day, and take away those that begin on it or later."""
    rows.filter(starts_on__gte=starting).delete()
    rows.filter(Q(ends_on=None) | Q(ends_on__gt=starting)).update(ends_on=starting)
