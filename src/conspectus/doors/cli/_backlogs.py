"""The backlog of a stored project: uploaded, listed, shown, and how it counts."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_findings, print_json, print_table

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.portfolio.models import Project


def add_backlog_commands(commands: Any) -> None:
    """Add what can be done to the backlog of a project."""
    upload = commands.add_parser("upload", help="store an exported backlog as the newest of a project")
    upload.add_argument("code", help="the project's code")
    upload.add_argument("file", type=InFile, metavar="FILE", help="CSV, workbook or JSON")
    upload.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DATE", help="the day of the export (default: today)"
    )
    upload.add_argument("--columns", type=InFile, metavar="FILE", help="JSON: which column holds what, states, types")
    upload.add_argument("--date-order", choices=("dmy", "mdy"), default="", help="how 03/04/2026 is meant")
    upload.add_argument("--encoding", default="", metavar="NAME", help="of a text that is not UTF-8, such as cp1252")
    upload.add_argument("--preview", action="store_true", help="say what would be stored and store nothing")
    listing = commands.add_parser("list", help="the backlogs of a project")
    show = commands.add_parser("show", help="scope, throughput and the range of the finish of a project's backlog")
    show.add_argument("code", help="the project's code")
    show.add_argument("--number", help="which backlog (default: the newest)")
    columns = commands.add_parser("columns", help="let all projects of the portfolio begin with a backlog's columns")
    count = commands.add_parser("count", help="choose how the backlog of a project counts, or list what was chosen")
    for command in (listing, columns, count):
        command.add_argument("code", help="the project's code")
    columns.add_argument("number", help="the backlog they are taken from")
    count.add_argument("--reason", default="", help="why; it is kept. Left out, what was chosen is listed")
    count.add_argument("--no-judging", action="store_true", help="let the plan judge the schedule, not throughput")
    count.add_argument("--scopes", action="store_true", help="let the growth of the backlog judge the scope")
    for end in ("start", "finish"):
        words = f"the {end} a project without a plan was approved for"
        count.add_argument(f"--{end}", type=date.fromisoformat, metavar="DATE", help=words)
    count.add_argument("--earns", action="store_true", help="let accepted points earn value")
    count.add_argument("--unit", choices=("items", "points"), default="", help="what is counted")
    count.add_argument("--since", type=int, metavar="NUMBER", help="the backlog that growth is measured from")
    count.add_argument("--from", dest="from_on", type=date.fromisoformat, metavar="DATE", help="default: today")
    pairs = ((upload, _upload), (listing, _list), (show, _show), (columns, _columns), (count, _count))
    for command, run in pairs:
        command.add_argument("--json", action="store_true", help="print JSON")
        for_rows(command, run)


def columns_told(arguments: argparse.Namespace) -> dict[str, Any] | None:
    """Return the columns of the JSON file that was named, None where none was."""
    if arguments.columns is None:
        return None
    try:
        told = json.loads(arguments.columns.read())
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Refused(f"{arguments.columns}: this is no JSON of columns, as --json prints it.")
    return told


def print_backlog(answer: dict[str, Any]) -> None:
    """Print where a backlog stands."""
    unit = answer["unit"]
    print(f"{answer['scope']:g} {unit} in scope, {answer['accepted']:g} accepted, as of {answer['as_of']}")
    if answer["growth_percent"] and answer["growth_percent"]["value"] is not None:
        print(f"Scope since the earlier export: {answer['growth_percent']['value']:+.1f} %.")
    print(answer["words"])


def _open(arguments: argparse.Namespace) -> tuple[User, Project]:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    return by, project_by_code(by, arguments.code)


def _upload(arguments: argparse.Namespace) -> None:
    data, name, columns = arguments.file.read(), arguments.file.name, columns_told(arguments)
    by, project = _open(arguments)
    from conspectus.review.show import finding_row
    from conspectus.rooms.agile.actions import SaidOf, import_backlog, preview_backlog

    said = SaidOf(arguments.as_of, columns, arguments.date_order, arguments.encoding)
    given: dict[str, Any] = {"project": project, "data": data, "name": name, "said": said, "by": by, "at": now()}
    if arguments.preview:
        seen = preview_backlog(**given)
        words, findings = seen.already or f"{name} would be backlog {seen.expected + 1}.", seen.findings
        told: dict[str, Any] = {"columns": seen.reading.columns.as_json(), "figures": dict(seen.figures)}
    else:
        done = import_backlog(**given)
        words, findings, told = done.words, done.findings, {"number": done.row.number, "changed": done.changed}
    rows = [finding_row(one, name) for one in findings]
    if arguments.json:
        print_json({"words": words, **told, "findings": rows})
        return
    print(words)
    print_findings(rows, limit=40)


def _list(arguments: argparse.Namespace) -> None:
    _by, project = _open(arguments)
    from dataclasses import asdict

    from conspectus.rooms.agile.queries import NOBODY, backlog_view, choices_on, revisions_of

    choice = choices_on([project], now().date()).get(project.pk, NOBODY)
    rows = [backlog_view(row, choice) for row in revisions_of(project)]
    if arguments.json:
        print_json({"backlogs": json.loads(json.dumps([asdict(row) for row in rows], default=str))})
        return
    heads = ("no", "file", "tool", "as of", "by", "scope", "accepted", "counted in", "P50", "P80")
    table = [
        (str(row.number), row.source_name, row.tool_label, row.as_of.isoformat(), row.imported_by, f"{row.scope:g}",
         f"{row.accepted:g}", row.unit, str(row.p50_on or "–"), str(row.p80_on or "–"))
        for row in rows
    ]  # fmt: skip
    print_table(heads, table, figures=(0, 5, 6))


def _show(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from dataclasses import asdict

    from conspectus.review.backlogs import pace_row, week_cells
    from conspectus.review.show import finding_row
    from conspectus.rooms.agile.queries import backlog_detail
    from conspectus.rooms.portfolio.rules import sees_cost

    on = now().date()
    found = backlog_detail(project, arguments.number, on=on, with_cost=sees_cost(by, project, on))
    answer = pace_row(found.backlog, found.pace)
    findings = [finding_row(one, found.view.source_name) for one in found.findings]
    earned = asdict(found.earned) if found.earned else None
    if arguments.json:
        print_json(
            {"number": found.view.number, "columns": found.columns, "earned": earned, **answer, "findings": findings}
        )
        return
    print_backlog(answer)
    print_table(("Week from", "Items", "Points"), week_cells(answer["throughput"]), figures=(1, 2))
    print_findings(findings, limit=40)


def _columns(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.agile.actions import save_backlog_columns

    row = save_backlog_columns(project=project, number=arguments.number, by=by, at=now())
    told = {"tool": row.tool, "columns": row.columns}
    print_json(told) if arguments.json else print("Other projects of this portfolio now begin with these columns.")


def _count(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from dataclasses import asdict

    from conspectus.rooms.agile.actions import NewChoice, choose_delivery
    from conspectus.rooms.agile.queries import choices_of

    if arguments.reason:
        names = ("reason", "scopes", "earns", "unit", "since", "from_on")
        given = {name: getattr(arguments, name) for name in names}
        given |= {"start_on": arguments.start, "finish_on": arguments.finish}
        new = NewChoice(**given, judges=not arguments.no_judging)
        choose_delivery(project=project, new=new, by=by, at=now())
    rows = choices_of(project)
    if arguments.json:
        print_json({"choices": json.loads(json.dumps([asdict(row) for row in rows], default=str))})
        return
    cells = [
        (str(row.from_on), "throughput" if row.judges else "the plan", "growth" if row.scopes else "registers",
         f"{row.start_on} to {row.finish_on}" if row.finish_on else "", "yes" if row.earns else "no",
         row.unit or "as estimated", str(row.since or "first"), row.recorded_by, row.reason)
        for row in rows
    ]  # fmt: skip
    heads = ("From", "Schedule judged by", "Scope by", "Approved for", "Points earn", "Counted in", "Growth since")
    print_table((*heads, "By", "Why"), cells)
