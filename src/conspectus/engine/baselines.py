"""An approved baseline laid over a plan of today: which budget and dates each task was given, and what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Baseline, Flags, Floats, Ints, Kind, Plan, Texts

FILE_BASELINE = 0  # the one a planning program calls "the baseline"
FROM_FILE = "from file"


class Dated(Protocol):
    """What a schedule tells of tasks."""

    @property
    def start(self) -> Ints: ...
    @property
    def finish(self) -> Ints: ...


@dataclass(frozen=True, eq=False)
class Approved:
    """A baseline laid over a plan, task by uid.

    ``columns`` is parallel to the plan's tasks, ``gone`` holds the tasks the plan no longer has. Costs are each
    row's own money: a summary holds no sum of its children. ``holds`` marks the rows that carry dates of their own,
    not those of tasks below.
    """

    columns: Baseline
    holds: Flags
    gone: Baseline = field(default_factory=Baseline)
    gone_uid: Texts = ()
    gone_name: Texts = ()
    label: str = "approved baseline"

    def over(self, plan: Plan) -> Plan:
        """Return the plan with this baseline in place of the one in its file."""
        return replace(plan, baselines={**plan.baselines, FILE_BASELINE: self.columns})

    @property
    def span(self) -> tuple[int, int]:
        """Earliest start and latest finish, tasks gone included; ``NONE`` where there is none."""
        known = self.holds & (self.columns.start != NONE) & (self.columns.finish != NONE)
        lost = (self.gone.start != NONE) & (self.gone.finish != NONE)
        starts = np.concatenate([self.columns.start[known], self.gone.start[lost]])
        finishes = np.concatenate([self.columns.finish[known], self.gone.finish[lost]])
        return (int(starts.min()), int(finishes.max())) if len(starts) else (NONE, NONE)

    def findings(self, place: str) -> list[Finding]:
        """Name the tasks that are gone."""
        if not self.gone_uid:
            return []
        one = len(self.gone_uid) == 1
        count = "A task" if one else f"{len(self.gone_uid)} tasks"
        words = (
            f"{count} of {self.label} {'is' if one else 'are'} not in this plan: {named(self.gone_name)}. "
            f"{'Its' if one else 'Their'} budget still counts."
        )
        remedy = f"Put the task{'' if one else 's'} back, or have a new baseline approved."
        return [Finding(Severity.WARNING, "BASELINE_TASKS_GONE", place, words, remedy, self.gone_uid)]


def named(names: Sequence[str]) -> str:
    """Return the first three names and how many more there are."""
    shown = ", ".join(f"'{name}'" for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def own_dates(plan: Plan, schedule: Dated | None = None) -> Baseline:
    """Return a plan's own dates and costs as a baseline; inactive tasks are not part of it.

    Dates are those of ``schedule``; left out, those the file stores.
    """
    t = plan.tasks
    start = np.where(t.stored_start != NONE, t.stored_start, t.stored_early_start)
    finish = np.where(t.stored_finish != NONE, t.stored_finish, t.stored_early_finish)
    if schedule is not None:
        start, finish = schedule.start, schedule.finish
    everything = Baseline(
        start=start, finish=finish, duration=t.duration, cost=t.cost, work=t.work, fixed_cost=t.fixed_cost
    )
    return _taken(everything, np.where(t.active, np.arange(len(t)), -1))


def from_file(plan: Plan) -> Approved | None:
    """Return the file's own first baseline, None where it holds none."""
    stored = plan.baselines.get(FILE_BASELINE)
    return None if stored is None else lay_over(plan, plan, stored, FROM_FILE)


def lay_over(plan: Plan, then: Plan, baseline: Baseline | None = None, label: str = "approved baseline") -> Approved:
    """Lay the baseline of an approved revision over the plan of today, task by uid.

    Parameters
    ----------
    plan
        The plan that is measured.
    then
        The approved revision; its outline says whose money a summary's cost is.
    baseline
        Parallel to ``then.tasks``; left out, the revision's own dates and costs are the baseline.

    Returns
    -------
    Approved
        A task split up since keeps its budget on what is now a summary; a summary that became a task gets none,
        for the tasks once below it are gone and keep theirs.
    """
    source = own_dates(then) if baseline is None else baseline
    holds = _holds(then, source)
    source = source.with_(cost=_own_money(then, source, holds), fixed_cost=_fixed(then, source))
    if then is plan:
        return Approved(source, holds, label=label)
    rows = then.row_of()
    at = np.array([rows.get(uid, -1) for uid in plan.tasks.uid], dtype=np.int64)
    here = set(plan.tasks.uid)
    money = np.nan_to_num(source.cost) != 0
    dated = (source.start != NONE) | (source.finish != NONE)
    gone = [r for uid, r in rows.items() if uid not in here and (money[r] or (holds[r] and dated[r]))]
    return Approved(
        columns=_taken(source, at),
        holds=(at >= 0) & holds[np.maximum(at, 0)] if len(holds) else np.zeros(len(at), dtype=np.bool_),
        gone=_taken(source, np.array(gone, dtype=np.int64)),
        gone_uid=tuple(then.tasks.uid[r] for r in gone),
        gone_name=tuple(then.tasks.name[r] or then.tasks.uid[r] for r in gone),
        label=label,
    )


def _taken(source: Baseline, rows: Ints) -> Baseline:
    """Return the baseline's rows in another order; -1 is a task it does not have."""
    size = len(source)
    known = rows >= 0

    def column(values: Any, empty: float) -> Any:
        return np.where(known, values[np.where(known, rows, 0)] if size else empty, empty)

    return Baseline(
        start=column(source.start, NONE),
        finish=column(source.finish, NONE),
        duration=column(source.duration, NONE),
        cost=column(source.cost, np.nan),
        work=column(source.work, np.nan),
        fixed_cost=column(source.fixed_cost, np.nan),
    )


def _holds(plan: Plan, base: Baseline) -> Flags:
    """Return the rows that hold the baseline themselves: tasks, and summaries with nothing of it below them."""
    known = (base.start != NONE) | ~np.isnan(base.cost)
    below = np.zeros(len(known), dtype=np.bool_)
    parents = plan.tasks.parent
    for row in range(len(known) - 1, -1, -1):
        if parents[row] >= 0:
            below[parents[row]] |= known[row] | below[row]
    found: Flags = (plan.tasks.kind != Kind.SUMMARY) | (known & ~below)
    return found


def _fixed(plan: Plan, base: Baseline) -> Floats:
    return np.where(np.isnan(base.fixed_cost), plan.tasks.fixed_cost, base.fixed_cost)


def _own_money(plan: Plan, base: Baseline, holds: Flags) -> Floats:
    own = own_cost(plan, np.nan_to_num(base.cost), np.nan_to_num(_fixed(plan, base)))
    return np.where(holds, base.cost, np.where(np.isnan(base.cost), np.nan, own))


def own_cost(plan: Plan, cost: Floats, fixed: Floats) -> Floats:
    """Return what a summary costs beside its children: its fixed cost, where the sums bear it out."""
    parents = plan.tasks.parent
    inside = np.zeros(len(cost))
    has = parents >= 0
    np.add.at(inside, parents[has], cost[has])
    own = cost - inside
    return np.where((fixed > 0) & (own >= fixed - 1.0), fixed, 0.0)
