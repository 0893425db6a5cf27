"""Read a list of links: find each table of each sheet, propose what its columns hold, read every row by that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.linklists.fields import HEADINGS, LINK_FIELDS, TASKS
from conspectus.formats.masterlist import Column
from conspectus.formats.masterlist.fields import plain
from conspectus.formats.masterlist.reading import PLAIN, Vocabulary, by_heading, open_sheets
from conspectus.formats.masterlist.tables import Tables, columns_unused, field_named, first_table, sheets_unused
from conspectus.formats.registers import ReadEntry, ReadRegister, ReadTable
from conspectus.formats.registers.rows import Reader
from conspectus.formats.workbooks import Manner, Refused
from conspectus.formats.workbooks.cells import refuse

KNOWN = Vocabulary(LINK_FIELDS, HEADINGS)


def read_links(
    data: bytes, name: str, *, told: Mapping[str, str] | None = None, manner: Manner = PLAIN
) -> ReadRegister:
    """Read a workbook or delimited text; ``told`` maps headings to fields, "" leaves a column out.

    Raises ``Refused`` where the file cannot be used at all.
    """
    told = {plain(heading): code for heading, code in (told or {}).items()}
    if unknown := sorted(set(told.values()) - set(LINK_FIELDS) - {""}):
        words = f"'{unknown[0][:40]}' is no field of a link."
        raise refuse("FIELD_UNKNOWN", name, words, f"Choose one of: {', '.join(LINK_FIELDS)}.")
    sheets = open_sheets(data, name, manner, merged=True)
    tables_of = Tables(HEADINGS, told, TASKS)
    parts = [part for sheet in sheets for part in tables_of.parts(sheet)] or first_table(sheets)
    if not parts:
        remedy = "Name the columns, such as Giver, Giver task, Taker, Taker task, What and Agreed."
        raise refuse("HEADINGS_MISSING", name, "No row of headings of a list of links was found.", remedy)
    findings = [note for sheet in sheets for note in sheet.findings]
    tables, entries, asks = list[ReadTable](), list[ReadEntry](), list[Finding]()
    for part in parts:
        columns = _kept(by_heading(part.head.cells, part.body, told, KNOWN), told)
        table = ReadTable(part.sheet.name, part.head.number, part.caption, "", columns)
        tables.append(table)
        if not TASKS & {one.field for one in columns}:
            words = "No column holds the tasks that give or take."
            place = part.sheet.place(part.head.number)
            asks.append(Finding(Severity.ERROR, "TASKS_MISSING", place, words, "Say which column holds them."))
            continue
        try:
            reader = Reader(part.sheet, table, part.body, manner, LINK_FIELDS)
            entries += reader.entries(part.body)
            findings += reader.findings
        except Refused as refusal:  # how dates are written must be told
            asks.append(refusal.finding)
        findings += columns_unused(columns, f"{table.sheet} row {table.heading_row}".strip())
    findings += sheets_unused(sheets, parts, "No list of links was found on {names}.")
    return ReadRegister(tuple(tables), () if asks else tuple(entries), tuple(findings), tuple(asks))


def _kept(columns: Sequence[Column], told: Mapping[str, str]) -> tuple[Column, ...]:
    """Keep columns whose heading names a day though no cell below holds one: each row then says why not."""
    taken = {one.field for one in columns}
    found = []
    for one in columns:
        named = "" if one.field or plain(one.heading) in told else field_named(one.heading, HEADINGS)
        fits = named and named not in taken and one.samples
        found.append(replace(one, field=named, how="heading") if fits else one)
        taken.add(named)
    return tuple(found)
