"""`conspectus search`: everything one may see, by words; `conspectus search rebuild` makes the index anew."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, refuse_elsewhere
from conspectus.doors.cli._terminal import print_json

REBUILD = "rebuild"


def register(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("search", help="find projects, plans, reports, contracts and people by words")
    command.add_argument(
        "words", nargs="+", help="words or their beginnings; the one word rebuild makes the index anew"
    )
    command.add_argument("--kind", default="", help="only one kind, such as project, milestone, task or report")
    command.add_argument("--wide", action="store_true", help="also what only resembles the words")
    command.add_argument("--json", action="store_true", help="print JSON")
    for_rows(command, _search)


def _search(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    if arguments.words == [REBUILD]:
        refuse_elsewhere("The index is made anew on the machine of the server.")
        from conspectus.rooms.search.actions import rebuild_index

        print(f"The index holds {rebuild_index(at=now()):,} entries.")
        return
    from conspectus.journeys.find import find
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.search.queries import Found

    text, kind, wide = " ".join(arguments.words), arguments.kind, arguments.wide
    found = find(text, kind=kind, wide=wide, by=acting_user(arguments), at=now())
    if arguments.json:
        print_json(to_plain(Found, found))
        return
    if found.wide and found.groups and not wide:
        print(f"Nothing holds just these words; this is what resembles them: {', '.join(found.alike)}.")
    for group in found.groups:
        print(f"{group.label} ({group.total:,})")
        for hit in group.hits:
            print(f"  {' '.join(filter(None, (hit.code, hit.title, f'({hit.place})' if hit.place else '')))}")
            for line in hit.excerpts:
                print(f"      {line}")
    if not found.groups:
        print("Nothing you may see holds all of these words, or words like them.")
