"""Outside parties and contracts: what is kept, what varies, what is claimed, and who sees the money."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.kit.reading import only_reading
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    add_variation,
    change_contract,
    change_party,
    create_contract,
    create_party,
    decide_claim,
    raise_claim,
)
from conspectus.rooms.portfolio.models import Claim, Contract, Party, Variation
from conspectus.rooms.portfolio.queries import (
    ContractFilter,
    PartyFilter,
    contract_view,
    contract_views,
    find_contracts,
    find_parties,
    get_claim,
    get_contract,
    get_party,
    supplier_sums,
)

pytestmark = pytest.mark.rows
DAY = AT.date()
NEW = PartyParticulars(name="Nord Steel", kinds=("supplier",), code="S-77", country="de")


def party(cast: Cast, **more: Any) -> Party:
    """Enter a party in the name of finance."""
    return create_party(portfolio=cast.portfolio, new=replace(NEW, **more), by=cast.liam, at=AT)


def contract(cast: Cast, supplier: Party, **more: Any) -> Contract:
    """Open a contract over 1,000.00 for the project of the cast."""
    new = ContractParticulars(
        **{
            "supplier": supplier,
            "title": "Piles",
            "value_minor": 100_000,
            "projects": (cast.project,),
            "state": "in_force",
            **more,
        }
    )
    return create_contract(new=new, by=cast.liam, at=AT)


def test_a_party_is_entered_found_and_changed(cast: Cast) -> None:
    row = party(cast)
    assert (row.kinds, row.country, row.code) == (["supplier"], "DE", "S-77")
    party(cast, name="Yard 5", kinds=("site", "customer"), code="")
    party(cast, name="Yard 6", kinds=("site",), code="")
    asked = (PartyFilter(), PartyFilter("site"), *(PartyFilter(text=text) for text in ("s-7", "NORD", "\0")))
    names = [[one.name for one in find_parties(cast.liam, wanted)] for wanted in asked]
    assert names == [["Nord Steel", "Yard 5", "Yard 6"], ["Yard 5", "Yard 6"], ["Nord Steel"], ["Nord Steel"], []]
    new = replace(NEW, name="Nord Steel AG", owner=cast.carol.person, is_active=False)
    changed = change_party(party=row, new=new, revision=1, by=cast.mona, at=AT)
    assert (changed.name, changed.owner, changed.is_active) == ("Nord Steel AG", cast.carol.person, False)
    with pytest.raises(Stale):
        change_party(party=row, new=new, revision=1, by=cast.mona, at=AT)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "nord  STEEL", "code": ""}, "name"),
        ({"name": "Other", "code": "s-77"}, "code"),
        ({"kinds": ()}, "kinds"),
        ({"kinds": ("friend",)}, "kinds"),
        ({"country": "DEU"}, "country"),
        ({"country": "1!"}, "country"),
    ],
)
def test_what_is_no_party_is_refused_by_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    party(cast)
    with pytest.raises(Invalid) as refusal:
        party(cast, **{"name": "Second", "code": "S-78", **more})
    assert refusal.value.field == field
    assert Party.objects.count() == 1


def test_a_contract_is_worth_its_value_and_all_variations(cast: Cast) -> None:
    row = contract(cast, party(cast))
    for value in (25_000, -5_000):
        add_variation(contract=row, value_minor=value, reason="Longer piles", agreed_on=DAY, by=cast.liam, at=AT)
    claim = raise_claim(contract=row, amount_minor=40_000, words="Ground", raised_on=DAY, by=cast.liam, at=AT)
    other = raise_claim(contract=row, amount_minor=7_000, words="Delay", raised_on=DAY, by=cast.liam, at=AT)
    sums = contract_view(cast.liam, row).sums
    assert sums is not None
    assert (sums.value, sums.variations, sums.value_now, sums.open_claims, sums.claims) == (
        100_000,
        20_000,
        120_000,
        47_000,
        2,
    )
    told = {"decision": "Half of it was ours", "decided_on": DAY, "by": cast.liam, "at": AT}
    assert decide_claim(claim=claim, state="agreed", revision=1, **told).state == "agreed"
    decide_claim(claim=other, state="rejected", revision=1, **told)
    sums = contract_view(cast.liam, row).sums
    assert sums is not None
    assert (sums.value_now, sums.open_claims, sums.claims) == (120_000, 0, 0)
    with pytest.raises(Conflict):
        decide_claim(claim=claim, state="rejected", revision=2, **told)


def test_value_and_currency_stay_once_varied(cast: Cast) -> None:
    supplier = party(cast)
    row = contract(cast, supplier)
    new = ContractParticulars(supplier, "Piles", 110_000, "EUR", "C-9", (cast.project,), state="in_force")
    assert change_contract(contract=row, new=new, revision=1, by=cast.liam, at=AT).value_minor == 110_000
    add_variation(contract=row, value_minor=1, reason="More", agreed_on=DAY, by=cast.liam, at=AT)
    for wrong in (replace(new, value_minor=1), replace(new, currency="USD")):
        with pytest.raises(Conflict):
            change_contract(contract=row, new=wrong, revision=2, by=cast.liam, at=AT)
    renamed = change_contract(contract=row, new=replace(new, title="Pilings"), revision=2, by=cast.liam, at=AT)
    assert renamed.title == "Pilings"
    with pytest.raises(Invalid, match="stays a supplier"):
        change_party(party=supplier, new=replace(NEW, kinds=("site",)), revision=1, by=cast.liam, at=AT)


def test_what_is_no_contract_is_refused_by_field(cast: Cast) -> None:
    supplier, site = party(cast), party(cast, name="Yard", kinds=("site",), code="")
    elsewhere = make.project("Elsewhere")
    wrong: tuple[tuple[str, dict[str, Any]], ...] = (
        ("supplier", {"supplier": site}),
        ("projects", {"projects": (elsewhere,)}),
        ("value_minor", {"value_minor": -1}),
        ("value_minor", {"value_minor": 10**18}),
        ("value_minor", {"value_minor": 1.5}),
        ("currency", {"currency": "XXX"}),
        ("state", {"state": "signed"}),
        ("title", {"title": " "}),
        ("ends_on", {"starts_on": DAY, "ends_on": DAY - timedelta(days=1)}),
    )
    for field, more in wrong:
        with pytest.raises(Invalid) as refusal:
            contract(cast, more.pop("supplier", supplier), **more)
        assert refusal.value.field == field
    assert not Contract.objects.exists()


def test_what_has_not_come_or_is_a_draft_is_refused(cast: Cast) -> None:
    row, draft = contract(cast, party(cast)), None
    ahead = {"contract": row, "by": cast.liam, "at": AT}
    with pytest.raises(Invalid):
        add_variation(value_minor=1, reason="x", agreed_on=DAY + timedelta(days=1), **ahead)
    with pytest.raises(Invalid):
        add_variation(value_minor=0, reason="x", agreed_on=DAY, **ahead)
    with pytest.raises(Invalid):
        raise_claim(amount_minor=-5, words="x", raised_on=DAY, **ahead)
    with pytest.raises(Invalid):
        raise_claim(amount_minor=5, words="", raised_on=DAY, **ahead)
    draft = contract(cast, row.supplier, title="Cranes", state="draft")
    with pytest.raises(Conflict):
        add_variation(contract=draft, value_minor=1, reason="x", agreed_on=DAY, by=cast.liam, at=AT)
    assert not Variation.objects.exists()
    assert not Claim.objects.exists()


def test_money_shows_to_who_may_see_it_of_the_portfolio_or_of_all_it_serves(cast: Cast) -> None:
    unseen = make.project("Secret", code="S-1", portfolio=cast.portfolio)
    supplier = party(cast)
    row, both = contract(cast, supplier), contract(cast, supplier, title="Both", projects=(cast.project, unseen))
    claim = raise_claim(contract=both, amount_minor=5, words="x", raised_on=DAY, by=cast.liam, at=AT)
    raise_claim(contract=row, amount_minor=5, words="x", raised_on=DAY, by=cast.liam, at=AT)
    shown = {
        name: [view.sums is not None for view in contract_views(user, list(find_contracts(user)))]
        for name, user in cast.users().items()
    }
    everything, own, nothing = [True, True], [False, True], [False, False]  # by title: Both, Piles
    assert {name for name, told in shown.items() if told == everything} == {"bob", "erin", "frank", "liam", "mona"}
    assert {name for name, told in shown.items() if told == own} == {"alice", "carol", "ivan", "judy"}
    assert {name for name, told in shown.items() if told == nothing} == {"grace", "heidi", "kim"}
    assert shown["dave"] == []
    assert [one.code for one in contract_view(cast.alice, both).projects] == ["WN-1"]
    with pytest.raises(NotFound):
        get_claim(cast.alice, claim.pk)
    for get, number in ((get_party, supplier.pk), (get_contract, row.pk), (get_claim, claim.pk)):
        with pytest.raises(NotFound):
            get(cast.dave, number)


def test_finance_and_who_steers_the_portfolio_keep_parties_and_nobody_else(cast: Cast) -> None:
    supplier = party(cast)
    row = contract(cast, supplier)
    for name, user in cast.users().items():
        if name in ("liam", "mona", "bob", "frank"):
            continue
        refusal = NotFound if name == "dave" else NotAllowed
        with pytest.raises(refusal):
            create_party(portfolio=cast.portfolio, new=replace(NEW, name=name, code=""), by=user, at=AT)
        with pytest.raises(refusal):
            create_contract(new=ContractParticulars(supplier, name, 1), by=user, at=AT)
        with pytest.raises(refusal):
            add_variation(contract=row, value_minor=1, reason="x", agreed_on=DAY, by=user, at=AT)
        with pytest.raises(refusal):
            raise_claim(contract=row, amount_minor=1, words="x", raised_on=DAY, by=user, at=AT)
    assert (Party.objects.count(), Contract.objects.count()) == (1, 1)


def test_a_supplier_comes_to_sums_by_currency(cast: Cast) -> None:
    supplier = party(cast)
    contract(cast, supplier)
    contract(cast, supplier, title="Steel", currency="USD", value_minor=7)
    contract(cast, supplier, title="Old", state="ended")
    views = contract_views(cast.liam, list(find_contracts(cast.liam, ContractFilter(supplier=supplier.pk))))
    told = [(one.currency, one.contracts, one.value_now, one.open_claims) for one in supplier_sums(views)]
    assert told == [("EUR", 1, 100_000, 0), ("USD", 1, 7, 0)]
    assert supplier_sums(contract_views(cast.grace, [view.row for view in views])) == []
    assert [row.contracts_in_force for row in find_parties(cast.liam)] == [2]  # type: ignore[attr-defined]  # annotated


@pytest.mark.parametrize("count", [1, 3, 30])
def test_reading_asks_as_often_for_one_contract_as_for_many(
    cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    supplier = party(cast)
    for number in range(count):
        contract(cast, supplier, title=f"Lot {number}")
    with only_reading(), django_assert_max_num_queries(11):
        views = contract_views(cast.alice, list(find_contracts(cast.alice, ContractFilter(text="lot"))))
        assert [len(view.projects) for view in views] == [1] * count
    with only_reading(), django_assert_max_num_queries(6):
        assert [row.portfolio.name for row in find_parties(cast.liam)] == ["Growth"]


@pytest.mark.parametrize("deed", ["UPDATE portfolio_variation SET value_minor = 2", "DELETE FROM portfolio_variation"])
def test_the_database_itself_keeps_a_variation(cast: Cast, deed: str) -> None:
    add_variation(contract=contract(cast, party(cast)), value_minor=1, reason="x", agreed_on=DAY, by=cast.liam, at=AT)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)
