"""`conspectus tolerance`: the limits by which computed status turns amber and red."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.portfolio.models import Portfolio, Programme, Project

OPTIONS = {"slip_percent": "--slip", "spi_t": "--spi-t", "overrun_percent": "--overrun"}
OPTIONS |= {"change_percent": "--change", "acceptance_percent": "--acceptance"}


def register(subparsers: Any) -> None:
    """Add the commands of tolerances."""
    parser = subparsers.add_parser("tolerance", help="limits by which computed status turns amber and red")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    show = commands.add_parser("show", help="what judges a portfolio, a programme or a project, and since when")
    setting = commands.add_parser("set", help="record limits from a day on; those left out are the usual ones")
    for command in (show, setting):
        of = command.add_mutually_exclusive_group(required=True)
        of.add_argument("--portfolio", metavar="ID")
        of.add_argument("--programme", metavar="ID")
        of.add_argument("--project", metavar="CODE")
    setting.add_argument("--slip", metavar="GREEN/AMBER", help="percent of the planned duration, such as 5/10")
    setting.add_argument("--spi-t", dest="spi_t", metavar="GREEN/AMBER", help="such as 0.95/0.90")
    setting.add_argument("--overrun", metavar="GREEN/AMBER", help="percent of the budget, such as 5/10")
    setting.add_argument(
        "--change", metavar="GREEN/AMBER", help="net change in percent of the baseline cost, such as 5/10"
    )
    setting.add_argument("--acceptance", metavar="GREEN/AMBER", help="percent of reviewed deliverables, such as 95/85")
    setting.add_argument("--name", default="", help="of a set: recorded for a portfolio, followed by what lies in it")
    setting.add_argument("--from", dest="from_on", type=date.fromisoformat, metavar="DATE", help="today where left out")
    setting.add_argument("--reason", required=True)
    cost = commands.add_parser("cost", help="whose actual cost counts first in a portfolio, or say another")
    cost.add_argument("portfolio", metavar="PORTFOLIO")
    cost.add_argument("--first", choices=("plan", "ledger"))
    cost.add_argument("--from", dest="from_on", type=date.fromisoformat, metavar="DATE", help="today where left out")
    cost.add_argument("--reason", default="")
    for command, run in ((show, _show), (setting, _set), (cost, _cost)):
        for_rows(command, run)


def _subject(arguments: argparse.Namespace, by: User) -> Portfolio | Programme | Project:
    from conspectus.rooms.portfolio.queries import get_portfolio, get_programme, project_by_code

    if arguments.project is not None:
        return project_by_code(by, arguments.project)
    if arguments.programme is not None:
        return get_programme(by, arguments.programme)
    return get_portfolio(by, arguments.portfolio)


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.schedule.queries.tolerances import tolerances_of

    found = tolerances_of(_subject(arguments, acting_user(arguments)), now().date())
    heads = ("Tolerance", *(one.label for one in found.now.limits), "From", "By", "Reason")
    cells = [
        (
            one.label,
            *(f"{limit.green:g}/{limit.amber:g}{limit.unit}" for limit in one.limits),
            str(one.from_on or "always"),
            one.recorded_by,
            one.reason,
        )
        for one in (found.now, *(one for one in found.sets if one != found.now))
    ]
    print_table(heads, cells)
    for row in found.recorded:
        told = ", ".join(f"{one.label} {one.green:g}/{one.amber:g}{one.unit}" for one in row.limits)
        follows = f"follows {row.name or 'the portfolio'}" if not told else row.name
        print(f"{row.from_on} {' '.join(filter(None, (follows, told)))}: {row.reason} ({row.recorded_by})")


def _set(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.schedule.actions import NewTolerance, set_tolerance

    by = acting_user(arguments)
    given = {name: getattr(arguments, option.lstrip("-").replace("-", "_")) for name, option in OPTIONS.items()}
    limits = {name: _pair(OPTIONS[name], text) for name, text in given.items() if text is not None}
    new = NewTolerance(arguments.reason, limits, arguments.name, arguments.from_on)
    row = set_tolerance(subject=_subject(arguments, by), new=new, by=by, at=now())
    print(f"{row.pk} holds from {row.from_on}.")


def _pair(option: str, text: str) -> tuple[float, float]:
    """Return two figures written as 5/10."""
    green, _, amber = text.partition("/")
    try:
        return float(green), float(amber)
    except ValueError:
        raise Refused(f"{option} takes two figures such as 5/10: green to, amber to.") from None


def _cost(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import get_portfolio
    from conspectus.rooms.schedule.actions import set_cost_rule
    from conspectus.rooms.schedule.queries.costs import cost_rules

    by, at = acting_user(arguments), now()
    place = get_portfolio(by, arguments.portfolio)
    if arguments.first:
        given = {"first": arguments.first, "reason": arguments.reason, "from_on": arguments.from_on}
        set_cost_rule(portfolio=place, **given, by=by, at=at)
    found = cost_rules(place, at.date())
    print(f"The {found.now} goes first.")
    for row in found.recorded:
        print(f"{row.from_on} {row.first}: {row.reason} ({row.recorded_by})")
