"""`conspectus status`: what projects declare, beside what is computed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli._files import OutFile
from conspectus.doors.cli._reports import register_reports
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table
from conspectus.doors.cli._updates import register_updates

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.portfolio.models import Project


def register(subparsers: Any) -> None:
    """Add the commands of status."""
    parser = subparsers.add_parser("status", help="declared and computed status of a period")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    show = commands.add_parser("show", help="where every project stands in a period")
    gaps = commands.add_parser("gaps", help="where more is declared than the data say")
    for command in (show, gaps):
        command.add_argument("period", help="a period's number; 'period list' shows it")
    register_reports(commands, "project", "code", _project)
    register_updates(commands)
    one = commands.add_parser("page", help="a project's status report on one page")
    one.add_argument("code")
    one.add_argument("period", help="a period's number; 'period list' shows it")
    one.add_argument("--out", type=OutFile, required=True, metavar="FILE", help="a name that ends in .pdf or .pptx")
    end = commands.add_parser("lift", help="end an override: let the computed colour count again")
    end.add_argument("id")
    for command, run in (
        (show, _show),
        (gaps, _gaps),
        (one, _page),
        (end, _end),
    ):
        for_rows(command, run)


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.queries import statuses

    by = acting_user(arguments)
    rows = statuses(by, get_period(by, arguments.period), at=now())
    cells = [
        (
            f"{row.code} {row.name}",
            row.overall.declared_label or "–",
            row.overall.colour,
            "–" if row.overall.gap is None else f"{row.overall.gap:+g}",
            row.dimension("schedule").colour,
            row.dimension("cost").colour,
            row.report.state or "none",
            "–" if row.stale_days is None else str(row.stale_days),
        )
        for row in rows
    ]
    heads = ("Project", "Declared", "Computed", "Gap", "Schedule", "Cost", "Report", "Stale d")
    print_table(heads, cells, figures=(3, 7))


def _page(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.told import status_page_now
    from conspectus.rooms.periods.queries import get_period

    by, out = acting_user(arguments), arguments.out
    period = get_period(by, arguments.period)
    out.write(status_page_now(_project(by, arguments.code), period, out.ending, by=by, at=now()))
    print(f"Written: {out}")


def _gaps(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.queries import gaps, period_standing

    by = acting_user(arguments)
    found = gaps(*period_standing(by, get_period(by, arguments.period), at=now()))
    groups = (found.whole, *found.by_dimension, *found.by_manager, *found.by_division, *found.by_programme)
    cells = [
        (
            group.name,
            str(group.pairs),
            str(group.better),
            str(group.worse),
            "–" if group.optimism.value is None else f"{group.optimism.value:.0%}",
            "–" if group.mean.value is None else f"{group.mean.value:+.2f}",
        )
        for group in groups
    ]
    print_table(("Group", "Pairs", "Better", "Worse", "Optimism", "Mean gap"), cells, figures=(1, 2, 3, 4, 5))
    for row in found.optimistic:
        overall = row.overall
        print(f"{row.code} {row.name}: declared {overall.declared_label}, computed {overall.computed.colour}.")
    for one in found.programmes:
        worst = f"; {one.worst.code} {one.worst.name} is {one.worst.colour}" if one.worst else ""
        said, sums = one.overall.declared_label, one.overall.colour.replace("_", " ")
        print(f"Programme {one.name}: declared {said}, its sums {sums}{worst}.")


def _project(by: User, code: str) -> Project:
    from conspectus.rooms.portfolio.queries import project_by_code

    return project_by_code(by, code)


def _end(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.status.actions import end_override
    from conspectus.rooms.status.queries import get_override

    by = acting_user(arguments)
    row = end_override(override=get_override(by, arguments.id), by=by, at=now())
    print(f"{row.get_dimension_display()} counts as computed again.")
