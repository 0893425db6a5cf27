"""`conspectus project`: projects, listed, opened, changed, moved."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._life import add_life_commands
from conspectus.doors.cli._many import add_many_command
from conspectus.doors.cli._plans import add_plan_commands
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._shares import parts_of
from conspectus.doors.cli._terminal import print_json, print_table


def register(subparsers: Any) -> None:
    """Add the commands of projects."""
    parser = subparsers.add_parser("project", help="list, open, change and move projects")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the projects you may see")
    listing.add_argument("--text", default="", help="part of the code or the name")
    listing.add_argument("--state", default="")
    listing.add_argument("--sort", default="code")
    listing.add_argument("--json", action="store_true", help="print JSON")
    _add_create(commands)
    add_plan_commands(commands)
    add_many_command(commands)
    add_life_commands(commands)
    change = commands.add_parser("change", help="change a project's particulars")
    change.add_argument("code")
    for name in ("code", "name", "summary"):
        change.add_argument(f"--{name}", dest=f"new_{name}")
    for name in ("portfolio", "programme", "division"):
        change.add_argument(f"--{name}", metavar="ID")
    for name in ("manager", "sponsor"):
        change.add_argument(
            f"--{name}", metavar="PERSON", help="a person's number or an account's e-mail; '' for nobody"
        )
    share = commands.add_parser("share", help="say in which parts a project serves programmes, or divisions")
    share.add_argument("code", metavar="CODE")
    share.add_argument("kind", choices=("programme", "division"))
    share.add_argument("parts", nargs="*", metavar="ID=PERCENT", help="together 100; none: its home alone")
    share.add_argument("--from", dest="starting", type=date.fromisoformat, metavar="DATE", help="today unless given")
    shares = commands.add_parser("shares", help="in which parts a project served, serves and will serve")
    shares.add_argument("code", metavar="CODE")
    for name, words in (("alias", "let a project be found by another name"), ("unalias", "take another name away")):
        command = commands.add_parser(name, help=words)
        command.add_argument("code")
        command.add_argument("name")
        command.set_defaults(away=name == "unalias")
        for_rows(command, _alias)
    change.add_argument(
        "--effective", type=date.fromisoformat, metavar="DATE", help="from when programme, division and manager hold"
    )
    placements = commands.add_parser("placements", help="its programme, division and manager through time")
    placements.add_argument("code", metavar="CODE")
    for command, run in (
        (placements, _placements),
        (share, _share),
        (shares, _shares),
        (listing, _list),
        (change, _change),
    ):
        for_rows(command, run)


def _add_create(commands: Any) -> None:
    create = commands.add_parser("create", help="open a project")
    create.add_argument("code")
    create.add_argument("name")
    create.add_argument("--portfolio", required=True, metavar="ID")
    create.add_argument("--programme", metavar="ID")
    create.add_argument("--division", metavar="ID")
    create.add_argument("--manager", metavar="EMAIL")
    create.add_argument("--sponsor", metavar="EMAIL")
    create.add_argument("--currency", default="", help="default: the portfolio's")
    create.add_argument("--state", default="proposed")
    for_rows(create, _create)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects

    wanted = ProjectFilter(text=arguments.text, state=arguments.state, sort=arguments.sort)
    rows = [
        {
            "id": project.pk,
            "code": project.code,
            "name": project.name,
            "state": project.state,
            "programme": project.programme.name if project.programme else "",
            "division": project.division.name if project.division else "",
            "manager": project.manager.name if project.manager else "",
            "currency": project.currency,
        }
        for project in find_projects(acting_user(arguments), wanted)
    ]
    if arguments.json:
        print_json({"projects": rows})
        return
    heads = ("code", "name", "state", "programme", "division", "manager", "currency")
    print_table(heads, [[str(row[head]) for head in heads] for row in rows])


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import get_division
    from conspectus.rooms.portfolio.actions import NewProject, create_project
    from conspectus.rooms.portfolio.queries import get_portfolio, get_programme

    by = acting_user(arguments)
    new = NewProject(
        portfolio=get_portfolio(by, arguments.portfolio),
        code=arguments.code,
        name=arguments.name,
        programme=get_programme(by, arguments.programme) if arguments.programme else None,
        division=get_division(arguments.division) if arguments.division else None,
        manager=person_named(arguments.manager) if arguments.manager else None,
        sponsor=person_named(arguments.sponsor) if arguments.sponsor else None,
        currency=arguments.currency,
        state=arguments.state,
    )
    project = create_project(new=new, by=by, at=now())
    print(f"{project.pk} {project.code} {project.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import get_division
    from conspectus.rooms.portfolio.actions import change_project
    from conspectus.rooms.portfolio.queries import get_portfolio, get_programme, project_by_code

    by = acting_user(arguments)
    queries: dict[str, Any] = {
        "portfolio": lambda text: get_portfolio(by, text),
        "programme": lambda text: get_programme(by, text),
        "division": get_division,
        "manager": person_named,
        "sponsor": person_named,
    }
    given = {name: getattr(arguments, f"new_{name}") for name in ("code", "name", "summary")}
    changes = {name: text for name, text in given.items() if text is not None}
    for name, query in queries.items():
        text = getattr(arguments, name)
        if text is not None:
            changes[name] = query(text) if text else None
    project = project_by_code(by, arguments.code)
    project = change_project(
        project=project, changes=changes, effective_on=arguments.effective, revision=project.revision, by=by, at=now()
    )
    print(f"{project.pk} {project.code} {project.name}")


def _share(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.accounts.queries import get_division
    from conspectus.rooms.portfolio.actions import Part, set_shares
    from conspectus.rooms.portfolio.queries import get_programme, project_by_code

    by = acting_user(arguments)
    project, programme = project_by_code(by, arguments.code), arguments.kind == "programme"
    parts = [
        Part(get_programme(by, number) if programme else get_division(number), part)
        for number, part in parts_of(arguments.parts)
    ]
    starting, kind = arguments.starting, arguments.kind
    set_shares(project=project, kind=kind, parts=parts, starting=starting, revision=project.revision, by=by, at=now())
    told = ", ".join(f"{one.target.name} {one.basis_points / 100:g} %" for one in parts)
    print(f"{project.code} serves {told or 'its home alone'}.")


def _shares(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code, shares_of

    cells = [
        (
            row.target.name,
            row.kind,
            f"{row.basis_points / 100:g} %",
            row.starts_on.isoformat(),
            row.ends_on.isoformat() if row.ends_on else "",
        )
        for row in shares_of(project_by_code(acting_user(arguments), arguments.code))
    ]
    print_table(("Serves", "Kind", "Part", "From", "Before"), cells, figures=(2,))


def _alias(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.errors import NotFound
    from conspectus.kit.texts import fold
    from conspectus.rooms.portfolio.actions import add_alias, remove_alias
    from conspectus.rooms.portfolio.queries import aliases_of, project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    if not arguments.away:
        add_alias(project=project, name=arguments.name, by=by, at=now())
    else:
        row = aliases_of(project).filter(name_key=fold(arguments.name)).first()
        if row is None:
            raise NotFound
        remove_alias(alias=row, by=by, at=now())
    print(f"{project.code}: {', '.join(one.name for one in aliases_of(project)) or 'no other names'}")


def _placements(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import placements_of, project_by_code

    cells = [
        (
            row.from_on.isoformat(),
            row.kind,
            row.value.name if row.value else "none",
            row.recorded_at.date().isoformat(),
            row.recorded_by.name if row.recorded_by else "",
        )
        for row in placements_of(project_by_code(acting_user(arguments), arguments.code))
    ]
    print_table(("From", "What", "Was", "Recorded", "By"), cells)
