"""`conspectus requirement`: needs and requirements of a project; entered, changed, listed with what meets them."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table

TEXTS = ("kind", "words", "priority", "state", "source")


def register(subparsers: Any) -> None:
    """Add the commands of requirements."""
    parser = subparsers.add_parser("requirement", help="needs and requirements of a project, and what meets them")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="enter a need or requirement")
    create.add_argument("code", metavar="PROJECT", help="the project's code")
    create.add_argument("title")
    change = commands.add_parser("change", help="change one; what is left out stays")
    change.add_argument("id", help="its number; 'requirement list' shows it")
    change.add_argument("--title")
    for command in (create, change):
        command.add_argument("--short", metavar="CODE", help="its own code, such as R-12")
        command.add_argument("--kind", choices=("need", "requirement"))
        command.add_argument("--words")
        command.add_argument("--need", metavar="ID", help="the need it serves")
        command.add_argument("--priority", choices=("must", "should", "could", "will_not"))
        command.add_argument("--state", choices=("draft", "agreed", "met", "dropped"))
        command.add_argument("--party", metavar="ID", help="the customer or party that asks for it")
        command.add_argument("--source", help="who or what else asks for it")
        command.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail")
    bring = commands.add_parser("import", help="enter the needs or requirements of a CSV file, all or none")
    bring.add_argument("code", metavar="PROJECT", help="the project's code")
    bring.add_argument("file", type=InFile)
    traced = commands.add_parser("trace", help="needs traced to requirements, deliverables, acceptance and benefits")
    traced.add_argument("code", metavar="PROJECT", help="the project's code")
    traced.add_argument("--back", action="store_true", help="from deliverables back to needs")
    for_rows(traced, _trace)
    listing = commands.add_parser("list", help="the needs and requirements of a project")
    listing.add_argument("code", metavar="PROJECT", help="the project's code")
    listing.add_argument("--text", default="", help="part of a title or code")
    for command, run in ((create, _create), (change, _change), (bring, _import), (listing, _list)):
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.scope.actions import RequirementParticulars, enter_requirements

    by = acting_user(arguments)
    new = RequirementParticulars(title=arguments.title, **_given(arguments, by))
    (row,) = enter_requirements(project=project_by_code(by, arguments.code), new=[new], by=by, at=now())
    print(f"{row.pk} {row}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.scope.actions import RequirementParticulars, change_requirement
    from conspectus.rooms.scope.queries import get_requirement

    by, at = acting_user(arguments), now()
    row = get_requirement(by, arguments.id, at.date())
    stored = {name: getattr(row, name) for name in (*TEXTS, "title", "code", "need", "party", "owner")}
    titled = {} if arguments.title is None else {"title": arguments.title}
    new = RequirementParticulars(**stored | titled | _given(arguments, by))
    row = change_requirement(requirement=row, new=new, revision=row.revision, by=by, at=at)
    print(f"{row.pk} {row}")


def _given(arguments: argparse.Namespace, by: Any) -> dict[str, Any]:
    """Return the particulars that were said."""
    from conspectus.rooms.portfolio.queries import get_party
    from conspectus.rooms.scope.queries import get_requirement

    given = {name: getattr(arguments, name) for name in TEXTS if getattr(arguments, name) is not None}
    if arguments.short is not None:
        given["code"] = arguments.short
    if arguments.need is not None:
        given["need"] = get_requirement(by, arguments.need, now().date()) if arguments.need else None
    if arguments.party is not None:
        given["party"] = get_party(by, arguments.party) if arguments.party else None
    if arguments.owner is not None:
        given["owner"] = person_named(arguments.owner) if arguments.owner else None
    return given


def _import(arguments: argparse.Namespace) -> None:
    text = arguments.file.read().decode("utf-8-sig", "replace")
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.scope.actions import paste_requirements

    by = acting_user(arguments)
    made = paste_requirements(project=project_by_code(by, arguments.code), text=text, by=by, at=now())
    print(f"{len(made)} requirements entered.")


def _trace(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.trace import trace
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    rows = trace(by, project_by_code(by, arguments.code), now().date(), "back" if arguments.back else "forward")
    cells = [(one.need, one.requirement, one.deliverable, one.state, one.benefits, one.gap_words) for one in rows]
    print_table(("Need", "Requirement", "Deliverable", "State", "Benefit", "Gap"), cells)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.scope.queries import RequirementFilter, find_requirements, requirement_views

    by = acting_user(arguments)
    wanted = RequirementFilter(project_by_code(by, arguments.code).pk, arguments.text)
    cells = [
        (
            str(view.row),
            str(view.row.pk),
            view.row.kind,
            view.row.priority,
            view.row.state,
            " ".join(one.code or str(one.pk) for one in view.deliverables),
            view.trace_words,
        )
        for view in requirement_views(list(find_requirements(by, wanted, now().date())))
    ]
    print_table(("Requirement", "Id", "Kind", "Priority", "State", "Met by", "Acceptance"), cells)
