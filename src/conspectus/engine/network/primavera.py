"""Primavera P6's conventions, told as rows of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conspectus.engine.network import rules as r
from conspectus.engine.network.bounds import (
    EXPECTED,
    FIX_FINISH,
    FIX_START,
    HIGH_FINISH,
    HIGH_START,
    LOW_DAY,
    LOW_FINISH,
    LOW_START,
    Bounds,
    bind,
)
from conspectus.engine.network.frame import Nodes, Shorts, Web
from conspectus.engine.network.setting import Setting, Setup, blank_nodes
from conspectus.engine.plan import DAY, NONE, Constraint, Flags, Ints, Kind, Link

_FORWARD = {
    Constraint.START_NO_EARLIER: (LOW_START,),
    Constraint.FINISH_NO_EARLIER: (LOW_FINISH,),
    Constraint.START_ON: (LOW_START,),
    Constraint.FINISH_ON: (LOW_FINISH,),
    Constraint.MUST_START: (FIX_START,),
    Constraint.MUST_FINISH: (FIX_FINISH,),
}
_BACKWARD_START = {
    Constraint.START_NO_LATER: (HIGH_START,),
    Constraint.START_ON: (HIGH_START,),
    Constraint.MUST_START: (FIX_START,),
}
_BACKWARD_FINISH = {
    Constraint.FINISH_NO_LATER: (HIGH_FINISH,),
    Constraint.FINISH_ON: (HIGH_FINISH,),
    Constraint.MUST_FINISH: (FIX_FINISH,),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Progress:
    """Where both ends of every link stand, and how much of its lag has gone by."""

    waits: Flags  # predecessor not started
    runs: Flags  # predecessor under way
    ended: Flags  # predecessor finished
    to_come: Flags  # successor not started
    going: Flags  # successor under way
    over: Flags  # successor finished
    since_start: Ints  # lag calendar's minutes from the predecessor's actual start to the data date
    since_finish: Ints
    worked: Ints  # predecessor's actual duration
    moved: Flags  # successor has actual duration


def set_up(setting: Setting) -> Setup:
    """Set up the passes as Primavera P6 runs them."""
    tasks, date = setting.tasks, setting.data_date
    columns = blank_nodes(setting, max(setting.start, date))
    begun, done = tasks.actual_start != NONE, tasks.actual_finish != NONE
    point = tasks.kind == Kind.FINISH_MILESTONE
    columns["snap"][:] = np.where(done, 0, np.where(point, 2, 1))
    # what holds work under way that waits for nothing in the file is known only by the start Primavera stored
    alone = np.bincount(setting.frame.after, minlength=len(tasks))[: len(tasks)] == 0
    held = np.maximum(tasks.resume, np.where(alone, tasks.stored_early_start, NONE))
    resumed = np.where(begun & ~done, np.maximum(held, date), date)
    columns["base"][:] = np.where(begun, resumed, columns["base"])
    columns["floor"][:] = np.where(begun, resumed, date)
    left = setting.drives.left[setting.drives.first[:-1]]
    opening = tasks.kind == Kind.START_MILESTONE
    columns["late_snap"][:] = np.select(
        [done, opening, ~point & (left > 0)], [-1, 2 if setting.plan.must_finish == NONE else 3, 1], 0
    )
    columns["alap"][:] = (tasks.constraint == Constraint.ALAP) & ~done
    columns["open_free"][:] = 1
    columns["late_starts"][:] = ~done
    columns["bound"], forward = _forward_bounds(setting)
    columns["late_bound"], late = _late_bounds(setting)
    calendar = setting.lag_calendar(setting.plan.options.lag_calendar, r.lag_is_elapsed(setting.frame))
    progress = _progress(setting, calendar) if begun.any() else None
    return Setup(
        Nodes(**columns), _ahead(setting, calendar, progress), _behind(setting, calendar, progress), forward, late
    )


def _forward_bounds(setting: Setting) -> tuple[Shorts, Ints]:
    tasks, plan = setting.tasks, setting.plan
    bounds = Bounds(setting.frame.size)
    waiting = setting.frame.usable & (tasks.actual_start == NONE)
    for kinds, at in ((tasks.constraint, tasks.constraint_at), (tasks.constraint2, tasks.constraint2_at)):
        bare = (kinds == Constraint.START_NO_EARLIER) & (at % DAY == 0)
        bind(bounds, _FORWARD, kinds, at, waiting & ~bare)
        bounds.put(LOW_DAY, waiting & bare, at)
    if plan.options.use_expected_finish:
        bounds.put(EXPECTED, setting.frame.usable & (tasks.actual_finish == NONE), tasks.expected_finish)
    outside = plan.outside
    for row in np.flatnonzero(outside.is_predecessor & (outside.at != NONE)).tolist():
        finishes = outside.type[row] in (Link.FF, Link.SF)
        one = np.zeros(len(tasks), dtype=bool)
        one[outside.task[row]] = True
        bounds.put(LOW_FINISH if finishes else LOW_START, one & waiting, np.where(one, outside.at[row], NONE))
    return bounds.finish()


def _late_bounds(setting: Setting) -> tuple[Shorts, Ints]:
    tasks, outside = setting.tasks, setting.plan.outside
    bounds = Bounds(setting.frame.size)
    open_ = setting.frame.usable & (tasks.actual_finish == NONE)
    waiting = open_ & (tasks.actual_start == NONE)
    for kinds, at in ((tasks.constraint, tasks.constraint_at), (tasks.constraint2, tasks.constraint2_at)):
        bind(bounds, _BACKWARD_START, kinds, at, waiting)
        bind(bounds, _BACKWARD_FINISH, kinds, at, open_)
    for row in np.flatnonzero(~outside.is_predecessor & (outside.at != NONE)).tolist():
        starts = outside.type[row] in (Link.SS, Link.SF)
        one = np.zeros(len(tasks), dtype=bool)
        one[outside.task[row]] = True
        bounds.put(HIGH_START if starts else HIGH_FINISH, one & open_, np.where(one, outside.at[row], NONE))
    return bounds.finish()


def held_ends(setting: Setting, web: Web, base: Ints) -> None:
    """Let late dates of open ends whose lost successor left its date begin there, be it after the project's finish."""
    outside = setting.plan.outside
    lost = np.array([not other for other in outside.other], dtype=bool)
    rows = np.flatnonzero(lost & ~outside.is_predecessor & (outside.at != NONE))
    tasks = outside.task[rows]
    open_ = web.out[tasks + 1] == web.out[tasks]
    base[tasks[open_]] = outside.at[rows[open_]]


def _progress(setting: Setting, calendar: Shorts) -> _Progress:
    tasks, frame = setting.tasks, setting.frame
    before, after = frame.before, frame.after
    begun, done = tasks.actual_start != NONE, tasks.actual_finish != NONE
    date = np.full(len(before), setting.data_date, dtype=np.int64)
    since_start = np.maximum(0, setting.between(calendar, tasks.actual_start[before], date))
    since_finish = np.maximum(0, setting.between(calendar, tasks.actual_finish[before], date))
    by_date = setting.between(setting.clock, tasks.actual_start, np.full(len(tasks), setting.data_date, dtype=np.int64))
    worked = np.maximum(0, np.where(tasks.actual_duration == NONE, by_date, tasks.actual_duration))
    return _Progress(
        ~begun[before],
        (begun & ~done)[before],
        done[before],
        ~begun[after],
        (begun & ~done)[after],
        done[after],
        since_start,
        since_finish,
        worked[before],
        worked[after] > 0,
    )


def _ahead(setting: Setting, calendar: Shorts, progress: _Progress | None) -> r.Rules:
    frame, kind = setting.frame, setting.frame.type
    draft = r.Draft(frame, calendar, r.lag_minutes(frame, setting.tasks.duration).copy())
    draft.source = r.source_ahead(kind)
    draft.lead_floor = setting.data_date
    draft.end[(kind == Link.SS) & (draft.lag == 0)] = r.TO_START_WORKING
    draft.end[kind == Link.FF] = r.TO_FINISH
    draft.end[kind == Link.SF] = r.TO_FINISH_OF_WORK
    draft.floored, draft.finish_floor = kind == Link.FF, max(setting.start, setting.data_date)
    if progress is not None:
        draft.end[(kind == Link.SS) & ~(progress.waits & progress.to_come)] = r.TO_START
        _ahead_finish_start(draft, kind, progress)
        _ahead_start_start(setting, draft, kind, progress)
        _ahead_finish_finish(setting, draft, kind, progress)
        _ahead_start_finish(draft, kind, progress)
        if setting.plan.options.progress != "retained_logic":
            draft.source[progress.going | progress.over] = r.NOWHERE
        if setting.plan.options.progress == "actual_dates":
            finished = setting.tasks.actual_finish[frame.before]
            yet = np.flatnonzero((kind == Link.FS) & progress.to_come & (finished > setting.data_date))
            draft.put_at(yet, finished[yet])
    return draft.finish()


def _ahead_finish_start(draft: r.Draft, kind: Ints, p: _Progress) -> None:
    """After a finished task only the lag not yet gone by is waited for."""
    some = (kind == Link.FS) & p.ended
    draft.lag = np.where(some, np.maximum(0, draft.lag - p.since_finish), draft.lag)
    draft.lag[some & p.over] = 0


def _ahead_start_start(setting: Setting, draft: r.Draft, kind: Ints, p: _Progress) -> None:
    """Lag of a start link runs with the work done on the predecessor."""
    starts = kind == Link.SS
    counted = starts & p.ended & (p.to_come | (p.going & (draft.lag > 0)))
    links = np.flatnonzero(counted)
    before = setting.frame.before[links]
    date = setting.add(draft.clock[links], setting.tasks.actual_start[before], draft.lag[links])
    later = date >= setting.data_date
    draft.put_at(links[later], date[later])
    draft.lag[starts & p.ended] = 0
    draft.lag = np.where(starts & p.runs, np.maximum(0, draft.lag - p.worked), draft.lag)
    draft.lag[starts & p.runs & p.over] = 0


def _ahead_finish_finish(setting: Setting, draft: r.Draft, kind: Ints, p: _Progress) -> None:
    """Once work has begun the finish is where work ends; an actual finish carries the lag, not a lead."""
    some = kind == Link.FF
    draft.end[some & ~(p.waits & p.to_come)] = r.TO_FINISH_UNAIMED
    counted = np.flatnonzero(some & p.ended & ~p.over & (draft.lag >= 0))
    draft.put_at(counted, setting.tasks.actual_finish[setting.frame.before[counted]])
    over = some & p.ended & p.over
    draft.lag[over], draft.end[over] = 0, r.TO_START


def _ahead_start_finish(draft: r.Draft, kind: Ints, p: _Progress) -> None:
    """A start-finish link holds a task under way only while lag is left."""
    some = kind == Link.SF
    draft.source[some & p.runs & p.to_come] = r.NOWHERE
    draft.source[some & p.waits & p.going & (draft.lag <= 0)] = r.NOWHERE
    draft.end[some & p.going] = r.TO_FINISH
    begun = some & (p.runs | p.ended)
    draft.lag = np.where(begun & p.going, np.maximum(0, draft.lag - p.since_start), draft.lag)
    draft.end[begun & p.going & (draft.lag == 0)] = r.TO_START
    draft.end[some & p.over] = r.TO_START
    draft.lag[begun & p.over] = 0


def _behind(setting: Setting, calendar: Shorts, progress: _Progress | None) -> r.Rules:
    frame, kind = setting.frame, setting.frame.type
    draft = r.Draft(frame, calendar, r.lag_minutes(frame, setting.tasks.duration))
    draft.source = r.source_behind(kind)
    draft.end[kind == Link.SS] = r.BACK_LAG_SNAP
    draft.end[kind == Link.SF] = r.BACK_WORK_LAG
    if progress is not None:
        draft.end[(kind == Link.SS) & ~(progress.waits & progress.to_come)] = r.BACK_START
        draft.end[(kind == Link.SS) & ~progress.to_come & ~progress.waits] = r.BACK_START_AS_IS
        draft.lag = _late_lag(draft.lag, kind, progress)
        if setting.plan.options.progress == "progress_override":
            draft.source[progress.going] = r.NOWHERE
        if setting.plan.options.progress == "actual_dates":
            _behind_actual_dates(setting, draft, kind, progress)
    return draft.finish()


def _behind_actual_dates(setting: Setting, draft: r.Draft, kind: Ints, p: _Progress) -> None:
    """What comes before work that has begun was to be done before it did."""
    tasks, after = setting.tasks, setting.frame.after
    whole = r.lag_minutes(setting.frame, tasks.duration)
    by_start = (kind == Link.FS) | (kind == Link.SS)
    for some, column in ((by_start & ~p.to_come, tasks.actual_start), (~by_start & p.over, tasks.actual_finish)):
        links = np.flatnonzero(some & ~p.ended)
        draft.lag = np.where(some & ~p.ended, whole, draft.lag)
        draft.put_at(links, column[after[links]])


def _late_lag(lag: Ints, kind: Ints, p: _Progress) -> Ints:
    """Return how much of each lag counts backward once work has begun."""
    rest_finish = np.where(p.going, 0, np.maximum(0, lag - p.since_finish))
    rest_start = np.where(p.going, 0, np.maximum(0, lag - p.since_start))
    ended = np.where(kind == Link.SS, rest_start, rest_finish)
    ended = np.where((kind == Link.FS) & p.going & ~p.moved, lag, ended)
    ended = np.where((kind == Link.SF) & ~p.over, lag, ended)
    runs = np.where((kind == Link.FS) & p.over, 0, lag)
    runs = np.where(kind == Link.SS, np.where(p.over, 0, np.maximum(0, lag - p.worked)), runs)
    runs = np.where((kind == Link.SF) & ~p.going, 0, runs)
    waits = np.where((kind == Link.FS) & p.over, 0, lag)
    return np.where(p.ended, ended, np.where(p.runs, runs, waits))
