"""`conspectus portfolio table`: every project with its figures, and what they add up to."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli._files import OutFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.formats.packs.words import told

if TYPE_CHECKING:
    from conspectus.rooms.schedule.queries.totals import Totals
    from conspectus.rooms.status.queries import GridRow

FILTERS = (
    "text",
    "state",
    "status",
    "stale",
    "portfolio",
    "programme",
    "division",
    "manager",
    "sort",
    "fields",
)


def add_table_command(commands: Any) -> None:
    """Add the command."""
    table = commands.add_parser("table", help="every project with its figures, and what they add up to")
    add_filters(table)
    table.add_argument("--group", default="", help="keep together: programme, manager, state, status or field.KEY")
    table.add_argument("--exception", default="", help="open, none, wanted, written or decided")
    table.add_argument("--out", type=OutFile, metavar="FILE", help="write it as .xlsx or .csv instead")
    table.add_argument("--columns", default="", help="of the file, apart by commas; all where none is named")
    table.add_argument("--json", action="store_true", help="print JSON")
    for_rows(table, _table)


def add_filters(command: argparse.ArgumentParser) -> None:
    """Let a command be narrowed and ordered as the portfolio table is."""
    command.add_argument("--text", default="", help="part of the code or the name")
    command.add_argument("--state", default="")
    command.add_argument("--status", default="", help="red, amber, green, not_assessed or no_plan")
    command.add_argument("--stale", action="store_true", help="only plans with an old status date")
    for name in ("portfolio", "programme", "division", "manager"):
        command.add_argument(f"--{name}", type=int, metavar="ID")
    command.add_argument("--fields", default="", help="by fields, such as 'region:north;size:5..9'")
    command.add_argument("--sort", default="code", help="a column, such as status, -slip or cpi")


def _table(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.portfolio_rows import full_rows
    from conspectus.journeys.portfolio_table import portfolio_file
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.changes.queries import growth_sums
    from conspectus.rooms.governance.queries.standing import under_exception
    from conspectus.rooms.schedule.queries import (
        GridFilter,
        PortfolioTotals,
        for_rows,
        portfolio_projects,
        portfolio_totals,
    )
    from conspectus.rooms.status.queries import GridRow

    by, at = acting_user(arguments), now()
    narrowed = {name: getattr(arguments, name) for name in FILTERS}
    wanted = GridFilter(**narrowed, group=arguments.group, within=under_exception(arguments.exception))
    if arguments.out:
        out, columns = arguments.out, [name for name in arguments.columns.split(",") if name]
        out.write(portfolio_file(by=by, at=at, kind=out.ending, wanted=wanted, columns=columns))
        print(f"Written: {out}")
        return
    rows = full_rows(for_rows(portfolio_projects(by, wanted, at=at)), at=at, group=wanted.group)
    totals = portfolio_totals(by, wanted, at=at)
    if arguments.json:
        print_json({"projects": [to_plain(GridRow, row) for row in rows], "totals": to_plain(PortfolioTotals, totals)})
        return
    heads = ("code", "name", "status", "declared", "gap", "finish", "slip", "rebaselined", "growth, %", "as of")
    print_table(heads, [_line(row) for row in rows], figures=(4, 6, 7, 8))
    for group in totals.groups:
        print(f"{group.label or 'none'}: {_counted(group)}")
    print(_counted(totals))
    for grown in growth_sums(by, portfolio_projects(by, wanted, at=at), at.date()):
        percent = "" if grown.percent.value is None else f", {grown.percent.value:+.1f} % by sums"
        print(f"Rebaselined in {grown.currency}: {grown.rebaselined} of {grown.projects}, {grown.times} times{percent}")


def _counted(found: Totals) -> str:
    colours = ", ".join(f"{count} {colour.replace('_', ' ')}" for colour, count in found.colours)
    return f"{found.projects} projects: {colours or 'none'}; {found.unplanned} without a plan, {found.stale} stale"


def _line(row: GridRow) -> list[str]:
    found = row.figures
    slip = found.current_slip_days if found else None
    return [
        row.code,
        row.name,
        found.overall.colour.replace("_", " ") if found else "no plan",
        row.declared_label,
        "" if row.gap is None else f"{row.gap:+g}",
        told(found.finish_on or "") if found else "",
        "" if slip is None else f"{slip:+.1f}",
        "" if row.rebaselines is None else str(row.rebaselines),
        "" if row.growth_percent is None else f"{row.growth_percent:+.1f}",
        told(found.status_on or "") if found else "",
    ]
