"""`conspectus rates`: exchange rates of a portfolio; recorded, listed, and an amount converted by them."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows
from conspectus.doors.cli._said import add_manner, said_of
from conspectus.doors.cli._terminal import print_findings, print_table

KINDS = ("budget", "transaction", "closing")


def register(subparsers: Any) -> None:
    """Add the commands of exchange rates."""
    parser = subparsers.add_parser("rates", help="exchange rates of a portfolio")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    record = commands.add_parser("record", help="record a rate; one of the same day corrects the one before")
    record.add_argument("portfolio", metavar="PORTFOLIO")
    record.add_argument("currency", metavar="CURRENCY")
    record.add_argument("rate", help="units of the portfolio's currency for one unit, such as 0.9234")
    record.add_argument("--inverse", action="store_true", help="the rate says units for one of the portfolio's")
    record.add_argument("--source", default="", help="where it comes from")
    listing = commands.add_parser("list", help="the rates in force on a day, or with --all every rate recorded")
    listing.add_argument("portfolio", metavar="PORTFOLIO")
    listing.add_argument("--all", action="store_true", help="every rate recorded, newest first")
    convert = commands.add_parser("convert", help="an amount in another currency, and the rates used")
    convert.add_argument("portfolio", metavar="PORTFOLIO")
    convert.add_argument("amount", help="such as 1234.56")
    convert.add_argument("currency", metavar="FROM")
    convert.add_argument("to", metavar="TO")
    for command in (record, convert):
        command.add_argument("--kind", choices=KINDS, default="closing")
        command.add_argument("--year", type=int, metavar="YEAR", help="of a budget rate: when the fiscal year begins")
    for command in (record, listing, convert):
        command.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    bring = commands.add_parser("import", help="record the rates of a workbook or CSV, all or none")
    bring.add_argument("portfolio", metavar="PORTFOLIO")
    bring.add_argument("file", type=InFile)
    bring.add_argument("--kind", choices=KINDS, default="closing", help="of rows that name none")
    bring.add_argument("--preview", action="store_true", help="say what would be recorded and record nothing")
    add_manner(bring)
    for command, run in ((record, _record), (listing, _list), (convert, _convert), (bring, _import)):
        for_rows(command, run)


def _record(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.money.actions import take_rates
    from conspectus.rooms.portfolio.actions import NewRate
    from conspectus.rooms.portfolio.queries import get_portfolio

    by, at = acting_user(arguments), now()
    given = NewRate(
        kind=arguments.kind,
        currency=arguments.currency,
        rate=arguments.rate,
        valid_on=arguments.on if arguments.kind == "budget" else arguments.on or at.date(),
        fiscal_year=arguments.year,
        inverse=arguments.inverse,
    )
    place = get_portfolio(by, arguments.portfolio)
    rows = take_rates(portfolio=place, rates=[given], source=arguments.source, by=by, at=at)
    print("\n".join(f"{row.pk} {row}" for row in rows) or "This rate is recorded already.")


def _import(arguments: argparse.Namespace) -> None:
    data, name = arguments.file.read(), arguments.file.name
    open_rows(arguments)
    from conspectus.review.show import finding_row
    from conspectus.rooms.money.actions import EntriesRefused, import_rates, preview_rates
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    given: dict[str, Any] = {"portfolio": get_portfolio(by, arguments.portfolio), "data": data, "name": name}
    given |= {"kind": arguments.kind, "said": said_of(arguments), "by": by, "at": now()}
    try:
        if not arguments.preview:
            print(import_rates(**given))
            return
        found = preview_rates(**given)
    except EntriesRefused as refusal:
        print_findings([finding_row(one, name) for one in refusal.findings])
        raise
    print_findings([finding_row(one, name) for one in found.findings])
    cells = [(one.currency, one.kind, str(one.fiscal_year or one.valid_on), one.rate, one.what) for one in found.lines]
    print_table(("Currency", "Kind", "Of", "Rate", "Would be"), cells, figures=(3,))
    print(found.words)


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import find_rates, get_portfolio, rates_in_force

    place, on = get_portfolio(acting_user(arguments), arguments.portfolio), arguments.on or now().date()
    if arguments.all:
        found = [(row, "") for row in find_rates(place)]
    else:
        found = [(one.rate, "yes" if one.in_force else "too old") for one in rates_in_force(place, on)]
    cells = [
        (
            row.currency,
            row.kind,
            str(row.fiscal_year or row.valid_on),
            f"1 {place.currency} = {row.rate}" if row.inverse else f"{row.rate} {place.currency}",
            used,
            row.source,
        )
        for row, used in found
    ]
    print_table(("Currency", "Kind", "Of", "Rate", "In force", "Source"), cells, figures=(3,))


def _convert(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from decimal import Decimal

    from conspectus.formats.currencies import decimals
    from conspectus.kit.currencies import currency_code
    from conspectus.rooms.portfolio.queries import get_portfolio, rates_of

    place = get_portfolio(acting_user(arguments), arguments.portfolio)
    code, to = currency_code(arguments.currency), currency_code(arguments.to)
    try:
        minor = Decimal(arguments.amount).scaleb(decimals(code))
    except ArithmeticError:  # no number, or one beyond all reckoning
        raise Refused("Enter an amount such as 1234.56.") from None
    if not minor.is_finite() or minor != minor.to_integral_value() or abs(minor) > 2**63:
        raise Refused(f"Enter an amount of {code} such as 1234.56, with at most {decimals(code)} decimals.")
    key = (arguments.year or 0) if arguments.kind == "budget" else arguments.on or now().date()
    found = rates_of(place).convert(int(minor), code, to, key, arguments.kind)
    if found.minor is None:
        raise Refused(f"No {arguments.kind} rate of {found.lacking} holds for {key}. Record one.")
    places = decimals(to)
    print(f"{Decimal(found.minor).scaleb(-places):,.{places}f} {to}")
    for rate in found.used:
        print(f"{rate.currency} {rate.text}{' (inverse)' if rate.inverse else ''}, {rate.kind}, {rate.key}")
