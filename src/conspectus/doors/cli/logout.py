"""`conspectus logout`: commands work on this machine again."""

from __future__ import annotations

import argparse
from typing import Any


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "logout", help="forget the server and its token; commands work on this machine again"
    )
    parser.set_defaults(run=_logout)


def _logout(arguments: argparse.Namespace) -> None:
    from conspectus.doors.cli.remote.profile import forget

    there = forget()
    print("Forgotten. The token itself lives on: end it on your profile page." if there else "There was no login.")
