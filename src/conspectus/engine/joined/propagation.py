"""Dates carried from project to project over the links between them, until none moves any more."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from conspectus.engine.calendars import WorkClock
from conspectus.engine.joined.zones import local_in
from conspectus.engine.network.again import Moved, Prepared
from conspectus.engine.plan import NONE, Link

_FROM_FINISH, _TO_FINISH = (Link.FS, Link.FF), (Link.FF, Link.SF)
Ends = tuple[int, int]  # start and finish of a task, local minutes


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between tasks of two projects, named by number and uid; a giver of 0 is an event outside, at ``at``."""

    number: int
    giver: int
    giver_task: str
    taker: int
    taker_task: str
    type: Link = Link.FS
    lag_days: int = 0  # working days of the taker's plan
    at: int = NONE  # of an event: local minutes of the taker


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A project of the network: its plan ready to run, the clock and length of its days, its time zone."""

    prepared: Prepared
    clock: WorkClock
    minutes_per_day: int
    zone: str = "UTC"


class Circle(ValueError):
    """Dates never settle, for tasks of several projects wait for each other; ``projects`` take part."""

    def __init__(self, projects: tuple[int, ...]) -> None:
        super().__init__("Tasks of several projects wait for each other.")
        self.projects = projects


@dataclass(slots=True)
class Outcome:
    """What became of the projects whose dates were worked out anew; all others lie as they are known."""

    moved: dict[int, Moved] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    runs: int = 0

    def ends(self, project: int, task: str, known: Mapping[tuple[int, str], Ends]) -> Ends:
        """Return start and finish of a task; ``NONE`` where it has none."""
        found = self.moved.get(project)
        if found is None:
            return known.get((project, task), (NONE, NONE))
        row = self.members[project].prepared.row_of.get(task)
        return (NONE, NONE) if row is None else (int(found.start[row]), int(found.finish[row]))


def carry(
    ties: Iterable[Tie],
    known: Mapping[tuple[int, str], Ends],
    load: Callable[[int], Member],
    changed: Mapping[int, Member] | None = None,
    clocks: Callable[[int], tuple[WorkClock, int, str]] | None = None,
) -> Outcome:
    """Let every task wait for what it takes from other projects, and return what moves.

    Parameters
    ----------
    ties
        The links; one whose task is not in its plan holds nothing.
    known
        Start and finish of the tasks at the ends of links, by each project's own plan alone.
    load
        Returns a project; asked only for those that some link makes move.
    changed
        Projects that are to be worked out in any case, such as one with a slip or with another plan.
    clocks
        Returns a project's clock, minutes a day and zone without loading its plan; without it ``load`` is asked.

    Returns
    -------
    Outcome
        Exact: each project scheduled by its own conventions and calendars, over and over until nothing moves. The
        dates are the earliest that all plans and links allow, so the order of work does not matter.

    Raises
    ------
    Circle
        When dates never settle.
    """
    return _Carrying(list(ties), known, load, dict(changed or {}), clocks).settle()


class _Carrying:
    """One settling of dates."""

    def __init__(
        self,
        ties: list[Tie],
        known: Mapping[tuple[int, str], Ends],
        load: Callable[[int], Member],
        changed: dict[int, Member],
        clocks: Callable[[int], tuple[WorkClock, int, str]] | None,
    ) -> None:
        self.known, self.load, self.changed, self.clocks = known, load, changed, clocks
        self.found = Outcome()
        self.into: dict[int, list[Tie]] = {}
        self.out: dict[int, list[Tie]] = {}
        for tie in ties:
            self.into.setdefault(tie.taker, []).append(tie)
            if tie.giver:
                self.out.setdefault(tie.giver, []).append(tie)
        self.rank = _ranks(self.out, [*self.into, *self.out, *changed])
        self.bound: dict[int, int] = {}  # by tie: the last instant it allowed
        self.most = len(ties) + 2

    def settle(self) -> Outcome:
        for project, member in self.changed.items():  # as it lies by itself, for what is known of it is of before
            self.found.members[project], self.found.moved[project] = member, member.prepared.run({})
        waiting = {project for project in self.into if self._holds_back(project)} | set(self.changed)
        heap = [(self.rank[project], project) for project in waiting]
        heapq.heapify(heap)
        tries: dict[int, int] = {}
        while heap:
            _, project = heapq.heappop(heap)
            if project not in waiting:
                continue
            waiting.discard(project)
            tries[project] = tries.get(project, 0) + 1
            if tries[project] > self.most:
                raise Circle(tuple(sorted(one for one, count in tries.items() if count > 1)))
            self._work_out(project)
            for tie in self.out.get(project, ()):
                if tie.taker not in waiting and self._moves(tie):
                    waiting.add(tie.taker)
                    heapq.heappush(heap, (self.rank[tie.taker], tie.taker))
        return self.found

    def _work_out(self, project: int) -> None:
        member = self.found.members.get(project) or self.load(project)
        self.found.members[project] = member
        held: dict[int, tuple[int, int]] = {}
        for tie in self.into.get(project, ()):
            row, bound = member.prepared.row_of.get(tie.taker_task), self._bound(tie)
            self.bound[tie.number] = bound
            if row is None or bound == NONE:
                continue
            start, finish = held.get(row, (NONE, NONE))
            held[row] = (start, max(finish, bound)) if tie.type in _TO_FINISH else (max(start, bound), finish)
        self.found.moved[project] = member.prepared.run(held)
        self.found.runs += 1

    def _holds_back(self, project: int) -> bool:
        """Return whether a link makes a project move that is not worked out yet."""
        return any(self._moves(tie) for tie in self.into[project])

    def _moves(self, tie: Tie) -> bool:
        """Return whether a link allows its taker's end only after where it lies, and did not hold it there before."""
        bound = self._bound(tie)
        if bound == NONE or self.bound.get(tie.number) == bound:
            return False
        at = self.found.ends(tie.taker, tie.taker_task, self.known)[tie.type in _TO_FINISH]
        return at != NONE and bound > at

    def _bound(self, tie: Tie) -> int:
        """Return the instant in the taker's local time before which its end does not come."""
        minute = tie.at
        if tie.giver:
            minute = self.found.ends(tie.giver, tie.giver_task, self.known)[tie.type in _FROM_FINISH]
        if minute == NONE:
            return NONE
        clock, a_day, zone = self._scale(tie.taker)
        if tie.giver:
            minute = local_in(minute, self._scale(tie.giver)[2], zone)
        return int(clock.add(minute, tie.lag_days * a_day)) if tie.lag_days else minute

    def _scale(self, project: int) -> tuple[WorkClock, int, str]:
        member = self.found.members.get(project)
        if member is None and self.clocks is not None:
            return self.clocks(project)
        member = member or self.found.members.setdefault(project, self.load(project))
        return member.clock, member.minutes_per_day, member.zone


def _ranks(out: Mapping[int, list[Tie]], projects: Iterable[int]) -> dict[int, int]:
    """Return an order in which givers come first as far as there is one; it only saves work."""
    rank: dict[int, int] = {}
    for root in sorted(set(projects)):
        stack: list[tuple[int, int]] = [(root, 0)]
        opened = {root}
        while stack:
            node, place = stack.pop()
            if node in rank:
                continue
            after = out.get(node, [])
            if place < len(after):
                stack.append((node, place + 1))
                taker = after[place].taker
                if taker not in rank and taker not in opened:
                    opened.add(taker)
                    stack.append((taker, 0))
            else:
                rank[node] = -len(rank)
    return rank
