"""Earned value by frozen period: the curve and its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure
from conspectus.formats.currencies import decimals
from conspectus.rooms.status.queries import EarnedPoint

from ..words import DASH, exact, ratio, why
from .curve import Series, draw_curve

_EPOCH = date(1970, 1, 1)
LINES = (
    ("pv", _("Planned"), "planned_value"),
    ("ev", _("Earned"), "earned_value"),
    ("ac", _("Spent"), "actual_cost"),
    ("eac", _("Forecast"), "forecast"),
)
AMOUNTS = ("planned_value", "earned_value", "actual_cost", "bac", "forecast")
PERIOD_HEADS = (
    _("Planned (PV)"), _("Earned (EV)"), _("Spent (AC)"), _("Budget (BAC)"), _("Forecast (EAC)"), "CPI", "SPI",
)  # fmt: skip


def period_panel(points: Sequence[EarnedPoint]) -> dict[str, Any]:
    """Return curve and rows of earned value by period; the curve is of the periods in the newest one's currency."""
    currency = points[-1].currency if points else ""
    same = [one for one in points if one.currency == currency]
    series = [Series(kind, str(name), _line(same, field, currency)) for kind, name, field in LINES]
    return {
        "period_curve": draw_curve(series, unit=currency),
        "period_heads": PERIOD_HEADS,
        "period_rows": [(one, _cells(one)) for one in points],
        "period_note": ", ".join(filter(None, (gettext("cumulative, as each period was frozen"), currency))),
    }


def _line(points: Sequence[EarnedPoint], field: str, currency: str) -> tuple[tuple[int, float], ...]:
    unit = 10 ** decimals(currency)
    found = ((one.last_on, getattr(one, field).value) for one in points)
    return tuple((((day - _EPOCH).days + 1) * 1440, amount / unit) for day, amount in found if amount is not None)


def _cells(one: EarnedPoint) -> list[tuple[str, str]]:
    amounts = [_cell(getattr(one, name), one.currency) for name in AMOUNTS]
    return [*amounts, *(_cell(index) for index in (one.cpi, one.spi))]


def _cell(measure: Measure, currency: str | None = None) -> tuple[str, str]:
    if measure.value is None:
        return DASH, why(measure)
    return (ratio(measure.value) if currency is None else exact(round(measure.value), currency)), ""
