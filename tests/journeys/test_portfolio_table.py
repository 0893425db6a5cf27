"""The portfolio table as a file: every row, in order, figures as figures, and no text that becomes a formula."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from tests import factories as make
from tests.backlogs import export
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.doors.cli import run
from conspectus.formats.packs.delimited import write_delimited
from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.journeys.portfolio_table import COLUMNS, portfolio_file
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.agile.actions import SaidOf, import_backlog
from conspectus.rooms.governance.actions import open_exception
from conspectus.rooms.governance.queries.standing import under_exception
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.queries import GridFilter

HOSTILE = '=HYPERLINK("http://x","y")'


@pytest.fixture
def hostile(cast: Cast, reader: None) -> Cast:  # noqa: F811  # the fixture of the same name
    """Return the cast with a plan and a project named as a formula."""
    import_plan(project=cast.project, data=file_of(house((5, 15, 5))), name="north.xml", by=cast.alice, at=AT)
    make.project(HOSTILE, code="+1", portfolio=cast.portfolio)
    return cast


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_csv_holds_every_row_and_no_formula(hostile: Cast) -> None:
    rows = read(portfolio_file(by=hostile.bob, at=AT, kind="csv", wanted=GridFilter(sort="-name")))
    assert [row[0] for row in rows] == ["Code", "WN-1", "HO-1", "'+1"]
    assert rows[0] == [column.label for column in COLUMNS.values()]
    assert rows[3][1] == f"'{HOSTILE}"
    told = dict(zip(rows[0], rows[1], strict=True))
    assert (told["Finish"], told["Slip, d"], told["Status"], told["Currency"]) == ("2024-05-10", "5", "Red", "EUR")
    assert float(told["Earned value"]) / float(told["Actual cost"]) == pytest.approx(float(told["CPI"]))


def test_an_open_exception_stands_beside_its_project(hostile: Cast) -> None:
    open_exception(subject=hostile.project, words="Red", by=local_operator(), at=AT - timedelta(days=4))
    said = SaidOf(AT.date())
    import_backlog(project=hostile.project, data=export(AT.date()), name="a.csv", said=said, by=hostile.alice, at=AT)
    columns = ["code", "exception", "exception_days", "throughput"]
    data = portfolio_file(by=hostile.bob, at=AT, kind="csv", wanted=GridFilter(sort="code"), columns=columns)
    sure = f"{AT.date() + timedelta(days=21)}"
    assert read(data)[1:] == [["'+1", "", "", ""], ["HO-1", "", "", ""], ["WN-1", "Plan wanted", "4", sure]]
    alice = entered(hostile.alice)
    page = alice.get("/portfolio/?columns=status,exception,throughput").content.decode()
    assert "Plan wanted, " in page
    assert "27 May 2024" in page
    for asked, codes in (("open", ["WN-1"]), ("wanted", ["WN-1"]), ("decided", []), ("none", ["'+1", "HO-1"])):
        wanted = GridFilter(sort="code", within=under_exception(asked))
        assert [
            row[0]
            for row in read(portfolio_file(by=hostile.bob, at=AT, kind="csv", wanted=wanted, columns=["code"]))[1:]
        ] == codes
    told = [one["code"] for one in alice.get("/api/v1/status?exception=open").json()["items"]]
    assert told == ["WN-1"]
    assert alice.get("/api/v1/status?exception=soon").status_code == 422
    assert alice.get("/portfolio/?exception=soon").status_code == 422
    assert run(["portfolio", "table", "--exception", "none"]) == 0


def test_a_workbook_keeps_figures_as_figures_and_texts_as_texts(hostile: Cast) -> None:
    columns = ["project", "finish", "slip", "budget"]
    data = portfolio_file(by=hostile.bob, at=AT, kind="xlsx", wanted=GridFilter(sort="name"), columns=columns)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = {row[0].value: row for row in sheet.iter_rows() if row[0].value}
    assert cells[HOSTILE][0].data_type == "s"
    assert [cell.value for cell in cells["Project"]] == ["Project", "Finish", "Slip, d", "Budget"]
    assert (cells["Warehouse north"][2].value, cells["Warehouse north"][1].is_date) == (5, True)


def test_hidden_money_is_in_no_file(hostile: Cast) -> None:
    hidden = read(portfolio_file(by=hostile.grace, at=AT, kind="csv", wanted=GridFilter()))
    told = dict(zip(hidden[0], hidden[1], strict=True))
    assert {told[name] for name in ("Budget", "Earned value", "Actual cost", "Forecast cost", "CPI")} == {
        "you may not see it"
    }
    assert told["Cost"] == "Not assessed"


def test_what_there_is_not_is_refused(cast: Cast) -> None:
    for kind, columns, words in (("exe", [], "written as"), ("csv", ["secret"], "no column 'secret'")):
        with pytest.raises(Invalid, match=words):
            portfolio_file(by=cast.bob, at=AT, kind=kind, wanted=GridFilter(), columns=columns)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_no_text_of_a_csv_begins_a_formula(text: str) -> None:
    grid = Grid("", (Column(text),), ((Cell(text),), (Cell("-1", -1.0, Form.NUMBER),)))
    head, first, figure = read(write_delimited(grid))
    assert head[0].startswith("'")
    assert first[0].startswith("'")
    assert figure == ["-1"]


def test_the_table_by_command(hostile: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["portfolio", "table", "--status", "red"]) == 0
    said = capsys.readouterr().out
    assert "1 projects: 1 red; 0 without a plan, 1 stale" in said
    assert "+5.0" in said
    assert run(["portfolio", "table", "--json", "--status", "no_plan"]) == 0
    assert '"unplanned": 2' in capsys.readouterr().out
    assert run(["portfolio", "table", "--out", f"{tmp_path}/a.csv", "--columns", "code,status"]) == 0
    capsys.readouterr()
    assert read((tmp_path / "a.csv").read_bytes())[0] == ["Code", "Status"]
    assert run(["portfolio", "table", "--status", "blue"]) == 2
