"""`conspectus link import` and `link preview-plan`: links that come as sheets, and what a plan would move."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._said import add_manner, said_of
from conspectus.doors.cli._sheets import add_place, add_sheet, import_sheet
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.formats.packs.words import told

if TYPE_CHECKING:
    from conspectus.rooms.links.queries import SlipView


def add_sheet_commands(commands: Any) -> None:
    """Add what takes a file."""
    bring = commands.add_parser("import", help="take a sheet of links (.xlsx, .csv): all rows that can be, or none")
    add_place(bring, "project", "portfolio")
    add_sheet(bring)
    plan = commands.add_parser("preview-plan", help="what a plan would move in all projects; nothing is stored")
    plan.add_argument("code")
    plan.add_argument("file", type=InFile, metavar="FILE")
    plan.add_argument("--project", metavar="ID", help="which of the file's projects it is")
    plan.add_argument("--status-date", default="", metavar="DATE")
    plan.add_argument("--json", action="store_true", help="print JSON")
    add_manner(plan)
    for command, run in ((bring, _import), (plan, _preview_plan)):
        for_rows(command, run)


def print_moves(found: SlipView) -> None:
    """Print which links and projects move."""
    for link in found.links:
        said = "breaks" if link.breaks else "late" if link.late else "holds"
        print(f"{said}: {link.link_id} {told(link.words)[:60]}, slack {link.slack_before} to {link.slack_after}")
    rows = [
        (one.code, told(one.name), str(one.finish_before or ""), str(one.finish_after or ""), f"{one.days:+g}",
         str(one.tasks), str(len(one.milestones)))
        for one in found.projects
    ]  # fmt: skip
    print_table(("code", "name", "finish", "then", "days", "tasks", "milestones"), rows, figures=(4, 5, 6))
    if found.hidden:
        print(f"{found.hidden} projects you may not see would move too.")


def _preview_plan(arguments: argparse.Namespace) -> None:
    data, name = arguments.file.read(), arguments.file.name
    open_rows(arguments)
    from conspectus.journeys.links import plan_slip
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.links.queries import SlipView
    from conspectus.rooms.portfolio.queries import project_by_code

    by, said = acting_user(arguments), said_of(arguments, arguments.status_date)
    project, choice = project_by_code(by, arguments.code), arguments.project or ""
    found = plan_slip(project=project, data=data, name=name, plan_choice=choice, said=said, by=by, at=now())
    if arguments.json:
        print_json(to_plain(SlipView, found))
        return
    print_moves(found)


def _import(arguments: argparse.Namespace) -> int:
    open_rows(arguments)
    from conspectus.journeys.take_links import preview_links, take_links
    from conspectus.rooms.portfolio.choices import SheetKind

    return import_sheet(
        arguments,
        SheetKind.LINKS,
        preview_links,
        take_links,
        names=("proposed", "asked anew"),
        titles=lambda line: f"{line.giver} > {line.taker}",
    )
