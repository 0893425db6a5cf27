"""Work streams of a project: each with its own dates, progress and earned value, from the sums of its tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.engine.plan import NONE
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project, WorkStream
from conspectus.rooms.portfolio.queries import streams_of
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.schedule.bridge.approved import Fixed
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.figures import day_of
from conspectus.rooms.schedule.bridge.standing import approved_of, given_with, standing_of
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.schedule.queries.as_at import Standing as Then
from conspectus.rooms.schedule.queries.figures import HIDDEN
from conspectus.rooms.schedule.queries.revisions import current_number, get_revision
from conspectus.rooms.schedule.queries.views import StreamView

REST = ""  # the name of what lies in no stream
Mask = npt.NDArray[np.bool_]
_MONEY = ("budget", "planned_value", "earned_value", "actual_cost", "cpi", "spi")


def work_streams(project: Project, *, by: User, on: date | None = None) -> tuple[StreamView, ...]:
    """Return the work streams of a visible project in order, then the tasks in none, by its newest plan."""
    revision = None if current_number(project) is None else get_revision(project)
    rows = list(streams_of(project))
    current = standing_of(project).current if rows and revision is not None else None
    found = _cut(project, rows, revision, current)
    return found if sees_cost(by, project, on) else tuple(stream_without_money(one) for one in found)


def streams_then(projects: Sequence[Project], standing: Mapping[int, Then]) -> dict[int, tuple[StreamView, ...]]:
    """Return the work streams of those projects that are cut, with their money, by the plans they stood by.

    Only plans of projects that are cut are read.
    """
    rows: dict[int, list[WorkStream]] = {}
    ids = [one.pk for one in projects]
    for row in of_these(WorkStream.objects.select_related("lead").order_by("place"), ids):
        rows.setdefault(row.project_id, []).append(row)
    found = {}
    for project in projects:
        if project.pk in rows:
            then = standing.get(project.pk)
            revision = None if then is None else get_revision(project, then.revision)
            held = None
            if then is not None and then.baseline is not None:
                held = approved_of(project.baselines.select_related("revision").get(number=then.baseline))
            found[project.pk] = _cut(project, rows[project.pk], revision, held)
    return found


def stream_without_money(one: StreamView) -> StreamView:
    """Return a stream as those see it who may not see cost: progress by tasks done."""
    hidden = dict.fromkeys(_MONEY, HIDDEN)
    return replace(one, progress=_by_tasks(one.done, one.tasks), **hidden)  # type: ignore[arg-type]  # its measures


def _cut(
    project: Project, rows: Sequence[WorkStream], revision: PlanRevision | None, current: Fixed | None
) -> tuple[StreamView, ...]:
    """Return streams by one revision, measured against an approved baseline or the one of its file."""
    from conspectus.engine.plan import Kind
    from conspectus.review.assess import status_of
    from conspectus.review.measured import measured

    if not rows:
        return ()
    nothing = np.zeros(0, dtype=bool)
    if revision is None:
        return tuple(_view(row, nothing, {}, "") for row in rows)
    plan, schedule = load_plan(revision.document_id), load_schedule(revision.document_id)
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
    found, rest = [], leaf.copy()
    for row in rows:
        starts = tuple(f"{code.strip()}." for code in row.codes.split(","))
        mine = leaf & np.array([code.startswith(starts) for code in wbs], dtype=bool)
        rest &= ~mine
        found.append(_view(row, mine, columns, plan.currency))
    return (*found, *([_view(None, rest, columns, plan.currency)] if rest.any() else []))


def _view(row: WorkStream | None, mine: Mask, columns: Mapping[str, Any], currency: str) -> StreamView:
    finish = _edge(columns.get("finish"), mine, np.max)
    finish_on = day_of(finish, end=True)
    ends_on = row.ends_on if row else None
    tasks, done = int(mine.sum()), int((mine & columns["done"]).sum()) if columns else 0
    sums = {name: _sum(columns.get(name), mine) for name in _MONEY[:4]}
    progress = ratio(sums["earned_value"], sums["budget"])
    indices = {"cpi": ratio(sums["earned_value"], sums["actual_cost"])}
    indices["spi"] = ratio(sums["earned_value"], sums["planned_value"])
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
        progress=_by_tasks(done, tasks) if progress.value is None else progress,
        currency=currency,
        **sums,
        **indices,
    )


def _by_tasks(done: int, tasks: int) -> Measure:
    return value(done / tasks) if tasks else missing(Reason.NO_DATA)


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
