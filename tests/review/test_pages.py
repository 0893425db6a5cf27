"""What the board pack says, and that it holds all it was given."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pypdf
import pytest
from pptx import Presentation
from tests.review.made import NAMES, at
from tests.review.made import review as made

from conspectus import review
from conspectus.engine.measure import Reason, missing, value
from conspectus.formats.packs.page import Beside, Chart, Grid, Medium
from conspectus.review.dates import given, of_file
from conspectus.review.pages import compose
from conspectus.review.pages.cells import gaps
from conspectus.review.pages.names import told_apart
from conspectus.review.pages.tables import sum_curves
from conspectus.review.result import Curve


def page(pack, key: str):
    return next(item for item in pack.pages if item.key == key)


def grid(pack, key: str, medium: Medium) -> Grid:
    return next(block for block in page(pack, key).on(medium) if isinstance(block, Grid))


def texts(table: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_the_pages_come_in_the_order_of_a_board_meeting():
    keys = [item.key for item in compose(made(2)).pages]
    assert keys == [
        "Portfolio", "Status", "Milestones", "Money", "Confidence", "Findings", "Quality checks", "P0", "P1",
        "Measures", "Estimates", "Work", "Definitions", "Sources",
    ]  # fmt: skip


def test_the_worst_project_comes_first_and_status_is_shape_and_word():
    rows = texts(grid(compose(made(4)), "Status", Medium.SLIDES))
    assert [row[3] for row in rows] == ["◆ red", "▲ amber", "○ not assessed", "● green"]


def test_missing_figures_are_dashes_with_their_reason_in_words():
    row = next(row for row in texts(grid(compose(made(4)), "Status", Medium.SLIDES)) if row[0] == NAMES[3])
    assert "–" in row
    assert "No slip: there is no baseline." in row[-1]
    assert "No SPI(t): there is no data. No CPI, EAC: there are no costs." in row[-1]


def test_a_missing_estimate_says_why():
    one = made(1).projects[0]
    spent = replace(one.money, cpi=value(0.0), eac=missing(Reason.DIV_ZERO))
    assert gaps(replace(one, money=spent)).endswith("No EAC: CPI is 0.")


def test_totals_stand_apart_and_come_from_sums():
    money = grid(compose(made(3)), "Money", Medium.PRINT)
    assert money.total_rows == 1
    assert texts(money)[-1][:5] == ["Total from sums", "720,000", "360,000", "270,000", "300,000"]


def test_all_findings_are_in_the_workbook_the_gravest_on_paper():
    pack = compose(made(200))
    assert len(grid(pack, "Findings", Medium.SHEETS).rows) == 202
    paper = texts(grid(pack, "Findings", Medium.PRINT))
    assert [row[0] for row in paper] == ["◆ refused", "▲ warning"]
    assert paper[1][1:] == ["200 files", "200 projects", "", "The task is split; splits are kept."]


def test_paper_holds_the_thirty_gravest_kinds_of_findings():
    one = made(1)
    warning = one.findings[1]
    many = tuple(replace(warning, finding=replace(warning.finding, code=f"KIND_{n}")) for n in range(40))
    assert len(grid(compose(replace(one, findings=many)), "Findings", Medium.PRINT).rows) == 30


def test_projects_of_one_name_are_told_apart_and_none_is_without():
    names = ("Plan", "Plan", "Alone", " ", "Same", "Same")
    files = ("a.mpp", "b.mpp", "c.mpp", "d.mpp", "e.xml", "e.xml")
    several = [replace(p, name=n, file=f) for p, n, f in zip(made(6).projects, names, files, strict=True)]
    found = told_apart(replace(made(6), projects=tuple(several)))
    assert [p.name for p in found.projects] == ["Plan (a)", "Plan (b)", "Alone", "d", "Same (e) P4", "Same (e) P5"]
    unnamed = [replace(p, name="", file="plans/e.xml") for p in made(2).projects]
    assert [p.name for p in told_apart(replace(made(2), projects=tuple(unnamed))).projects] == ["e P0", "e P1"]


def test_checks_that_could_not_be_made_are_not_said_to_have_passed():
    one = made(1).projects[0]
    for passed, words in ((True, "All that could be assessed passed."), (None, "None could be assessed.")):
        checks = tuple(replace(check, passed=passed) for check in one.checks)
        pack = compose(replace(made(1), projects=(replace(one, checks=checks),)))
        beside = next(block for block in page(pack, "P0").blocks if isinstance(block, Beside))
        found = next(
            b for b in (*beside.left, *beside.right) if getattr(b, "caption", "") == "Schedule checks not passed"
        )
        assert (found.rows, found.empty) == ((), words)


def test_dates_are_written_one_way_and_a_midnight_is_the_day_it_ends():
    one = replace(made(1).projects[0], finish=at("2026-12-19T00:00"))
    pack = compose(replace(made(1), projects=(one,)))
    finish = grid(pack, "Status", Medium.SHEETS).rows[0][5]
    assert finish.text == "18 Dec 2026"
    assert finish.value.date().isoformat() == "2026-12-18"
    said = [cell.text for page in pack.pages for block in page.on(Medium.SLIDES) for cell in cells(block)]
    assert said
    assert not [text for text in said if re.search(r"\d{4}-\d{2}-\d{2}", text)]


def cells(block):
    """Return all cells of a block's tables."""
    inside = (*block.left, *block.right) if isinstance(block, Beside) else (block,)
    return [cell for one in inside if isinstance(one, Grid) for row in one.rows for cell in row]


def test_a_pack_without_projects_draws_no_empty_chart():
    pack = compose(review.Review())
    assert not [b for b in page(pack, "Portfolio").blocks if isinstance(b, Beside) and isinstance(b.left[0], Chart)]
    assert page(pack, "Portfolio").lead == "No file was handed in."


def test_the_clock_of_a_pack_is_the_status_date():
    assert compose(made(1)).clock.isoformat() == "2026-06-30T23:59:00"
    assert compose(review.Review()).clock.year == 1980


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (of_file(at("2023-10-06T00:00")), "5 Oct 2023"),
        (of_file(at("2023-10-06T08:00")), "6 Oct 2023"),
        (given("2023-10-05"), "5 Oct 2023"),
        (given("2023-10-06T00:00"), "5 Oct 2023"),
    ],
)
def test_a_status_date_is_the_last_day_that_counts_on_every_page(status, said: str):
    one = made(1)
    pack = compose(replace(one, status_date=status, projects=(replace(one.projects[0], status_date=status),)))
    assert texts(grid(pack, "Status", Medium.SLIDES))[0][4] == said
    assert texts(grid(pack, "Confidence", Medium.SLIDES))[0][6] == said
    assert f" status date {said} " in page(pack, "P0").lead
    assert pack.subtitle == f"Status {said}"


def test_curves_add_up_and_hold_their_last_value():
    first = Curve((10, 20), (1.0, 2.0), (1.0, None), (3.0, None))
    second = Curve((20, 30), (5.0, 6.0), (5.0, None), (5.0, None))
    added = sum_curves([first, second])
    assert added == Curve((10, 20, 30), (1.0, 7.0, 8.0), (1.0, 6.0, None), (3.0, 8.0, None))


def test_a_chart_of_the_portfolio_is_in_its_largest_currency():
    chart = next(block for block in page(compose(made(3)), "Money").blocks if isinstance(block, Chart))
    assert chart.unit == "EUR"
    assert [series.label for series in chart.series] == ["Planned", "Earned", "Spent"]
    assert chart.series[1].values[-1] is None


@pytest.mark.parametrize("size", [0, 1, 9])
def test_packs_of_any_size_open_and_hold_every_project(size):
    made_of = made(size)
    files = review.pack_bytes(made_of)
    assert set(files) == {"board-pack.pptx", "board-pack.pdf", "board-pack.xlsx"}
    deck = Presentation(io.BytesIO(files["board-pack.pptx"]))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(project.name in titles for project in told_apart(made_of).projects)
    book = openpyxl.load_workbook(io.BytesIO(files["board-pack.xlsx"]))
    ids = [row[0] for row in book["Measures"].iter_rows(min_row=5, values_only=True) if row[0] and row[1]]
    assert [found for found in ids if str(found).startswith("P")] == [project.id for project in made_of.projects]
    paper = pypdf.PdfReader(io.BytesIO(files["board-pack.pdf"]))
    assert len(paper.pages) >= 8 + size


def test_names_that_look_like_formulas_stay_texts():
    book = openpyxl.load_workbook(io.BytesIO(review.pack_bytes(made(9))["board-pack.xlsx"]))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n", "d"}


def test_writing_a_pack_leaves_only_whole_files(tmp_path):
    written = review.write_pack(review.pack_bytes(made(1)), tmp_path / "deep" / "folder")
    assert sorted(path.name for path in (tmp_path / "deep" / "folder").iterdir()) == sorted(p.name for p in written)
    assert {path.suffix for path in written} == {".pptx", ".pdf", ".xlsx"}
