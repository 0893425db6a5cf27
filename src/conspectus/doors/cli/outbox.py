"""`conspectus outbox`: mail that waits, went or failed; sent now, sent again."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table

STATES = ("waiting", "sending", "sent", "failed", "dropped")
QUIET = "Mail is not configured: set CONSPECTUS_MAIL_URL, CONSPECTUS_MAIL_FROM and CONSPECTUS_ADDRESS."


def register(subparsers: Any) -> None:
    """Add the commands of the outbox."""
    parser = subparsers.add_parser("outbox", help="mail to people: waiting, sent, failed")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="mail, newest first")
    listing.add_argument("--state", choices=STATES)
    listing.add_argument("--most", type=int, default=50, metavar="N")
    send = commands.add_parser("send", help="send now what is due; a running server does so by itself")
    retry = commands.add_parser("retry", help="have a mail sent again that failed")
    retry.add_argument("id", help="a mail's number; 'outbox list' shows it")
    for command, run in ((listing, _list), (retry, _retry)):
        for_rows(command, run)
    for_rows(send, _send, here_only="The server sends what is due by itself.")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from django.conf import settings

    from conspectus.rooms.outbox.queries import messages

    rows = messages(acting_user(arguments))
    rows = rows.filter(state=arguments.state) if arguments.state else rows
    cells = [
        (
            str(row.pk),
            row.person.name,
            row.cadence,
            row.state,
            f"{row.ended_at or row.due_at:%Y-%m-%d %H:%M}",
            str(row.tries),
            row.reason,
        )
        for row in rows[: max(1, min(arguments.most, 10_000))]
    ]
    print_table(("Id", "To", "How often", "State", "When", "Tries", "Why"), cells, figures=(5,), cut=60)
    if not settings.MAIL_ON:
        print(QUIET)


def _send(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from django.conf import settings

    from conspectus.journeys.notices.follow import follow_notices
    from conspectus.journeys.notices.post import send_now

    follow_notices(at=now())
    count = send_now(by=acting_user(arguments), at=now())
    print(f"{count} sent." if settings.MAIL_ON else QUIET)


def _retry(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.outbox.actions import retry_message
    from conspectus.rooms.outbox.queries import get_message

    by = acting_user(arguments)
    row = retry_message(message=get_message(by, arguments.id), by=by, at=now())
    print(f"The mail to {row.person.name} is tried again.")
