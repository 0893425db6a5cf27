"""The commands over the methods of new projects, among those of `conspectus standard`."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table


def add_rule_commands(commands: Any) -> None:
    """Add the commands."""
    listing = commands.add_parser("rules", help="which method new projects of portfolios and programmes follow")
    rule = commands.add_parser("rule", help="say which method new projects of a portfolio or programme follow")
    place = rule.add_mutually_exclusive_group(required=True)
    place.add_argument("--portfolio", metavar="ID")
    place.add_argument("--programme", metavar="ID")
    method = rule.add_mutually_exclusive_group(required=True)
    method.add_argument("--method", metavar="KEY", help="'standard list' shows it")
    method.add_argument("--none", action="store_true", help="none any more")
    rule.add_argument("--reason", required=True)
    for command, run in ((listing, _rules), (rule, _rule)):
        for_rows(command, run)


def _rules(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.queries import find_rules, rule_row

    cells = []
    for one in map(rule_row, find_rules(acting_user(arguments), now().date())):
        place = f"programme {one.programme_id}" if one.programme_id else f"portfolio {one.portfolio_id}"
        cells.append((one.place, place, one.method or "–", one.set_by, str(one.set_at.date()), one.reason))
    print_table(("Of", "Id", "Method", "Set by", "On", "Reason"), cells)


def _rule(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.models import Portfolio, Programme
    from conspectus.rooms.portfolio.queries import get_portfolio, get_programme
    from conspectus.rooms.standards.actions import set_method_rule
    from conspectus.rooms.standards.queries import get_method, rule_of

    by = acting_user(arguments)
    place: Portfolio | Programme
    place = get_programme(by, arguments.programme) if arguments.programme else get_portfolio(by, arguments.portfolio)
    method = get_method(by, arguments.method) if arguments.method else None
    held = rule_of(place)
    revision = held.pk if held else 0
    set_method_rule(place=place, method=method, reason=arguments.reason, revision=revision, by=by, at=now())
    print(f"New projects of {place.name} follow {method.name if method else 'no method by rule'}.")
