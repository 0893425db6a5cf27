"""Small drawings for the gallery, invented."""

from __future__ import annotations

from conspectus.engine.plan import DAY, NONE

from .curve import Curve, Series, draw_curve
from .drawing import Drawing, draw
from .gantt import GanttLink, GanttRow, GanttView

_START = 20_700 * DAY  # a Friday in September 2026
_BASE = _START + 3 * DAY


def _row(uid: str, name: str, days: tuple[int, int], *, shape: str = "task", share: float = 0.0,
         critical: bool = False, slack: int = 0, slip: int = 0) -> GanttRow:  # fmt: skip
    start, finish = _BASE + days[0] * DAY, _BASE + days[1] * DAY
    done = share == 1.0
    return GanttRow(
        uid, name, int(shape != "summary"), shape, start, finish, share,
        base_start=start - slip * DAY, base_finish=finish - slip * DAY,
        late_finish=NONE if done else finish + slack * DAY,
        float_days=None if done else float(slack), critical=critical,
        deadline=_BASE + 40 * DAY if uid == "7" else NONE,
    )  # fmt: skip


def specimen_chart() -> Drawing:
    """Return a Gantt chart with one of everything."""
    rows = (
        _row("1", "Quay wall", (0, 44), shape="summary", share=0.4, critical=True, slip=4),
        _row("2", "Design", (0, 10), share=1.0),
        _row("3", "Order sheet piles", (10, 18), share=0.6, critical=True, slip=2),
        _row("4", "Site set up", (10, 14), share=1.0),
        _row("5", "Drive piles", (18, 34), critical=True, slip=4),
        _row("6", "Drainage", (14, 22), slack=12),
        _row("7", "Hand over the wall", (44, 44), shape="milestone", critical=True, slip=4),
    )
    links = (
        GanttLink(1, 2, 0, False), GanttLink(1, 3, 0, False), GanttLink(2, 4, 0, True), GanttLink(3, 5, 0, False),
        GanttLink(4, 6, 0, True), GanttLink(5, 6, 2, False),
    )  # fmt: skip
    return draw(GanttView(rows, links, _BASE + 14 * DAY, _BASE + 17 * DAY, "fit"))


def specimen_curve() -> Curve | None:
    """Return an S-curve of a project that is late and dear."""
    planned = (0, 20, 70, 160, 290, 410, 480, 500)
    series = [
        Series("pv", "Planned", tuple((_BASE + n * 30 * DAY, v * 1000.0) for n, v in enumerate(planned))),
        Series("ev", "Earned", tuple((_BASE + n * 30 * DAY, v * 1000.0) for n, v in enumerate((0, 15, 50, 110, 200)))),
        Series("ac", "Spent", tuple((_BASE + n * 30 * DAY, v * 1000.0) for n, v in enumerate((0, 18, 66, 150, 260)))),
    ]
    return draw_curve(series, status_date=_BASE + 120 * DAY, unit="EUR")
