"""What takes a sheet, the same of every list: its options, what is shown of it, taking it, keeping how it was read."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, now
from conspectus.doors.cli._said import add_manner, mapping_named
from conspectus.doors.cli._terminal import print_json
from conspectus.formats.packs.words import told as plain

if TYPE_CHECKING:
    from conspectus.journeys.sheet_lines import Place, SheetPreview, SheetTaken
    from conspectus.rooms.accounts.models import User
    from conspectus.rooms.portfolio.choices import SheetKind


def add_sheet(command: argparse.ArgumentParser) -> None:
    """Add the file and what is said of it."""
    command.add_argument("file", type=InFile, metavar="FILE")
    command.add_argument("--map", action="append", default=[], metavar="HEADING=FIELD", help="read a column as a field")
    command.add_argument("--mapping", default="", metavar="NAME", help="read it by a saved mapping")
    command.add_argument("--save-mapping", default="", metavar="NAME", help="keep how it was read")
    command.add_argument("--preview", action="store_true", help="show what would change and store nothing")
    command.add_argument("--json", action="store_true", help="print JSON")
    add_manner(command)


def columns_of(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the fields the headings were said to be."""
    return dict(map(_pair, arguments.map))


def manner_told(arguments: argparse.Namespace) -> dict[str, str]:
    """Return how the sheet is written, as a mapping keeps it."""
    from conspectus.journeys.mapped import MANNER

    return {name: getattr(arguments, name) for name in MANNER}


def add_place(command: argparse.ArgumentParser, *kinds: str) -> None:
    """Add where a sheet goes."""
    command.add_argument("place", choices=kinds)
    command.add_argument("place_id", metavar="ID")


def place_of(by: User, arguments: argparse.Namespace) -> Place:
    """Return the project, programme or portfolio a command names."""
    from conspectus.rooms.portfolio.queries import get_portfolio, get_programme, get_project

    found: dict[str, Callable[..., Place]] = {
        "project": get_project,
        "programme": get_programme,
        "portfolio": get_portfolio,
    }
    return found[arguments.place](by, arguments.place_id)


def import_sheet(
    arguments: argparse.Namespace,
    kind: SheetKind,
    preview: Callable[..., SheetPreview],
    take: Callable[..., SheetTaken],
    *,
    names: tuple[str, str],
    titles: Callable[[Any], str],
) -> int:
    """Take a sheet into its place; the rows are open. ``names`` are what new and changed rows become."""
    from conspectus.journeys.mapped import read_as
    from conspectus.journeys.sheet_lines import SheetFile
    from conspectus.journeys.sheet_rows import portfolio_of
    from conspectus.rooms.portfolio.actions import save_mapping

    by, at = acting_user(arguments), now()
    place = place_of(by, arguments)
    portfolio = portfolio_of(place)
    mapping = mapping_named(portfolio, kind, arguments.mapping)
    said: dict[str, Any] = {"columns": columns_of(arguments), "manner": manner_told(arguments)}
    columns, manner = read_as(kind, mapping=mapping, **said, by=by, at=at)
    file = SheetFile(arguments.file.read(), arguments.file.name, place, columns, manner)
    return take_sheet(
        arguments,
        preview(file=file, by=by, at=at),
        lambda shown: take(file=file, shown=shown, by=by, at=at),
        lambda kept: save_mapping(portfolio=portfolio, kind=kind, **kept, by=by, at=at),
        names=names,
        titles=titles,
    )


def take_sheet(
    arguments: argparse.Namespace,
    found: SheetPreview,
    take: Callable[[str], SheetTaken],
    save: Callable[[dict[str, Any]], object],
    *,
    names: tuple[str, str],
    titles: Callable[[Any], str],
) -> int:
    """Show a sheet and take it unless it is only looked at, or asks; ``names`` are what new and changed rows become."""
    if not arguments.json:
        _show(found, titles)
    elif arguments.preview or found.asks:
        from conspectus.journeys.sheet_lines import told

        print_json(told(found))
    if arguments.preview or found.asks:
        return 2 if found.asks else 0
    taken = take(found.digest)
    if arguments.save_mapping:
        save({"name": arguments.save_mapping, "columns": found.mapping, "manner": manner_told(arguments)})
    if arguments.json:
        print_json(asdict(taken))
    else:
        left = f", {taken.refused} refused" if taken.refused else ""
        print(f"{len(taken.opened)} {names[0]}, {len(taken.changed)} {names[1]}, {taken.same} there already{left}.")
    return 0


def _pair(text: str) -> tuple[str, str]:
    left, sign, right = text.rpartition("=")
    if not sign or not left:
        raise Refused(f"Write '{text}' as HEADING=FIELD.")
    return left, right


def _show(found: SheetPreview, titles: Callable[[Any], str]) -> None:
    for table in found.tables:
        read = ", ".join(f"{one.heading}={one.field}" for one in table.columns if one.field)
        print(f"{table.sheet or found.file}, headings in row {table.heading_row}: {plain(read)}")
    several = len({line.sheet for line in found.lines}) > 1
    for line in found.lines:
        changes = "; ".join(f"{one.label}: {one.before or '-'} > {one.after}" for one in line.changes)
        words = " ".join(part for part in (line.refused, changes, *line.notes) if part)
        where = f"{line.sheet}, row {line.row}" if several else f"row {line.row}"
        if line.deed != "same":
            print(plain(f"{where} {line.deed}: {titles(line)}. {words}").rstrip()[:400])
    for finding in (*found.asks, *found.findings):
        print(plain(f"{finding.severity}: {finding.place}: {finding.words} {finding.remedy}").rstrip())
