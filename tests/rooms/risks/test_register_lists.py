"""Registers that come as sheets: messy ones read, held against what is there, taken whole or not at all, read back."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from tests.cast import AT, Cast

from conspectus.journeys.register_list.lines import RegisterFile, RegisterPreview
from conspectus.journeys.register_list.said import RegisterSaid
from conspectus.journeys.registers import pasted, register_file
from conspectus.journeys.take_register import preview_register, take_register
from conspectus.kit.errors import Invalid, NotAllowed, Stale
from conspectus.rooms.portfolio.actions import save_mapping
from conspectus.rooms.risks.actions import Particulars, Quantities, open_register_entry
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import RegisterFilter

pytestmark = [pytest.mark.rows, pytest.mark.django_db]
HEADS = [
    "Nr", "Risiko", "Ursache", "W", "Auswirkung", "W", "Auswirkung", "Maßnahmen", "Verantwortlich", "Fällig am",
    "Schaden in TEUR",
]  # fmt: skip


def messy() -> bytes:
    """Return a sheet with a title, merged headings over headings, two tables, sums, words, percent and German money."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Risiken Q3"
    rows = (
        ["Risikoliste Halle Nord"], [], ["", "", "", "vor Maßnahmen", "", "Residual"], HEADS,
        ["R-1", "Genehmigung kommt spät", "Amt unterbesetzt", "hoch", 4, "gering", 3, "Früh nachfragen", "Alice",
         "31.3.2025", "1.200,5"],
        ["R-2", "Stahl wird teuer", "", "60 %", "sehr hoch", "20%", 2, "", "Nobody Known", "Ende Juli?", 80],
        ["R-3", "Streik", "", 0.3, 2, "", "", "", "", "", ""],
        ["Summe", "", "", "", "", "", "", "", "", "", 1280], [], ["Offene Probleme"], ["ID", "Issue", "Owner", "Due"],
        ["I-7", "Kran steht", "Bob", "2025-02-01"],
    )  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("D3:E3")
    sheet.merge_cells("F3:G3")
    sheet["D7"].number_format = "0%"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def look(cast: Cast, data: bytes, name: str = "list.xlsx", **more: object) -> RegisterPreview:
    return preview_register(file=RegisterFile(data, name, cast.project, **more), by=cast.alice, at=AT)  # type: ignore[arg-type]


def test_a_messy_sheet_becomes_a_register_and_the_same_again_says_so(cast: Cast) -> None:
    found = look(cast, messy())
    assert [(one.heading_row, one.kind) for one in found.tables] == [(4, "threat"), (11, "issue")]
    assert found.mapping["Residual Auswirkung"] == "residual_impact"
    assert [(one.row, one.deed) for one in found.lines] == [(5, "new"), (6, "refused"), (7, "new"), (12, "new")]
    assert "J6 is not a date" in found.lines[1].refused
    assert any("Row 8 is a sum" in one.words for one in found.findings)
    file = RegisterFile(messy(), "list.xlsx", cast.project)
    taken = take_register(file=file, shown=found.digest, by=cast.alice, at=AT)
    assert (len(taken.opened), taken.changed, taken.refused) == (3, (), 1)
    row = RegisterEntry.objects.get(key="R-1")
    told = (row.probability, row.impact_cost, row.residual_probability, row.residual_impact, row.cost_minor)
    assert told == (4, 4, 2, 3, 120_050_000)
    assert (row.owner, row.expected_on, row.response_words) == (cast.alice.person, date(2025, 3, 31), "Früh nachfragen")
    assert (RegisterEntry.objects.get(key="R-3").percent, RegisterEntry.objects.get(key="I-7").kind) == (30, "issue")
    again = look(cast, messy())
    assert [one.deed for one in again.lines] == ["same", "refused", "same", "same"]
    with pytest.raises(Invalid, match="anything new"):
        take_register(file=file, by=cast.alice, at=AT)
    assert RegisterEntry.objects.count() == 3


def test_what_is_taken_along_reads_back_in_and_only_what_differs_changes(cast: Cast) -> None:
    amounts = Quantities(probability=3, impact_time=2, impact_cost=4, percent=40, cost_minor=1_234_560, days=12)
    new = Particulars("threat", "=Frost", "Winter", "Beton\nreißt", "legal", amounts, response="reduce", key="R-9")
    row = open_register_entry(place=cast.project, new=new, by=cast.alice, at=AT)
    open_register_entry(place=cast.project, new=Particulars("decision", "Which crane"), by=cast.alice, at=AT)
    for kind in ("xlsx", "csv"):
        data = register_file(by=cast.alice, at=AT, kind=kind, wanted=RegisterFilter(state="all"))
        found = look(cast, data, f"register.{kind}")
        assert [(one.deed, one.changes, one.refused) for one in found.lines] == [("same", (), "")] * 2
    text = data.decode("utf-8-sig").replace("=Frost", "Frost in May").replace("12345.6,", "20000,")
    file = RegisterFile(text.encode(), "register.csv", cast.project)
    found = preview_register(file=file, by=cast.alice, at=AT)
    assert {(one.field, one.before, one.after) for one in found.lines[0].changes} >= {
        ("cost", "12,345.60 EUR", "20,000.00 EUR")
    }
    with pytest.raises(Stale):
        take_register(file=file, shown="x", by=cast.alice, at=AT)
    taken = take_register(file=file, shown=found.digest, by=cast.alice, at=AT)
    row.refresh_from_db()
    assert (taken.changed, row.cost_minor, row.days, row.revision) == ((row.pk,), 2_000_000, 12, 2)
    hidden = register_file(by=cast.heidi, at=AT, kind="csv", wanted=RegisterFilter())
    assert b"20000" not in hidden


def test_rows_are_told_apart_by_key_project_and_place(cast: Cast) -> None:
    text = "ID\tRisk\tProject\nR-1\tA\tWN-1\nR-1\tB\t\nR-2\tC\tZZ-9\n"
    found = look(cast, text.encode(), "list.tsv")
    assert [one.deed for one in found.lines] == ["new", "refused", "refused"]
    assert "Row 2 says the same entry" in found.lines[1].refused
    wide = RegisterFile(text.encode(), "list.tsv", cast.portfolio)
    placed = preview_register(file=wide, by=cast.mona, at=AT)
    assert [one.place for one in placed.lines] == [str(cast.project), str(cast.portfolio), ""]
    with pytest.raises(NotAllowed):
        preview_register(file=RegisterFile(b"Risk\tOwner\nA\tB", "a.tsv", cast.project), by=cast.grace, at=AT)
    with pytest.raises(Invalid, match="No row of headings"):
        look(cast, b"nothing", "a.csv")
    asked = look(cast, b"Foo,Bar\n1,2\n", "a.csv")
    assert (asked.asks[0].code, asked.lines) == ("TITLE_MISSING", ())
    assert [one.title for one in look(cast, b"Foo,Bar\nFire,2\n", "a.csv", columns={"Foo": "title"}).lines] == ["Fire"]
    assert [
        one.title
        for one in preview_register(file=pasted("One\nTwo", "issue", cast.project), by=cast.alice, at=AT).lines
    ] == ["One", "Two"]
    mapping = save_mapping(
        portfolio=cast.portfolio,
        name="Sheet of the site",
        columns={"Foo": "title"},
        kind="register",
        by=cast.mona,
        at=AT,
    )
    said = RegisterSaid(mapping=str(mapping.pk))
    file = said.file(cast.project, b"Foo,Bar\nFire,2\n", "a.csv", by=cast.alice, at=AT)
    assert preview_register(file=file, by=cast.alice, at=AT).ready == 1
    with pytest.raises(Invalid, match="no field"):
        save_mapping(
            portfolio=cast.portfolio, name="x", columns={"Foo": "budget"}, kind="register", by=cast.mona, at=AT
        )


def test_what_an_entry_never_has_is_left_out_and_said(cast: Cast) -> None:
    data = b"Issue,Probability,State,Impact\nCrane stands,high,occurred,4\nRoof leaks,,nonsense,2\n"
    crane, roof = look(cast, data, "issues.csv", kind="issue").lines
    assert (crane.deed, crane.notes) == (
        "new",
        (
            "Only risks and opportunities have a probability. It is left out.",
            "'occurred': An entry of this kind is never in this state. It is left out.",
        ),
    )
    assert roof.notes == ("'nonsense' is not known here and is left out.",)
    file = RegisterFile(data, "issues.csv", cast.project, kind="issue")
    take_register(file=file, shown="", by=cast.alice, at=AT)
    assert set(RegisterEntry.objects.values_list("state", "probability")) == {("open", None)}
