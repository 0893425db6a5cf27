"""`conspectus portfolio`: portfolios, listed, opened, changed."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._roadmap import add_roadmap_commands
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._table import add_table_command


def register(subparsers: Any) -> None:
    """Add the commands of portfolios."""
    parser = subparsers.add_parser("portfolio", help="list, open and change portfolios")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="open a portfolio")
    create.add_argument("name")
    create.add_argument("--currency", required=True, help="the currency it is summed in, such as EUR")
    create.add_argument("--purpose", default="")
    change = commands.add_parser("change", help="change name or purpose")
    change.add_argument("id")
    change.add_argument("--name")
    change.add_argument("--purpose")
    listing = commands.add_parser("list", help="the portfolios you may see")
    add_table_command(commands)
    add_roadmap_commands(commands)
    for command, run in ((create, _create), (change, _change), (listing, _list)):
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import create_portfolio

    given = {"name": arguments.name, "currency": arguments.currency, "purpose": arguments.purpose}
    row = create_portfolio(**given, by=acting_user(arguments), at=now())
    print(f"{row.pk} {row.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import change_portfolio
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    row = get_portfolio(by, arguments.id)
    row = change_portfolio(
        portfolio=row,
        name=row.name if arguments.name is None else arguments.name,
        purpose=row.purpose if arguments.purpose is None else arguments.purpose,
        revision=row.revision,
        by=by,
        at=now(),
    )
    print(f"{row.pk} {row.name}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import visible_portfolios

    for row in visible_portfolios(acting_user(arguments)):
        print(f"{row.pk} {row.name} ({row.currency})")
