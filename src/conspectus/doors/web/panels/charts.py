"""Charts of a pack laid out for SVG: stacked bars, and lines over categories."""

from __future__ import annotations

from dataclasses import dataclass

from conspectus.formats.packs.page import Chart, Tone

from ..words import plain
from .curve import Mark, amount_mark, steps_up

WIDTH = 640
_NAMES = 90  # room for the names of bars, and for the labels of the axis
_ROW, _BAR = 34, 22
_TALL, _TOP, _FOOT = 240, 12, 28
_LABELS = 6  # categories named under lines
_WIDE = 18.0  # from here a figure fits into its part of a bar


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar; ``number`` is empty where it would not fit."""

    x: float
    width: float
    tone: Tone
    number: str
    words: str

    @property
    def middle(self) -> float:
        """Where the number stands."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One category."""

    name: str
    y: int
    parts: tuple[Part, ...]

    @property
    def middle(self) -> float:
        """Half its height down."""
        return self.y + _BAR / 2


@dataclass(frozen=True, slots=True)
class Line:
    """One series; a gap in its values is a gap in its path."""

    path: str
    tone: Tone
    dashed: bool
    order: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready for its template, with the rows of its table twin."""

    chart: Chart
    height: int
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    across: tuple[Mark, ...] = ()
    down: tuple[Mark, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    width: int = WIDTH
    left: int = _NAMES
    bar: int = _BAR
    foot: int = _TALL - _FOOT


def draw_chart(chart: Chart) -> Drawn:
    """Lay a chart out; its table has a row for each category and a column for each series."""
    rows = tuple(
        (name, tuple(_figure(one.values[place]) for one in chart.series)) for place, name in enumerate(chart.categories)
    )
    if chart.kind == "stacked":
        bars = tuple(_bar(chart, place) for place in range(len(chart.categories)))
        return Drawn(chart, _ROW * len(bars), bars=bars, rows=rows)
    known = [number for one in chart.series for number in one.values if number is not None]
    step = steps_up(max(known, default=1.0))
    most = max(step, step * -(-max(known, default=0.0) // step))
    count = len(chart.categories)
    each = max(1, -(-count // _LABELS))
    return Drawn(
        chart,
        _TALL,
        lines=tuple(
            Line(_path(one.values, most), one.tone, one.dashed, order) for order, one in enumerate(chart.series)
        ),
        across=tuple(Mark(_y(step * n, most), amount_mark(step * n, most)) for n in range(round(most / step) + 1)),
        down=tuple(Mark(_x(place, count), chart.categories[place]) for place in range(0, count, each)),
        rows=rows,
    )


def _figure(number: float | None) -> str:
    return "–" if number is None else plain(number)


def _bar(chart: Chart, place: int) -> Bar:
    numbers = [(one, one.values[place] or 0.0) for one in chart.series]
    whole = sum(number for _, number in numbers) or 1.0
    x, parts = float(_NAMES), []
    for one, number in numbers:
        width = round(number / whole * (WIDTH - _NAMES), 1)
        if width:
            label = plain(number) if width >= _WIDE else ""
            parts.append(Part(round(x, 1), width, one.tone, label, f"{one.label}: {plain(number)}"))
        x += width
    return Bar(chart.categories[place], place * _ROW, tuple(parts))


def _path(values: tuple[float | None, ...], most: float) -> str:
    path, pen = [], "M"
    for place, number in enumerate(values):
        if number is None:
            pen = "M"
            continue
        path.append(f"{pen}{_x(place, len(values)):g} {_y(number, most):g}")
        pen = "L"
    return "".join(path)


def _x(place: int, count: int) -> float:
    return round(_NAMES + place / max(count - 1, 1) * (WIDTH - _NAMES - 40), 1)


def _y(number: float, most: float) -> float:
    return round(_TALL - _FOOT - max(number, 0.0) / most * (_TALL - _TOP - _FOOT), 1)
