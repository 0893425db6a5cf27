"""Links that come as sheets: read however they are cut, held against what is there, taken whole, read back."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.rooms.links.test_links import DAY, TERMS, handed, plan, two

from conspectus.journeys.link_list.lines import LinkListPreview
from conspectus.journeys.links import links_csv
from conspectus.journeys.sheet_lines import SheetFile
from conspectus.journeys.take_links import preview_links, take_links
from conspectus.kit.errors import Invalid, NotAllowed, Stale
from conspectus.rooms.links.actions import OutsideEvent, propose_link, withdraw_link
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.queries import LinkFilter


def look(cast: Cast, data: bytes, by: Any, name: str = "list.csv", **more: Any) -> LinkListPreview:
    return preview_links(file=SheetFile(data, name, more.pop("place", cast.portfolio), **more), by=by, at=AT)


def messy() -> bytes:
    """Return a sheet with a title over German headings, days as text, an event, and rows at fault."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = (
        ["Schnittstellen Q2"], [],
        ["Gibt/Nimmt", "Eigenes Projekt", "Vorgang", "Partnerprojekt", "Partner Vorgang", "Ereignis", "Was",
         "Vereinbart", "Art", "Abstand", "Bemerkung"],
        ["gibt", "WN-1", "Dig", "ST-1", "1", "", "Fundamente", "12.4.2024", "EA", "2 AT", "x"],
        ["nimmt", "WN-1", 2, "", "", "Genehmigung", "", "1.4.2024", "", "", ""],
        ["gibt", "WN-1", "Roof", "ST-1", 1, "", "", "12.4.2024", "", "", ""],
        ["gibt", "WN-1", "Dig", "ZZ-9", 1, "", "", "12.4.2024", "", "", ""],
        ["vielleicht", "WN-1", "Dig", "ST-1", 2, "", "", "12.4.2024", "", "", ""],
        ["gibt", "WN-1", "Dig", "ST-1", 2, "", "", "bald", "", "", ""],
        ["gibt", "WN-1", "Dig", "ST-1", 2, "", "", "12.4.2024", "xx", "", ""],
        ["gibt", "WN-1", "Dig", "ST-1", 2, "", "", "12.4.2024", "", "half", ""],
        ["gibt", "WN-1", "Dig", "ST-1", 2, "", "", "", "", "", ""],
        ["gibt", "WN-1", 1, "Steel frame", "Dig", "", "again", "12.4.2024", "", "", ""],
        ["gibt", "WN-1", "Dig", "WN-1", 2, "", "", "12.4.2024", "", "", ""],
    )  # fmt: skip
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_messy_sheet_is_proposed_and_the_same_again_changes_nothing(cast: Cast) -> None:
    two(cast)
    found = look(cast, messy(), cast.bob, "list.xlsx")
    assert [one.deed for one in found.lines] == ["new", "new", *["refused"] * 9]
    for line, words in zip(
        found.lines[2:],
        ("no task “Roof”", "no project 'ZZ-9'", "neither that it gives", "not a date", "no type of link",
         "no whole number of working days", "day of the hand-over is missing", "Row 4 says the same", "one project"),
        strict=True,
    ):  # fmt: skip
        assert words in line.refused
    assert any("Bemerkung" in one.words for one in found.findings)
    file = SheetFile(messy(), "list.xlsx", cast.portfolio)
    with pytest.raises(Stale):
        take_links(file=file, shown="x", by=cast.bob, at=AT)
    taken = take_links(file=file, shown=found.digest, by=cast.bob, at=AT)
    assert (len(taken.opened), taken.changed, taken.refused) == (2, (), 9)
    steel, permit = (Link.objects.get(pk=number) for number in taken.opened)
    assert (steel.words, steel.lag_days, steel.kind, steel.asked_on, steel.state) == (
        "Fundamente",
        2,
        "fs",
        DAY,
        "proposed",
    )
    assert (steel.giver_said, steel.taker_said) == (False, False)  # the asker owns neither
    assert (permit.event_name, permit.words, permit.taker_said) == ("Genehmigung", "Build", False)
    assert [one.deed for one in look(cast, messy(), cast.bob, "list.xlsx").lines][:2] == ["same", "same"]
    with pytest.raises(Invalid, match="anything new"):
        take_links(file=file, by=cast.bob, at=AT)
    assert Link.objects.count() == 2
    with pytest.raises(NotAllowed):
        look(cast, messy(), cast.grace, "list.xlsx")
    with pytest.raises(Invalid, match="No row of headings"):
        look(cast, b"a\n1\n", cast.bob)
    wrong = b"Giver,Giver task,Taker,Taker task,Agreed\nWN-1,Dig,ST-1,2,31.02.2024\n"
    assert "E2" in look(cast, wrong, cast.bob).lines[0].refused  # not as if there were no day
    long = b"Giver,Giver task,Taker,Taker task,Agreed\noutside," + b"z" * 300 + b",ST-1,2,2024-04-12\n"
    assert "longer than 200" in look(cast, long, cast.bob).lines[0].refused
    asked = look(cast, b"Foo,Bar,Baz\nDig,2,3\n", cast.bob)
    assert (asked.asks[0].code, asked.lines) == ("TASKS_MISSING", ())


def test_the_export_reads_back_and_only_what_differs_is_asked_for(cast: Cast) -> None:
    giver, taker = two(cast)
    first = propose_link(giver=giver, taker=taker, terms=TERMS, by=cast.alice, at=AT)
    propose_link(giver=OutsideEvent("Permit", DAY), taker=giver, terms=TERMS, by=cast.alice, at=AT)
    gone = propose_link(giver=giver, taker=OutsideEvent("Opening"), terms=TERMS, by=cast.alice, at=AT)
    withdraw_link(link=gone, reason="No", revision=1, by=cast.alice, at=AT)
    for by in (cast.bob, cast.alice):  # one of them does not see the taker
        data = links_csv(by=by, wanted=LinkFilter(state="all"), at=AT)
        found = look(cast, data, cast.bob)
        assert [(one.deed, one.changes, one.refused) for one in found.lines] == [("same", (), "")] * 3
        assert look(cast, data, cast.alice, place=cast.project).counts["same"] == 3
    assert any("withdrawn and stays so" in note for one in found.lines for note in one.notes)
    head, *rows = data.decode("utf-8-sig").splitlines()
    own = next(row for row in rows if row.startswith(f"{first.pk},"))
    text = f"{head}\n{own.replace('2024-04-12', '2024-04-15')}\n".encode()
    found = look(cast, text, cast.alice, place=cast.project)
    assert [(one.field, one.before, one.after) for one in found.lines[0].changes] == [
        ("by_on", "2024-04-12", "2024-04-15")
    ]
    taken = take_links(file=SheetFile(text, "links.csv", cast.project), by=cast.alice, at=AT)
    row = Link.objects.get(pk=first.pk)
    assert (taken.changed, str(row.asked_on), row.giver_said, row.taker_said) == (
        (first.pk,),
        "2024-04-15",
        True,
        False,
    )
    other = text.replace(b"Dig", b"Build")
    assert "joins other tasks" in look(cast, other, cast.bob).lines[0].refused
    assert "no link 99" in look(cast, b"Link,Giver task,Agreed\n99,Dig,2024-01-01\n", cast.bob).lines[0].refused


def test_rows_that_close_a_circle_are_refused_with_the_path_and_who_owns_both_agrees(cast: Cast) -> None:
    two(cast)
    roof = make.project("Roof", code="RO-1", manager=cast.alice.person, portfolio=cast.portfolio)
    handed(roof, plan(5, "2024-04-29"), cast.bob)
    heads = "Giver,Giver task,Taker,Taker task,Agreed,Giver owner\n"
    rows = "WN-1,Dig,RO-1,1,2024-04-12,\nRO-1,2,ST-1,1,2024-04-12,Nobody Known\nST-1,2,WN-1,1,2024-04-12,\n"
    found = look(cast, (heads + rows).encode(), cast.bob)
    assert [one.deed for one in found.lines] == ["new", "new", "refused"]
    assert "in a circle: " in found.lines[2].refused
    assert "nobody on record" in found.lines[1].notes[0]
    mine = look(cast, (heads + rows).encode(), cast.alice, place=cast.project)
    assert [(one.deed, one.agreed) for one in mine.lines] == [("new", True), ("refused", False), ("refused", False)]
    assert "Neither side" in mine.lines[1].refused or "no project" in mine.lines[1].refused
    take_links(file=SheetFile((heads + rows).encode(), "a.csv", cast.project), by=cast.alice, at=AT)
    assert Link.objects.get().state == "agreed"
    short = b"Giver task,Taker,Taker task,Agreed\nDig,ST-1,2,2024-04-12\n"
    assert look(cast, short, cast.bob, place=cast.project).lines[0].giver == "WN-1 Dig"
