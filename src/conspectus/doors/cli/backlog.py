"""`conspectus backlog`: exported backlogs of agile projects, read without a database or kept with their project."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._backlogs import add_backlog_commands, columns_told, print_backlog
from conspectus.doors.cli._files import InFile

if TYPE_CHECKING:
    from conspectus.formats.agile import Columns, Reading


def register(subparsers: Any) -> None:
    """Add the commands of backlogs."""
    parser = subparsers.add_parser("backlog", help="backlogs of agile projects: throughput and the finish as a range")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_read(commands)
    add_backlog_commands(commands)


def _add_read(commands: Any) -> None:
    read = commands.add_parser(
        "read",
        help="the figures of an exported backlog; nothing is stored",
        description="Read a backlog exported from Jira, Azure DevOps or GitHub, and show its throughput, cycle time "
        "and the range of its finish.",
    )
    read.add_argument("file", type=InFile, metavar="FILE", help="CSV, workbook or JSON")
    read.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day of the export (default: today)")
    read.add_argument(
        "--since", type=InFile, metavar="OLD", help="an earlier export: say by how much the scope grew since"
    )
    read.add_argument(
        "--columns", type=InFile, metavar="FILE", help="JSON: which column holds what, as --json prints it"
    )
    read.add_argument("--unit", choices=("items", "points"), help="what is counted (default: points where estimated)")
    read.add_argument("--date-order", choices=("dmy", "mdy"), default="", help="how 03/04/2026 is meant")
    read.add_argument("--encoding", metavar="NAME", help="of a text that is not UTF-8, such as cp1252")
    read.add_argument("--json", action="store_true", help="print JSON")
    read.set_defaults(run=_read, lists=("findings",))


def _read(arguments: argparse.Namespace) -> int:
    from conspectus.doors.cli._rows import now
    from conspectus.doors.cli._terminal import print_findings, print_json, print_table
    from conspectus.engine.agile import Unit
    from conspectus.review.backlogs import show_backlog, week_cells

    reading, since = _reading(arguments, arguments.file, now().date()), None
    if arguments.since:
        since = _reading(arguments, arguments.since, reading.backlog.as_of).backlog
    unit = Unit(arguments.unit) if arguments.unit else None
    answer = show_backlog(reading, arguments.file.name, unit, since=since)
    if arguments.json:
        print_json(answer)
        return 0
    print_backlog(answer)
    print_table(("Week from", "Items", "Points"), week_cells(answer["throughput"]), figures=(1, 2))
    print_findings(answer["findings"], limit=40)
    return 0


def _reading(arguments: argparse.Namespace, file: InFile, today: date) -> Reading:
    from conspectus.formats.agile import Refused as FileRefused
    from conspectus.formats.agile import read_backlog

    columns, as_of = _columns(arguments), arguments.as_of or today
    try:
        return read_backlog(file.read(), file.name, as_of=as_of, columns=columns, encoding=arguments.encoding)
    except FileRefused as refusal:
        found = refusal.finding
        raise Refused(f"{file.name}: {found.words} {found.remedy}".rstrip()) from None


def _columns(arguments: argparse.Namespace) -> Columns:
    from dataclasses import replace

    from conspectus.formats.agile import columns_of

    found = columns_of(columns_told(arguments) or {})
    return replace(found, date_order=arguments.date_order or found.date_order)
