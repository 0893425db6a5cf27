"""Scheduling a plan: calendars packed, passes run, dates rolled up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conspectus.engine.calendars import pack
from conspectus.engine.calendars.shifts import HORIZON_DAYS
from conspectus.engine.network import microsoft, primavera
from conspectus.engine.network.belief import believable
from conspectus.engine.network.cycles import cycle_error
from conspectus.engine.network.frame import Frame, Web, frame_of, starts_of_summaries_bind
from conspectus.engine.network.never import never_findings, never_finishing, out_of_reach
from conspectus.engine.network.outcome import Dates, outcome
from conspectus.engine.network.result import Schedule
from conspectus.engine.network.setting import Setting, Setup
from conspectus.engine.network.work import Clocks, clocks_of, drives_of, remaining_of, stretch_splits, whole_of
from conspectus.engine.plan import DAY, NONE, Flags, Ints, Kind, Plan

MODES = ("microsoft", "primavera")


def schedule(plan: Plan, mode: str = "auto") -> Schedule:
    """Run the critical path method over a plan.

    Parameters
    ----------
    plan
        The plan; its stored dates are not used, save those of manual tasks and
        of split work.
    mode
        ``microsoft``, ``primavera``, or ``auto``: the program that wrote the plan.

    Returns
    -------
    Schedule
        Arrays parallel to ``plan.tasks``.

    Raises
    ------
    CycleError
        When tasks wait for each other; its finding names the path.
    ValueError
        For a mode of another name.
    """
    chosen = _mode_of(plan, mode)
    plan, doubts = believable(plan)
    clocks = clocks_of(plan, primavera=chosen == "primavera")
    usable = plan.tasks.active & (plan.tasks.kind != Kind.SUMMARY) & (plan.tasks.kind != Kind.LEVEL_OF_EFFORT)
    never = never_finishing(plan, clocks, usable)
    findings = (*doubts, *never_findings(plan, clocks, never))
    days = _first_range(plan)
    frame = _frame(plan, usable & ~never, clocks, days, chosen)
    web = _web_of(frame)
    while True:
        setting = _setting(plan, frame, clocks, days, primavera_way=chosen == "primavera")
        dates = Dates(frame.size, len(frame.before))
        setup, limit, whole = _run(setting, web, dates, chosen)
        if whole or days[1] - days[0] >= 2 * HORIZON_DAYS:
            break
        width = days[1] - days[0]
        days = (days[0] - width, days[1] + 3 * width)
    if not whole:
        findings = (*findings, *out_of_reach(plan, usable & ~never, dates.ef))
    found = outcome(setting, web, setup, dates, limit, findings)
    return _without_dates(found) if is_dateless(plan) else found


def laid_out(plan: Plan) -> tuple[str, Setting, Web]:
    """Return a plan's mode, its network and an order of it, laid out over the days a first pass takes."""
    chosen = _mode_of(plan, "auto")
    plan, _ = believable(plan)
    clocks = clocks_of(plan, primavera=chosen == "primavera")
    usable = plan.tasks.active & (plan.tasks.kind != Kind.SUMMARY) & (plan.tasks.kind != Kind.LEVEL_OF_EFFORT)
    usable = usable & ~never_finishing(plan, clocks, usable)
    days = _first_range(plan)
    frame = _frame(plan, usable, clocks, days, chosen)
    return chosen, _setting(plan, frame, clocks, days, primavera_way=chosen == "primavera"), _web_of(frame)


def _frame(plan: Plan, usable: Flags, clocks: Clocks, days: tuple[int, int], mode: str) -> Frame:
    starts = None
    if mode == "microsoft" and starts_of_summaries_bind(plan):
        starts = _starts_without_summaries(plan, usable, clocks, days)
    return frame_of(plan, usable, gates=mode == "microsoft", starts=starts)


def _mode_of(plan: Plan, mode: str) -> str:
    if mode == "auto":
        return "primavera" if plan.options.program == "primavera" else "microsoft"
    if mode not in MODES:
        raise ValueError(f"There is no scheduling mode “{mode}”: use auto, microsoft or primavera.")
    return mode


def _web_of(frame: Frame) -> Web:
    from conspectus.engine.network.kernels import arrange

    into, by_after, out, by_before, order, waiting = arrange(frame.size, frame.before.copy(), frame.after.copy())
    if len(order) < frame.size:
        raise cycle_error(frame, waiting)
    return Web(into, by_after, out, by_before, order)


def _first_range(plan: Plan) -> tuple[int, int]:
    """Return the days calendars are first laid out for; a pass that leaves them is run again with more."""
    tasks = plan.tasks
    columns = (
        tasks.constraint_at,
        tasks.actual_start,
        tasks.actual_finish,
        tasks.stored_finish,
        tasks.stored_late_finish,
    )
    known = [column[column != NONE] for column in columns]
    instants = np.concatenate([*known, [at for at in (plan.start, plan.status_date, plan.finish) if at != NONE]])
    if len(instants) == 0:
        instants = np.zeros(1, dtype=np.int64)
    work = int(np.maximum(0, tasks.duration).max(initial=0)) // DAY
    years = 3 if len(tasks) < 5_000 else 15  # running a large plan twice costs more than laying out more days
    return int(instants.min()) // DAY - 1100, int(instants.max()) // DAY + 366 * years + min(6 * work, HORIZON_DAYS)


def _project_start(plan: Plan) -> int:
    if plan.start != NONE:
        return plan.start
    tasks = plan.tasks
    for column in (tasks.actual_start, tasks.stored_start, tasks.constraint_at):
        known = column[column != NONE]
        if len(known):
            return int(known.min())
    return plan.status_date if plan.status_date != NONE else 0


def is_dateless(plan: Plan) -> bool:
    """Whether a plan holds no date that its tasks could be laid out from."""
    t = plan.tasks
    columns = (t.constraint_at, t.actual_start, t.actual_finish, t.stored_start, t.stored_finish, t.resume)
    whole = (plan.start, plan.finish, plan.status_date, plan.must_finish)
    return all(at == NONE for at in whole) and not any((column != NONE).any() for column in columns)


def _without_dates(found: Schedule) -> Schedule:
    """Return the floats and the critical path, which hold on any day, and no dates, which would be made up."""
    none = np.full(len(found.start), NONE, dtype=np.int64)
    return replace(
        found, early_start=none, early_finish=none, late_start=none, late_finish=none, start=none, finish=none,
        project_start=NONE, project_finish=NONE,
    )  # fmt: skip


def _setting(plan: Plan, frame: Frame, clocks: Clocks, days: tuple[int, int], *, primavera_way: bool) -> Setting:
    tables, row_of = pack(plan.calendars, days[0], days[1], clocks.pairs)
    drives = drives_of(plan, clocks, row_of, remaining_of(plan), tables, frame.size, rest=True)
    whole = None
    if not primavera_way:
        stretch_splits(plan, drives, tables, rest=True)
        if (plan.tasks.actual_start != NONE).any():
            whole = drives_of(plan, clocks, row_of, whole_of(plan), tables, frame.size, rest=False)
            stretch_splits(plan, whole, tables, rest=False)
    start = _project_start(plan)
    date = plan.status_date if plan.status_date != NONE else start
    project = int(row_of[plan.calendar]) if len(plan.calendars) else 0
    return Setting(plan, frame, tables, drives, whole, row_of[clocks.own], max(0, project), primavera_way, start, date)


def _starts_without_summaries(plan: Plan, usable: Flags, clocks: Clocks, days: tuple[int, int]) -> Ints:
    """Return where tasks start by their own links alone."""
    from conspectus.engine.network import kernels

    frame = frame_of(plan, usable, gates=False)
    web, dates = _web_of(frame), Dates(frame.size, len(frame.before))
    setting = _setting(plan, frame, clocks, days, primavera_way=False)
    setup = microsoft.set_up(setting)
    each = (setting.tables, setting.drives, web, setup.ahead, setup.nodes, setup.bounds)
    kernels.forward(*each, (dates.es, dates.ef), dates.reached)
    return dates.es


def _run(setting: Setting, web: Web, dates: Dates, mode: str) -> tuple[Setup, int, bool]:
    """Run the passes; return the setup, the instant late dates count from, and whether all dates were in range."""
    from conspectus.engine.network import kernels

    plan = setting.plan
    make = primavera.set_up if mode == "primavera" else microsoft.set_up
    setup = make(setting)

    def ahead(chosen: Setup) -> bool:
        return bool(
            kernels.forward(
                setting.tables,
                setting.drives,
                web,
                chosen.ahead,
                chosen.nodes,
                chosen.bounds,
                (dates.es, dates.ef),
                dates.reached,
            )
        )

    def behind(limit: int) -> bool:
        base = setup.nodes.late_base
        _late_bases(setting, web, base, dates, limit, mode)
        return bool(
            kernels.backward(
                setting.tables,
                setting.drives,
                web,
                setup.behind,
                setup.nodes,
                setup.late_bounds,
                limit,
                dates.every,
            )
        )

    whole = ahead(setup)
    if not whole:
        return setup, NONE, False
    count = len(plan.tasks)
    limit = int(dates.ef[:count].max(initial=NONE))
    if mode == "primavera" and plan.must_finish != NONE:
        limit = plan.must_finish
    if plan.options.from_finish and plan.finish != NONE:
        limit = plan.finish
    if limit == NONE:
        return setup, limit, whole
    whole = behind(limit) and whole
    if plan.options.from_finish and plan.finish != NONE:
        began = dates.ls[:count][dates.ls[:count] != NONE]
        setup.nodes.base[:count] = began.min(initial=limit)
        whole = ahead(setup) and whole
    if mode == "microsoft" and microsoft.is_late(setting).any():
        setup = microsoft.alap_again(setting, setup, dates.ls, dates.lf)
        whole = ahead(setup) and whole
    return setup, limit, whole


def _late_bases(setting: Setting, web: Web, base: Ints, dates: Dates, limit: int, mode: str) -> None:
    """Fill what late dates begin from where nothing follows."""
    plan = setting.plan
    base[:] = limit
    if mode == "primavera":
        if plan.must_finish != NONE:
            base[:] = plan.must_finish
        if plan.options.open_ends_critical:
            ends = (web.out[1:] == web.out[:-1]) & (dates.ef != NONE)
            base[ends] = dates.ef[ends]
        primavera.held_ends(setting, web, base)
    elif plan.options.multiple_critical_paths:  # every chain is critical for itself
        ends = (web.out[1:] == web.out[:-1]) & (dates.ef != NONE)
        base[ends] = dates.ef[ends]
