"""`conspectus view`: saved views of lists."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of saved views."""
    parser = subparsers.add_parser("view", help="saved views of lists")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="your own views and those shared with you")
    save = commands.add_parser("save", help="save a view")
    save.add_argument("name")
    save.add_argument("--of", default="portfolio", choices=("portfolio", "register", "action"), help="the list")
    change = commands.add_parser("change", help="change a view; what is left out stays")
    change.add_argument("id", help="a view's number; 'view list' shows it")
    change.add_argument("--name")
    for command in (save, change):
        command.add_argument(
            "--choose",
            action="append",
            metavar="NAME=VALUE",
            help="such as status=red, columns=state,finish, group=manager",
        )
        command.add_argument("--share", metavar="PORTFOLIO", help="with all who may see this portfolio")
    change.add_argument("--mine-alone", action="store_true", help="shared with nobody any more")
    remove = commands.add_parser("remove", help="remove a view")
    remove.add_argument("id")
    first = commands.add_parser("first", help="let the table open with a view; without one, with all projects")
    first.add_argument("id", nargs="?")
    pairs = ((listing, _list), (save, _save), (change, _change), (remove, _remove), (first, _first))
    for command, run in pairs:
        for_rows(command, run)


def _choices(arguments: argparse.Namespace) -> dict[str, str]:
    return dict(one.partition("=")[::2] for one in arguments.choose or ())


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import visible_views

    rows = [
        [
            str(row.pk),
            row.name,
            row.of,
            row.owner.name,
            row.portfolio.name if row.portfolio else "",
            "first" if row.is_first else "",  # type: ignore[attr-defined]  # annotated
            " ".join(f"{name}={value}" for name, value in row.choices.items()),
        ]
        for row in visible_views(acting_user(arguments), now().date())
    ]
    print_table(("id", "name", "of", "owner", "shared with", "opens", "choices"), rows)


def _save(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import save_view
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    place = get_portfolio(by, arguments.share) if arguments.share else None
    row = save_view(name=arguments.name, choices=_choices(arguments), of=arguments.of, portfolio=place, by=by, at=now())
    print(f"{row.pk} {row.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import change_view
    from conspectus.rooms.portfolio.queries import get_portfolio, get_view

    by = acting_user(arguments)
    row = get_view(by, arguments.id)
    place = get_portfolio(by, arguments.share) if arguments.share else None if arguments.mine_alone else row.portfolio
    row = change_view(
        view=row,
        name=row.name if arguments.name is None else arguments.name,
        choices=_choices(arguments) or row.choices,
        portfolio=place,
        revision=row.revision,
        by=by,
        at=now(),
    )
    print(f"{row.pk} {row.name}")


def _remove(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import remove_view
    from conspectus.rooms.portfolio.queries import get_view

    by = acting_user(arguments)
    row = get_view(by, arguments.id)
    remove_view(view=row, by=by, at=now())
    print(f"removed {row.name}")


def _first(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import begin_with_view
    from conspectus.rooms.portfolio.queries import get_view

    by = acting_user(arguments)
    row = get_view(by, arguments.id) if arguments.id else None
    begin_with_view(view=row, by=by, at=now())
    print(f"the portfolio table opens with {row.name if row else 'all projects'}")
