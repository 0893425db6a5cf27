"""`conspectus project`: projects and their groups, listed, opened, moved, and who has which role."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._plans import add_plan_commands
from conspectus.doors.cli._rows import acting_user, add_as_option, add_data_option, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table


def register(subparsers: Any) -> None:
    """Add the commands of projects."""
    parser = subparsers.add_parser("project", help="list, open and move projects; give roles")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the projects you may see")
    listing.add_argument("--text", default="", help="part of the code or the name")
    listing.add_argument("--state", default="")
    listing.add_argument("--sort", default="code")
    listing.add_argument("--json", action="store_true", help="print JSON")
    _add_create(commands)
    add_plan_commands(commands)
    state = commands.add_parser("state", help="move a project to another state of its life")
    state.add_argument("code")
    state.add_argument("state")
    state.add_argument("--reason", default="")
    portfolio = commands.add_parser("portfolio", help="open a portfolio")
    portfolio.add_argument("name")
    portfolio.add_argument("--currency", required=True, help="the currency it is summed in, such as EUR")
    programme = commands.add_parser("programme", help="open a programme")
    programme.add_argument("name")
    programme.add_argument("--portfolio", required=True, metavar="ID")
    grant = commands.add_parser("grant", help="give a person a role over something and all below it")
    grant.add_argument("email", help="who gets it")
    grant.add_argument("role", help="a role, such as portfolio_manager")
    grant.add_argument("scope", help="portfolio:ID, programme:ID, project:ID or division:ID")
    grant.add_argument("--until", metavar="YYYY-MM-DD", help="the first day it no longer holds")
    for command, run in (
        (listing, _list),
        (state, _state),
        (portfolio, _portfolio),
        (programme, _programme),
        (grant, _grant),
    ):
        _common(command, run)


def _add_create(commands: Any) -> None:
    create = commands.add_parser("create", help="open a project")
    create.add_argument("code")
    create.add_argument("name")
    create.add_argument("--portfolio", required=True, metavar="ID")
    create.add_argument("--programme", metavar="ID")
    create.add_argument("--division", metavar="ID")
    create.add_argument("--manager", metavar="EMAIL")
    create.add_argument("--sponsor", metavar="EMAIL")
    create.add_argument("--currency", default="", help="default: the portfolio's")
    create.add_argument("--state", default="proposed")
    _common(create, _create)


def _common(command: Any, run: Any) -> None:
    add_data_option(command)
    add_as_option(command)
    command.set_defaults(run=run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects

    wanted = ProjectFilter(text=arguments.text, state=arguments.state, sort=arguments.sort)
    rows = [
        {
            "id": project.pk,
            "code": project.code,
            "name": project.name,
            "state": project.state,
            "programme": project.programme.name if project.programme else "",
            "division": project.division.name if project.division else "",
            "manager": project.manager.name if project.manager else "",
            "currency": project.currency,
        }
        for project in find_projects(acting_user(arguments), wanted)
    ]
    if arguments.json:
        print_json({"projects": rows})
        return
    heads = ("code", "name", "state", "programme", "division", "manager", "currency")
    print_table(heads, [[str(row[head]) for head in heads] for row in rows])


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import get_division, user_by_email
    from conspectus.rooms.portfolio.actions import NewProject, create_project
    from conspectus.rooms.portfolio.queries import get_portfolio, get_programme

    by = acting_user(arguments)
    new = NewProject(
        portfolio=get_portfolio(by, arguments.portfolio),
        code=arguments.code,
        name=arguments.name,
        programme=get_programme(by, arguments.programme) if arguments.programme else None,
        division=get_division(arguments.division) if arguments.division else None,
        manager=user_by_email(arguments.manager).person if arguments.manager else None,
        sponsor=user_by_email(arguments.sponsor).person if arguments.sponsor else None,
        currency=arguments.currency,
        state=arguments.state,
    )
    project = create_project(new=new, by=by, at=now())
    print(f"{project.pk} {project.code} {project.name}")


def _state(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import change_project_state
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    moved = change_project_state(
        project=project,
        state=arguments.state,
        reason=arguments.reason,
        revision=project.revision,
        by=by,
        at=now(),
    )
    print(f"{moved.code}: {moved.state}")


def _portfolio(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import create_portfolio

    by = acting_user(arguments)
    portfolio = create_portfolio(name=arguments.name, currency=arguments.currency, by=by, at=now())
    print(f"{portfolio.pk} {portfolio.name}")


def _programme(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import create_programme
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    portfolio = get_portfolio(by, arguments.portfolio)
    programme = create_programme(portfolio=portfolio, name=arguments.name, by=by, at=now())
    print(f"{programme.pk} {programme.name}")


def _grant(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import user_by_email
    from conspectus.rooms.portfolio.actions import grant_role
    from conspectus.rooms.portfolio.queries import get_scope

    by = acting_user(arguments)
    kind, _, scope_id = arguments.scope.partition(":")
    try:
        ends_on = date.fromisoformat(arguments.until) if arguments.until else None
    except ValueError:
        raise Refused(f"'{arguments.until}' is no date. Write it as 2027-03-31.") from None
    person = user_by_email(arguments.email).person
    grant_role(
        person=person,
        role=arguments.role,
        scope=get_scope(by, kind, scope_id),
        ends_on=ends_on,
        by=by,
        at=now(),
    )
    print(f"{person.name}: {arguments.role} over {arguments.scope}")
