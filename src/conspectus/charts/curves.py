"""The S-curve: planned, earned and spent, cumulative over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conspectus.charts.theme import LINES, chart


def s_curve(
    days: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    *,
    unit: str,
    words: str,
    status_date: str | None = None,
    dark: bool = False,
) -> dict[str, Any]:
    """Draw cumulative series by period end (ISO dates); ``None`` leaves a line open; a rule marks the status date."""
    rows = [
        {"day": day, "value": amount, "series": name}
        for name, amounts in series.items()
        for day, amount in zip(days, amounts, strict=True)
        if amount is not None
    ]
    names = list(series)
    lines = {
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": 2, "interpolate": "linear"},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None},
            "y": {"field": "value", "type": "quantitative", "title": unit, "axis": {"format": "~s"}},
            "color": {
                "field": "series", "type": "nominal", "sort": names,
                "scale": {"domain": names, "range": list(LINES[: len(names)])},
            },
            "strokeDash": {"field": "series", "type": "nominal", "sort": names, "legend": None},
            "tooltip": [
                {"field": "series", "type": "nominal", "title": "Line"},
                {"field": "day", "type": "temporal", "title": "Period end"},
                {"field": "value", "type": "quantitative", "title": unit, "format": ",.0f"},
            ],
        },
    }  # fmt: skip
    layers: list[dict[str, Any]] = [lines]
    if status_date is not None:
        layers.append({
            "data": {"values": [{"day": status_date, "label": "status date"}]},
            "mark": {"type": "rule", "strokeDash": [3, 3], "opacity": 0.7},
            "encoding": {"x": {"field": "day", "type": "temporal"}, "tooltip": {"field": "label", "type": "nominal"}},
        })  # fmt: skip
    return chart(words, dark=dark, height=260, layer=layers)
