"""`conspectus finding`: clauses that projects do not satisfy; given to somebody, answered, decided on."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._files import OutFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_json, print_table

STATES = ("unanswered", "answered", "agreed", "late", "closed", "all")


def register(subparsers: Any) -> None:
    """Add the commands of findings."""
    parser = subparsers.add_parser("finding", help="findings of compliance: given, answered, decided on")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="open findings, what is due first before the rest")
    export = commands.add_parser("export", help="write the findings as CSV or a workbook")
    export.add_argument("out", type=OutFile, metavar="OUT", help="the file to write, such as findings.xlsx")
    for command in (listing, export):
        command.add_argument("--whose", default="", choices=("mine", "projects"), help="whose (default: all)")
        command.add_argument("--state", default="", choices=STATES, help="which (default: open)")
        command.add_argument("--project", metavar="CODE", help="of this project alone")
        command.add_argument("--policy", default="", help="of the clause with this key alone")
        command.add_argument("--days", type=int, metavar="NUMBER", help="open for at least so many days")
        command.add_argument("--text", default="", help="words of the clause, its owner's or its project's name")
    listing.add_argument("--json", action="store_true", help="print JSON")
    show = commands.add_parser("show", help="one finding with all that happened to it")
    give = commands.add_parser("assign", help="give a finding to somebody, with the day it is due")
    answer = commands.add_parser("answer", help="say by when it will be put right, or why it is not agreed with")
    confirm = commands.add_parser("confirm", help="agree to the answer of a finding, or return it")
    for command in (show, give, answer, confirm):
        command.add_argument("id", help="a finding's number; 'finding list' shows it")
    give.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail")
    give.add_argument("--manager", action="store_true", help="give it back to the project's manager")
    give.add_argument("--due", type=date.fromisoformat, metavar="DATE", help="as it was where left out")
    answer.add_argument("words")
    answer.add_argument("--by", dest="mend_by", type=date.fromisoformat, metavar="DATE", help="put right by this day")
    confirm.add_argument("decision", choices=("agree", "return"))
    confirm.add_argument("--words", default="", help="why it is returned")
    every = (
        (listing, _list),
        (export, _export),
        (show, _show),
        (give, _assign),
        (answer, _answer),
        (confirm, _confirm),
    )
    for command, run in every:
        for_rows(command, run)


def _wanted(arguments: argparse.Namespace) -> Any:
    """Return what a list is narrowed to."""
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.standards.queries.findings import FindingFilter

    project = project_by_code(acting_user(arguments), arguments.project).pk if arguments.project else None
    told = {"text": arguments.text, "whose": arguments.whose, "state": arguments.state, "policy": arguments.policy}
    return FindingFilter(**told, least_days=arguments.days, project=project)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.standards.queries.findings import FindingRow, find_findings, finding_rows

    by, on = acting_user(arguments), now().date()
    rows = finding_rows(find_findings(by, _wanted(arguments), on), on)
    if arguments.json:
        print_json([to_plain(FindingRow, row) for row in rows])
        return
    cells = [
        (
            str(row.finding_id),
            row.code,
            row.clause,
            row.title,
            "late" if row.late else row.state,
            row.owner or row.manager,
            f"{row.due_on or ''}",
            str(row.age_days),
            str(row.reopened),
        )
        for row in rows
    ]
    heads = ("Id", "Project", "Clause", "Policy", "State", "Owner", "Due", "Days", "Came back")
    print_table(heads, cells, figures=(7, 8))


def _export(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.finding_table import findings_file

    kind = str(arguments.out).rpartition(".")[2].lower()
    data = findings_file(by=acting_user(arguments), at=now(), kind=kind, wanted=_wanted(arguments))
    arguments.out.write(data)
    print(f"Written: {arguments.out}")


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.queries.findings import clause_of, finding_row, steps_of

    row, on = _found(arguments), now().date()
    view, (policy, _language) = finding_row(row, on), clause_of(row)
    print(f"{view.code} {view.project}: {view.clause} {view.title}, {view.state}, open since {view.opened_on}")
    print(policy.words)
    print(policy.remedy)
    cells = [
        (str(one.on), one.kind, one.who or "-", one.owner, f"{one.day or ''}", one.answer or one.closing, one.words)
        for one in steps_of(row)
    ]
    print_table(("On", "What", "Who", "Owner", "Day", "How", "Words"), cells)


def _assign(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import assign_finding

    row = _found(arguments)
    owner = person_named(arguments.owner) if arguments.owner else None if arguments.manager else row.owner
    told = {"owner": owner, "due_on": arguments.due or row.due_on, "revision": row.revision}
    row = assign_finding(finding=row, **told, by=acting_user(arguments), at=now())
    print(f"{row.pk} is given to {row.owner.name if row.owner else 'the manager of the project'}.")


def _answer(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import Answered, answer_finding

    row = _found(arguments)
    new = Answered("mend" if arguments.mend_by else "disagree", arguments.words, arguments.mend_by)
    row = answer_finding(finding=row, new=new, revision=row.revision, by=acting_user(arguments), at=now())
    print(f"{row.pk} is answered.")


def _confirm(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.standards.actions import confirm_answer

    row = _found(arguments)
    told = {"agreed": arguments.decision == "agree", "words": arguments.words, "revision": row.revision}
    row = confirm_answer(finding=row, **told, by=acting_user(arguments), at=now())
    print(f"{row.pk}: {row.state}.")


def _found(arguments: argparse.Namespace) -> Any:
    from conspectus.rooms.standards.queries.findings import get_finding

    return get_finding(acting_user(arguments), arguments.id, now().date())
