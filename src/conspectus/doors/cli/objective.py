"""`conspectus objective`: strategic objectives and what serves them."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._shares import amount, measured, parts_of
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of objectives."""
    parser = subparsers.add_parser("objective", help="strategic objectives, and what serves them")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="set an objective of a portfolio")
    create.add_argument("portfolio", metavar="PORTFOLIO")
    create.add_argument("name")
    change = commands.add_parser("change", help="change an objective, or move it with all below it")
    change.add_argument("id")
    change.add_argument("--name")
    for command in (create, change):
        command.add_argument("--below", metavar="ID", help="the objective it belongs to; '' for the top")
        command.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail; '' for none")
        command.add_argument("--division", metavar="ID", help="'' for none")
        command.add_argument("--measure", help="what is measured, such as 'Customers served on time'")
        command.add_argument("--unit", help="in what, such as '%%'")
        command.add_argument("--target", type=float)
        command.add_argument("--weight", type=int, help="against those beside it")
        command.add_argument("--from", dest="starts_on", type=date.fromisoformat, metavar="DATE")
        command.add_argument("--until", dest="ends_on", type=date.fromisoformat, metavar="DATE")
    retire = commands.add_parser("retire", help="retire an objective with all below it")
    show = commands.add_parser("show", help="what serves an objective")
    for command in (retire, show):
        command.add_argument("id")
    listing = commands.add_parser("list", help="the tree of a portfolio's objectives, with what serves each")
    unserved = commands.add_parser("unserved", help="objectives without projects, projects without objective")
    for command in (listing, unserved):
        command.add_argument("portfolio", metavar="PORTFOLIO")
    serve = commands.add_parser("serve", help="say which objectives a project serves, from a day on")
    serve.add_argument("code", metavar="CODE")
    serve.add_argument("parts", nargs="*", metavar="OBJECTIVE=PERCENT", help="none: it serves nothing any more")
    serve.add_argument("--from", dest="starting", type=date.fromisoformat, metavar="DATE", help="today unless given")
    every = ((create, _create), (change, _change), (retire, _retire), (show, _show))
    for command, run in (*every, (listing, _list), (unserved, _unserved), (serve, _serve)):
        for_rows(command, run)


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what the options give, with rows in place of their numbers."""
    from conspectus.rooms.accounts.queries import get_division
    from conspectus.rooms.portfolio.queries import get_objective

    by = acting_user(arguments)
    names = ("name", "measure", "unit", "target", "weight", "starts_on", "ends_on")
    given = {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
    if arguments.below is not None:
        given["parent"] = get_objective(by, arguments.below) if arguments.below else None
    if arguments.owner is not None:
        given["owner"] = person_named(arguments.owner) if arguments.owner else None
    if arguments.division is not None:
        given["division"] = get_division(arguments.division) if arguments.division else None
    return given


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import NewObjective, create_objective
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    place = get_portfolio(by, arguments.portfolio)
    row = create_objective(portfolio=place, new=NewObjective(**_given(arguments)), by=by, at=now())
    print(f"{row.pk} {row.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import change_objective
    from conspectus.rooms.portfolio.queries import get_objective

    by = acting_user(arguments)
    row = get_objective(by, arguments.id)
    row = change_objective(objective=row, changes=_given(arguments), revision=row.revision, by=by, at=now())
    print(f"{row.pk} {row.name}")


def _retire(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import retire_objective
    from conspectus.rooms.portfolio.queries import get_objective

    by = acting_user(arguments)
    row = get_objective(by, arguments.id)
    row = retire_objective(objective=row, revision=row.revision, by=by, at=now())
    print(f"{row.name} is retired.")


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_objective
    from conspectus.rooms.schedule.queries.objectives import objectives_view

    by = acting_user(arguments)
    row = get_objective(by, arguments.id)
    cells = [
        (
            f"{one.code} {one.name}",
            one.objective,
            f"{one.basis_points / 100:g} %",
            one.colour,
            measured(one.budget, one.currency),
        )
        for one in objectives_view(by, row.portfolio, at=now()).serving_of(row.pk)
    ]
    print_table(("Project", "Serves", "Part", "Status", "Budget"), cells, figures=(2, 4))


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_portfolio
    from conspectus.rooms.schedule.queries.objectives import objectives_view

    by = acting_user(arguments)
    found = objectives_view(by, get_portfolio(by, arguments.portfolio), at=now())
    cells = [
        (
            "  " * (one.level - 1) + one.name,
            str(one.objective_id),
            str(one.projects),
            ", ".join(f"{count} {colour}" for colour, count in one.colours),
            ", ".join(amount(each.budget, each.currency) for each in one.budgets),
        )
        for one in found.tree
    ]
    print_table(("Objective", "Id", "Projects", "Status", "Budget"), cells, figures=(2, 4))


def _unserved(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_portfolio
    from conspectus.rooms.schedule.queries.objectives import objectives_view

    by = acting_user(arguments)
    found = objectives_view(by, get_portfolio(by, arguments.portfolio), at=now())
    for one in found.unserved:
        print(f"No project serves objective {one.objective_id} {one.name}")
    for row in found.aimless:
        print(f"{row.code} {row.name} serves no objective")


def _serve(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import Serves, set_contributions
    from conspectus.rooms.portfolio.queries import get_objective, project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    given = [Serves(get_objective(by, number), part) for number, part in parts_of(arguments.parts)]
    starting = arguments.starting
    set_contributions(
        project=project, contributions=given, starting=starting, revision=project.revision, by=by, at=now()
    )
    told = ", ".join(f"{one.objective.name} {one.basis_points / 100:g} %" for one in given)
    print(f"{project.code} serves {told or 'no objective'}.")
