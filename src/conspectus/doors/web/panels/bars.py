"""The bars of a band as SVG; put together here, for a template takes ten times as long over hundreds of rows."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from ..words import last_day
from .drawing import Band, Bar

_LABEL, _BESIDE, _BEYOND_DATE = (
    48,
    8,
    80,
)  # signs of a name; how far it stands from its bar, and from a milestone's date


def row_marks(band: Band, at: str) -> SafeString:
    """Return what lights up under each row of a band; the one ``at`` which the reader points stays lit."""
    rows = (
        f'<rect class="row-mark{" row-on" if bar.row.uid == at else ""}" data-row="{bar.place}" y="{bar.y:g}" '
        f'width="100%" height="24"/>'
        for bar in band.bars
    )
    return SafeString("".join(rows))


def bars_of(band: Band, at: str) -> SafeString:
    """Return the bars of a band with their names and marks; ours but for the words, which are escaped."""
    return SafeString("".join(_drawn(bar, at) for bar in band.bars))


def _drawn(bar: Bar, at: str) -> str:
    marks = "".join(
        f'<path class="mark mark-{one.kind}" d="{one.path}"><title>{escape(one.words)}</title></path>'
        for one in bar.marks
    )
    if bar.x is None:
        return marks
    row = bar.row
    states = ("pointed", row.uid == at), ("critical", row.critical), ("inactive", not row.active)
    known = " ".join(name for name, is_so in states if is_so)
    return f'<g class="{known}"><title>{escape(row.words)}</title>{"".join(_parts(bar))}</g>{marks}'


def _parts(bar: Bar) -> Iterator[str]:
    """Yield what a bar consists of, from the lowest to what lies over all."""
    shape = bar.row.shape
    if bar.base_x is not None:
        yield f'<path class="bar-base" d="{bar.base_bar}"/>'
    if bar.slack_x:
        y = f"{bar.middle:g}"
        yield f'<line class="float-line" x1="{bar.end:g}" x2="{bar.slack_x:g}" y1="{y}" y2="{y}"/>'
    if shape == "task":
        yield f'<path class="bar-task" d="{bar.task_bar}"/>'
        yield f'<path class="bar-done" d="{bar.done_bar}"/>' if bar.done else ""
    elif shape == "summary":
        yield f'<path class="bar-summary" d="{bar.path}"/>'
    else:
        yield f'<path class="milestone-base" d="{bar.base_path}"/>' if bar.base_path else ""
        yield f'<path class="milestone" d="{bar.path}"/>'
        yield f'<text class="label" x="{bar.label_x:g}" y="{bar.text_y:g}">{last_day(bar.row.finish)}</text>'
    far = _BEYOND_DATE if shape == "milestone" else _BESIDE
    name = escape(Truncator(bar.row.name).chars(_LABEL))
    yield f'<text class="bar-name" x="{bar.end:g}" y="{bar.text_y:g}" dx="{far}">{name}</text>'
    if bar.deadline_path:
        late = " deadline-missed" if bar.missed else ""
        yield f'<path class="deadline{late}" d="{bar.deadline_path}"/>'
