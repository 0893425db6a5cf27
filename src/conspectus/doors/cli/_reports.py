"""Reports for a period, of a project or a programme: written, handed in, accepted, returned; colours set aside."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._updates import answers_given

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.portfolio.models import Programme, Project

    Find = Callable[[User, str], Project | Programme]

TEXTS = ("summary", "achieved", "planned", "decisions")  # of a report; named here as the rows are not open yet
DECIDED = ("submit", "accept", "return")


def register_reports(commands: Any, what: str, place: str, find: Find) -> None:
    """Add the commands of reports of one kind of thing; ``place`` is how it is named, ``find`` what finds it."""
    declare = commands.add_parser("declare", help=f"write a {what}'s report for a period")
    declare.add_argument(place)
    declare.add_argument("period")
    declare.add_argument("levels", nargs="+", metavar="DIMENSION=LEVEL", help="such as overall=amber schedule=red")
    declare.add_argument("--scale", default="rag", help="rag, confidence_5 or confidence_3")
    for name in TEXTS:
        declare.add_argument(f"--{name}", default="")
    for name, help_words in (("decide", "the day decisions are wanted by"), ("finish", "when you expect it to end")):
        declare.add_argument(f"--{name}", type=date.fromisoformat, metavar="DATE", help=help_words)
    declare.add_argument(
        "--forecast-minor", type=int, metavar="UNITS", help="what you expect it to cost, in minor units"
    )
    for_rows(declare, _declare)
    declare.set_defaults(find=find, place=place)
    for name in DECIDED:
        command = commands.add_parser(name, help=f"{name} a {what}'s report")
        command.add_argument(place)
        command.add_argument("period")
        if name == "return":
            command.add_argument("--words", required=True, help="what is to be changed")
        if name == "submit":
            command.add_argument("--minutes", type=int, help="what writing it took")
            command.add_argument("--answer", action="append", default=[], metavar="CODE:PLACE=WORDS")
        for_rows(command, _move)
        command.set_defaults(deed=name, find=find, place=place)
    override = commands.add_parser("override", help=f"set a {what}'s computed colour aside until a day")
    override.add_argument(place)
    override.add_argument("dimension")
    override.add_argument("colour", choices=("green", "amber", "red"))
    override.add_argument("--computed", required=True, help="the computed colour that is set aside")
    override.add_argument("--reason", required=True)
    override.add_argument("--until", required=True, type=date.fromisoformat, metavar="DATE")
    for_rows(override, _override)
    override.set_defaults(find=find, place=place)


def _named(arguments: argparse.Namespace, by: User) -> tuple[Project | Programme, str]:
    """Return what reports, and how it is told of."""
    subject = arguments.find(by, getattr(arguments, arguments.place))
    return subject, getattr(subject, "code", subject.name)


def _declare(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.actions import Declared, Words, declare_status
    from conspectus.rooms.status.queries import report_for

    by = acting_user(arguments)
    (subject, name), period = _named(arguments, by), get_period(by, arguments.period)
    pairs = [level.partition("=") for level in arguments.levels]
    if any(not sign for _, sign, _ in pairs):
        raise Refused("Give each level as DIMENSION=LEVEL, such as overall=amber.")
    there = report_for(subject, period)
    row = declare_status(
        subject=subject,
        period=period,
        declared=[Declared(dimension, level) for dimension, _, level in pairs],
        words=Words(
            **{text: getattr(arguments, text) for text in TEXTS},
            decide_on=arguments.decide,
            finish_on=arguments.finish,
            forecast_minor=arguments.forecast_minor,
        ),
        scale=arguments.scale,
        revision=there.revision if there else 0,
        by=by,
        at=now(),
    )
    print(f"The report of {name} for {period.name} is written: {row.get_state_display().lower()}.")


def _move(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.status.actions import accept_report, return_report, submit_report
    from conspectus.rooms.status.queries import report_for

    by = acting_user(arguments)
    (subject, name), period = _named(arguments, by), get_period(by, arguments.period)
    report = report_for(subject, period)
    if report is None:
        raise Refused(f"{name} has no report for {period.name} yet. Write one with the command declare.")
    given: dict[str, Any] = {"report": report, "revision": report.revision, "by": by, "at": now()}
    if arguments.deed == "submit":
        report = submit_report(**given, answers=answers_given(arguments.answer), minutes=arguments.minutes)
    elif arguments.deed == "accept":
        report = accept_report(**given)
    else:
        report = return_report(**given, words=arguments.words)
    print(f"The report of {name} for {period.name} is {report.get_state_display().lower()}.")


def _override(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.status.actions import override_status

    by = acting_user(arguments)
    row = override_status(
        subject=_named(arguments, by)[0],
        dimension=arguments.dimension,
        colour=arguments.colour,
        computed=arguments.computed,
        reason=arguments.reason,
        ends_on=arguments.until,
        by=by,
        at=now(),
    )
    print(f"{row.pk} {row.get_dimension_display()} counts as {row.colour} until {row.ends_on}.")
