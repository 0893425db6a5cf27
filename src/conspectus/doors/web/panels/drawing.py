"""Geometry of a Gantt chart: bars, diamonds and arrows as numbers for SVG attributes."""

from __future__ import annotations

from dataclasses import dataclass

from conspectus.engine.plan import NONE

from .gantt import GanttLink, GanttMark, GanttRow, GanttView
from .timescale import Scale, Tick, fit, lower, rest_days, upper

ROW, HEAD = 24, 44
BAND = 9  # rows that stay together on paper: three bands and the scale fill a page
_BAR_TOP, _BAR = 5, 10
_BASE_TOP, _BASE = 17, 3
_NAMES = 300  # room for the names on one sheet
_OUT = 6.0  # how far a link leaves its bar before it turns
_FINISHES = (0, 2)  # link types that leave from the finish
_STARTS = (0, 1)  # link types that arrive at the start


@dataclass(frozen=True, slots=True)
class Diamonds:
    """The milestones of one state on the row of their project: one path, one tool tip."""

    kind: str
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row drawn; ``None`` where there is nothing to draw."""

    row: GanttRow
    y: float
    x: float | None = None
    width: float = 0.0
    done: float = 0.0
    path: str = ""  # summary bracket or diamond
    base_x: float | None = None
    base_width: float = 0.0
    base_path: str = ""
    slack_x: float | None = None
    deadline_path: str = ""
    missed: bool = False
    marks: tuple[Diamonds, ...] = ()

    @property
    def place(self) -> int:
        """Number of the row, from 0."""
        return int(self.y // ROW)

    @property
    def middle(self) -> float:
        """Half the row's height down."""
        return self.y + ROW / 2

    @property
    def task_bar(self) -> str:
        """The bar."""
        return _box(self.x or 0.0, self.y + _BAR_TOP, self.width, _BAR)

    @property
    def done_bar(self) -> str:
        """The part that is done, inside the bar."""
        return _box(self.x or 0.0, self.y + _BAR_TOP + 3, self.done, 4)

    @property
    def base_bar(self) -> str:
        """The baseline, under the bar."""
        return _box(self.base_x or 0.0, self.y + _BASE_TOP, self.base_width, _BASE)

    @property
    def end(self) -> float:
        """Where the bar ends."""
        return (self.x or 0.0) + self.width

    @property
    def label_x(self) -> float:
        """Where a milestone's date begins."""
        return (self.x or 0.0) + 10

    @property
    def text_y(self) -> float:
        """Foot of the label."""
        return self.y + 15

    @property
    def sheet_x(self) -> float:
        """Where its name begins on one sheet."""
        return 12 * self.row.depth - _NAMES

    @property
    def sheet_y(self) -> float:
        """Foot of its name on one sheet."""
        return self.text_y + HEAD


@dataclass(frozen=True, slots=True)
class Band:
    """Rows drawn in one piece, so that paper is cut between rows and never through one."""

    y: float
    height: float
    bars: tuple[Bar, ...]
    links: str
    arrows: str
    hot_links: str
    hot_arrows: str

    @property
    def end(self) -> float:
        """Foot of the band."""
        return self.y + self.height

    @property
    def sheet_y(self) -> float:
        """Top of the band on one sheet, the scale above."""
        return self.y + HEAD


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole chart, ready for the template."""

    view: GanttView
    width: float
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    upper: tuple[Tick, ...]
    lower: tuple[Tick, ...]
    rest: tuple[Tick, ...]
    status_x: float | None
    today_x: float | None
    head_height: int = HEAD

    @property
    def height(self) -> float:
        """Height of all bands together."""
        return sum(band.height for band in self.bands)

    @property
    def sheet_box(self) -> str:
        """What one sheet shows: the names at the left, the scale above, all rows."""
        return f"{-_NAMES} 0 {self.width + _NAMES:g} {self.height + HEAD:g}"

    @property
    def fine_lines(self) -> str:
        """The fine row's ticks down a whole band."""
        return _down(self.lower)

    @property
    def coarse_lines(self) -> str:
        """The coarse row's ticks down a whole band."""
        return _down(self.upper)

    @property
    def rest_bands(self) -> str:
        """The days not worked, down a whole band."""
        return " ".join(f"M{one.x:g} 0h{one.width:g}v{BAND * ROW}h{-one.width:g}Z" for one in self.rest)


def draw(view: GanttView) -> Drawing:
    """Lay the chart out."""
    scale = _scale(view)
    bars = tuple(_bar(row, place * ROW, scale) for place, row in enumerate(view.rows))
    routes = [(link, *_route(link, bars, scale)) for link in view.links]
    return Drawing(
        view=view,
        width=scale.width,
        bars=bars,
        bands=tuple(_band(first, bars, routes) for first in range(0, max(len(bars), 1), BAND)),
        upper=tuple(upper(scale)),
        lower=tuple(lower(scale)),
        rest=tuple(rest_days(scale, view.rest)),
        status_x=_inside(view.status_date, scale),
        today_x=_inside(view.today, scale),
    )


def _band(first: int, bars: tuple[Bar, ...], routes: list[tuple[GanttLink, str, str]]) -> Band:
    """Return the rows from ``first`` on with every link that ends in them or passes through."""
    own = bars[first : first + BAND]
    crossing = [
        (link, line, head)
        for link, line, head in routes
        if line and min(link.before, link.after) < first + BAND and max(link.before, link.after) >= first
    ]

    def lines(critical: bool) -> str:
        return " ".join(line for link, line, _ in crossing if link.critical == critical)

    def heads(critical: bool) -> str:
        inside = range(first, first + BAND)
        return " ".join(head for link, _, head in crossing if link.critical == critical and link.after in inside)

    height = max(len(own), 1) * ROW
    return Band(first * ROW, height, own, lines(False), heads(False), lines(True), heads(True))


def _down(ticks: tuple[Tick, ...]) -> str:
    return " ".join(f"M{tick.x:g} 0v{BAND * ROW}" for tick in ticks)


def _scale(view: GanttView) -> Scale:
    known = [
        instant
        for row in view.rows
        for instant in (row.start, row.finish, row.base_start, row.base_finish, row.deadline, *_of_marks(row))
        if instant != NONE
    ]
    if view.status_date != NONE:
        known.append(view.status_date)
    around = 0 if view.today == NONE else view.today  # nothing to draw is drawn around today
    first, last = (min(known), max(known)) if known else (around, around + 7 * 1440)
    return fit(first, last, view.zoom)


def _of_marks(row: GanttRow) -> list[int]:
    return [mark.at for mark in row.marks]


def _inside(instant: int, scale: Scale) -> float | None:
    if instant == NONE:
        return None
    x = scale.x(instant)
    return x if 0 <= x <= scale.width else None


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:g} {y:g}h{width:g}v{height:g}h{-width:g}Z"


def _diamond(x: float, y: float, half: float) -> str:
    return f"M{x:g} {y - half:g}l{half:g} {half:g}l{-half:g} {half:g}l{-half:g} {-half:g}Z"


def _marks(row: GanttRow, scale: Scale, middle: float) -> tuple[Diamonds, ...]:
    of: dict[str, list[GanttMark]] = {}
    for mark in row.marks:
        of.setdefault(mark.kind, []).append(mark)
    return tuple(
        Diamonds(
            kind, "".join(_mark(kind, scale.x(one.at), middle) for one in same), "\n".join(one.words for one in same)
        )
        for kind, same in of.items()
    )


def _mark(kind: str, x: float, y: float) -> str:
    """Return a diamond whose hole tells its state: none where done, a half where nobody has told; P50 is a stroke."""
    if kind == "half":
        return f"M{x - 2:g} {y - 7:g}h4v14h-4Z"
    # Holes run the other way round, so that diamonds may lie over each other in one path.
    small, slot = f"M{x:g} {y - 2.5:g}l-2.5 2.5l2.5 2.5l2.5 -2.5Z", f"M{x - 3:g} {y - 1:g}v2h6v-2Z"
    holes = {"late": small, "missed": slot, "due": f"M{x:g} {y - 6:g}v12l6 -6Z"}
    return _diamond(x, y, 6) + holes.get(kind, "")


def _bar(row: GanttRow, y: float, scale: Scale) -> Bar:
    middle = y + _BAR_TOP + _BAR / 2
    marks = _marks(row, scale, middle)
    if row.start == NONE or row.finish == NONE:
        return Bar(row, y, marks=marks)
    x, end = scale.x(row.start), scale.x(row.finish)
    width = max(round(end - x, 1), 1.5)
    base_x = base_width = None
    base_path = ""
    if row.base_start != NONE and row.base_finish != NONE:
        base_x = scale.x(row.base_start)
        base_width = max(round(scale.x(row.base_finish) - base_x, 1), 1.5)
    if row.shape == "milestone":
        path = _diamond(end, middle, 6)
        base_path = _diamond(base_x, middle, 4.5) if base_x is not None and abs(base_x - end) > 2 else ""
        base_x = None
    else:
        path = _bracket(x, y, width) if row.shape == "summary" else ""
    late = scale.x(row.late_finish) if row.late_finish != NONE else end
    return Bar(
        row,
        y,
        x=end if row.shape == "milestone" else x,
        width=width,
        done=round(width * min(max(row.share, 0.0), 1.0), 1),
        path=path,
        base_x=base_x,
        base_width=base_width or 0.0,
        base_path=base_path,
        slack_x=min(late, scale.width) if late > end + 3 and row.shape == "task" else None,
        deadline_path=f"M{scale.x(row.deadline) - 5:g} {y + 3:g}h10l-5 8Z" if row.deadline != NONE else "",
        missed=row.deadline != NONE and row.finish > row.deadline,
        marks=marks,
    )


def _bracket(x: float, y: float, width: float) -> str:
    """A summary's beam with a pointed foot at each end."""
    foot = min(4.0, width / 2)
    return f"M{x:g} {y + 6:g}h{width:g}v9l{-foot:g} -4h{2 * foot - width:g}l{-foot:g} 4Z"


def _ends(bar: Bar) -> tuple[float, float]:
    assert bar.x is not None  # routes ask only drawn bars
    return (bar.x, bar.x) if bar.row.shape == "milestone" else (bar.x, bar.x + bar.width)


def _route(link: GanttLink, bars: tuple[Bar, ...], scale: Scale) -> tuple[str, str]:
    """Return the line and the arrow head of one link."""
    before, after = bars[link.before], bars[link.after]
    if before.x is None or after.x is None or link.before == link.after:
        return "", ""
    leaves_right, arrives_right = link.type in _FINISHES, link.type in _STARTS
    x1 = _ends(before)[int(leaves_right)] if link.leaves == NONE else scale.x(link.leaves)
    x2 = _ends(after)[int(not arrives_right)] if link.arrives == NONE else scale.x(link.arrives)
    y1, y2 = before.y + _BAR_TOP + _BAR / 2, after.y + _BAR_TOP + _BAR / 2
    down = 1 if y2 > y1 else -1
    if link.type == 0 and x2 >= x1 - 0.5:
        drop = max(x2 + 3, x1) if after.row.shape != "milestone" else x2
        foot = y2 - down * (_BAR / 2 + (1 if after.row.shape != "milestone" else 2))
        return f"M{x1:g} {y1:g}H{drop:g}V{foot:g}", _arrow_down(drop, foot, down)
    out = x1 + (_OUT if leaves_right else -_OUT)
    enter = x2 - (_OUT if arrives_right else -_OUT)
    head = _arrow_side(x2, y2, 1 if arrives_right else -1)
    if leaves_right != arrives_right:  # start to start, finish to finish: one turn outside both
        turn = max(out, enter) if leaves_right else min(out, enter)
        return f"M{x1:g} {y1:g}H{turn:g}V{y2:g}H{x2:g}", head
    between = y2 - down * ROW / 2
    return f"M{x1:g} {y1:g}H{out:g}V{between:g}H{enter:g}V{y2:g}H{x2:g}", head


def _arrow_down(x: float, y: float, down: int) -> str:
    return f"M{x:g} {y:g}l-3 {-4 * down:g}h6Z"


def _arrow_side(x: float, y: float, right: int) -> str:
    return f"M{x:g} {y:g}l{-4 * right:g} -3v6Z"
