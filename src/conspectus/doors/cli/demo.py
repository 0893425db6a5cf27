"""`conspectus demo`: an invented enterprise in a folder of its own, built once and served."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import read
from conspectus.doors.cli._rows import now, open_rows
from conspectus.doors.cli._server import check_address, entry_link, serve, set_environment

SEED = 7
HOST = "127.0.0.1"


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "demo",
        help="build an invented enterprise of 24 projects and serve it",
        description="Build the demo in a data folder of its own, print a link that signs in, and serve on 127.0.0.1. "
        "A second start uses what was built, until a new month begins.",
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"draw other plans (default: {SEED})")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--rebuild", action="store_true", help="build anew, forgetting what was done in the demo")
    parser.add_argument("--no-serve", action="store_true", help="build only")
    parser.add_argument("--data", metavar="DIR", help="the demo's folder (default: demo in the data folder)")
    parser.add_argument(
        "--uk", metavar="FILE", help="show the United Kingdom's major projects 2014-2021 from this list"
    )
    parser.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    if os.environ.get("CONSPECTUS_DEPLOYED") == "1":
        raise Refused("The demo runs on one's own machine only, never deployed.")
    if not 0 <= arguments.seed < 2**63:
        raise Refused("A seed is a whole number from 0 up.")
    if not arguments.no_serve:
        check_address(HOST, arguments.port, deployed=False)
    from conspectus.kit.folders import data_folder

    own = data_folder() / ("demo-uk" if arguments.uk else "demo")
    folder = Path(arguments.data).expanduser().resolve() if arguments.data else own
    set_environment(arguments.port, deployed=False)
    os.environ["CONSPECTUS_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)  # the demo keeps to a database file of its own
    _build_where_needed(folder, arguments)
    return 0 if arguments.no_serve else _serve(folder, arguments.port)


def _build_where_needed(folder: Path, arguments: argparse.Namespace) -> None:
    from conspectus.journeys.demo.folder import NotADemo, finish, is_ready, make_room, recipe, recipe_of

    today = now().date()
    data = read(Path(arguments.uk)) if arguments.uk else b""
    wanted = recipe_of(data) if arguments.uk else recipe(arguments.seed, today)
    if is_ready(folder, wanted) and not arguments.rebuild:
        open_rows(argparse.Namespace(data=None))
        return
    try:
        make_room(folder, wanted)
    except NotADemo as refusal:
        raise Refused(str(refusal)) from None
    began = time.monotonic()
    print(f"Building the demo in {folder} ({'once' if data else 'once a month'}; about a minute)", flush=True)
    open_rows(argparse.Namespace(data=None))
    if arguments.uk:
        _build_published(data)
    else:
        _build(arguments.seed, today)
    finish(folder, wanted)
    print(f"The demo is built ({time.monotonic() - began:.0f} s).", flush=True)


def _build(seed: int, today: date) -> None:
    from conspectus.journeys.demo.build import build_demo

    shown = sys.stdout.isatty()
    print("  drawing the plans; the first time, the engine is compiled for this machine (half a minute)", flush=True)

    def tell(done: int, total: int, name: str) -> None:
        if shown:
            print(f"\r  {done:3} of {total} plans  {name:40.40}", end="\n" if done == total else "", flush=True)
        elif done % 12 == 0 or done == total:
            print(f"  {done} of {total} plans", flush=True)

    build_demo(root=seed, today=today, on_progress=tell)


def _build_published(data: bytes) -> None:
    """Take the list year by year, and say what came of each and whose facts they are."""
    from conspectus.journeys.demo.folder import CREDIT
    from conspectus.journeys.demo.published import build_published

    for one in build_published(data=data, at=now()):
        print(f"  {one.year}: {one.rows} rows, {one.opened} opened, {one.changed} changed, {one.confirmed} renamed")
        for name, why in one.refused:
            print(f"    {name}: {why}")
    print(CREDIT, flush=True)


def _serve(folder: Path, port: int) -> int:
    from conspectus.journeys.demo.enterprise import DIRECTOR, mail
    from conspectus.kit.folder_lock import hold_folder
    from conspectus.rooms.accounts.actions import issue_sign_in_link, local_operator
    from conspectus.rooms.accounts.queries import user_by_email

    with hold_folder(folder):
        secret = issue_sign_in_link(user=user_by_email(mail(DIRECTOR)), by=local_operator(), at=now())
        print(f"The demo is served on http://{HOST}:{port}/ (stop with Ctrl-C)")
        print(f"This link signs you in as {DIRECTOR}, head of the PMO, once, within an hour:")
        print(f"  {entry_link(HOST, port, secret)}", flush=True)
        return serve(HOST, port)
