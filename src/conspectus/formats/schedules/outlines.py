"""Where the rows of a plain plan belong: by level, WBS path, numbers before the names, indents, or phases."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conspectus.formats.schedules.tabular import Entry

NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)\.?\s+(\S.*)$")


def settle(entries: list[Entry]) -> list[Entry]:
    """Return the rows with their outline made plain: numbers taken off the names, phases as rows of their own."""
    if any(e.level or e.wbs for e in entries):
        return entries
    numbered = [NUMBERED.match(e.name) for e in entries]
    if all(numbered) and any(match is not None and "." in match[1] for match in numbered):
        return [replace(e, wbs=m[1], name=m[2]) for e, m in zip(entries, numbered, strict=True) if m is not None]
    if any(e.phase for e in entries):
        return _under_phases(entries)
    if len({e.indent for e in entries}) > 1:
        return [replace(e, level=e.indent + 1) for e in entries]
    return entries


def _under_phases(entries: list[Entry]) -> list[Entry]:
    """Give each phase a row over its tasks; a blank cell goes on with the phase above it."""
    rows: list[Entry] = []
    current = ""
    for entry in entries:
        if entry.phase and entry.phase != current:
            current = entry.phase
            rows.append(entry.heading(current))
        rows.append(replace(entry, level=2 if current else 1))
    return rows


def parents(entries: list[Entry]) -> list[int]:
    """Return parents by outline level where given, else by WBS path."""
    if any(e.level for e in entries):
        return _by_level([e.level or 1 for e in entries])
    by_path: dict[str, int] = {}
    for row, entry in enumerate(entries):
        by_path.setdefault(entry.wbs, row)
    by_path.pop("", None)
    found = []
    for row, entry in enumerate(entries):
        path, above = entry.wbs, -1
        while "." in path and above < 0:
            path = path.rpartition(".")[0]
            above = by_path.get(path, -1)
        found.append(above if above != row else -1)
    return found


def _by_level(levels: list[int]) -> list[int]:
    found: list[int] = []
    stack: list[tuple[int, int]] = []
    for row, level in enumerate(levels):
        while stack and stack[-1][0] >= level:
            stack.pop()
        found.append(stack[-1][1] if stack else -1)
        stack.append((level, row))
    return found
