"""A page of a long list: which rows, and the ways to those before and after."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from .words import address

ROWS = 50
FAR = 1_000


def window(found: QuerySet[Any, Any], path: str, asked: dict[str, str]) -> dict[str, Any]:
    """Return the rows from the one ``from`` names on and what the pager wants; two questions to the database."""
    total, text = found.count(), asked.get("from", "")
    start = int(text) - 1 if text.isascii() and text.isdigit() and 0 < len(text) < 10 and text != "0" else 0
    start = min(max(start, 0), max(total - 1, 0))
    if start < FAR:
        rows = list(found[start : start + ROWS])
    else:  # what is passed over is not read whole
        rows = list(found.filter(pk__in=list(found.values_list("pk", flat=True)[start : start + ROWS])))

    def way(first: int) -> str:
        return address(path, asked, **{"from": first if first > 1 else None})

    return {
        "rows": rows,
        "total": total,
        "first": start + 1,
        "last": start + len(rows),
        "before": way(max(start - ROWS, 0) + 1) if start else "",
        "after": way(start + ROWS + 1) if start + ROWS < total else "",
    }
