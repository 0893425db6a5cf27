"""Read a register: find each table of each sheet, propose what its columns hold, read every row by that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.masterlist import Column
from conspectus.formats.masterlist.fields import field_of, plain
from conspectus.formats.masterlist.reading import PLAIN, Vocabulary, by_heading, open_sheets
from conspectus.formats.masterlist.values import unit_of
from conspectus.formats.registers.entries import ReadEntry, ReadRegister, ReadTable
from conspectus.formats.registers.fields import HEADINGS, REGISTER_FIELDS
from conspectus.formats.registers.rows import Reader
from conspectus.formats.registers.values import chance, kind, kind_named, step, whole
from conspectus.formats.workbooks import Cell, Manner, Refused, Row, Sheet
from conspectus.formats.workbooks.cells import refuse

KNOWN = Vocabulary(REGISTER_FIELDS, HEADINGS, {"chance": chance, "step": step, "kind": kind, "count": whole})
LEAST = 2  # fields a row of headings names


@dataclass(frozen=True, slots=True)
class _Part:
    """A table as it stands in a sheet: its headings whole, what stands above them, and its rows."""

    sheet: Sheet
    head: Row
    caption: str
    body: tuple[Row, ...]


def read_register(
    data: bytes, name: str, *, told: Mapping[str, str] | None = None, usual: str = "", manner: Manner = PLAIN
) -> ReadRegister:
    """Read a workbook or delimited text; ``told`` maps headings to fields, "" leaves a column out.

    ``usual`` is the kind of rows that neither say it nor stand in a table, or on a sheet, that does.
    Raises ``Refused`` where the file cannot be used at all.
    """
    told = {plain(heading): code for heading, code in (told or {}).items()}
    if unknown := sorted(set(told.values()) - set(REGISTER_FIELDS) - {""}):
        words = f"'{unknown[0][:40]}' is no field of a register."
        raise refuse("FIELD_UNKNOWN", name, words, f"Choose one of: {', '.join(REGISTER_FIELDS)}.")
    sheets = open_sheets(data, name, manner)
    parts = [part for sheet in sheets for part in _parts(sheet, told)] or _first(sheets)
    if not parts:
        remedy = "Name a column Risk, Issue or Event, and at least one more such as Probability or Owner."
        raise refuse("HEADINGS_MISSING", name, "No row of headings of a register was found.", remedy)
    findings = [note for sheet in sheets for note in sheet.findings]
    tables, entries, asks = list[ReadTable](), list[ReadEntry](), list[Finding]()
    for part in parts:
        columns = _mended(by_heading(part.head.cells, part.body, told, KNOWN), told)
        table = ReadTable(part.sheet.name, part.head.number, part.caption, _kind(part, usual), columns)
        tables.append(table)
        if not any(one.field == "title" for one in columns):
            words = "No column holds what may happen, or has."
            place = part.sheet.place(part.head.number)
            asks.append(Finding(Severity.ERROR, "TITLE_MISSING", place, words, "Say which column holds it."))
            continue
        try:
            reader = Reader(part.sheet, table, part.body, manner)
            entries += reader.entries(part.body)
            findings += reader.findings
        except Refused as refusal:  # how dates or amounts are written must be told
            asks.append(refusal.finding)
        findings += _left_out(table)
    findings += _unused(sheets, parts)
    return ReadRegister(tuple(tables), () if asks else tuple(entries), tuple(findings), tuple(asks))


def _parts(sheet: Sheet, told: Mapping[str, str]) -> Iterator[_Part]:
    """Yield the tables of a sheet: each begins at a row of headings and ends before the next one's captions."""
    heads = [at for at, row in enumerate(sheet.rows) if _is_head(row, told)]
    heads = [at for at in heads if at + 1 not in heads or _filled(sheet.rows[at]) > _filled(sheet.rows[at + 1])]
    heads = [at for at in heads if at - 1 not in heads]
    for place, at in enumerate(heads):
        end = heads[place + 1] if place + 1 < len(heads) else len(sheet.rows)
        body = list(sheet.rows[at + 1 : end])
        if place + 1 < len(heads):
            while body and (body[-1].blank or _filled(body[-1]) == 1):  # the next one's caption
                body.pop()
        caption = _caption(sheet, at, heads[place - 1] if place else -1)
        head = _joined(sheet.rows[at], sheet.rows[at - 1] if at and at - 1 not in heads else None, told)
        yield _Part(sheet, head, caption, tuple(row for row in body if not row.blank))


def _first(sheets: Sequence[Sheet]) -> list[_Part]:
    """Return the first table of texts there is, for whoever says what its columns hold."""
    for sheet in sheets:
        for at, row in enumerate(sheet.rows):
            if sum(isinstance(cell.value, str) and bool(cell.text) for cell in row.cells) >= LEAST:
                return [_Part(sheet, row, "", tuple(one for one in sheet.rows[at + 1 :] if not one.blank))]
    return []


def _is_head(row: Row, told: Mapping[str, str]) -> bool:
    """Return whether a row names several fields, the event among them or enough others, in short texts."""
    filled = [cell for cell in row.cells if cell.text]
    if filled and all(told.get(plain(cell.text)) for cell in filled):
        return True
    if len(filled) < LEAST or any(not isinstance(cell.value, str) or len(cell.text) > 80 for cell in filled):
        return False
    named = {told.get(plain(cell.text)) or _field(cell.text) for cell in filled} - {""}
    return len(named) >= LEAST and ("title" in named or len(named) >= 4) and 2 * len(named) >= len(filled) * 0.8


def _field(heading: str) -> str:
    return field_of(unit_of(heading)[0], {}, HEADINGS)[0]


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


def _joined(head: Row, above: Row | None, told: Mapping[str, str]) -> Row:
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
        elif cell.text and _takes_group(cell.text, joint, told, alone=texts.count(cell.text) == 1):
            made.append(replace(cell, value=joint))
        else:
            made.append(cell)
    return Row(head.number, tuple(made))


def _takes_group(text: str, joint: str, told: Mapping[str, str], *, alone: bool) -> bool:
    if alone and (plain(text) in told or _field(text)):
        return False
    return plain(joint) in told or (bool(_field(joint)) and _field(joint) != _field(text))


def _kind(part: _Part, usual: str) -> str:
    """Return what the rows of a table are: as its caption, its sheet, or the heading of its first column says."""
    titles = [cell.text for cell in part.head.cells if _field(cell.text) == "title"]
    for text in (part.caption, part.sheet.name, *titles):
        if found := kind_named(text):
            return found
    return usual


def _mended(columns: Sequence[Column], told: Mapping[str, str]) -> tuple[Column, ...]:
    """Take columns whose values did not fit their heading: sentences below *Impact* are the effect."""
    found = list(columns)
    for at, one in enumerate(found):
        named, taken = _field(one.heading), {each.field for each in found}
        if one.field or not named or not one.samples or plain(one.heading) in told:
            continue
        sentences = any(" " in sample for sample in one.samples)
        if sentences and named in ("impact", "cost") and "effect" not in taken:
            found[at] = replace(one, field="effect", how="content")
        elif not sentences and named not in taken:
            found[at] = replace(one, field=named, how="heading")
    return tuple(found)


def _left_out(table: ReadTable) -> list[Finding]:
    names = [one.heading or one.letter for one in table.columns if not one.field]
    if not names:
        return []
    words = f"{len(names)} column(s) are not taken: {', '.join(names)[:300]}."
    return [Finding(Severity.NOTE, "COLUMNS_UNUSED", f"{table.sheet} row {table.heading_row}".strip(), words)]


def _unused(sheets: Sequence[Sheet], parts: Sequence[_Part]) -> list[Finding]:
    read = {part.sheet.name for part in parts}
    others = [one.name for one in sheets if one.name not in read and any(not row.blank for row in one.rows)]
    if not others:
        return []
    words = f"No register was found on {', '.join(others)[:200]}."
    return [Finding(Severity.NOTE, "SHEETS_UNUSED", others[0], words)]
