"""`conspectus backup`: one sealed file, made while the house is in use, verified after writing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import add_data_option, now, open_rows


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "backup",
        help="write a backup and verify it",
        description="Write all rows into one sealed file and verify it as a restore would. Secrets stay out of it.",
    )
    add_data_option(parser)
    parser.add_argument("--out", metavar="FILE", help="where to write it (default: backups/ in the data folder)")
    parser.set_defaults(run=_back_up)


def _back_up(arguments: argparse.Namespace) -> None:
    open_rows(arguments, migrated=False)
    from conspectus.journeys.upkeep import back_up

    target = Path(arguments.out).expanduser().resolve() if arguments.out else None
    if target is not None and not target.parent.is_dir():
        raise Refused(f"The folder of {target.name} does not exist. Make it first.")
    written = back_up(at=now(), target=target)
    print(f"Written and verified: {written} ({written.stat().st_size / 2**20:.1f} MiB)")
