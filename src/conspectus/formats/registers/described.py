"""Read a list by a description of its columns: find each table of each sheet, propose what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.masterlist import Column, Field
from conspectus.formats.masterlist.fields import Headings, plain
from conspectus.formats.masterlist.reading import PLAIN, Vocabulary, by_heading, open_sheets
from conspectus.formats.masterlist.tables import (
    Tables,
    columns_twice,
    columns_unused,
    field_named,
    first_table,
    sheets_unused,
)
from conspectus.formats.registers.entries import ReadEntry, ReadRegister, ReadTable
from conspectus.formats.registers.rows import Reader
from conspectus.formats.workbooks import Manner, Refused
from conspectus.formats.workbooks.cells import refuse


@dataclass(frozen=True, slots=True)
class Described:
    """A kind of list: what its columns may hold, what tells such a table, and what is said where it is none."""

    thing: str  # what a row is, such as an action
    fields: Mapping[str, Field]
    headings: Headings
    telling: frozenset[str]  # fields of which a table must have one
    missing: tuple[str, str, str]  # where it has none: code, words, remedy
    example: str  # what to name the columns
    none_found: str  # where a sheet holds no such table, with ``{names}``
    unheaded: str = ""  # the headings pasted rows without any are read by
    instead: Mapping[str, str] = field(default_factory=dict)  # what a column of days is where no day stands in it


def read_described(
    data: bytes, name: str, kind: Described, *, told: Mapping[str, str] | None = None, manner: Manner = PLAIN
) -> ReadRegister:
    """Read a workbook or delimited text; ``told`` maps headings to fields, "" leaves a column out.

    Raises ``Refused`` where the file cannot be used at all.
    """
    told = {plain(heading): code for heading, code in (told or {}).items()}
    if unknown := sorted(set(told.values()) - set(kind.fields) - {""}):
        words = f"'{unknown[0][:40]}' is no field of {kind.thing}."
        raise refuse("FIELD_UNKNOWN", name, words, f"Choose one of: {', '.join(kind.fields)}.")
    sheets = open_sheets(data, name, manner, merged=True)
    tables_of = Tables(kind.headings, told, kind.telling)
    parts = [part for sheet in sheets for part in tables_of.parts(sheet)] or first_table(sheets)
    if not parts:
        raise refuse("HEADINGS_MISSING", name, "No row of headings was found.", kind.example)
    findings = list(dict.fromkeys(note for sheet in sheets for note in sheet.findings))
    tables, entries, asks = list[ReadTable](), list[ReadEntry](), list[Finding]()
    known = Vocabulary(kind.fields, kind.headings)
    for part in parts:
        columns = _kept(by_heading(part.head.cells, part.body, told, known), told, kind)
        table = ReadTable(part.sheet.name, part.head.number, part.caption, "", columns)
        tables.append(table)
        if not kind.telling & {one.field for one in columns}:
            code, words, remedy = kind.missing
            asks.append(Finding(Severity.ERROR, code, part.sheet.place(part.head.number), words, remedy))
            continue
        try:
            reader = Reader(part.sheet, table, part.body, manner, kind.fields)
            entries += reader.entries(part.body)
            findings += reader.findings
        except Refused as refusal:  # how dates are written must be told
            asks.append(refusal.finding)
        where = f"{table.sheet} row {table.heading_row}".strip()
        findings += columns_twice(columns, where) + columns_unused(columns, where)
    findings += sheets_unused(sheets, parts, kind.none_found)
    return ReadRegister(tuple(tables), () if asks else tuple(entries), tuple(findings), tuple(asks))


def _kept(columns: Sequence[Column], told: Mapping[str, str], kind: Described) -> tuple[Column, ...]:
    """Keep columns whose heading names a day though no cell below holds one: each row then says why not."""
    taken = {one.field for one in columns}
    found = []
    for one in columns:
        named = "" if one.field or plain(one.heading) in told else field_named(one.heading, kind.headings)
        named = kind.instead.get(named, named)
        fits = named and named not in taken and one.samples
        found.append(replace(one, field=named, how="heading") if fits else one)
        taken.add(named)
    return tuple(found)
