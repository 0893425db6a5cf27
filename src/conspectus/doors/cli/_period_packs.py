"""`conspectus period compare`: two periods of a portfolio compared."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table

if TYPE_CHECKING:
    from conspectus.rooms.status.queries import ColourMove, DateMove, ProjectChange


def register_packs(commands: Any) -> None:
    """Add what is told of frozen periods."""
    compare = commands.add_parser("compare", help="what changed since another period")
    compare.add_argument("id", help="a period's number; 'period list' shows it")
    compare.add_argument("--with", dest="before", metavar="ID", help="default: the newest frozen before it")
    compare.add_argument("--json", action="store_true", help="print the whole as JSON")
    for_rows(compare, _compare)


def _compare(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.periods.queries import frozen_before, get_period
    from conspectus.rooms.status.queries import PeriodChanges, period_changes

    by = acting_user(arguments)
    period = get_period(by, arguments.id)
    before = get_period(by, arguments.before) if arguments.before else frozen_before(period)
    if before is None:
        raise Refused("No earlier period is frozen. Name the period to compare with: --with ID.")
    found = period_changes(by, period, before, at=now())
    if arguments.json:
        print_json(to_plain(PeriodChanges, found))
        return
    count = len(found.of("changed"))
    print(f"{found.new} since {found.old}: {count} changed, {found.unchanged} as before.")
    print_table(
        ("Project", "What", "Computed", "Declared", "Finish", "Days"),
        [_row(one) for one in found.projects],
        figures=(5,),
    )


def _row(one: ProjectChange) -> tuple[str, ...]:
    what = f"renamed from {one.name_before}" if one.name_before else one.what
    days = f"{one.finish.days:+d}" if one.finish and one.finish.days else ""
    return f"{one.code} {one.name}", what, _colours(one.computed), _colours(one.declared), _dates(one.finish), days


def _colours(move: ColourMove | None) -> str:
    return f"{move.before or 'nothing'} → {move.after or 'nothing'}" if move else ""


def _dates(move: DateMove | None) -> str:
    return f"{move.before or 'none'} → {move.after or 'none'}" if move else ""
