"""The scale of a Gantt chart: where a minute lies, and the labels and ticks above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conspectus.engine.plan import DAY

from ..manners import shaped

ZOOMS = ("day", "week", "month", "quarter", "fit")
_PIXELS = {"day": 24.0, "week": 8.0, "month": 3.2, "quarter": 1.1}
_FIT, _WIDEST = 680.0, 24_000.0
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line at ``x`` with its label and the width the label has."""

    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """From minutes to pixels, for whole days ``first`` until before ``last``."""

    first: int  # days since 1970
    last: int
    pixels: float  # a day

    @property
    def width(self) -> float:
        """Width of the drawing."""
        return round((self.last - self.first) * self.pixels, 1)

    def x(self, minute: int) -> float:
        """Return where a minute lies."""
        return round((int(minute) / DAY - self.first) * self.pixels, 1)


def fit(first_minute: int, last_minute: int, zoom: str) -> Scale:
    """Return the scale that holds both instants with some air at the ends."""
    first, last = first_minute // DAY, last_minute // DAY + 1
    days = max(last - first, 7)
    pixels = _PIXELS.get(zoom, min(max(_FIT / days, 0.02), _PIXELS["day"]))
    air = max(round(14 / pixels), 1)
    pixels = min(pixels, _WIDEST / (days + 2 * air))
    return Scale(first - air, first + days + air, pixels)


def upper(scale: Scale) -> list[Tick]:
    """Return the coarse row: months where days are wide, else years, else decades."""
    if scale.pixels >= 5:
        return _ticks(scale, _months(scale, 1), "LLLL y", 30)
    step = 1 if scale.pixels * 365 > 34 else 10
    return _ticks(scale, _years(scale, step), "y", 20)


def lower(scale: Scale) -> list[Tick]:
    """Return the fine row: days, weeks, months or quarters."""
    if scale.pixels >= 14:
        return _ticks(scale, _days(scale, 1), "d", 10)
    if scale.pixels >= 5:
        return _ticks(scale, _days(scale, 7), "d", 12)
    if scale.pixels >= 0.9:
        return _ticks(scale, _months(scale, 1), "LLL", 22)
    if scale.pixels * 91 > 18:
        return [_quarter(tick, scale) for tick in _ticks(scale, _months(scale, 3), "M", 16)]
    return []


def rest_days(scale: Scale, rest: Sequence[tuple[dt.date, dt.date]]) -> list[Tick]:
    """Return bands of the days not worked, where they are wide enough to see."""
    if scale.pixels < 3:
        return []
    bands = []
    for begins, ends in rest:
        first, after = max((begins - _EPOCH).days, scale.first), min((ends - _EPOCH).days + 1, scale.last)
        if first < after:
            bands.append(Tick(scale.x(first * DAY), round((after - first) * scale.pixels, 1), ""))
    return bands


def _ticks(scale: Scale, starts: Iterator[int], form: str, least: float) -> list[Tick]:
    edges = list(starts)
    made = []
    for place, first in enumerate(edges):
        after = edges[place + 1] if place + 1 < len(edges) else scale.last
        left, right = max(scale.x(first * DAY), 0.0), min(scale.x(after * DAY), scale.width)
        words = shaped(_EPOCH + dt.timedelta(days=first), form)
        made.append(Tick(left, round(right - left, 1), words if right - left >= least else ""))
    return made


def _quarter(tick: Tick, scale: Scale) -> Tick:
    return Tick(tick.x, tick.width, f"Q{(int(tick.label) + 2) // 3}" if tick.label else "")


def _days(scale: Scale, step: int) -> Iterator[int]:
    first = scale.first if step == 1 else scale.first - (scale.first + 3) % 7
    yield from range(first, scale.last, step)


def _months(scale: Scale, step: int) -> Iterator[int]:
    at = _EPOCH + dt.timedelta(days=scale.first)
    count = at.year * 12 + (at.month - 1) // step * step
    while (first := (dt.date(count // 12, count % 12 + 1, 1) - _EPOCH).days) < scale.last:
        yield first
        count += step


def _years(scale: Scale, step: int) -> Iterator[int]:
    year = (_EPOCH + dt.timedelta(days=scale.first)).year // step * step
    while (first := (dt.date(max(year, 1), 1, 1) - _EPOCH).days) < scale.last:
        yield first
        year += step
