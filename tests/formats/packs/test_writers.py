"""Packs as slides, paper and workbook: native, complete, safe, and the same bytes again."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pypdf
import pytest
import time_machine
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from tests.formats.packs.made import FINISH, HURTING, grid, pack
from tests.packed import png

from conspectus.formats.packs import KINDS, write
from conspectus.formats.packs.look import COLOURS
from conspectus.formats.packs.page import IN_SHEETS, Beside, Brand, Cell, Column, Cover, Grid, Pack, Page, Tone
from conspectus.formats.packs.words import visible


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return write(pack())


def slides(data: bytes):
    return Presentation(io.BytesIO(data))


def tables(deck) -> list:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_pack_gives_the_same_bytes_at_another_time(made, kind):
    with time_machine.travel(datetime(2031, 1, 2, 3, 4, 5), tick=False):
        assert write(pack(), (kind,))[kind] == made[kind]


@pytest.mark.parametrize("kind", ["pptx", "xlsx"])
def test_office_files_tell_the_status_date_and_never_the_clock(made, kind):
    with zipfile.ZipFile(io.BytesIO(made[kind])) as file:
        assert {entry.date_time for entry in file.infolist()} == {(2026, 6, 30, 23, 59, 0)}
        assert b"2026-06-30T23:59:00Z" in file.read("docProps/core.xml")


def test_another_kind_is_refused_in_words():
    with pytest.raises(ValueError, match="written as pptx, pdf, xlsx, not as odt"):
        write(pack(), ("odt",))


def test_slides_are_native_tables_text_and_charts_without_pictures(made):
    deck = slides(made["pptx"])
    kinds = {shape.shape_type for slide in deck.slides for shape in slide.shapes}
    assert {MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.TEXT_BOX} <= kinds
    assert MSO_SHAPE_TYPE.PICTURE not in kinds


def test_every_slide_has_a_title_and_nothing_leaves_the_slide(made):
    deck = slides(made["pptx"])
    assert [slide for slide in deck.slides if not slide.shapes.title.text_frame.text] == []
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width + 1
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_table:
                assert shape.top + sum(r.height for r in shape.table.rows) <= deck.slide_height


def test_long_tables_go_on_over_slides_and_lose_no_row():
    names = tuple(f"Row {number}" for number in range(150))
    deck = slides(write(pack(Page("Long", "Long", (grid(names),))), ("pptx",))["pptx"])
    found = [row.cells[0].text for table in tables(deck) for row in list(table.rows)[1:]]
    assert found == list(names)
    assert len(deck.slides) > 3
    assert deck.slides[1].shapes.title.text_frame.text == "Long (2)"


@pytest.mark.parametrize("rows", range(14))
def test_tables_below_one_another_stay_above_the_footer_and_none_is_left_out_in_silence(rows):
    names = tuple(f"Row {number}" for number in range(rows))
    stack = (
        grid(names, "Milestones"),
        grid(names, "Checks"),
        replace(grid((), "Findings"), empty="Nothing was noticed."),
    )
    slide = slides(write(pack(Page("P", "P", (Beside((), stack, 0.5),))), ("pptx",))["pptx"]).slides[0]
    (footer,) = (shape for shape in slide.shapes if shape.name == "Footer")
    others = [shape for shape in slide.shapes if shape.name not in {"Footer", "Slide number"} and shape.height]
    assert all(shape.top + shape.height <= footer.top for shape in others)
    words = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert all(caption in words for caption in ("Milestones", "Checks", "Findings"))


def test_texts_that_run_from_the_right_are_marked_so(made):
    table = tables(slides(made["pptx"]))[0]
    cells = {row.cells[0].text: row.cells[0] for row in table.rows}
    arabic, latin = cells["مشروع بناء المطار الجديد"], cells["=1+1"]
    assert arabic.text_frame.paragraphs[0]._p.pPr.get("rtl") == "1"
    assert latin.text_frame.paragraphs[0]._p.pPr.get("rtl") is None


def test_charts_keep_gaps_as_gaps_and_carry_words(made):
    shapes = [s for slide in slides(made["pptx"]).slides for s in slide.shapes if s.has_chart]
    curve = next(s for s in shapes if s.name == "Money over time")
    assert tuple(curve.chart.plots[0].series[1].values)[5:7] == (4500.0, None)
    assert curve._element.nvGraphicFramePr.cNvPr.get("descr") == "Planned ends at 11,000 EUR."


def test_paper_is_tagged_titled_and_holds_every_script(made):
    reader = pypdf.PdfReader(io.BytesIO(made["pdf"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_object().get_data()
    assert b"pdfuaid:part" in metadata
    assert reader.metadata.title == "Portfolio review"
    text = "".join(page.extract_text() for page in reader.pages)
    assert "한국어 프로젝트" in text
    assert "=1+1" in text
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    assert any("Arabic" in name for name in fonts)
    assert any("Hebrew" in name for name in fonts)


def _fonts(page) -> list:
    return [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]


def test_paper_names_no_machine_and_no_folder(made):
    assert b"/home" not in made["pdf"]
    assert b"site-packages" not in made["pdf"]


def test_workbook_keeps_texts_as_texts(made):
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert [cell for cell in cells if cell.hyperlink] == []
    texts = {cell.value for cell in cells}
    assert {visible(name) for name in HURTING} <= texts


def test_workbook_keeps_figures_and_dates_as_such(made):
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["Only sheets"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "=1+1")
    assert row[2:4] == (FINISH, 1234.56)
    assert sheet.freeze_panes == "B6"
    assert sheet.auto_filter.ref == f"A5:E{5 + len(HURTING)}"


def test_the_longest_table_of_a_sheet_has_filters_and_only_headings_near_the_top_stay_in_sight():
    short = Grid("", (Column("A"),), ((Cell("1"),),), media=IN_SHEETS)
    long = replace(short, rows=((Cell("1"),), (Cell("2"),), (Cell("3"),)))
    both = pack(Page("Both", "Both", (short, long)), Page("One", "One", (long,)))
    book = openpyxl.load_workbook(io.BytesIO(write(both, ("xlsx",))["xlsx"]))
    assert (book["One"].freeze_panes, book["One"].auto_filter.ref) == ("B5", "A4:A7")
    assert (book["Both"].freeze_panes, book["Both"].auto_filter.ref) == (None, "A7:A10")
    assert (book["One"].print_title_rows, book["Both"].print_title_rows) == ("$4:$4", "$7:$7")


def test_a_table_too_wide_for_one_page_is_printed_over_several_each_with_its_first_column():
    narrow = Grid("", (Column("Task"),), ((Cell("Dig"),),), media=IN_SHEETS)
    wide = replace(narrow, columns=(Column("Task"),) * 60, rows=((Cell("Dig"),) * 60,))
    book = openpyxl.load_workbook(
        io.BytesIO(write(pack(Page("N", "N", (narrow,)), Page("W", "W", (wide,))), ("xlsx",))["xlsx"])
    )
    assert (book["N"].page_setup.fitToWidth or 1, book["N"].print_title_cols) == (1, None)
    assert (book["W"].page_setup.fitToWidth, book["W"].print_title_cols) == (2, "$A:$A")


def test_workbook_has_a_native_chart(made):
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as file:
        assert [name for name in file.namelist() if name.startswith("xl/charts/chart")]


def test_sheet_names_never_clash_or_break():
    pages = tuple(Page(key, key, (grid(("a",)),)) for key in ("a/b", "A:B", "x" * 40, "x" * 41, "''", "[]"))
    book = openpyxl.load_workbook(io.BytesIO(write(pack(*pages), ("xlsx",))["xlsx"]))
    assert len(book.sheetnames) == len({name.casefold() for name in book.sheetnames}) == 6
    assert max(map(len, book.sheetnames)) <= 31


def test_a_pack_of_nothing_is_still_a_valid_file():
    bare = Grid("Empty", (Column("A"),), (), "Nothing was read.")
    empty = Pack("T", "S", datetime(1980, 1, 1), (Page("Empty", "Empty", (bare,)),))
    made = write(empty)
    assert len(slides(made["pptx"]).slides) == 1
    assert "Nothing was read." in pypdf.PdfReader(io.BytesIO(made["pdf"])).pages[0].extract_text()
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"])).active
    assert "Nothing was read." in [cell.value for row in sheet.iter_rows() for cell in row]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["𓀀 hieroglyph", "བོད་ཡིག", "ᚠᚢᚦ ܫܠܡܐ ᐊ", "", "   ", "#h *b* $x$ @r <l> \\ `c`", "a" + "\u0301" * 300]
)
def test_no_name_breaks_a_writer(kind, name):
    page = Page("Sheet", name, (grid((name,)),))
    assert write(pack(page), (kind,))[kind]


def test_unknown_letters_are_shown_as_marks(monkeypatch):
    from conspectus.formats.packs import paper

    monkeypatch.setattr(paper, "_SCRIPTS", 0)
    text = pypdf.PdfReader(io.BytesIO(paper.write_paper(pack(Page("P", "𓀀", (grid(("𓀀",)),)))))).pages[0].extract_text()
    assert "[U+13000]" in text


def test_a_brand_is_on_the_title_page_and_in_the_colours_of_every_writer():
    logo = png(40, 20)
    brand = Brand("Aldermere =1+1", logo, "5A2A82", "0B5D3B")
    cover = Cover("Growth", ("Board pack, May 2024", "Frozen"), ("Made without cost.",))
    first = write(replace(pack(), brand=brand, cover=cover))
    assert first == write(replace(pack(), brand=brand, cover=cover))
    deck = Presentation(io.BytesIO(first["pptx"]))
    slide = deck.slides[0]
    assert slide.shapes.title.text_frame.text == "Growth"
    pictures = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert [shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures] == ["Logo of Aldermere =1+1"]
    with zipfile.ZipFile(io.BytesIO(first["pptx"])) as opened:
        theme = opened.read("ppt/theme/theme1.xml")
        assert len([name for name in opened.namelist() if name.startswith("ppt/media/")]) == 1
    assert b'<a:accent1><a:srgbClr val="5A2A82"' in theme
    assert b'<a:accent2><a:srgbClr val="0B5D3B"' in theme
    page = pypdf.PdfReader(io.BytesIO(first["pdf"])).pages[0]
    assert "Made without cost." in page.extract_text()
    assert len(page.images) == 1
    sheet = openpyxl.load_workbook(io.BytesIO(first["xlsx"])).worksheets[0]
    assert sheet.title == "Title"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert len(sheet._images) == 1


def test_pieces_of_a_cell_keep_their_tones():
    piece = Cell("●▲", parts=(("●", Tone.GREEN), ("▲", Tone.AMBER)))
    table = Grid("Trend", (Column("Project"), Column("Trend")), ((Cell("One"), piece), (Cell("Two"), piece)))
    found = write(Pack("Strips", "", datetime(2024, 5, 1), (Page("Strips", "Strips", (table,)),)))
    cell = tables(Presentation(io.BytesIO(found["pptx"])))[0].rows[1].cells[1]
    colours = [str(run.font.color.rgb) for run in cell.text_frame.paragraphs[0].runs]
    assert colours == [COLOURS[Tone.GREEN], COLOURS[Tone.AMBER]]
    book = openpyxl.load_workbook(io.BytesIO(found["xlsx"]), rich_text=True)
    kept = next(cell for row in book["Strips"].iter_rows() for cell in row if str(cell.value) == "●▲")
    assert [part.font.color.rgb[2:] for part in kept.value] == colours
    assert "●▲" in pypdf.PdfReader(io.BytesIO(found["pdf"])).pages[0].extract_text()
