"""`conspectus stream`: the work streams of a project."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._shares import measured
from conspectus.doors.cli._terminal import print_table


def register(subparsers: Any) -> None:
    """Add the commands of work streams."""
    parser = subparsers.add_parser("stream", help="the work streams of a project")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="each stream's dates, progress and earned value")
    listing.add_argument("code")
    cut = commands.add_parser("cut", help="cut a project into streams, all of them in order; none makes it whole")
    cut.add_argument("code")
    words = "as 'Name=2, 3.1', with ';lead=PERSON', ';from=DATE' and ';to=DATE' where known"
    cut.add_argument("streams", nargs="*", metavar="STREAM", help=words)
    for command, run in ((listing, _list), (cut, _cut)):
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import project_by_code
    from conspectus.rooms.schedule.queries.streams import work_streams

    by = acting_user(arguments)
    rows = work_streams(project_by_code(by, arguments.code), by=by, on=now().date())
    cells = [
        (
            one.name or "in no stream",
            one.lead,
            one.codes,
            str(one.finish_on or "–"),
            f"{one.done}/{one.tasks}",
            "–" if one.progress.value is None else f"{one.progress.value:.0%}",
            measured(one.budget, one.currency),
            measured(one.earned_value, one.currency),
        )
        for one in rows
    ]
    print_table(
        ("Stream", "Lead", "Codes", "Finish", "Done", "Progress", "Budget", "Earned"), cells, figures=(4, 5, 6, 7)
    )


def _cut(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import NewStream, cut_project
    from conspectus.rooms.portfolio.queries import project_by_code

    by = acting_user(arguments)
    project = project_by_code(by, arguments.code)
    new = [NewStream(**_read(text)) for text in arguments.streams]
    rows = cut_project(project=project, streams=new, revision=project.revision, by=by, at=now())
    print(f"{project.code} is cut into {len(rows)} work streams." if rows else f"{project.code} is whole again.")


def _read(text: str) -> dict[str, Any]:
    first, *more = text.split(";")
    name, sign, codes = first.partition("=")
    found: dict[str, Any] = {"name": name, "codes": codes}
    for part in more:
        key, _, value = part.strip().partition("=")
        try:
            if key == "lead":
                found["lead"] = person_named(value)
            elif key in ("from", "to"):
                found["starts_on" if key == "from" else "ends_on"] = date.fromisoformat(value)
            else:
                raise Refused(f"'{part.strip()[:40]}' is not known. Give lead, from or to.")
        except ValueError:
            raise Refused(f"'{value[:40]}' is no date such as 2027-03-31.") from None
    if not sign:
        raise Refused(f"Write a stream as 'Name=2, 3.1', not '{text[:40]}'.")
    return found
