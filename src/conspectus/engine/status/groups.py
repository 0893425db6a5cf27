"""The status of a programme or portfolio: from its own sums, beside the distribution of its children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from conspectus.engine.baselines import FROM_FILE
from conspectus.engine.calendars import WorkClock
from conspectus.engine.earned import Earned, Group, indices, sum_group
from conspectus.engine.earned.timing import Moment
from conspectus.engine.measure import Measure, value
from conspectus.engine.plan import NONE, Calendar
from conspectus.engine.status.assessment import assess_cost, assess_schedule, confidence
from conspectus.engine.status.dates import Dates, slipped
from conspectus.engine.status.together import GroupRegisters, RegisterPart, assess_registers, recovered, singled
from conspectus.engine.status.verdict import (
    RANK,
    UNASSESSED,
    Colour,
    Dimension,
    Status,
    Tolerances,
    not_assessed,
    overall,
)

TRIED = 12  # of the children behind plan, those whose recovery is tried; each try sums the whole group again


@dataclass(frozen=True, eq=False)
class Child:
    """One project of a group with what was computed for it."""

    name: str
    earned: Earned
    dates: Dates
    status: Status
    held_to: Measure | None = None  # the approved budget in minor units; None: the budget at completion
    registers: RegisterPart | None = None  # None: nobody said what they hold


@dataclass(frozen=True, slots=True)
class Share:
    """How many children have a colour, and how much budget."""

    colour: Colour
    count: int
    budget: float


@dataclass(frozen=True, eq=False)
class GroupStatus:
    """A group's status from its sums, the distribution of its children, and the child that decides.

    ``deciding`` is the child whose recovery alone would better the group's colour, "" where no single one would.
    """

    status: Status
    group: Group
    distribution: tuple[Share, ...]
    not_assessed: tuple[str, ...]
    deciding: str
    words: str


def assess_group(
    children: Sequence[Child],
    name: str = "",
    *,
    tolerances: Tolerances | None = None,
    budget: Measure | None = None,
    registers: GroupRegisters | None = None,
    asked: Moment = None,
) -> GroupStatus:
    """Judge a group by its own summed measures against its own tolerances, never by a mean of colours.

    The group's finish is the latest of its children, approved and forecast alike, in days of a five-day week;
    a child without a status date has no say in it. Without a ``budget`` of its own it is held to what its children
    are held to together. Scope, quality and risk are judged where ``registers`` are given.
    """
    limits = tolerances or Tolerances()
    judge = _Judge(name, limits, _together(children) if budget is None else budget, registers, asked)
    status, group = judge.status([(c.earned, c.dates, c.registers) for c in children])
    deciding = _deciding(children, judge, status)
    unknown = tuple(child.name for child in children if child.status.overall is Colour.NOT_ASSESSED)
    words = status.words
    if deciding:
        words += f" Recovery of “{deciding}” alone would change this."
    return GroupStatus(status, group, _distribution(children), unknown, deciding, words)


_Facts = tuple[Earned, Dates, RegisterPart | None]


@dataclass(frozen=True, slots=True)
class _Judge:
    """What judges a group, however its children stand."""

    name: str
    limits: Tolerances
    budget: Measure | None
    registers: GroupRegisters | None
    asked: Moment

    def status(self, parts: Sequence[_Facts]) -> tuple[Status, Group]:
        """Return the status of the sums of some parts, and the sums."""
        limits = self.limits
        group = sum_group([earned for earned, *_ in parts], self.name, method=limits.estimate)
        dated = [found for earned, found, _ in parts if earned.status_date != NONE]
        from_file = any(earned.source == FROM_FILE for earned, *_ in parts)
        both = (
            assess_schedule(group, _dates(dated), limits, dated=bool(dated) or not parts, what="Last finish"),
            assess_cost(group.sums, self.budget, limits, group.currency, from_file=from_file),
        )
        told: tuple[Dimension, ...] = ()
        if self.registers is not None:
            told = assess_registers([one for *_, one in parts if one is not None], self.registers, limits)
        judged = {one.name: one for one in told}
        rest = tuple(judged.get(each) or not_assessed(each, why) for each, why in UNASSESSED.items())
        known = [earned.status_date for earned, *_ in parts if earned.status_date != NONE]
        return overall((*both, *rest), confidence(None, min(known, default=NONE), self.asked)), group


def _together(children: Sequence[Child]) -> Measure | None:
    """Return approved budgets, and budgets at completion where none is approved; None where none is at all.

    Counted are the children whose earned value is in the group's sums.
    """
    counted = [child for child in children if child.earned.sums.bac]
    if all(child.held_to is None for child in counted):
        return None
    held = [child.earned.sums.bac if child.held_to is None else child.held_to for child in counted]
    lacking = next((one for one in held if one.value is None), None)
    return value(sum(one.value or 0.0 for one in held)) if lacking is None else lacking


@cache
def _five_days() -> WorkClock:
    """Return the clock of the usual week, laid out once."""
    return WorkClock(Calendar())


def _dates(found: Sequence[Dates]) -> Dates:
    known = [d for d in found if d.slip.value is not None]
    if not known:
        return slipped(_five_days(), 480, NONE, NONE, NONE)
    start, finish = min(d.approved_start for d in known), max(d.approved_finish for d in known)
    last = slipped(_five_days(), 480, start, finish, max(d.forecast_finish for d in known))
    return replace(last, from_file=any(d.from_file for d in known))


def _distribution(children: Sequence[Child]) -> tuple[Share, ...]:
    found = []
    for colour in Colour:
        mine = [child for child in children if child.status.overall is colour]
        found.append(Share(colour, len(mine), sum(child.earned.bac.value or 0.0 for child in mine)))
    return tuple(found)


def _recovered(child: Child) -> _Facts:
    """Return a child as if it were where its plan wanted it: on time, on cost, at the approved finish, at ease."""
    earned, found, sums = child.earned, child.dates, child.earned.sums
    if sums.ev.value is not None and sums.pv.value is not None:
        done = max(sums.ev.value, sums.pv.value)
        spent = sums.ac if sums.ac.value is None else value(min(sums.ac.value, done))
        better = indices(sums.pv, done, spent, sums.bac, weights=earned.weights, method=sums.method)
        earned = replace(earned, sums=better, manager_etc=None)
    if found.slip.value is not None and found.slip.value > 0:
        found = replace(found, forecast_finish=found.approved_finish, slip=value(0), slip_percent=value(0))
    return earned, found, None if child.registers is None else recovered(child.registers)


def _candidates(children: Sequence[Child]) -> list[int]:
    """Return the children to try: those furthest behind plan and over cost, and who finishes last or alone decides."""
    behind = [
        row for row, child in enumerate(children) if child.status.overall not in (Colour.GREEN, Colour.NOT_ASSESSED)
    ]
    if len(behind) <= TRIED:
        return behind
    furthest = sorted(behind, key=lambda row: -_shortfall(children[row]))[:TRIED]
    last = max(behind, key=lambda row: children[row].dates.forecast_finish)
    return sorted({*furthest, last, *(singled([child.registers for child in children]) & set(behind))})


def _shortfall(child: Child) -> float:
    sums = child.earned.sums
    done = sums.ev.value or 0.0
    return max((sums.pv.value or 0.0) - done, 0.0) + max((sums.ac.value or 0.0) - done, 0.0)


def _deciding(children: Sequence[Child], judge: _Judge, now: Status) -> str:
    """Return the child whose recovery alone betters the colour most; the larger budget decides between equals."""
    if now.overall in (Colour.GREEN, Colour.NOT_ASSESSED):
        return ""
    plain = [(child.earned, child.dates, child.registers) for child in children]
    gains: Mapping[int, int] = {}
    for row in _candidates(children):
        tried = [*plain[:row], _recovered(children[row]), *plain[row + 1 :]]
        then, _ = judge.status(tried)
        gain = RANK[now.overall] - RANK[then.overall]
        if gain > 0 and then.overall is not Colour.NOT_ASSESSED:
            gains = {**gains, row: gain}
    if not gains:
        return ""
    best = max(gains, key=lambda row: (gains[row], children[row].earned.bac.value or 0.0))
    return children[best].name
