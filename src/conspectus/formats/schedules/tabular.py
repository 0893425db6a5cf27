"""From the rows of a plain plan to a ``Plan``: identity, outline, links, constraints, baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
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
from conspectus.formats.schedules.links import LARGEST_LAG
from conspectus.formats.schedules.outlines import parents
from conspectus.formats.schedules.predecessors import Part, split_predecessors
from conspectus.formats.schedules.worktime import STANDARD, WorkTime
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import Instant

TABLE = "TABLE"  # as Options.extra["file_type"]


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
    successors: str
    resource: str
    phase: str
    indent: int
    time: WorkTime = STANDARD

    def heading(self, name: str) -> Entry:
        """Return a row that stands over others."""
        nothing: dict[str, Instant | None] = dict.fromkeys(self.dates)
        amounts: dict[str, int | None] = dict.fromkeys(self.amounts)
        return Entry(
            row=self.row, id="", wbs="", level=1, name=name, note="", duration=None, elapsed=False, milestone=False,
            percent=None, dates=nothing, amounts=amounts, predecessors="", successors="", resource="", phase="",
            indent=0, time=self.time,
        )  # fmt: skip

    def at(self, field: str) -> int:
        """Return a date as an instant: starts at the start of the working day, finishes at its end."""
        found = self.dates[field]
        if found is None:
            return NONE
        if found.has_time:
            return found.minutes
        ends = field.endswith("finish") or field == "deadline"
        return found.minutes + (self.time.finish if ends else self.time.start)

    @property
    def is_point(self) -> bool:
        """Whether the row takes no time."""
        return self.milestone or self.duration == 0


Place = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of the plan as a whole."""

    name: str
    currency: str
    status_date: int = NONE
    start: int = NONE
    time: WorkTime = STANDARD


def assemble(entries: list[Entry], head: Head, place: Place) -> tuple[Plan, list[Finding]]:
    """Return the plan and what is wrong with its rows."""
    findings: list[Finding] = []
    parent = parents(entries)
    uids = _identify(entries, parent, place, findings)
    kind = _kinds(entries, parent)
    links = _link(entries, uids, place, findings)
    findings += _doubts(entries, kind, uids)
    has_before = {int(after) for after in links.after}
    tasks = _tasks(entries, uids, parent, kind, has_before)
    resources, assignments = _assign(entries)
    starts = np.concatenate((tasks.stored_start, tasks.constraint_at))
    starts = starts[starts != NONE]
    plan = Plan(
        name=head.name,
        currency=head.currency,
        status_date=head.status_date,
        start=head.start if head.start != NONE else int(starts.min()) if len(starts) else NONE,
        options=_options(head.time),
        calendars=(head.time.calendar,),
        tasks=tasks,
        links=links,
        resources=resources,
        assignments=assignments,
        baselines=_baselines(entries),
    )
    return plan, findings


def _options(time: WorkTime) -> Options:
    day, week, month = time.lengths
    return Options(
        program="other", default_start=time.start, default_finish=time.finish, minutes_per_day=int(day),
        minutes_per_week=int(week), days_per_month=int(month // day), extra={"file_type": TABLE},
    )  # fmt: skip


def _identify(entries: list[Entry], parent: list[int], place: Place, findings: list[Finding]) -> list[str]:
    """Return each row's id: its own, else its WBS path and name; say where two are the same."""
    uids = [e.id or " ".join(filter(None, (e.wbs, e.name))) for e in entries]
    first: dict[str, int] = {}
    twice: list[int] = []
    for row, entry in enumerate(entries):
        uid = uids[row]
        if uid in first and (entry.id or entries[first[uid]].id):
            words = f"Task id {uid} is used on rows {entries[first[uid]].row} and {entry.row}."
            remedy = "Give each task an id of its own."
            findings.append(Finding(Severity.REFUSED, "TASK_ID_TWICE", place(entry.row), words, remedy, (uid,)))
        elif uid in first:
            twice.append(row)
        first.setdefault(uid, row)
    for row in twice:
        above = entries[parent[row]].name if parent[row] >= 0 else ""
        base, number = f"{above} › {uids[row]}" if above else uids[row], 2
        uid = base if base not in first else f"{base} #2"
        while uid in first:
            number += 1
            uid = f"{base} #{number}"
        uids[row] = uid
        first[uid] = row
    if twice:
        words = f"{len(twice)} tasks bear the name of another one, such as '{entries[twice[0]].name}'."
        remedy = (
            "They are told apart by their place. Give the table a column Id, so that they stay the same when rows move."
        )
        here = place(entries[twice[0]].row)
        findings.append(
            Finding(Severity.WARNING, "NAMES_TWICE", here, words, remedy, tuple(uids[r] for r in twice[:20]))
        )
    return uids


def _kinds(entries: list[Entry], parent: list[int]) -> list[int]:
    above = set(parent)
    return [
        Kind.SUMMARY if row in above else Kind.FINISH_MILESTONE if e.is_point else Kind.TASK
        for row, e in enumerate(entries)
    ]


class _Finder:
    """Finds the row somebody means: by id, else WBS, else name, else the row's number in the sheet."""

    def __init__(self, entries: list[Entry], uids: list[str]) -> None:
        self._by_id = {uid: row for row, uid in enumerate(uids)}
        names = Counter(e.name.casefold() for e in entries)
        self._by_wbs = {e.wbs: row for row, e in reversed(list(enumerate(entries))) if e.wbs}
        self._by_name = {e.name.casefold(): row for row, e in enumerate(entries) if names[e.name.casefold()] == 1}
        self.shared = {name for name, count in names.items() if count > 1}
        own = any(e.id for e in entries) or any(e.wbs for e in entries)
        self._by_number = {} if own else {str(e.row): row for row, e in enumerate(entries)}
        self.by_number = 0

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self._holds(text)

    def _holds(self, text: str) -> bool:
        return text in self._by_id or text in self._by_wbs or text.casefold() in self._by_name

    def find(self, text: str) -> int:
        """Return the row, -1 where there is none."""
        found = self._by_id.get(text, self._by_wbs.get(text, self._by_name.get(text.casefold(), -1)))
        if found < 0 and text in self._by_number:
            self.by_number += 1
            return self._by_number[text]
        return found


def _link(entries: list[Entry], uids: list[str], place: Place, findings: list[Finding]) -> Links:
    finder = _Finder(entries, uids)
    found: dict[tuple[int, int, int, int, int], None] = {}
    for row, entry in enumerate(entries):
        for what, text in (("predecessor", entry.predecessors), ("successor", entry.successors)):
            try:
                parts = split_predecessors(text, finder, entry.time.lengths)
            except BadCell as bad:
                here = place(entry.row)
                findings.append(Finding(Severity.ERROR, "PREDECESSOR", here, str(bad), "Write 3FS+2d; 7SS-1d."))
                continue
            for part in parts:
                other = finder.find(part[0])
                if other < 0 or other == row:
                    findings.append(_astray(uids[row], what, part, other, place(entry.row), finder))
                    continue
                ends = (other, row) if what == "predecessor" else (row, other)
                if abs(part[2]) > LARGEST_LAG:
                    words = f"The lag of link {entries[ends[0]].name}→{entries[ends[1]].name} is out of range."
                    findings.append(Finding(Severity.ERROR, "LAG_OUT_OF_RANGE", place(entry.row), words, "Correct it."))
                    continue
                found[(*ends, int(part[1]), part[2], int(part[3]))] = None
    if finder.by_number:
        words = "The predecessors are numbers and the tasks have no ids: they were taken as the rows of the sheet."
        remedy = "Give the table a column Id if something else is meant."
        findings.append(Finding(Severity.WARNING, "PREDECESSORS_BY_ROW", "column predecessors", words, remedy))
    if not found:
        return Links()
    columns = np.array(list(found), dtype=np.int64).T
    return Links(before=columns[0], after=columns[1], type=columns[2], lag=columns[3], unit=columns[4])


def _astray(uid: str, what: str, part: Part, other: int, place: str, finder: _Finder) -> Finding:
    """Return what is said of a link that leads nowhere."""
    if other >= 0:
        return Finding(Severity.ERROR, "PREDECESSOR", place, f"Task {uid} waits for itself.", "Correct the id.")
    if part[0].casefold() in finder.shared:
        words = f"Task {uid} names {what} {part[0]}, and several tasks bear that name."
        return Finding(Severity.ERROR, "PREDECESSOR", place, words, "Name it by its id.")
    words = f"Task {uid} names {what} {part[0]}, which is not in the file."
    return Finding(Severity.ERROR, "PREDECESSOR", place, words, "Correct the id.")


def _doubts(entries: list[Entry], kind: list[int], uids: list[str]) -> Iterator[Finding]:
    """Yield what was assumed of durations, and where duration and dates say different things."""
    own = [row for row, k in enumerate(kind) if k != Kind.SUMMARY]
    bare = [row for row in own if _is_bare(entries[row])]
    if bare:
        shown = tuple(uids[row] for row in bare[:20])
        words = f"{len(bare)} tasks have neither a duration nor both dates, such as {shown[0]}; one day was assumed."
        words = words.replace("1 tasks have", "1 task has", 1) if len(bare) == 1 else words
        remedy = "Enter durations, such as 5d, 3w or 4h, or both dates."
        yield Finding(Severity.WARNING, "DURATION_ASSUMED", f"task {shown[0]}", words, remedy, shown)
    apart = [row for row in own if abs(_apart(entries[row])) >= entries[row].time.lengths[0]]
    if apart:
        entry, shown = entries[apart[0]], tuple(uids[row] for row in apart[:20])
        day = entry.time.lengths[0]
        says, days = (entry.duration or 0) / day, ((entry.duration or 0) + _apart(entry)) / day
        words = (
            f"Task {shown[0]} has a duration of {says:g} days; from start to finish there are {days:g} working days."
        )
        words += f" So it is with {len(apart) - 1} more." if len(apart) > 1 else ""
        remedy = "The duration was used. Leave one of the two out, or correct it."
        yield Finding(Severity.WARNING, "DURATION_AGAINST_DATES", f"task {shown[0]}", words, remedy, shown)


def _is_bare(entry: Entry) -> bool:
    return entry.duration is None and not entry.milestone and NONE in (entry.at("start"), entry.at("finish"))


def _apart(entry: Entry) -> int:
    """Return by how many minutes the working time between the dates is longer than the duration."""
    start, finish = entry.at("start"), entry.at("finish")
    if entry.duration is None or entry.elapsed or entry.is_point or NONE in (start, finish):
        return 0
    return entry.time.between(start, finish) - round(entry.duration)


def _duration(entry: Entry) -> int:
    """Return the duration given, else the working time from start to finish, else one day."""
    if entry.duration is not None:
        return round(entry.duration)
    if entry.milestone:
        return 0
    start, finish = entry.at("start"), entry.at("finish")
    if start == NONE or finish == NONE:
        return int(entry.time.lengths[0])
    return entry.time.between(start, finish)


def _tasks(entries: list[Entry], uids: list[str], parent: list[int], kind: list[int], linked: set[int]) -> Tasks:
    duration = np.array([_duration(e) for e in entries], dtype=np.int64)
    percent = np.array([_percent(e) for e in entries], dtype=np.float64)
    done = np.rint(duration * percent).astype(np.int64)
    start = np.array([e.at("start") for e in entries], dtype=np.int64)
    # A start typed for a task that waits for nothing is meant; for others it only says what came out.
    pinned = np.array([row not in linked and k != Kind.SUMMARY for row, k in enumerate(kind)], dtype=np.bool_)
    pinned &= start != NONE
    not_before = np.array([e.at("not_before") for e in entries], dtype=np.int64)
    held = np.where(not_before != NONE, not_before, np.where(pinned, start, NONE))
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
        constraint=np.where(held != NONE, int(Constraint.START_NO_EARLIER), int(Constraint.ASAP)),
        constraint_at=held,
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
    spans = [
        e.time.between(int(s), int(f)) if b else NONE for e, s, f, b in zip(entries, start, finish, both, strict=True)
    ]
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
