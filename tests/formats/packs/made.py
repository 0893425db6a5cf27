"""A pack that holds every kind of block and the texts that hurt."""

from __future__ import annotations

from calendar import month_abbr
from datetime import datetime

from conspectus.formats.packs.page import (
    IN_SHEETS,
    ON_PAPER,
    Beside,
    Cell,
    Chart,
    Column,
    Figure,
    Figures,
    Form,
    Grid,
    Notes,
    Pack,
    Page,
    Series,
    Tone,
)

HURTING = (
    "=1+1",
    "+49 30",
    "-2",
    "@SUM(A1)",
    "\t=cmd",
    "＝1+1",
    "https://example.org/",
    "مشروع بناء المطار الجديد",
    "한국어 프로젝트",
    "פרויקט 😀",
    "X" * 255,
    "gpj\u202excod.mpp",
    "two\nlines\x00end",
    "<b>bold</b> & \ud800 more",
)
FINISH = datetime(2026, 12, 18, 17)


def row(name: str) -> tuple[Cell, ...]:
    """Return a row of every form."""
    return (
        Cell(name),
        Cell("◆ red", tone=Tone.RED),
        Cell("18 Dec 2026", FINISH, Form.DATE),
        Cell("1,234", 1234.56, Form.MONEY),
        Cell("–", tone=Tone.MUTED),
    )


def grid(names: tuple[str, ...] = HURTING, caption: str = "Everything") -> Grid:
    """Return a table of one row a name."""
    columns = (Column("Name", 3), Column("Status"), Column("Finish"), Column("Money", 1, True), Column("None", 1, True))
    return Grid(caption, columns, tuple(row(name) for name in names))


def line() -> Chart:
    """Return an S-curve that stops half way."""
    months = tuple(f"{month} 2026" for month in month_abbr[1:])
    planned = Series("Planned", tuple(float(month * 1000) for month in range(12)))
    earned = Series("Earned", tuple(month * 900.0 if month < 6 else None for month in range(12)), dashed=True)
    return Chart("Money over time", "line", months, (planned, earned), "EUR", "Planned ends at 11,000 EUR.")


def bars() -> Chart:
    """Return stacked bars of two statuses."""
    series = (Series("● green", (3.0, 0.0), Tone.GREEN), Series("◆ red", (1.0, 4.0), Tone.RED))
    return Chart("By status", "stacked", ("Schedule", "Cost"), series, "projects", "Schedule 3 green and 1 red.")


def pack(*pages: Page) -> Pack:
    """Return a pack of the given pages, or of every block."""
    figures = Figures((Figure("Projects", "33", "read"), Figure("Red", "4", tone=Tone.RED)))
    every = (
        Page("Start", "On a page", (figures, Beside((bars(), Notes(("A note.",), "Read")), (grid(),), 0.4)), "A lead."),
        Page("Money", "Money", (line(), grid(caption=""))),
        Page("Only/sheets", "All rows", (grid(),), media=IN_SHEETS),
        Page("One", "X" * 255, (figures, line()), media=ON_PAPER),
        Page("Nothing", "Nothing", (Grid("None", (Column("A"),), (), "No milestones."),)),
    )
    return Pack("Portfolio review", "Status 2026-06-30", datetime(2026, 6, 30, 23, 59), pages or every)
