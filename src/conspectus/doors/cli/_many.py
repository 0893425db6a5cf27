"""`conspectus project change-many`: several projects changed alike by one deed."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table


def add_many_command(commands: Any) -> None:
    """Add the command."""
    many = commands.add_parser("change-many", help="change several projects alike; each may refuse by itself")
    many.add_argument("codes", nargs="+", metavar="CODE")
    many.add_argument("--manager", metavar="PERSON", help="a person's number or an account's e-mail; '' for nobody")
    many.add_argument("--programme", metavar="ID")
    many.add_argument("--division", metavar="ID")
    many.add_argument("--state")
    many.add_argument("--field", action="append", metavar="KEY=VALUE", help="a field; nothing after = empties it")
    many.add_argument("--reason", default="")
    many.add_argument("--effective", type=date.fromisoformat, metavar="DATE")
    many.add_argument("--preview", action="store_true", help="only show what would change")
    for_rows(many, _many)


def _many(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.errors import Invalid
    from conspectus.kit.texts import fold
    from conspectus.rooms.accounts.queries import get_division
    from conspectus.rooms.portfolio.actions import change_projects
    from conspectus.rooms.portfolio.queries import get_programme, named_projects

    by = acting_user(arguments)
    changes: dict[str, Any] = {}
    if arguments.manager is not None:
        changes["manager"] = person_named(arguments.manager) if arguments.manager else None
    if arguments.programme is not None:
        changes["programme"] = get_programme(by, arguments.programme) if arguments.programme else None
    if arguments.division is not None:
        changes["division"] = get_division(arguments.division) if arguments.division else None
    if arguments.state is not None:
        changes["state"] = arguments.state
    if arguments.field:
        changes["fields"] = dict(one.partition("=")[::2] for one in arguments.field)
    projects = named_projects(by, codes=arguments.codes)
    there = {project.code_key for project in projects}
    strange = [code for code in arguments.codes if fold(code) not in there]
    if strange:
        raise Invalid("unknown", f"There is no project with the code '{strange[0][:60]}'.", "codes")
    lines = change_projects(
        chosen=[(project, project.revision) for project in projects],
        changes=changes,
        reason=arguments.reason,
        effective_on=arguments.effective,
        rehearse=arguments.preview,
        by=by,
        at=now(),
    )
    rows = []
    for one in lines:
        moves = "; ".join(f"{what}: {before or 'none'} to {after or 'none'}" for what, before, after in one.moves)
        rows.append([one.code, one.name, f"refused: {one.refusal}" if one.refusal else moves or "stays as it is"])
    print_table(("code", "name", "would become" if arguments.preview else "became"), rows)
