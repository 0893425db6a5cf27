"""Microsoft Project's conventions, told as rows of numbers."""

from __future__ import annotations

import numpy as np

from conspectus.engine.network import rules as r
from conspectus.engine.network.bounds import (
    FIX_FINISH,
    FIX_START,
    HIGH_FINISH,
    HIGH_START,
    LOW_FINISH,
    LOW_START,
    Bounds,
    bind,
)
from conspectus.engine.network.frame import FIXED, GATE, Nodes
from conspectus.engine.network.setting import Setting, Setup, blank_nodes
from conspectus.engine.plan import NONE, Constraint, Flags, Ints, Kind, Link

_FORWARD = {
    Constraint.START_NO_EARLIER: (LOW_START,),
    Constraint.START_NO_LATER: (HIGH_START,),
    Constraint.FINISH_NO_EARLIER: (LOW_FINISH,),
    Constraint.FINISH_NO_LATER: (HIGH_FINISH,),
    Constraint.START_ON: (FIX_START,),
    Constraint.FINISH_ON: (FIX_FINISH,),
    Constraint.MUST_START: (FIX_START,),
    Constraint.MUST_FINISH: (FIX_FINISH,),
}
_LOGIC_FIRST = {  # constraints that logic may break
    Constraint.START_NO_EARLIER: (LOW_START,),
    Constraint.FINISH_NO_EARLIER: (LOW_FINISH,),
    Constraint.START_ON: (LOW_START,),
    Constraint.FINISH_ON: (LOW_FINISH,),
    Constraint.MUST_START: (LOW_START,),
    Constraint.MUST_FINISH: (LOW_FINISH,),
}
_BACKWARD = {
    Constraint.START_NO_LATER: (HIGH_START,),
    Constraint.FINISH_NO_LATER: (HIGH_FINISH,),
    Constraint.START_ON: (FIX_START,),
    Constraint.FINISH_ON: (FIX_FINISH,),
    Constraint.MUST_START: (FIX_START,),
    Constraint.MUST_FINISH: (FIX_FINISH,),
}


def set_up(setting: Setting) -> Setup:
    """Set up the passes as Microsoft Project runs them."""
    tasks, frame = setting.tasks, setting.frame
    columns = blank_nodes(setting, setting.start)
    count = len(tasks)
    begun, done = tasks.actual_start != NONE, tasks.actual_finish != NONE
    columns["snap"][:count] = np.where(setting.milestones(), 2, 1)
    columns["delay"][:count] = tasks.levelling_delay
    columns["aims"][:count] = 1
    manual = tasks.manual & frame.usable & (tasks.stored_start != NONE) & (tasks.stored_finish != NONE)
    fixed = (begun & frame.usable) | manual
    columns["how"][:count][fixed] = FIXED
    columns["fixed_start"][:count] = np.where(begun, tasks.actual_start, tasks.stored_start)
    columns["fixed_finish"][:count] = np.where(
        done, tasks.actual_finish, np.where(manual, tasks.stored_finish, _finish_of_begun(setting, begun & ~done))
    )
    columns["late_how"][:count][done & frame.usable] = FIXED
    columns["late_snap"][:count] = np.where(setting.milestones() | tasks.manual, -1, 0)
    summaries = frame.gate_of
    columns["floor"][count:] = np.where(
        tasks.constraint[summaries] == Constraint.START_NO_EARLIER, tasks.constraint_at[summaries], NONE
    )
    columns["bound"], forward = _forward_bounds(setting)
    columns["late_bound"], late = _late_bounds(setting)
    return Setup(Nodes(**columns), _ahead(setting), _behind(setting, manual), forward, late)


def _finish_of_begun(setting: Setting, chosen: Flags) -> Ints:
    """Return finishes of tasks under way: from the actual start, or where work resumes after a break."""
    from conspectus.engine.network.kernels import finish_from

    tasks = setting.tasks
    result = np.full(len(tasks), NONE, dtype=np.int64)
    rows = np.flatnonzero(chosen & setting.frame.usable)
    for row in rows.tolist():
        result[row] = finish_from(setting.tables, setting.whole, row, int(tasks.actual_start[row]))
    clock = setting.drives.row[setting.drives.first[rows]]
    gap = setting.between(clock, tasks.stop[rows], tasks.resume[rows])
    paused = rows[(gap > 0) & (tasks.stop[rows] >= tasks.actual_start[rows])]
    for row in paused.tolist():
        resumed = finish_from(setting.tables, setting.drives, row, int(tasks.resume[row]))
        result[row] = max(int(result[row]), int(resumed))
    held = chosen & (tasks.constraint == Constraint.FINISH_NO_EARLIER)
    return np.where(held, np.maximum(result, tasks.constraint_at), result)


def _forward_bounds(setting: Setting) -> tuple[Ints, Ints]:
    tasks = setting.tasks
    bounds = Bounds(setting.frame.size)
    places = _FORWARD if setting.plan.options.honour_constraints else _LOGIC_FIRST
    bind(bounds, places, tasks.constraint, tasks.constraint_at, setting.frame.usable)
    return bounds.finish()


def _late_bounds(setting: Setting) -> tuple[Ints, Ints]:
    tasks, frame = setting.tasks, setting.frame
    bounds = Bounds(frame.size)
    bind(bounds, _BACKWARD, tasks.constraint, tasks.constraint_at, frame.usable)
    bounds.put(HIGH_FINISH, frame.usable, tasks.deadline)
    if len(frame.gate_of):
        kinds, at = tasks.constraint[frame.gate_of], tasks.constraint_at[frame.gate_of]
        late = np.where(kinds == Constraint.FINISH_NO_LATER, at, NONE)
        everyone = np.concatenate([np.full(len(tasks), NONE, dtype=np.int64), late])
        bounds.put(HIGH_FINISH, everyone != NONE, everyone)
    return bounds.finish()


def _ahead(setting: Setting) -> Ints:
    frame, tasks = setting.frame, setting.tasks
    rules = r.Rules(frame, setting.lag_calendar("successor", r.lag_is_elapsed(frame)))
    rules.lag = r.lag_minutes(frame, tasks.duration)
    rules.source = r.source_of(frame.type)
    finishes = (frame.type == Link.FF) | (frame.type == Link.SF)
    rules.end[finishes] = r.TO_FINISH_LAG_LAST
    rules.table[frame.type == Link.FF, 7] = setting.start
    return rules.finish()


def _behind(setting: Setting, manual: Flags) -> Ints:
    frame, tasks = setting.frame, setting.tasks
    rules = r.Rules(frame, setting.lag_calendar("successor", r.lag_is_elapsed(frame)))
    rules.lag = r.lag_minutes(frame, tasks.duration)
    kind = frame.type
    begun = frame.padded(tasks.actual_start != NONE, False).astype(bool)
    done = frame.padded(tasks.actual_finish != NONE, False).astype(bool)
    rules.source = np.where((kind == Link.FS) | (kind == Link.SS), r.START, r.FINISH)
    rules.end[kind == Link.SS] = r.BACK_SNAP_LAG
    rules.end[kind == Link.SF] = r.BACK_WORK_LAG
    rules.source[done[frame.after]] = r.NOWHERE
    going = begun & ~done
    whole = frame.padded(setting.milestones(), False).astype(bool)
    running = (kind == Link.FS) & going[frame.after] & ~whole[frame.after]
    tie = running & (frame.before >= len(tasks))
    _from_progress(setting, rules, np.flatnonzero(running & ~tie), r.BACK_FINISH)
    rules.source[tie] = r.AT  # a summary's late start is the actual start of what it holds
    rules.table[tie, 6] = tasks.actual_start[frame.after[tie]]
    starts = kind == Link.SS
    if starts.any():
        ends_here = np.bincount(frame.before, minlength=frame.size)[frame.after] == 0
        hand = frame.padded(manual, False).astype(bool)[frame.before]
        rules.source[starts & begun[frame.before]] = r.NOWHERE
        rules.source[starts & hand & ~ends_here] = r.NOWHERE
        closing = starts & hand & ends_here & ~begun[frame.before] & ~done[frame.after]
        rules.source[closing], rules.end[closing], rules.lag[closing] = r.FINISH, r.BACK_FINISH, 0
        ahead = starts & ~hand & ~begun[frame.before] & going[frame.after]
        rules.source[ahead & ends_here] = r.NOWHERE
        _from_progress(setting, rules, np.flatnonzero(ahead & ~ends_here), r.BACK_START)
    return rules.finish()


def _from_progress(setting: Setting, rules: r.Rules, links: Ints, end: int) -> None:
    """Let a link to a task under way count back from where what is done of it stops."""
    if len(links) == 0:
        return
    rules.source[links], rules.end[links] = r.AT, end
    rules.table[links, 6] = _stops(setting)[setting.frame.after[links]]


def _stops(setting: Setting) -> Ints:
    """Return for each task under way where the rest of it begins: it resumes there, or stopped just before."""
    from conspectus.engine.calendars.kernels import next_start

    tasks = setting.tasks
    begun = tasks.actual_start != NONE
    share = np.rint(np.nan_to_num(tasks.percent_complete) * tasks.duration).astype(np.int64)
    worked = np.where(tasks.actual_duration == NONE, share, tasks.actual_duration)
    first = setting.drives.row[setting.drives.first[: len(tasks)]]
    reached = setting.add(first, tasks.actual_start, np.where(begun, worked, 0))
    told = begun & (tasks.stop != NONE) & (tasks.stop >= tasks.actual_start)
    reached = np.where(told, np.maximum(tasks.stop, tasks.resume), reached)
    for row in np.flatnonzero(begun & (reached != NONE)).tolist():
        reached[row] = next_start(setting.tables, max(0, int(first[row])), int(reached[row]))
    return reached


def alap_again(setting: Setting, setup: Setup, late_start: Ints, late_finish: Ints) -> Setup:
    """Return the forward pass again, with links out of as-late-as-possible tasks counted from late dates."""
    frame, tasks = setting.frame, setting.tasks
    late = frame.padded(tasks.constraint == Constraint.ALAP, False).astype(bool)
    late &= setup.nodes.how == 1
    links = np.flatnonzero(late[frame.before])
    table = setup.ahead.copy()
    source = table[links, 2]
    before = frame.before[links]
    date = np.where(source == r.START, late_start[before], late_finish[before])
    lagged = setting.add(table[links, 4], date, table[links, 3])
    plain = table[links, 5] == r.TO_START
    table[links, 2] = r.AT
    table[links, 6] = np.where(plain, lagged, date)
    table[links[plain], 3] = 0
    return setup._replace(ahead=table)


def is_late(setting: Setting) -> Flags:
    """Tell which tasks are scheduled as late as possible."""
    tasks = setting.tasks
    return np.asarray(
        (tasks.constraint == Constraint.ALAP)
        & (tasks.actual_start == NONE)
        & (tasks.kind != Kind.SUMMARY)
        & ~tasks.manual
    )


__all__ = ["GATE", "alap_again", "is_late", "set_up"]
