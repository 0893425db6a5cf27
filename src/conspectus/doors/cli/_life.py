"""`conspectus project life`, `state` and `reopen`: the life of a project."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_json, print_table


def add_life_commands(commands: Any) -> None:
    """Add the commands."""
    life = commands.add_parser("life", help="every state a project came to, when, why, by whose decision")
    life.add_argument("code")
    life.add_argument("--json", action="store_true", help="print JSON")
    state = commands.add_parser("state", help="move a project to another state of its life")
    state.add_argument("code")
    state.add_argument("state")
    state.add_argument("--into", nargs="+", default=[], metavar="CODE", help="the projects that go on with its work")
    reopen = commands.add_parser("reopen", help="bring a completed or cancelled project back, by decision")
    reopen.add_argument("code")
    for command in (state, reopen):
        command.add_argument("--reason", default="", help="why; it is kept")
        command.add_argument("--authority", default="", help="by whose decision: the board or the person, and the day")
        command.add_argument("--effective", type=date.fromisoformat, metavar="DATE", help="from when; default: today")
    for command, run in ((life, _life), (state, _state), (reopen, _reopen)):
        for_rows(command, run)


def _life(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.portfolio.queries.life import life_of

    by = acting_user(arguments)
    steps = life_of(by, project_by_code(by, arguments.code), now().date())
    rows = [
        {
            "from_on": one.from_on.isoformat(),
            "state": one.state,
            "reason": one.reason,
            "authority": one.authority,
            "recorded_by": one.recorded_by,
            "into": [heir.code for heir in one.successors],
        }
        for one in steps
    ]
    if arguments.json:
        print_json({"steps": rows})
        return
    cells = [[*map(str, list(row.values())[:-1]), " ".join(row["into"])] for row in rows]
    print_table(("from", "state", "reason", "by whose decision", "recorded by", "into"), cells)


def _state(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import Move, change_project_state
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    heirs = tuple(project_by_code(by, code) for code in arguments.into)
    move = Move(arguments.state, arguments.reason, arguments.authority, arguments.effective, heirs)
    moved = change_project_state(project=project, move=move, revision=project.revision, by=by, at=now())
    print(f"{moved.code}: {moved.state}")


def _reopen(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import reopen_project
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    said = {"reason": arguments.reason, "authority": arguments.authority, "effective_on": arguments.effective}
    moved = reopen_project(project=project, **said, revision=project.revision, by=by, at=now())
    print(f"{moved.code}: {moved.state}")
