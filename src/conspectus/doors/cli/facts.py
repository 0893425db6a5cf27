"""`conspectus facts`: what is measured of projects, the catalogue of it, and measuring everything now."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, refuse_elsewhere
from conspectus.doors.cli._terminal import print_json, print_table

if TYPE_CHECKING:
    from conspectus.rooms.facts.queries.seen import FactLine


def register(subparsers: Any) -> None:
    """Add the commands of facts."""
    parser = subparsers.add_parser("facts", help="what is measured of projects")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the catalogue: every fact a policy may use")
    show = commands.add_parser("show", help="the facts of a project on a day")
    show.add_argument("code")
    show.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day (default: today)")
    words = "only what was recorded by the end of this day"
    show.add_argument("--known-by", type=date.fromisoformat, metavar="DATE", help=words)
    gather = commands.add_parser("gather", help="measure every project now; the worker does so by itself")
    for command, run in ((listing, _list), (show, _show), (gather, _gather)):
        for_rows(command, run)
    for command in (listing, show):
        command.add_argument("--json", action="store_true", help="print JSON")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.facts.queries.own import areas_seen

    rows = [
        (fact.name, str(fact.kind), fact.unit, str(area.label), str(fact.meaning))
        for area in areas_seen(acting_user(arguments), now().date())
        for fact in area.facts
    ]
    head = ("Name", "Kind", "Unit", "Area", "Meaning")
    if arguments.json:
        print_json([dict(zip(map(str.lower, head), row, strict=True)) for row in rows])
        return
    print_table(head, rows)


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.facts.queries.seen import plain_value, project_facts_seen
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    found = project_facts_seen(by, project, arguments.on or now().date(), arguments.known_by)
    lines = [line for area in found.areas for line in area.lines if line.measured]
    if arguments.json:
        facts = {
            line.fact.name: {"reason": line.reason} if line.reason else {"value": plain_value(line.value)}
            for line in lines
        }
        print_json({"valid_on": found.valid_on.isoformat() if found.valid_on else None, "facts": facts})
        return
    if found.valid_on is None:
        print("Nothing was measured of it by then.")
        return
    print(f"{project.code} as measured on {found.valid_on}")
    cells = [(line.fact.name, _told(line), line.currency or line.fact.unit, str(line.since or "")) for line in lines]
    print_table(("Fact", "Value", "Unit", "Since"), cells)


def _told(line: FactLine) -> str:
    from conspectus.rooms.facts.queries.seen import value_words

    if line.reason:
        return f"({line.reason})"
    return value_words(line.value) or "none"


def _gather(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    refuse_elsewhere("Everything is measured on the machine of the server.")
    from conspectus.journeys.gather_facts import gather_all

    written = gather_all(source="command", at=now())
    print(f"Everything is measured; {written:,} projects had changed.")
