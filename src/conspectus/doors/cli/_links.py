"""`conspectus link import` and `link preview-plan`: links that come as sheets, and what a plan would move."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._said import add_manner, said_of
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.formats.packs.words import told

if TYPE_CHECKING:
    from conspectus.rooms.links.queries import SlipView


def add_sheet_commands(commands: Any) -> None:
    """Add what takes a file."""
    bring = commands.add_parser("import", help="take a sheet of links (.xlsx, .csv): all rows that can be, or none")
    bring.add_argument("place", choices=("project", "portfolio"))
    bring.add_argument("place_id", metavar="ID")
    bring.add_argument("file", type=InFile, metavar="FILE")
    bring.add_argument("--map", action="append", default=[], metavar="HEADING=FIELD", help="read a column as a field")
    bring.add_argument("--mapping", default="", metavar="NAME", help="read it by a saved mapping")
    bring.add_argument("--save-mapping", default="", metavar="NAME", help="keep how it was read")
    bring.add_argument("--preview", action="store_true", help="show what would change and store nothing")
    plan = commands.add_parser("preview-plan", help="what a plan would move in all projects; nothing is stored")
    plan.add_argument("code")
    plan.add_argument("file", type=InFile, metavar="FILE")
    plan.add_argument("--project", metavar="ID", help="which of the file's projects it is")
    plan.add_argument("--status-date", default="", metavar="DATE")
    for command, run in ((bring, _import), (plan, _preview_plan)):
        command.add_argument("--json", action="store_true", help="print JSON")
        add_manner(command)
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
    data, name = arguments.file.read(), arguments.file.name
    open_rows(arguments)
    from conspectus.journeys.link_list.lines import LinkFile, told_links
    from conspectus.journeys.mapped import MANNER, read_as
    from conspectus.journeys.register_list.desk import portfolio_of
    from conspectus.journeys.take_links import preview_links, take_links
    from conspectus.rooms.portfolio.choices import SheetKind

    by, at = acting_user(arguments), now()
    place = _place(by, arguments)
    manner = {key: getattr(arguments, key) for key in MANNER}
    mapping = _mapping(portfolio_of(place), arguments.mapping) if arguments.mapping else ""
    columns = dict(map(_pair, arguments.map))
    columns, written = read_as(SheetKind.LINKS, mapping=mapping, columns=columns, manner=manner, by=by, at=at)
    file = LinkFile(data, name, place, columns, written)
    found = preview_links(file=file, by=by, at=at)
    if not arguments.json:
        _show(found)
    elif arguments.preview or found.asks:
        print_json(told_links(found))
    if arguments.preview or found.asks:
        return 2 if found.asks else 0
    taken = take_links(file=file, shown=found.digest, by=by, at=at)
    if arguments.save_mapping:
        from conspectus.rooms.portfolio.actions import save_mapping

        kept = {"name": arguments.save_mapping, "columns": found.mapping, "manner": manner, "kind": "links"}
        save_mapping(portfolio=portfolio_of(place), **kept, by=by, at=at)
    if arguments.json:
        print_json(asdict(taken))
    else:
        print(f"{len(taken.opened)} proposed, {len(taken.changed)} asked anew, {taken.same} there already.")
    return 0


def _place(by: Any, arguments: argparse.Namespace) -> Any:
    from conspectus.rooms.portfolio.queries import get_portfolio, get_project

    return (get_project if arguments.place == "project" else get_portfolio)(by, arguments.place_id)


def _mapping(portfolio: Any, name: str) -> str:
    """Return the number of the portfolio's mapping of this name."""
    from conspectus.kit.texts import fold
    from conspectus.rooms.portfolio.queries import mappings_of

    row = mappings_of(portfolio, "links").filter(name_key=fold(name)).first()
    if row is None:
        raise Refused(f"This portfolio has no mapping of links called '{name}'.")
    return str(row.pk)


def _pair(text: str) -> tuple[str, str]:
    left, sign, right = text.rpartition("=")
    if not sign or not left:
        raise Refused(f"Write '{text}' as HEADING=FIELD.")
    return left, right


def _show(found: Any) -> None:
    for table in found.tables:
        read = ", ".join(f"{one.heading}={one.field}" for one in table.columns if one.field)
        print(f"{table.sheet or found.file}, headings in row {table.heading_row}: {told(read)}")
    for line in found.lines:
        changes = "; ".join(f"{one.label}: {one.before or '-'} > {one.after}" for one in line.changes)
        words = " ".join(part for part in (line.refused, changes, *line.notes) if part)
        if line.deed != "same":
            print(told(f"row {line.row} {line.deed}: {line.giver} > {line.taker}. {words}").rstrip()[:400])
    for finding in (*found.asks, *found.findings):
        print(told(f"{finding.severity}: {finding.place}: {finding.words} {finding.remedy}").rstrip())
