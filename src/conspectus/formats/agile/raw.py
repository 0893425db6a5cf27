"""An exported backlog as rows of named texts, whatever its layout: delimited text, a workbook, or JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from conspectus.engine.agile import Sprint
from conspectus.engine.findings import Finding
from conspectus.formats.agile import sentences as say
from conspectus.formats.agile.fields import HEADINGS, NEEDED
from conspectus.formats.agile.objects import Found, iso_day, read_objects
from conspectus.formats.workbooks import Refused, Sheet, is_workbook, read_delimited, read_workbook
from conspectus.formats.workbooks.cells import Row, refuse
from conspectus.formats.workbooks.words import fold

MOST_ROWS, MOST_COLUMNS = 50_000, 500
LONGEST = 2_000
_LEVEL = re.compile(r"tit(?:le|el) \d")
_OLD_SPRINT = re.compile(r"\[(?:[^\]]*?,)?name=(?P<name>[^,\]]+),(?P<rest>[^\]]*)\]")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number as people count, its texts by heading, the states it went through with their days."""

    number: int
    values: dict[str, tuple[str, ...]]
    moves: tuple[tuple[str, str], ...] = ()  # day and state it moved to


@dataclass(frozen=True, slots=True)
class Raw:
    """What an export holds before anything is taken to mean anything."""

    tool: str  # jira, azure, github, or table
    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]
    sprints: dict[str, Sprint] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    is_json: bool = False


def read_raw(data: bytes, name: str, encoding: str | None = None) -> Raw:
    """Return the rows of an export, or raise ``Refused``."""
    begin = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:2]
    if not begin:
        raise refuse("FILE_EMPTY", name, say.FILE_EMPTY, say.EXPORT_BACKLOG)
    if begin[:1] in (b"{", b"["):
        return _of_objects(read_objects(data, name))
    if is_workbook(data):
        sheets = read_workbook(data, name)
        return _of_sheet(max(sheets, key=_known, default=Sheet("", ())), name)
    return _of_sheet(read_delimited(data, name, encoding), name)


def _known(sheet: Sheet) -> int:
    place = _heading_row(sheet)
    return -1 if place < 0 else len({fold(cell.text) for cell in sheet.rows[place].cells} & _ALL)


_ALL = frozenset(one for told in HEADINGS.values() for one in told)


def _heading_row(sheet: Sheet) -> int:
    """Return the place of the row that names a title and a state, -1 where none does."""
    for place, row in enumerate(sheet.rows[:30]):
        plain = {fold(cell.text) for cell in row.cells}
        if all(plain & set(HEADINGS[name]) for name in NEEDED):
            return place
    filled = [place for place, row in enumerate(sheet.rows[:30]) if sum(bool(c.text) for c in row.cells) > 1]
    return filled[0] if filled else -1


def _of_sheet(sheet: Sheet, name: str) -> Raw:
    place = _heading_row(sheet)
    if place < 0:
        words = f"{say.NO_HEADINGS} {say.HEADINGS_NEEDED}"
        raise refuse("HEADINGS_MISSING", name, words, say.EXPORT_HEADINGS)
    head, body = sheet.rows[place], [row for row in sheet.rows[place + 1 :] if not row.blank]
    if len(head.cells) > MOST_COLUMNS or len(body) > MOST_ROWS:
        words = say.TOO_MANY_ROWS % {"number": f"{MOST_ROWS:,}", "columns": MOST_COLUMNS}
        raise refuse("ROWS_TOO_MANY", name, words, say.NARROW)
    headings = tuple(dict.fromkeys(cell.text for cell in head.cells if cell.text))
    named = tuple(cell.text for cell in head.cells)
    rows = tuple(RawRow(row.number, _values(named, row)) for row in body)
    levels = tuple(one for one in headings if _LEVEL.fullmatch(fold(one)))
    if len(levels) > 1:
        headings, rows = _of_tree(headings, rows, levels)
    return Raw(_tool(headings), headings, rows, {}, sheet.findings)


def _of_tree(
    headings: tuple[str, ...], rows: tuple[RawRow, ...], levels: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[RawRow, ...]]:
    """Return rows whose title stands deeper the deeper they lie, as Azure writes trees, with title and parent."""
    plain = {fold(one): one for one in headings}
    first, key = levels[0], next((plain[one] for one in HEADINGS["key"] if one in plain), levels[0])
    parent = next((one for one in headings if fold(one) == "parent"), "Parent")
    above: dict[int, str] = {}
    found = []
    for row in rows:
        depth = next((place for place, one in enumerate(levels) if row.values.get(one)), None)
        values = {heading: texts for heading, texts in row.values.items() if heading not in levels}
        if depth is not None:
            values[first] = row.values[levels[depth]]
            above = {place: one for place, one in above.items() if place < depth}
            if above and not values.get(parent):
                values[parent] = (above[max(above)],)
            above[depth] = values.get(key, ("",))[-1]
        found.append(RawRow(row.number, values))
    kept = tuple(one for one in headings if one not in levels[1:])
    return tuple(dict.fromkeys((*kept, parent))), tuple(found)


def _values(head: tuple[str, ...], row: Row) -> dict[str, tuple[str, ...]]:
    """Return the texts by heading; of columns that share one, as Jira writes them, all that are filled."""
    found: dict[str, tuple[str, ...]] = {}
    for heading, cell in zip(head, row.cells, strict=False):
        if heading and (text := cell.text):
            found[heading] = (*found.get(heading, ()), text[:LONGEST])
    return found


def _tool(headings: tuple[str, ...]) -> str:
    plain = {fold(one) for one in headings}
    if plain & {"issue key", "vorgangsschlussel", "issue type", "vorgangstyp"}:
        return "jira"
    if plain & {"work item type", "arbeitselementtyp", "arbeitsaufgabentyp", "iteration path", "iterationspfad"}:
        return "azure"
    if plain & {"url", "repository", "parent issue", "sub-issues progress", "linked pull requests"}:
        return "github"
    return "table"


def _of_objects(found: Found) -> Raw:
    headings = tuple(dict.fromkeys(heading for row in found.rows for heading in row.values))
    rows = tuple(RawRow(number, row.values, row.moves) for number, row in enumerate(found.rows, start=1))
    sprints = dict(found.sprints)
    for row in rows:
        for texts in row.values.values():
            sprints |= {one.name: one for text in texts if (one := _old_sprint(text)) is not None}
    return Raw(found.tool, headings, rows, sprints, found.findings, is_json=True)


def sprint_name(text: str, tool: str) -> str:
    """Return the name of a sprint from what a tool writes: a name, a path below the project's, an old Jira's inside."""
    old = _OLD_SPRINT.search(text)
    name = old["name"] if old else text.partition("\\")[2] if tool == "azure" else text
    return name.strip()


def _old_sprint(text: str) -> Sprint | None:
    old = _OLD_SPRINT.search(text) if "Sprint@" in text else None
    if old is None:
        return None
    told = dict(part.partition("=")[::2] for part in old["rest"].split(","))
    return Sprint(old["name"].strip(), iso_day(told.get("startDate", "")), iso_day(told.get("endDate", "")))


__all__ = ["Raw", "RawRow", "Refused", "read_raw", "sprint_name"]
