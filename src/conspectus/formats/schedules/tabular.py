"""From the rows of a plain plan to a ``Plan``: identity, outline, links, constraints, baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import (
    NONE,
    Assignments,
    Baseline,
    Constraint,
    Kind,
    Links,
    Options,
    Plan,
    Resources,
    Tasks,
)
from conspectus.formats.schedules.predecessors import split_predecessors
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import Instant

DAY_START, DAY_FINISH = 480, 1020
SHIFTS = ((480, 720), (780, 1020))


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, its cells understood."""

    row: int
    id: str
    wbs: str
    level: int
    name: str
    note: str
    duration: float | None
    elapsed: bool
    milestone: bool
    percent: float | None
    dates: dict[str, Instant | None]
    amounts: dict[str, int | None]
    predecessors: str
    resource: str

    def at(self, field: str) -> int:
        """Return a date as an instant: starts at the start of the working day, finishes at its end."""
        found = self.dates[field]
        if found is None:
            return NONE
        if found.has_time:
            return found.minutes
        ends = field.endswith("finish") or field == "deadline"
        return found.minutes + (DAY_FINISH if ends and not self.is_point else DAY_START if not ends else DAY_FINISH)

    @property
    def is_point(self) -> bool:
        """Whether the row takes no time."""
        return self.milestone or self.duration == 0


Place = Callable[[int], str]


def assemble(entries: list[Entry], name: str, currency: str, place: Place) -> tuple[Plan, list[Finding]]:
    """Return the plan and what is wrong with its rows."""
    findings: list[Finding] = []
    uids = _identify(entries, place, findings)
    parent = _outline(entries)
    kind = _kinds(entries, parent)
    row_of = {uid: row for row, uid in enumerate(uids)}
    links = _link(entries, uids, row_of, place, findings)
    has_before = {int(after) for after in links.after}
    tasks = _tasks(entries, uids, parent, kind, has_before)
    resources, assignments = _assign(entries)
    starts = tasks.stored_start[tasks.stored_start != NONE]
    plan = Plan(
        name=name,
        currency=currency,
        start=int(starts.min()) if len(starts) else NONE,
        options=Options(program="other", extra={"file_type": "TABLE"}),
        tasks=tasks,
        links=links,
        resources=resources,
        assignments=assignments,
        baselines=_baselines(entries),
    )
    return plan, findings


def _identify(entries: list[Entry], place: Place, findings: list[Finding]) -> list[str]:
    """Return each row's id: its own, else its WBS path and name; say where two are the same."""
    uids: list[str] = []
    first: dict[str, int] = {}
    for entry in entries:
        uid = entry.id or " ".join(filter(None, (entry.wbs, entry.name)))
        if uid in first:
            words = f"Task id {uid} is used on rows {first[uid]} and {entry.row}."
            remedy = "Give each task an id of its own."
            findings.append(Finding(Severity.REFUSED, "TASK_ID_TWICE", place(entry.row), words, remedy, (uid,)))
        first.setdefault(uid, entry.row)
        uids.append(uid)
    return uids


def _outline(entries: list[Entry]) -> list[int]:
    """Return parents by outline level where given, else by WBS path."""
    if any(e.level for e in entries):
        return _by_level([e.level or 1 for e in entries])
    by_path = {e.wbs: row for row, e in enumerate(entries) if e.wbs}
    parents = []
    for row, entry in enumerate(entries):
        path, above = entry.wbs, -1
        while "." in path and above < 0:
            path = path.rpartition(".")[0]
            above = by_path.get(path, -1)
        parents.append(above if above != row else -1)
    return parents


def _by_level(levels: list[int]) -> list[int]:
    parents: list[int] = []
    stack: list[tuple[int, int]] = []
    for row, level in enumerate(levels):
        while stack and stack[-1][0] >= level:
            stack.pop()
        parents.append(stack[-1][1] if stack else -1)
        stack.append((level, row))
    return parents


def _kinds(entries: list[Entry], parent: list[int]) -> list[int]:
    above = set(parent)
    return [
        Kind.SUMMARY if row in above else Kind.FINISH_MILESTONE if e.is_point else Kind.TASK
        for row, e in enumerate(entries)
    ]


def _link(
    entries: list[Entry], uids: list[str], row_of: dict[str, int], place: Place, findings: list[Finding]
) -> Links:
    known = set(row_of)
    numbers = {str(e.row): row for row, e in enumerate(entries)} if not any(e.id for e in entries) else {}
    found: dict[tuple[int, int, int, int, int], None] = {}
    for row, entry in enumerate(entries):
        try:
            parts = split_predecessors(entry.predecessors, known)
        except BadCell as bad:
            findings.append(Finding(Severity.ERROR, "PREDECESSOR", place(entry.row), str(bad), "Write 3FS+2d; 7SS-1d."))
            continue
        for uid, kind, lag, unit in parts:
            before = row_of.get(uid, numbers.get(uid, -1))
            if before < 0 or before == row:
                says = "waits for itself" if before == row else f"names predecessor {uid}, which is not in the file"
                words = f"Task {uids[row]} {says}."
                findings.append(Finding(Severity.ERROR, "PREDECESSOR", place(entry.row), words, "Correct the id."))
                continue
            found[(before, row, int(kind), lag, int(unit))] = None
    if not found:
        return Links()
    columns = np.array(list(found), dtype=np.int64).T
    return Links(before=columns[0], after=columns[1], type=columns[2], lag=columns[3], unit=columns[4])


def _duration(entry: Entry) -> int:
    """Return the duration given, else the working time from start to finish, else one day."""
    if entry.duration is not None:
        return round(entry.duration)
    if entry.milestone:
        return 0
    start, finish = entry.at("start"), entry.at("finish")
    if start == NONE or finish == NONE:
        return 480
    return max(0, _worked(finish) - _worked(start))


def _worked(at: int) -> int:
    """Return the working minutes of the standard week from 1970 up to an instant."""
    day, minute = divmod(at, 1440)
    full = int(np.busday_count("1970-01-01", np.datetime64(day, "D"))) * 480
    if not np.is_busday(np.datetime64(day, "D")):
        return full
    return full + sum(max(0, min(minute, end) - start) for start, end in SHIFTS)


def _tasks(entries: list[Entry], uids: list[str], parent: list[int], kind: list[int], linked: set[int]) -> Tasks:
    duration = np.array([_duration(e) for e in entries], dtype=np.int64)
    percent = np.array([_percent(e) for e in entries], dtype=np.float64)
    done = np.rint(duration * percent).astype(np.int64)
    start = np.array([e.at("start") for e in entries], dtype=np.int64)
    # A start typed for a task that waits for nothing is meant; for others it only says what came out.
    pinned = np.array([row not in linked and k != Kind.SUMMARY for row, k in enumerate(kind)], dtype=np.bool_)
    pinned &= start != NONE
    begun = np.array([e.at("actual_start") for e in entries], dtype=np.int64)
    ended = np.array([e.at("actual_finish") for e in entries], dtype=np.int64)
    begun = np.where((begun == NONE) & (percent > 0), start, begun)
    return Tasks(
        uid=tuple(uids),
        name=tuple(e.name for e in entries),
        wbs=tuple(e.wbs for e in entries),
        note=tuple(e.note for e in entries),
        parent=np.array(parent, dtype=np.int64),
        kind=np.array(kind, dtype=np.int64),
        duration=duration,
        actual_duration=done,
        remaining_duration=duration - done,
        elapsed=np.array([e.elapsed for e in entries], dtype=np.bool_),
        percent_complete=percent,
        constraint=np.where(pinned, int(Constraint.START_NO_EARLIER), int(Constraint.ASAP)),
        constraint_at=np.where(pinned, start, NONE),
        deadline=np.array([e.at("deadline") for e in entries], dtype=np.int64),
        actual_start=begun,
        actual_finish=ended,
        cost=_money(entries, "cost"),
        actual_cost=_money(entries, "actual_cost"),
        stored_start=start,
        stored_finish=np.array([e.at("finish") for e in entries], dtype=np.int64),
    )


def _percent(entry: Entry) -> float:
    if entry.percent is not None:
        return entry.percent
    return 1.0 if entry.dates["actual_finish"] is not None else 0.0


def _money(entries: list[Entry], field: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    amounts = [e.amounts[field] for e in entries]
    return np.array([np.nan if a is None else float(a) for a in amounts], dtype=np.float64)


def _baselines(entries: list[Entry]) -> dict[int, Baseline]:
    start = np.array([e.at("baseline_start") for e in entries], dtype=np.int64)
    finish = np.array([e.at("baseline_finish") for e in entries], dtype=np.int64)
    cost = _money(entries, "baseline_cost")
    if (start == NONE).all() and (finish == NONE).all() and np.isnan(cost).all():
        return {}
    both = (start != NONE) & (finish != NONE)
    spans = [_worked(int(f)) - _worked(int(s)) if b else NONE for s, f, b in zip(start, finish, both, strict=True)]
    return {0: Baseline(start=start, finish=finish, duration=np.array(spans, dtype=np.int64), cost=cost)}


def _assign(entries: list[Entry]) -> tuple[Resources, Assignments]:
    names: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for row, entry in enumerate(entries):
        for name in filter(None, (part.strip() for part in entry.resource.replace(",", ";").split(";"))):
            pairs.append((row, names.setdefault(name, len(names))))
    if not pairs:
        return Resources(), Assignments()
    columns = np.array(pairs, dtype=np.int64).T
    return Resources(uid=tuple(names), name=tuple(names)), Assignments(task=columns[0], resource=columns[1])
