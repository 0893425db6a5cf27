"""Microsoft Project's conventions, told as rows of numbers."""

from __future__ import annotations

import numpy as np

from conspectus.engine.calendars import ELAPSED
from conspectus.engine.network import rules as r
from conspectus.engine.network.bounds import (
    DEADLINE,
    FIX_FINISH,
    FIX_START,
    HIGH_FINISH,
    HIGH_START,
    LOW_FINISH,
    LOW_START,
    Bounds,
    bind,
)
from conspectus.engine.network.frame import FIXED, Frame, Nodes, Shorts
from conspectus.engine.network.setting import Setting, Setup, blank_nodes
from conspectus.engine.plan import NONE, Constraint, Flags, Ints, Kind, LagUnit, Link

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
_BEGUN_BACKWARD = {  # a start that lies behind says where the whole task must end
    Constraint.START_NO_LATER: (HIGH_FINISH,),
    Constraint.FINISH_NO_LATER: (HIGH_FINISH,),
    Constraint.START_ON: (FIX_FINISH,),
    Constraint.FINISH_ON: (FIX_FINISH,),
    Constraint.MUST_START: (FIX_FINISH,),
    Constraint.MUST_FINISH: (FIX_FINISH,),
}
_STARTS = (Constraint.START_NO_LATER, Constraint.START_ON, Constraint.MUST_START)


def set_up(setting: Setting) -> Setup:
    """Set up the passes as Microsoft Project runs them."""
    tasks, frame = setting.tasks, setting.frame
    columns = blank_nodes(setting, setting.start)
    count = len(tasks)
    begun, done = tasks.actual_start != NONE, tasks.actual_finish != NONE
    columns["snap"][:count] = np.where(setting.milestones(), 2, 1)
    columns["delay"][:count] = tasks.levelling_delay
    columns["aims"][:count] = 1
    columns["clock"][:count][tasks.elapsed] = ELAPSED  # slack of an elapsed duration counts every minute
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
    calendar = setting.lag_calendar("successor", r.lag_is_elapsed(frame))
    return Setup(Nodes(**columns), _ahead(setting, calendar), _behind(setting, calendar, manual), forward, late)


def _finish_of_begun(setting: Setting, chosen: Flags) -> Ints:
    """Return finishes of tasks under way: from the actual start, or where work resumes after a break."""
    from conspectus.engine.network.kernels import reach_many

    tasks = setting.tasks
    result = np.full(len(tasks), NONE, dtype=np.int64)
    rows = np.flatnonzero(chosen & setting.frame.usable)
    if len(rows) == 0:
        return result
    result[rows] = reach_many(setting.tables, setting.whole, rows, tasks.actual_start[rows])
    clock = setting.drives.row[setting.drives.first[rows]]
    gap = setting.between(clock, tasks.stop[rows], tasks.resume[rows])
    paused = rows[(gap > 0) & (tasks.stop[rows] >= tasks.actual_start[rows])]
    resumed = reach_many(setting.tables, setting.drives, paused, tasks.resume[paused])
    result[paused] = np.maximum(result[paused], resumed)
    held = chosen & (tasks.constraint == Constraint.FINISH_NO_EARLIER)
    return np.where(held, np.maximum(result, tasks.constraint_at), result)


def _forward_bounds(setting: Setting) -> tuple[Shorts, Ints]:
    tasks = setting.tasks
    bounds = Bounds(setting.frame.size)
    places = _FORWARD if setting.plan.options.honour_constraints else _LOGIC_FIRST
    bind(bounds, places, tasks.constraint, tasks.constraint_at, setting.frame.usable)
    _wait_for_outside(setting, bounds)
    return bounds.finish()


def _wait_for_outside(setting: Setting, bounds: Bounds) -> None:
    """Let tasks wait for predecessors in other projects, at the dates the file holds of these."""
    outside = setting.plan.outside
    rows = np.flatnonzero(outside.is_predecessor & (outside.at != NONE))
    if len(rows) == 0:
        return
    task, unit = outside.task[rows], outside.unit[rows]
    share = (unit == LagUnit.PERCENT) | (unit == LagUnit.ELAPSED_PERCENT)  # of a duration that is not known here
    clock = np.where(unit == LagUnit.ELAPSED, ELAPSED, setting.clock[task])
    at = setting.add(clock, outside.at[rows], np.where(share, 0, outside.lag[rows]))
    finishes = (outside.type[rows] == Link.FF) | (outside.type[rows] == Link.SF)
    for column, chosen in ((LOW_START, ~finishes), (LOW_FINISH, finishes)):
        latest = np.full(len(setting.tasks), NONE, dtype=np.int64)
        np.maximum.at(latest, task[chosen], at[chosen])
        bounds.put(column, setting.frame.usable, latest)


def _late_bounds(setting: Setting) -> tuple[Shorts, Ints]:
    tasks, frame = setting.tasks, setting.frame
    bounds = Bounds(frame.size)
    begun = frame.usable & (tasks.actual_start != NONE)
    bind(bounds, _BACKWARD, tasks.constraint, tasks.constraint_at, frame.usable & ~begun)
    bind(bounds, _BEGUN_BACKWARD, tasks.constraint, _whole_after(setting, tasks.constraint_at, begun), begun)
    bounds.put(DEADLINE, frame.usable, tasks.deadline)
    if len(frame.gate_of):
        kinds, at = tasks.constraint[frame.gate_of], tasks.constraint_at[frame.gate_of]
        late = np.where(kinds == Constraint.FINISH_NO_LATER, at, NONE)
        everyone = np.concatenate([np.full(len(tasks), NONE, dtype=np.int64), late])
        bounds.put(HIGH_FINISH, everyone != NONE, everyone)
    return bounds.finish()


def _whole_after(setting: Setting, instants: Ints, begun: Flags) -> Ints:
    """Return the instants, those of start constraints on tasks under way moved by the whole of their work."""
    from conspectus.engine.network.kernels import reach_many

    rows = np.flatnonzero(begun & np.isin(setting.tasks.constraint, _STARTS) & (instants != NONE))
    if len(rows) == 0:
        return instants
    moved = instants.copy()
    moved[rows] = reach_many(setting.tables, setting.whole, rows, instants[rows])
    return moved


def _ahead(setting: Setting, calendar: Shorts) -> r.Rules:
    frame = setting.frame
    lag = r.lag_minutes(frame, setting.tasks.duration)
    draft = r.Draft(frame, calendar, lag)
    draft.source = r.source_ahead(frame.type)
    draft.end[frame.type == Link.FF] = r.TO_FINISH_OF_WORK
    draft.end[frame.type == Link.SF] = r.TO_FINISH_LAG_LAST
    draft.floored, draft.finish_floor = frame.type == Link.FF, setting.start
    return draft.finish()


def _behind(setting: Setting, calendar: Shorts, manual: Flags) -> r.Rules:
    frame, tasks = setting.frame, setting.tasks
    lag = r.lag_minutes(frame, tasks.duration).copy()
    draft = r.Draft(frame, calendar, lag)
    kind = frame.type
    begun = frame.padded(tasks.actual_start != NONE, False).astype(bool)
    done = frame.padded(tasks.actual_finish != NONE, False).astype(bool)
    draft.source = r.source_behind(kind)
    draft.end[kind == Link.SS] = r.BACK_SNAP_LAG
    draft.near = setting.lag_calendar("predecessor", frame.padded(tasks.elapsed, False).astype(bool)[frame.before])
    draft.end[kind == Link.SF] = r.BACK_WORK_LAG
    _leave_room_for_levelling(setting, draft)
    draft.source[done[frame.after]] = r.NOWHERE
    going = begun & ~done
    whole = frame.padded(setting.milestones(), False).astype(bool)
    running = (kind == Link.FS) & going[frame.after] & ~whole[frame.after]
    held = _within_open_summaries(frame, done)
    _from_progress(setting, draft, np.flatnonzero(running & ~held), r.BACK_FINISH)
    # a summary's late start is the actual start of what it holds, done or not
    tie = held & (kind == Link.FS) & begun[frame.after] & ~(going & whole)[frame.after]
    draft.put_at(np.flatnonzero(tie), tasks.actual_start[frame.after[tie]])
    starts = kind == Link.SS
    if starts.any():
        ends_here = np.bincount(frame.before, minlength=frame.size)[frame.after] == 0
        hand = frame.padded(manual, False).astype(bool)[frame.before] & ~begun[frame.after]
        draft.source[starts & begun[frame.before]] = r.NOWHERE
        draft.source[starts & hand & ~ends_here] = r.NOWHERE
        closing = starts & hand & ends_here & ~begun[frame.before]
        draft.source[closing], draft.end[closing], draft.lag[closing] = r.FINISH, r.BACK_FINISH, 0
        ahead = starts & ~begun[frame.before] & going[frame.after]
        draft.source[ahead & ends_here] = r.NOWHERE
        draft.lag[ahead] = 0
        _from_progress(setting, draft, np.flatnonzero(ahead & ~ends_here), r.BACK_START)
    return draft.finish()


def _leave_room_for_levelling(setting: Setting, draft: r.Draft) -> None:
    """Let links to starts count back over the successor's levelling delay as well."""
    frame = setting.frame
    delay = frame.padded(setting.tasks.levelling_delay, 0)[frame.after]
    room = (delay > 0) & (draft.source == r.START) & ((draft.lag == 0) | (draft.clock == ELAPSED))
    draft.lag[room] += delay[room]
    draft.clock = np.where(room, ELAPSED, draft.clock).astype(np.int32)


def _within_open_summaries(frame: Frame, done: Flags) -> Flags:
    """Tell which links reach their task through a summary that is not finished."""
    real = frame.origin >= 0
    asked = np.append(frame.plan.links.after, -1)[frame.origin]  # ties come from no link
    opening = ~real & (frame.before >= len(frame.plan.tasks))
    summary = np.where(real & (asked != frame.after) & (frame.after < len(frame.plan.tasks)), asked, -1)
    summary[opening] = frame.gate_of[frame.before[opening] - len(frame.plan.tasks)]
    unfinished = np.zeros(len(frame.plan.tasks) + 1, dtype=bool)  # the last one: not through a summary
    unfinished[summary[~done[frame.after]]] = True
    unfinished[-1] = False
    return np.asarray(unfinished[summary])


def _from_progress(setting: Setting, draft: r.Draft, links: Ints, end: int) -> None:
    """Let a link to a task under way count back from where what is done of it stops."""
    if len(links) == 0:
        return
    draft.put_at(links, _stops(setting)[setting.frame.after[links]])
    draft.end[links] = end


def _stops(setting: Setting) -> Ints:
    """Return for each task under way where the rest of it begins: it resumes there, or stopped just before."""
    from conspectus.engine.calendars.kernels import next_starts

    tasks = setting.tasks
    begun = tasks.actual_start != NONE
    share = np.rint(np.nan_to_num(tasks.percent_complete) * tasks.duration).astype(np.int64)
    worked = np.where(tasks.actual_duration == NONE, share, tasks.actual_duration)
    first = setting.drives.row[setting.drives.first[: len(tasks)]]
    reached = setting.add(first, tasks.actual_start, np.where(begun, worked, 0))
    told = begun & (tasks.stop != NONE) & (tasks.stop >= tasks.actual_start)
    reached = np.where(told, np.maximum(tasks.stop, tasks.resume), reached)
    return np.asarray(next_starts(setting.tables, np.maximum(0, first), reached), dtype=np.int64)


def alap_again(setting: Setting, setup: Setup, late_start: Ints, late_finish: Ints) -> Setup:
    """Return the forward pass again, with links out of as-late-as-possible tasks counted from late dates."""
    frame, tasks = setting.frame, setting.tasks
    late = frame.padded(tasks.constraint == Constraint.ALAP, False).astype(bool)
    later = late & (setup.nodes.how == 1)
    links = np.flatnonzero(later[frame.before] & ~late[frame.after])
    old = setup.ahead
    source, end = old.code[links] & 3, (old.code[links] >> 2) & 7
    before = frame.before[links]
    date = np.where(source == r.START, late_start[before], late_finish[before])
    at = np.full(len(old.code), NONE, dtype=np.int64)
    if len(old.at) == len(at):
        at[:] = old.at
    lag, code = old.lag.copy(), old.code.copy()
    plain = end == r.TO_START
    at[links] = np.where(plain, setting.add(old.clock[links], date, lag[links]), date)
    lag[links[plain]] = 0
    code[links] = (code[links] & ~3) | r.AT
    return setup._replace(ahead=old._replace(code=code, lag=lag, at=at))


def is_late(setting: Setting) -> Flags:
    """Tell which tasks are scheduled as late as possible."""
    tasks = setting.tasks
    return np.asarray(
        (tasks.constraint == Constraint.ALAP)
        & (tasks.actual_start == NONE)
        & (tasks.kind != Kind.SUMMARY)
        & ~tasks.manual
    )
