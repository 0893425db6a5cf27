"""What an exchange file (MPX) says of itself and its reader does not tell: links to no task, an end that is missing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Kind, Plan
from conspectus.formats.schedules import orphans

HEADINGS, TASK = "61", "70"  # numbers of records; the others are numbers of a task's fields
ID, UNIQUE_ID = "90", "98"
LINKED = (("70", ID), ("72", UNIQUE_ID), ("71", ID), ("73", UNIQUE_ID))  # predecessors and successors, by either number
ONE = re.compile(r"\s*(\d{1,9})\s*(?:[^\W\d_]{2}\s*(?:[+-].*)?)?")
DAY = 1440


def scan(text: str) -> Iterator[Finding]:
    """Yield what the file's own text gives away."""
    tasks = list(_tasks(text))
    known = {by: {one[by] for one in tasks if by in one} for by in (ID, UNIQUE_ID)}
    lost = [(by, number) for one in tasks for by, number in _ends(one, text[3]) if number not in known[by]]
    yield from orphans.links(((number, number) for _, number in lost), ())
    last = max((int(one) for one in known[ID] if one.isdecimal()), default=0)
    later = max((int(number) for by, number in lost if by == ID), default=0)
    if not text.endswith(("\n", "\r", "\x1a")):
        yield _early("its last line is not whole")
    elif later > last:
        yield _early(f"a link leads to task {later}, and the last one in it is task {last}")


def unfinished(plan: Plan) -> Iterator[Finding]:
    """Yield a warning where a summary task, which tells of all below it, ends after all that is there."""
    tasks = plan.tasks
    finish, leaf = tasks.stored_finish, tasks.kind != Kind.SUMMARY
    if not leaf.any() or (finish[leaf] == NONE).any():
        return
    after = np.flatnonzero(~leaf & (finish != NONE) & (finish // DAY > finish[leaf].max() // DAY))
    if after.size:
        yield _early(f"its summary task '{tasks.name[after[0]]}' ends after all the tasks in it")


def _tasks(text: str) -> Iterator[Mapping[str, str]]:
    """Yield what each task says, by the numbers of its fields."""
    columns: Sequence[str] = ()
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=text[3]):
            if row and row[0] == HEADINGS:
                columns = [one.strip() for one in row[1:]]
            elif row and row[0] == TASK:
                yield {name: cell.strip() for name, cell in zip(columns, row[1:], strict=False)}
    except (csv.Error, ValueError, TypeError):
        return  # what is no table, or has no separator, is the reader's to refuse


def _ends(task: Mapping[str, str], separator: str) -> Iterator[tuple[str, str]]:
    """Yield the tasks one is linked to, each by its number and what kind of number that is."""
    for first, second in (LINKED[:2], LINKED[2:]):
        field, by = first if task.get(first[0]) else second
        for part in task.get(field, "").split(separator):
            if found := ONE.fullmatch(part):
                yield by, found[1]


def _early(why: str) -> Finding:
    words = f"The file seems to end early: {why}. Tasks may be missing."
    return Finding(Severity.WARNING, "FILE_ENDS_EARLY", "file", words, "Count its tasks, or save the file again.")
