"""The rows and links a pass works on: tasks, and gates that stand for summaries with logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from conspectus.engine.plan import NONE, Constraint, Flags, Ints, Kind, LagUnit, Link, Plan

Bytes = npt.NDArray[np.int8]
Shorts = npt.NDArray[np.int32]

SKIP, LOGIC, FIXED, GATE = 0, 1, 2, 3  # how a node gets its dates


class Nodes(NamedTuple):
    """Columns the kernels read, one row a node (tasks first, then gates)."""

    how: Bytes
    snap: Bytes  # 0 never, 1 to working time, 2 unless it ends a stretch of work
    base: Ints  # earliest start without predecessors
    floor: Ints  # earliest start in any case
    fixed_start: Ints
    fixed_finish: Ints
    delay: Ints  # levelling delay, elapsed minutes
    bound: Shorts  # row of the forward bounds, -1 none
    aims: Bytes  # a finish link's date after the last of work: 1 the finish only where work begins, 0 moved on to work
    frees: Bytes  # 1: without predecessors a constraint may begin before the base
    late_how: Bytes
    late_base: Ints  # latest finish without successors
    late_bound: Shorts
    late_snap: Bytes  # -1 no, 0 finish back to work, 1 and start on to work, 2 and 3 as ``opening`` says
    late_starts: Bytes  # 1: the late start may lie before what the late finish asks for
    alap: Bytes
    clock: Shorts  # packed calendar floats are counted in
    begun: Bytes
    done: Bytes
    open_free: Bytes  # 1: free float without successors counts to the project's finish


class Drives(NamedTuple):
    """Calendars and minutes that make up each node's remaining work."""

    first: Ints  # [node + 1] into the other two
    row: Ints  # packed calendar
    left: Ints  # minutes of it


class Web(NamedTuple):
    """Links grouped by both ends, and an order in which predecessors come first."""

    into: Ints
    by_after: Ints
    out: Ints
    by_before: Ints
    order: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Nodes and links before any convention is applied.

    ``origin`` is the row of ``plan.links`` a link comes from, -1 for one that ties a
    gate to its tasks. ``opens`` and ``closes`` give the summary behind each gate.
    """

    plan: Plan
    size: int
    before: Ints
    after: Ints
    type: Ints
    lag: Ints
    unit: Ints
    origin: Ints
    usable: Flags  # tasks that take part: not summaries, inactive, level of effort
    gate_of: Ints  # summary behind each gate node

    def padded(self, column: Ints | Flags, fill: int | bool = NONE) -> Ints:
        """Return a task column stretched over the gates."""
        extra = np.full(self.size - len(column), fill, dtype=column.dtype)
        return np.concatenate([column, extra]).astype(np.int64)


def frame_of(plan: Plan, usable: Flags, *, gates: bool, starts: Ints | None = None) -> Frame:
    """Collect the links between usable tasks; with ``gates`` those of summaries too.

    ``starts`` tells which leaf of a summary starts first, for links that leave from a summary's start.
    """
    links, tasks = plan.links, plan.tasks
    before, after = links.before, links.after
    plain = usable[before] & usable[after]
    kept = np.flatnonzero(plain)
    frame = Frame(
        plan,
        len(tasks),
        before[kept],
        after[kept],
        links.type[kept],
        links.lag[kept],
        links.unit[kept],
        kept,
        usable,
        np.zeros(0, np.int64),
    )
    if not gates:
        return frame
    summary = (tasks.kind == Kind.SUMMARY) & tasks.active
    with_logic = np.flatnonzero(~plain & (usable | summary)[before] & (usable | summary)[after])
    bounded = summary & (tasks.constraint_at != NONE) & (tasks.constraint > 1)
    if len(with_logic) == 0 and not bounded.any():
        return frame
    return _with_gates(frame, with_logic, np.flatnonzero(bounded), starts)


def starts_of_summaries_bind(plan: Plan) -> bool:
    """Tell whether a link leaves from the start of a summary."""
    links = plan.links
    from_start = (links.type == Link.SS) | (links.type == Link.SF)
    return bool((from_start & (plan.tasks.kind[links.before] == Kind.SUMMARY)).any())


def descendants_of(plan: Plan) -> list[list[int]]:
    """Return the direct children of each task row."""
    below: list[list[int]] = [[] for _ in range(len(plan.tasks))]
    for row, above in enumerate(plan.tasks.parent.tolist()):
        if above >= 0:
            below[above].append(row)
    return below


class _Gates:
    """Opening and closing gates of summaries, numbered after the tasks."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.below = descendants_of(frame.plan)
        self.number: dict[tuple[int, bool], int] = {}
        self.summaries: list[int] = []
        self.ties: list[tuple[int, int, int]] = []

    def leaves(self, summary: int) -> list[int]:
        found: list[int] = []
        stack = [summary]
        while stack:
            below = self.below[stack.pop()]
            found += [row for row in below if self.frame.usable[row]]
            stack += [row for row in reversed(below) if not self.frame.usable[row]]
        return found

    def gate(self, summary: int, *, opening: bool) -> int:
        key = (summary, opening)
        if key not in self.number:
            self.number[key] = node = self.frame.size + len(self.summaries)
            self.summaries.append(summary)
            for leaf in self.leaves(summary):
                self.ties.append((node, leaf, Link.FS) if opening else (leaf, node, Link.FS))
        return self.number[key]


def _inside(plan: Plan, row: int, summary: int) -> bool:
    while row >= 0:
        if row == summary:
            return True
        row = int(plan.tasks.parent[row])
    return False


def _with_gates(frame: Frame, with_logic: Ints, bounded: Ints, begin: Ints | None) -> Frame:
    plan, gates = frame.plan, _Gates(frame)
    is_summary = plan.tasks.kind == Kind.SUMMARY
    rows: list[tuple[int, int, int, int, int, int]] = []
    for link in with_logic.tolist():
        before, after, kind = int(plan.links.before[link]), int(plan.links.after[link]), int(plan.links.type[link])
        if _inside(plan, before, after) or _inside(plan, after, before):
            continue  # a summary cannot wait for what it holds
        if is_summary[before]:
            starts = kind in (Link.SS, Link.SF)
            before = _first_leaf(gates, before, begin) if starts else gates.gate(before, opening=False)
        finishes = kind in (Link.FF, Link.SF)
        afters = [after]
        if is_summary[after]:
            # a lag counts on the calendar of each task it reaches, and late tasks push only those that are not
            late = before < frame.size and plan.tasks.constraint[before] == Constraint.ALAP
            apart = finishes or late or plan.links.lag[link] != 0
            afters = gates.leaves(after) if apart else [gates.gate(after, opening=True)]
        if before >= 0:
            rest = (int(plan.links.lag[link]), int(plan.links.unit[link]), link)
            rows += [(before, each, kind, *rest) for each in afters]
    for summary in bounded.tolist():
        gates.gate(summary, opening=True)
        gates.gate(summary, opening=False)
    rows += [(before, after, kind, 0, LagUnit.WORKING, -1) for before, after, kind in gates.ties]
    extra = np.array(rows, dtype=np.int64).reshape(-1, 6).T
    kept = (frame.before, frame.after, frame.type, frame.lag, frame.unit, frame.origin)
    joined = [np.concatenate([old, new]) for old, new in zip(kept, extra, strict=True)]
    size = frame.size + len(gates.summaries)
    heads, tails, kinds, lags, units, origins = joined
    summaries = np.array(gates.summaries, dtype=np.int64)
    return Frame(plan, size, heads, tails, kinds, lags, units, origins, frame.usable, summaries)


def _first_leaf(gates: _Gates, summary: int, starts: Ints | None) -> int:
    """Return the leaf a start link of a summary hangs on: the one that starts first, else listed first."""
    leaves = gates.leaves(summary)
    if not leaves or starts is None:
        return leaves[0] if leaves else -1
    known = np.where(starts[leaves] == NONE, np.iinfo(np.int64).max, starts[leaves])
    return leaves[int(np.argmin(known))]
