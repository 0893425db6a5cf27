"""`conspectus contract`: contracts with suppliers; opened, changed, varied, claims raised and decided."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from conspectus.doors.cli._files import InFile
from conspectus.doors.cli._rows import acting_user, for_rows, now, open_rows, person_named
from conspectus.doors.cli._said import add_manner, said_of
from conspectus.doors.cli._terminal import print_findings, print_table

STATES = ("draft", "in_force", "ended")


def register(subparsers: Any) -> None:
    """Add the commands of contracts."""
    parser = subparsers.add_parser("contract", help="contracts with suppliers, their variations and claims")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="open a contract")
    create.add_argument("supplier", metavar="SUPPLIER", help="a party's number")
    create.add_argument("title")
    create.add_argument("value", help="such as 250000.00")
    change = commands.add_parser("change", help="change a contract; what is left out stays")
    change.add_argument("id", help="a contract's number; 'contract list' shows it")
    change.add_argument("--title")
    change.add_argument("--value")
    for command in (create, change):
        command.add_argument("--currency", help="the portfolio's unless given")
        command.add_argument("--reference")
        command.add_argument(
            "--project", action="append", metavar="CODE", help="one it serves; may be said several times"
        )
        command.add_argument("--from", dest="starts_on", type=date.fromisoformat, metavar="DATE")
        command.add_argument("--until", dest="ends_on", type=date.fromisoformat, metavar="DATE", help="its last day")
        command.add_argument("--owner", metavar="PERSON", help="a person's number or an account's e-mail")
        command.add_argument("--state", choices=STATES)
    vary = commands.add_parser("vary", help="record an agreed change of its value")
    claim = commands.add_parser("claim", help="record a claim under it")
    for command, word in ((vary, "value"), (claim, "amount")):
        command.add_argument("id", help="a contract's number")
        command.add_argument(word, help="such as 1234.56; -1234.56 for less" if word == "value" else "such as 1234.56")
        command.add_argument("--reason", required=True)
    decide = commands.add_parser("decide", help="agree or reject a claim")
    decide.add_argument("claim", metavar="CLAIM", help="a claim's number; 'contract show' shows it")
    decide.add_argument("state", choices=("agreed", "rejected"))
    decide.add_argument("--reason", required=True)
    for command in (vary, claim, decide):
        command.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today where left out")
    show = commands.add_parser("show", help="one contract with its variations and claims")
    show.add_argument("id", help="a contract's number")
    listing = commands.add_parser("list", help="the contracts you may see")
    listing.add_argument("--text", default="", help="part of a title, reference or supplier")
    listing.add_argument("--state", choices=STATES, default="")
    bring = commands.add_parser("import", help="open and change the contracts of a workbook or CSV, all or none")
    bring.add_argument("file", type=InFile)
    bring.add_argument("--portfolio", required=True, metavar="PORTFOLIO", help="a portfolio's number")
    bring.add_argument("--preview", action="store_true", help="say what would be kept and keep nothing")
    add_manner(bring)
    for_rows(bring, _import)
    every = ((create, _create), (change, _change), (vary, _vary), (claim, _claim), (decide, _decide))
    for command, run in (*every, (show, _show), (listing, _list)):
        for_rows(command, run)


def _create(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.amounts import minor_units
    from conspectus.kit.currencies import currency_code
    from conspectus.rooms.portfolio.actions import ContractParticulars, create_contract
    from conspectus.rooms.portfolio.queries import get_party

    by = acting_user(arguments)
    supplier = get_party(by, arguments.supplier)
    currency = currency_code(arguments.currency or supplier.portfolio.currency)
    given = _given(arguments, by)
    value = minor_units(arguments.value, currency)
    new = ContractParticulars(supplier, arguments.title, value, currency, **given)
    row = create_contract(new=new, by=by, at=now())
    print(f"{row.pk} {row.title}")


def _change(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.amounts import minor_units
    from conspectus.kit.currencies import currency_code
    from conspectus.rooms.portfolio.actions import ContractParticulars, change_contract
    from conspectus.rooms.portfolio.queries import contract_view, get_contract

    by = acting_user(arguments)
    row = get_contract(by, arguments.id)
    names = ("reference", "starts_on", "ends_on", "owner", "state")
    stored = {name: getattr(row, name) for name in names} | {"projects": contract_view(by, row).projects}
    currency = currency_code(arguments.currency or row.currency)
    value = row.value_minor if arguments.value is None else minor_units(arguments.value, currency)
    title = row.title if arguments.title is None else arguments.title
    new = ContractParticulars(row.supplier, title, value, currency, **stored | _given(arguments, by))
    row = change_contract(contract=row, new=new, revision=row.revision, by=by, at=now())
    print(f"{row.pk} {row.title}")


def _vary(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.amounts import minor_units
    from conspectus.rooms.portfolio.actions import add_variation
    from conspectus.rooms.portfolio.queries import get_contract

    by, at = acting_user(arguments), now()
    row = get_contract(by, arguments.id)
    value, on = minor_units(arguments.value, row.currency), arguments.on or at.date()
    add_variation(contract=row, value_minor=value, reason=arguments.reason, agreed_on=on, by=by, at=at)
    print(f"{row.pk} {row.title} is varied.")


def _claim(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.kit.amounts import minor_units
    from conspectus.rooms.portfolio.actions import raise_claim
    from conspectus.rooms.portfolio.queries import get_contract

    by, at = acting_user(arguments), now()
    row = get_contract(by, arguments.id)
    amount, on = minor_units(arguments.amount, row.currency), arguments.on or at.date()
    made = raise_claim(contract=row, amount_minor=amount, words=arguments.reason, raised_on=on, by=by, at=at)
    print(f"{made.pk} claim under {row.title}")


def _decide(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.rooms.portfolio.actions import decide_claim
    from conspectus.rooms.portfolio.queries import get_claim

    by, at = acting_user(arguments), now()
    row = get_claim(by, arguments.claim)
    on, decision = arguments.on or at.date(), arguments.reason
    row = decide_claim(
        claim=row, state=arguments.state, decision=decision, decided_on=on, revision=row.revision, by=by, at=at
    )
    print(f"The claim is {row.state}.")


def _show(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.formats.currencies import written
    from conspectus.rooms.portfolio.queries import claims_of, contract_view, get_contract, variations_of

    by = acting_user(arguments)
    view = contract_view(by, get_contract(by, arguments.id))
    row, sums = view.row, view.sums
    print(f"{row.title} with {row.supplier.name}, {row.get_state_display().lower()}")
    print(f"Projects: {', '.join(one.code for one in view.projects) or 'none you may see'}")
    if sums is None:
        print("You may not see its money.")
        return
    first = f"{written(sums.value, row.currency)} at first"
    print(f"Value now: {written(sums.value_now, row.currency)} {row.currency}, {first}")
    cells = [
        ("variation", str(one.agreed_on), written(one.value_minor, row.currency), "", one.reason, "")
        for one in variations_of(row)
    ]
    cells += [
        ("claim", str(one.raised_on), written(one.amount_minor, row.currency), one.state, one.words, str(one.pk))
        for one in claims_of(row)
    ]
    print_table(("What", "Of", row.currency, "State", "Words", "Id"), cells, figures=(2,))


def _list(arguments: argparse.Namespace) -> None:
    open_rows(arguments)
    from conspectus.formats.currencies import written
    from conspectus.rooms.portfolio.queries import ContractFilter, contract_views, find_contracts

    by = acting_user(arguments)
    cells = []
    for view in contract_views(by, list(find_contracts(by, ContractFilter(arguments.text, arguments.state)))):
        row, sums = view.row, view.sums
        money = ("hidden", "hidden") if sums is None else (sums.value_now, sums.open_claims)
        told = [written(one, row.currency) if isinstance(one, int) else one for one in money]
        codes = " ".join(one.code for one in view.projects)
        cells.append((row.title, str(row.pk), row.supplier.name, row.state, row.currency, *told, codes))
    heads = ("Contract", "Id", "Supplier", "State", "Currency", "Value now", "Open claims", "Projects")
    print_table(heads, cells, figures=(5, 6))


def _given(arguments: argparse.Namespace, by: Any) -> dict[str, Any]:
    """Return the particulars that were said."""
    from conspectus.rooms.portfolio.queries import project_by_code

    names = ("reference", "starts_on", "ends_on", "state")
    given = {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
    if arguments.project is not None:
        given["projects"] = tuple(project_by_code(by, code) for code in arguments.project if code)
    if arguments.owner is not None:
        given["owner"] = person_named(arguments.owner) if arguments.owner else None
    return given


def _import(arguments: argparse.Namespace) -> None:
    data, name = arguments.file.read(), arguments.file.name
    open_rows(arguments)
    from conspectus.review.show import finding_row
    from conspectus.rooms.money.actions import EntriesRefused, import_contracts, preview_contracts
    from conspectus.rooms.portfolio.queries import get_portfolio

    by = acting_user(arguments)
    given: dict[str, Any] = {"portfolio": get_portfolio(by, arguments.portfolio), "data": data, "name": name}
    given |= {"said": said_of(arguments), "by": by, "at": now()}
    try:
        if not arguments.preview:
            print(import_contracts(**given))
            return
        found = preview_contracts(**given)
    except EntriesRefused as refusal:
        print_findings([finding_row(one, name) for one in refusal.findings])
        raise
    print_findings([finding_row(one, name) for one in found.findings])
    print_table(("Contract", "Supplier", "Would be"), [(one.title, one.supplier, one.what) for one in found.lines])
    print(found.words)
