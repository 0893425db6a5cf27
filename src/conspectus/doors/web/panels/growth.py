"""The curve of cost growth: growth chained from list to list, from 100."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from conspectus.rooms.portfolio.queries import GrowthStep

from .curve import Curve, Series, draw_curve

_EPOCH = date(1970, 1, 1)


def growth_curve(steps: Sequence[GrowthStep]) -> Curve | None:
    """Return a line a currency; None where there are not two lists to compare twice."""
    series = []
    for code in sorted({one.currency for one in steps}):
        points = tuple((_minute(one.stated_on), one.index) for one in steps if one.currency == code)
        series.append(Series("eac", _("Index, %(currency)s") % {"currency": code}, points))
    return draw_curve(series)


def _minute(day: date) -> int:
    return ((day - _EPOCH).days + 1) * 1440
