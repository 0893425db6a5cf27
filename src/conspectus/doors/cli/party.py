"""`conspectus party`: suppliers, customers and sites; entered, changed, listed."""

from __future__ import annotations

import argparse
from typing import Any

from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._terminal import print_table

KINDS = ("supplier", "customer", "site")


def register(subparsers: Any) -> None:
    """Add the commands of outside parties."""
    parser = subparsers.add_parser("party", help="suppliers, customers and sites")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="enter a party in a portfolio")
    create.add_argument("portfolio", metavar="PORTFOLIO")
    create.add_argument("name")
    change = commands.add_parser("change", help="change a party; what is left out stays")
    change.add_argument("id", help="a party's number; 'party list' shows it")
    change.add_argument("--name")
    for command in (create, change):
        command.add_argument("--kind", action="append", choices=KINDS, help="what it is; may be said several times")
        command.add_argument("--code")
        command.add_argument("--country", help="two letters, such as DE")
        command.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail")
    retired = change.add_mutually_exclusive_group()
    retired.add_argument(
        "--inactive", dest="is_active", action="store_false", default=None, help="no longer dealt with"
    )
    retired.add_argument("--active", dest="is_active", action="store_true", default=None, help="dealt with again")
    listing = commands.add_parser("list", help="the parties you may see")
    listing.add_argument("--kind", choices=KINDS, default="")
    listing.add_argument("--text", default="", help="part of a name or code")
    standing = commands.add_parser("suppliers", help="suppliers by how their contracts stand, those in trouble first")
    for command, run in ((create, _create), (change, _change), (listing, _list), (standing, _suppliers)):
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import PartyParticulars, create_party
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    new = PartyParticulars(
        name=arguments.name,
        kinds=tuple(arguments.kind or ["supplier"]),
        code=arguments.code or "",
        country=arguments.country or "",
        owner=person_named(arguments.owner) if arguments.owner else None,
    )
    row = create_party(portfolio=get_portfolio(by, arguments.portfolio), new=new, by=by, at=now())
    print(f"{row.pk} {row.name}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import PartyParticulars, change_party
    from conspectus.rooms.portfolio.queries import get_party

    by = acting_user(arguments)
    row = get_party(by, arguments.id)
    given = {
        name: getattr(row, name) if getattr(arguments, name) is None else getattr(arguments, name)
        for name in ("name", "code", "country", "is_active")
    }
    owner = row.owner if arguments.owner is None else person_named(arguments.owner) if arguments.owner else None
    new = PartyParticulars(kinds=tuple(arguments.kind or row.kinds), owner=owner, **given)
    row = change_party(party=row, new=new, revision=row.revision, by=by, at=now())
    print(f"{row.pk} {row.name}")


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.queries import PartyFilter, find_parties

    rows = find_parties(acting_user(arguments), PartyFilter(arguments.kind, arguments.text))
    cells = [
        (row.name, str(row.pk), row.code, ", ".join(row.kinds), row.country, row.portfolio.name, str(count))
        for row, count in ((row, getattr(row, "contracts_in_force", 0)) for row in rows)
    ]
    print_table(("Party", "Id", "Code", "Kinds", "Country", "Portfolio", "Contracts"), cells, figures=(6,))


def _suppliers(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.money.queries import supplier_standings

    cells = [
        (
            one.name,
            "in trouble" if one.in_trouble else "look at it" if one.troubled else "sound",
            *(str(count) for count in (one.contracts, one.late, one.over)),
            ", ".join(one.struck),
        )
        for one in supplier_standings(acting_user(arguments), now().date())
    ]
    print_table(("Supplier", "Sign", "Contracts", "Late", "Over value", "Projects struck"), cells, figures=(2, 3, 4))
