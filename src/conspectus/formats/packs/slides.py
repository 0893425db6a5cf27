"""A pack as slides: native tables, text and charts, flowed over as many slides as they need."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from conspectus.formats.packs.clock import stopped
from conspectus.formats.packs.look import COLOURS, INK, RULE, SOFT
from conspectus.formats.packs.page import Beside, Chart, Cover, Figures, Grid, Leaf, Medium, Notes, Pack, Page
from conspectus.formats.packs.slide_charts import place_chart
from conspectus.formats.packs.slide_parts import (
    EMU,
    HEADING,
    Box,
    Line,
    column_widths,
    head_height,
    place_band,
    place_logo,
    place_rule,
    place_table,
    place_text,
    row_height,
)
from conspectus.formats.packs.words import lines, titled, visible, width

WIDE, HIGH = 960.0, 540.0
MARGIN, BOTTOM = 40.0, 506.0
ROOM = WIDE - 2 * MARGIN
CAPTION, TEXT, GAP = 11.0, 11.0, 12.0
CHART_HIGH, LEAST_CHART = 190.0, 100.0
SAID = 14.0  # a line that says what is left out


@dataclass
class _Cursor:
    """Where on which slide the next block goes."""

    deck: Any
    pack: Pack
    page: Page
    slide: Any = None
    y: float = 0.0
    part: int = 0

    def turn(self) -> None:
        """Begin the next slide of the page."""
        self.part += 1
        self.slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        title = titled(self.page.title) + (f" ({self.part})" if self.part > 1 else "")
        self.slide.shapes.title.text_frame.text = title
        size = _title_size(title)
        from pptx.util import Pt

        self.slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
        self.y = 34 + lines(title, ROOM, size) * size * 1.2
        if self.page.lead and self.part == 1:
            tall = lines(visible(self.page.lead), ROOM, 12) * 14.6
            place_text(self.slide, "Lead", [Line(self.page.lead, 12, SOFT)], Box(MARGIN, self.y, ROOM, tall))
            self.y += tall
        self.y += 8
        _footer(self.slide, self.pack, len(self.deck.slides))


def write_slides(pack: Pack) -> bytes:
    """Return the pack as PPTX bytes, the same for the same pack."""
    deck = _new_deck(pack)
    if pack.cover is not None:
        _cover(deck, pack, pack.cover)
    for page, blocks in pack.on(Medium.SLIDES):
        cursor = _Cursor(deck, pack, page)
        cursor.turn()
        for block in blocks:
            _flow(cursor, block)
    out = io.BytesIO()
    deck.save(out)
    return stopped(out.getvalue(), pack.clock)


def _cover(deck: Any, pack: Pack, cover: Cover) -> None:
    """Place the title page: a band, the logo, the title, lines under it, notices at the foot."""
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    place_band(slide, Box(0, 0, 18, HIGH))
    y, brand = 84.0, pack.brand
    if brand.logo:
        place_logo(slide, brand, Box(MARGIN + 20, y, 240, 72))
    y += 96
    if brand.organisation:
        place_text(slide, "Organisation", [Line(brand.organisation, 16, SOFT)], Box(MARGIN + 20, y, ROOM - 20, 20))
        y += 24
    size = next((size for size in (36, 28, 22) if lines(cover.title, ROOM - 20, size) <= 2), 18)
    tall = lines(cover.title, ROOM - 20, size) * size * 1.2
    _title(slide, cover.title, size, Box(MARGIN + 20, y, ROOM - 20, tall))
    y += tall + 10
    for words in cover.lines:
        place_text(slide, "Line", [Line(words, 15, SOFT)], Box(MARGIN + 20, y, ROOM - 20, 19))
        y += 22
    y += 14
    for words in cover.notices:
        tall = lines(visible(words), ROOM - 20, 12) * 15
        place_text(slide, "Notice", [Line(words, 12, INK, bold=True)], Box(MARGIN + 20, y, ROOM - 20, tall))
        y += tall + 4


def _title(slide: Any, words: str, size: float, box: Box) -> None:
    from pptx.util import Pt

    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (round(v * EMU) for v in (box.x, box.y, box.wide, box.high))
    title.text_frame.text = titled(words)
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)


def _new_deck(pack: Pack) -> Any:
    from pptx import Presentation

    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = round(WIDE * EMU), round(HIGH * EMU)
    layouts = deck.slide_layouts
    keep = layouts[5]  # title only
    for layout in [item for item in layouts if item is not keep and item.name != keep.name]:
        layouts.remove(layout)
    theme = next(r.target_part for r in deck.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    theme._blob = theme.blob.replace(b'typeface="Calibri"', b'typeface="Arial"')
    for name, colour in (("accent1", pack.brand.accent), ("accent2", pack.brand.second)):
        pattern = rb'(<a:%s><a:srgbClr val=")[0-9A-F]{6}' % name.encode()
        theme._blob = re.sub(pattern, rb"\g<1>" + colour.encode(), theme.blob)
    for holder in [*deck.slide_master.placeholders, *keep.placeholders]:
        _style_placeholder(holder)
    properties = deck.core_properties
    properties.title, properties.subject = visible(pack.title), visible(pack.subtitle)
    properties.author = properties.last_modified_by = "Conspectus"
    properties.language, properties.revision = "en-GB", 1
    properties.created = properties.modified = pack.clock
    return deck


def _style_placeholder(holder: Any) -> None:
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    kind = holder.placeholder_format.type
    if kind == PP_PLACEHOLDER.TITLE:
        box = (MARGIN, 26, ROOM, 34)
        frame = holder.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        _title_look(holder)
    elif kind in {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
        holder._element.getparent().remove(holder._element)
        return
    else:
        box = (MARGIN, 90, ROOM, 400)
    holder.left, holder.top, holder.width, holder.height = (round(v * EMU) for v in box)


def _title_look(holder: Any) -> None:
    """Set the title's look on the layout itself: left, bold, calm, no capitals, no shrinking."""
    from pptx.oxml import parse_xml

    style = holder._element.txBody.find("{http://schemas.openxmlformats.org/drawingml/2006/main}lstStyle")
    for child in list(style):
        style.remove(child)
    style.append(parse_xml(
        '<a:lvl1pPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" algn="l">'
        f'<a:defRPr sz="2400" b="1"><a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    ))  # fmt: skip


def _title_size(title: str) -> float:
    return next((size for size in (24, 20, 17, 14) if lines(title, ROOM, size) <= 2), 12)


def _footer(slide: Any, pack: Pack, number: int) -> None:
    place_rule(slide, Box(MARGIN, 514, ROOM, 0), RULE)
    place_text(slide, "Footer", [Line(f"{pack.title} · {pack.subtitle}", 8, SOFT)], Box(MARGIN, 518, ROOM - 110, 12))
    room = place_logo(slide, pack.brand, Box(WIDE - MARGIN - 60, 517, 60, 14)) + 10 if pack.brand.logo else 0
    place_text(slide, "Slide number", [Line(f"{number}", 8, SOFT)], Box(WIDE - MARGIN - 30 - room, 518, 30, 12))


def _flow(cursor: _Cursor, block: Leaf | Beside) -> None:
    if isinstance(block, Beside):
        left = ROOM * block.share - GAP
        ends = [
            _stack(cursor, block.left, MARGIN, left),
            _stack(cursor, block.right, MARGIN + left + 2 * GAP, ROOM - left - 2 * GAP),
        ]
        cursor.y = max(ends) + GAP
    elif isinstance(block, Grid):
        _flow_grid(cursor, block)
    else:
        if cursor.y + _height(block, ROOM) > BOTTOM:
            cursor.turn()
        cursor.y = _place(cursor.slide, block, MARGIN, cursor.y, ROOM) + GAP


def _stack(cursor: _Cursor, blocks: tuple[Leaf, ...], x: float, wide: float) -> float:
    """Place blocks below one another in a column of one slide; what does not fit is said to be left out."""
    y = cursor.y
    shown = [block for block in blocks if Medium.SLIDES in block.media]
    for place, block in enumerate(shown, start=1):
        if isinstance(block, Grid):
            later = sum(isinstance(other, Grid) for other in shown[place:])
            y = _grid_in_column(cursor.slide, block, Box(x, y, wide, BOTTOM - y - later * (SAID + GAP))) + GAP
        elif isinstance(block, Chart) and y + LEAST_CHART + CAPTION * 1.6 <= BOTTOM:
            y = _chart(cursor.slide, block, x, y, wide) + GAP
        elif y + _height(block, wide) <= BOTTOM + 2:
            y = _place(cursor.slide, block, x, y, wide) + GAP
    return y


def _flow_grid(cursor: _Cursor, grid: Grid) -> None:
    widths = column_widths(grid.columns, ROOM)
    waiting = list(grid.rows)
    if not waiting:
        cursor.y = _empty(cursor.slide, grid, MARGIN, cursor.y, ROOM) + GAP
        return
    least = CAPTION * 1.6 + head_height(grid, widths) + row_height(waiting[0], widths)
    if cursor.y + least > BOTTOM:
        cursor.turn()
    first = True
    while waiting:
        y = _caption(cursor.slide, grid.caption if first else "", MARGIN, cursor.y, ROOM)
        count, end = _fitting(waiting, widths, y + head_height(grid, widths))
        rows, waiting = waiting[: max(count, 1)], waiting[max(count, 1) :]
        totals = grid.total_rows if not waiting else 0
        place_table(cursor.slide, grid, rows, Box(MARGIN, y, ROOM, end - y), totals)
        cursor.y, first = end + GAP, False
        if waiting:
            cursor.turn()


def _grid_in_column(slide: Any, grid: Grid, box: Box) -> float:
    """Place what fits of a table into a box, say how many rows do not, and return where it ends."""
    top = box.y + (CAPTION * 1.6 if grid.caption else 0)
    bottom = box.y + box.high
    if not grid.rows and top + SAID <= bottom:
        return _empty(slide, grid, box.x, box.y, box.wide)
    widths = column_widths(grid.columns, box.wide)
    start = top + head_height(grid, widths)
    count, end = _fitting(grid.rows, widths, start, bottom)
    if count < len(grid.rows):
        count, end = _fitting(grid.rows, widths, start, bottom - SAID)
    if not count:
        words = f"{grid.caption}: {f'{len(grid.rows)} in the workbook.' if grid.rows else grid.empty}"
        place_text(slide, "More", [Line(words, 9, SOFT)], Box(box.x, box.y, box.wide, 12))
        return box.y + SAID
    _caption(slide, grid.caption, box.x, box.y, box.wide)
    totals = grid.total_rows if count == len(grid.rows) else 0
    place_table(slide, grid, grid.rows[:count], Box(box.x, top, box.wide, end - top), totals)
    left_out = len(grid.rows) - count
    if left_out:
        words = f"{left_out} more in the workbook."
        place_text(slide, "More", [Line(words, 9, SOFT)], Box(box.x, end + 2, box.wide, 12))
        end += SAID
    return end


def _fitting(rows: Any, widths: Any, y: float, bottom: float = BOTTOM) -> tuple[int, float]:
    """Return how many rows fit between ``y`` and ``bottom`` and where they end."""
    for count, cells in enumerate(rows):
        high = row_height(cells, widths)
        if y + high > bottom:
            return count, y
        y += high
    return len(rows), y


def _height(block: Leaf, wide: float) -> float:
    if isinstance(block, Figures):
        return 52.0
    if isinstance(block, Chart):
        return CHART_HIGH + CAPTION * 1.6
    if isinstance(block, Notes):
        return sum(lines(visible(t), wide, TEXT) * TEXT * 1.25 + 3 for t in block.items) + (18 if block.heading else 0)
    return 0.0


def _place(slide: Any, block: Leaf, x: float, y: float, wide: float) -> float:
    if isinstance(block, Figures):
        return _figures(slide, block, x, y, wide)
    if isinstance(block, Chart):
        return _chart(slide, block, x, y, wide)
    if isinstance(block, Notes):
        y = _caption(slide, block.heading, x, y, wide)
        for text in block.items:
            high = lines(visible(text), wide, TEXT) * TEXT * 1.25
            place_text(slide, "Note", [Line(text, TEXT)], Box(x, y, wide, high))
            y += high + 3
    return y


def _chart(slide: Any, block: Chart, x: float, y: float, wide: float) -> float:
    y = _caption(slide, block.caption, x, y, wide)
    high = min(CHART_HIGH, BOTTOM - y)
    place_chart(slide, block, Box(x, y, wide, high))
    return y + high


def _figures(slide: Any, block: Figures, x: float, y: float, wide: float) -> float:
    step = wide / max(len(block.items), 1)
    longest = max((visible(item.text) for item in block.items), key=width, default="")
    big = next((s for s in (20, 17, 15, 13, 11) if lines(longest, step - 8, s * 1.06) == 1), 9)
    for position, item in enumerate(block.items):
        paragraphs = [Line(item.label, 9, SOFT), Line(item.text, big, COLOURS[item.tone], bold=True)]
        if item.note:
            paragraphs.append(Line(item.note, 8, SOFT))
        place_text(slide, item.label, paragraphs, Box(x + position * step, y, step - 8, 50))
    return y + 52


def _caption(slide: Any, words: str, x: float, y: float, wide: float) -> float:
    if not words:
        return y
    place_text(slide, words, [Line(words, CAPTION, HEADING, bold=True)], Box(x, y, wide, CAPTION * 1.4))
    return y + CAPTION * 1.6


def _empty(slide: Any, grid: Grid, x: float, y: float, wide: float) -> float:
    y = _caption(slide, grid.caption, x, y, wide)
    place_text(slide, "Empty", [Line(grid.empty, TEXT, SOFT)], Box(x, y, wide, 16))
    return y + 16
