"""The plan of a stored project: handed in, listed, compared, approved."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._compared import print_changes
from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._said import add_manner, said_of
from conspectus.doors.cli._terminal import print_findings, print_json, print_table

if TYPE_CHECKING:
    from conspectus.engine.findings import Finding
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.portfolio.models import Project
    from conspectus.rooms.schedule.actions import Imported
    from conspectus.rooms.schedule.queries import ComparisonView

MOST_SHOWN = 40


def add_plan_commands(commands: Any) -> None:
    """Add what can be done to the plan of a project."""
    bring = commands.add_parser("import", help="hand in a plan for a project")
    bring.add_argument("code", help="the project's code")
    bring.add_argument("file", type=InFile)
    bring.add_argument("--project", metavar="NAME", help="which project of a file that holds several")
    bring.add_argument(
        "--status-date", default="", metavar="D", help="e.g. 2026-06-30 (its end); before the file's own"
    )
    add_manner(bring)
    bring.add_argument("--preview", action="store_true", help="say what would change and store nothing")
    listing = commands.add_parser("revisions", help="the plan revisions of a project")
    listing.add_argument("code")
    baseline = commands.add_parser("baseline", help="approve a revision as the project's next baseline")
    baseline.add_argument("code")
    baseline.add_argument("revision", type=int)
    baseline.add_argument("--reason", required=True, help="why; it is kept")
    baseline.add_argument("--source", choices=("file", "dates"), default="", help="the file's baseline or its dates")
    compare = commands.add_parser("compare", help="what changed between two revisions")
    compare.add_argument("code")
    compare.add_argument("old", type=int)
    compare.add_argument("new", type=int)
    for command, run in ((bring, _import), (listing, _revisions), (baseline, _baseline), (compare, _compare)):
        command.add_argument("--json", action="store_true", help="print JSON")
        for_rows(command, run)


def _open(arguments: argparse.Namespace) -> tuple[User, Project]:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    return by, project_by_code(by, arguments.code)


def _import(arguments: argparse.Namespace) -> None:
    data, name = arguments.file.read(), arguments.file.name
    by, project = _open(arguments)
    from conspectus.rooms.schedule.actions import FileRefused, import_plan, preview_import

    act = preview_import if arguments.preview else import_plan
    try:
        done: Any = act(
            project=project,
            data=data,
            name=name,
            plan_choice=arguments.project,
            said=said_of(arguments, arguments.status_date),
            by=by,
            at=now(),
        )
    except FileRefused as refusal:
        _print_refused(arguments, name, refusal.findings)
        raise Refused(refusal.words) from None
    comparison = done.comparison if arguments.preview else _compared(done, project, by)
    if arguments.json:
        _json(
            {
                "words": done.words,
                "changed": not arguments.preview and done.changed,
                "revision": None if arguments.preview else done.revision.number,
                "comparison": asdict(comparison) if comparison else None,
                "findings": _findings(done.findings, name),
            }
        )
        return
    print(done.words)
    if comparison is not None and not comparison.is_empty:
        print_changes(comparison)
    print_findings(_findings(done.findings, name), limit=MOST_SHOWN)


def _compared(done: Imported, project: Project, by: User) -> ComparisonView | None:
    """Return what a new revision changed; None for the first, and where nothing came in."""
    from conspectus.rooms.schedule.queries import compare_revisions

    number = done.revision.number
    return compare_revisions(project, number - 1, number, by=by) if done.changed and number > 1 else None


def _revisions(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.schedule.queries import revisions

    rows = revisions(project, by=by)
    if arguments.json:
        _json({"revisions": [asdict(row) for row in rows]})
        return
    heads = ("no", "file", "by", "at", "status date", "finish", "tasks", "schedule", "cost", "baseline")
    table = [
        [
            str(row.number),
            row.source_name,
            row.imported_by,
            f"{row.imported_at:%Y-%m-%d %H:%M}",
            str(row.figures.status_on or "–"),
            str(row.figures.finish_on or "–"),
            str(row.figures.tasks),
            row.figures.schedule.colour.replace("_", " "),
            row.figures.cost.colour.replace("_", " "),
            ", ".join(map(str, row.baselines)),
        ]
        for row in rows
    ]
    print_table(heads, table, figures=(0, 6))


def _baseline(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.schedule.actions import set_baseline
    from conspectus.rooms.schedule.queries import baselines, get_revision

    revision = get_revision(project, arguments.revision)
    row = set_baseline(
        project=project, revision=revision, reason=arguments.reason, source=arguments.source, by=by, at=now()
    )
    if arguments.json:
        _json({"baselines": [asdict(one) for one in baselines(project, by=by)]})
        return
    print(f"{project.code}: revision {revision.number} is now baseline {row.number}.")


def _compare(arguments: argparse.Namespace) -> None:
    by, project = _open(arguments)
    from conspectus.rooms.schedule.queries import compare_revisions

    found = compare_revisions(project, arguments.old, arguments.new, by=by)
    if arguments.json:
        _json(asdict(found))
        return
    print_changes(found)


def _print_refused(arguments: argparse.Namespace, name: str, findings: tuple[Finding, ...]) -> None:
    if arguments.json:
        _json({"changed": False, "revision": None, "findings": _findings(findings, name)})


def _findings(findings: tuple[Finding, ...], name: str) -> list[dict[str, Any]]:
    from conspectus.review.show import finding_row

    return [finding_row(one, name) for one in findings]


def _json(value: Any) -> None:
    """Print values with their dates as text."""
    print_json(json.loads(json.dumps(value, default=str)))
