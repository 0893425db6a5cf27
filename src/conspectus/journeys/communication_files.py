"""Communication plans to take along: a workbook or CSV of every line the reader's filter leaves."""

from __future__ import annotations

from datetime import date, datetime, time

from conspectus.formats.packs.page import Cell, Column, Form, Grid, Pack, Page
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.stakeholders.queries import (
    CommunicationFilter,
    CommunicationView,
    communication_views,
    find_communications,
)

KINDS = ("xlsx", "csv")
HEADS = (
    "Project", "Project name", "To whom", "What", "Channel", "How often", "By whom", "Next on", "Days late",
    "Times sent", "Last sent",
)  # fmt: skip
FIGURES = frozenset({"Next on", "Days late", "Times sent", "Last sent"})


@written_for(PLAIN)
def communications_file(*, by: User, at: datetime, kind: str, wanted: CommunicationFilter) -> bytes:
    """Return the lines of communication plans, the first due first; no text in it can become a formula."""
    if kind not in KINDS:
        raise Invalid("kind", "The table is written as %(kinds)s.", "kind", kinds=" or ".join(KINDS))
    rows = communication_views(list(find_communications(by, wanted, at.date())), at.date())
    columns = tuple(Column(head, 2.0 if head == "What" else 1.0, head in FIGURES) for head in HEADS)
    grid = Grid("", columns, tuple(_cells(row) for row in rows), "No line is left by what was chosen.")
    if kind == "csv":
        from conspectus.formats.packs.delimited import write_delimited

        return write_delimited(grid)
    from conspectus.formats.packs import write

    said = f"{len(rows):,} lines, {at:%Y-%m-%d %H:%M} UTC"
    page = Page(key="Communication", title="Communication plan", lead=said, blocks=(grid,))
    return write(Pack("Communication plan", said, at, (page,)), ("xlsx",))["xlsx"]


def _cells(view: CommunicationView) -> tuple[Cell, ...]:
    row = view.row
    texts = (row.project.code, row.project.name, row.audience, row.what, row.get_channel_display())
    return (
        *(Cell(str(text)) for text in texts),
        Cell(str(row.get_cadence_display())),
        Cell(row.owner.name if row.owner else ""),
        _day(row.next_on),
        Cell(str(view.days_late), view.days_late, Form.INTEGER) if view.days_late else Cell(""),
        Cell(str(view.sent), view.sent, Form.INTEGER),
        _day(view.last.on if view.last else None),
    )


def _day(on: date | None) -> Cell:
    return Cell("") if on is None else Cell(on.isoformat(), datetime.combine(on, time()), Form.DATE)
