"""`conspectus doctor`: every check green, or named with the next step."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from conspectus.doors.cli._rows import add_data_option, now, open_rows
from conspectus.doors.cli._terminal import print_json

UNWELL = 1


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="check this installation and say what to do about what is wrong",
        description="Check folder, database, audit log, secrets, readers and backups. Leaves with 1 where one fails.",
    )
    add_data_option(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_examine)


def _examine(arguments: argparse.Namespace) -> int:
    open_rows(arguments, migrated=False)
    from conspectus.journeys.doctor import FAULT, GREEN, examine

    outcomes = examine(at=now())
    faults = sum(outcome.state == FAULT for outcome in outcomes)
    if arguments.json:
        print_json({"checks": [asdict(outcome) for outcome in outcomes], "faults": faults})
        return UNWELL if faults else 0
    for outcome in outcomes:
        print(f"{outcome.state:6} {outcome.name:28} {outcome.words}")
        if outcome.state != GREEN and outcome.remedy:
            print(f"{'':36}{outcome.remedy}")
    print(f"\n{len(outcomes)} checks, {faults} faults.")
    return UNWELL if faults else 0
