"""`conspectus person`: people on record, who need not sign in."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_json, print_table


def register(subparsers: Any) -> None:
    """Add the commands of people."""
    parser = subparsers.add_parser("person", help="enter, change and list people who need not sign in")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="enter a person")
    create.add_argument("name")
    create.add_argument("--email", default="")
    create.add_argument("--division", metavar="ID")
    change = commands.add_parser("change", help="change somebody's particulars")
    change.add_argument("person", help="the person's number or the e-mail of their account")
    change.add_argument("--name")
    change.add_argument("--email")
    change.add_argument("--division", metavar="ID", help="'' for none")
    where = change.add_mutually_exclusive_group()
    where.add_argument("--left", action="store_true", help="has left: can be given no part any more")
    where.add_argument("--back", action="store_true", help="is here again")
    listing = commands.add_parser("list", help="everybody on record")
    listing.add_argument("--json", action="store_true", help="print JSON")
    leave = commands.add_parser("leave", help="all somebody has; with --to it passes to another at once")
    leave.add_argument("person", help="the person's number or the e-mail of their account")
    leave.add_argument("--to", metavar="PERSON", help="who takes it over")
    leave.add_argument("--json", action="store_true", help="print JSON")
    for command, run in ((create, _create), (change, _change), (listing, _list), (leave, _leave)):
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import create_person
    from conspectus.rooms.accounts.queries import get_division

    division = get_division(arguments.division) if arguments.division else None
    given = {"name": arguments.name, "email": arguments.email}
    row = create_person(**given, division=division, by=acting_user(arguments), at=now())
    print(f"{row.pk} {row.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import change_person
    from conspectus.rooms.accounts.queries import get_division

    by = acting_user(arguments)
    row = person_named(arguments.person)
    division = row.division
    if arguments.division is not None:
        division = get_division(arguments.division) if arguments.division else None
    row = change_person(
        person=row,
        name=row.name if arguments.name is None else arguments.name,
        email=row.email if arguments.email is None else arguments.email,
        division=division,
        is_active=arguments.back or (row.is_active and not arguments.left),
        revision=row.revision,
        by=by,
        at=now(),
    )
    print(f"{row.pk} {row.name}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import all_people

    rows = [
        {
            "id": row.pk,
            "name": row.name,
            "email": row.email,
            "division": row.division.name if row.division else "",
            "here": row.is_active,
        }
        for row in all_people(acting_user(arguments))
    ]
    if arguments.json:
        print_json({"people": rows})
        return
    heads = ("id", "name", "email", "division", "here")
    print_table(heads, [[str(row[head]) for head in heads] for row in rows], figures=(0,), cut=60)


def _leave(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.leave import Belongings, belongings, hand_over
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.accounts.rules import require_people_keeper

    by, at = acting_user(arguments), now()
    require_people_keeper(by)
    person = person_named(arguments.person)
    if arguments.to:
        found = hand_over(person=person, heir=person_named(arguments.to), by=by, at=at)
    else:
        found = belongings(person, at.date())
    if arguments.json:
        print_json(to_plain(Belongings, found))
        return
    print_table(("What", "Kind", "Id", "As"), [(one.name, one.kind, one.id, one.part) for one in found.held])
    verb = "passed on" if arguments.to else "to answer for"
    print(f"{found.person}: {len(found.held)} {verb}, {found.follows} followed by choice")
