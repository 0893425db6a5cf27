"""`conspectus quality`: the quality plan of a project and what its reviews found."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table

METHODS = ("review", "inspection", "test", "sample", "audit", "certificate")
COURSES = ("overdue", "coming", "open", "held", "passed", "remarks", "failed", "dropped")
RESULTS = ("passed", "remarks", "failed")


def register(subparsers: Any) -> None:
    """Add the commands of quality plans."""
    parser = subparsers.add_parser("quality", help="the quality plan of a project, and what its reviews found")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="enter a check of the quality plan")
    create.add_argument("code", metavar="PROJECT", help="the project's code")
    create.add_argument("name", help="what is checked")
    change = commands.add_parser("change", help="change a check; what is left out stays")
    change.add_argument("id", help="a check's number; 'quality list' shows it")
    change.add_argument("--name")
    change.add_argument("--state", choices=("planned", "dropped"))
    for command in (create, change):
        command.add_argument("--deliverable", metavar="ID", help="a deliverable's number")
        command.add_argument("--criteria")
        command.add_argument("--method", choices=METHODS)
        command.add_argument("--checker", metavar="PERSON", help="a person's number or an account's e-mail")
        command.add_argument("--planned", dest="planned_on", type=date.fromisoformat, metavar="DATE")
    bring = commands.add_parser("import", help="enter the checks of a CSV file, all or none")
    bring.add_argument("code", metavar="PROJECT", help="the project's code")
    bring.add_argument("file", type=InFile)
    review = commands.add_parser("review", help="record what a review found")
    review.add_argument("code", metavar="PROJECT", help="the project's code")
    review.add_argument("result", choices=RESULTS)
    review.add_argument("--check", metavar="ID", help="the check it was planned by")
    review.add_argument("--deliverable", metavar="ID", help="a deliverable's number")
    review.add_argument("--name", default="", help="what was looked at, where it is neither")
    review.add_argument("--held", dest="held_on", type=date.fromisoformat, metavar="DATE")
    review.add_argument(
        "--reviewer", metavar="PERSON", help="a person's number or an account's e-mail; you if left out"
    )
    review.add_argument("--words", default="", help="what was found")
    listing = commands.add_parser("list", help="the checks of the projects you may see, the first planned first")
    listing.add_argument("--project", metavar="CODE")
    listing.add_argument("--text", default="", help="part of a check, deliverable or project code")
    listing.add_argument("--method", choices=METHODS, default="")
    listing.add_argument("--which", choices=COURSES, default="", help="where they stand; coming: in the next 30 days")
    reviews = commands.add_parser("reviews", help="the reviews of a project, the newest first")
    reviews.add_argument("code", metavar="PROJECT", help="the project's code")
    every = ((create, _create), (change, _change), (bring, _import), (review, _review))
    for command, run in (*every, (listing, _list), (reviews, _reviews)):
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.quality.actions import CheckParticulars, enter_quality_checks

    by = acting_user(arguments)
    new = CheckParticulars(name=arguments.name, **_given(arguments, by))
    (row,) = enter_quality_checks(project=project_by_code(by, arguments.code), new=[new], by=by, at=now())
    print(f"{row.pk} {row}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.quality.actions import CheckParticulars, change_quality_check
    from conspectus.rooms.quality.queries import get_check

    by, at = acting_user(arguments), now()
    row = get_check(by, arguments.id, at.date())
    names = ("name", "deliverable", "criteria", "method", "checker", "planned_on", "state")
    said = {name: getattr(arguments, name) for name in ("name", "state") if getattr(arguments, name) is not None}
    new = CheckParticulars(**{name: getattr(row, name) for name in names} | said | _given(arguments, by))
    row = change_quality_check(check=row, new=new, revision=row.revision, by=by, at=at)
    print(f"{row.pk} {row}")


def _given(arguments: argparse.Namespace, by: Any) -> dict[str, Any]:
    """Return the particulars that were said."""
    names = ("criteria", "method", "planned_on")
    given = {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
    if arguments.checker is not None:
        given["checker"] = person_named(arguments.checker) if arguments.checker else None
    if arguments.deliverable is not None:
        given["deliverable"] = _deliverable(arguments, by)
    return given


def _deliverable(arguments: argparse.Namespace, by: Any) -> Any:
    from conspectus.rooms.scope.queries import get_deliverable

    return get_deliverable(by, arguments.deliverable, now().date()) if arguments.deliverable else None


def _import(arguments: argparse.Namespace) -> None:
    text = arguments.file.read().decode("utf-8-sig", "replace")
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.quality.actions import paste_checks

    by = acting_user(arguments)
    made = paste_checks(project=project_by_code(by, arguments.code), text=text, by=by, at=now())
    print(f"{len(made)} checks entered.")


def _review(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.quality.actions import ReviewGiven, record_quality_review
    from conspectus.rooms.quality.queries import get_check

    by, at = acting_user(arguments), now()
    new = ReviewGiven(
        arguments.result,
        arguments.held_on,
        get_check(by, arguments.check, at.date()) if arguments.check else None,
        _deliverable(arguments, by),
        arguments.name,
        person_named(arguments.reviewer) if arguments.reviewer else None,
        arguments.words,
    )
    row = record_quality_review(project=project_by_code(by, arguments.code), new=new, by=by, at=at)
    print(f"{row.pk} {row}: {row.result}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.quality.queries import CheckFilter, check_views, find_checks

    by, on = acting_user(arguments), now().date()
    project = project_by_code(by, arguments.project).pk if arguments.project else None
    wanted = CheckFilter(project, which=arguments.which, text=arguments.text, method=arguments.method)
    cells = [
        (
            view.row.name,
            str(view.row.pk),
            view.row.project.code,
            str(view.row.planned_on or "–"),
            str(view.days_late or "–"),
            view.result or view.row.state,
        )
        for view in check_views(list(find_checks(by, wanted, on)), on)
    ]
    print_table(("Check", "Id", "Project", "Planned", "Late, d", "Result"), cells, figures=(4,))


def _reviews(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.quality.queries import reviews_of

    rows = reviews_of(project_by_code(acting_user(arguments), arguments.code))
    cells = [(str(row.held_on), row.name, row.result, row.reviewer.name, row.words) for row in rows]
    print_table(("Held", "Looked at", "Result", "Reviewer", "In words"), cells)
