"""`conspectus action`: who does what about which thing until when; given, changed, closed."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.doors.cli.comment import KINDS


def register(subparsers: Any) -> None:
    """Add the commands of actions."""
    parser = subparsers.add_parser("action", help="actions of every register")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="open actions, those longest overdue first")
    listing.add_argument("--whose", default="", choices=("mine", "projects", "given"), help="whose (default: all)")
    listing.add_argument(
        "--state", default="", choices=("late", "soon", "done", "dropped", "all"), help="which (default: open)"
    )
    listing.add_argument("--text", default="", help="words in the action, its owner's or its project's name")
    listing.add_argument("--json", action="store_true", help="print JSON")
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
    for command, run in ((listing, _list), (opening, _open), (change, _change), (close, _close)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.given_actions import action_views
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.followup.queries.given import ActionFilter, ActionView, find_actions

    by, on = acting_user(arguments), now().date()
    wanted = ActionFilter(arguments.text, arguments.whose, arguments.state)
    rows = action_views(by, list(find_actions(by, wanted, on)), on)
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
