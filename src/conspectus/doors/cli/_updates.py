"""What does not fit in a project's report and is answered; a report that says nothing changed."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._terminal import print_table


def register_updates(commands: Any) -> None:
    """Add the commands of findings and of a report that repeats the last."""
    findings = commands.add_parser("findings", help="what does not fit in a project's report")
    answer = commands.add_parser("answer", help="answer findings of a project's report")
    repeat = commands.add_parser("repeat", help="report that nothing changed in a project")
    for command, run in ((findings, _findings), (answer, _answer), (repeat, _repeat)):
        command.add_argument("code")
        command.add_argument("period", help="a period's number; 'period list' shows it")
        for_rows(command, run)
    answer.add_argument("answers", nargs="+", metavar="CODE:PLACE=WORDS", help="as 'status findings' tells them")


def answers_given(texts: list[str]) -> dict[tuple[str, str], str]:
    """Return answers by code and place."""
    found = {}
    for text in texts:
        key, sign, words = text.partition("=")
        code, colon, place = key.partition(":")
        if not sign or not colon:
            raise Refused("Give each answer as CODE:PLACE=WORDS, such as PLAN_NOT_UPDATED:plan=Nothing moved.")
        found[code, place] = words
    return found


def _findings(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.portfolio.rules import sees_cost
    from conspectus.rooms.status.queries import report_for
    from conspectus.rooms.status.queries.doubts import findings_now

    by, at = acting_user(arguments), now()
    project, period = project_by_code(by, arguments.code), get_period(by, arguments.period)
    seen, report = sees_cost(by, project), report_for(project, period)
    rows = findings_now(project, period, report, with_cost=seen, on=at.date())
    cells = [(f"{one.code}:{one.place}", one.words, one.answer) for one in rows]
    print_table(("Finding", "Words", "Answer"), cells)


def _answer(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.status.actions import answer_findings
    from conspectus.rooms.status.queries import report_for

    by = acting_user(arguments)
    project, period = project_by_code(by, arguments.code), get_period(by, arguments.period)
    report = report_for(project, period)
    if report is None:
        raise Refused(f"{project.code} has no report for {period.name} yet. Write one with the command declare.")
    answers = answers_given(arguments.answers)
    answer_findings(report=report, answers=answers, revision=report.revision, by=by, at=now())
    print(f"{len(answers)} findings of {project.code} for {period.name} are answered.")


def _repeat(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.periods.queries import get_period
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.status.actions import repeat_report
    from conspectus.rooms.status.queries import report_for

    by = acting_user(arguments)
    project, period = project_by_code(by, arguments.code), get_period(by, arguments.period)
    there = report_for(project, period)
    repeat_report(project=project, period=period, revision=there.revision if there else 0, by=by, at=now())
    print(f"The report of {project.code} for {period.name} is submitted as unchanged.")
