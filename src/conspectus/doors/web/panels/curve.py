"""The S-curve of planned value, earned value and actual cost, laid out for SVG."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from conspectus.engine.plan import NONE

from ..manners import month, number
from ..words import day, whole

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, FOOT = 64, 118, 14, 30
SHORT = 5 * 31 * 1440  # minutes, from which on labels lie a month apart
MILLIONS = 1e8  # from here the axis is labelled in millions
_NAME = 26  # height of a name with its figure below
_LOWEST = HEIGHT - FOOT - 18
Point = tuple[int, float]  # engine minute, value in whole currency units


@dataclass(frozen=True, slots=True)
class Series:
    """One line: ``kind`` is pv, ev, ac, eac or fan and picks its stroke."""

    kind: str
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line drawn, with where its name stands."""

    series: Series
    path: str
    name_x: float
    name_y: float
    last: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A grid line with its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The whole drawing."""

    lines: tuple[Line, ...]
    across: tuple[Mark, ...]
    down: tuple[Mark, ...]
    now_x: float | None
    now: str
    words: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    foot: int = HEIGHT - FOOT


def draw_curve(series: Sequence[Series], *, status_date: int = NONE, unit: str = "") -> Curve | None:
    """Lay the curve out; None where no line has two points."""
    series = [one for one in series if len(one.points) > 1]
    if not series:
        return None
    times = [minute for one in series for minute, _ in one.points]
    first, last = min(times), max(max(times), min(times) + 1)
    step = steps_up(max(max(value for _, value in one.points) for one in series))
    most = step * max(math.ceil(max(v for one in series for _, v in one.points) / step), 1)

    def place(point: Point) -> tuple[float, float]:
        x = LEFT + (point[0] - first) / (last - first) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - FOOT - max(point[1], 0) / most * (HEIGHT - TOP - FOOT)
        return round(x, 1), round(y, 1)

    lines = _apart([_line(one, [place(point) for point in one.points]) for one in series])
    inside = status_date != NONE and first <= status_date <= last
    return Curve(
        lines=tuple(lines),
        across=tuple(
            Mark(place((first, step * n))[1], amount_mark(step * n, most)) for n in range(round(most / step) + 1)
        ),
        down=tuple(Mark(place((m, 0))[0], _when(m, last - first)) for m in _instants(first, last)),
        now_x=place((status_date, 0))[0] if inside else None,
        now=day(status_date - 1) if inside else "",
        words="; ".join(
            gettext("%(line)s reaches %(amount)s")
            % {"line": line.series.name, "amount": f"{line.last} {unit}".rstrip()}
            for line in lines
        ),
    )


def amount_mark(value: float, most: float) -> str:
    """Return a label of the axis: whole, or in millions where that would not fit beside it."""
    if most < MILLIONS:
        return whole(value)
    return gettext("%(millions)s m") % {"millions": number(f"{value / 1e6:g}")}


def _line(series: Series, places: list[tuple[float, float]]) -> Line:
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in places)
    return Line(series, path, places[-1][0] + 8, places[-1][1] + 4, whole(series.points[-1][1]))


def _apart(lines: list[Line]) -> list[Line]:
    """Move names of lines that end close together apart and off the axis, so that each can be read."""
    down: list[Line] = []
    for line in sorted(lines, key=lambda one: one.name_y):
        lowest = max((one.name_y + _NAME for one in down if _beside(one, line)), default=line.name_y)
        down.append(replace(line, name_y=max(line.name_y, lowest)))
    up: list[Line] = []
    for line in reversed(down):
        highest = min((one.name_y - _NAME for one in up if _beside(one, line)), default=_LOWEST)
        up.append(replace(line, name_y=min(line.name_y, highest)))
    return up[::-1]


def _beside(one: Line, other: Line) -> bool:
    return abs(one.name_x - other.name_x) < 110


def steps_up(most: float) -> float:
    """Return the step between grid lines that reach ``most`` in about four."""
    rough = max(most, 1.0) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough)


def _when(minute: int, span: int) -> str:
    """Return a label of the axis: the month, or the day where several labels would name the same month."""
    if span < SHORT:
        return day(minute - 1)
    return month(dt.date(1970, 1, 1) + dt.timedelta(minutes=minute))


def _instants(first: int, last: int) -> list[int]:
    return [first + (last - first) * n // 5 for n in range(6)]
