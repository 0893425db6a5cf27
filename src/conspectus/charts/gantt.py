"""A Gantt to read: bars with their baseline below, the critical ones marked, milestones as diamonds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conspectus.charts.theme import chart

_COLOURS = {"domain": ["critical", "with float", "done"], "range": ["#b3261e", "#2f6ca3", "#9aa4b1"]}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: ISO instants, ``state`` one of critical, with float, done."""

    name: str
    start: str
    finish: str
    state: str
    milestone: bool = False
    baseline_start: str | None = None
    baseline_finish: str | None = None


def gantt(bars: Sequence[Bar], *, status_date: str | None = None, dark: bool = False) -> dict[str, Any]:
    """Draw the rows in the order given."""
    rows = [{"row": f"{place:05d}", **_row(bar)} for place, bar in enumerate(bars)]
    y = {
        "field": "row", "type": "ordinal", "title": None,
        "axis": {"domain": False, "ticks": False, "labels": False},
    }  # fmt: skip
    x = {"field": "start", "type": "temporal", "title": None}
    colour = {"field": "state", "type": "nominal", "scale": _COLOURS}
    tooltip = [{"field": name, "type": "nominal"} for name in ("name", "start", "finish", "state")]
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": "datum.baseline_start !== null"}],
            "mark": {"type": "bar", "height": 3, "yOffset": 7, "color": "#9aa4b1"},
            "encoding": {"y": y, "x": x | {"field": "baseline_start"}, "x2": {"field": "baseline_finish"}},
        },
        {
            "transform": [{"filter": "!datum.milestone"}],
            "mark": {"type": "bar", "height": 9},
            "encoding": {"y": y, "x": x, "x2": {"field": "finish"}, "color": colour, "tooltip": tooltip},
        },
        {
            "transform": [{"filter": "datum.milestone"}],
            "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 90},
            "encoding": {"y": y, "x": x | {"field": "finish"}, "color": colour, "tooltip": tooltip},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 10},
            "encoding": {"y": y, "x": x | {"field": "finish"}, "text": {"field": "name"}},
        },
    ]
    if status_date is not None:
        layers.append({
            "data": {"values": [{"start": status_date}]},
            "mark": {"type": "rule", "strokeDash": [3, 3]},
            "encoding": {"x": x},
        })  # fmt: skip
    critical = sum(bar.state == "critical" for bar in bars)
    words = f"Gantt of {len(bars)} tasks, {critical} of them critical."
    return chart(words, dark=dark, height={"step": 22}, data={"values": rows}, layer=layers)


def _row(bar: Bar) -> dict[str, Any]:
    return {
        "name": bar.name,
        "start": bar.start,
        "finish": bar.finish,
        "state": bar.state,
        "milestone": bar.milestone,
        "baseline_start": bar.baseline_start,
        "baseline_finish": bar.baseline_finish,
    }
