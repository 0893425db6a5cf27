"""`conspectus risk`: registers of risks, opportunities, issues, assumptions and decisions."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._files import OutFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._said import mapping_named
from conspectus.doors.cli._sheets import add_place, add_sheet, columns_of, manner_told, place_of, take_sheet
from conspectus.doors.cli._terminal import print_json, print_table

KINDS = ("threat", "opportunity", "issue", "assumption", "decision")
PLACES = ("project", "programme", "portfolio")
LINKED = {"objective": "objectives", "party": "parties", "contract": "contracts"}
STEPS = ("probability", "impact_time", "impact_cost", "impact_quality", "residual_probability", "residual_impact")
FIGURES = ("percent", "cost_minor", "days", "residual_percent", "residual_cost_minor")


def register(subparsers: Any) -> None:
    """Add the commands of registers."""
    parser = subparsers.add_parser("risk", help="risks, opportunities, issues, assumptions and decisions")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_reading(commands)
    _add_writing(commands)


def _add_reading(commands: Any) -> None:
    listing = commands.add_parser("list", help="open entries, the gravest first")
    exposure = commands.add_parser("exposure", help="expected money of open risks and opportunities")
    trend = commands.add_parser("trend", help="open entries at the end of each of the last periods")
    export = commands.add_parser("export", help="take them along; what is written reads back in")
    export.add_argument("out", type=OutFile, metavar="OUT", help="the file to write, such as register.xlsx")
    for command in (listing, exposure, trend, export):
        for place in PLACES:
            command.add_argument(f"--{place}", metavar="ID", help=f"of this {place} alone")
    for command in (listing, exposure, trend):
        command.add_argument("--json", action="store_true", help="print JSON")
    for command in (listing, trend, export):
        command.add_argument("--kind", default="", choices=KINDS)
    for command in (listing, export):
        command.add_argument("--state", default="", help="another state than open, or all")
        command.add_argument("--text", default="", help="words in event, cause, effect or owner")
    for command, run in ((listing, _list), (exposure, _exposure), (trend, _trend), (export, _export)):
        for_rows(command, run)


def _add_writing(commands: Any) -> None:
    opening = commands.add_parser("open", help="enter one")
    opening.add_argument("kind", choices=KINDS)
    paste = commands.add_parser("import", help="take a sheet (.xlsx, .csv): all rows that can be, or none")
    for command in (opening, paste):
        add_place(command, *PLACES)
    opening.add_argument("title")
    paste.add_argument("--kind", default="threat", choices=KINDS, help="of rows that do not say it")
    add_sheet(paste)
    change = commands.add_parser("change", help="change entries alike; with one, also its scales and words")
    change.add_argument("ids", nargs="+", metavar="ID")
    for command in (opening, change):
        for name in ("cause", "effect", "category", "response"):
            command.add_argument(f"--{name}")
        for name in (*STEPS, *FIGURES):
            command.add_argument(f"--{name.replace('_', '-')}", type=int, metavar="N")
        command.add_argument("--owner", metavar="EMAIL")
        command.add_argument("--task", action="append", metavar="TASK", help="of the plan, by id or exact name; repeat")
        for name in LINKED:
            command.add_argument(f"--{name}", action="append", metavar="ID", help=f"{name} it touches; repeat")
        command.add_argument("--review", type=date.fromisoformat, metavar="DATE")
    change.add_argument("--state", default="")
    change.add_argument("--outcome", default="", help="how it ended")
    convert = commands.add_parser("convert", help="open what an entry became")
    convert.add_argument("id")
    convert.add_argument("kind", choices=KINDS)
    escalate = commands.add_parser("escalate", help="give an entry to a level above, or back")
    escalate.add_argument("id")
    escalate.add_argument("level", choices=("programme", "portfolio", "back"))
    for command in (convert, escalate):
        command.add_argument("reason")
    pairs = ((opening, _open), (paste, _import), (change, _change), (convert, _convert), (escalate, _escalate))
    for command, run in pairs:
        for_rows(command, run)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.risks.queries.entries import RegisterView, entry_views, find_entries

    by, on = acting_user(arguments), now().date()
    rows = entry_views(by, list(find_entries(by, _wanted(arguments), on)), on)
    if arguments.json:
        print_json([to_plain(RegisterView, row) for row in rows])
        return
    cells = [
        (row.title, str(row.entry_id), row.kind, row.place, str(row.score or ""), row.owner, row.state) for row in rows
    ]
    print_table(("Event", "Id", "Kind", "Place", "Score", "Owner", "State"), cells, figures=(4,))


def _exposure(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.formats.currencies import written
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.risks.queries.exposure import Exposure, exposures

    found = exposures(acting_user(arguments), _wanted(arguments), now().date())
    if arguments.json:
        print_json([to_plain(Exposure, one) for one in found])
        return
    for one in found:
        amount = one.exposure.value
        said = f"{written(round(amount), one.currency)} {one.currency}" if amount is not None else one.exposure.reason
        print(f"{one.kind}: {said}, {one.count} open, {one.without_amounts} without amounts")


def _trend(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.formats.currencies import written
    from conspectus.kit.frozen import to_plain
    from conspectus.rooms.risks.queries.burn_down import RegisterBurnDown, burn_down

    found = burn_down(acting_user(arguments), _wanted(arguments), now().date())
    if arguments.json:
        print_json(to_plain(RegisterBurnDown, found))
        return
    cells = []
    for one in found.points:
        amount = one.exposure.value
        money = str(one.exposure.reason) if amount is None else f"{written(round(amount), found.currency)}"
        cells.append((one.day.isoformat(), one.period, str(one.opened), str(one.ended), str(one.open), money))
    print_table(
        ("Until", "Period", "Opened", "Ended", "Open", f"Money {found.currency}".strip()), cells, figures=(2, 3, 4, 5)
    )


def _export(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.journeys.registers import register_file

    kind = arguments.out.ending
    data = register_file(by=acting_user(arguments), at=now(), kind=kind, wanted=_wanted(arguments))
    arguments.out.write(data)
    print(f"Written: {arguments.out}")


def _open(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.risks.actions import Particulars, Quantities, open_register_entry

    by, at = acting_user(arguments), now()
    told: dict[str, Any] = {name: getattr(arguments, name) or "" for name in ("cause", "effect", "response")}
    new = Particulars(
        kind=arguments.kind,
        title=arguments.title,
        category=arguments.category or "other",
        quantities=Quantities(**{name: getattr(arguments, name) for name in (*STEPS, *FIGURES)}),
        owner=person_named(arguments.owner) if arguments.owner else None,
        review_on=arguments.review,
        **told,
        **_linked(by, arguments),
    )
    row = open_register_entry(place=place_of(by, arguments), new=new, by=by, at=at)
    print(f"{row.pk} {row.title}")


def _import(arguments: argparse.Namespace) -> int:
    open_rows(arguments)
    from conspectus.journeys.register_list.said import RegisterSaid
    from conspectus.journeys.sheet_rows import portfolio_of
    from conspectus.journeys.take_register import preview_register, take_register
    from conspectus.rooms.portfolio.actions import save_mapping

    by, at = acting_user(arguments), now()
    place = place_of(by, arguments)
    portfolio = portfolio_of(place)
    mapping = mapping_named(portfolio, "register", arguments.mapping)
    said = RegisterSaid(arguments.kind, mapping, columns_of(arguments), **manner_told(arguments))
    file = said.file(place, arguments.file.read(), arguments.file.name, by=by, at=at)
    return take_sheet(
        arguments,
        preview_register(file=file, by=by, at=at),
        lambda shown: take_register(file=file, shown=shown, by=by, at=at),
        lambda kept: save_mapping(portfolio=portfolio, kind="register", **kept, by=by, at=at),
        names=("entered", "changed"),
        titles=lambda line: str(line.title),
    )


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.doors.cli import Refused
    from conspectus.rooms.risks.actions import (
        BulkChange,
        change_register_entries,
        change_register_entry,
        particulars_of,
    )
    from conspectus.rooms.risks.queries.entries import get_entry

    by, at = acting_user(arguments), now()
    rows = [get_entry(by, one, at.date()) for one in arguments.ids]
    owner = person_named(arguments.owner) if arguments.owner else None
    names = ("cause", "effect", "response", *STEPS, *FIGURES)
    own = {name: value for name in names if (value := getattr(arguments, name)) is not None} | _linked(by, arguments)
    if own and len(rows) > 1:
        raise Refused("Scales and words are changed of one entry at a time.")
    told = {"state": arguments.state, "outcome": arguments.outcome, "owner": owner, "review_on": arguments.review}
    told["category"] = arguments.category or ""
    if not own:
        changes = [BulkChange(entry=row, revision=row.revision, **told) for row in rows]
        print(f"{len(change_register_entries(changes=changes, by=by, at=at))} changed")
        return
    new = particulars_of(rows[0], **own, **{name: value for name, value in told.items() if value})
    print(f"{change_register_entry(entry=rows[0], new=new, revision=rows[0].revision, by=by, at=at).pk} changed")


def _linked(by: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what an entry is to touch, of what was named."""
    from conspectus.rooms.portfolio.queries import get_contract, get_objective, get_party

    find = {"objective": get_objective, "party": get_party, "contract": get_contract}
    named = {name: getattr(arguments, name) for name in LINKED if getattr(arguments, name)}
    told: dict[str, Any] = {LINKED[name]: tuple(find[name](by, one) for one in ids) for name, ids in named.items()}
    return told | ({"tasks": tuple(arguments.task)} if arguments.task else {})


def _convert(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.risks.actions import convert_register_entry
    from conspectus.rooms.risks.queries.entries import get_entry

    by, at = acting_user(arguments), now()
    row = get_entry(by, arguments.id, at.date())
    told = {"kind": arguments.kind, "reason": arguments.reason, "revision": row.revision}
    print(f"{row.pk} became {convert_register_entry(entry=row, **told, by=by, at=at).pk}")


def _escalate(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.risks.actions import escalate_register_entry
    from conspectus.rooms.risks.queries.entries import get_entry

    by, at = acting_user(arguments), now()
    row = get_entry(by, arguments.id, at.date())
    level = "" if arguments.level == "back" else arguments.level
    told = {"level": level, "reason": arguments.reason, "revision": row.revision}
    row = escalate_register_entry(entry=row, **told, by=by, at=at)
    print(f"{row.pk} lies with the {row.escalated_to or 'register it came from'}")


def _wanted(arguments: argparse.Namespace) -> Any:
    from conspectus.kit.ids import row_id
    from conspectus.rooms.risks.queries.entries import RegisterFilter

    told = {name: getattr(arguments, name) for name in ("kind", "state", "text") if hasattr(arguments, name)}
    places: dict[str, Any] = {name: row_id(text) for name in PLACES if (text := getattr(arguments, name))}
    return RegisterFilter(**told, **places)
