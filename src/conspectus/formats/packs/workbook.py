"""A pack as a workbook: figures stay figures, dates stay dates, every text stays text."""

from __future__ import annotations

import io
from datetime import datetime
from math import ceil
from typing import Any

from conspectus.formats.packs.clock import stopped
from conspectus.formats.packs.look import COLOURS, SOFT, fill
from conspectus.formats.packs.page import Beside, Cell, Chart, Cover, Form, Grid, Leaf, Medium, Pack, Page, Tone
from conspectus.formats.packs.words import lines, logo_words, visible, width

_FORMATS = {
    Form.NUMBER: "#,##0.0",
    Form.RATIO: "0.00",
    Form.MONEY: "#,##0.00",
    Form.PERCENT: "0%",
    Form.DATE: "d mmm yyyy",
    Form.INTEGER: "#,##0",
}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST = 32767  # letters a cell may hold
_CHART_ROWS = 17
_HEAD = 5  # the last row from which a heading stays in sight
_PAGE = 300.0  # letters side by side that can still be read on one printed page


class _Book:
    """The workbook being written, and its formats by look."""

    def __init__(self, clock: datetime, accent: str) -> None:
        import xlsxwriter

        self.out = io.BytesIO()
        # Texts are written by write_string alone; these options close the remaining ways to a live formula or link.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.file: Any = xlsxwriter.Workbook(self.out, options)
        self.file.set_size(2400, 1600)
        self.formats: dict[tuple[Any, ...], Any] = {}
        self.names: set[str] = set()
        self.clock = clock
        self.accent = accent

    def format(self, **look: Any) -> Any:
        """Return the format of a look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format({"font_name": "Arial", "font_size": 10, "valign": "top", **look})
        return self.formats[key]

    def sheet(self, title: str) -> Any:
        """Add a sheet under a name that the workbook accepts and that is not taken."""
        base = visible(title).translate(_FORBIDDEN).strip(" '")[:31] or "Sheet"
        name, count = base, 1
        while name.casefold() in self.names:
            count += 1
            name = f"{base[:27]} {count}"
        self.names.add(name.casefold())
        return self.file.add_worksheet(name)


def write_workbook(pack: Pack) -> bytes:
    """Return the pack as XLSX bytes, the same for the same pack."""
    book = _Book(pack.clock, pack.brand.accent)
    book.file.set_properties({
        "title": visible(pack.title), "subject": visible(pack.subtitle), "author": "Conspectus", "created": pack.clock,
    })  # fmt: skip
    if pack.cover is not None:
        _cover(book, pack, pack.cover)
    for page, blocks in pack.on(Medium.SHEETS):
        leaves = [leaf for block in blocks for leaf in _leaves(block) if Medium.SHEETS in leaf.media]
        if leaves:
            _sheet(book, pack, page, leaves)
    book.file.close()
    return stopped(book.out.getvalue(), pack.clock)


def _cover(book: _Book, pack: Pack, cover: Cover) -> None:
    """Write the title page as the first sheet."""
    sheet = book.sheet("Title")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100)
    row = 0
    if pack.brand.logo:
        scale = min(240 / pack.brand.logo_size[0], 72 / pack.brand.logo_size[1])
        told = {"x_scale": scale, "y_scale": scale, "description": logo_words(pack.brand), "object_position": 2}
        sheet.insert_image(0, 0, "logo.png", {"image_data": io.BytesIO(pack.brand.logo), **told})
        row = 5
    _text(sheet, row, 0, pack.brand.organisation, book.format(font_size=12, font_color=f"#{SOFT}"))
    sheet.set_row(row + 1, 34)
    _text(sheet, row + 1, 0, cover.title, book.format(bold=True, font_size=24, font_color=f"#{book.accent}"))
    for place, words in enumerate(cover.lines, start=row + 2):
        _text(sheet, place, 0, words, book.format(font_size=12, font_color=f"#{SOFT}"))
    for place, words in enumerate(cover.notices, start=row + 3 + len(cover.lines)):
        _text(sheet, place, 0, words, book.format(bold=True, text_wrap=True))


def _leaves(block: Leaf | Beside) -> tuple[Leaf, ...]:
    return (*block.left, *block.right) if isinstance(block, Beside) else (block,)


def _sheet(book: _Book, pack: Pack, page: Page, leaves: list[Leaf]) -> None:
    sheet = book.sheet(page.key)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_footer("&L&8" + visible(f"{pack.title} · {pack.subtitle}").replace("&", "&&")[:200] + "&R&8&P / &N")
    sheet.set_row(0, 22)
    _text(sheet, 0, 0, page.title, book.format(bold=True, font_size=15))
    _text(sheet, 1, 0, page.lead or pack.subtitle, book.format(font_color=f"#{SOFT}"))
    row, grids = 3, [leaf for leaf in leaves if isinstance(leaf, Grid)]
    main = max(grids, key=lambda grid: len(grid.rows), default=None)
    for leaf in leaves:
        if isinstance(leaf, Grid):
            row = _grid(book, sheet, leaf, row, main=leaf is main) + 1
        elif isinstance(leaf, Chart):
            row = _chart(book, sheet, leaf, row) + 1
    _widths(sheet, grids)


def _grid(book: _Book, sheet: Any, grid: Grid, row: int, *, main: bool) -> int:
    if grid.caption:
        _text(sheet, row, 0, grid.caption, book.format(bold=True, font_color=f"#{book.accent}"))
        row += 1
    head = row
    widths = [_width(grid, place) for place in range(len(grid.columns))]
    tall = max(lines(visible(c.label), w * 5.6, 10) for c, w in zip(grid.columns, widths, strict=True))
    sheet.set_row(row, 13.5 * tall + 4)
    for place, column in enumerate(grid.columns):
        side: dict[str, Any] = {"align": "right" if column.figures else "left"}
        side["indent"] = 1 if place and not column.figures else 0
        look = book.format(bold=True, font_color=f"#{SOFT}", bottom=1, text_wrap=True, **side)
        _text(sheet, row, place, column.label, look)
    if main and grid.rows:
        if head <= _HEAD:  # what is frozen further down would leave no room to scroll
            sheet.freeze_panes(head + 1, 1)
        sheet.repeat_rows(head)
        sheet.autofilter(head, 0, head + len(grid.rows) - grid.total_rows, len(grid.columns) - 1)
    for position, cells in enumerate(grid.rows):
        row += 1
        # Not every program fits rows to wrapped text by itself.
        tall = max(lines(visible(c.text), w * 5.6, 10) for c, w in zip(cells, widths, strict=True))
        if tall > 1:
            sheet.set_row(row, 13.5 * tall + 2)
        total = position >= len(grid.rows) - grid.total_rows
        for place, cell in enumerate(cells):
            _cell(book, sheet, row, place, cell, figures=grid.columns[place].figures, total=total)
    if not grid.rows:
        row += 1
        _text(sheet, row, 0, grid.empty, book.format(italic=True, font_color=f"#{SOFT}"))
    return row + 1


def _cell(book: _Book, sheet: Any, row: int, place: int, cell: Cell, *, figures: bool, total: bool) -> None:
    look: dict[str, Any] = {"text_wrap": True}
    if cell.tone != Tone.PLAIN:
        look["font_color"] = f"#{COLOURS[cell.tone]}"
    if total or cell.tone == Tone.STRONG:
        look["bold"] = True
    look["align"] = "right" if figures else "left"
    look["indent"] = 1 if place and not figures else 0  # keeps words off the figures before them
    if len(cell.parts) > 1:
        pieces = [piece for words, tone in cell.parts for piece in (_ink(book, tone), visible(words))]
        sheet.write_rich_string(row, place, *pieces, book.format(**look))
        return
    if cell.value is None:
        _text(sheet, row, place, cell.text, book.format(**look))
        return
    look["num_format"] = _FORMATS.get(cell.form, "General")
    if isinstance(cell.value, datetime):
        sheet.write_datetime(row, place, cell.value, book.format(**look))
    else:
        sheet.write_number(row, place, cell.value, book.format(**look))


def _ink(book: _Book, tone: Tone) -> Any:
    return book.format(font_color=f"#{COLOURS[tone]}")


def _text(sheet: Any, row: int, place: int, words: str, look: Any) -> None:
    """Write a text as text, whatever it begins with; never a formula, a link or a number."""
    words = visible(words)
    if words:
        sheet.write_string(row, place, words[:_LONGEST], look)


def _chart(book: _Book, sheet: Any, chart: Chart, row: int) -> int:
    """Write the chart's figures as a table and draw a native chart from them."""
    _text(sheet, row, 0, chart.caption, book.format(bold=True, font_color=f"#{book.accent}"))
    head, first, last = row + 1, row + 2, row + 1 + len(chart.categories)
    bold = book.format(bold=True, font_color=f"#{SOFT}", bottom=1)
    number = book.format(num_format="#,##0.0##" if chart.kind == "line" else "#,##0", align="right")
    for place, series in enumerate(chart.series, start=1):
        _text(sheet, head, place, series.label, bold)
        for offset, value in enumerate(series.values):
            if value is not None:
                sheet.write_number(first + offset, place, value, number)
    for offset, label in enumerate(chart.categories):
        _text(sheet, first + offset, 0, label, book.format())
    kind = {"type": "line"} if chart.kind == "line" else {"type": "bar", "subtype": "stacked"}
    drawn = book.file.add_chart(kind)
    for place, series in enumerate(chart.series, start=1):
        colour = f"#{fill(series.tone, place - 1)}"
        line = {"color": colour, "width": 2, "dash_type": "dash" if series.dashed else "solid"}
        drawn.add_series({
            "name": [sheet.name, head, place],
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, place, last, place],
            **({"line": line} if chart.kind == "line" else {"fill": {"color": colour}}),
        })  # fmt: skip
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 760, "height": _CHART_ROWS * 20 - 10})
    drawn.set_y_axis({"major_gridlines": {"visible": chart.kind == "line", "line": {"color": "#D5DAE1"}},
                      "reverse": chart.kind != "line", "num_format": "#,##0"})  # fmt: skip
    drawn.show_blanks_as("gap")
    place = len(chart.series) + 2
    sheet.insert_chart(head, place, drawn, {"description": visible(chart.words), "object_position": 2})
    return max(last, head + _CHART_ROWS)


def _widths(sheet: Any, grids: list[Grid]) -> None:
    """Set the columns' widths; print what is too wide for one page side by side, each page with the first column."""
    widest = max((len(grid.columns) for grid in grids), default=0)
    across = 0.0
    for place in range(widest):
        wide = max(_width(grid, place) for grid in grids if place < len(grid.columns))
        sheet.set_column(place, place, wide)
        across += wide
    pages = max(ceil(across / _PAGE), 1)
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0)


def _width(grid: Grid, place: int) -> float:
    """Return the width a column needs, in letters; long texts wrap."""
    heading = min(14.0, width(grid.columns[place].label) * 2.1 + 2)
    return min(max([9.0, heading, *(width(visible(row[place].text)) * 1.9 + 2 for row in grid.rows[:400])]), 48.0)
