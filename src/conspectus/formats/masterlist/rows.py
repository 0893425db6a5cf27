"""The rows of a master list, read column by column; what cannot be read is said by row and column and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.masterlist import values
from conspectus.formats.masterlist.entries import Column, Entry
from conspectus.formats.masterlist.fields import Field
from conspectus.formats.workbooks import Cell, Manner, Row, Sheet
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import Locale, day_first
from conspectus.formats.workbooks.words import EMPTY, fold

TOTALS = frozenset({
    "total", "totals", "grand total", "subtotal", "sub total", "sum", "summe", "gesamt", "gesamtsumme", "zwischensumme",
    "somme", "total general", "totale", "totaal",
})  # fmt: skip
_PLAIN = frozenset({"text", "number", "yes_no"})
LONE = 4  # a row with one value only, in a list of this many fields, is a heading between rows
SEVERAL_LINES = frozenset({"summary", "comment"})


def read_rows(
    sheet: Sheet, columns: Sequence[Column], body: Sequence[Row], manner: Manner, fields: Mapping[str, Field]
) -> tuple[tuple[Entry, ...], list[Finding], str]:
    """Return the entries, what was noticed, and the scale of the colours; ``Refused`` where one must ask."""
    reader = _Reader(sheet, [one for one in columns if one.field], body, manner, fields)
    entries = [entry for row in body if (entry := reader.entry(row)) is not None]
    half = any("_" in tone for entry in entries for tone in entry.colours.values())
    return tuple(entries), reader.findings + reader.counted(), "confidence_5" if half else "rag"


class _Reader:
    """Reads rows by their columns and keeps what was noticed."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[Column],
        body: Sequence[Row],
        manner: Manner,
        fields: Mapping[str, Field],
    ) -> None:
        self.sheet, self.columns, self.findings = sheet, columns, list[Finding]()
        self.fields = fields
        self.spans, self.unrated = Counter[str](), Counter[str]()
        cells = {one.field: [row.cells[one.at] for row in body if one.at < len(row.cells)] for one in columns}
        days = [cell for one in columns if fields[one.field].kind == "day" for cell in cells[one.field]]
        self.day_comes_first = day_first(days, manner.date_order, "dates")
        self.locales: dict[str, Locale] = {}
        for one in columns:
            if fields[one.field].kind in ("money", "number"):
                self.locales[one.field] = values.amounts_locale(cells[one.field], manner, one.heading)
        self.currency = manner.currency

    def entry(self, row: Row) -> Entry | None:
        """Return what a row says of a project, None where it names none."""
        texts, colours = dict[str, str](), dict[str, str]()
        days, amounts, states = dict[str, date](), dict[str, values.Amount](), [""]
        for column in self.columns:
            cell = row.cells[column.at] if column.at < len(row.cells) else Cell(f"row {row.number}")
            kind = self.fields[column.field].kind
            try:
                if kind in _PLAIN:
                    if text := self._plain(kind, column, cell):
                        texts[column.field] = text
                elif kind == "day" and (found := self._day(column, cell)):
                    days[column.field] = found
                elif kind == "money" and (money := self._amount(column, cell)):
                    amounts[column.field] = money
                elif kind == "colour" and (tone := self._colour(cell)):
                    colours["overall" if column.field == "status" else column.field.removesuffix("_status")] = tone
                elif kind == "state":
                    states.append(values.state(cell) or "")
            except BadCell as bad:
                words = f"Row {row.number}, {column.heading}: {bad} It is left out."
                self._note("VALUE_UNREADABLE", cell, words, Severity.WARNING)
        if not self._names_one(row, texts):
            return None
        return Entry(row.number, texts, days, amounts, colours, states[-1])

    def counted(self) -> list[Finding]:
        """Return what is said once for a column: days that name a year only, words that are no rating."""
        found = []
        for heading, count in self.spans.items():
            words = f"{heading}: {count} value(s) name a year, quarter or month; read as its first or last day."
            found.append(Finding(Severity.NOTE, "DAYS_ROUNDED", heading, words))
        for word, count in self.unrated.items():
            words = f"'{word[:40]}' is no rating; {count} row(s) stay without one."
            found.append(Finding(Severity.NOTE, "RATING_MISSING", "ratings", words))
        return found

    def _names_one(self, row: Row, texts: dict[str, str]) -> bool:
        """Return whether the row names a project; a sum or a heading between rows is said and left out."""
        name, filled = texts.get("name", ""), sum(bool(cell.text) for cell in row.cells)
        first = next((cell for cell in row.cells if cell.text), Cell(f"row {row.number}"))
        if fold(name or first.text).strip(" :.") in TOTALS:
            self._note("ROW_TOTAL", first, f"Row {row.number} is a sum; it is left out.")
        elif not name and "code" not in texts:
            words = f"Row {row.number} names no project; it is left out."
            self._note("ROW_UNNAMED", first, words, Severity.WARNING)
        elif filled == 1 and len(self.columns) >= LONE:
            words = f"Row {row.number} holds '{first.text[:60]}' alone, as a heading between rows does; it is left out."
            self._note("ROW_ALONE", first, words, Severity.WARNING)
        else:
            return True
        return False

    def _plain(self, kind: str, column: Column, cell: Cell) -> str | None:
        """Return what is passed on as text: of a number its digits, of an answer yes or no."""
        if kind == "number":
            return values.number(cell, self.locales[column.field])
        return values.yes_no(cell) if kind == "yes_no" else self._text(column, cell)

    def _text(self, column: Column, cell: Cell) -> str:
        if cell.problem:
            raise BadCell(cell.problem)
        text = cell.text if column.field in SEVERAL_LINES else " ".join(cell.text.split())
        return "" if fold(text) in EMPTY else text

    def _day(self, column: Column, cell: Cell) -> date | None:
        found = values.day(cell, last=column.field == "finish", day_comes_first=self.day_comes_first)
        if found is None:
            return None
        self.spans[column.heading] += found[1]
        self.spans += Counter()  # forgets columns without any
        return found[0]

    def _amount(self, column: Column, cell: Cell) -> values.Amount | None:
        named = column.currency or self.fields[column.field].currency or self.currency
        return values.amount(cell, self.locales[column.field], (column.factor, named))

    def _colour(self, cell: Cell) -> str | None:
        if word := values.unrated_word(cell):
            self.unrated[word] += 1
        return values.colour(cell)

    def _note(self, code: str, cell: Cell, words: str, severity: Severity = Severity.NOTE) -> None:
        self.findings.append(Finding(severity, code, self.sheet.place(cell), words))
