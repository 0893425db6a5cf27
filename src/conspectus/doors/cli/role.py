"""`conspectus role`: roles in a project, and over a thing and all below it."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named

_PERSON = "a person's number or an account's e-mail"
_SCOPE = "portfolio:ID, programme:ID, project:ID or division:ID"


def register(subparsers: Any) -> None:
    """Add the commands of roles."""
    parser = subparsers.add_parser("role", help="give, list and end roles")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    give = commands.add_parser("give", help="give a role over something and all below it")
    give.add_argument("person", help=_PERSON)
    give.add_argument("role", help="a role, such as portfolio_manager")
    give.add_argument("scope", help=_SCOPE)
    give.add_argument("--until", metavar="YYYY-MM-DD", help="the first day it no longer holds")
    end = commands.add_parser("end", help="end a role as of now; it stays on record")
    end.add_argument("id")
    listing = commands.add_parser("list", help="the roles given over something")
    listing.add_argument("scope", help=_SCOPE)
    enter = commands.add_parser("enter", help="put a person into a role of one project")
    leave = commands.add_parser("leave", help="take a person out of a role of one project")
    for part in (enter, leave):
        part.add_argument("code", help="the project's code")
        part.add_argument("person", help=_PERSON)
        part.add_argument("role")
    for command, run in ((give, _give), (end, _end), (listing, _list), (enter, _enter), (leave, _leave)):
        for_rows(command, run)


def _give(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import grant_role
    from conspectus.rooms.portfolio.queries import get_scope

    by = acting_user(arguments)
    kind, _, scope_id = arguments.scope.partition(":")
    try:
        ends_on = date.fromisoformat(arguments.until) if arguments.until else None
    except ValueError:
        raise Refused(f"'{arguments.until}' is no date. Write it as 2027-03-31.") from None
    person = person_named(arguments.person)
    scope = get_scope(by, kind, scope_id)
    row = grant_role(person=person, role=arguments.role, scope=scope, ends_on=ends_on, by=by, at=now())
    print(f"{row.pk} {person.name}: {row.get_role_display()} over {arguments.scope}")


def _end(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import end_grant
    from conspectus.rooms.portfolio.queries import get_grant

    by = acting_user(arguments)
    row = end_grant(grant=get_grant(by, arguments.id), by=by, at=now())
    print(f"Ended: {row.person.name}, {row.get_role_display()}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_scope, grants_over

    by = acting_user(arguments)
    kind, _, scope_id = arguments.scope.partition(":")
    for row in grants_over(by, get_scope(by, kind, scope_id)):
        print(
            f"{row.pk} {row.person.name}: {row.get_role_display()} from {row.starts_on}"
            + (f" until {row.ends_on}" * bool(row.ends_on))
        )


def _enter(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import give_project_role
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project, person = project_by_code(by, arguments.code), person_named(arguments.person)
    row = give_project_role(project=project, person=person, role=arguments.role, by=by, at=now())
    print(f"{person.name}: {row.get_role_display()} of {project.code}")


def _leave(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import take_project_role
    from conspectus.rooms.portfolio.queries import project_by_code, project_people

    by = acting_user(arguments)
    project, person = project_by_code(by, arguments.code), person_named(arguments.person)
    found = project_people(project).filter(person=person, role=arguments.role).first()
    if found is None:
        raise Refused(f"{person.name} has no such role in {project.code}.")
    take_project_role(project_role=found, by=by, at=now())
    print(f"{person.name}: no longer {found.get_role_display()} of {project.code}")
