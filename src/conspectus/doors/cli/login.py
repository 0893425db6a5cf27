"""`conspectus login`: commands that name no place go to a server from now on."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "login",
        help="let commands go to a server, by a token",
        description="Ask for a token of the API, try it, and keep it for your eyes only. From then on commands go to "
        "the server unless they name a data folder.",
    )
    parser.add_argument("url", metavar="URL", help="such as https://pmo.example.org")
    parser.set_defaults(run=_login, logs_in=True)


def _login(arguments: argparse.Namespace) -> None:
    from conspectus.doors.cli.remote.client import who
    from conspectus.doors.cli.remote.profile import Server, checked, keep

    url = checked(arguments.url)
    # Never as an argument of its own, which other people on the machine could read.
    text = getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    server = Server(url, text.strip())
    found = who(server)
    keep(server)
    only = ", reading only" if found.get("reading_only") else ""
    print(f"You are {found['name']} ({found['email']}) on {server.host}{only}. To end this: conspectus logout")
