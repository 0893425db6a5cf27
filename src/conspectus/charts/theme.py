"""The look all charts share: few inks, no decoration, the page's own type; light and dark."""

from __future__ import annotations

from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
STATUS = {"green": "#3b9b6d", "amber": "#e0a526", "red": "#cc4b41", "not_assessed": "#9aa4b1"}
STATUS_WORDS = {"green": "● green", "amber": "▲ amber", "red": "◆ red", "not_assessed": "○ not assessed"}
LINES = ("#2f6ca3", "#c46a1b", "#8a5aa8")
_INKS = {False: ("#1b2430", "#5b6675", "#d5dae1"), True: ("#e8ecf1", "#a3adba", "#3a4350")}


def chart(words: str, *, dark: bool = False, **parts: Any) -> dict[str, Any]:
    """Return a chart's dictionary with its description for who cannot see it."""
    ink, soft, rule = _INKS[dark]
    axis = {
        "labelColor": soft, "titleColor": soft, "gridColor": rule, "domainColor": rule, "tickColor": rule,
        "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
    }  # fmt: skip
    return {
        "$schema": SCHEMA,
        "description": words,
        "background": "transparent",
        "width": "container",
        **parts,
        "config": {
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "axis": axis,
            "legend": {"labelColor": ink, "titleColor": soft, "orient": "bottom", "title": None},
            "text": {"color": ink},
        },
    }
