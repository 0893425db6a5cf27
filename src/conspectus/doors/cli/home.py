"""`conspectus home`: what waits on somebody, what they wait for, and what changed since they looked."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("home", help="what waits on you, what you wait for, what changed")
    parser.add_argument("--json", action="store_true", help="print JSON")
    for_rows(parser, _home)


def _home(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.home.look import home
    from conspectus.journeys.home.views import Home
    from conspectus.kit.frozen import to_plain

    found = home(acting_user(arguments), at=now())
    if arguments.json:
        print_json(to_plain(Home, found))
        return
    for one in found.deciding:
        where = f"{one.code} {one.project}: {one.words}" if one.project_id else one.reason
        print(f"{one.title}: {where}")
    standing = [(f"For {one.name}, through {one.last_on}", one.tasks) for one in found.standing]
    own = (("Late", found.late), ("To do", found.todo), ("Waiting on others", found.waiting))
    for name, tasks in (*own, *standing):
        print(f"\n{name}: {len(tasks) or 'nothing'}")
        if tasks:
            rows = [(one.subject, one.words, f"{one.due_on or ''}", one.person) for one in tasks]
            print_table(("About", "What", "Until", "Who"), rows, cut=60)
    print(f"\nChanged since {found.since:%Y-%m-%d %H:%M}: {len(found.changes) + found.more_changes or 'nothing'}")
    if found.changes:
        rows = [(one.subject, one.words, f"{one.at:%Y-%m-%d %H:%M}", one.person) for one in found.changes]
        print_table(("About", "What", "When", "Who"), rows, cut=60)
