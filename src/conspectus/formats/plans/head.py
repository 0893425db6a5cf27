"""The parts of a plan that are no columns, as canonical JSON: head, options, calendars."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import lru_cache
from typing import Any

from conspectus.engine.plan import Calendar, CalendarException, Options, Plan, Shift, Week, WeekSpan

SCALARS = ("uid", "name", "currency", "status_date", "start", "finish", "must_finish", "calendar")


def canonical(value: Any) -> str:
    """Return JSON that is the same for the same value, wherever it is written."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def write_head(plan: Plan) -> str:
    """Return the plan's scalars and options as JSON."""
    options = {item.name: getattr(plan.options, item.name) for item in fields(Options)}
    options["extra"] = dict(plan.options.extra)
    return canonical({name: getattr(plan, name) for name in SCALARS} | {"options": options})


def read_head(text: str) -> dict[str, Any]:
    """Return the arguments of a Plan that ``write_head`` wrote."""
    head = json.loads(text)
    arguments: dict[str, Any] = {name: head[name] for name in SCALARS}
    arguments["options"] = Options(**head["options"])
    return arguments


def write_calendar(calendar: Calendar) -> str:
    """Return one calendar as JSON."""
    return canonical(
        {
            "uid": calendar.uid,
            "name": calendar.name,
            "week": calendar.week,
            "spans": [(span.first, span.last, span.week) for span in calendar.spans],
            "exceptions": [(one.first, one.last, one.shifts) for one in calendar.exceptions],
            "minutes_per_day": calendar.minutes_per_day,
        }
    )


@lru_cache(maxsize=512)
def read_calendar(text: str) -> Calendar:
    """Return the calendar that ``write_calendar`` wrote; calendars are frozen, so equal ones are shared."""
    given = json.loads(text)
    return Calendar(
        uid=given["uid"],
        name=given["name"],
        week=_week(given["week"]),
        spans=tuple(WeekSpan(first, last, _week(week)) for first, last, week in given["spans"]),
        exceptions=tuple(
            CalendarException(first, last, _shifts(shifts)) for first, last, shifts in given["exceptions"]
        ),
        minutes_per_day=given["minutes_per_day"],
    )


def _week(days: list[list[list[int]]]) -> Week:
    return tuple(_shifts(day) for day in days)


def _shifts(day: list[list[int]]) -> tuple[Shift, ...]:
    return tuple((begin, end) for begin, end in day)
