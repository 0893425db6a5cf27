"""A light look over a Primavera exchange file: its tables, odd rows, and ids used twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.schedules import loops

NEWEST_KNOWN = 26


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


def _rows(lines: list[str], result: Scan) -> None:
    ragged: list[int] = []
    short: list[int] = []
    used: dict[tuple[str, str], int] = {}
    wbs: set[str] = set()
    trees: loops.Tree = {}
    parents: list[tuple[str, str]] = []
    floods = 0
    for table, number, names, values in _tables(lines):
        if len(values) != len(names):
            (ragged if len(values) > len(names) else short).append(number)
        row = dict(zip(names, values, strict=False))
        if table == "PROJECT":
            result.projects += 1
        elif table == "PROJWBS":
            wbs.add(row.get("wbs_id", ""))
            name = row.get("wbs_short_name") or row.get("wbs_id", "")
            trees[f"WBS {row.get('wbs_id', '')}"] = (f"WBS {row.get('parent_wbs_id', '')}", name)
            if row.get("proj_node_flag") == "N":
                parents.append((f"WBS {name}", row.get("parent_wbs_id", "")))
        elif table == "CALENDAR" and row.get("base_clndr_id"):
            name = row.get("clndr_name") or row.get("clndr_id", "")
            trees[f"calendar {row.get('clndr_id', '')}"] = (f"calendar {row['base_clndr_id']}", name)
        elif table == "TASK":
            parents.append((row.get("task_code", ""), row.get("wbs_id", "")))
            _twin(row, number, used, result)
        floods += table == "UDFVALUE"
    if loop := loops.in_tree(trees):
        remedy = "Correct the structure and export it again."
        result.findings.append(Finding(Severity.REFUSED, "OUTLINE_LOOP", "outline", loops.words(loop), remedy))
    _report(result, (ragged, short), [p for p in parents if p[1] and p[1] not in wbs], floods)


def _twin(row: dict[str, str], number: int, used: dict[tuple[str, str], int], result: Scan) -> None:
    key = (row.get("proj_id", ""), row.get("task_code", ""))
    if key in used:
        words = f"Task id {key[1]} is used on lines {used[key]} and {number}."
        remedy = "Give each activity an id of its own and export again."
        result.findings.append(Finding(Severity.REFUSED, "TASK_ID_TWICE", f"line {number}", words, remedy))
    elif key[1]:
        used[key] = number


def _report(result: Scan, ragged: tuple[list[int], list[int]], orphans: list[tuple[str, str]], floods: int) -> None:
    for rows, severity, kind in zip(ragged, (Severity.WARNING, Severity.NOTE), ("more", "fewer"), strict=True):
        if rows:
            shown = ", ".join(map(str, rows[:5])) + (" and others" if len(rows) > 5 else "")
            words = f"{len(rows)} rows have {kind} values than their table has fields (lines {shown})."
            if len(rows) == 1:
                words = f"1 row has {kind} values than its table has fields (line {shown})."
            result.findings.append(Finding(severity, "ROW_RAGGED", f"line {rows[0]}", words, "Export it again."))
    for code, parent in orphans[:20]:
        words = f"Task {code} names parent {parent}, which is not in the file."
        remedy = "It was placed at the top; export the whole project to see it in its place."
        result.findings.append(Finding(Severity.WARNING, "PARENT_MISSING", f"task {code}", words, remedy, (code,)))
    if floods:
        words = f"{floods} values of user-defined fields were not carried over."
        result.findings.append(Finding(Severity.NOTE, "LOST_USER_FIELDS", "user-defined fields", words))
