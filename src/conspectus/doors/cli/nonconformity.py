"""`conspectus nonconformity`: what does not conform; raised, changed, corrected, verified, dropped, escalated."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table

SEVERITIES = ("critical", "major", "minor")
ORIGINS = ("unknown", "requirement", "design", "material", "work", "process", "supplier", "other")
TREATMENTS = ("open", "rework", "repair", "concession", "reject")
STATES = ("unsettled", "open", "corrected", "closed", "dropped")
TEXTS = ("words", "severity", "place", "origin", "cause", "treatment", "due_on")


def register(subparsers: Any) -> None:
    """Add the commands of non-conformities."""
    parser = subparsers.add_parser("nonconformity", help="what does not conform, and what becomes of it")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="raise a non-conformity of a project")
    create.add_argument("code", metavar="PROJECT", help="the project's code")
    create.add_argument("title")
    create.add_argument("--found", dest="found_on", type=date.fromisoformat, metavar="DATE", help="today if left out")
    change = commands.add_parser("change", help="change one; what is left out stays")
    change.add_argument("id", help="its number here; 'nonconformity list' shows it")
    change.add_argument("--title")
    for command in (create, change):
        _add_particulars(command)
    bring = commands.add_parser("import", help="raise the non-conformities of a CSV file, all or none")
    bring.add_argument("code", metavar="PROJECT", help="the project's code")
    bring.add_argument("file", type=InFile)
    correct = commands.add_parser("correct", help="say what was done about it")
    verify = commands.add_parser("verify", help="close what somebody else corrected, or open it again")
    drop = commands.add_parser("drop", help="drop what turned out to be none, or take it up again")
    escalate = commands.add_parser("escalate", help="give it to the portfolio as an issue")
    rework = commands.add_parser("rework", help="say what putting it right is to cost and has cost")
    show = commands.add_parser("show", help="one of them, and what became of it")
    for command in (correct, verify, drop, escalate, rework, show):
        command.add_argument("id", help="its number here; 'nonconformity list' shows it")
    for command in (correct, drop, escalate):
        command.add_argument("--words", required=True)
    verify.add_argument("--words", default="")
    verify.add_argument("--fails", action="store_true", help="it does not conform yet: open it again")
    drop.add_argument("--again", action="store_true", help="take a dropped one up again")
    for command in (correct, verify):
        command.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    rework.add_argument("--planned", help="such as 12000.00; what is left out stays, '' for none")
    rework.add_argument("--spent", help="what of the ledger went into it")
    listing = commands.add_parser("list", help="those of the projects you may see, the gravest first")
    listing.add_argument("--project", metavar="CODE")
    listing.add_argument("--text", default="", help="part of a title, place or supplier")
    listing.add_argument("--state", choices=STATES, default="")
    listing.add_argument("--severity", choices=SEVERITIES, default="")
    listing.add_argument("--due", choices=("overdue", "30", "90"), default="")
    every = ((create, _create), (change, _change), (bring, _import), (correct, _correct), (verify, _verify))
    more = ((drop, _drop), (escalate, _escalate), (rework, _rework), (listing, _list), (show, _show))
    for command, run in (*every, *more):
        for_rows(command, run)


def _add_particulars(command: argparse.ArgumentParser) -> None:
    command.add_argument("--words", help="what does not conform")
    command.add_argument("--severity", choices=SEVERITIES)
    command.add_argument("--place", help="site, part or page")
    command.add_argument("--deliverable", metavar="ID", help="a deliverable's number")
    command.add_argument("--supplier", metavar="ID", help="a party's number")
    command.add_argument("--origin", choices=ORIGINS, help="the kind of cause")
    command.add_argument("--cause")
    command.add_argument("--treatment", choices=TREATMENTS, help="what is done with it")
    command.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail")
    command.add_argument("--due", dest="due_on", type=date.fromisoformat, metavar="DATE")


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.quality.actions import ConformityParticulars, raise_nonconformities

    by = acting_user(arguments)
    new = ConformityParticulars(title=arguments.title, found_on=arguments.found_on, **_given(arguments, by))
    (row,) = raise_nonconformities(project=project_by_code(by, arguments.code), new=[new], by=by, at=now())
    print(f"{row.pk} {row}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.quality.actions import change_nonconformity, particulars_of

    row, given = _found(arguments)
    said = {} if arguments.title is None else {"title": arguments.title}
    new = particulars_of(row, **said, **_given(arguments, given["by"]))
    row = change_nonconformity(nonconformity=row, new=new, **given)
    print(f"{row.pk} {row}")


def _given(arguments: argparse.Namespace, by: Any) -> dict[str, Any]:
    """Return the particulars that were said."""
    from conspectus.rooms.portfolio.queries import get_party
    from conspectus.rooms.scope.queries import get_deliverable

    given = {name: getattr(arguments, name) for name in TEXTS if getattr(arguments, name) is not None}
    if arguments.owner is not None:
        given["owner"] = person_named(arguments.owner) if arguments.owner else None
    if arguments.deliverable is not None:
        number = arguments.deliverable
        given["deliverable"] = get_deliverable(by, number, now().date()) if number else None
    if arguments.supplier is not None:
        given["party"] = get_party(by, arguments.supplier) if arguments.supplier else None
    return given


def _import(arguments: argparse.Namespace) -> None:
    text = arguments.file.read().decode("utf-8-sig", "replace")
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.quality.actions import paste_nonconformities

    by = acting_user(arguments)
    made = paste_nonconformities(project=project_by_code(by, arguments.code), text=text, by=by, at=now())
    print(f"{len(made)} non-conformities raised.")


def _correct(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.quality.actions import correct_nonconformity

    row, given = _found(arguments)
    row = correct_nonconformity(nonconformity=row, words=arguments.words, on=arguments.on, **given)
    print(f"{row} is {row.state}.")


def _verify(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.quality.actions import verify_nonconformity

    row, given = _found(arguments)
    said: dict[str, Any] = {"holds": not arguments.fails, "words": arguments.words, "on": arguments.on}
    row = verify_nonconformity(nonconformity=row, **said, **given)
    print(f"{row} is {row.state}.")


def _drop(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.quality.actions import drop_nonconformity

    row, given = _found(arguments)
    row = drop_nonconformity(nonconformity=row, words=arguments.words, again=arguments.again, **given)
    print(f"{row} is {row.state}.")


def _escalate(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.quality.actions import escalate_nonconformity

    row, given = _found(arguments)
    row = escalate_nonconformity(nonconformity=row, reason=arguments.words, **given)
    print(f"{row} is issue {row.issue_id} of the portfolio.")


def _rework(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.amounts import minor_units
    from conspectus.rooms.quality.actions import record_rework

    row, given = _found(arguments)
    amounts = {"planned_minor": row.planned_minor, "spent_minor": row.spent_minor}
    for name in ("planned", "spent"):
        text = getattr(arguments, name)
        if text is not None:
            amounts[f"{name}_minor"] = minor_units(text, row.project.currency, name) if text else None
    record_rework(nonconformity=row, **amounts, **given)
    print(f"The cost of rework of {row} is recorded.")


def _found(arguments: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    from conspectus.rooms.quality.queries import get_nonconformity

    by, at = acting_user(arguments), now()
    row = get_nonconformity(by, arguments.id, at.date())
    return row, {"revision": row.revision, "by": by, "at": at}


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.quality.queries import ConformityFilter, conformity_views, find_nonconformities

    by, on = acting_user(arguments), now().date()
    project = project_by_code(by, arguments.project).pk if arguments.project else None
    narrowed = {name: getattr(arguments, name) for name in ("state", "severity", "due")}
    wanted = ConformityFilter(arguments.text, project, **narrowed)
    cells = [
        (
            str(view.row),
            str(view.row.pk),
            view.row.project.code,
            view.row.severity,
            view.row.state,
            str(view.age_days),
            str(view.row.due_on or "–"),
            str(view.days_late or "–"),
        )
        for view in conformity_views(by, list(find_nonconformities(by, wanted, on)), on)
    ]
    heads = ("Non-conformity", "Id", "Project", "Severity", "State", "Age, d", "Due", "Late, d")
    print_table(heads, cells, figures=(5, 7))


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.quality.queries import conformity_view, get_nonconformity, steps_of

    by, on = acting_user(arguments), now().date()
    row = get_nonconformity(by, arguments.id, on)
    view = conformity_view(by, row, on)
    print(f"{row} of {row.project.code}, {row.severity}, {row.state}, {view.age_days} days old")
    print(f"Cause: {row.cause or row.origin}. Treatment: {row.treatment}. Due {row.due_on or 'on no day'}.")
    cells = [(str(one.on), one.state, one.recorded_by.name, one.words) for one in steps_of(row)]
    print_table(("On", "State", "Recorded by", "In words"), cells)
