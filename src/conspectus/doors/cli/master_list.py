"""`conspectus master-list`: the PMO's list of projects becomes the portfolio; looked at first, then taken."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._said import add_manner
from conspectus.doors.cli._terminal import print_json, print_table

if TYPE_CHECKING:
    from conspectus.journeys.master_list.lines import ListPreview
    from conspectus.journeys.take_master_list import ListFile
    from conspectus.rooms.accounts.models import User

MOST_ROWS = 100_000


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "master-list",
        help="take the PMO's list of projects into a portfolio",
        description="Read a workbook or CSV of projects, match its rows by code, other name and name, and open or "
        "change projects as it says. A row whose name is only like a project's is asked about, never taken.",
    )
    parser.add_argument("file", nargs="?", type=InFile, help="a workbook (.xlsx) or CSV")
    parser.add_argument("--portfolio", required=True, metavar="ID")
    parser.add_argument("--period", default="", metavar="ID", help="the open period its ratings and figures are for")
    parser.add_argument("--map", action="append", default=[], metavar="HEADING=FIELD", help="read a column as a field")
    parser.add_argument("--mapping", default="", metavar="NAME", help="read it by a saved mapping")
    parser.add_argument("--save-mapping", default="", metavar="NAME", help="keep how it was read")
    parser.add_argument("--remove-mapping", default="", metavar="NAME", help="forget a saved mapping")
    parser.add_argument("--same", action="append", default=[], metavar="ROW=CODE", help="the row means this project")
    parser.add_argument("--new", action="append", default=[], metavar="ROW", help="the row is a project of its own")
    parser.add_argument("--rows", dest="taken", default="", metavar="3,5-8", help="take these rows only")
    parser.add_argument("--scale", default="", help="of its ratings: rag, confidence_5 or confidence_3")
    parser.add_argument("--preview", action="store_true", help="show what would change and store nothing")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_manner(parser)
    for_rows(parser, _master_list)


def _master_list(arguments: argparse.Namespace) -> int:
    open_rows(arguments)
    by = acting_user(arguments)
    if arguments.remove_mapping:
        _remove(arguments, by)
    if not arguments.file:
        return _mappings(arguments, by)
    from conspectus.journeys.take_master_list import preview_master_list, take_master_list

    file = _file(arguments, by)
    found = preview_master_list(file=file, by=by, at=now())
    if arguments.preview or found.asks:
        _show(found, as_json=arguments.json)
        return 2 if found.asks else 0
    _save(arguments, found, by)
    rows = _rows(arguments.taken) if arguments.taken else None
    taken = take_master_list(file=file, rows=rows, shown=found.digest, by=by, at=now())
    if arguments.json:
        from dataclasses import asdict

        print_json(asdict(taken) | {"opened": taken.opened, "changed": taken.changed})
        return 0
    print(f"{taken.opened} opened, {taken.changed} changed, {taken.left} left as they are.")
    for kind in ("people", "divisions", "programmes"):
        if names := getattr(taken, kind):
            print(f"Added {kind}: {', '.join(names)}")
    for line in found.lines:
        if line.refused or line.likes:
            print(f"Row {line.row} {line.name}: {line.refused or line.why}")
    for outcome in taken.refused:
        print(f"Row {outcome.row} {outcome.name}: {outcome.refused}")
    return 0


def _file(arguments: argparse.Namespace, by: User) -> ListFile:
    from conspectus.journeys.master_list.said import ListSaid
    from conspectus.rooms.portfolio.queries import project_by_code

    columns = dict(_pair(text, "HEADING=FIELD") for text in arguments.map)
    same_as = {
        _row(row): project_by_code(by, code).pk for row, code in (_pair(one, "ROW=CODE") for one in arguments.same)
    }
    same_as |= {_row(text): 0 for text in arguments.new}
    manner = {name: getattr(arguments, name) for name in ("date_order", "amounts", "encoding", "currency")}
    said = ListSaid(
        arguments.portfolio,
        arguments.period,
        str(_named(arguments, arguments.mapping, by).pk) if arguments.mapping else "",
        columns,
        same_as,
        scale=arguments.scale,
        **manner,
    )
    return said.file(arguments.file.read(), arguments.file.name, by=by, at=now())


def _named(arguments: argparse.Namespace, name: str, by: User) -> Any:
    """Return the portfolio's saved mapping of this name."""
    from conspectus.kit.texts import fold
    from conspectus.rooms.portfolio.queries import get_portfolio, mappings_of

    row = mappings_of(get_portfolio(by, arguments.portfolio)).filter(name_key=fold(name)).first()
    if row is None:
        raise Refused(f"This portfolio has no mapping called '{name}'. Leave the file out to see which there are.")
    return row


def _save(arguments: argparse.Namespace, found: ListPreview, by: User) -> None:
    if not arguments.save_mapping:
        return
    from conspectus.rooms.portfolio.actions import save_mapping
    from conspectus.rooms.portfolio.queries import get_portfolio

    manner = {name: getattr(arguments, name) for name in ("date_order", "amounts", "encoding", "currency")}
    columns = {column.heading: column.field for column in found.columns if column.heading}
    place = get_portfolio(by, arguments.portfolio)
    save_mapping(portfolio=place, name=arguments.save_mapping, columns=columns, manner=manner, by=by, at=now())


def _remove(arguments: argparse.Namespace, by: User) -> None:
    from conspectus.rooms.portfolio.actions import remove_mapping

    remove_mapping(mapping=_named(arguments, arguments.remove_mapping, by), by=by, at=now())
    print(f"The mapping '{arguments.remove_mapping}' is removed.")


def _mappings(arguments: argparse.Namespace, by: User) -> int:
    from conspectus.rooms.portfolio.queries import get_portfolio, mappings_of

    cells = [
        (row.name, row.owner.name, ", ".join(f"{heading}={code}" for heading, code in row.columns.items() if code))
        for row in mappings_of(get_portfolio(by, arguments.portfolio))
    ]
    print_table(("Mapping", "Saved by", "Columns"), cells)
    return 0


def _show(found: ListPreview, *, as_json: bool) -> None:
    if as_json:
        from conspectus.journeys.master_list.lines import told

        print_json(told(found))
        return
    print(f"{found.file}: headings in row {found.heading_row}" + (f", for {found.period}" if found.period else ""))
    cells = [
        (one.letter, one.heading, one.field or "–", one.how or "–", ", ".join(one.samples)[:40])
        for one in found.columns
    ]
    print_table(("Column", "Heading", "Field", "Known by", "Samples"), cells)
    print(", ".join(f"{count} {deed}" for deed, count in found.counts.items()))
    for line in found.lines:
        if line.deed != "same":
            changes = "; ".join(f"{one.label}: {one.before or '–'} > {one.after}" for one in line.changes)
            said = " ".join((line.refused or line.why, changes, *line.notes)).strip()
            print(f"Row {line.row} {line.deed}: {line.code} {line.name}. {said}"[:400])
    for kind in ("people", "divisions", "programmes"):
        if names := getattr(found, kind):
            print(f"To be added, {kind}: {', '.join(names)}")
    for finding in (*found.asks, *found.findings):
        print(f"{finding.severity}: {finding.place}: {finding.words} {finding.remedy}".rstrip())


def _pair(text: str, form: str) -> tuple[str, str]:
    left, sign, right = text.rpartition("=")
    if not sign or not left:
        raise Refused(f"Write '{text}' as {form}.")
    return left, right


def _row(text: str) -> int:
    if not text.isdecimal():
        raise Refused(f"'{text}' is no number of a row.")
    return int(text)


def _rows(text: str) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        first, sign, last = part.strip().partition("-")
        begin, end = _row(first), _row(last if sign else first)
        if end - begin > MOST_ROWS:
            raise Refused(f"'{part}' is more than {MOST_ROWS:,} rows.")
        found |= set(range(begin, end + 1))
    return found
