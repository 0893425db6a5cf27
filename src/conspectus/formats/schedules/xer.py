"""A light look over a Primavera exchange file: its tables, odd rows, and ids used twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.schedules import loops, orphans

NEWEST_KNOWN = 26
BROKEN_ROW = re.compile(rb"\r?\n(?=[^%\s\x1a])")
COMMA = re.compile(rb"\t-?\d+,\d+[\t\r\n]")
NUMBER = re.compile(rb"-?\d+,\d+")
NUMBERS = (b"_cnt", b"_qty", b"_cost", b"_pct", b"_rate", b"_wt", b"_per_hr", b"cost_per_qty")


class Broken(Exception):
    """The file is not whole; the text says how."""


@dataclass(slots=True)
class Scan:
    """What the look found."""

    currency: str = ""
    projects: int = 0
    findings: list[Finding] = field(default_factory=list)


def without_currencies(data: bytes) -> bytes:
    """Return the file without its table of currencies, whose signs mislead about the encoding of names."""
    start = data.find(b"%T\tCURRTYPE")
    if start < 0:
        return data
    end = data.find(b"%T\t", start + 3)
    return data[:start] + (data[end:] if end > 0 else b"")


def mended(data: bytes) -> bytes:
    """Return the file with texts that ran over several lines on one, and with points in its decimals."""
    data = BROKEN_ROW.sub(b" ", data)
    if not COMMA.search(data):
        return data
    lines, places = data.split(b"\n"), list[int]()
    for number, line in enumerate(lines):
        if line.startswith(b"%F"):
            names = line.rstrip(b"\r").split(b"\t")
            places = [place for place, name in enumerate(names) if name.endswith(NUMBERS)]
        elif line.startswith(b"%R"):
            values = line.split(b"\t")
            for place in places:
                if place < len(values) and NUMBER.fullmatch(values[place].rstrip(b"\r")):
                    values[place] = values[place].replace(b",", b".")
            lines[number] = b"\t".join(values)
    return b"\n".join(lines)


def scan(text: str) -> Scan:
    """Look over the file; raise ``Broken`` where its frame is damaged."""
    lines = text.split("\n")
    head = lines[0].rstrip("\r").split("\t")
    result = Scan(currency=head[8].strip().upper() if len(head) > 8 else "")
    _version(head, result)
    if not any(line.startswith("%T") for line in lines):
        raise Broken("it holds no tables")
    if not any(line.startswith("%E") for line in lines[-3:]):
        words = "The file has no end mark; it may be cut off."
        result.findings.append(Finding(Severity.WARNING, "END_MARK_MISSING", "last line", words, "Export it again."))
    _rows(lines, result)
    return result


def _version(head: list[str], result: Scan) -> None:
    major = head[1].split(".")[0] if len(head) > 1 else ""
    if major.isdigit() and NEWEST_KNOWN < int(major) < 1000:
        words = f"The file was written by Primavera {head[1]}, newer than the versions we know."
        remedy = "Compare the dates shown with your program."
        result.findings.append(Finding(Severity.WARNING, "VERSION_NEWER", "line 1", words, remedy))


def _tables(lines: list[str]) -> Iterator[tuple[str, int, list[str], list[str]]]:
    """Yield table, line number, field names and values of each row."""
    table, names, above = "", list[str](), ""
    for number, line in enumerate(lines, 1):
        mark, _, rest = line.rstrip("\r").partition("\t")
        if mark == "%T":
            table, names = rest.strip(), []
        elif mark == "%F" and above != "%T":
            raise Broken(f"line {number} names fields of no table")
        elif mark == "%F":
            names = rest.split("\t")
        elif mark == "%R":
            if not names:
                raise Broken(f"line {number} has values without field names")
            yield table, number, names, rest.split("\t")
        above = mark


@dataclass(slots=True)
class _Seen:
    """What the rows were found to name, until all of them are known."""

    ragged: list[int] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    tasks: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)
    wbs: set[str] = field(default_factory=set)
    parents: list[tuple[str, str]] = field(default_factory=list)
    trees: loops.Tree = field(default_factory=dict)
    hourless: list[str] = field(default_factory=list)
    floods: int = 0


def _rows(lines: list[str], result: Scan) -> None:
    seen = _Seen()
    used: dict[tuple[str, str], int] = {}
    for table, number, names, values in _tables(lines):
        if len(values) != len(names):
            (seen.ragged if len(values) > len(names) else seen.short).append(number)
        row = dict(zip(names, values, strict=False))
        if table == "PROJECT":
            result.projects += 1
        elif table == "PROJWBS":
            _branch(row, seen)
        elif table == "CALENDAR":
            _calendar(row, seen)
        elif table == "TASK":
            seen.tasks.add(row.get("task_id", ""))
            seen.parents.append((row.get("task_code", ""), row.get("wbs_id", "")))
            _twin(row, number, used, result)
        elif table == "TASKPRED":
            seen.links.append((row.get("pred_task_id", ""), row.get("task_id", "")))
        seen.floods += table == "UDFVALUE"
    if loop := loops.in_tree(seen.trees):
        remedy = "Correct the structure and export it again."
        result.findings.append(Finding(Severity.REFUSED, "OUTLINE_LOOP", "outline", loops.words(loop), remedy))
    result.findings += _told(seen)


def _branch(row: dict[str, str], seen: _Seen) -> None:
    own, above = row.get("wbs_id", ""), row.get("parent_wbs_id", "")
    name = row.get("wbs_short_name") or own
    seen.wbs.add(own)
    seen.trees[f"WBS {own}"] = (f"WBS {above}", name)
    if row.get("proj_node_flag") == "N":
        seen.parents.append((f"WBS {name}", above))


def _calendar(row: dict[str, str], seen: _Seen) -> None:
    own, base = row.get("clndr_id", ""), row.get("base_clndr_id", "")
    name, hours = row.get("clndr_name") or own, row.get("clndr_data", "")
    if base:
        seen.trees[f"calendar {own}"] = (f"calendar {base}", name)
    if "DaysOfWeek" not in hours or hours.count("(") != hours.count(")"):
        seen.hourless.append(name)


def _twin(row: dict[str, str], number: int, used: dict[tuple[str, str], int], result: Scan) -> None:
    key = (row.get("proj_id", ""), row.get("task_code", ""))
    if key in used:
        words = f"Task id {key[1]} is used on lines {used[key]} and {number}."
        remedy = "Give each activity an id of its own and export again."
        result.findings.append(Finding(Severity.REFUSED, "TASK_ID_TWICE", f"line {number}", words, remedy))
    elif key[1]:
        used[key] = number


def _told(seen: _Seen) -> Iterator[Finding]:
    kinds = ((seen.ragged, Severity.WARNING, "more"), (seen.short, Severity.NOTE, "fewer"))
    for rows, severity, kind in kinds:
        if rows:
            shown = ", ".join(map(str, rows[:5])) + (" and others" if len(rows) > 5 else "")
            words = f"{len(rows)} rows have {kind} values than their table has fields (lines {shown})."
            if len(rows) == 1:
                words = f"1 row has {kind} values than its table has fields (line {shown})."
            yield Finding(severity, "ROW_RAGGED", f"line {rows[0]}", words, "Export it again.")
    for name in seen.hourless:
        words = f"The working hours of calendar '{name}' are missing or damaged; the usual week stands in for them."
        remedy = "Export it again, or compare the dates with your program."
        yield Finding(Severity.WARNING, "CALENDAR_HOURS_MISSING", f"calendar '{name}'", words, remedy)
    yield from orphans.parents([one for one in seen.parents if one[1] and one[1] not in seen.wbs])
    yield from orphans.links(seen.links, seen.tasks)
    if seen.floods:
        words = f"{seen.floods} values of user-defined fields were not carried over."
        yield Finding(Severity.NOTE, "LOST_USER_FIELDS", "user-defined fields", words)
