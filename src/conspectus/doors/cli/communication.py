"""`conspectus communication`: the communication plan of a project, and what was sent when."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table

CHANNELS = ("meeting", "mail", "report", "presentation", "newsletter", "call", "other")
CADENCES = ("once", "weekly", "fortnightly", "monthly", "quarterly", "yearly", "needed")
NAMES = ("audience", "what", "channel", "cadence", "next_on", "is_ended")


def register(subparsers: Any) -> None:
    """Add the commands of communication plans."""
    parser = subparsers.add_parser("communication", help="what is communicated to whom, and what was sent when")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="enter a line of the communication plan")
    create.add_argument("code", metavar="PROJECT", help="the project's code")
    create.add_argument("what")
    create.add_argument("audience", help="to whom")
    change = commands.add_parser("change", help="change a line of the plan; what is left out stays")
    change.add_argument("--what")
    change.add_argument("--audience")
    change.add_argument("--end", dest="is_ended", action="store_true", default=None, help="nothing more is sent by it")
    change.add_argument("--again", dest="is_ended", action="store_false", default=None, help="take it up again")
    send = commands.add_parser("send", help="record that it was sent")
    show = commands.add_parser("show", help="one line of the plan and what was sent by it")
    for command in (change, send, show):
        command.add_argument("id", help="its number; 'communication list' shows it")
    for command in (create, change):
        command.add_argument("--channel", choices=CHANNELS)
        command.add_argument("--cadence", choices=CADENCES, help="how often")
        command.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail")
        command.add_argument("--next", dest="next_on", type=date.fromisoformat, metavar="DATE")
    send.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    send.add_argument("--words", default="")
    send.add_argument("--document", metavar="ID", help="a document of the project; 'document list' shows it")
    send.add_argument("--pack", metavar="ID", help="a board pack; 'period packs' shows it")
    bring = commands.add_parser("import", help="enter the lines of a CSV file, all or none")
    bring.add_argument("code", metavar="PROJECT", help="the project's code")
    bring.add_argument("file", type=InFile)
    listing = commands.add_parser("list", help="what is to be sent in the projects you may see, the first due first")
    listing.add_argument("--project", metavar="CODE")
    listing.add_argument("--text", default="", help="part of what or to whom")
    listing.add_argument("--due", choices=("overdue", "7", "30"), default="")
    listing.add_argument("--ended", action="store_true", help="also lines that ended")
    every = ((create, _create), (change, _change), (send, _send), (bring, _import), (listing, _list), (show, _show))
    for command, run in every:
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.stakeholders.actions import CommunicationParticulars, enter_communications

    by = acting_user(arguments)
    new = [CommunicationParticulars(**_given(arguments))]
    (row,) = enter_communications(project=project_by_code(by, arguments.code), new=new, by=by, at=now())
    print(f"{row.pk} {row}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.stakeholders.actions import CommunicationParticulars, change_communication

    row, given = _found(arguments)
    stored = {name: getattr(row, name) for name in (*NAMES, "owner")}
    row = change_communication(communication=row, new=CommunicationParticulars(**stored | _given(arguments)), **given)
    print(f"{row.pk} {row}")


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the particulars that were said."""
    given = {name: getattr(arguments, name, None) for name in NAMES}
    given = {name: value for name, value in given.items() if value is not None}
    if arguments.owner is not None:
        given["owner"] = person_named(arguments.owner) if arguments.owner else None
    return given


def _send(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.stakeholders.actions import SendingGiven, record_sending
    from conspectus.rooms.stakeholders.queries import documents_to_send, packs_to_send

    row, given = _found(arguments)
    document = _enclosed(documents_to_send(row.project) if arguments.document else (), arguments.document, "document")
    pack = packs_to_send(given["by"], row.project, at=given["at"]) if arguments.pack else ()
    new = SendingGiven(arguments.words, arguments.on, document, _enclosed(pack, arguments.pack, "board pack"))
    made = record_sending(communication=row, new=new, **given)
    print(f"{row} was sent {made.on}.")


def _enclosed(found: Any, number: str | None, what: str) -> Any:
    if not number:
        return None
    for row in found:
        if str(row.pk) == number:
            return row
    raise Refused(f"There is no such {what}: {number}")


def _found(arguments: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    from conspectus.rooms.stakeholders.queries import get_communication

    by, at = acting_user(arguments), now()
    row = get_communication(by, arguments.id, at.date())
    return row, {"revision": row.revision, "by": by, "at": at}


def _import(arguments: argparse.Namespace) -> None:
    text = arguments.file.read().decode("utf-8-sig", "replace")
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.stakeholders.actions import paste_communications

    by = acting_user(arguments)
    made = paste_communications(project=project_by_code(by, arguments.code), text=text, by=by, at=now())
    print(f"{len(made)} lines entered.")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.stakeholders.queries import CommunicationFilter, communication_views, find_communications

    by, on = acting_user(arguments), now().date()
    project = project_by_code(by, arguments.project).pk if arguments.project else None
    wanted = CommunicationFilter(arguments.text, project, due=arguments.due, ended=arguments.ended)
    cells = [
        (
            view.row.what,
            str(view.row.pk),
            view.row.project.code,
            view.row.audience,
            view.row.cadence,
            str(view.row.next_on or "–"),
            str(view.days_late or "–"),
            str(view.last.on if view.last else "–"),
        )
        for view in communication_views(list(find_communications(by, wanted, on)), on)
    ]
    heads = ("What", "Id", "Project", "To whom", "How often", "Next", "Late, d", "Last sent")
    print_table(heads, cells, figures=(6,))


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.stakeholders.queries import get_communication, sendings_of

    row = get_communication(acting_user(arguments), arguments.id, now().date())
    print(f"{row}, {row.channel}, {row.cadence}, next {row.next_on or 'on no day'}")
    cells = [(str(one.on), str(one.planned_on or "–"), one.sent_by.name, one.words) for one in sendings_of(row)]
    print_table(("On", "Planned", "By", "In words"), cells)
