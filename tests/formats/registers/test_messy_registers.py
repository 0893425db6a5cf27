"""Registers as people keep them: each sheet is read right, or refused in words that name its place; nothing is lost."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from conspectus.formats.registers import ReadEntry, ReadRegister, read_register
from conspectus.formats.workbooks import Refused

Rows = Iterable[Sequence[object]]


def sheet(rows: Rows, *merged: str, more: Callable[[Any, Any], object] = lambda _book, _sheet: None) -> bytes:
    book = openpyxl.Workbook()
    one: Any = book.active
    one.title = "Data"
    for row in rows:
        one.append(list(row))
    for span in merged:
        one.merge_cells(span)
    more(book, one)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read(rows: Rows, *merged: str, **more: Any) -> ReadRegister:
    return read_register(sheet(rows, *merged, **more), "list.xlsx", usual="threat")


def titles(found: ReadRegister) -> list[tuple[int, str, str]]:
    return [(one.row, one.kind, one.texts.get("title", "")) for one in found.entries]


def words(found: ReadRegister) -> str:
    return " ".join(one.words for one in (*found.findings, *found.asks))


def of_row(found: ReadRegister, row: int) -> ReadEntry:
    return next(one for one in found.entries if one.row == row)


def test_headings_in_two_merged_rows_below_a_title() -> None:
    found = read(
        (
            ["Risk register Hall North"], ["Stand: 31.03.2025"], [],
            ["ID", "Risk", "Inherent", "", "", "Residual", "", "Response"],
            ["", "", "Probability", "Impact", "Cost €", "Probability", "Impact", "Type", "Owner"],
            ["R1", "Late permit", "high", 4, "€1,200.50", "low", "2", "Reduce", "Alice"],
        ),
        "A1:I1", "A4:A5", "B4:B5", "C4:E4", "F4:G4",
    )  # fmt: skip
    (one,) = found.entries
    assert one.numbers == {"probability": 4, "impact": 4, "residual_probability": 2, "residual_impact": 2}
    assert (one.texts["key"], one.texts["response"], one.texts["owner"]) == ("R1", "Reduce", "Alice")
    assert (one.amounts["cost"].minor, one.amounts["cost"].currency) == (120_050, "EUR")


def test_three_tables_with_sums_footers_and_headings_again() -> None:
    found = read((
        ["Risks"], ["ID", "Risk", "Probability", "Owner"], ["R1", "A", "hoch", "Alice"],
        ["ID", "Risk", "Probability", "Owner"], ["R2", "B", "50%", "Bob"], [],
        ["Issues"], ["ID", "Issue", "Severity", "Owner"], ["I1", "C", "schwer", "Bob"], ["Total", "2"], [],
        ["Decisions"], ["No", "Decision", "Status", "Due date"], ["D1", "E", "approved", "2025-05-01"], [],
        ["Page 1 of 1"],
    ))  # fmt: skip
    assert titles(found) == [(3, "threat", "A"), (5, "threat", "B"), (9, "issue", "C"), (14, "decision", "E")]
    assert "Row 10 is a sum" in words(found)
    assert "Row 16 holds 'Page 1 of 1' alone" in words(found)


def test_entries_that_sound_like_headings_are_entries() -> None:
    found = read((
        ["Type", "Title", "Owner", "Status"], ["Risk", "Delay of the project", "Alice", "Open"],
        ["Issue", "Cost of the contract", "Bob", "Open"], ["Risk", "Impact on supplier", "Bob", "Open"],
        ["Action", "Call them", "Bob", "Open"],
    ))  # fmt: skip
    assert titles(found)[:3] == [
        (2, "threat", "Delay of the project"), (3, "issue", "Cost of the contract"),
        (4, "threat", "Impact on supplier"),
    ]  # fmt: skip
    assert "'Action' is no risk" in of_row(found, 5).faults[0]
    assert "(A5)" in of_row(found, 5).faults[0]


def test_days_as_text_in_three_manners_and_what_is_no_day() -> None:
    found = read((
        ["Risk", "Probability", "Due date"], ["A", "low", "31.03.2025"], ["B", "low", "3/31/2025"],
        ["C", "low", "Mar 31, 2025"], ["D", "low", "31. März 2025"], ["E", "low", "31.02.2025"], ["F", "low", 45777],
    ))  # fmt: skip
    assert {one.days.get("expected_on") for one in found.entries[:4]} == {date(2025, 3, 31)}
    assert [one.faults for one in found.entries[4:]] == [
        ("Due date: C6 is not a date.",), ("Due date: C7 is not a date.",),
    ]  # fmt: skip
    unsure = read((["Risk", "Probability", "Due date"], ["A", "low", "03/04/2025"]))
    assert "Is 03/04 the 3rd of April?" in words(unsure)
    assert unsure.entries == ()


def test_headings_in_three_languages() -> None:
    found = read((
        ["N°", "Risque", "Eintrittswahrscheinlichkeit", "Impact", "Propriétaire", "Maßnahmen", "Échéance", "Statut"],
        ["1", "Retard", "élevée", "hoch / high", "Alice", "Fragen", "12.05.2025", "ouvert"],
    ))  # fmt: skip
    (one,) = found.entries
    assert all(column.field for column in found.tables[0].columns)
    assert (one.numbers, one.days) == ({"probability": 4, "impact": 4}, {"expected_on": date(2025, 5, 12)})


@pytest.mark.parametrize(
    ("said", "numbers"),
    [("high", (4, None)), ("60%", (4, 60)), (0.25, (2, 25)), ("0,3", (2, 30)), ("3 - medium", (3, None)),
     ("5/5", (5, None)), ("4 (high)", (4, None)), (2, (2, None)), ("100 %", (5, 100))],
)  # fmt: skip
def test_probability_as_words_percent_and_steps(said: object, numbers: tuple[int, int | None]) -> None:
    (one,) = read((["Risk", "Probability", "Owner"], ["A", said, "Bob"])).entries
    assert (one.numbers["probability"], one.numbers.get("percent")) == numbers


@pytest.mark.parametrize("said", ["3.5", "7", "2-3", "1:100", "low/medium", "10-30%", "250 %", "often"])
def test_what_is_no_probability_is_refused_and_never_rounded(said: str) -> None:
    rows = (["Risk", "Probability", "Owner"], ["A", said, "Bob"], ["B", "low", ""], ["C", "2", ""])
    found = read(rows)
    assert f"'{said}'" in of_row(found, 2).faults[0]
    assert "(B2)" in of_row(found, 2).faults[0]
    assert [one.faults for one in found.entries[1:]] == [(), ()]


def test_money_with_signs_separators_and_what_is_none() -> None:
    rows = (["Risk", "Impact", "Cost"], ["A", 3, "€ 1,234,567.89"], ["B", 2, "1.2m €"], ["C", 2, "USD 3,000"],
            ["D", 2, "12 TEUR"], ["E", 1, "abc"])  # fmt: skip
    found = read(rows)
    assert [(one.amounts["cost"].minor, one.amounts["cost"].currency) for one in found.entries[:4]] == [
        (123_456_789, "EUR"), (120_000_000, "EUR"), (300_000, "USD"), (1_200_000, "EUR"),
    ]  # fmt: skip
    assert "(C6)" in of_row(found, 6).faults[0]


def test_cells_that_span_rows_say_so_of_each_but_an_amount_once() -> None:
    rows = (["Category", "Risk", "Probability", "Owner", "Cost €"], ["Technical", "A", "high", "Alice", "1,000.00"],
            ["", "B", "low"], ["", "C", "low", "Bob"], ["Legal", "D", "high", "Bob", ""])  # fmt: skip
    found = read(rows, "A2:A4", "D2:D3", "E2:E4")
    assert [one.texts.get("category") for one in found.entries] == ["Technical", "Technical", "Technical", "Legal"]
    assert [one.texts.get("owner") for one in found.entries] == ["Alice", "Alice", "Bob", "Bob"]
    assert [bool(one.amounts) for one in found.entries] == [True, False, False, False]
    assert "E3 belongs to a cell that spans rows" in words(found)


def test_hidden_rows_are_read_and_hidden_sheets_are_said() -> None:
    def hide(book: Any, one: Any) -> None:
        one.row_dimensions[3].hidden = True
        other = book.create_sheet("Old")
        other.append(["Risk", "Probability"])
        other.sheet_state = "hidden"

    found = read((["Risk", "Probability", "Owner"], ["A", "high", "Alice"], ["B", "low", "Bob"]), more=hide)
    assert titles(found) == [(2, "threat", "A"), (3, "threat", "B")]
    assert "Sheet 'Old' is hidden and was not read." in words(found)


def test_formulas_errors_and_empty_columns_are_said_by_their_cells() -> None:
    def broken(_book: Any, one: Any) -> None:
        one["D4"].value, one["D4"].data_type = "#REF!", "e"

    rows = (["", "Risk", "", "Probability", "", "Owner"], ["", '=A2&"x"', "", "low"], ["", "B", "", "low", "", "Bob"],
            ["", "C", "", "x"])  # fmt: skip
    found = read(rows, more=broken)
    assert "B2 has a formula without a saved value" in of_row(found, 2).faults[0]
    assert of_row(found, 3).faults == ()
    assert "D4 holds #REF!" in of_row(found, 4).faults[0]


def test_two_columns_of_one_name_are_said() -> None:
    found = read((["Risk", "Owner", "Probability", "Owner"], ["A", "Alice", "low", "Bob"]))
    assert found.entries[0].texts["owner"] == "Alice"
    assert "2 columns are called 'Owner'; B is read." in words(found)


def test_a_list_of_other_things_is_asked_about_and_a_plan_refused() -> None:
    rows = (["Code", "Name", "Status"], ["P-1", "Hall North", "active"])
    assert "This may be any list" in words(read(rows))
    told = read_register(sheet(rows), "list.xlsx", told={"Name": "title"}, usual="threat")
    assert titles(told) == [(2, "threat", "Hall North")]
    for data, name in ((b"ERMHDR\t8.2\t2020\n%T\tPROJECT\n", "a.csv"), (b'<?xml version="1.0"?><a/>', "a.txt"),
                       (b"MPX;a;b\n", "a.mpx")):  # fmt: skip
        with pytest.raises(Refused, match="not a list"):
            read_register(data, name, usual="threat")


def test_ten_thousand_rows_are_all_read() -> None:
    lines = "\n".join(f"R-{number},Risk number {number},low,2,1 000 €" for number in range(10_000))
    found = read_register(f"ID,Risk,Probability,Impact,Cost\n{lines}\n".encode(), "list.csv", usual="threat")
    assert len(found.entries) == 10_000
    assert not any(one.faults for one in found.entries)
    assert found.entries[-1].texts["key"] == "R-9999"


def test_what_is_no_register_at_all_never_becomes_one(shared_data: Path) -> None:
    files = [
        *shared_data.glob("portfolios/*.csv"),
        *shared_data.glob("earned_value/real_projects/*.csv"),
        *shared_data.glob("schedules/files/*"),
    ]
    assert len(files) > 30
    taken = []
    for file in files:
        try:
            found = read_register(file.read_bytes(), file.name, usual="threat")
        except Refused:
            continue
        taken += [file.name] if found.entries or not found.asks else []
    assert taken == []
