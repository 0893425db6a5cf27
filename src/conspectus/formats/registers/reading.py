"""Read a register: find each table of each sheet, propose what its columns hold, read every row by that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.masterlist import Column
from conspectus.formats.masterlist.fields import plain
from conspectus.formats.masterlist.reading import PLAIN, Vocabulary, by_heading, open_sheets
from conspectus.formats.masterlist.tables import (
    Part,
    Tables,
    columns_twice,
    columns_unused,
    field_named,
    first_table,
    sheets_unused,
)
from conspectus.formats.registers.entries import ReadEntry, ReadRegister, ReadTable
from conspectus.formats.registers.fields import HEADINGS, REGISTER_FIELDS
from conspectus.formats.registers.rows import Reader
from conspectus.formats.registers.values import KIND, chance, kind, kind_named, step, whole, word
from conspectus.formats.workbooks import Manner, Refused
from conspectus.formats.workbooks.cells import refuse

KNOWN = Vocabulary(REGISTER_FIELDS, HEADINGS, {"chance": chance, "step": step, "kind": kind, "count": whole})
TELLING = frozenset({"title"})
# Headings any list may have; a table so named is a register where something else tells.
ANY_LIST = frozenset({"name", "what", "was", "summary", "description", "beschreibung", "bezeichnung"})
TELLTALE = frozenset({
    "kind", "cause", "effect", "probability", "percent", "impact_time", "impact_cost", "impact_quality", "impact",
    "response", "response_words", "residual_probability", "residual_impact", "review_on", "outcome", "entry",
})  # fmt: skip


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
    sheets = open_sheets(data, name, manner, merged=True)
    tables_of = Tables(HEADINGS, told, TELLING)
    parts = [part for sheet in sheets for part in tables_of.parts(sheet)] or first_table(sheets)
    if not parts:
        remedy = "Name a column Risk, Issue or Event, and at least one more such as Probability or Owner."
        raise refuse("HEADINGS_MISSING", name, "No row of headings of a register was found.", remedy)
    findings = list(dict.fromkeys(note for sheet in sheets for note in sheet.findings))
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
        if unsure := _unsure(table, usual):
            words = f"This may be any list: nothing but '{unsure[:60]}' speaks of risks, issues or the like."
            place = part.sheet.place(part.head.number)
            asks.append(Finding(Severity.ERROR, "REGISTER_UNSURE", place, words, "Say which column holds the event."))
            continue
        try:
            reader = Reader(part.sheet, table, part.body, manner)
            entries += reader.entries(part.body)
            findings += reader.findings
        except Refused as refusal:  # how dates or amounts are written must be told
            asks.append(refusal.finding)
        where = f"{table.sheet} row {table.heading_row}".strip()
        findings += columns_twice(table.columns, where) + columns_unused(table.columns, where)
    findings += sheets_unused(sheets, parts, "No register was found on {names}.")
    return ReadRegister(tuple(tables), () if asks else tuple(entries), tuple(findings), tuple(asks))


def _kind(part: Part, usual: str) -> str:
    """Return what the rows of a table are: as its caption, its sheet, or the heading of its first column says."""
    titles = [cell.text for cell in part.head.cells if field_named(cell.text, HEADINGS) == "title"]
    for text in (part.caption, part.sheet.name, *titles):
        if found := kind_named(text):
            return found
    return usual


def _unsure(table: ReadTable, usual: str) -> str:
    """Return the heading of the event where it is one any list has, and nothing else tells a register."""
    fields = {one.field: one for one in table.columns if one.field}
    title = fields["title"]
    last = plain(title.heading).split()[-1:]
    weak = title.how == "heading" and bool(ANY_LIST & set(last)) and not kind_named(title.heading)
    return title.heading if weak and not TELLTALE & set(fields) and table.kind == usual else ""


def _mended(columns: Sequence[Column], told: Mapping[str, str]) -> tuple[Column, ...]:
    """Take columns whose values did not fit their heading: sentences below *Impact* are the effect."""
    found = [_kinds(one, columns) for one in columns]
    for at, one in enumerate(found):
        named, taken = field_named(one.heading, HEADINGS), {each.field for each in found}
        if one.field or not named or not one.samples or plain(one.heading) in told:
            continue
        sentences = any(" " in sample for sample in one.samples)
        if sentences and named in ("impact", "cost") and "effect" not in taken:
            found[at] = replace(one, field="effect", how="content")
        elif not sentences and named not in taken:
            found[at] = replace(one, field=named, how="heading")
    return tuple(found)


def _kinds(column: Column, columns: Sequence[Column]) -> Column:
    """Return a column of types as that of kinds where it holds *Risk*, *Issue* and the like, and no other does."""
    kinds = sum(bool(KIND.get(word(sample))) for sample in column.samples)
    if column.field != "category" or column.how != "heading" or any(one.field == "kind" for one in columns):
        return column
    return replace(column, field="kind", how="content") if 2 * kinds > len(column.samples) else column
