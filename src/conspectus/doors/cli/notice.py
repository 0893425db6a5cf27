"""`conspectus notice`: what somebody is told of, read, and how often it comes by mail."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table

CADENCES = ("now", "daily", "weekly", "none")


def register(subparsers: Any) -> None:
    """Add the commands of notices."""
    parser = subparsers.add_parser("notice", help="what one is told of, and how often it comes by mail")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="notices, newest first")
    listing.add_argument("--unread", action="store_true", help="only those not read yet")
    listing.add_argument("--most", type=int, default=50, metavar="N")
    listing.add_argument("--json", action="store_true", help="print JSON")
    read = commands.add_parser("read", help="note that notices are read, all unless numbers are given")
    read.add_argument("id", type=int, nargs="*", help="a notice's number; 'notice list' shows it")
    mail = commands.add_parser("mail", help="show or choose how often notices come by mail")
    mail.add_argument("--direct", choices=CADENCES, help="of what is meant for one")
    mail.add_argument("--followed", choices=CADENCES, help="of what changes about things one follows")
    for command, run in ((listing, _list), (read, _read), (mail, _mail)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.notices.shown import NoticeView, shown
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.outbox.queries import notices_of

    by = acting_user(arguments)
    rows = notices_of(by)
    rows = rows.filter(read_at=None) if arguments.unread else rows
    found = shown(by, list(rows[: max(1, min(arguments.most, 10_000))]), now().date())
    if arguments.json:
        print_json([to_plain(NoticeView, one) for one in found])
        return
    cells = [
        (
            str(one.notice_id),
            "" if one.read_at else "new",
            one.change.subject,
            one.change.words,
            f"{one.change.at:%Y-%m-%d %H:%M}",
            one.change.person,
        )
        for one in found
    ]
    print_table(("Id", "", "About", "What", "When", "Who"), cells, cut=60)


def _read(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.outbox.actions import read_notices

    count = read_notices(ids=arguments.id or None, by=acting_user(arguments), at=now())
    print(f"{count} {'notice is' if count == 1 else 'notices are'} read.")


def _mail(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.outbox.actions import choose_mail
    from conspectus.rooms.outbox.queries import wish_of

    by = acting_user(arguments)
    wish = wish_of(by.person)
    if arguments.direct or arguments.followed:
        chosen = {"direct": arguments.direct or wish.direct, "followed": arguments.followed or wish.followed}
        wish = choose_mail(**chosen, by=by, at=now())
    print(f"Meant for you: {wish.direct}; followed: {wish.followed}")
