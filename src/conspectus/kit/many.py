"""Rows that belong to certain things: named one by one while they are few."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

MANY = 500  # beyond this a list of ids costs the database more than reading all


def of_these(
    rows: QuerySet[Any, Any], ids: Collection[int] | Collection[str], path: str = "project"
) -> QuerySet[Any, Any]:
    """Return the rows whose ``path`` is among the ids; of many ids all rows: the caller passes others over."""
    return rows if len(ids) > MANY else rows.filter(**{f"{path}__in": list(ids)})
