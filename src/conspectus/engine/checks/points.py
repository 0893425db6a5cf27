"""The fourteen points of a schedule assessment, one function each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conspectus.engine.checks.quality import Check
from conspectus.engine.checks.sight import Sight
from conspectus.engine.measure import REASON_WORDS, Measure, Reason, missing, value
from conspectus.engine.network import CycleError
from conspectus.engine.plan import NONE, Constraint, Flags, Ints, Kind, Link, Plan

HARD = (
    Constraint.MUST_START,
    Constraint.MUST_FINISH,
    Constraint.START_NO_LATER,
    Constraint.FINISH_NO_LATER,
    Constraint.START_ON,
    Constraint.FINISH_ON,
)


def _unmeasured(number: int, code: str, name: str, unit: str, threshold: str, reason: Reason, remedy: str) -> Check:
    words = f"Not measured, because {REASON_WORDS[reason]}."
    return Check(number, code, name, missing(reason), unit, threshold, None, 0, 0, (), words, remedy)


def _share(
    sight: Sight, number: int, code: str, name: str, found: Flags, among: Flags, limit: float | None, words: str,
    remedy: str,
) -> Check:  # fmt: skip
    """Return a check that counts tasks among a population, in percent, against an upper limit."""
    threshold = "for information" if limit is None else f"<= {limit:g} %"
    found = found & among
    counted, population = int(found.sum()), int(among.sum())
    if not population:
        return _unmeasured(number, code, name, "%", threshold, Reason.NOT_APPLICABLE, remedy)
    percent = 100.0 * counted / population
    passed = None if limit is None else percent <= limit
    said = f"{counted} of {population} {words} ({percent:.1f} %)."
    return Check(
        number, code, name, value(percent), "%", threshold, passed, counted, population, sight.uids(found), said, remedy
    )


def logic(sight: Sight) -> Check:
    """Point 1: tasks without predecessor or successor; what starts and what ends the project is exempt."""
    plan, size = sight.plan, len(sight.plan.tasks)
    active = plan.tasks.active
    live = active[plan.links.before] & active[plan.links.after] if len(plan.links) else np.zeros(0, dtype=bool)
    led, leads = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    led[plan.links.after[live]] = True
    leads[plan.links.before[live]] = True
    outside = plan.outside
    led[outside.task[outside.is_predecessor]] = True
    leads[outside.task[~outside.is_predecessor]] = True
    dated = sight.leaf & (sight.schedule.start != NONE)
    first, last = np.flatnonzero(dated & ~led), np.flatnonzero(dated & ~leads)
    if len(first):
        led[first[np.argmin(sight.schedule.start[first])]] = True
    if len(last):
        leads[last[np.argmax(sight.schedule.finish[last])]] = True
    return _share(
        sight, 1, "LOGIC", "Logic", ~led | ~leads, sight.incomplete, sight.limits.logic_percent,
        "tasks to finish have no predecessor or no successor",
        "Link each task to what it waits for and to what waits for it.",
    )  # fmt: skip


def _over_links(
    sight: Sight, number: int, code: str, name: str, found: Flags, limit: float, words: str, remedy: str
) -> Check:
    """Return a check that counts links, in percent; its tasks are the successors."""
    among = sight.links
    threshold = f"<= {limit:g} %" if limit else "0"
    if not among.any():
        return _unmeasured(number, code, name, "%", threshold, Reason.NOT_APPLICABLE, remedy)
    found = found & among
    counted, population = int(found.sum()), int(among.sum())
    percent = 100.0 * counted / population
    tasks = np.zeros(len(sight.plan.tasks), dtype=bool)
    tasks[sight.plan.links.after[found]] = True
    said = f"{counted} of {population} links {words} ({percent:.1f} %)."
    return Check(
        number, code, name, value(percent), "%", threshold, percent <= limit, counted, population, sight.uids(tasks),
        said, remedy,
    )  # fmt: skip


def leads(sight: Sight) -> Check:
    """Point 2: links with negative lag."""
    remedy = "Split the earlier task at the hand-over, and link the parts without a lead."
    found = sight.plan.links.lag < 0
    return _over_links(sight, 2, "LEADS", "Leads", found, float(sight.limits.leads), "have a lead", remedy)


def lags(sight: Sight) -> Check:
    """Point 3: links with positive lag."""
    remedy = "Make waiting a task of its own, so that it can be seen and shortened."
    found = sight.plan.links.lag > 0
    return _over_links(sight, 3, "LAGS", "Lags", found, sight.limits.lags_percent, "have a lag", remedy)


def relationship_types(sight: Sight) -> Check:
    """Point 4: share of finish-to-start links; start-to-finish links are named."""
    limit, among = sight.limits.finish_start_percent, sight.links
    threshold, remedy = f">= {limit:g} % FS", "Use finish-to-start where the work allows; avoid start-to-finish."
    code, name = "RELATIONSHIP_TYPES", "Relationship types"
    if not among.any():
        return _unmeasured(4, code, name, "%", threshold, Reason.NOT_APPLICABLE, remedy)
    kinds = sight.plan.links.type
    good, backward = among & (kinds == Link.FS), int((among & (kinds == Link.SF)).sum())
    percent = 100.0 * float(good.sum()) / float(among.sum())
    tasks = np.zeros(len(sight.plan.tasks), dtype=bool)
    tasks[sight.plan.links.after[among & (kinds != Link.FS)]] = True
    said = f"{int(good.sum())} of {int(among.sum())} links are finish-to-start ({percent:.1f} %)"
    said += f"; {backward} are start-to-finish, where none should be." if backward else "."
    return Check(
        4, code, name, value(percent), "%", threshold, percent >= limit, int(good.sum()), int(among.sum()),
        sight.uids(tasks), said, remedy,
    )  # fmt: skip


def hard_constraints(sight: Sight) -> Check:
    """Point 5: dates that hold whatever the logic says."""
    t = sight.plan.tasks
    return _share(
        sight, 5, "HARD_CONSTRAINTS", "Hard constraints", np.isin(t.constraint, HARD) | np.isin(t.constraint2, HARD),
        sight.incomplete, sight.limits.hard_constraints_percent, "tasks to finish have a hard constraint",
        "Replace it by a link, or by a deadline that does not move dates.",
    )  # fmt: skip


def _floats(sight: Sight) -> tuple[Ints, Flags]:
    found = sight.schedule.total_float
    return found, found != NONE


def high_float(sight: Sight) -> Check:
    """Point 6: total float above 44 working days of the task's calendar."""
    total, known = _floats(sight)
    limit = sight.limits.long_days
    return _share(
        sight, 6, "HIGH_FLOAT", "High float", known & (total > limit * sight.day), sight.incomplete,
        sight.limits.high_float_percent, f"tasks to finish have more than {limit:g} working days of float",
        "Look for a missing successor; much float often means missing logic.",
    )  # fmt: skip


def negative_float(sight: Sight) -> Check:
    """Point 7: total float below zero."""
    total, known = _floats(sight)
    return _share(
        sight, 7, "NEGATIVE_FLOAT", "Negative float", known & (total < 0), sight.incomplete, 0.0,
        "tasks to finish have negative float",
        "Recover the time on their path, or agree another date.",
    )  # fmt: skip


def high_duration(sight: Sight) -> Check:
    """Point 8: baseline duration above 44 working days; planned duration where there is no baseline."""
    t = sight.plan.tasks
    base = t.duration if sight.baseline is None else sight.baseline.duration
    length = np.where(base == NONE, t.duration, base)
    limit = sight.limits.long_days
    return _share(
        sight, 8, "HIGH_DURATION", "High duration", length > limit * sight.day, sight.incomplete,
        sight.limits.high_duration_percent, f"tasks to finish last more than {limit:g} working days",
        "Break them into parts whose progress can be seen.",
    )  # fmt: skip


def invalid_dates(sight: Sight) -> Check:
    """Point 9: forecasts before the status date, actuals after it."""
    t, s = sight.plan.tasks, sight.schedule
    remedy = "Move work not done to after the status date; correct actual dates that lie in the future."
    if sight.status == NONE:
        return _unmeasured(9, "INVALID_DATES", "Invalid dates", "%", "0", Reason.NO_STATUS_DATE, remedy)
    waiting = ~sight.finished & (t.actual_start == NONE) & (s.start != NONE) & (s.start < sight.status)
    running = ~sight.finished & (t.actual_start != NONE) & (s.finish != NONE) & (s.finish < sight.status)
    ahead = (t.actual_start > sight.status) | (t.actual_finish > sight.status)
    check = _share(
        sight, 9, "INVALID_DATES", "Invalid dates", waiting | running | ahead, sight.leaf, 0.0,
        "tasks are forecast before the status date or have actual dates after it", remedy,
    )  # fmt: skip
    return replace(check, threshold="0")


def resources(sight: Sight) -> Check:
    """Point 10: tasks of a day or more that carry neither hours nor cost; not applicable to an unloaded plan."""
    plan, t = sight.plan, sight.plan.tasks
    loaded = (np.nan_to_num(t.cost) > 0) | (np.nan_to_num(t.work) > 0)
    loaded[plan.assignments.task[plan.assignments.resource >= 0]] = True
    name, remedy = "Resources", "Assign people or cost to them, or say why none is needed."
    if not loaded.any():
        return _unmeasured(10, "RESOURCES", name, "%", "for information", Reason.NOT_APPLICABLE, remedy)
    return _share(
        sight, 10, "RESOURCES", name, ~loaded, sight.incomplete & (t.duration >= sight.day),
        sight.limits.resources_percent, "tasks of a day or more carry neither hours nor cost", remedy,
    )  # fmt: skip


def due(sight: Sight) -> Flags:
    """Return tasks whose baseline finish is at or before the status date."""
    finish = sight.baseline_finish
    found: Flags = sight.tasks & (finish != NONE) & (finish <= sight.status)
    return found


def missed_tasks(sight: Sight) -> Check:
    """Point 11: finish, actual or forecast, later than the baseline among tasks due."""
    code, name, limit = "MISSED_TASKS", "Missed tasks", sight.limits.missed_percent
    remedy, threshold = "Find out why work is late, and re-plan what depends on it.", f"<= {limit:g} %"
    reason = _no_base(sight)
    if reason:
        return _unmeasured(11, code, name, "%", threshold, reason, remedy)
    among = due(sight)
    if not among.any():
        return _unmeasured(11, code, name, "%", threshold, Reason.NOT_DUE, remedy)
    t = sight.plan.tasks
    finish = np.where(t.actual_finish != NONE, t.actual_finish, sight.schedule.finish)
    words = "tasks due by the status date finished or will finish late"
    return _share(sight, 11, code, name, finish > sight.baseline_finish, among, limit, words, remedy)


def _no_base(sight: Sight) -> Reason | None:
    if sight.baseline is None:
        return Reason.NO_BASELINE
    return Reason.NO_STATUS_DATE if sight.status == NONE else None


def critical_path_test(sight: Sight) -> Check:
    """Point 12: a critical task is made 600 working days longer; the project finish must move by as much."""
    code, name, push = "CRITICAL_PATH_TEST", "Critical path test", sight.limits.push_days
    threshold, remedy = f">= {push} days", "Find the break: missing successors, hard constraints, or dates set by hand."
    row = _to_push(sight)
    if row is None:
        if not sight.incomplete.any() or sight.schedule.project_start == NONE:
            return _unmeasured(12, code, name, "days", threshold, Reason.NOT_APPLICABLE, remedy)
        words = "No task to finish is critical, so nothing drives the finish."
        return Check(12, code, name, value(0), "days", threshold, False, 0, 1, (), words, remedy)
    plan, t = sight.plan, sight.plan.tasks
    longer = _pushed(plan, row, int(push * sight.day[row]))
    try:
        after = sight.reschedule(longer)
    except CycleError:
        return _unmeasured(12, code, name, "days", threshold, Reason.NOT_APPLICABLE, remedy)
    clock = sight.clocks.of(int(sight.clocks.rows(plan)[row]))
    moved = clock.between(sight.schedule.project_finish, after.project_finish) / float(sight.day[row])
    passed = moved >= push * (1 - sight.limits.push_tolerance)
    words = f"With {push} working days more on “{t.name[row]}” the finish moves by {moved:.0f} working days."
    return Check(12, code, name, value(moved), "days", threshold, passed, 1, 1, (t.uid[row],), words, remedy)


def _pushed(plan: Plan, row: int, minutes: int) -> Plan:
    """Return the plan with one task, and all who work on it, busy so much longer."""
    t, a = plan.tasks, plan.assignments
    extra = np.zeros(len(t), dtype=np.int64)
    extra[row] = minutes
    mine = a.task == row
    more = np.where(mine, minutes * np.where(a.units > 0, a.units, 1.0), 0.0)
    return replace(
        plan,
        tasks=t.with_(
            duration=t.duration + extra,
            remaining_duration=np.where(t.remaining_duration == NONE, NONE, t.remaining_duration + extra),
            planned_duration=np.where(t.planned_duration == NONE, NONE, t.planned_duration + extra),
        ),
        assignments=a.with_(
            work=a.work + more, remaining_work=a.remaining_work + more, finish=np.where(mine, NONE, a.finish)
        ),
    )


def _to_push(sight: Sight) -> int | None:
    """Return the earliest critical task that the network, not a hand or a resource, puts in its place."""
    t, s = sight.plan.tasks, sight.schedule
    free = sight.incomplete & s.critical & (s.finish != NONE) & ~t.manual
    plain = free & (t.kind == Kind.TASK)
    rows = np.flatnonzero(plain if plain.any() else free)
    return int(rows[np.argmin(s.start[rows])]) if len(rows) else None


def cpli(sight: Sight) -> Check:
    """Point 13: critical path length index, (length from now + float to the baseline finish) / length from now."""
    limit = sight.limits.cpli
    threshold, remedy = f">= {limit:g}", "Recover time on the critical path, or agree another finish."
    reason = _no_base(sight)
    finishes = sight.baseline_finish[sight.leaf & (sight.baseline_finish != NONE)]
    if reason is None and not len(finishes):
        reason = Reason.NO_BASELINE
    length = 0
    if reason is None:
        length = sight.clocks.own.between(sight.status, sight.schedule.project_finish)
        reason = Reason.NOT_APPLICABLE if length <= 0 or not sight.leaf[~sight.finished].any() else None
    if reason:
        return _unmeasured(13, "CPLI", "Critical path length index", "ratio", threshold, reason, remedy)
    spare = sight.clocks.own.between(sight.schedule.project_finish, int(finishes.max()))
    index, day = (length + spare) / length, float(sight.plan.options.minutes_per_day or 480)
    words = f"{length / day:.0f} working days are left to the forecast finish, "
    words += f"which is {abs(spare) / day:.0f} working days {'after' if spare < 0 else 'before'} the baseline finish."
    return Check(
        13,
        "CPLI",
        "Critical path length index",
        value(index),
        "ratio",
        threshold,
        index >= limit,
        0,
        1,
        (),
        words,
        remedy,
    )


def done(sight: Sight) -> Flags:
    """Return tasks with an actual finish by the status date."""
    finish = sight.plan.tasks.actual_finish
    found: Flags = sight.tasks & (finish != NONE) & (finish <= sight.status)
    return found


def bei(sight: Sight) -> Check:
    """Point 14: baseline execution index, tasks finished over tasks due plus tasks without a baseline date."""
    limit, code, name = sight.limits.bei, "BEI", "Baseline execution index"
    threshold, remedy = f">= {limit:g}", "Finish what is due, and bring new work into the baseline by approval."
    reason = _no_base(sight)
    among = due(sight) | (sight.tasks & (sight.baseline_finish == NONE))
    if reason is None and not among.any():
        reason = Reason.NOT_DUE
    if reason:
        return _unmeasured(14, code, name, "ratio", threshold, reason, remedy)
    ready, wanted = int(done(sight).sum()), int(among.sum())
    late = among & ~done(sight)
    finished = "1 task is finished" if ready == 1 else f"{ready} tasks are finished"
    words = f"{finished}, where {wanted} {'was due or has' if wanted == 1 else 'were due or have'} no baseline date."
    index = ready / wanted
    return Check(
        14, code, name, value(index), "ratio", threshold, index >= limit, ready, wanted, sight.uids(late), words, remedy
    )


def bei_without_unbaselined(sight: Sight) -> Measure:
    """Return the older form of the index, over tasks due alone."""
    reason = _no_base(sight)
    if reason:
        return missing(reason)
    wanted = int(due(sight).sum())
    return value(float(done(sight).sum()) / wanted) if wanted else missing(Reason.NOT_DUE)
