"""`conspectus review`: project files in, the portfolio and its board pack out; no database."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import REFUSED, Refused
from conspectus.doors.cli._said import add_manner, manner_of

if TYPE_CHECKING:
    from conspectus.review.result import Review


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "review",
        help="review project files: portfolio, findings and board pack, without a database",
        description="Read schedule files, compute dates, quality, earned value and status, print the portfolio, and "
        "write the board pack (PPTX, PDF, XLSX). Files that cannot be read are listed, never a stop.",
    )
    parser.add_argument("files", nargs="+", metavar="FILES", help="schedule files and folders of them")
    parser.add_argument(
        "--status-date", metavar="D", help="the date up to which work counts, e.g. 2026-06-30; else each file's own"
    )
    parser.add_argument("--costs", metavar="FILE", help="a workbook or CSV of actual costs")
    add_manner(parser)
    parser.add_argument("--out", metavar="DIR", default="board-pack", help="where the pack goes (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON (the contract is in docs/contracts.md)")
    parser.set_defaults(run=_run, lists=("projects", "findings", "pack"))


def _run(arguments: argparse.Namespace) -> int:
    from conspectus.doors.cli._files import expand, write
    from conspectus.doors.cli._terminal import Progress, print_json
    from conspectus.review import BadDate, as_dict, pack_bytes, run

    progress = Progress()
    files = expand(arguments.files)
    try:
        review = run(
            files,
            costs=Path(arguments.costs) if arguments.costs else None,
            status_date=arguments.status_date,
            manner=manner_of(arguments),
            on_progress=lambda done, total, name: progress(f"read {done} of {total}: {name}"),
        )
    except BadDate as bad:
        raise Refused(f"The status date: {bad}") from bad
    progress("writing the board pack")
    written = write(Path(arguments.out), pack_bytes(review))
    progress.end()
    answer = as_dict(review, [str(path) for path in written])
    if arguments.json:
        print_json(answer)
    else:
        _print(review, answer)
    return _code(review)


def _print(review: Review, answer: dict[str, Any]) -> None:
    from conspectus.doors.cli._portfolio import HEADS, LEFT, portfolio_rows
    from conspectus.doors.cli._terminal import print_findings, print_table
    from conspectus.review.pages.tables import portions

    figures = [place for place in range(len(HEADS)) if place not in LEFT]
    print_table(HEADS, portfolio_rows(review), figures=figures, cut=60)
    for group in review.groups:
        print(f"{group.name}: {group.words}")
        print(f"  projects: {portions(group)}")
        for judged in group.status[:-1]:  # overall is told above
            print(f"  {judged.dimension}: {judged.words}")
    names = {project.id: project.name for project in review.projects}
    print(f"{len(answer['findings'])} findings")
    # Failed schedule checks are in the column Quality already.
    told = [row | {"project": names.get(row["project"], "")} for row in answer["findings"] if _is_told(row)]
    print_findings(told, limit=40)
    print()
    for path in answer["pack"]:
        print(path)


def _is_told(row: dict[str, Any]) -> bool:
    return row["severity"] != "note" and not row["code"].startswith("QUALITY_")


def _code(review: Review) -> int:
    """Return 2 where every file was refused; single unreadable files are findings."""
    import sys

    refused = [item for item in review.findings if item.refused]
    lost = {item.file for item in refused}
    if not refused or any(source.name not in lost for source in review.sources):
        return 0
    for file in dict.fromkeys(item.file for item in refused):
        first, *others = (item.finding for item in refused if item.file == file)
        more = f" ({len(others)} more in this file)" if others else ""
        print(f"{file}: {first.words} {first.remedy}".rstrip() + more, file=sys.stderr)
    return REFUSED
