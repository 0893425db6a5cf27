"""Differences between tasks of two revisions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from conspectus.engine.compare.pairing import Pair
from conspectus.engine.compare.rows import Change, day_of, days, stamp
from conspectus.engine.plan import NONE, Calendar, Constraint, Floats, Ints, Kind, Plan

CONSTRAINTS = {
    Constraint.ASAP: "as soon as possible",
    Constraint.ALAP: "as late as possible",
    Constraint.START_NO_EARLIER: "start no earlier than",
    Constraint.START_NO_LATER: "start no later than",
    Constraint.FINISH_NO_EARLIER: "finish no earlier than",
    Constraint.FINISH_NO_LATER: "finish no later than",
    Constraint.START_ON: "start on",
    Constraint.FINISH_ON: "finish on",
    Constraint.MUST_START: "must start on",
    Constraint.MUST_FINISH: "must finish on",
}


def membership(pair: Pair) -> Iterator[Change]:
    """Yield tasks added, removed and renamed; a task is the same as long as its uid is."""
    for kind, here, there in (("added", pair.new, pair.old), ("removed", pair.old, pair.new)):
        known = set(there.tasks.uid)
        for row, uid in enumerate(here.tasks.uid):
            if uid not in known:
                what = "Summary" if here.tasks.kind[row] == Kind.SUMMARY else "Task"
                name = here.tasks.name[row]
                sides = ("", name) if kind == "added" else (name, "")
                yield Change(kind, uid, name, *sides, None, "", f"{what} “{name}” was {kind}.")
    for a, b in zip(*pair.rows, strict=True):
        before, after = pair.old.tasks.name[a], pair.new.tasks.name[b]
        if before != after:
            words = f"“{before}” is now called “{after}”."
            yield Change("renamed", pair.new.tasks.uid[b], after, before, after, None, "", words)


def moved(pair: Pair) -> Iterator[Change]:
    """Yield tasks whose start or finish moved; ``delta`` is the finish's move, the start's where only that moved."""
    a, b = pair.leaves
    starts, finishes = pair.dates("start"), pair.dates("finish")
    early, late = (pair.shift(b, old[a], new[b]) for old, new in (starts, finishes))
    changed = (starts[0][a] != starts[1][b]) | (finishes[0][a] != finishes[1][b])
    for at in np.flatnonzero(changed):
        row, name = int(b[at]), pair.new.tasks.name[b[at]]
        before = f"{stamp(int(starts[0][a[at]]))} to {stamp(int(finishes[0][a[at]]))}"
        after = f"{stamp(int(starts[1][row]))} to {stamp(int(finishes[1][row]))}"
        end, begin = float(late[at]), float(early[at])
        if np.isnan(end) or (np.isnan(begin) and end == 0):
            words, delta = f"“{name}” has other dates.", None
        elif end:
            delta, side = end, "later" if end > 0 else "earlier"
            words = f"“{name}” finishes {days(end)} {side}, on {day_of(int(finishes[1][row]))}."
        else:
            delta, side = begin, "later" if begin > 0 else "earlier"
            words = f"“{name}” starts {days(begin)} {side}, on {stamp(int(starts[1][row]))[:10]}."
        yield Change("moved", pair.new.tasks.uid[row], name, before, after, delta, "days", words)


def lengths(pair: Pair) -> Iterator[Change]:
    """Yield tasks that became longer or shorter."""
    a, b = pair.leaves
    old, new = pair.old.tasks.duration[a], pair.new.tasks.duration[b]
    for at in np.flatnonzero(old != new):
        row = int(b[at])
        before, after = (float(each[at]) / float(pair.day[row]) for each in (old, new))
        kind, name = ("longer" if after > before else "shorter"), pair.new.tasks.name[row]
        words = f"“{name}” takes {days(after - before)} {kind}: {round(after, 2):g} instead of {round(before, 2):g}."
        yield Change(kind, pair.new.tasks.uid[row], name, f"{before:g}", f"{after:g}", after - before, "days", words)


def _bound(kind: int, at: int) -> str:
    text = CONSTRAINTS[Constraint(kind)]
    return text if at == NONE or kind in (Constraint.ASAP, Constraint.ALAP) else f"{text} {stamp(at)[:10]}"


def _bounds(plan: Plan, row: int) -> str:
    t = plan.tasks
    said = [_bound(int(t.constraint[row]), int(t.constraint_at[row]))]
    if t.constraint2[row] != Constraint.ASAP:
        said.append(_bound(int(t.constraint2[row]), int(t.constraint2_at[row])))
    if t.deadline[row] != NONE:
        said.append(f"deadline {stamp(int(t.deadline[row]))[:10]}")
    return ", ".join(said)


def constraints(pair: Pair) -> Iterator[Change]:
    """Yield tasks whose constraints or deadline changed."""
    a, b = pair.leaves
    columns = ("constraint", "constraint_at", "constraint2", "constraint2_at", "deadline")
    changed = np.zeros(len(a), dtype=bool)
    for column in columns:
        changed |= getattr(pair.old.tasks, column)[a] != getattr(pair.new.tasks, column)[b]
    for at in np.flatnonzero(changed):
        row = int(b[at])
        before, after, name = _bounds(pair.old, int(a[at])), _bounds(pair.new, row), pair.new.tasks.name[row]
        if before != after:
            words = f"“{name}” is now bound by: {after}; before: {before}."
            yield Change("constraint", pair.new.tasks.uid[row], name, before, after, None, "", words)


def _pattern(calendar: Calendar) -> tuple[object, ...]:
    return (calendar.week, calendar.spans, calendar.exceptions)


def calendars(pair: Pair) -> Iterator[Change]:
    """Yield calendars whose working time changed, and tasks that follow another calendar."""
    before = {c.uid or c.name: c for c in pair.old.calendars}
    for calendar in pair.new.calendars:
        old = before.get(calendar.uid or calendar.name)
        if old is not None and _pattern(old) != _pattern(calendar):
            words = f"The working time of calendar “{calendar.name}” changed."
            yield Change("calendar", "", calendar.name, old.name, calendar.name, None, "", words)
    a, b = pair.leaves
    for x, y in zip(a, b, strict=True):
        was, now = _calendar(pair.old, int(x)), _calendar(pair.new, int(y))
        if (was.uid or was.name) != (now.uid or now.name):
            name = pair.new.tasks.name[y]
            words = f"“{name}” follows calendar “{now.name}” instead of “{was.name}”."
            yield Change("calendar", pair.new.tasks.uid[y], name, was.name, now.name, None, "", words)


def _calendar(plan: Plan, row: int) -> Calendar:
    at = int(plan.tasks.calendar[row])
    return plan.calendars[plan.calendar if at < 0 else at]


def costs(pair: Pair) -> Iterator[Change]:
    """Yield tasks whose cost at completion changed, in minor units."""
    a, b = pair.leaves
    old, new = (np.nan_to_num(plan.tasks.cost[rows]) for plan, rows in ((pair.old, a), (pair.new, b)))
    for at in np.flatnonzero(np.abs(new - old) >= 1.0):
        row, delta = int(b[at]), float(new[at] - old[at])
        name, side = pair.new.tasks.name[row], "more" if delta > 0 else "less"
        share = f" ({_share(abs(delta / old[at]))})" if old[at] else ""
        words = f"“{name}” costs {side} than before{share}."
        sides = (f"{old[at]:.0f}", f"{new[at]:.0f}")
        yield Change("cost", pair.new.tasks.uid[row], name, *sides, delta, "money", words)


def _share(part: float) -> str:
    return f"{100 * part:.1f} %" if part >= 0.001 else "under 0.1 %"


def _progress(plan: Plan, row: int) -> str:
    t = plan.tasks
    said = [f"{t.percent_complete[row]:.0%}"]
    if t.actual_start[row] != NONE:
        said.append(f"started {stamp(int(t.actual_start[row]))[:10]}")
    if t.actual_finish[row] != NONE:
        said.append(f"finished {stamp(int(t.actual_finish[row]))[:10]}")
    return ", ".join(said)


def progress(pair: Pair) -> Iterator[Change]:
    """Yield tasks whose percent complete or actual dates changed."""
    a, b = pair.leaves
    delta: Floats = 100.0 * (pair.new.tasks.percent_complete[b] - pair.old.tasks.percent_complete[a])
    changed = np.abs(delta) > 1e-9
    for column in ("actual_start", "actual_finish"):
        changed |= getattr(pair.old.tasks, column)[a] != getattr(pair.new.tasks, column)[b]
    for at in np.flatnonzero(changed):
        row = int(b[at])
        name, before, after = pair.new.tasks.name[row], _progress(pair.old, int(a[at])), _progress(pair.new, row)
        words = f"“{name}” reports {after}; before: {before}."
        yield Change("progress", pair.new.tasks.uid[row], name, before, after, float(delta[at]), "%", words)


def baselines(pair: Pair) -> Iterator[Change]:
    """Yield tasks whose first stored baseline changed."""
    old, new = pair.old.baselines.get(0), pair.new.baselines.get(0)
    if old is None or new is None:
        if (old is None) != (new is None):
            words = "The file now holds a baseline." if old is None else "The file no longer holds a baseline."
            yield Change("baseline", "", pair.new.name, "", "", None, "", words)
        return
    a, b = pair.leaves
    money = np.abs(np.nan_to_num(new.cost[b]) - np.nan_to_num(old.cost[a])) >= 1.0
    changed = (old.start[a] != new.start[b]) | (old.finish[a] != new.finish[b]) | money
    shift = pair.shift(b, old.finish[a], new.finish[b])
    for at in np.flatnonzero(changed):
        row = int(b[at])
        name = pair.new.tasks.name[row]
        before, after = (stamp(int(each)) for each in (old.finish[a[at]], new.finish[row]))
        delta = None if np.isnan(shift[at]) else float(shift[at])
        words = f"The baseline of “{name}” was changed."
        yield Change("baseline", pair.new.tasks.uid[row], name, before, after, delta, "days", words)


def status_dates(pair: Pair) -> Iterator[Change]:
    """Yield the move of the status date."""
    old, new = pair.old.status_date, pair.new.status_date
    if old != new:
        words = f"The status date is now {day_of(new)}; before: {day_of(old)}."
        yield Change("status_date", "", pair.new.name, stamp(old), stamp(new), None, "", words)


def changed_rows(pair: Pair, changes: tuple[Change, ...]) -> dict[int, tuple[str, ...]]:
    """Return the kinds of change that can move dates, by row of the newer plan."""
    kinds = ("added", "longer", "shorter", "link_added", "link_removed", "link_changed", "constraint", "calendar")
    rows = pair.new.row_of()
    found: dict[int, tuple[str, ...]] = {}
    for change in changes:
        if change.uid in rows and change.kind in (*kinds, "progress"):
            row = rows[change.uid]
            known = found.get(row, ())
            found[row] = known if change.kind in known else (*known, change.kind)
    return found


def total_cost(plan: Plan) -> tuple[float, bool]:
    """Return the summed cost of active tasks without summaries, and whether any is known."""
    leaf = plan.tasks.active & (plan.tasks.kind != Kind.SUMMARY)
    cost = plan.tasks.cost[leaf]
    known: Ints = np.flatnonzero(~np.isnan(cost))
    return float(cost[known].sum()), bool(len(known))
