"""`conspectus portfolio roadmap` and `conspectus portfolio milestones`: projects and their milestones in time."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli._files import OutFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._table import FILTERS, add_filters
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.formats.packs.words import told

if TYPE_CHECKING:
    from conspectus.rooms.schedule.queries import MilestoneRow, Roadmap, RoadmapProject

MILESTONE_FILTERS = (
    "text",
    "portfolio",
    "programme",
    "division",
    "manager",
    "mine",
    "window",
    "state",
    "slipped",
    "month",
)


def add_roadmap_commands(commands: Any) -> None:
    """Add the commands."""
    road = commands.add_parser("roadmap", help="projects in time, with baselines, milestones and links between plans")
    add_filters(road)
    road.add_argument("--group", default="programme", help="keep together: programme, division, manager, state, status")
    dated = commands.add_parser("milestones", help="milestones by date, and how far each moved")
    dated.add_argument("--text", default="", help="part of the milestone's or the project's name")
    for name in ("portfolio", "programme", "division", "manager"):
        dated.add_argument(f"--{name}", type=int, metavar="ID")
    dated.add_argument("--mine", action="store_true", help="only of projects in which you have a part")
    dated.add_argument("--window", default="", help="30 or 90 coming days, or all with those done")
    dated.add_argument("--state", default="", help="done, missed, due, late or on_time")
    dated.add_argument("--slipped", default="", help="baseline, or period: since the last one")
    dated.add_argument("--month", default="", help="such as 2026-11")
    dated.add_argument("--out", type=OutFile, metavar="FILE", help="write it as .csv or .ics instead")
    for command, run in ((road, _roadmap), (dated, _milestones)):
        command.add_argument("--json", action="store_true", help="print JSON")
        for_rows(command, run)


def _roadmap(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.links import roadmap_now
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.schedule.queries import GridFilter, Roadmap

    wanted = GridFilter(**{name: getattr(arguments, name) for name in FILTERS}, group=arguments.group)
    found = roadmap_now(acting_user(arguments), wanted, at=now(), most=10**9)
    if arguments.json:
        print_json(to_plain(Roadmap, found))
        return
    rows = [_line(group.name, one) for group in found.groups for one in group.projects]
    heads = (
        "code",
        "name",
        arguments.group or "group",
        "start",
        "finish",
        "baseline finish",
        "slip",
        "milestones",
        "missed",
        "late",
    )
    print_table(heads, rows, figures=(6, 7, 8, 9))
    _print_links(found)


def _line(group: str, one: RoadmapProject) -> list[str]:
    states = [dated.state for dated in one.milestones]
    days = (told(day or "") for day in (one.start_on, one.finish_on, one.baseline_finish_on))
    slip = "" if one.slip_days is None else f"{one.slip_days:+.1f}"
    counts = (len(states), states.count("missed"), states.count("late"))
    return [one.code, one.name, group, *days, slip, *(str(count or "") for count in counts)]


def _print_links(found: Roadmap) -> None:
    for first, then, link in found.linked:
        ends = f"{first.code} {link.before_task} ({told(link.before_on)})"
        said = f"{ends} before {then.code} {link.after_task} ({told(link.after_on)})"
        print(f"{said}{': late' if link.late else ''}")


def _milestones(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.milestone_files import milestones_calendar, milestones_csv
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.schedule.queries import MilestoneFilter, MilestoneRow, milestones

    by, at = acting_user(arguments), now()
    wanted = MilestoneFilter(**{name: getattr(arguments, name) for name in MILESTONE_FILTERS})
    if arguments.out:
        made = milestones_calendar if arguments.out.ending == "ics" else milestones_csv
        arguments.out.write(made(by=by, at=at, wanted=wanted))
        print(f"Written: {arguments.out}")
        return
    rows = milestones(by, wanted, at=at)
    if arguments.json:
        print_json([to_plain(MilestoneRow, row) for row in rows])
        return
    heads = ("date", "code", "milestone", "state", "baseline", "slip", "last period", "moved")
    print_table(heads, [_dated(row) for row in rows], figures=(5, 7))


def _dated(row: MilestoneRow) -> list[str]:
    on, base, then = (told(day or "") for day in (row.on, row.baseline_on, row.period_on))
    slip = "" if row.slip_days is None else f"{row.slip_days:+.1f}"
    moved = "" if row.moved_days is None else f"{row.moved_days:+d}"
    return [on, row.code, row.name, row.state.replace("_", " "), base, slip, then, moved]
