"""The tables of a sheet as people keep them: several below each other, captions over them, headings in two rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.masterlist.entries import Column
from conspectus.formats.masterlist.fields import Headings, field_of, plain
from conspectus.formats.masterlist.values import unit_of
from conspectus.formats.workbooks import Cell, Row, Sheet

LEAST, ENOUGH = 2, 4  # fields a row of headings names: with one of those it is known by, and without


@dataclass(frozen=True, slots=True)
class Part:
    """A table as it stands in a sheet: its headings whole, what stands above them, and its rows."""

    sheet: Sheet
    head: Row
    caption: str
    body: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """How tables of one kind are found: the headings known by heart, those told, and fields any of which tells one."""

    known: Headings
    told: Mapping[str, str]  # plain heading: field
    telling: frozenset[str]

    def parts(self, sheet: Sheet) -> Iterator[Part]:
        """Yield the tables of a sheet: each begins at a row of headings and ends before the next one's captions."""
        heads = self._heads(sheet.rows)
        for place, at in enumerate(heads):
            end = heads[place + 1] if place + 1 < len(heads) else len(sheet.rows)
            body = list(sheet.rows[at + 1 : end])
            if place + 1 < len(heads):
                while body and (body[-1].blank or _filled(body[-1]) == 1):  # the next one's caption
                    body.pop()
            caption = _caption(sheet, at, heads[place - 1] if place else -1)
            head = self._joined(sheet.rows[at], sheet.rows[at - 1] if at and at - 1 not in heads else None)
            yield Part(sheet, head, caption, tuple(row for row in body if not row.blank))

    def _heads(self, rows: Sequence[Row]) -> list[int]:
        """Return where rows of headings stand; of two together the one that names more, of the same the lower.

        Below a table one begins after a blank or lone row, or is headings and nothing else: an entry such as
        ``Risk | Delay of the project | Alice`` names fields as well.
        """
        heads = list[int]()
        for at, row in enumerate(rows):
            if not self._is_head(row):
                continue
            if heads and heads[-1] == at - 1:
                if self._weight(row) > self._weight(rows[at - 1]):
                    heads[-1] = at
            elif not heads or _filled(rows[at - 1]) < LEAST or self._only_headings(row):
                heads.append(at)
        return heads

    def _weight(self, row: Row) -> tuple[int, int]:
        named = {self._named(cell) for cell in row.cells if cell.text} - {""}
        return len(named), _filled(row)

    def _named(self, cell: Cell) -> str:
        return self.told.get(plain(cell.text)) or field_named(cell.text, self.known)

    def _only_headings(self, row: Row) -> bool:
        texts = [cell.text for cell in row.cells if cell.text]
        whole = [plain(unit_of(text)[0]) in self.known or plain(text) in self.told for text in texts]
        return len(texts) > LEAST and all(whole)

    def _is_head(self, row: Row) -> bool:
        """Return whether a row names several fields, a telling one among them or enough others, in short texts."""
        filled = [cell for cell in row.cells if cell.text]
        if filled and all(self.told.get(plain(cell.text)) for cell in filled):
            return True
        if len(filled) < LEAST or any(not isinstance(cell.value, str) or len(cell.text) > 80 for cell in filled):
            return False
        named = {self._named(cell) for cell in filled} - {""}
        enough = bool(self.telling & named) or len(named) >= ENOUGH
        return len(named) >= LEAST and enough and 2 * len(named) >= len(filled) * 0.8

    def _joined(self, head: Row, above: Row | None) -> Row:
        """Return headings made whole by the row over them: of cells that span several columns, or two rows.

        A heading that stands twice, or says nothing alone, takes the one over it: ``Residual`` over ``Impact``.
        """
        if above is None or _filled(above) == 0 or (_filled(above) == 1 and _filled(head) > 3 and above.cells[0].text):
            return head
        texts = [cell.text for cell in head.cells]
        group, made = "", list[Cell]()
        for at, cell in enumerate(head.cells):
            over = above.cells[at].text if at < len(above.cells) else ""
            group = over or group
            joint = f"{group} {cell.text}".strip()
            if not cell.text and over:
                made.append(replace(cell, value=over))
            elif cell.text and self._takes_group(cell.text, joint, alone=texts.count(cell.text) == 1):
                made.append(replace(cell, value=joint))
            else:
                made.append(cell)
        return Row(head.number, tuple(made))

    def _takes_group(self, text: str, joint: str, *, alone: bool) -> bool:
        whole = plain(unit_of(joint)[0]) in self.known  # "Response" over "Type"
        if alone and not whole and (plain(text) in self.told or field_named(text, self.known)):
            return False
        return plain(joint) in self.told or (
            bool(field_named(joint, self.known)) and field_named(joint, self.known) != field_named(text, self.known)
        )


def field_named(heading: str, known: Headings) -> str:
    """Return the field a heading names by itself, empty where it names none."""
    return field_of(unit_of(heading)[0], {}, known)[0]


def first_table(sheets: Sequence[Sheet]) -> list[Part]:
    """Return the first table of texts there is, for whoever says what its columns hold."""
    for sheet in sheets:
        for at, row in enumerate(sheet.rows):
            if sum(isinstance(cell.value, str) and bool(cell.text) for cell in row.cells) >= LEAST:
                return [Part(sheet, row, "", tuple(one for one in sheet.rows[at + 1 :] if not one.blank))]
    return []


def sheets_unused(sheets: Sequence[Sheet], parts: Sequence[Part], words: str) -> list[Finding]:
    """Say which sheets hold something but no table of this kind; ``words`` name what was not found on ``{names}``."""
    read = {part.sheet.name for part in parts}
    others = [one.name for one in sheets if one.name not in read and any(not row.blank for row in one.rows)]
    if not others:
        return []
    return [Finding(Severity.NOTE, "SHEETS_UNUSED", others[0], words.format(names=", ".join(others)[:200]))]


def columns_twice(columns: Sequence[Column], place: str) -> list[Finding]:
    """Say which of several columns of one heading is read."""
    found = []
    for heading in dict.fromkeys(one.heading for one in columns if one.heading):
        same = [one for one in columns if one.heading == heading]
        read = [one.letter for one in same if one.field]
        if len(same) > 1 and read:
            words = f"{len(same)} columns are called '{heading[:60]}'; {read[0]} is read."
            remedy = "If another one is meant, rename the others in the sheet."
            found.append(Finding(Severity.WARNING, "COLUMN_TWICE", place, words, remedy))
    return found


def columns_unused(columns: Sequence[Column], place: str) -> list[Finding]:
    """Say which columns hold something and are not taken."""
    names = [one.heading or one.letter for one in columns if not one.field]
    if not names:
        return []
    words = f"{len(names)} column(s) are not taken: {', '.join(names)[:300]}."
    return [Finding(Severity.NOTE, "COLUMNS_UNUSED", place, words)]


def _filled(row: Row) -> int:
    return sum(bool(cell.text) for cell in row.cells)


def _caption(sheet: Sheet, at: int, before: int) -> str:
    """Return the nearest lone text above a row of headings, such as ``Open issues``."""
    for row in reversed(sheet.rows[max(before + 1, at - 4) : at]):
        texts = [cell.text for cell in row.cells if cell.text]
        if len(texts) == 1 and len(texts[0]) < 120:
            return texts[0]
        if texts and before >= 0:
            break
    return ""
