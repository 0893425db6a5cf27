"""Who is asked for reports of a period and what came, as a workbook or CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.journeys.tables import count_cell, require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.periods.models import Period
from conspectus.rooms.status.choices import RequestState
from conspectus.rooms.status.queries.cycles import RequestView

HEADS = (
    ("Code", 1.0), ("Project or programme", 2.0), ("Division", 1.0), ("Manager", 1.0), ("Written by", 1.0),
    ("State", 1.0), ("Late", 0.6), ("Asked", 1.0), ("Submitted first", 1.0), ("In time", 0.6), ("Minutes", 0.6),
    ("Reminders", 0.6),
)  # fmt: skip
_FIGURES = frozenset({"Asked", "Submitted first", "Minutes", "Reminders"})


@written_for(PLAIN)
def collection_file(period: Period, rows: Sequence[RequestView], *, kind: str, at: datetime) -> bytes:
    """Return some requests of a period as a file, in their order."""
    require_kind(kind)
    columns = tuple(Column(name, width, name in _FIGURES) for name, width in HEADS)
    grid = Grid(caption="", columns=columns, rows=tuple(map(_cells, rows)), empty="Nobody is asked.")
    return table_file(grid, kind, title="Reports", rows=f"requests for {period.name}", at=at)


def _cells(row: RequestView) -> tuple[Cell, ...]:
    state, late = str(RequestState(row.state).label), "yes" if row.late else ""
    in_time = "" if row.in_time is None else "yes" if row.in_time else "no"
    named = (row.code, row.name, row.division, row.manager, row.delegate, state, late)
    return (
        *(Cell(text) for text in named),
        _day(row.asked_at),
        _day(row.first_submitted_at),
        Cell(in_time),
        count_cell(row.minutes),
        count_cell(row.reminders),
    )


def _day(at: datetime | None) -> Cell:
    return Cell("") if at is None else Cell(f"{at:%Y-%m-%d}", datetime.combine(at.date(), time()), Form.DATE)
