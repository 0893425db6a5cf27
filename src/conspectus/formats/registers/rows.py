"""The rows of a register, read column by column; what cannot be read is said by row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.masterlist import Amount, Column, values
from conspectus.formats.masterlist.fields import Field
from conspectus.formats.masterlist.rows import TOTALS
from conspectus.formats.registers.entries import ReadEntry, ReadTable
from conspectus.formats.registers.fields import REGISTER_FIELDS
from conspectus.formats.registers.values import chance, kind, percent, step, whole
from conspectus.formats.workbooks import Cell, Manner, Row, Sheet
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import day_first
from conspectus.formats.workbooks.words import EMPTY, fold

SEVERAL_LINES = frozenset({"cause", "effect", "response_words", "outcome", "answer", "happened", "advice"})
ONCE = frozenset(
    {"title", "key", "entry", "words", "link", "action", "lesson"}
)  # what spans rows says this of the first alone
LONE = 3
GUARDED = re.compile(r"'[=+\-@]")  # as CSV is written, so that no text becomes a formula


class Reader:
    """Reads the rows of one table by the fields its columns may hold, and keeps what was noticed."""

    def __init__(
        self,
        sheet: Sheet,
        table: ReadTable,
        body: Sequence[Row],
        manner: Manner,
        fields: Mapping[str, Field] = REGISTER_FIELDS,
    ) -> None:
        self.sheet, self.table = sheet, table
        self.kinds = {code: one.kind for code, one in fields.items()}
        self.columns = [one for one in table.columns if one.field]
        self.findings: list[Finding] = []
        cells = {one.field: [row.cells[one.at] for row in body if one.at < len(row.cells)] for one in self.columns}
        days = [cell for one in self.columns if self.kinds[one.field] == "day" for cell in cells[one.field]]
        self.day_comes_first = day_first(days, manner.date_order, "dates")
        self.locales = {
            one.field: values.amounts_locale(cells[one.field], manner, one.heading)
            for one in self.columns
            if self.kinds[one.field] == "money"
        }

    def entries(self, body: Sequence[Row]) -> Iterator[ReadEntry]:
        """Yield what each row says; sums and headings between rows are noted and left out."""
        for row in body:
            found = self._entry(row)
            if found is not None:
                yield found

    def _entry(self, row: Row) -> ReadEntry | None:
        told: dict[str, dict[str, object]] = {"texts": {}, "days": {}, "amounts": {}, "numbers": {}}
        faults: list[str] = []
        said = ""
        for column in self.columns:
            cell = row.cells[column.at] if column.at < len(row.cells) else Cell(f"row {row.number}")
            try:
                if self.kinds[column.field] == "kind":
                    said = kind(cell) or ""
                else:
                    self._value(column, cell, told)
            except BadCell as bad:
                faults.append(f"{column.heading}: {bad}")
        title = str(told["texts"].get("title", ""))
        first = next((cell for cell in row.cells if cell.text), Cell(f"row {row.number}"))
        if {fold(title).strip(" :."), fold(first.text).strip(" :.")} & TOTALS:
            self._note("ROW_TOTAL", first, f"Row {row.number} is a sum; it is left out.")
            return None
        if (
            sum(bool(cell.text or cell.problem) and not cell.spread for cell in row.cells) == 1
            and len(self.columns) >= LONE
        ):
            words = f"Row {row.number} holds '{first.text[:60]}' alone, as a heading between rows does; it is left out."
            self._note("ROW_ALONE", first, words)
            return None
        return ReadEntry(self.sheet.name, row.number, said or self.table.kind, faults=tuple(faults), **told)  # type: ignore[arg-type]

    def _value(self, column: Column, cell: Cell, told: dict[str, dict[str, object]]) -> None:
        """Put what a cell says under its field; ``BadCell`` where it cannot be read."""
        name, kind_of = column.field, self.kinds[column.field]
        if cell.spread and (kind_of == "money" or name in ONCE):
            if kind_of == "money":
                words = f"{cell.ref} belongs to a cell that spans rows; its amount is read for the first of them."
                self._note("AMOUNT_SPANS_ROWS", cell, words)
            return
        if cell.problem:
            raise BadCell(cell.problem)
        if kind_of == "text":
            text = cell.text if name in SEVERAL_LINES else " ".join(cell.text.split())
            text = text[1:] if GUARDED.match(text) else text
            if text and fold(text) not in EMPTY:
                told["texts"][name] = text
        elif kind_of == "day" and (when := self._day(cell)):
            told["days"][name] = when
        elif kind_of == "money" and (money := self._money(column, cell)):
            told["amounts"][name] = money
        elif kind_of in ("step", "count"):
            number = (step if kind_of == "step" else whole)(cell)
            if number is not None:
                told["numbers"][name] = number
        elif name.endswith("percent"):
            if (share := percent(cell)) is not None:
                told["numbers"][name] = share
        elif kind_of == "chance" and (found := chance(cell)):
            told["numbers"][name] = found[0]
            if found[1] is not None:
                told["numbers"].setdefault(name.replace("probability", "percent"), found[1])

    def _day(self, cell: Cell) -> date | None:
        found = values.day(cell, last=True, day_comes_first=self.day_comes_first)
        return None if found is None else found[0]

    def _money(self, column: Column, cell: Cell) -> Amount | None:
        return values.amount(cell, self.locales[column.field], (column.factor, column.currency))

    def _note(self, code: str, cell: Cell, words: str) -> None:
        self.findings.append(Finding(Severity.NOTE, code, self.sheet.place(cell), words))
