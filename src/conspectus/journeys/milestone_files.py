"""Milestones to take along: as CSV, and as an iCalendar feed that calendar programs read again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.agile.queries.sprint_days import sprint_days
from conspectus.rooms.governance.queries import gate_days
from conspectus.rooms.schedule.choices import MilestoneState
from conspectus.rooms.schedule.queries import MilestoneFilter, MilestoneRow, milestones

HEADS = (
    "Code", "Project", "Programme", "Manager", "Milestone", "Date", "Baseline", "Slip, d", "Last period",
    "Date then", "Moved, calendar d", "State", "Critical",
)  # fmt: skip


@written_for(PLAIN)
def milestones_csv(*, by: User, at: datetime, wanted: MilestoneFilter) -> bytes:
    """Return the milestones the filter leaves as CSV; no text in it can become a formula."""
    from conspectus.formats.packs.delimited import write_delimited

    rows = tuple(_cells(row) for row in milestones(by, wanted, at=at))
    return write_delimited(Grid(caption="", columns=tuple(Column(head, 1.0, False) for head in HEADS), rows=rows))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands on a day of the calendar, by an id that stays its own."""

    ident: str
    on: date
    summary: str
    description: str


@written_for(PLAIN)
def milestones_calendar(*, by: User, at: datetime, wanted: MilestoneFilter, site: str = "conspectus") -> bytes:
    """Return the milestones the filter leaves, the days of their projects' gates and the ends of their sprints.

    An iCalendar; ``site`` makes the ids of its entries its own.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Conspectus//Milestones//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Milestones")
    for one in _entries(by, at, wanted):
        event = Event()
        event.add("uid", f"{one.ident}@{site}")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("summary", one.summary)
        event.add("description", one.description)
        event.add("transp", "TRANSPARENT")  # none of these takes anybody's time
        made.add_component(event)
    return bytes(made.to_ical())


def _entries(by: User, at: datetime, wanted: MilestoneFilter) -> Iterator[_Entry]:
    for row in milestones(by, wanted, at=at):
        if row.on is not None:
            yield _Entry(f"{row.project_id}-{row.uid}", row.on, f"{row.code}: {row.name}", _told(row))
    for gate in gate_days(by, wanted, at.date()):
        named = f"condition-{gate.condition_id}" if gate.condition_id else f"gate-{gate.gate_review_id}"
        what = f"condition: {gate.condition}" if gate.condition_id else "review"
        yield _Entry(named, gate.on, f"{gate.code}: {gate.name}, {what}", gate.project)
    for sprint in sprint_days(by, wanted, at.date()):
        named = f"sprint-{sprint.project_id}-{sha256(sprint.name.encode()).hexdigest()[:16]}"
        yield _Entry(named, sprint.on, f"{sprint.code}: {sprint.name} ends", sprint.project)


def _told(row: MilestoneRow) -> str:
    said = [row.project, str(MilestoneState(row.state).label)]
    if row.baseline_on is not None:
        said.append(f"Baseline {row.baseline_on.isoformat()}")
    if row.slip_days:
        said.append(f"{abs(row.slip_days):g} working days {'late' if row.slip_days > 0 else 'early'}")
    return "\n".join(said)


def _cells(row: MilestoneRow) -> tuple[Cell, ...]:
    days = (row.on, row.baseline_on, row.period_on)
    on, base, then = (day.isoformat() if day else "" for day in days)
    slip = "" if row.slip_days is None else f"{row.slip_days:g}"
    moved = "" if row.moved_days is None else str(row.moved_days)
    state, critical = str(MilestoneState(row.state).label), "yes" if row.critical else ""
    named = (row.code, row.project, row.programme, row.manager, row.name)
    return tuple(Cell(text) for text in (*named, on, base, slip, row.period, then, moved, state, critical))
