"""What waits for a decision beside the reports: change requests, and exceptions whose options are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conspectus.engine.measure import Reason, missing, value
from conspectus.formats.packs.page import Cell, Grid, Tone
from conspectus.review.pages.cells import columns, count, text
from conspectus.rooms.changes.queries.kept import KeptChange
from conspectus.rooms.governance.choices import ExceptionState
from conspectus.rooms.governance.queries.kept import KeptException
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import NOTHING, amount_in, on, signed
from conspectus.rooms.packs.bridge.parts import CHANGES, EXCEPTIONS


def waiting(book: Book) -> tuple[Grid, ...]:
    """Return the tables of what waits for a decision; none where nothing does, or it was not kept yet."""
    changes: Sequence[KeptChange] = book.parts.get(CHANGES) or ()
    exceptions: Sequence[KeptException] = book.parts.get(EXCEPTIONS) or ()
    written = [row for row in exceptions if row.state == ExceptionState.WRITTEN]
    end, found = book.period.last_on, []
    if changes:
        heads = columns("Change request|Project|Submitted|Waits, days>|Submitted by|Cost>|In|Slip, days>",
                        "2.8 2 1.1 0.9 1.4 1.2 0.6 0.9")  # fmt: skip
        found.append(Grid("Change requests that wait", heads, tuple(_change(book, row, end) for row in changes)))
    if written:
        heads = columns("Project|Decision wanted|From|By|Open, days>", "2 4.4 1.6 1.1 0.9")
        found.append(Grid("Exceptions that wait", heads, tuple(_exception(row, end) for row in written)))
    return tuple(found)


def _change(book: Book, row: KeptChange, end: date) -> tuple[Cell, ...]:
    cost = missing(Reason.NO_DATA) if row.cost_minor is None else value(row.cost_minor)
    return (
        text(f"CR-{row.number} {row.title}", Tone.STRONG),
        text(row.place),
        on(row.submitted_on),
        count(max((end - row.submitted_on).days, 0)),
        text(row.submitted_by),
        amount_in(missing(Reason.HIDDEN) if row.hidden else cost, row.currency, book.look.unit),
        text(row.currency),
        signed(row.slip_days, late_is_red=True),
    )


def _exception(row: KeptException, end: date) -> tuple[Cell, ...]:
    due = on(row.wanted_by)
    late = row.wanted_by is not None and row.wanted_by <= end
    return (
        text(row.place, Tone.STRONG),
        text(row.wanted) if row.wanted else NOTHING,
        text(row.wanted_from) if row.wanted_from else NOTHING,
        Cell(due.text, due.value, due.form, Tone.RED) if late else due,
        count(max((end - row.opened_on).days, 0)),
    )
