"""`conspectus programme`: programmes, listed, opened, changed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._budgets import register_budget
from conspectus.doors.cli._reports import register_reports
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._shares import measured, print_shared
from conspectus.doors.cli._terminal import print_table
from conspectus.formats.currencies import written

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.portfolio.models import Programme


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
    place = commands.add_parser("place", help="put a programme under another, and name the project of its own plan")
    place.add_argument("id")
    place.add_argument("--under", metavar="ID", help="the programme it becomes part of; '' for the top")
    place.add_argument("--own-plan", metavar="CODE", help="the project whose plan is its own; '' for none")
    report = commands.add_parser("report", help="what a programme reports for a period, and what its sums say")
    report.add_argument("id")
    report.add_argument("period")
    register_reports(commands, "programme", "id", _programme)
    register_budget(commands, "programme", "id", _programme)
    for command, run in (
        (create, _create),
        (change, _change),
        (listing, _list),
        (shares, _shares),
        (place, _place),
        (report, _report),
    ):
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
        inside = f", in {row.parent.name}" if row.parent else ""
        print(f"{row.pk} {row.name} ({row.portfolio.name}{inside})")


def _shares(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_programme
    from conspectus.rooms.schedule.queries.shares import shared_projects

    by = acting_user(arguments)
    print_shared(shared_projects(by, get_programme(by, arguments.id), at=now()))


def _programme(by: User, number: str) -> Programme:
    from conspectus.rooms.portfolio.queries import get_programme

    return get_programme(by, number)


def _place(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import arrange_programme
    from conspectus.rooms.portfolio.queries import get_programme, project_by_code

    by = acting_user(arguments)
    row = get_programme(by, arguments.id)
    parent, plan = row.parent, row.own_plan
    if arguments.under is not None:
        parent = get_programme(by, arguments.under) if arguments.under else None
    if arguments.own_plan is not None:
        plan = project_by_code(by, arguments.own_plan) if arguments.own_plan else None
    row = arrange_programme(programme=row, parent=parent, own_plan=plan, revision=row.revision, by=by, at=now())
    print(f"{row.name} lies {f'in {row.parent.name}' if row.parent else 'at the top'}.")


def _report(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.queries import programme_status

    by = acting_user(arguments)
    row, period = _programme(by, arguments.id), get_period(by, arguments.period)
    status = programme_status(by, row, period, at=now())
    if status is None:
        raise Refused(f"{row.name} is not in {period.name}: it was frozen before the programme was there.")
    cells = [
        (
            one.dimension,
            one.declared_label or "–",
            one.colour,
            "–" if one.gap is None else f"{one.gap:+g}",
            one.computed.words,
        )
        for one in status.dimensions
    ]
    print_table(("Dimension", "Declared", "By its sums", "Gap", "Why"), cells, figures=(3,))
    counts = ", ".join(f"{count} {colour.replace('_', ' ')}" for colour, count in status.counts)
    number = len(status.children)
    print(f"{number} {'project' if number == 1 else 'projects'}: {counts or 'none'}.")
    if status.worst is not None:
        print(f"The worst, worse than the sums: {status.worst.code} {status.worst.name}, {status.worst.colour}.")
    own = status.budget
    if own is not None:
        free = measured(own.free, own.currency)
        print(f"Own budget {written(own.control_minor, own.currency)} {own.currency}, not given to projects {free}.")
    sums = status.roll_up
    if sums is not None:
        told = (measured(sums.budget, sums.currency), measured(sums.forecast, sums.currency))
        print(f"Budget {told[0]}, forecast {told[1]}." + (f" Deciding: {sums.deciding}." if sums.deciding else ""))
