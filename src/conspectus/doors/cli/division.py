"""`conspectus division`: the tree of divisions."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._shares import print_shared
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of divisions."""
    parser = subparsers.add_parser("division", help="create, change and list divisions")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="create a division")
    create.add_argument("name")
    create.add_argument("--below", metavar="ID", help="the division it belongs to")
    change = commands.add_parser("change", help="rename a division, or move it with all below it")
    change.add_argument("id")
    change.add_argument("--name")
    change.add_argument("--below", metavar="ID", help="the division it is to belong to; '' for the top")
    change.add_argument("--effective", type=date.fromisoformat, metavar="DATE", help="from when a move holds")
    listing = commands.add_parser("list", help="the tree of divisions")
    listing.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as it was on a day")
    trend = commands.add_parser("trend", help="how a division stood in its frozen periods")
    trend.add_argument("id")
    trend.add_argument("--tree", choices=("then", "now"), default="then", help="which projects those are")
    shares = commands.add_parser("shares", help="the projects that serve a division, with their part of the money")
    shares.add_argument("id")
    for command, run in ((create, _create), (change, _change), (listing, _list), (shares, _shares), (trend, _trend)):
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import create_division
    from conspectus.rooms.accounts.queries import get_division

    parent = get_division(arguments.below) if arguments.below else None
    division = create_division(name=arguments.name, parent=parent, by=acting_user(arguments), at=now())
    print(f"{division.pk} {division.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import change_division
    from conspectus.rooms.accounts.queries import get_division

    row = get_division(arguments.id)
    parent = row.parent
    if arguments.below is not None:
        parent = get_division(arguments.below) if arguments.below else None
    name = row.name if arguments.name is None else arguments.name
    row = change_division(
        division=row,
        name=name,
        parent=parent,
        effective_on=arguments.effective,
        revision=row.revision,
        by=acting_user(arguments),
        at=now(),
    )
    print(f"{row.pk} {row.name}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import divisions, divisions_on

    for division in divisions_on(arguments.on) if arguments.on else divisions():
        print(f"{'  ' * (division.path.count('/') - 2)}{division.pk} {division.name}")


def _shares(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import get_division
    from conspectus.rooms.schedule.queries.shares import shared_projects

    by = acting_user(arguments)
    print_shared(shared_projects(by, get_division(arguments.id), at=now()))


def _trend(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import get_division
    from conspectus.rooms.status.queries import division_trend

    by = acting_user(arguments)
    names = ("projects", "red", "amber", "green", "not_assessed", "hidden", "optimistic")
    cells = [
        (one.period, *(str(getattr(one, name)) for name in names))
        for one in division_trend(by, get_division(arguments.id), tree=arguments.tree, at=now())
    ]
    heads = ("Period", "Projects", "Red", "Amber", "Green", "Not assessed", "Hidden", "Better said")
    print_table(heads, cells, figures=range(1, 8))
