"""Contracts from a file: every row looked at without a trace, then kept, all or none."""

from __future__ import annotations

import pytest
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.kit.errors import NotAllowed, Stale
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.money.actions import EntriesRefused, import_contracts, preview_contracts
from conspectus.rooms.portfolio.actions import add_variation
from conspectus.rooms.portfolio.models import Contract, Party

pytestmark = [pytest.mark.django_db, pytest.mark.rows]
HEAD = "Supplier,Supplier code,Contract,Reference,Value,Currency,Start,End,State,Projects\n"
FILE = f"""{HEAD}Nord Steel,S-1,Frame,C-1,"1,250.50",EUR,2024-01-01,2024-12-31,active,WN-1
Nord Steel,,Roof,,900,EUR,,,draft,"WN-1, B-1"
Glas AS,,Glass,C-1,5000,NOK,,2025-03-31,,
"""


def test_a_file_is_looked_at_then_kept_and_the_same_again_changes_nothing(cast: Cast) -> None:
    make.project("B", code="B-1", portfolio=cast.portfolio)
    shared = {"portfolio": cast.portfolio, "name": "contracts.csv", "by": cast.liam, "at": AT}
    before = AuditLine.objects.count()
    seen = preview_contracts(data=FILE.encode(), **shared)
    assert (seen.ready, seen.words) == (True, "3 would be opened, 0 changed, 0 stay as they are.")
    assert [(one.supplier, one.new_supplier) for one in seen.lines] == [
        ("Nord Steel", True),
        ("Nord Steel", False),
        ("Glas AS", True),
    ]
    assert (Contract.objects.count(), Party.objects.count(), AuditLine.objects.count()) == (0, 0, before)
    with pytest.raises(Stale):
        import_contracts(data=HEAD.encode(), expected_digest=seen.digest, **shared)
    assert import_contracts(data=FILE.encode(), expected_digest=seen.digest, **shared).startswith("3 opened")
    frame, roof = Contract.objects.get(title="Frame"), Contract.objects.get(title="Roof")
    assert (frame.value_minor, frame.state, f"{frame.ends_on}") == (1_250_50, "in_force", "2024-12-31")
    assert sorted(roof.projects.values_list("code", flat=True)) == ["B-1", "WN-1"]
    count = AuditLine.objects.count()
    assert import_contracts(data=FILE.encode(), **shared) == "0 opened, 0 changed, 3 as they were."
    assert AuditLine.objects.count() == count

    longer = FILE.replace("2024-12-31", "2025-01-31").replace("Nord Steel,,Roof", "S-1,,Roof")
    assert import_contracts(data=longer.encode(), **shared) == "0 opened, 1 changed, 2 as they were."
    frame.refresh_from_db()
    assert f"{frame.ends_on}" == "2025-01-31"

    # What a file has no column for stays as it is, also the projects; an empty cell of a column there is clears it.
    short = 'Supplier,Contract,Value\nNord Steel,Frame,"1,250.50"\nNord Steel,Roof,900\n'
    assert import_contracts(data=short.encode(), **shared) == "0 opened, 0 changed, 2 as they were."
    cleared = 'Supplier,Contract,Value,End\nNord Steel,Frame,"1,250.50",\n'
    assert import_contracts(data=cleared.encode(), **shared) == "0 opened, 1 changed, 0 as they were."
    frame.refresh_from_db()
    assert (frame.ends_on, frame.reference, frame.projects.count()) == (None, "C-1", 1)


def test_one_row_at_fault_keeps_all_out(cast: Cast) -> None:
    shared = {"portfolio": cast.portfolio, "name": "contracts.csv", "by": cast.liam, "at": AT}
    good = f"{HEAD}Nord Steel,,Frame,C-1,100,EUR,,,,WN-1\n"
    import_contracts(data=good.encode(), **shared)
    frame = Contract.objects.get()
    add_variation(contract=frame, value_minor=1, reason="x", agreed_on=AT.date(), by=cast.liam, at=AT)
    bad = f"""{HEAD}New Ltd,,Extra,,100,EUR,,,,WN-1
New Ltd,,Other,,100,EUR,,,,NOWHERE
Nord Steel,,Frame,C-1,200,EUR,,,,WN-1
Late Ltd,,Ends,,5,EUR,2024-05-01,2024-04-01,,
,,Nobody,,5,EUR,,,,
Word Ltd,,Words,,much,EUR,,,,
"""
    seen = preview_contracts(data=bad.encode(), **shared)
    assert not seen.ready
    words = " ".join(one.words for one in seen.findings)
    for part in ("no project 'NOWHERE'", "ends before it begins", "Value and currency stay"):
        assert part in words, words
    assert len(seen.findings) == 5
    with pytest.raises(EntriesRefused):
        import_contracts(data=bad.encode(), **shared)
    assert (Contract.objects.count(), Party.objects.count()) == (1, 1)
    for by in (cast.alice, cast.grace):
        with pytest.raises(NotAllowed):
            preview_contracts(data=good.encode(), **shared | {"by": by})
