"""`conspectus token`: keys for programs, issued, listed, revoked."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import account_named, acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of tokens."""
    parser = subparsers.add_parser("token", help="issue, list and revoke tokens of the API")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    issue = commands.add_parser("issue", help="issue a token; it is shown once")
    issue.add_argument("email", help="whose rights it has")
    issue.add_argument("--name", required=True, help="what it is for")
    issue.add_argument("--scope", choices=("read", "write", "calendar", "due"), default="read")
    issue.add_argument("--days", type=int, default=90, help="how long it lives (default: 90)")
    revoke = commands.add_parser("revoke", help="end a token at once")
    revoke.add_argument("id")
    listing = commands.add_parser("list", help="all tokens")
    for command, run in ((issue, _issue), (revoke, _revoke), (listing, _list)):
        for_rows(command, run)


def _issue(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import issue_token

    by = acting_user(arguments)
    issued = issue_token(
        user=account_named(by, arguments.email),
        name=arguments.name,
        scope=arguments.scope,
        days=arguments.days,
        by=by,
        at=now(),
    )
    print(issued.text)


def _revoke(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.actions import revoke_token
    from conspectus.rooms.accounts.queries import get_token

    by = acting_user(arguments)
    token = get_token(by, arguments.id)
    revoke_token(token=token, by=by, at=now())
    print(f"Revoked: {token.name}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import visible_tokens

    rows = [
        [
            str(token.pk),
            token.name,
            token.user.email,
            token.scope,
            f"{token.expires_at:%Y-%m-%d}",
            "revoked" if token.revoked_at else "",
        ]
        for token in visible_tokens(acting_user(arguments))
    ]
    print_table(("id", "name", "user", "scope", "until", ""), rows, figures=(0,), cut=60)
