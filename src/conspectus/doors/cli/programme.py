"""`conspectus programme`: programmes, listed, opened, changed."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._shares import print_shared


def register(subparsers: Any) -> None:
    """Add the commands of programmes."""
    parser = subparsers.add_parser("programme", help="list, open and change programmes")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="open a programme in a portfolio")
    create.add_argument("name")
    create.add_argument("--portfolio", required=True, metavar="ID")
    create.add_argument("--purpose", default="")
    create.add_argument("--manager", metavar="PERSON", help="a person's number or an account's e-mail")
    change = commands.add_parser("change", help="change name, purpose or manager")
    change.add_argument("id")
    change.add_argument("--name")
    change.add_argument("--purpose")
    change.add_argument("--manager", metavar="PERSON", help="a person's number or an account's e-mail; '' for nobody")
    listing = commands.add_parser("list", help="the programmes you may see")
    shares = commands.add_parser("shares", help="the projects that serve a programme, with their part of the money")
    shares.add_argument("id")
    for command, run in ((create, _create), (change, _change), (listing, _list), (shares, _shares)):
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import create_programme
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    row = create_programme(
        portfolio=get_portfolio(by, arguments.portfolio),
        name=arguments.name,
        purpose=arguments.purpose,
        manager=person_named(arguments.manager) if arguments.manager else None,
        by=by,
        at=now(),
    )
    print(f"{row.pk} {row.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import change_programme
    from conspectus.rooms.portfolio.queries import get_programme

    by = acting_user(arguments)
    row = get_programme(by, arguments.id)
    manager = row.manager
    if arguments.manager is not None:
        manager = person_named(arguments.manager) if arguments.manager else None
    row = change_programme(
        programme=row,
        name=row.name if arguments.name is None else arguments.name,
        purpose=row.purpose if arguments.purpose is None else arguments.purpose,
        manager=manager,
        revision=row.revision,
        by=by,
        at=now(),
    )
    print(f"{row.pk} {row.name}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import visible_programmes

    for row in visible_programmes(acting_user(arguments)):
        print(f"{row.pk} {row.name} ({row.portfolio.name})")


def _shares(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_programme
    from conspectus.rooms.schedule.queries.shares import shared_projects

    by = acting_user(arguments)
    print_shared(shared_projects(by, get_programme(by, arguments.id), at=now()))
