"""`conspectus period`: fiscal calendars and reporting periods; laid, opened, frozen, opened again."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._period_packs import register_packs
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of periods."""
    parser = subparsers.add_parser("period", help="fiscal calendars and reporting periods")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    calendar = commands.add_parser("calendar", help="say how a portfolio's years are cut")
    calendar.add_argument("portfolio", metavar="PORTFOLIO")
    calendar.add_argument("--kind", choices=("months", "weeks", "listed"), help="calendar months, weeks 4-4-5, listed")
    calendar.add_argument("--first-month", type=int, metavar="1-12", help="the month a fiscal year begins with")
    calendar.add_argument("--zone", help="the time zone its days are counted in, such as Europe/Berlin")
    lay = commands.add_parser("lay", help="lay the periods the calendar cuts between two days")
    lay.add_argument("portfolio", metavar="PORTFOLIO")
    lay.add_argument("--from", dest="starting", type=date.fromisoformat, required=True, metavar="DATE")
    lay.add_argument("--through", type=date.fromisoformat, required=True, metavar="DATE")
    add = commands.add_parser("add", help="add one period of a listed calendar")
    add.add_argument("portfolio", metavar="PORTFOLIO")
    add.add_argument("name")
    add.add_argument("--from", dest="starting", type=date.fromisoformat, required=True, metavar="DATE")
    add.add_argument("--before", type=date.fromisoformat, required=True, metavar="DATE", help="the day after its last")
    listing = commands.add_parser("list", help="the periods of a portfolio")
    listing.add_argument("portfolio", metavar="PORTFOLIO")
    opening = commands.add_parser("open", help="open a planned period")
    freeze = commands.add_parser("freeze", help="freeze an open period as everything stands")
    freeze.add_argument("--reason", default="", help="why, where reports asked for are not accepted; kept in the audit")
    again = commands.add_parser("reopen", help="open a frozen period again; the version frozen stays")
    again.add_argument("--reason", required=True)
    for command in (opening, freeze, again):
        command.add_argument("id", help="a period's number; 'period list' shows it")
    every = ((calendar, _calendar), (lay, _lay), (add, _add), (listing, _list))
    for command, run in (*every, (opening, _open), (freeze, _freeze), (again, _reopen)):
        for_rows(command, run)
    register_packs(commands)


def _calendar(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.actions import set_fiscal_calendar
    from conspectus.rooms.periods.queries import fiscal_calendar
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    place = get_portfolio(by, arguments.portfolio)
    row = fiscal_calendar(place)
    given = {name: getattr(arguments, name) for name in ("kind", "first_month", "zone")}
    if any(value is not None for value in given.values()):
        values = {name: getattr(row, name) if value is None else value for name, value in given.items()}
        row = set_fiscal_calendar(portfolio=place, **values, revision=row.revision, by=by, at=now())
    print(f"{place.name}: {row.get_kind_display()}, from {row.get_first_month_display()}, {row.zone}")


def _lay(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.actions import lay_periods
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    place = get_portfolio(by, arguments.portfolio)
    for row in lay_periods(portfolio=place, starting=arguments.starting, through=arguments.through, by=by, at=now()):
        print(f"{row.pk} {row.name}")


def _add(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.actions import add_period
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    row = add_period(
        portfolio=get_portfolio(by, arguments.portfolio),
        name=arguments.name,
        starts_on=arguments.starting,
        ends_on=arguments.before,
        by=by,
        at=now(),
    )
    print(f"{row.pk} {row.name}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import periods_of
    from conspectus.rooms.portfolio.queries import get_portfolio

    rows = periods_of(get_portfolio(acting_user(arguments), arguments.portfolio))
    cells = [
        (row.name, str(row.pk), row.starts_on.isoformat(), row.ends_on.isoformat(), row.state, str(row.version))
        for row in rows
    ]
    print_table(("Period", "Id", "From", "Before", "State", "Frozen"), cells, figures=(5,))


def _open(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.actions import open_period
    from conspectus.rooms.periods.queries import get_period

    by = acting_user(arguments)
    row = get_period(by, arguments.id)
    row = open_period(period=row, revision=row.revision, by=by, at=now())
    print(f"{row.name} is open.")


def _freeze(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.freeze_period import freeze_period
    from conspectus.rooms.periods.queries import freezes, get_period

    by = acting_user(arguments)
    row = get_period(by, arguments.id)
    row = freeze_period(period=row, revision=row.revision, reason=arguments.reason, by=by, at=now())
    last = freezes(row)[0]
    print(f"{row.name} is frozen as version {row.version}: {last.subjects} snapshots, digest {last.digest}")


def _reopen(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.actions import reopen_period
    from conspectus.rooms.periods.queries import get_period

    by = acting_user(arguments)
    row = get_period(by, arguments.id)
    row = reopen_period(period=row, reason=arguments.reason, revision=row.revision, by=by, at=now())
    print(f"{row.name} is open again; version {row.version} stays.")
