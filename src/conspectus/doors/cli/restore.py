"""`conspectus restore`: rows back from a backup, after everything about it was verified."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from conspectus.doors.cli._rows import add_data_option, now, open_rows


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "restore",
        help="put the rows of a backup in place, or only check it",
        description="Verify a backup, then put its rows in place. Rows that were there are put aside, not deleted.",
    )
    add_data_option(parser)
    parser.add_argument("backup", metavar="FILE", help="a backup written by conspectus backup")
    parser.add_argument("--check", action="store_true", help="verify only; touch nothing")
    parser.add_argument("--replace", action="store_true", help="put rows that are there aside")
    parser.set_defaults(run=_restore)


def _restore(arguments: argparse.Namespace) -> None:
    open_rows(arguments, migrated=False)
    from conspectus.journeys.upkeep import check_backup, migrate, restore

    path = Path(arguments.backup).expanduser()
    if arguments.check:
        manifest = check_backup(path).manifest
        print(f"Whole: made {manifest['made_at']} by version {manifest['version']}.")
        return
    kept = restore(path, replace=arguments.replace, at=now())
    migrate(at=now())
    print("Restored. Sessions and tokens hold only where the secrets of this folder are those of the backup's.")
    if kept is not None:
        print(f"The rows that were there: {kept}")
