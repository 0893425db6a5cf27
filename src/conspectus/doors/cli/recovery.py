"""`conspectus recovery`: exceptions, decisions on them, and the promises on the way back to green."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.governance.queries import ExceptionView


def register(subparsers: Any) -> None:
    """Add the commands of exceptions."""
    parser = subparsers.add_parser("recovery", help="exceptions and the way back to green")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="open exceptions: what is wanted, what was promised")
    listing.add_argument("--wanting", choices=("plan", "decision", "missed"), default="", help="only these")
    listing.add_argument("--state", default="", help="wanted, written, decided, closed or all; open ones if left out")
    show = commands.add_parser("show", help="one exception with its options and promises")
    ask = commands.add_parser("open", help="ask for an exception by hand")
    ask.add_argument("code", help="a project's code, or with --programme a programme's number")
    ask.add_argument("--programme", action="store_true", help="it is a programme's")
    write = commands.add_parser("write", help="write it, whole")
    decide = commands.add_parser("decide", help="choose an option, or none; not by who wrote it")
    decide.add_argument("--option", type=int, metavar="NUMBER")
    close = commands.add_parser("close", help="close it by decision")
    promise = commands.add_parser("promise", help="promise a step, or the day a dimension is green again")
    for command in (show, write, decide, close, promise):
        command.add_argument("id", help="an exception's number; 'recovery list' shows it")
    for name in ("cause", "effect", "wanted"):
        write.add_argument(f"--{name}", required=True)
    write.add_argument("--from", dest="wanted_from", required=True, metavar="PERSON", help="who is to decide")
    write.add_argument("--by", dest="wanted_by", required=True, type=date.fromisoformat, metavar="DATE")
    words = "as 'WORDS;cost=12000.00;days=20', cost and days where known; give two at least"
    write.add_argument("--option", action="append", default=[], metavar="OPTION", help=words)
    promise.add_argument("words")
    promise.add_argument("--owner", required=True, metavar="PERSON", help="a person's number or an account's e-mail")
    promise.add_argument("--dimension", default="", help="promises it green again, such as schedule")
    renew = commands.add_parser("renew", help="replace a promise by another day")
    done = commands.add_parser("done", help="record the day something promised was done")
    for command in (renew, done):
        command.add_argument("promise", metavar="PROMISE", help="a promise's number; 'recovery show' shows it")
    for command in (promise, renew, done):
        command.add_argument("--on", required=True, type=date.fromisoformat, metavar="DATE", help="the day")
    for command in (ask, decide, close, renew):
        command.add_argument("--reason", required=True)
    done.add_argument("--reason", default="", help="what shows it")
    every = ((listing, _list), (show, _show), (ask, _open), (write, _write), (decide, _decide), (close, _close))
    for command, run in (*every, (promise, _promise), (renew, _renew), (done, _done)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import ExceptionFilter, exception_rows, find_exceptions

    by, on = acting_user(arguments), now().date()
    wanted = ExceptionFilter(arguments.wanting, arguments.state, sort="opened")
    cells = [
        (
            f"{one.code} {one.name}".strip(),
            str(one.exception_id),
            one.state,
            str(one.age_days),
            one.wanted_from or "–",
            str(one.wanted_by or "–"),
            str(one.kept.kept),
            str(one.kept.missed),
            str(one.kept.open),
            str(one.green_on or "–"),
        )
        for one in exception_rows(by, find_exceptions(by, wanted, on), on)
    ]
    heads = ("Of", "Id", "State", "Days", "Wanted from", "By", "Kept", "Missed", "Open", "Green on")
    print_table(heads, cells, figures=(3, 6, 7, 8))


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import get_exception

    by = acting_user(arguments)
    _print(by, get_exception(by, arguments.id))


def _open(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import open_exception
    from conspectus.rooms.portfolio.queries import get_programme, project_by_code

    by = acting_user(arguments)
    subject = (get_programme if arguments.programme else project_by_code)(by, arguments.code)
    _print(by, open_exception(subject=subject, words=arguments.reason, by=by, at=now()))


def _write(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import Written, write_exception
    from conspectus.rooms.governance.queries import get_exception

    by = acting_user(arguments)
    row = get_exception(by, arguments.id)
    options = [_option(text, row.currency) for text in arguments.option]
    given = {name: getattr(arguments, name) for name in ("cause", "effect", "wanted", "wanted_by")}
    new = Written(**given, wanted_from=person_named(arguments.wanted_from), options=options)
    _print(by, write_exception(exception=row, new=new, revision=row.revision, by=by, at=now()))


def _decide(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import decide_exception
    from conspectus.rooms.governance.queries import get_exception

    by = acting_user(arguments)
    row, option, words = get_exception(by, arguments.id), arguments.option, arguments.reason
    _print(by, decide_exception(exception=row, option=option, words=words, revision=row.revision, by=by, at=now()))


def _close(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import close_exception
    from conspectus.rooms.governance.queries import get_exception

    by = acting_user(arguments)
    row = get_exception(by, arguments.id)
    _print(by, close_exception(exception=row, reason=arguments.reason, revision=row.revision, by=by, at=now()))


def _promise(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import NewPromise, make_promise
    from conspectus.rooms.governance.queries import get_exception

    by = acting_user(arguments)
    row = get_exception(by, arguments.id)
    new = NewPromise(arguments.words, person_named(arguments.owner), arguments.on, arguments.dimension)
    make_promise(exception=row, new=new, by=by, at=now())
    _print(by, row)


def _renew(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import renew_promise
    from conspectus.rooms.governance.queries import get_promise

    by = acting_user(arguments)
    row = get_promise(by, arguments.promise)
    renew_promise(promise=row, promised_on=arguments.on, reason=arguments.reason, by=by, at=now())
    _print(by, row.exception)


def _done(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import record_promise_done
    from conspectus.rooms.governance.queries import get_promise

    by = acting_user(arguments)
    row = get_promise(by, arguments.promise)
    record_promise_done(promise=row, done_on=arguments.on, words=arguments.reason, by=by, at=now())
    _print(by, row.exception)


def _option(text: str, currency: str) -> Any:
    from conspectus.kit.amounts import minor_units
    from conspectus.rooms.governance.actions import NewOption

    words, *more = text.split(";")
    found: dict[str, Any] = {}
    for part in more:
        key, _, value = part.strip().partition("=")
        if key == "cost":
            found["cost_minor"] = minor_units(value, currency, "options")
        elif key == "days" and value.strip().lstrip("-").isdigit():
            found["days"] = int(value)
        else:
            raise Refused(f"'{part.strip()[:40]}' is not known. Give cost=12000.00 or days=20.")
    return NewOption(words.strip(), **found)


def _print(by: User, row: Any) -> None:
    """Print an exception as it is now."""
    from conspectus.rooms.governance.queries import exception_view, get_exception

    view = exception_view(by, get_exception(by, row.pk), now().date())
    print(f"{view.exception_id} {view.code} {view.name}".replace("  ", " ") + f": {view.state}, {view.age_days} days")
    for name in ("cause", "effect", "wanted", "decision", "closed_reason"):
        if said := getattr(view, name):
            print(f"{name.replace('_', ' ').capitalize()}: {said}")
    if view.wanted_by:
        print(f"Wanted from {view.wanted_from} by {view.wanted_by}")
    _tables(view)


def _tables(view: ExceptionView) -> None:
    from conspectus.formats.currencies import written

    options = [
        (
            str(one.number),
            one.words,
            "–" if one.cost_minor is None else written(one.cost_minor, view.currency),
            "–" if one.days is None else str(one.days),
            "chosen" if one.chosen else "",
        )
        for one in view.options
    ]
    if options:
        print_table(("Option", "Words", view.currency, "Days", ""), options, figures=(2, 3))
    promises = [
        (one.words, str(one.promise_id), one.owner, str(one.promised_on), str(one.done_on or "–"), one.outcome)
        for one in view.promises
    ]
    if promises:
        print_table(("Promise", "Id", "Owner", "For", "Done", "Stands"), promises)
