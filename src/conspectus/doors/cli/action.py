"""`conspectus action`: who does what about which thing until when; given, changed, closed."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli._files import OutFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._sheets import add_place, add_sheet, import_sheet
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.doors.cli.comment import KINDS

if TYPE_CHECKING:
    from conspectus.rooms.followup.queries.given import ActionFilter

PLACES = ("project", "programme", "portfolio")


def register(subparsers: Any) -> None:
    """Add the commands of actions."""
    parser = subparsers.add_parser("action", help="actions of every register")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="open actions, those longest overdue first")
    listing.add_argument("--json", action="store_true", help="print JSON")
    export = commands.add_parser("export", help="take them along; what is written reads back in")
    export.add_argument("out", type=OutFile, metavar="OUT", help="the file to write, such as actions.xlsx")
    for command in (listing, export):
        command.add_argument("--whose", default="", choices=("mine", "projects", "given"), help="whose (default: all)")
        command.add_argument(
            "--state", default="", choices=("late", "soon", "done", "dropped", "all"), help="which (default: open)"
        )
        command.add_argument("--text", default="", help="words in the action, its owner's or its project's name")
        for place in PLACES:
            command.add_argument(f"--{place}", metavar="ID", help=f"of this {place} alone")
    opening = commands.add_parser("open", help="give an action about a thing")
    opening.add_argument("kind", choices=KINDS)
    opening.add_argument("id", help="its number; of a milestone the project's number, a hyphen and the task's uid")
    opening.add_argument("words", help="what is to be done")
    change = commands.add_parser("change", help="change words, owner or day of an open action")
    close = commands.add_parser("close", help="close an action with an answer")
    for command in (change, close):
        command.add_argument("id", help="an action's number; 'action list' shows it")
    change.add_argument("--words", help="what is to be done")
    for command in (opening, change):
        command.add_argument("--owner", metavar="EMAIL", help="who does it (an e-mail or a person's number)")
        command.add_argument("--due", type=date.fromisoformat, metavar="DATE", help="until when")
    close.add_argument("answer", help="what came of it")
    close.add_argument("--done-on", type=date.fromisoformat, metavar="DATE", help="since it was given (default: today)")
    close.add_argument("--dropped", action="store_true", help="it is not done and will not be")
    bring = commands.add_parser("import", help="take a sheet of actions (.xlsx, .csv): all rows that can be, or none")
    add_place(bring, *PLACES)
    add_sheet(bring)
    for command, run in (
        (listing, _list),
        (export, _export),
        (opening, _open),
        (change, _change),
        (close, _close),
        (bring, _import),
    ):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.given_actions import action_views
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.followup.queries.given import ActionView, find_actions

    by, on = acting_user(arguments), now().date()
    rows = action_views(by, list(find_actions(by, _wanted(arguments), on)), on)
    if arguments.json:
        print_json([to_plain(ActionView, row) for row in rows])
        return
    cells = [
        (
            row.words,
            str(row.action_id),
            row.subject,
            row.owner,
            f"{row.due_on or ''}",
            "late" if row.late else row.state,
        )
        for row in rows
    ]
    print_table(("Action", "Id", "About", "Owner", "Due", "State"), cells)


def _wanted(arguments: argparse.Namespace) -> ActionFilter:
    from conspectus.kit.ids import row_id
    from conspectus.rooms.followup.queries.given import ActionFilter

    places = {name: row_id(text) for name in PLACES if (text := getattr(arguments, name))}
    return ActionFilter(arguments.text, arguments.whose, arguments.state, **places)


def _export(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.given_actions import actions_file

    kind = arguments.out.ending
    data = actions_file(by=acting_user(arguments), at=now(), kind=kind, wanted=_wanted(arguments))
    arguments.out.write(data)
    print(f"Written: {arguments.out}")


def _import(arguments: argparse.Namespace) -> int:
    open_rows(arguments)
    from conspectus.journeys.take_actions import preview_actions, take_actions
    from conspectus.rooms.portfolio.choices import SheetKind

    return import_sheet(
        arguments,
        SheetKind.ACTIONS,
        preview_actions,
        take_actions,
        names=("taken", "changed"),
        titles=lambda line: f"{line.words} ({line.about})" if line.about else line.words,
    )


def _open(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.subjects import find_subject
    from conspectus.rooms.followup.actions import ActionParticulars, open_action

    by, at = acting_user(arguments), now()
    subject = find_subject(by, arguments.kind, arguments.id, at.date())
    owner = person_named(arguments.owner) if arguments.owner else None
    new = ActionParticulars(arguments.words, owner, arguments.due)
    print(f"{open_action(subject=subject, new=new, by=by, at=at).pk} about {subject.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.given_actions import get_action
    from conspectus.rooms.followup.actions import ActionParticulars, change_action

    by, at = acting_user(arguments), now()
    row, _ = get_action(by, arguments.id, at.date())
    owner = person_named(arguments.owner) if arguments.owner else row.owner
    new = ActionParticulars(arguments.words or row.words, owner, arguments.due or row.due_on)
    print(f"{change_action(action=row, new=new, revision=row.revision, by=by, at=at).pk} is changed")


def _close(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.given_actions import get_action
    from conspectus.rooms.followup.actions import close_action

    by, at = acting_user(arguments), now()
    row, _ = get_action(by, arguments.id, at.date())
    state = "dropped" if arguments.dropped else "done"
    given = {"answer": arguments.answer, "done_on": arguments.done_on}
    row = close_action(action=row, state=state, **given, revision=row.revision, by=by, at=at)
    print(f"{row.pk} is {row.state}")
