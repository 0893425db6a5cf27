"""Registers across rooms: to take along as a workbook or CSV; what is pasted as a sheet that is read like any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db.models import Prefetch

from conspectus.formats.currencies import decimals
from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.formats.registers import read_register
from conspectus.formats.workbooks import Refused
from conspectus.journeys.register_list.lines import RegisterFile
from conspectus.journeys.tables import require_kind, table_file
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.risks.choices import Category, EntryKind, EntryState, Response
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import RegisterFilter, RegisterView, entry_views, find_entries
from conspectus.rooms.risks.queries.touched import linked_rows

# Those up to the state are read back in as they are written; the others follow from them.
HEADS = (
    "Entry", "ID", "Kind", "Event", "Project code", "Cause", "Effect", "Category", "Probability", "Impact on time",
    "Impact on cost", "Impact on quality", "Probability in percent", "Impact in money", "Currency",
    "Impact in working days", "Expected on", "Response", "What is done", "Remaining probability", "Remaining impact",
    "Remaining probability in percent", "Remaining impact in money", "Owner", "Next review", "State", "How it ended",
    "Tasks", "Objectives", "Suppliers", "Contracts",
    "Place", "Score", "Remaining score", "Expected money", "Escalated to", "Opened on", "Age, calendar d",
)  # fmt: skip
WIDE = frozenset({"Event", "Cause", "Effect", "What is done", "How it ended"})
MOST_LINES = 200


def pasted(text: str, kind: str, place: Project | Programme | Portfolio) -> RegisterFile:
    """Return pasted lines as a sheet; without headings the first column is what may happen, or has."""
    if not 0 < sum(bool(line.strip()) for line in text.splitlines()) <= MOST_LINES + 1:
        raise Invalid("rows", "Paste %(least)s to %(most)s lines at once.", "rows", least=1, most=MOST_LINES)
    data, columns = text.encode(), dict[str, str]()
    try:
        found = read_register(data, "pasted.tsv", usual=kind)
        headed = not any(one.code == "TITLE_MISSING" for one in found.asks)
        if any(one.code == "REGISTER_UNSURE" for one in found.asks):  # what is pasted here is a register
            columns = {heading: name for heading, name in found.mapping.items() if name == "title"}
    except Refused:
        headed = False
    if not headed:
        data, columns = b"Event\n" + data, {"Event": "title"}
    return RegisterFile(data, "pasted.tsv", place, kind, columns)


@written_for(PLAIN)
def register_file(*, by: User, at: datetime, kind: str, wanted: RegisterFilter) -> bytes:
    """Return the entries the filter leaves as a workbook or CSV that reads back in; no text becomes a formula."""
    require_kind(kind)
    seen = {name: rows.order_by() for name, rows in linked_rows(by, at.date()).items()}
    several = (Prefetch(name, rows, to_attr=f"seen_{name}") for name, rows in seen.items())
    rows = list(find_entries(by, wanted, at.date()).prefetch_related("tasks", *several))
    views = entry_views(by, rows, at.date())
    cells = tuple(_cells(row, view) for row, view in zip(rows, views, strict=True))
    columns = tuple(Column(head, 3.0 if head in WIDE else 1.0, head not in WIDE) for head in HEADS)
    grid = Grid("", columns, cells, "No entry is left by what was chosen.")
    return table_file(grid, kind, title="Register", rows="entries", at=at)


def _cells(row: RegisterEntry, view: RegisterView) -> tuple[Cell, ...]:
    seen = not view.amounts_hidden

    def money(minor: int | None) -> Cell:
        if minor is None or not seen:
            return Cell("")
        places = decimals(row.currency)
        return Cell(f"{minor / 10**places:.{places}f}", minor / 10**places, Form.MONEY)

    own: Sequence[object] = (
        row.pk, row.key, EntryKind(row.kind).label, row.title, view.code, row.cause, row.effect,
        Category(row.category).label, row.probability, row.impact_time, row.impact_cost, row.impact_quality,
        row.percent, money(row.cost_minor), row.currency, row.days, row.expected_on,
        Response(row.response).label if row.response else "", row.response_words, row.residual_probability,
        row.residual_impact, row.residual_percent, money(row.residual_cost_minor), view.owner, row.review_on,
        EntryState(row.state).label, row.outcome, _several(one.uid for one in (row.tasks.all() if view.place else ())),
        *(_several(map(str, getattr(row, f"seen_{name}"))) for name in ("objectives", "parties", "contracts")),
    )  # fmt: skip
    more: Sequence[object] = (
        view.place, row.score or None, row.residual_score or None, money(row.exposure_minor), row.escalated_to,
        row.opened_on, view.age_days,
    )  # fmt: skip
    return tuple(map(_cell, (*own, *more)))


def _several(names: Iterable[str]) -> str:
    """Return names as a sheet is read: none of them holds what parts them."""
    return "; ".join(sorted(name.replace(";", ",") for name in names))


def _cell(value: object) -> Cell:
    if isinstance(value, Cell):
        return value
    if isinstance(value, date):
        return Cell(value.isoformat(), datetime.combine(value, time()), Form.DATE)
    if isinstance(value, int):
        return Cell(str(value), float(value), Form.INTEGER)
    return Cell("" if value is None else str(value))
