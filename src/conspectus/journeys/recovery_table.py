"""The exceptions one may see as a file to take along."""

from __future__ import annotations

from datetime import date, datetime, time

from conspectus.formats.packs.page import Cell, Column, Form, Grid, Pack, Page
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.queries import ExceptionFilter, ExceptionRow, exception_rows, find_exceptions

KINDS = ("xlsx", "csv")
HEADS = (
    ("Code", False), ("Project or programme", False), ("Portfolio", False), ("Manager", False), ("State", False),
    ("Open since", False), ("Days open", True), ("Red in", False), ("Decision wanted", False), ("Wanted from", False),
    ("Wanted by", False), ("Kept", True), ("Missed", True), ("Open promises", True), ("Green promised for", False),
    ("Closed on", False),
)  # fmt: skip


@written_for(PLAIN)
def recovery_file(*, by: User, at: datetime, kind: str, wanted: ExceptionFilter) -> bytes:
    """Return the exceptions a filter leaves, in its order, as a workbook or CSV."""
    if kind not in KINDS:
        raise Invalid("kind", "The table is written as %(kinds)s.", "kind", kinds=" or ".join(KINDS))
    rows = exception_rows(by, find_exceptions(by, wanted, at.date()), at.date())
    columns = tuple(Column(label, 1.0, figures) for label, figures in HEADS)
    grid = Grid(caption="", columns=columns, rows=tuple(map(_cells, rows)), empty="No exception is left.")
    if kind == "csv":
        from conspectus.formats.packs.delimited import write_delimited

        return write_delimited(grid)
    from conspectus.formats.packs import write

    said = f"{len(rows):,} exceptions, {at:%Y-%m-%d %H:%M} UTC"
    page = Page(key="Recovery", title="Recovery", lead=said, blocks=(grid,))
    return write(Pack("Recovery", said, at, (page,)), ("xlsx",))["xlsx"]


def _cells(row: ExceptionRow) -> tuple[Cell, ...]:
    texts = (row.code, row.name, row.portfolio, row.manager, row.state)
    kept = (row.kept.kept, row.kept.missed, row.kept.open)
    return (
        *map(Cell, texts),
        _day(row.opened_on),
        _count(row.age_days),
        Cell(", ".join(row.dimensions)),
        Cell(row.wanted),
        Cell(row.wanted_from),
        _day(row.wanted_by),
        *map(_count, kept),
        _day(row.green_on),
        _day(row.closed_on),
    )


def _count(number: int) -> Cell:
    return Cell(str(number), number, Form.INTEGER)


def _day(day: date | None) -> Cell:
    return Cell(day.isoformat(), datetime.combine(day, time()), Form.DATE) if day else Cell("")
