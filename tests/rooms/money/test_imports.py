"""Ledger files: looked at without a trace, recorded as shown, each row under its own project, once."""

from __future__ import annotations

import pytest
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.kit.errors import Invalid, NotAllowed, Stale
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.money.actions import EntriesRefused, import_entries, preview_entries
from conspectus.rooms.money.models import Entry
from conspectus.rooms.schedule.actions import Said

ONE = b"Date,Amount,Kind,Reference\n2024-04-30,100.50,,INV 1\n2024-05-01,-20,Credit,INV 1\n"


def test_a_file_of_one_project_is_looked_at_then_recorded_once(cast: Cast) -> None:
    given = {"data": ONE, "name": "april.csv", "project": cast.project, "by": cast.liam, "at": AT}
    lines = AuditLine.objects.count()
    seen = preview_entries(**given)
    assert (seen.ready, seen.words) == (True, "2 entries would be recorded.")
    assert seen.projects[0].sums == (("EUR", 8050),)
    assert not Entry.objects.exists()
    assert AuditLine.objects.count() == lines
    with pytest.raises(Stale):
        import_entries(**given | {"data": ONE + b"\n"}, expected_digest=seen.digest)
    assert import_entries(**given, expected_digest=seen.digest).entries == 2
    rows = list(Entry.objects.order_by("pk").values_list("source_digest", "source_row", "amount_minor"))
    assert rows == [(seen.digest, 2, 10050), (seen.digest, 3, -2000)]
    assert import_entries(**given).entries == 0
    again = preview_entries(**given)
    assert (again.ready, again.projects[0].already) == (False, True)


def test_a_file_of_many_goes_by_code_or_name(cast: Cast) -> None:
    more = make.project("Warehouse south", code="WS-2", portfolio=cast.portfolio, currency="JPY")
    data = b"Project,Date,Amount\nwn-1,2024-04-30,100\nWarehouse  South,2024-04-30,1500\n"
    given = {"data": data, "name": "all.csv", "by": cast.liam, "at": AT}
    seen = preview_entries(**given)
    assert [(part.code, part.sums) for part in seen.projects] == [
        ("WN-1", (("EUR", 10000),)),
        ("WS-2", (("JPY", 1500),)),
    ]
    assert import_entries(**given).projects == ("WN-1", "WS-2")
    assert Entry.objects.get(project=more).currency == "JPY"


def test_rows_of_no_project_and_of_projects_not_open_are_named(cast: Cast) -> None:
    data = b"Project,Date,Amount\nWN-1,2024-04-30,1\nHO-1,2024-04-30,1\nNOPE,2024-04-30,1\n,2024-04-30,1\n"
    with pytest.raises(EntriesRefused) as caught:
        import_entries(data=data, name="a.csv", by=cast.liam, at=AT)
    words = [one.words for one in caught.value.findings]
    assert words[0].replace("HO-1", "X") == words[1].replace("NOPE", "X")
    assert "names no project" in words[2]
    with pytest.raises(EntriesRefused, match="You may not record entries of WN-1"):
        import_entries(data=b"Project,Date,Amount\nWN-1,2024-04-30,1\n", name="a.csv", by=cast.grace, at=AT)
    with pytest.raises(NotAllowed):
        preview_entries(data=ONE, name="a.csv", project=cast.project, by=cast.grace, at=AT)
    with pytest.raises(EntriesRefused, match="not this project"):
        import_entries(data=data, name="a.csv", project=cast.project, by=cast.liam, at=AT)
    assert not Entry.objects.exists()


def test_answers_say_what_the_file_leaves_open(cast: Cast) -> None:
    data = b"Date;Amount\n03/04/2024;1.234\n"
    given = {"data": data, "name": "a.csv", "project": cast.project, "by": cast.liam, "at": AT}
    assert {one.code for one in preview_entries(**given).findings} == {"AMOUNT_LOCALE"}
    import_entries(**given, said=Said(date_order="mdy", amounts="de", currency="USD"))
    row = Entry.objects.get()
    assert (row.on.isoformat(), row.amount_minor, row.currency) == ("2024-03-04", 123400, "USD")
    with pytest.raises(Invalid):
        preview_entries(**given, said=Said(currency="XXX"))


def test_this_month_is_booked_today_at_the_latest(cast: Cast) -> None:
    data = b"Month,Amount\n2024-05,5\n2024-04,6\n"
    import_entries(data=data, name="a.csv", project=cast.project, by=cast.liam, at=AT)
    assert sorted(Entry.objects.values_list("on", flat=True)) == [AT.date().replace(month=4, day=30), AT.date()]
