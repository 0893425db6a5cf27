"""`conspectus plan`: one plan shown, two compared, one checked; no database."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import REFUSED, Refused
from conspectus.doors.cli._earned import add_earned
from conspectus.doors.cli._said import add_manner, manner_of

if TYPE_CHECKING:
    from conspectus.formats.schedules import Reading


def register(subparsers: Any) -> None:
    """Add the commands of plans."""
    parser = subparsers.add_parser(
        "plan", help="show, compare or check schedule files", description="Look into schedule files; nothing is stored."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_show(commands)
    _add_compare(commands)
    _add_check(commands)
    add_earned(commands, _common)
    _add_export(commands)
    template = commands.add_parser("template", help="write a workbook to begin with, for teams without a planning tool")
    template.add_argument("out", metavar="OUT", help="the file to write, such as plan.xlsx")
    template.set_defaults(run=_template)


def _template(arguments: argparse.Namespace) -> int:
    from conspectus.formats.schedules.template import write_template

    out = write_new(arguments.out, write_template())
    print(f"{out.name} is ready to fill in. Look at it with: conspectus plan show {out.name}")
    return 0


def _add_export(commands: Any) -> None:
    export = commands.add_parser(
        "export",
        help="write a plan as a file that Microsoft Project and most other programs open (MSPDI)",
        description="Write one plan of a schedule file as MSPDI. Of two constraints of a task the first is written; "
        "links to other projects, rates over time and phased cost are not.",
    )
    export.add_argument("file", metavar="FILE", help="MPP, MSPDI, MPX, XER, PMXML, workbook or CSV")
    export.add_argument("out", metavar="OUT", help="the file to write, such as plan.xml")
    export.add_argument("--project", metavar="ID", help="which project of a file that holds several")
    add_manner(export)
    export.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    from conspectus.doors.cli._terminal import print_findings
    from conspectus.formats.schedules import write_mspdi
    from conspectus.review.show import finding_row

    reading = read_plan(arguments.file, arguments)
    if len(reading.plans) > 1:
        named = ", ".join(plan.uid or plan.name for plan in reading.plans)
        raise Refused(f"The file holds {len(reading.plans)} projects. Name one with --project: {named}.")
    print_findings([finding_row(item, reading.name, "") for item in reading.findings])
    if not reading.plans:
        return REFUSED
    out = write_new(arguments.out, write_mspdi(reading.plans[0]))
    print(f"{out.name} is written.")
    return 0


def write_new(name: str, data: bytes) -> Path:
    """Write a file that is not there yet and return its path; refuse otherwise."""
    out = Path(name)
    try:
        with out.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise Refused(f"{out.name} is there already. Name another file.") from None
    except OSError:
        raise Refused(f"{out.name} cannot be written there. Name another folder.") from None
    return out


def _add_show(commands: Any) -> None:
    from conspectus.review.modes import MODES

    show = commands.add_parser(
        "show",
        help="dates and floats of every task, beside those the file stores",
        description="Compute early and late dates, floats and the critical path of a schedule file, and show them "
        "beside what the file itself stores.",
    )
    show.add_argument("file", metavar="FILE", help="MPP, MSPDI, MPX, XER, PMXML, workbook or CSV")
    show.add_argument(
        "--mode",
        choices=MODES,
        default=MODES[0],
        help="whose conventions to schedule by; auto follows the program that wrote the file",
    )
    _common(show, _show)


def _add_compare(commands: Any) -> None:
    compare = commands.add_parser(
        "compare",
        help="what changed between two revisions of a plan, and what it did to the finish",
        description="Compare two revisions of a plan: tasks added, removed, moved, longer; logic and cost changed; "
        "and which tasks moved the finish.",
    )
    compare.add_argument("old", metavar="OLD", help="the earlier file")
    compare.add_argument("new", metavar="NEW", help="the later file")
    _common(compare, _compare)


def _add_check(commands: Any) -> None:
    check = commands.add_parser(
        "check",
        help="14 schedule quality checks, each with its tasks and what to do",
        description="Check the quality of a schedule by 14 checks (DCMA style).",
    )
    check.add_argument("file", metavar="FILE", help="MPP, MSPDI, MPX, XER, PMXML, workbook or CSV")
    check.add_argument("--status-date", metavar="D", help="the date up to which work counts, e.g. 2026-06-30")
    check.add_argument("--since", metavar="OLD", help="an earlier file of the plan: say what became better or worse")
    _common(check, _check)


def _common(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--project", metavar="ID", help="only this project of a file that holds several")
    add_manner(parser)
    parser.add_argument("--json", action="store_true", help="print JSON (the contract is in docs/contracts.md)")
    parser.set_defaults(run=run, lists=("projects", "findings"))


def _show(arguments: argparse.Namespace) -> int:
    from conspectus.doors.cli._terminal import print_findings, print_json, print_table
    from conspectus.review.show import show

    answer = show(read_plan(arguments.file, arguments), arguments.mode)
    if arguments.json:
        print_json(answer)
        return code_of(answer)
    for project in answer["projects"]:
        print(f"{project['name']} ({project['id'] or 'no id'}), status date {project['status_date'] or 'none'}, "
              f"{project['mode']} mode")  # fmt: skip
        print_table(
            ("Task", "Id", "Early start", "Early finish", "Late start", "Late finish", "Float, h", "Critical"),
            [_task_row(task) for task in project["tasks"]],
            figures=(6,),
        )
    print_findings(answer["findings"])
    return code_of(answer)


def _task_row(task: dict[str, Any]) -> tuple[str, ...]:
    dates = tuple(task[k] or "–" for k in ("early_start", "early_finish", "late_start", "late_finish"))
    float_ = task["total_float_minutes"]
    hours = "–" if float_ is None else f"{float_ / 60:,.1f}"
    return (task["name"], task["uid"], *(d.replace("T", " ") for d in dates), hours, "yes" if task["critical"] else "")


def _compare(arguments: argparse.Namespace) -> int:
    from conspectus.doors.cli._compared import print_comparison
    from conspectus.doors.cli._terminal import print_json
    from conspectus.review.compared import compare_readings

    old, new = (read_plan(file, arguments) for file in (arguments.old, arguments.new))
    answer = compare_readings(old, new)
    if arguments.json:
        print_json(answer)
    else:
        print_comparison(answer)
    return code_of(answer)


def _check(arguments: argparse.Namespace) -> int:
    from conspectus.doors.cli._terminal import print_findings, print_json, print_table
    from conspectus.review.checked import check_reading

    status = status_date(arguments.status_date)
    before = read_plan(arguments.since, arguments) if arguments.since else None
    answer = check_reading(read_plan(arguments.file, arguments), status, before)
    if arguments.json:
        print_json(answer)
        return code_of(answer)
    for project in answer["projects"]:
        quality = project["quality_ratio"]
        share = (
            f"{quality['value']:.0%} of the assessable checks passed" if quality["reason"] is None else "not assessed"
        )
        print(f"{project['name']}: {share}")
        print_table(
            ("Check", "Result", "Measure", "Threshold", "Tasks", "In words"),
            [_check_row(check) for check in project["checks"]],
            figures=(2, 4),
            cut=90,
        )
        for change in project.get("trend", ()):
            print(f"  {_DIRECTIONS[change['direction']]} {change['words']}")
    print_findings(answer["findings"])
    return code_of(answer)


_DIRECTIONS = {"better": "▲", "worse": "▼", "same": "=", "unknown": "?"}


def _check_row(check: dict[str, Any]) -> tuple[str, ...]:
    measure = check["measure"]["value"]
    open_ = "○ not assessed" if measure is None else "· for information"
    result = {True: "● passed", False: "◆ failed", None: open_}[check["passed"]]
    shown = "–" if measure is None else f"{measure:.4g}"
    threshold = check["threshold"].replace("<=", "≤").replace(">=", "≥")
    return (check["name"], result, shown, threshold, str(len(check["tasks"])), check["words"])


def status_date(words: str | None) -> Any:
    from conspectus.review.dates import BadDate, given
    from conspectus.review.result import StatusDate

    try:
        return given(words) if words else StatusDate()
    except BadDate as bad:
        raise Refused(str(bad)) from bad


def read_plan(file: str, arguments: argparse.Namespace) -> Reading:
    from conspectus.doors.cli._files import read
    from conspectus.formats.schedules import read as read_schedule
    from conspectus.formats.schedules import warm_up

    manner = manner_of(arguments)
    data = read(Path(file))
    warm_up()
    return read_schedule(data, Path(file).name, manner=manner, project=arguments.project)


def code_of(answer: dict[str, Any]) -> int:
    """Return 2 where something was refused; the words are on standard error as well."""
    import sys

    refused = [row for row in answer["findings"] if row["severity"] == "refused"]
    for row in refused:
        print(f"{row['file']}: {row['words']} {row['remedy']}".rstrip(), file=sys.stderr)
    return REFUSED if refused else 0
