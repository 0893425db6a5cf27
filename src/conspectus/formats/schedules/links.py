"""Links between tasks, inside the plan and to other projects."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Ints, LagUnit, Link, Links, OutsideLinks, Tasks
from conspectus.formats.schedules.columns import ELAPSED_MINUTES, Columns, Spans, instant, split_unit

TYPES: dict[str, Link] = {"FS": Link.FS, "SS": Link.SS, "FF": Link.FF, "SF": Link.SF}
_TASK = re.compile(r"\\\d+$")  # the task in a path that names file and task
LARGEST_LAG = 3_000 * 1440  # minutes; over eight years, or 9,000 working days of eight hours


@dataclass(frozen=True, slots=True)
class Found:
    """What was made of the file's links."""

    links: Links
    outside: OutsideLinks
    findings: tuple[Finding, ...]


def parse_lag(text: str, spans: Spans) -> tuple[int, LagUnit]:
    """Return a lag's number and what it counts."""
    if not text:
        return 0, LagUnit.WORKING
    number, unit = split_unit(text)
    if not np.isfinite(number):
        return LARGEST_LAG + 1, LagUnit.WORKING
    if unit in ("%", "e%"):
        return round(number * 100), LagUnit.PERCENT if unit == "%" else LagUnit.ELAPSED_PERCENT
    minutes = round(number * (spans.minutes(unit) or 1.0))
    return minutes, LagUnit.ELAPSED if unit in ELAPSED_MINUTES else LagUnit.WORKING


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link as sent."""

    uid: str
    project: str
    activity: str
    start: str
    finish: str


def _ends(columns: Columns, side: str) -> list[End]:
    projects = [
        a or b for a, b in zip(columns.text(f"{side}_PROJECT"), columns.text(f"{side}_PROJECT_ID"), strict=True)
    ]
    return [
        End(*row)
        for row in zip(
            columns.text(side),
            projects,
            columns.text(f"{side}_ACTIVITY"),
            columns.text(f"{side}_START"),
            columns.text(f"{side}_FINISH"),
            strict=True,
        )
    ]


class Builder:
    """Sorts the file's links into inner and outer ones and says what is odd about them."""

    def __init__(self, tasks: Tasks, row_of: dict[str, int], outside: dict[str, tuple[str, str]], project: str) -> None:
        self.tasks, self.row_of, self.outside, self.project = tasks, row_of, outside, project
        self.inner: list[tuple[int, int, int, int, int]] = []
        self.outer: list[tuple[int, bool, str, str, int, int, int, int]] = []
        self.lost: list[tuple[int, bool, str, str, int, int, int, int]] = []
        self.findings: list[Finding] = []

    def _row(self, end: End) -> int:
        return self.row_of.get(end.uid, -1) if end.project in ("", self.project) else -1

    def add(self, before: End, after: End, kind: int, lag: tuple[int, LagUnit]) -> None:
        """Take one link in."""
        first, second = self._row(before), self._row(after)
        if first >= 0 and second >= 0:
            self._inner(first, second, kind, lag)
        elif first >= 0:
            self._outer(first, after, is_predecessor=False, kind=kind, lag=lag)
        elif second >= 0:
            self._outer(second, before, is_predecessor=True, kind=kind, lag=lag)

    def _inner(self, first: int, second: int, kind: int, lag: tuple[int, LagUnit]) -> None:
        names = self.tasks.name
        if first == second:
            self._say("LINK_TO_ITSELF", first, f"Task '{names[first]}' waits for itself. The link was left out.")
            return
        if abs(lag[0]) > LARGEST_LAG:
            words = f"The lag of link {names[first]}→{names[second]} is out of range. The link was kept without it."
            self._say("LAG_OUT_OF_RANGE", second, words)
            lag = (0, LagUnit.WORKING)
        if self._above(first, second) or self._above(second, first):
            words = f"'{names[first]}' and '{names[second]}' are linked, and one of them contains the other."
            self._say("LINK_TO_OWN_SUMMARY", second, words)
            return
        self.inner.append((first, second, kind, lag[0], int(lag[1])))

    def _above(self, upper: int, lower: int) -> bool:
        row = int(self.tasks.parent[lower])
        while row >= 0:
            if row == upper:
                return True
            row = int(self.tasks.parent[row])
        return False

    def _say(self, code: str, row: int, words: str) -> None:
        uid = self.tasks.uid[row]
        self.findings.append(
            Finding(
                Severity.ERROR, code, f"task {uid}", words, "Remove the link in the schedule and save again.", (uid,)
            )
        )

    def _outer(self, row: int, end: End, *, is_predecessor: bool, kind: int, lag: tuple[int, LagUnit]) -> None:
        project, other = self.outside.get(end.uid, (end.project, end.activity or end.uid))
        # The end that matters is the one the link hangs on at the far side.
        finishes = kind in ((Link.FS, Link.FF) if is_predecessor else (Link.FF, Link.SF))
        at = instant(end.finish if finishes else end.start)
        self.outer.append((row, is_predecessor, project, other, kind, lag[0], int(lag[1]), at))

    def hold(self, starts: Ints, finishes: Ints) -> None:
        """Take in the dates Primavera keeps of links whose other end it lost: not before, not after."""
        for row in np.flatnonzero(starts != NONE).tolist():
            self.lost.append((row, True, "", "", int(Link.FS), 0, int(LagUnit.WORKING), int(starts[row])))
        for row in np.flatnonzero(finishes != NONE).tolist():
            self.lost.append((row, False, "", "", int(Link.FF), 0, int(LagUnit.WORKING), int(finishes[row])))

    def result(self) -> Found:
        """Return the tables, each link once."""
        inner = list(dict.fromkeys(self.inner))
        if len(inner) < len(self.inner):
            words = f"{len(self.inner) - len(inner)} links are in the file twice; each was taken once."
            self.findings.append(Finding(Severity.WARNING, "LINK_TWICE", "links", words))
        outer = list(dict.fromkeys(self.outer))
        if outer:
            words = f"{len(outer)} links lead to tasks of other projects; they are kept but not scheduled."
            if len(outer) == 1:
                words = "1 link leads to a task of another project; it is kept but not scheduled."
            self.findings.append(Finding(Severity.NOTE, "OUTSIDE_LINKS", "links", words))
        return Found(_inner_table(inner), _outer_table(outer + self.lost), tuple(self.findings))


Inner = tuple[int, int, int, int, int]
Outer = tuple[int, bool, str, str, int, int, int, int]


def _inner_table(rows: list[Inner]) -> Links:
    if not rows:
        return Links()
    before, after, kind, lag, unit = np.array(rows, dtype=np.int64).T
    return Links(before=before, after=after, type=kind, lag=lag, unit=unit)


def _outer_table(rows: list[Outer]) -> OutsideLinks:
    if not rows:
        return OutsideLinks()
    numbers = np.array([(r[0], *r[4:]) for r in rows], dtype=np.int64).T
    return OutsideLinks(
        task=numbers[0],
        is_predecessor=np.array([r[1] for r in rows], dtype=np.bool_),
        project=tuple(r[2] for r in rows),
        other=tuple(r[3] for r in rows),
        type=numbers[1],
        lag=numbers[2],
        unit=numbers[3],
        at=numbers[4],
    )


def build(columns: Columns, builder: Builder) -> Found:
    """Return the plan's links from the child's columns."""
    lags = [parse_lag(text, columns.spans) for text in columns.text("LAG")]
    kinds = [TYPES.get(text, Link.FS) for text in columns.text("TYPE")]
    for before, after, kind, lag in zip(_ends(columns, "BEFORE"), _ends(columns, "AFTER"), kinds, lags, strict=True):
        builder.add(before, after, int(kind), lag)
    return builder.result()


def outside_tasks(columns: Columns) -> dict[str, tuple[str, str]]:
    """Return project and name of the rows that only stand for another project's tasks.

    MSPDI names file and task as one path, such as ``N:\\Plans\\Depot.mpp\\17``.
    """
    flags = columns.flag("EXTERNAL_TASK")
    projects = (
        a or _TASK.sub("", b) for a, b in zip(columns.text("SUBPROJECT_FILE"), columns.text("PROJECT"), strict=True)
    )
    names = zip(columns.text("UNIQUE_ID"), projects, columns.text("NAME"), strict=True)
    return {uid: (project, name) for (uid, project, name), out in zip(names, flags, strict=True) if out}
