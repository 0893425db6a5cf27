"""Milestones by month: what the address asks for, and the weeks of a month as a calendar shows them."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.agile.queries.sprint_days import SprintDay
from conspectus.rooms.governance.queries import GateDay
from conspectus.rooms.schedule.choices import MilestoneState
from conspectus.rooms.schedule.queries import MilestoneFilter, MilestoneRow

from .portfolio import asked_id

NARROWING = ("text", "portfolio", "programme", "division", "manager", "mine", "window", "state", "slipped")
WINDOWS = (
    ("", _("not done, any day")),
    ("30", _("next 30 days")),
    ("90", _("next 90 days")),
    ("all", _("all, done too")),
)
SLIPPED = (
    ("", _("any")),
    ("period", _("slipped since the last period")),
    ("baseline", _("slipped against the baseline")),
)
STATES = (("", _("any state")), *MilestoneState.choices)
MEANINGS = (
    (_("Date"), _("The forecast date in the project's newest plan.")),
    (_("Baseline"), _("The date in the baseline in force: the approved one, else the one in the file.")),
    (_("Slip"), _("Working days from the baseline's date to the forecast. Plus is late.")),
    (_("Last period"), _("The date in the newest plan at the end of the last period that is over.")),
    (_("Moved"), _("Calendar days from that date to the forecast. Plus is later.")),
    (
        _("State"),
        _(
            "Done; missed: by the plan's status date its baseline or its own date had come and it was not done; "
            "due, not reported: its date has passed since the status date; late: forecast after its baseline; "
            "on time: all others."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's grid; ``within`` is False in the weeks' days of the months beside."""

    on: date
    within: bool
    today: bool
    rows: tuple[MilestoneRow, ...]
    gates: tuple[GateDay, ...] = ()
    sprints: tuple[SprintDay, ...] = ()


def read_milestone_filter(query: dict[str, str]) -> MilestoneFilter:
    """Return what the address asks for; refuses what is no number."""
    return MilestoneFilter(
        text=query.get("text", ""),
        portfolio=asked_id(query, "portfolio"),
        programme=asked_id(query, "programme"),
        division=asked_id(query, "division"),
        manager=asked_id(query, "manager"),
        mine=query.get("mine", "") == "yes",
        window=query.get("window", ""),
        state=query.get("state", ""),
        slipped=query.get("slipped", ""),
        month=query.get("month", ""),
    )


def weeks_of(
    first: date,
    rows: Iterable[MilestoneRow],
    gates: Iterable[GateDay],
    sprints: Iterable[SprintDay],
    today: date,
) -> list[list[Day]]:
    """Return the weeks of a month, Monday first, with what falls on each day."""
    dated: dict[date, list[MilestoneRow]] = {}
    for row in rows:
        if row.on is not None:
            dated.setdefault(row.on, []).append(row)
    held: dict[date, list[GateDay]] = {}
    for gate in gates:
        held.setdefault(gate.on, []).append(gate)
    ending: dict[date, list[SprintDay]] = {}
    for sprint in sprints:
        ending.setdefault(sprint.on, []).append(sprint)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [
            Day(
                on,
                on.month == first.month,
                on == today,
                tuple(dated.get(on, ())),
                tuple(held.get(on, ())),
                tuple(ending.get(on, ())),
            )
            for on in week
        ]
        for week in weeks
    ]


def beside(first: date) -> tuple[str, str]:
    """Return the month before and the month after, as addresses have them."""
    return f"{first - timedelta(days=1):%Y-%m}", f"{first + timedelta(days=31):%Y-%m}"
