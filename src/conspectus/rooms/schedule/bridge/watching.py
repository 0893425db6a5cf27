"""A task that is watched as the newest plan has it, and the plan's own calendar as it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from conspectus.engine.plan import NONE, ROUND_THE_CLOCK, Calendar, Kind, Plan
from conspectus.kit.errors import Invalid
from conspectus.kit.frozen import from_json, to_plain
from conspectus.kit.texts import fold
from conspectus.rooms.schedule.bridge.figures import clean
from conspectus.rooms.schedule.models import WorkCalendar

if TYPE_CHECKING:
    from conspectus.engine.calendars import WorkClock
    from conspectus.engine.network import Schedule

LONGEST_UID = 500
_USUAL_DAY = 480


def task_row(plan: Plan, text: str) -> int:
    """Return the row of the task with this id or exact name; refuses what no or several tasks are called."""
    wanted = text.strip()
    row = plan.row_of().get(wanted)
    if row is None:
        key = fold(wanted)
        rows = [number for number, name in enumerate(plan.tasks.name) if fold(name) == key]
        if not rows:
            raise Invalid("task", "The plan has no task “%(task)s”. Give its id or exact name.", "task", task=wanted)
        if len(rows) > 1:
            raise Invalid(
                "task", "%(count)s tasks are called “%(task)s”. Give the id.", "task", count=len(rows), task=wanted
            )
        row = rows[0]
    kind = plan.tasks.kind[row]
    if kind in (Kind.SUMMARY, Kind.LEVEL_OF_EFFORT) or not plan.tasks.active[row]:
        raise Invalid("task", "“%(task)s” has no dates of its own. Choose a task or a milestone.", "task", task=wanted)
    if len(clean(plan.tasks.uid[row])) > LONGEST_UID:
        raise Invalid("task", "The id of “%(task)s” is too long to be kept.", "task", task=wanted)
    return row


def watched(plan: Plan, dates: Schedule, row: int) -> dict[str, Any]:
    """Return the columns of a watched task."""
    tasks = plan.tasks
    start, finish = int(dates.start[row]), int(dates.finish[row])
    return {
        "name": clean(tasks.name[row]),
        "start_minute": None if start == NONE else start,
        "finish_minute": None if finish == NONE else finish,
        "begun": bool(tasks.actual_start[row] != NONE),
        "done": bool(tasks.actual_finish[row] != NONE),
        "gone": False,
    }


def own_calendar(plan: Plan) -> Calendar:
    """Return the plan's own calendar; of one without any the clock runs round."""
    return plan.calendars[plan.calendar] if plan.calendars else Calendar(week=ROUND_THE_CLOCK, minutes_per_day=1440)


def calendar_of(plan: Plan) -> tuple[str, Any]:
    """Return the plan's own calendar as it is kept, with its digest."""
    data = to_plain(Calendar, own_calendar(plan))
    told = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest(), data


_clocks: dict[str, tuple[WorkClock, int]] = {}  # a calendar never changes, and a house has few


def clocks_of(digests: Collection[str]) -> dict[str, tuple[WorkClock, int]]:
    """Return the clocks of kept calendars with their minutes a day; those not met before are asked for at once."""
    from conspectus.engine.calendars import WorkClock

    missing = set(digests) - set(_clocks)
    for digest, data in WorkCalendar.objects.filter(pk__in=missing).values_list("pk", "data") if missing else ():
        found = from_json(Calendar, json.dumps([data]).encode())
        _clocks[digest] = (WorkClock(found), found.minutes_per_day or _USUAL_DAY)
    return {digest: _clocks[digest] for digest in digests}
