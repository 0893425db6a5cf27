"""`conspectus stakeholder`: who has a stake in a project and how they stand; entered, changed, assessed."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table

STANCES = ("resistant", "unaware", "neutral", "supportive", "leading")
TEXTS = ("name", "organisation", "role", "approach", "is_confidential", "left_on")


def register(subparsers: Any) -> None:
    """Add the commands of stakeholders."""
    parser = subparsers.add_parser("stakeholder", help="who has a stake in a project, and how they stand")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="enter a stakeholder with how they stand")
    create.add_argument("code", metavar="PROJECT", help="the project's code")
    create.add_argument("name")
    change = commands.add_parser("change", help="change a stakeholder; what is left out stays")
    change.add_argument("--name")
    change.add_argument(
        "--left", dest="left_on", type=date.fromisoformat, metavar="DATE", help="no stake from this day"
    )
    assess = commands.add_parser("assess", help="say how a stakeholder stands now")
    show = commands.add_parser("show", help="one stakeholder and how they stood over time")
    for command in (change, assess, show):
        command.add_argument("id", help="a stakeholder's number; 'stakeholder list' shows it")
    for command in (create, change):
        command.add_argument("--organisation")
        command.add_argument("--role")
        command.add_argument("--wanted", choices=STANCES, help="the stance wanted")
        command.add_argument("--approach", help="how to win them")
        command.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail")
        command.add_argument(
            "--open", dest="is_confidential", action="store_false", default=None, help="not confidential"
        )
    change.add_argument("--confidential", dest="is_confidential", action="store_true", default=None)
    for command in (create, assess):
        command.add_argument("--influence", type=int, required=True, help="from 1, least, to 5, most")
        command.add_argument("--interest", type=int, required=True, help="from 1, least, to 5, most")
        command.add_argument("--stance", choices=STANCES, default="neutral")
    assess.add_argument("--words", default="")
    assess.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    bring = commands.add_parser("import", help="enter the stakeholders of a CSV file, all or none")
    bring.add_argument("code", metavar="PROJECT", help="the project's code")
    bring.add_argument("file", type=InFile)
    listing = commands.add_parser("list", help="the stakeholders of a project that you may see")
    listing.add_argument("code", metavar="PROJECT", help="the project's code")
    listing.add_argument("--gone", action="store_true", help="also those without a stake any more")
    every = ((create, _create), (change, _change), (assess, _assess), (bring, _import), (listing, _list), (show, _show))
    for command, run in every:
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.stakeholders.actions import Judged, StakeholderParticulars, enter_stakeholders

    by = acting_user(arguments)
    new = StakeholderParticulars(**_given(arguments))
    judged = Judged(arguments.influence, arguments.interest, arguments.stance)
    (row,) = enter_stakeholders(project=project_by_code(by, arguments.code), new=[(new, judged)], by=by, at=now())
    print(f"{row.pk} {row}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.stakeholders.actions import StakeholderParticulars, change_stakeholder
    from conspectus.rooms.stakeholders.queries import get_stakeholder

    by, at = acting_user(arguments), now()
    row = get_stakeholder(by, arguments.id, at.date())
    stored = {name: getattr(row, name) for name in (*TEXTS, "stance", "owner")}
    new = StakeholderParticulars(**stored | _given(arguments))
    row = change_stakeholder(stakeholder=row, new=new, revision=row.revision, by=by, at=at)
    print(f"{row.pk} {row}")


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the particulars that were said."""
    given = {name: getattr(arguments, name, None) for name in TEXTS}
    given = {name: value for name, value in given.items() if value is not None}
    if arguments.wanted is not None:
        given["stance"] = arguments.wanted
    if arguments.owner is not None:
        given["owner"] = person_named(arguments.owner) if arguments.owner else None
    return given


def _assess(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.stakeholders.actions import Judged, assess_stakeholder
    from conspectus.rooms.stakeholders.queries import get_stakeholder

    by, at = acting_user(arguments), now()
    row = get_stakeholder(by, arguments.id, at.date())
    new = Judged(arguments.influence, arguments.interest, arguments.stance, arguments.words, arguments.on)
    made = assess_stakeholder(stakeholder=row, new=new, by=by, at=at)
    print(f"{row} is {made.stance}.")


def _import(arguments: argparse.Namespace) -> None:
    text = arguments.file.read().decode("utf-8-sig", "replace")
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.stakeholders.actions import paste_stakeholders

    by = acting_user(arguments)
    made = paste_stakeholders(project=project_by_code(by, arguments.code), text=text, by=by, at=now())
    print(f"{len(made)} stakeholders entered.")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.stakeholders.queries import find_stakeholders, stakeholder_views

    by, on = acting_user(arguments), now().date()
    project = project_by_code(by, arguments.code)
    rows = list(find_stakeholders(by, on, project=project.pk, gone=arguments.gone))
    cells = [
        (
            view.row.name,
            str(view.row.pk),
            view.row.organisation,
            str(view.now.influence if view.now else "–"),
            str(view.now.interest if view.now else "–"),
            view.now.stance if view.now else "–",
            view.row.stance,
        )
        for view in stakeholder_views(rows, on)
    ]
    heads = ("Name", "Id", "Organisation", "Influence", "Interest", "Stance", "Wanted")
    print_table(heads, cells, figures=(3, 4))


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.stakeholders.queries import get_stakeholder

    row = get_stakeholder(acting_user(arguments), arguments.id, now().date())
    print(f"{row}, {row.role or 'no role'}, {row.organisation or 'no organisation'}; {row.stance} is wanted")
    history = row.assessments.order_by("-on", "-pk")
    cells = [(str(one.on), one.stance, str(one.influence), str(one.interest), one.words) for one in history]
    print_table(("On", "Stance", "Influence", "Interest", "In words"), cells, figures=(2, 3))
