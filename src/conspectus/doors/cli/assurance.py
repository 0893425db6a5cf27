"""`conspectus assurance`: the office's own reviews, beside what is declared and computed."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of assurance reviews."""
    parser = subparsers.add_parser("assurance", help="reviews by people from outside the project")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the newest review of each project beside the two other opinions")
    listing.add_argument("--worse", action="store_true", help="only where it rates worse than what is declared")
    show = commands.add_parser("show", help="one review with its ratings")
    publish = commands.add_parser("publish", help="publish a review; it never changes")
    publish.add_argument("code", help="a project's code")
    supersede = commands.add_parser("supersede", help="publish a review in place of another")
    for command in (show, supersede):
        command.add_argument("id", help="a review's number; 'assurance list' shows it")
    supersede.add_argument("--reason", required=True, help="why the first does not stand")
    for command in (publish, supersede):
        command.add_argument("--reviewer", required=True, metavar="PERSON", help="without a part in the project")
        command.add_argument("--level", required=True, help="such as amber_red; of the scale in use on the day")
        command.add_argument("--scale", default="", help="another one: rag, confidence_5, confidence_3")
        command.add_argument("--words", required=True)
        command.add_argument("--findings", default="")
        command.add_argument("--rating", action="append", default=[], metavar="DIMENSION=LEVEL", help="of a dimension")
        command.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    for command, run in ((listing, _list), (show, _show), (publish, _publish), (supersede, _supersede)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import AssuranceFilter, opinions

    cells = [
        (
            f"{one.code} {one.name}",
            str(one.review_id),
            str(one.reviewed_on),
            one.label,
            one.declared_label or "–",
            one.computed,
            "–" if one.declared_gap is None else f"{one.declared_gap:+g}",
        )
        for one in opinions(acting_user(arguments), AssuranceFilter(worse=arguments.worse), at=now())
    ]
    print_table(("Project", "Id", "On", "Reviewed", "Declared", "Computed", "Gap"), cells, figures=(6,))


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.queries import get_review

    _print(get_review(acting_user(arguments), arguments.id))


def _publish(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import publish_review
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    _print(publish_review(project=project, new=_new(arguments), by=by, at=now()))


def _supersede(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.governance.actions import publish_review
    from conspectus.rooms.governance.queries import get_review

    by = acting_user(arguments)
    old, reason = get_review(by, arguments.id), arguments.reason
    row = publish_review(project=old.project, new=_new(arguments), supersedes=old, reason=reason, by=by, at=now())
    _print(row)


def _new(arguments: argparse.Namespace) -> Any:
    from conspectus.rooms.governance.actions import NewReview, Rated

    ratings = []
    for text in arguments.rating:
        dimension, sign, level = text.partition("=")
        if not sign:
            raise Refused(f"Write a rating as schedule=amber, not '{text[:40]}'.")
        ratings.append(Rated(dimension.strip(), level.strip()))
    given = {name: getattr(arguments, name) for name in ("level", "words", "findings", "scale")}
    day, person = arguments.on or now().date(), person_named(arguments.reviewer)
    return NewReview(reviewed_on=day, reviewer=person, ratings=ratings, **given)


def _print(row: Any) -> None:
    from conspectus.rooms.governance.queries import assurance_view

    view = assurance_view(row)
    print(f"{view.review_id} {view.code} {view.name}: {view.label}, {view.reviewed_on} by {view.reviewer}")
    for words in (view.words, view.findings):
        if words:
            print(words)
    if view.ratings:
        print_table(("Dimension", "Rated", "Words"), [(one.dimension, one.label, one.words) for one in view.ratings])
