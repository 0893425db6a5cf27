"""`conspectus deliverable`: what projects hand over; entered, changed, submitted, accepted or rejected, dropped."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table

KINDS = ("product", "document", "service", "capability")
STATES = ("open", "planned", "submitted", "accepted", "rejected", "dropped")


def register(subparsers: Any) -> None:
    """Add the commands of deliverables."""
    parser = subparsers.add_parser("deliverable", help="what projects hand over, and whether it is accepted")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="enter a deliverable of a project")
    create.add_argument("code", metavar="PROJECT", help="the project's code")
    create.add_argument("name")
    change = commands.add_parser("change", help="change a deliverable; what is left out stays")
    change.add_argument("id", help="a deliverable's number; 'deliverable list' shows it")
    change.add_argument("--name")
    for command in (create, change):
        _add_particulars(command)
    bring = commands.add_parser("import", help="enter the deliverables of a CSV file, all or none")
    bring.add_argument("code", metavar="PROJECT", help="the project's code")
    bring.add_argument("file", type=InFile)
    submit = commands.add_parser("submit", help="hand a deliverable in for acceptance")
    judge = commands.add_parser("judge", help="accept or reject a deliverable")
    drop = commands.add_parser("drop", help="drop a deliverable, or take it up again")
    for command in (submit, judge, drop):
        command.add_argument("id", help="a deliverable's number")
        command.add_argument("--reason", default="", required=command is drop)
    judge.add_argument("state", choices=("accepted", "rejected"))
    drop.add_argument("--again", action="store_true", help="take a dropped one up again")
    for command in (submit, judge):
        command.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    listing = commands.add_parser("list", help="the deliverables of the projects you may see, the first due first")
    listing.add_argument("--project", metavar="CODE")
    listing.add_argument("--text", default="", help="part of a name or code")
    listing.add_argument("--state", choices=STATES, default="")
    listing.add_argument("--due", choices=("overdue", "30", "90"), default="")
    listing.add_argument("--mandatory", action="store_true")
    show = commands.add_parser("show", help="one deliverable and what became of it")
    show.add_argument("id", help="a deliverable's number")
    every = ((create, _create), (change, _change), (bring, _import), (submit, _submit), (judge, _judge), (drop, _drop))
    for command, run in (*every, (listing, _list), (show, _show)):
        for_rows(command, run)


def _add_particulars(command: argparse.ArgumentParser) -> None:
    command.add_argument("--short", metavar="CODE", help="its own code, such as D-12")
    command.add_argument("--kind", choices=KINDS)
    command.add_argument("--optional", dest="is_mandatory", action="store_false", default=None)
    command.add_argument("--mandatory", dest="is_mandatory", action="store_true", default=None)
    command.add_argument("--due", dest="due_on", type=date.fromisoformat, metavar="DATE")
    command.add_argument("--task", dest="task_uid", metavar="UID", help="the task or milestone it hangs on")
    command.add_argument("--criteria", help="by what it is accepted")
    command.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail")
    command.add_argument("--meets", action="append", metavar="ID", help="a requirement's number; may be said again")


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.scope.actions import DeliverableParticulars, enter_deliverables

    by = acting_user(arguments)
    new = DeliverableParticulars(name=arguments.name, **_given(arguments, by))
    (row,) = enter_deliverables(project=project_by_code(by, arguments.code), new=[new], by=by, at=now())
    print(f"{row.pk} {row}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.scope.actions import DeliverableParticulars, change_deliverable
    from conspectus.rooms.scope.queries import get_deliverable

    by, at = acting_user(arguments), now()
    row = get_deliverable(by, arguments.id, at.date())
    names = ("name", "kind", "code", "is_mandatory", "due_on", "task_uid", "criteria", "owner")
    stored = {name: getattr(row, name) for name in names} | {"requirements": tuple(row.requirements.all())}
    named = {} if arguments.name is None else {"name": arguments.name}
    new = DeliverableParticulars(**stored | named | _given(arguments, by))
    row = change_deliverable(deliverable=row, new=new, revision=row.revision, by=by, at=at)
    print(f"{row.pk} {row}")


def _given(arguments: argparse.Namespace, by: Any) -> dict[str, Any]:
    """Return the particulars that were said."""
    from conspectus.rooms.scope.queries import get_requirement

    names = ("kind", "is_mandatory", "due_on", "task_uid", "criteria")
    given = {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
    if arguments.short is not None:
        given["code"] = arguments.short
    if arguments.owner is not None:
        given["owner"] = person_named(arguments.owner) if arguments.owner else None
    if arguments.meets is not None:
        given["requirements"] = tuple(get_requirement(by, one, now().date()) for one in arguments.meets if one)
    return given


def _import(arguments: argparse.Namespace) -> None:
    text = arguments.file.read().decode("utf-8-sig", "replace")
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.scope.actions import paste_deliverables

    by = acting_user(arguments)
    made = paste_deliverables(project=project_by_code(by, arguments.code), text=text, by=by, at=now())
    print(f"{len(made)} deliverables entered.")


def _submit(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.scope.actions import submit_deliverable

    row, given = _step(arguments)
    row = submit_deliverable(deliverable=row, on=arguments.on, **given)
    print(f"{row} is {row.state}.")


def _judge(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.scope.actions import judge_deliverable

    row, given = _step(arguments)
    row = judge_deliverable(deliverable=row, state=arguments.state, on=arguments.on, **given)
    print(f"{row} is {row.state}.")


def _drop(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.scope.actions import drop_deliverable

    row, given = _step(arguments)
    row = drop_deliverable(deliverable=row, again=arguments.again, **given)
    print(f"{row} is {row.state}.")


def _step(arguments: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    from conspectus.rooms.scope.queries import get_deliverable

    by, at = acting_user(arguments), now()
    row = get_deliverable(by, arguments.id, at.date())
    return row, {"reason": arguments.reason, "revision": row.revision, "by": by, "at": at}


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.scope.queries import DeliverableFilter, deliverable_views, find_deliverables

    by, on = acting_user(arguments), now().date()
    project = project_by_code(by, arguments.project).pk if arguments.project else None
    wanted = DeliverableFilter(
        arguments.text, project, state=arguments.state, due=arguments.due, mandatory=arguments.mandatory
    )
    cells = [
        (
            str(view.row),
            str(view.row.pk),
            view.row.project.code,
            str(view.row.due_on or "–"),
            str(view.days_late or "–"),
            view.row.state,
            "yes" if view.row.is_mandatory else "no",
        )
        for view in deliverable_views(list(find_deliverables(by, wanted, on)), on)
    ]
    print_table(("Deliverable", "Id", "Project", "Due", "Late, d", "State", "Mandatory"), cells, figures=(4,))


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.scope.queries import get_deliverable, steps_of

    row = get_deliverable(acting_user(arguments), arguments.id, now().date())
    print(f"{row} of {row.project.code}, {row.state}, due {row.due_on or 'on no day'}")
    print(f"Accepted by: {row.criteria or 'nothing is said yet'}")
    cells = [(str(one.on), one.state, one.recorded_by.name, one.reason) for one in steps_of(row)]
    print_table(("On", "State", "Recorded by", "In words"), cells)
