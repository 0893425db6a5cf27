"""`conspectus serve`: the pages and the API on this machine."""

from __future__ import annotations

import argparse
import os
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import add_data_option, now, open_rows
from conspectus.doors.cli._server import (
    LOOPBACK,
    back_up_daily,
    check_address,
    entry_link,
    refuse_processes,
    serve,
    set_environment,
)


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "serve",
        help="serve the pages and the API on this machine",
        description="Bring the rows up to date, then serve on 127.0.0.1 until stopped with Ctrl-C.",
    )
    add_data_option(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--deployed", action="store_true", help="serve behind a TLS proxy, with stricter settings")
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="of the server, on PostgreSQL only")
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    if arguments.deployed:
        _refuse_unless_ready(arguments.host)
    check_address(arguments.host, arguments.port, deployed=arguments.deployed)
    set_environment(arguments.port, deployed=arguments.deployed)
    open_rows(arguments, migrated=False)
    refuse_processes(arguments.processes, deployed=arguments.deployed)
    from django.conf import settings

    from conspectus.journeys.upkeep import migrate
    from conspectus.kit.folder_lock import hold_folder
    from conspectus.rooms.accounts.actions import local_operator
    from conspectus.rooms.knowledge.actions import load_shipped_articles

    with hold_folder(settings.DATA_FOLDER):
        steps = migrate(at=now())
        if steps:
            print(f"The rows are up to date ({len(steps)} steps).")
        load_shipped_articles(by=local_operator(), at=now())
        print(f"Conspectus serves on http://{arguments.host}:{arguments.port}/ (stop with Ctrl-C)", flush=True)
        _print_first_link(arguments)
        return serve(arguments.host, arguments.port, processes=arguments.processes, back_up=back_up_daily)


def _print_first_link(arguments: argparse.Namespace) -> None:
    """Print the way in for the first administrator, while nobody has used one."""
    from conspectus.rooms.accounts.actions import create_first_administrator, issue_sign_in_link, local_operator
    from conspectus.rooms.accounts.queries import has_users, only_user_never_entered

    at = now()
    user = only_user_never_entered() if has_users() else create_first_administrator(at=at)
    if user is None:
        return
    secret = issue_sign_in_link(user=user, by=local_operator(), at=at)
    print("This link signs the first administrator in, once, within an hour:")
    print(f"  {entry_link(arguments.host, arguments.port, secret)}", flush=True)


def _refuse_unless_ready(host: str) -> None:
    """Refuse to face other people while a setting is only fit for one's own machine."""
    missing = []
    if len(os.environ.get("CONSPECTUS_SECRET_KEY", "")) < 50:
        missing.append("CONSPECTUS_SECRET_KEY is not set to 50 characters or more")
    hosts = os.environ.get("CONSPECTUS_HOSTS", "")
    if not hosts or "*" in hosts:
        missing.append("CONSPECTUS_HOSTS does not list the exact host names")
    if os.environ.get("CONSPECTUS_PROXY") != "1":
        missing.append("CONSPECTUS_PROXY=1 does not confirm a TLS proxy that sets X-Forwarded-Proto")
    if host not in LOOPBACK and not os.environ.get("CONSPECTUS_PROXIES"):
        missing.append(f"{host} can be reached past the proxy, and CONSPECTUS_PROXIES names none to believe")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        missing.append("it runs as root")
    if missing:
        raise Refused("Not ready to be deployed: " + "; ".join(missing) + ". See the administrator's guide.")
