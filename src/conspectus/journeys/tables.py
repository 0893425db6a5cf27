"""Tables to take along: the frame every list is written in, as a workbook or CSV, and the cells they share."""

from __future__ import annotations

from datetime import date, datetime, time

from conspectus.formats.packs.page import Cell, Form, Grid, Pack, Page
from conspectus.kit.errors import Invalid

KINDS = ("xlsx", "csv")


def require_kind(kind: str) -> None:
    """Refuse a kind of file that tables are not written as."""
    if kind not in KINDS:
        raise Invalid("kind", "The table is written as %(kinds)s.", "kind", kinds=" or ".join(KINDS))


def table_file(grid: Grid, kind: str, *, title: str, rows: str, at: datetime, key: str = "") -> bytes:
    """Return a table as a file; ``rows`` says what its lines are, in the plural, ``key`` names the sheet."""
    if kind == "csv":
        from conspectus.formats.packs.delimited import write_delimited

        return write_delimited(grid)
    from conspectus.formats.packs import write

    said = f"{len(grid.rows):,} {rows}, {at:%Y-%m-%d %H:%M} UTC"
    page = Page(key=key or title, title=title, lead=said, blocks=(grid,))
    return write(Pack(title, said, at, (page,)), ("xlsx",))["xlsx"]


def day_cell(on: date | None) -> Cell:
    """Return a day as a cell, empty where there is none."""
    return Cell("") if on is None else Cell(on.isoformat(), datetime.combine(on, time()), Form.DATE)


def count_cell(number: int | None) -> Cell:
    """Return a whole number as a cell, empty where there is none."""
    return Cell("") if number is None else Cell(str(number), number, Form.INTEGER)
