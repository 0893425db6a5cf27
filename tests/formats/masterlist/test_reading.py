"""Messy sheets: where the headings are, what each column holds, which rows are projects."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from conspectus.formats.masterlist import Amount, MasterList, read_master_list
from conspectus.formats.workbooks import Manner, Refused

GERMAN = """Projektliste;Stand Juli;;;;;;
;;;;;;;
Nr.;Projekttitel;Bereich;Projektleiter;Ampel;Beginn;Ende;Budget (T€)
P-1;Neue  Halle;Werk Nord;Eva Brandt;G;1.2.2026;Q3 2027;1.200
P-2;Umstellung;IT;Jan Kolb;gelb/rot;2025;31.12.2026;2.500,5
;;;;;;;
Werk Süd;;;;;;;
P-3;Kantine;Werk Süd;Eva Brandt;lila;bald;;90
;;IT;Jan Kolb;;;;15
Summe;;;;;;;3.790,5
"""


def read(text: str, **more: object) -> MasterList:
    return read_master_list(text.encode(), "list.csv", **more)  # type: ignore[arg-type]


def fields(found: MasterList) -> dict[str, str]:
    return {column.heading: column.field for column in found.columns if column.field}


def test_a_german_list_with_rows_above_its_headings() -> None:
    found = read(GERMAN)
    assert found.heading_row == 3
    assert fields(found) == {
        "Nr.": "code", "Projekttitel": "name", "Bereich": "division", "Projektleiter": "manager", "Ampel": "status",
        "Beginn": "start", "Ende": "finish", "Budget (T€)": "budget",
    }  # fmt: skip
    first, second, third = found.entries
    assert (first.row, first.code, first.name) == (4, "P-1", "Neue Halle")
    assert first.days == {"start": date(2026, 2, 1), "finish": date(2027, 9, 30)}
    assert first.amounts == {"budget": Amount(120_000_000, "EUR")}
    assert second.colours == {"overall": "amber_red"}
    assert found.scale == "confidence_5"
    assert third.colours == {} == third.days
    assert third.amounts == {"budget": Amount(9_000_000, "EUR")}


def test_what_was_left_out_is_said_by_row_and_column() -> None:
    said = {(item.code, item.place): item.words for item in read(GERMAN).findings}
    assert "lila" in said["VALUE_UNREADABLE", "E8"]
    assert said["VALUE_UNREADABLE", "F8"].startswith("Row 8, Beginn")
    assert ("ROW_ALONE", "A7") in said
    assert ("ROW_UNNAMED", "C9") in said
    assert ("ROW_TOTAL", "A10") in said
    assert "2 value(s)" not in said["DAYS_ROUNDED", "Ende"]


def test_the_latest_goes_before_the_original_and_the_rest_is_named() -> None:
    found = read(
        "uniqueId,latestProjectName,originalBudget,latestBudget,budgetSource\na,B,$1,$2,2022\nc,D,$3,$4,2022\n"
    )
    assert fields(found) == {"uniqueId": "code", "latestProjectName": "name", "latestBudget": "budget"}
    assert "originalBudget, budgetSource" in found.findings[0].words


def test_columns_are_known_by_content_where_no_heading_tells() -> None:
    found = read("Project,Now,Money\nA,green,$1\nB,red,$2\nC,,$3\n")
    assert {column.heading: column.how for column in found.columns} == {
        "Project": "heading",
        "Now": "content",
        "Money": "content",
    }
    assert [entry.colours for entry in found.entries] == [{"overall": "green"}, {"overall": "red"}, {}]


def test_a_heading_is_not_believed_against_its_content() -> None:
    found = read("Project,Status,Start,Budget\nA,behind schedule,Anna,yes\nB,ahead,Bob,no\n")
    assert fields(found) == {"Project": "name"}


def test_what_is_told_goes_first() -> None:
    found = read("Thing,Colour,Head\nA,red,Ann\n", told={"thing": "name", "Colour": "", "Head": "sponsor"})
    assert fields(found) == {"Thing": "name", "Head": "sponsor"}
    with pytest.raises(Refused) as refusal:
        read("Thing\nA\n", told={"thing": "weather"})
    assert refusal.value.finding.code == "FIELD_UNKNOWN"


def test_without_a_name_or_a_code_one_is_asked_for() -> None:
    found = read("Alpha,Beta\n1,2\n3,4\n")
    assert found.asks[0].code == "NAME_MISSING"
    assert [column.heading for column in found.columns] == ["Alpha", "Beta"]


def test_dates_that_may_mean_two_things_are_asked_about() -> None:
    text = "Project,Start\nA,03/04/2026\nB,05/06/2026\n"
    assert read(text).asks[0].code == "DATE_ORDER"
    entry = read(text, manner=Manner(date_order="mdy")).entries[0]
    assert entry.days == {"start": date(2026, 3, 4)}


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Projects of the group"])
    sheet.append([])
    sheet.append(["Code", "Project name", "RAG", "Finish", "Budget £m"])
    sheet.append(["A1", "Alpha", None, 2027, 1.25])
    sheet.append(["B1", "Beta\nphase 2", None, "June 2027", "n/a"])
    for row, rgb in ((4, "FF00B050"), (5, "FFFF0000")):
        sheet.cell(row, 3).fill = PatternFill("solid", fgColor=rgb)
    book.create_sheet("Notes").append(["Anything"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_with_colours_as_fills() -> None:
    found = read_master_list(workbook(), "list.xlsx")
    one, other = found.entries
    assert (one.colours, other.colours) == ({"overall": "green"}, {"overall": "red"})
    assert one.amounts == {"budget": Amount(125_000_000, "GBP")}
    assert one.days == {"finish": date(2027, 12, 31)}
    assert other.name == "Beta phase 2"
    assert "SHEETS_UNUSED" in {item.code for item in found.findings}


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "a.csv"), (b"PK\x03\x04 broken", "a.xlsx"), (b"\xff\xfe\x00", "a.csv"), (b"one", "a.csv"),
                       (b'a,b\n"open,2\n', "a.csv"), (b"\xd0\xcf\x11\xe0", "a.xls")]
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_in_words(data: bytes, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_master_list(data, name)
    assert refusal.value.finding.words


def test_a_published_list_with_money_and_dates_as_text(shared_data: Path) -> None:
    data = (shared_data / "portfolios" / "canada_it_projects.csv").read_bytes()
    found = read_master_list(data, "canada.csv")
    assert len(found.entries) == 1126
    assert fields(found) == {
        "uniqueId": "code", "department": "division", "latestProjectName": "name", "latestDescription": "summary",
        "latestBudget": "budget", "latestEstimatedCompletionDate": "finish",
    }  # fmt: skip
    assert sum(bool(entry.amounts) for entry in found.entries) == 1108
    assert sum(bool(entry.days) for entry in found.entries) == 1066
