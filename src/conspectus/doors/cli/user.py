"""`conspectus user`: accounts opened, listed, entered by link, closed."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import Any

from conspectus.doors.cli._rows import account_named, acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table


def register(subparsers: Any) -> None:
    """Add the commands of users."""
    parser = subparsers.add_parser("user", help="open, list, enter and close accounts")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="open an account; it is entered by link until a password is set")
    create.add_argument("email")
    create.add_argument("--name", required=True)
    create.add_argument("--role", default="", help="a role over the whole organisation, such as pmo_director")
    create.add_argument("--division", metavar="ID")
    role = commands.add_parser("role", help="change the role over the whole organisation")
    role.add_argument("email")
    role.add_argument("role", help="a role, or '' for none")
    link = commands.add_parser("link", help="print a link that signs a user in once, within an hour")
    link.add_argument("email")
    link.add_argument("--port", default=os.environ.get("CONSPECTUS_PORT", "8000"))
    password = commands.add_parser("password", help="set a password, asked for here or read from standard input")
    password.add_argument("email")
    close = commands.add_parser("close", help="close an account; its sessions and tokens end at once")
    close.add_argument("email")
    reopen = commands.add_parser("reopen", help="open a closed account again")
    reopen.add_argument("email")
    written = commands.add_parser("settings", help="choose how somebody's pages are written; without a choice, show it")
    written.add_argument("email")
    written.add_argument("--language", help="en or de; '' for the organisation's usual")
    written.add_argument("--region", help="how numbers and days are written, such as de-AT; '' for the usual")
    written.add_argument("--time-zone", help="such as Europe/Berlin; '' for the usual")
    listing = commands.add_parser("list", help="all accounts")
    listing.add_argument("--json", action="store_true", help="print JSON")
    runs = (
        (create, _create),
        (role, _role),
        (close, _close),
        (reopen, _reopen),
        (written, _settings),
        (listing, _list),
    )
    for command, run in runs:
        for_rows(command, run)
    for_rows(link, _link, here_only="A link leads to the machine it was made on. Make it there, or on the user's page.")
    for_rows(password, _password, here_only="A password is set on the machine of the server, or by its owner there.")


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import create_user
    from conspectus.rooms.accounts.queries import get_division

    division = get_division(arguments.division) if arguments.division else None
    by = acting_user(arguments)
    user = create_user(
        email=arguments.email, name=arguments.name, role=arguments.role, division=division, by=by, at=now()
    )
    print(f"Opened: {user.email}. Let them in with: conspectus user link {user.email}")


def _role(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import change_organisation_role

    by = acting_user(arguments)
    user = account_named(by, arguments.email)
    user = change_organisation_role(user=user, role=arguments.role, by=by, at=now())
    print(f"{user.email}: {user.get_organisation_role_display() or 'no role over the whole organisation'}")


def _link(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.doors.cli._server import entry_link
    from conspectus.rooms.accounts.actions import issue_sign_in_link

    by = acting_user(arguments)
    secret = issue_sign_in_link(user=account_named(by, arguments.email), by=by, at=now())
    print(entry_link("127.0.0.1", arguments.port, secret))


def _password(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import set_password

    by = acting_user(arguments)
    user = account_named(by, arguments.email)
    # Never as an argument, which other people on the machine could read.
    text = getpass.getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    set_password(user=user, password=text, by=by, at=now())
    print(f"The password of {user.email} is set; sessions entered with the old one are ended.")


def _close(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import deactivate_user

    by = acting_user(arguments)
    deactivate_user(user=account_named(by, arguments.email), by=by, at=now())
    print(f"Closed: {arguments.email}")


def _reopen(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import reactivate_user

    by = acting_user(arguments)
    reactivate_user(user=account_named(by, arguments.email), by=by, at=now())
    print(f"Open: {arguments.email}")


def _settings(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import change_user_settings

    by = acting_user(arguments)
    user = account_named(by, arguments.email)
    now_set = {name: getattr(user, name) for name in ("language", "region", "time_zone")}
    wanted = {name: held if (said := getattr(arguments, name)) is None else said for name, held in now_set.items()}
    if wanted != now_set:
        change_user_settings(user=user, **wanted, by=by, at=now())
    for name, held in wanted.items():
        print(f"{name.replace('_', ' ')}: {held or 'the usual'}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import visible_users

    rows = [
        {
            "id": user.pk,
            "email": user.email,
            "name": user.name,
            "role": user.organisation_role,
            "role_label": user.get_organisation_role_display(),
            "division": user.person.division.name if user.person.division else "",
            "open": user.is_active,
        }
        for user in visible_users(acting_user(arguments))
    ]
    if arguments.json:
        print_json({"users": rows})
        return
    names = ("id", "email", "name", "role_label", "division")
    told = [[*(str(row[name]) for name in names), "open" if row["open"] else "closed"] for row in rows]
    print_table(("id", "email", "name", "role", "division", "account"), told, figures=(0,), cut=60)
