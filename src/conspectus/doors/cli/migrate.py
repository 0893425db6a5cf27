"""`conspectus migrate`: bring the rows up to date."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import add_data_option, now, open_rows


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "migrate",
        help="bring the rows up to date, after a backup",
        description="Bring the rows up to this version. Rows that exist are backed up first.",
    )
    add_data_option(parser)
    parser.add_argument("--no-backup", action="store_true", help="you have made a backup by your own means")
    parser.set_defaults(run=_migrate)


def _migrate(arguments: argparse.Namespace) -> None:
    open_rows(arguments, migrated=False)
    from conspectus.journeys.upkeep import migrate
    from conspectus.rooms.accounts.actions import local_operator
    from conspectus.rooms.knowledge.actions import load_shipped_articles

    steps = migrate(at=now(), backup=not arguments.no_backup)
    load_shipped_articles(by=local_operator(), at=now())
    print(f"Done: {len(steps)} steps." if steps else "The rows are up to date.")
