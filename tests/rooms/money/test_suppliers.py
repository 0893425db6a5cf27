"""Entries under contracts, and the signs by which a supplier in trouble is found and no sound one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.kit.errors import Conflict, Invalid, NotFound
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.money.actions import NewEntry, correct_entry, import_entries, record_entries
from conspectus.rooms.money.models import Entry
from conspectus.rooms.money.queries import (
    contract_called,
    contract_standings,
    entries,
    entry_views,
    supplier_standing,
    supplier_standings,
)
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    add_variation,
    change_contract,
    create_contract,
    create_party,
    decide_claim,
    raise_claim,
)
from conspectus.rooms.portfolio.models import Claim, Contract, Party, Project

pytestmark = [pytest.mark.django_db, pytest.mark.rows]
TODAY = AT.date()
DAY = date(2024, 4, 30)


def supplier(cast: Cast, name: str) -> Party:
    return create_party(portfolio=cast.portfolio, new=PartyParticulars(name, ("supplier",)), by=cast.liam, at=AT)


def contract(cast: Cast, party: Party, title: str, *projects: Project, ended: int = -90, **more: str) -> Contract:
    """Return a contract of 1,000.00 in force that ended so many days ago."""
    ends = TODAY - timedelta(days=ended)
    new = ContractParticulars(party, title, 1_000_00, projects=projects, ends_on=ends, state="in_force", **more)
    return create_contract(new=new, by=cast.liam, at=AT)


def test_what_is_booked_under_a_contract_keeps_its_currency_and_projects(cast: Cast) -> None:
    party = supplier(cast, "Steel & Sons")
    steel = contract(cast, party, "Frame", cast.project)
    record_entries(entries=[NewEntry(cast.project, "actual", 400_00, DAY, contract=steel)], by=cast.liam, at=AT)

    def change(*projects: Project, **more: str) -> Contract:
        new = ContractParticulars(party, "Frame", 1_000_00, projects=projects, state="in_force", **more)
        return change_contract(contract=steel, new=new, revision=1, by=cast.liam, at=AT)

    with pytest.raises(Conflict, match="in EUR"):  # 400.00 EUR would count as 400.00 NOK
        change(cast.project, currency="NOK")
    with pytest.raises(Conflict, match="WN-1 is booked"):  # its cost would show to who may not see it
        change()
    correct_entry(entry=Entry.objects.get(), reason="Not theirs", by=cast.liam, at=AT)
    assert change().projects.count() == 0


def test_an_entry_under_a_contract_is_its_suppliers_and_in_its_currency(cast: Cast) -> None:
    steel = contract(cast, supplier(cast, "Steel & Sons"), "Frame", cast.project, reference="C-7")
    first = NewEntry(cast.project, "commitment", 900_00, DAY, supplier="typed", contract=steel, reference="PO 1")
    spent = NewEntry(cast.project, "actual", 400_00, DAY, contract=steel, reference="PO 1")
    record_entries(entries=[first, spent], by=cast.liam, at=AT)
    file = b"Date,Amount,Contract\n2024-05-02,50,c-7\n2024-05-03,60,Frame\n"
    import_entries(data=file, name="ledger.csv", project=cast.project, by=cast.liam, at=AT)
    shown = entry_views(entries(cast.alice, cast.project))
    assert {(one.supplier, one.contract) for one in shown} == {("Steel & Sons", "Frame")}
    (standing,) = contract_standings(cast.alice, [steel], TODAY)
    assert standing.drawn is not None
    assert (standing.drawn.committed, standing.drawn.spent, standing.left) == (900_00, 510_00, 490_00)
    row = Entry.objects.get(amount_minor=400_00)
    reversal, _ = correct_entry(entry=row, reason="Not ours", by=cast.liam, at=AT)
    assert reversal.contract == steel
    (hidden,) = contract_standings(cast.grace, [steel], TODAY)
    assert (hidden.drawn, hidden.left, hidden.over) == (None, None, None)

    elsewhere = contract(cast, supplier(cast, "Others"), "Roof")
    foreign = contract(cast, supplier(cast, "Abroad"), "Glass", cast.project, currency="NOK")
    for wrong in (
        NewEntry(cast.project, "actual", 1, DAY, contract=elsewhere),
        NewEntry(cast.project, "actual", 1, DAY, contract=foreign),
        NewEntry(cast.project, "revenue", 1, DAY, contract=steel),
    ):
        with pytest.raises(Invalid) as refused:
            record_entries(entries=[wrong], by=cast.liam, at=AT)
        assert refused.value.field == "contract"
    file = b"Date,Amount,Contract\n2024-05-02,50,Roofing\n"
    with pytest.raises(Invalid, match="no contract 'Roofing'"):
        import_entries(data=file, name="ledger.csv", project=cast.project, by=cast.liam, at=AT)
    assert contract_called(cast.liam, cast.project, "c-7") == contract_called(cast.liam, cast.project, str(steel.pk))
    with pytest.raises(NotFound):
        contract_called(cast.liam, cast.project, "Roof")


def test_a_supplier_is_in_trouble_by_half_its_contracts_with_two_projects(cast: Cast) -> None:
    b, c = (make.project(name, code=name, portfolio=cast.portfolio) for name in ("B", "C"))
    bad, fine, once = (supplier(cast, name) for name in ("Bad", "Fine", "Once"))
    contract(cast, bad, "Late", cast.project, ended=31)
    over = contract(cast, bad, "Over", b)
    add_variation(contract=over, value_minor=50_00, reason="x", agreed_on=DAY, by=cast.liam, at=AT)
    raise_claim(contract=over, amount_minor=50_01, words="x", raised_on=DAY, by=cast.liam, at=AT)
    contract(cast, bad, "Sound", c)
    edge = contract(cast, fine, "At the edge", b, ended=30)
    raise_claim(contract=edge, amount_minor=100_00, words="x", raised_on=DAY, by=cast.liam, at=AT)
    contract(cast, once, "Only here", c, ended=400)
    with CaptureQueriesContext(connection) as asked:
        found = {one.name: one for one in supplier_standings(cast.mona, TODAY)}
    assert list(found) == ["Bad", "Once", "Fine"]
    assert [one.in_trouble for one in found.values()] == [True, False, False]
    assert (found["Bad"].late, found["Bad"].over, found["Bad"].struck) == (1, 1, ("B", "WN-1"))
    assert found["Bad"].words.startswith("In trouble with B, WN-1. 2 of 3 contracts in force")
    assert (found["Once"].troubled, found["Fine"].troubled) == (1, 0)
    assert found["Bad"].sums[0].value_now == 3_050_00

    claim = Claim.objects.get(amount_minor=50_01)
    decide_claim(claim=claim, state="rejected", decision="x", decided_on=DAY, revision=1, by=cast.liam, at=AT)
    assert not any(one.in_trouble for one in supplier_standings(cast.mona, TODAY))

    for number in range(30):
        contract(cast, supplier(cast, f"More {number}"), f"More {number}", b)
    with CaptureQueriesContext(connection) as more:
        assert len(supplier_standings(cast.mona, TODAY)) == 33
    assert len(more) == len(asked)
    assert supplier_standings(cast.dave, TODAY) == []
    assert supplier_standing(contract_standings(local_operator(), [edge], TODAY)).contracts == 1
