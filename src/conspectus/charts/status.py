"""How many projects stand where: one stacked bar a dimension, in words, shapes and colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conspectus.charts.theme import STATUS, STATUS_WORDS, chart


def status_bars(counts: Mapping[str, Mapping[str, int]], *, dark: bool = False) -> dict[str, Any]:
    """Draw ``counts[dimension][colour]``; colours are green, amber, red and not_assessed."""
    rows = [
        {"dimension": dimension, "status": STATUS_WORDS[colour], "count": by.get(colour, 0), "order": order}
        for dimension, by in counts.items()
        for order, colour in enumerate(STATUS)
        if by.get(colour, 0)
    ]
    words = "; ".join(
        f"{dimension}: " + ", ".join(f"{by.get(colour, 0)} {colour.replace('_', ' ')}" for colour in STATUS)
        for dimension, by in counts.items()
    )
    colours = {"domain": list(STATUS_WORDS.values()), "range": list(STATUS.values())}
    return chart(
        f"Projects by status. {words}.",
        dark=dark,
        height={"step": 28},
        data={"values": rows},
        mark={"type": "bar"},
        encoding={
            "y": {"field": "dimension", "type": "nominal", "sort": list(counts), "title": None},
            "x": {"field": "count", "type": "quantitative", "title": "projects", "axis": {"tickMinStep": 1}},
            "color": {"field": "status", "type": "nominal", "scale": colours},
            "order": {"field": "order", "type": "ordinal"},
            "tooltip": [
                {"field": "dimension", "type": "nominal", "title": "Dimension"},
                {"field": "status", "type": "nominal", "title": "Status"},
                {"field": "count", "type": "quantitative", "title": "Projects"},
            ],
        },
    )
