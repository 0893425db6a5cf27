"""Budgets of a project or a programme, approved."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.formats.currencies import written

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.portfolio.models import Programme, Project

    Find = Callable[[User, str], Project | Programme]


def register_budget(commands: Any, what: str, place: str, find: Find) -> None:
    """Add the command that approves a budget; ``place`` is how the thing is named, ``find`` what finds it."""
    budget = commands.add_parser("budget", help=f"approve a {what}'s next budget")
    budget.add_argument(place)
    budget.add_argument("lines", nargs="+", metavar="YEAR:KIND:NATURE:AMOUNT[:CATEGORY]", help="2026:base:capex:90000")
    budget.add_argument("--reason", required=True, help="why; it is kept")
    for_rows(budget, _budget)
    budget.set_defaults(find=find, place=place)


def _budget(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.money.actions import NewLine, approve_budget, minor_units
    from conspectus.rooms.portfolio.models import Project

    by = acting_user(arguments)
    subject = arguments.find(by, getattr(arguments, arguments.place))
    is_project = isinstance(subject, Project)
    currency = subject.currency if is_project else subject.portfolio.currency
    lines = []
    for text in arguments.lines:
        parts = text.split(":", 4)
        if len(parts) < 4 or not parts[0].isdecimal():
            raise Refused("Give each line as YEAR:KIND:NATURE:AMOUNT, such as 2026:base:capex:90000.")
        money = minor_units(parts[3], currency)
        lines.append(NewLine(int(parts[0]), parts[1], parts[2], money, parts[4] if len(parts) > 4 else ""))
    row = approve_budget(subject=subject, lines=lines, reason=arguments.reason, by=by, at=now())
    total = written(sum(line.amount_minor for line in lines), currency)
    name = subject.code if is_project else subject.name
    print(f"Budget {row.number} of {name} is approved: {total} {currency}, digest {row.digest}")
