"""Work streams of a project: each with its own dates, progress and earned value, from the sums of its tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.engine.plan import NONE
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project, WorkStream
from conspectus.rooms.portfolio.queries import streams_of
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.figures import day_of
from conspectus.rooms.schedule.bridge.standing import given_with, standing_of
from conspectus.rooms.schedule.queries.figures import HIDDEN
from conspectus.rooms.schedule.queries.revisions import current_number, get_revision

REST = ""  # the name of what lies in no stream
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StreamView:
    """A work stream against its tasks: agreed and planned dates, the tasks done, and money in minor units.

    ``name`` is empty for the tasks in no stream. ``late_days`` are calendar days the plan finishes after the
    agreed end. ``progress`` is earned value over budget, without costs, and to who may not see cost,
    the share of tasks done.
    """

    name: str
    lead: str
    codes: str
    starts_on: date | None
    ends_on: date | None
    tasks: int
    done: int
    start_on: date | None
    finish_on: date | None
    baseline_on: date | None
    late_days: int | None
    progress: Measure
    currency: str
    budget: Measure
    planned_value: Measure
    earned_value: Measure
    actual_cost: Measure
    cpi: Measure
    spi: Measure


def work_streams(project: Project, *, by: User, on: date | None = None) -> tuple[StreamView, ...]:
    """Return the work streams of a visible project in order, then the tasks in none, by its newest plan."""
    from conspectus.engine.plan import Kind
    from conspectus.review.assess import status_of
    from conspectus.review.measured import measured

    rows = list(streams_of(project))
    if not rows:
        return ()
    nothing = np.zeros(0, dtype=bool)
    if current_number(project) is None:
        return tuple(_view(row, nothing, {}, "", False) for row in rows)
    revision = get_revision(project)
    plan, schedule = load_plan(revision.document_id), load_schedule(revision.document_id)
    current = standing_of(project).current
    base = current.over(plan) if current else None
    earned, _ = measured(plan, schedule, status_of(plan, given_with(revision, project.code)), None, base)
    over = base.over(plan) if base else plan
    stored = over.baselines.get(0)
    columns = {
        "start": schedule.start,
        "finish": schedule.finish,
        "baseline": stored.finish if stored is not None else np.full(len(plan.tasks.uid), NONE),
        "done": plan.tasks.actual_finish != NONE,
        "budget": earned.budget,
        "planned_value": earned.planned_value,
        "earned_value": earned.earned_value,
        "actual_cost": earned.actual_cost,
    }
    leaf = (plan.tasks.kind != Kind.SUMMARY) & plan.tasks.active
    wbs = [f"{code}." for code in plan.tasks.wbs]
    found, rest, seen = [], leaf.copy(), sees_cost(by, project, on)
    for row in rows:
        starts = tuple(f"{code.strip()}." for code in row.codes.split(","))
        mine = leaf & np.array([code.startswith(starts) for code in wbs], dtype=bool)
        rest &= ~mine
        found.append(_view(row, mine, columns, plan.currency, seen))
    return (*found, *([_view(None, rest, columns, plan.currency, seen)] if rest.any() else []))


def _view(row: WorkStream | None, mine: Mask, columns: Mapping[str, Any], currency: str, seen: bool) -> StreamView:
    finish = _edge(columns.get("finish"), mine, np.max)
    finish_on = day_of(finish, end=True)
    ends_on = row.ends_on if row else None
    tasks, done = int(mine.sum()), int((mine & columns["done"]).sum()) if columns else 0
    sums = {name: _sum(columns.get(name), mine) for name in ("budget", "planned_value", "earned_value", "actual_cost")}
    progress = ratio(sums["earned_value"], sums["budget"])
    if progress.value is None or not seen:
        progress = value(done / tasks) if tasks else missing(Reason.NO_DATA)
    indices = {"cpi": ratio(sums["earned_value"], sums["actual_cost"])}
    indices["spi"] = ratio(sums["earned_value"], sums["planned_value"])
    money = {**sums, **indices}
    return StreamView(
        name=row.name if row else REST,
        lead=row.lead.name if row and row.lead else "",
        codes=row.codes if row else "",
        starts_on=row.starts_on if row else None,
        ends_on=ends_on,
        tasks=tasks,
        done=done,
        start_on=day_of(_edge(columns.get("start"), mine, np.min)),
        finish_on=finish_on,
        baseline_on=day_of(_edge(columns.get("baseline"), mine, np.max), end=True),
        late_days=(finish_on - ends_on).days if finish_on and ends_on else None,
        progress=progress,
        currency=currency,
        **(money if seen else dict.fromkeys(money, HIDDEN)),
    )


def _edge(column: Any, mine: Mask, pick: Callable[[Any], Any]) -> int:
    """Return the first or last instant of some tasks, NONE where none is known."""
    known = column[mine] if column is not None else np.zeros(0, dtype=np.int64)
    known = known[known != NONE]
    return int(pick(known)) if len(known) else NONE


def _sum(column: Any, mine: Mask) -> Measure:
    """Return a sum in whole minor units; none where no task holds an amount."""
    known = column[mine] if column is not None else np.zeros(0)
    known = known[~np.isnan(known)]
    return value(float(np.round(known.sum()))) if len(known) else missing(Reason.NO_DATA)
