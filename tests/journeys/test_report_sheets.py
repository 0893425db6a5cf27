"""Reports gathered in a workbook: made with what is known, filled in, read back row by row, taken once."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.doors.web.sayings import pieces
from conspectus.journeys.report_sheets.making import Narrowed, report_sheet
from conspectus.journeys.report_sheets.said import SheetSaid
from conspectus.journeys.report_sheets.taking import SheetFile, preview_reports, take_reports
from conspectus.journeys.reporting_cycle import begin_cycle
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, Stale
from conspectus.rooms.periods.actions import lay_periods
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import grant_role, save_mapping
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.models import Report, ReportFinding

LATER = datetime(2024, 5, 8, 9, tzinfo=UTC)


@pytest.fixture
def april(cast: Cast, reader: None) -> Period:  # noqa: F811  # the fixture of the same name
    """Return April 2024, open in a cycle; the cast's project has a plan, another has none and another manager."""
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    make.project(portfolio=cast.portfolio, code="=B-7", name="Bridge", manager=cast.ivan.person, state="active")
    (row,) = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 4, 1), by=cast.mona, at=AT
    )
    Project.objects.update(created_at=datetime(2024, 4, 2, tzinfo=UTC))
    begin_cycle(period=row, revision=1, by=cast.mona, at=AT)
    row.refresh_from_db()
    return row


def filled(data: bytes, **cells: Any) -> bytes:
    """Return the workbook with cells of its rows written, each ``row_field``: 0 is the first project."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    codes = {cell.value: cell.column for cell in sheet[3]}
    for name, value in cells.items():
        row, _, code = name.removeprefix("r").partition("_")
        sheet.cell(5 + int(row), codes[code], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_a_workbook_is_made_filled_in_and_taken_once(cast: Cast, april: Period) -> None:
    data, count = report_sheet(period=april, by=cast.mona, at=LATER)
    sheet = sheet_of(data)
    assert (count, [sheet.cell(row, 2).value for row in (5, 6)]) == (2, ["=B-7", cast.project.code])
    assert sheet.cell(5, 2).data_type == "s"  # a code that begins like a formula stays a text
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[3].hidden
    assert sheet.protection.sheet
    codes = {cell.value: cell.column for cell in sheet[3]}
    assert sheet.cell(6, codes["code"]).protection.locked
    assert not sheet.cell(6, codes["summary"]).protection.locked
    assert any('"Green,Amber,Red"' in str(one.formula1) for one in sheet.data_validations.dataValidation)
    _own, mine = report_sheet(period=april, by=cast.alice, at=LATER)
    assert mine == 1  # she manages one of the two
    one, _ = report_sheet(period=april, wanted=Narrowed(project=cast.project.pk), by=cast.mona, at=LATER)
    assert sheet_of(one).max_row == 5

    given = {"by": cast.mona, "at": LATER}
    untouched = preview_reports(file=SheetFile(data, "april.xlsx", april), **given)
    assert (untouched.ready, untouched.bad, untouched.own) == (0, 0, True)  # nothing is chosen: all passed over
    with pytest.raises(Invalid, match="No row"):
        take_reports(file=SheetFile(data, "april.xlsx", april), **given)
    bad = filled(data, r1_overall="Green", r1_minutes="ten", r1_deed="Submit", r0_deed="perhaps")
    found = preview_reports(file=SheetFile(bad, "april.xlsx", april), **given)
    assert [[one.code for one in line.findings if one.severity.value == "error"] for line in found.lines] == [
        ["CELL"],
        ["CELL", "UNANSWERED"],
    ]
    assert found.lines[0].findings[0].place.startswith("Reports!")
    good = filled(
        data,
        r1_overall="Grün", r1_summary="On course", r1_answer="Seen", r1_minutes=12, r1_deed="submit",
        r1_finish_on=date(2024, 12, 1), r1_forecast=9000.5, r0_overall="Amber", r0_deed="Keep as a draft",
    )  # fmt: skip
    file = SheetFile(good, "april.xlsx", april)
    shown = preview_reports(file=file, **given)
    assert (shown.ready, shown.bad, [line.deed for line in shown.lines]) == (2, 0, ["keep", "submit"])
    with pytest.raises(Stale):
        take_reports(file=file, shown="0" * 64, **given)
    outcomes = take_reports(file=file, shown=shown.shown, **given)
    assert [(one.code, one.state, one.refused) for one in outcomes] == [
        ("=B-7", "draft", ""),
        (cast.project.code, "submitted", ""),
    ]
    row = Report.objects.get(project=cast.project)
    assert (row.summary, row.finish_on, row.forecast_minor) == ("On course", date(2024, 12, 1), 900_050)
    assert (row.effort_minutes, row.effort_typed, row.submitted_by) == (12, True, cast.mona.person)
    assert {one.answer for one in ReportFinding.objects.filter(report=row)} == {"Seen"}
    again = preview_reports(file=file, **given)
    assert [[one.code for one in line.findings] for line in again.lines] == [["CHANGED"], ["SUBMITTED"]]
    with pytest.raises(Invalid, match="Rows cannot be taken: 2"):
        take_reports(file=file, **given)
    left, count = report_sheet(period=april, by=cast.mona, at=LATER)
    assert (count, sheet_of(left).cell(5, codes["overall"]).value) == (1, "Amber")  # begun with the draft
    with pytest.raises(Conflict, match="No report is left"):
        report_sheet(period=april, by=cast.alice, at=LATER)


def test_a_sheet_of_ones_own_is_read_by_its_headings(cast: Cast, april: Period) -> None:
    text = (
        "Projektnummer;Ampel;Kommentar;Aufwand;Farbe Kosten\n"
        f"{cast.project.code};gelb;Läuft;15;rot\n"
        "=B-7;grün;;;\n"
        "X-404;grün;;;\n"
        f"{cast.project.code};blau;;;\n"
    )
    bridge, sponsor = Project.objects.get(code="=B-7"), {"role": "sponsor", "person": cast.alice.person}
    grant_role(**sponsor, scope=bridge, by=cast.mona, at=AT)
    file = SheetFile(text.encode(), "april.csv", april, columns={"Farbe Kosten": "cost"}, deed="keep")
    found = preview_reports(file=file, by=cast.alice, at=LATER)
    assert not found.own
    assert found.columns["cost"] == "Farbe Kosten"
    assert [[one.code for one in line.findings] for line in found.lines] == [[], ["NOT_YOURS"], ["NOT_HERE"], ["TWICE"]]
    with pytest.raises(Invalid, match="Rows cannot be taken"):
        take_reports(file=file, by=cast.alice, at=LATER)
    (done,) = take_reports(file=file, partly=True, by=cast.alice, at=LATER)
    row = Report.objects.get()
    assert (done.state, row.summary, row.project) == ("draft", "Läuft", cast.project)
    assert {one.dimension: one.level for one in row.declarations.all()} == {"overall": "amber", "cost": "red"}
    with pytest.raises(Invalid, match="no field of a report"):
        preview_reports(file=SheetFile(b"Code\nA", "a.csv", april, {"Code": "colour"}), by=cast.alice, at=LATER)
    with pytest.raises(Invalid, match="headings"):
        preview_reports(file=SheetFile(b"Fruit\nApple", "a.csv", april), by=cast.alice, at=LATER)
    guessed = SheetFile(b"Fruit;Tree\nApple;Old", "a.csv", april)
    asked = preview_reports(file=guessed, by=cast.alice, at=LATER)
    assert ([one.code for one in asked.asks], asked.lines) == (["NAME_MISSING"], ())
    with pytest.raises(Invalid, match="Say which column holds them"):
        take_reports(file=guessed, by=cast.alice, at=LATER)
    messy_sheets_are_put_together(cast, april)
    for nobody in (cast.carol, cast.erin):
        with pytest.raises(NotAllowed):
            preview_reports(file=file, by=nobody, at=LATER)
        with pytest.raises(NotAllowed):
            report_sheet(period=april, by=nobody, at=LATER)


def messy(code: str) -> bytes:
    """Return a book with a title over merged cells, headings in two rows, a table below it and one on another sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Status"
    for row in (
        ["Monatsbericht April – vertraulich"],
        [],
        ["Projekt", "", "Ampel", "", "Kommentar"],
        ["Nummer", "Wie es heißt", "Gesamt", "Lage der Mittel", ""],
        ["Infrastruktur"],
        [code, "egal", "gelb", "rot", "Läuft"],
        ["Summe", "", "", "", "1 Projekt"],
        [],
        ["Andere"],
        ["Projektname", "Gesamtstatus", "Kommentar"],
        ["Bridge", "grün", "Gut"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("C3:D3")
    more = book.create_sheet("Prognosen")
    more.append(["Projektname", "Endtermin", "Prognose (TEUR)", "Entscheidung bis", "Offene Entscheidungen"])
    more.append([code, "15.12.2024", "1,5", "20.05.2024", "Lieferant wählen"])
    more.append(["Bridge", "31.01.2025", "2.000,25 CHF", "", ""])
    book.create_sheet("Notizen").append(["nur Text"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def messy_sheets_are_put_together(cast: Cast, april: Period) -> None:
    Report.objects.all().delete()
    by: dict[str, Any] = {"by": cast.mona, "at": LATER}
    said = SheetSaid("keep", columns={"Lage der Mittel": "cost"}, amounts="de")
    data = messy(cast.project.code)
    found = preview_reports(file=said.file(april, data, "monat.xlsx", **by), **by)
    assert [(one.sheet, one.row, one.code) for one in found.lines] == [
        ("Status", 6, cast.project.code),
        ("Status", 11, "=B-7"),
    ]
    assert {"ROW_TOTAL", "ROW_ALONE", "SHEETS_UNUSED"} <= {one.code for one in found.findings}
    assert [one.words for one in found.findings if any(known is None for _piece, known in pieces(one.words))] == []
    assert [[one.code for one in line.findings] for line in found.lines] == [[], ["CURRENCY"]]
    with pytest.raises(NotAllowed):
        said.keep(found, april, "Monat", by=cast.alice, at=LATER)
    kept = said.keep(found, april, "Monat", **by)
    assert (kept.kind, kept.columns["Prognose (TEUR)"]) == ("reports", "forecast")
    again = SheetSaid("keep", mapping=str(kept.pk)).file(april, data, "mai.xlsx", **by)  # the mapping alone says it all
    (done,) = take_reports(file=again, partly=True, **by)
    row = Report.objects.get(project=cast.project)
    assert (done.code, row.summary, row.finish_on, row.forecast_minor, row.decisions, row.decide_on) == (
        cast.project.code, "Läuft", date(2024, 12, 15), 150_000, "Lieferant wählen", date(2024, 5, 20)
    )  # fmt: skip
    assert {one.dimension: one.level for one in row.declarations.all()} == {"overall": "amber", "cost": "red"}
    other = save_mapping(portfolio=cast.portfolio, name="Liste", columns={"A": "code"}, **by)
    with pytest.raises(Invalid, match="another kind"):
        SheetSaid(mapping=str(other.pk)).file(april, data, "x.xlsx", **by)
