"""`conspectus deputy`: who stands in for whom, named and ended."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of deputies."""
    parser = subparsers.add_parser("deputy", help="who does somebody's duties while they are away")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    name = commands.add_parser("name", help="let another do somebody's duties from a first to a last day")
    name.add_argument("deputy", help="the deputy's number or the e-mail of their account")
    name.add_argument("--for", dest="person", metavar="PERSON", help="whom they stand in for (default: --as)")
    name.add_argument("--from", dest="starting", type=date.fromisoformat, required=True, metavar="DATE")
    name.add_argument("--through", type=date.fromisoformat, required=True, metavar="DATE", help="the last day")
    name.add_argument("--note", default="")
    listing = commands.add_parser("list", help="who stands in for whom")
    end = commands.add_parser("end", help="let a deputy stand in no more")
    end.add_argument("id", help="the number 'deputy list' shows")
    for command, run in ((name, _name), (listing, _list), (end, _end)):
        for_rows(command, run)


def _name(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions.deputies import name_deputy

    by = acting_user(arguments)
    person = person_named(arguments.person) if arguments.person else by.person
    deputy = person_named(arguments.deputy)
    days = {"starts_on": arguments.starting, "last_on": arguments.through}
    row = name_deputy(person=person, deputy=deputy, **days, note=arguments.note, by=by, at=now())
    print(f"{row.pk} {deputy.name} for {person.name}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries.deputies import deputy_view, visible_deputies

    on = now().date()
    rows = [deputy_view(row, on) for row in visible_deputies(acting_user(arguments))]
    cells = [
        (
            str(one.deputy_id),
            one.person,
            one.stands_in,
            one.starts_on.isoformat(),
            one.last_on.isoformat(),
            "now" if one.in_force else "over" if one.over else "",
            one.note,
        )
        for one in rows
    ]
    print_table(("Id", "For", "Deputy", "From", "Through", "", "Note"), cells, cut=60)


def _end(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions.deputies import end_deputy
    from conspectus.rooms.portfolio.queries.deputies import get_deputy

    by = acting_user(arguments)
    row = end_deputy(deputy=get_deputy(by, arguments.id), by=by, at=now())
    print(f"{row.deputy.name} no longer stands in for {row.person.name}.")
