"""Two projects of the demo work from backlogs: exports in the layouts of two tools, uploaded month by month."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from conspectus.journeys.demo.enterprise import manager_of
from conspectus.journeys.demo.months import month_ends, morning
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.agile.actions import NewChoice, SaidOf, choose_delivery, import_backlog

WEEK, UPLOADS = timedelta(days=7), 8
POINTS = (1, 2, 3, 5, 8)
JIRA = ("Issue Type", "Issue key", "Summary", "Status", "Status Category", "Story Points", "Epic Link", "Sprint",
        "Created", "Actual start", "Resolved")  # fmt: skip
AZURE = ("ID", "Work Item Type", "Title", "State", "Story Points", "Parent", "Iteration Path", "Created Date",
         "Activated Date", "Closed Date")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the demo: how much it ends a week, and how its scope grows."""

    code: str
    tool: str
    prefix: str
    weekly: tuple[int, ...]  # items ended a week, by turns
    begun: int  # weeks before the first upload
    first: int  # items at the start
    added: int  # items that come in a month
    epics: tuple[str, ...]
    judges: bool = False  # whether its throughput judges the schedule


TEAMS = (
    Team("CD-03", "jira", "APP", (3, 4, 2, 5, 3), 6, 150, 3,
          ("Sign in and profile", "Meter readings", "Bills and payment", "Outage news", "Moving house"), judges=True),
    Team("CD-05", "azure", "", (4, 3, 6, 4), 10, 230, 12,
          ("Sources connected", "Catalogue", "Quality rules", "Reports of the regulator", "Access and audit")),
)  # fmt: skip
WORK = (
    "Show {0}", "Check {0} as it is typed", "Keep {0} when the line breaks", "Let a customer correct {0}",
    "Load {0} every night", "Tell who changed {0}", "Find {0} by name", "Send {0} by mail", "Test {0} under load",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Item:
    number: int
    title: str
    epic: int
    points: int
    created: date
    started: date | None
    ended: date | None
    sprint: int


def keep_backlogs(organisation: Organisation, today: date) -> None:
    """Upload what two teams exported at each month's end; one lets its throughput judge the schedule."""
    numbers = {row.code: number for number, row in enumerate(organisation.projects)}
    ends = month_ends(today, UPLOADS)
    for team in TEAMS:
        if team.code not in numbers:  # a small demo
            continue
        project = organisation.projects[numbers[team.code]]
        manager = organisation.people[manager_of(numbers[team.code])]
        for month, end in enumerate(ends):
            data = export(team, ends[0], end, month)
            name = f"{team.code.lower()}-{end:%Y-%m}.csv"
            said = SaidOf(as_of=end, date_order="ymd")
            import_backlog(project=project, data=data, name=name, said=said, by=manager, at=morning(end + WEEK, today))
        if team.judges:
            chosen = NewChoice("The team plans by sprints; its plan holds only the releases.", judges=True, since=1)
            at = morning(ends[1] + WEEK, today)
            choose_delivery(project=project, new=chosen, by=organisation.director, at=at)


def export(team: Team, first: date, end: date, month: int) -> bytes:
    """Return a team's backlog as it stood on a day."""
    items = _items(team, first, end, month)
    into = io.StringIO()
    rows = _jira if team.tool == "jira" else _azure
    csv.writer(into, lineterminator="\r\n").writerows(rows(team, items, first))
    return into.getvalue().encode()


def _items(team: Team, first: date, end: date, month: int) -> list[_Item]:
    """Return the same items at every export, further on each time."""
    drawn, start = Random(team.code), first - team.begun * WEEK  # noqa: S311  # a story, no secret
    start -= timedelta(days=start.weekday())
    ended: list[date] = []
    week = 0
    while (day := start + week * WEEK) <= end:
        ended += [day + timedelta(days=turn % 5) for turn in range(team.weekly[week % len(team.weekly)])]
        week += 1
    items = []
    for number in range(team.first + team.added * month):
        points, work = drawn.choice(POINTS), drawn.choice(WORK)
        epic = number % len(team.epics)
        done = ended[number] if number < len(ended) and ended[number] <= end else None
        begun = done - timedelta(days=drawn.randint(2, 12)) if done else None
        if done is None and number < len(ended) + 6:
            begun = end - timedelta(days=drawn.randint(1, 20))
        late = max(number - team.first, 0) // team.added
        created = start - WEEK if number < team.first else first + late * 30 * timedelta(days=1)
        sprint = (done - start).days // 14 + 1 if done else (end - start).days // 14 + 1 if begun else 0
        title = work.format(team.epics[epic].lower())
        items.append(_Item(number + 1, title, epic, points, min(created, end), begun, done, sprint))
    return items


def _jira(team: Team, items: list[_Item], first: date) -> Iterator[tuple[object, ...]]:
    yield JIRA
    for place, name in enumerate(team.epics, start=1):
        yield "Epic", f"{team.prefix}-{place}", name, "In Progress", "In Progress", "", "", "", first, "", ""
    for one in items:
        state = ("Done", "Done") if one.ended else ("In Progress",) * 2 if one.started else ("To Do",) * 2
        sprint = f"Sprint {one.sprint}" if one.sprint else ""
        key, epic = f"{team.prefix}-{one.number + len(team.epics)}", f"{team.prefix}-{one.epic + 1}"
        days = (one.created, one.started or "", one.ended or "")
        yield "Story", key, one.title, *state, one.points, epic, sprint, *days


def _azure(team: Team, items: list[_Item], first: date) -> Iterator[tuple[object, ...]]:
    yield AZURE
    for place, name in enumerate(team.epics, start=1):
        yield place, "Epic", name, "Active", "", "", "Data platform", first, first, ""
    for one in items:
        state = "Closed" if one.ended else "Active" if one.started else "New"
        path = f"Data platform\\Sprint {one.sprint}" if one.sprint else "Data platform"
        days = (one.created, one.started or "", one.ended or "")
        number = one.number + len(team.epics)
        yield number, "User Story", one.title, state, one.points, one.epic + 1, path, *days
