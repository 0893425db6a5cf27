"""`conspectus audit`: the log of deeds, verified and read."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, open_rows
from conspectus.doors.cli._terminal import print_json, print_table


def register(subparsers: Any) -> None:
    """Add the commands of the audit log."""
    parser = subparsers.add_parser("audit", help="verify or read the log of deeds")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify = commands.add_parser("verify", help="say whether the log is whole, or its first bad line")
    listing = commands.add_parser("list", help="the newest deeds")
    listing.add_argument("--most", type=int, default=50, metavar="N", help="how many (default: 50)")
    for command, run in ((verify, _verify), (listing, _list)):
        command.add_argument("--json", action="store_true", help="print JSON")
        for_rows(command, run)


def _verify(arguments: argparse.Namespace) -> int:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import verify_audit
    from conspectus.rooms.accounts.rules import require_auditor

    require_auditor(acting_user(arguments))
    verdict = verify_audit()
    if arguments.json:
        print_json({**asdict(verdict), "whole": verdict.whole})
    else:
        print(verdict.words)
    return 0 if verdict.whole else 1


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import audit_lines

    lines = audit_lines(acting_user(arguments))[: max(1, min(arguments.most, 10_000))]
    rows = [
        {
            "number": line.number,
            "at": line.at.isoformat(timespec="seconds"),
            "who": line.actor_name,
            "deed": line.deed,
            "subject": f"{line.subject_kind}:{line.subject_id}",
            "body": line.body,
        }
        for line in lines
    ]
    if arguments.json:
        print_json({"lines": rows})
        return
    heads = ("number", "at", "who", "deed", "subject", "body")
    print_table(heads, [[str(row[head]) for head in heads] for row in rows], figures=(0,), cut=60)
