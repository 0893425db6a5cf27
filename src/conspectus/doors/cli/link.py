"""`conspectus link`: what projects hand over to each other and take from outside."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import OutFile
from conspectus.doors.cli._links import add_sheet_commands, print_moves
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_json, print_table
from conspectus.formats.packs.words import told

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.links.actions import LinkEnd, OutsideEvent
    from conspectus.rooms.links.models import Link
    from conspectus.rooms.links.queries import EndView

KINDS = ("fs", "ss", "ff", "sf")
SIDES = ("giver", "taker")
_FILTERS = ("text", "portfolio", "programme", "division", "standing", "state", "mine", "sort")


def register(subparsers: Any) -> None:
    """Add the commands of links."""
    parser = subparsers.add_parser("link", help="what projects hand over to each other and take from outside")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the links you may see, the worst first")
    listing.add_argument("--text", default="", help="part of the words, a task or a project")
    for name in ("portfolio", "programme", "division"):
        listing.add_argument(f"--{name}", type=int, metavar="ID")
    listing.add_argument("--project", metavar="CODE", help="that gives or takes")
    listing.add_argument("--standing", default="", help="gone, broken, late, undated, on_time, done, or alarming")
    listing.add_argument("--state", default="", help="proposed, agreed, declined, withdrawn, or all")
    listing.add_argument("--mine", action="store_true", help="only those you own a side of")
    listing.add_argument("--sort", default="", help="slack, agreed or given; with - the other way round")
    listing.add_argument("--out", type=OutFile, metavar="FILE", help="write CSV instead")
    show = commands.add_parser("show", help="one link with what happened to it")
    for command in (listing, show):
        command.add_argument("--json", action="store_true", help="print JSON")
    propose = commands.add_parser("propose", help="propose a link; both owners then agree")
    words = "as 'CODE:task', its id or exact name; or 'outside:event', with ';on=DATE' and ';party=NUMBER' where known"
    propose.add_argument("giver", help=words)
    propose.add_argument("taker", help="the same")
    propose.add_argument("words", help="what is handed over")
    change = commands.add_parser("change", help="ask for other terms; what is left out stays")
    change.add_argument("--words")
    change.add_argument("--event-on", type=date.fromisoformat, metavar="DATE", help="when the event outside comes")
    for command, needed in ((propose, True), (change, False)):
        command.add_argument("--by", dest="by_on", type=date.fromisoformat, metavar="DATE", required=needed)
        command.add_argument("--kind", choices=KINDS, default="fs" if needed else None)
        command.add_argument("--lag", type=int, default=0 if needed else None, metavar="DAYS", help="working days")
    preview = commands.add_parser("preview", help="what a slip of a task would move in all projects; nothing is stored")
    preview.add_argument("code")
    preview.add_argument("task", help="its id or exact name")
    preview.add_argument("days", type=int, help="working days it would come later")
    preview.add_argument("--json", action="store_true", help="print JSON")
    for_rows(preview, _preview)
    add_sheet_commands(commands)
    matrix = commands.add_parser("matrix", help="who gives to whom, how many links and the worst standing")
    matrix.add_argument("--by", dest="grouped", default="project", help="project, programme or division")
    for_rows(matrix, _matrix)
    agree = commands.add_parser("agree", help="say yes for a side")
    decline = commands.add_parser("decline", help="say no for a side, with the reason")
    owner = commands.add_parser("owner", help="name who answers for a side")
    withdraw = commands.add_parser("withdraw", help="end a link, with the reason")
    move = commands.add_parser("move", help="hang a side on another task")
    for command in (show, change, agree, decline, owner, withdraw, move):
        command.add_argument("id", help="a link's number; 'link list' shows it")
    for command in (agree, decline, owner, move):
        command.add_argument("side", choices=SIDES)
    for command in (decline, withdraw):
        command.add_argument("--reason", required=True)
    owner.add_argument("person", nargs="?", help="a number or an e-mail; left out: who manages the project")
    move.add_argument("task", help="its id or exact name")
    move.add_argument("--project", metavar="CODE", help="where its own was merged or split into another")
    every = ((listing, _list), (show, _show), (propose, _propose), (change, _change), (agree, _agree))
    for command, run in (*every, (decline, _decline), (owner, _owner), (withdraw, _withdraw), (move, _move)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.links import links_csv, links_now
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.links.queries import LinkFilter, ProjectLinkView, link_views
    from conspectus.rooms.portfolio.queries import project_by_code

    by, at = acting_user(arguments), now()
    project = project_by_code(by, arguments.project).pk if arguments.project else None
    wanted = LinkFilter(**{name: getattr(arguments, name) for name in _FILTERS}, project=project)
    if arguments.out:
        arguments.out.write(links_csv(by=by, wanted=wanted, at=at))
        print(f"Written: {arguments.out}")
        return
    rows = link_views(by, links_now(by, wanted, at=at), at.date())
    if arguments.json:
        print_json([to_plain(ProjectLinkView, one) for one in rows])
        return
    cells = [
        (
            str(one.link_id),
            told(one.words)[:50],
            _named(one.giver),
            _named(one.taker),
            one.standing.replace("_", " "),
            one.state,
            str(one.agreed_on or (f"{one.asked_on}?" if one.asked_on else "")),
            str(one.giver.on or ""),
            "" if one.late_days is None else f"{one.late_days:+g}",
            "" if one.slack_days is None else f"{one.slack_days:g}",
        )
        for one in rows
    ]
    heads = ("id", "what", "giver", "taker", "standing", "state", "agreed", "forecast", "late", "slack")
    print_table(heads, cells, figures=(8, 9))


def _named(end: EndView) -> str:
    if end.hidden:
        return "(not visible to you)"
    return told(f"outside: {end.task}" if end.outside else f"{end.code}: {end.task}")


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.links.queries import ProjectLinkView, StepView, link_view, steps_of

    by = acting_user(arguments)
    row = _row(arguments, by)
    one, steps = link_view(by, row), steps_of(row)
    if arguments.json:
        print_json({"link": to_plain(ProjectLinkView, one), "steps": [to_plain(StepView, step) for step in steps]})
        return
    print(f"{one.link_id} {told(one.words)}")
    print(f"{one.state}, {one.standing.replace('_', ' ')}; {one.kind.upper()}, lag {one.lag_days} working days")
    for side, end in (("giver", one.giver), ("taker", one.taker)):
        said = "" if end.outside else f", {'yes' if end.said else 'not yet'}"
        print(f"{side}: {_named(end)} ({end.on or 'no date'}), {told(end.owner or 'nobody')}{said}")
    cells = [(f"{step.at:%Y-%m-%d %H:%M}", step.what, str(step.on or ""), step.standing, told(step.words), step.by)
             for step in steps]  # fmt: skip
    print_table(("when", "what", "date", "standing", "words", "who"), cells)


def _propose(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.links.actions import Terms, propose_link

    by = acting_user(arguments)
    giver, taker = _end(by, arguments.giver), _end(by, arguments.taker)
    terms = Terms(arguments.words, arguments.by_on, arguments.kind, arguments.lag)
    row = propose_link(giver=giver, taker=taker, terms=terms, by=by, at=now())
    print(f"{row.pk} {told(str(row))} is {row.state}.")


def _end(by: User, text: str) -> LinkEnd | OutsideEvent:
    from conspectus.rooms.links.actions import LinkEnd, OutsideEvent
    from conspectus.rooms.portfolio.queries import get_party, project_by_code

    code, sign, rest = text.partition(":")
    if not sign:
        raise Refused(f"Write an end as 'CODE:task' or 'outside:event', not '{text[:40]}'.")
    if code.strip().casefold() != "outside":
        return LinkEnd(project_by_code(by, code), rest.strip())
    name, *more = rest.split(";")
    given: dict[str, Any] = {}
    for part in more:
        key, _, value = part.strip().partition("=")
        if key not in ("on", "party"):
            raise Refused(f"'{part.strip()[:40]}' is not known. Give on or party.")
        try:
            given[key] = date.fromisoformat(value) if key == "on" else get_party(by, value)
        except ValueError:
            raise Refused(f"'{value[:40]}' is no date such as 2027-03-31.") from None
    return OutsideEvent(name.strip(), **given)


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.links.actions import Terms, change_link

    by = acting_user(arguments)
    row = _row(arguments, by)
    day = arguments.by_on or row.due_on
    lag = row.lag_days if arguments.lag is None else arguments.lag
    terms = Terms(arguments.words or row.words, day, arguments.kind or row.kind, lag)
    row = change_link(link=row, terms=terms, event_on=arguments.event_on, revision=row.revision, by=by, at=now())
    print(f"{row.pk} is {row.state}" + (f"; {row.asked_on} is asked for." if row.asked_on else "."))


def _agree(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.links.actions import agree_link

    by = acting_user(arguments)
    row = _row(arguments, by)
    row = agree_link(link=row, side=arguments.side, revision=row.revision, by=by, at=now())
    print(f"{row.pk} is {row.state}.")


def _decline(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.links.actions import decline_link

    by = acting_user(arguments)
    row = _row(arguments, by)
    given = {"side": arguments.side, "reason": arguments.reason}
    row = decline_link(link=row, **given, revision=row.revision, by=by, at=now())
    print(f"{row.pk} is {row.state}.")


def _owner(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.links.actions import set_link_owner

    by = acting_user(arguments)
    row = _row(arguments, by)
    owner = person_named(arguments.person) if arguments.person else None
    set_link_owner(link=row, side=arguments.side, owner=owner, revision=row.revision, by=by, at=now())
    print(f"{told(owner.name) if owner else 'Who manages the project'} answers for the {arguments.side}.")


def _withdraw(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.links.actions import withdraw_link

    by = acting_user(arguments)
    row = _row(arguments, by)
    row = withdraw_link(link=row, reason=arguments.reason, revision=row.revision, by=by, at=now())
    print(f"{row.pk} is {row.state}.")


def _move(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.links.actions import move_link_end
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    row = _row(arguments, by)
    told_ = {"side": arguments.side, "task": arguments.task, "revision": row.revision}
    project = project_by_code(by, arguments.project) if arguments.project else None
    row = move_link_end(link=row, **told_, project=project, by=by, at=now())
    print(f"{row.pk} is {row.standing.replace('_', ' ')}.")


def _preview(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.links.queries import SlipView, slip_preview
    from conspectus.rooms.portfolio.queries import project_by_code

    by, on = acting_user(arguments), now().date()
    project = project_by_code(by, arguments.code)
    found = slip_preview(by, project, task=arguments.task, days=arguments.days, on=on)
    if arguments.json:
        print_json(to_plain(SlipView, found))
        return
    print_moves(found)


def _matrix(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.links import matrix_now
    from conspectus.rooms.links.queries import LinkFilter

    found = matrix_now(acting_user(arguments), LinkFilter(), grouped=arguments.grouped, at=now())
    names = {one.key: told(one.label or one.key) for one in found.names}
    rows = [
        (names[cell.giver], names[cell.taker], str(cell.links), cell.worst.replace("_", " "),
         "" if cell.slack_days is None else f"{cell.slack_days:g}")
        for cell in found.cells
    ]  # fmt: skip
    print_table(("giver", "taker", "links", "worst", "least slack"), rows, figures=(2, 4))


def _row(arguments: argparse.Namespace, by: User) -> Link:
    from conspectus.journeys.links import link_now

    return link_now(by, arguments.id, at=now())
