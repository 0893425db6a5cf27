"""Two revisions of a plan compared: what changed, and what it did to the finish."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from conspectus.engine import network
from conspectus.engine.compare import changes as found
from conspectus.engine.compare.causes import causes
from conspectus.engine.compare.identity import as_before
from conspectus.engine.compare.logic import links
from conspectus.engine.compare.pairing import Pair, finish_of
from conspectus.engine.compare.rows import Cause, Change, Comparison, day_of, days
from conspectus.engine.earned.timing import Clocks
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.network import CycleError, Schedule
from conspectus.engine.plan import NONE, Plan

NAMED = 5  # causes named in the sentence


def compare(
    old: Plan,
    new: Plan,
    old_schedule: Schedule | None = None,
    new_schedule: Schedule | None = None,
    *,
    reschedule: Callable[[Plan], Schedule] | None = None,
) -> Comparison:
    """Compare two revisions of a plan, task by uid; renumbered tasks are known by their GUID.

    Parameters
    ----------
    old, new
        The revisions.
    old_schedule, new_schedule
        Their schedules; left out, they are computed, and where the links run in a circle stored dates are compared.
    reschedule
        How a plan with one change taken back is scheduled; left out, as the newer plan was.

    Returns
    -------
    Comparison
        Changes by task, what moved the finish, and a sentence that sums it up.
    """
    new, _ = as_before(new, old)
    before, after = old_schedule or _scheduled(old), new_schedule or _scheduled(new)
    pair = Pair(old, new, before, after, Clocks(new))
    parts = (
        found.membership, found.moved, found.lengths, links, found.constraints, found.calendars, found.costs,
        found.progress, found.baselines, found.status_dates,
    )  # fmt: skip
    changed = tuple(chain.from_iterable(part(pair) for part in parts))
    first, last = finish_of(old, before), finish_of(new, after)
    moved = _moved(pair, first, last)
    mode = after.mode if after is not None else "auto"
    again = reschedule or (lambda plan: network.schedule(plan, mode))
    by = causes(pair, found.changed_rows(pair, changed), again) if moved.value else ()
    was, now = planned_cost(old), planned_cost(new)
    words = _sentence(moved, first, last, changed, by)
    return Comparison(old.name, new.name, first, last, moved, was, now, changed, by, words)


def _scheduled(plan: Plan) -> Schedule | None:
    try:
        return network.schedule(plan)
    except CycleError:
        return None


def planned_cost(plan: Plan) -> Measure:
    """Return the summed cost of the plan's active tasks in minor units."""
    cost, known = found.total_cost(plan)
    return value(cost) if known else missing(Reason.NO_DATA)


def _moved(pair: Pair, first: int, last: int) -> Measure:
    if NONE in (first, last):
        return missing(Reason.NO_DATA)
    return value(pair.clocks.own.between(first, last) / float(pair.new.options.minutes_per_day or 480))


def _sentence(moved: Measure, first: int, last: int, changed: tuple[Change, ...], by: tuple[Cause, ...]) -> str:
    counted = _counted(changed)
    if not changed:
        return "Nothing changed."
    if moved.value is None:
        return f"The finish cannot be compared, because a plan has no dates. {counted}"
    if first == last:
        return f"The finish stays on {day_of(last)}. {counted}"
    if not moved.value:
        return f"The finish moved outside working time, from {day_of(first)} to {day_of(last)}. {counted}"
    side = "later" if moved.value > 0 else "earlier"
    said = f"The finish moved {days(moved.value)} {side}, from {day_of(first)} to {day_of(last)}"
    pushed = [cause for cause in by if cause.days * moved.value > 0]
    if not pushed:
        return f"{said}; no single change did it. {counted}"
    named = pushed[:NAMED]
    listed = "; ".join(cause.words for cause in named)
    only_tasks = all(cause.uid for cause in named)
    noun = "task" if only_tasks else "change"
    who = f"this {noun} did it" if len(named) == 1 else f"these {len(named)} {noun}s did it"
    more = f" ({len(pushed) - len(named)} more helped)" if len(pushed) > len(named) else ""
    return f"{said}; {who}{more}: {listed}. {counted}"


def told_without(found: Comparison, kind: str) -> str:
    """Return the words of a comparison without the count of one kind of change, for those who may not see it."""
    left = tuple(change for change in found.changes if change.kind != kind)
    return _sentence(found.finish_moved, found.finish_before, found.finish_after, left, found.causes)


def _counted(changed: tuple[Change, ...]) -> str:
    words = {
        "added": "added", "removed": "removed", "moved": "moved", "longer": "longer", "shorter": "shorter",
        "constraint": "with another constraint", "cost": "with another cost", "progress": "with progress",
        "baseline": "with another baseline",
    }  # fmt: skip
    counts = {kind: sum(change.kind == kind for change in changed) for kind in words}
    said = [f"{count} {words[kind]}" for kind, count in counts.items() if count]
    logic = sum(change.kind.startswith("link") for change in changed)
    tasks = f"Tasks: {', '.join(said)}." if said else ""
    tail = f" Links changed: {logic}." if logic else ""
    return f"{tasks}{tail}".strip()
