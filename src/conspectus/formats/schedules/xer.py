"""A light look over a Primavera exchange file: its tables, odd rows, and ids used twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.schedules import loops, orphans

NEWEST_KNOWN = 26
BROKEN_ROW = re.compile(rb"\r?\n(?=[^%\s\x1a])")
COMMA = re.compile(rb",\d+[\t\r\n]")
NUMBER = re.compile(rb"-?\d+,\d+")
WANTED = {
    "PROJECT": (),
    "PROJWBS": ("wbs_id", "parent_wbs_id", "wbs_short_name", "proj_node_flag"),
    "CALENDAR": ("clndr_id", "base_clndr_id", "clndr_name", "clndr_data"),
    "TASK": ("task_id", "task_code", "wbs_id", "proj_id"),
    "TASKPRED": ("pred_task_id", "task_id"),
    "UDFVALUE": (),
}
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
    whole = data.rstrip()
    if whole.count(b"\n") != whole.count(b"\n%"):
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


def _tables(lines: list[str]) -> Iterator[tuple[str, int, list[str], str]]:
    """Yield table, line number, field names and values, still joined, of each row."""
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
            yield table, number, names, rest
        above = mark


def _picked(names: list[str], rest: str, wanted: tuple[str, ...], places: dict[str, int]) -> list[str]:
    """Return a row's wanted values, empty where it has none; ``places`` finds names."""
    values = rest.split("\t")
    values += [""] * (len(names) + 1 - len(values))  # the last one stands for fields that are not there
    return [values[places.get(name, -1)] for name in wanted]


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
    last, places = list[str](), dict[str, int]()
    for table, number, names, rest in _tables(lines):
        if (over := rest.count("\t") + 1 - len(names)) != 0:
            (seen.ragged if over > 0 else seen.short).append(number)
        if (wanted := WANTED.get(table)) is None:
            continue
        if names is not last:
            last, places = names, {name: place for place, name in enumerate(names)}
        row = _picked(names, rest, wanted, places)
        if table == "TASK":
            seen.tasks.add(row[0])
            seen.parents.append((row[1], row[2]))
            _twin((row[3], row[1]), number, used, result)
        elif table == "TASKPRED":
            seen.links.append((row[0], row[1]))
        elif table == "PROJWBS":
            _branch(row, seen)
        elif table == "CALENDAR":
            _calendar(row, seen)
        result.projects += table == "PROJECT"
        seen.floods += table == "UDFVALUE"
    if loop := loops.in_tree(seen.trees):
        remedy = "Correct the structure and export it again."
        result.findings.append(Finding(Severity.REFUSED, "OUTLINE_LOOP", "outline", loops.words(loop), remedy))
    result.findings += _told(seen)


def _branch(row: list[str], seen: _Seen) -> None:
    own, above, name, is_project = row
    seen.wbs.add(own)
    seen.trees[f"WBS {own}"] = (f"WBS {above}", name or own)
    if is_project == "N":
        seen.parents.append((f"WBS {name or own}", above))


def _calendar(row: list[str], seen: _Seen) -> None:
    own, base, name, hours = row
    if base:
        seen.trees[f"calendar {own}"] = (f"calendar {base}", name or own)
    if "DaysOfWeek" not in hours or hours.count("(") != hours.count(")"):
        seen.hourless.append(name or own)


def _twin(key: tuple[str, str], number: int, used: dict[tuple[str, str], int], result: Scan) -> None:
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
