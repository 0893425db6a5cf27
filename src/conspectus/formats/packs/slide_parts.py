"""Native slide parts written as DrawingML: tables and text boxes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from conspectus.formats.packs.look import COLOURS, INK, RULE, SOFT
from conspectus.formats.packs.page import Brand, Cell, Column, Grid, Tone
from conspectus.formats.packs.words import is_rtl, lines, logo_words, visible

EMU = 12700  # a point
CELL = 9.5  # points of table text
HEAD = 8.5
PAD_X, PAD_Y = 4.0, 2.6
_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
HEADING, BAND = "accent1", "accent2"  # colours of the deck's theme, which its reader may change
_BARE = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in "LR")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a text box."""

    text: str
    size: float
    colour: str = INK
    bold: bool = False


def column_widths(columns: Sequence[Column], room: float) -> tuple[float, ...]:
    """Share the room among the columns."""
    total = sum(column.width for column in columns)
    return tuple(room * column.width / total for column in columns)


def row_height(cells: Sequence[Cell], widths: Sequence[float], size: float = CELL) -> float:
    """Estimate the height of a row, wrapped cells included."""
    most = max(
        lines(visible(c.text), (w - 2 * PAD_X) / (1.06 if c.tone == Tone.STRONG else 1), size)
        for c, w in zip(cells, widths, strict=True)
    )
    return most * size * 1.22 + 2 * PAD_Y


def head_height(grid: Grid, widths: Sequence[float]) -> float:
    """Estimate the height of the heading row."""
    return row_height([Cell(column.label) for column in grid.columns], widths, HEAD)


def place_table(slide: Any, grid: Grid, rows: Sequence[Sequence[Cell]], box: Box, totals: int = 0) -> None:
    """Put a native table with a heading row on a slide."""
    widths = column_widths(grid.columns, box.wide)
    header = tuple(Cell(column.label, tone=Tone.MUTED) for column in grid.columns)
    body = [_row(header, grid.columns, head_height(grid, widths), HEAD, SOFT)]
    for position, cells in enumerate(rows):
        total = position >= len(rows) - totals
        body.append(_row(cells, grid.columns, row_height(cells, widths), CELL, RULE, bold=total))
    columns = "".join(f'<a:gridCol w="{_emu(w)}"/>' for w in widths)
    _frame(slide, grid.caption or "Table", box, f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>'
           + "".join(body) + "</a:tbl>")  # fmt: skip


def place_text(slide: Any, name: str, paragraphs: Sequence[Line], box: Box) -> None:
    """Put a native text box on a slide."""
    content = "".join(_paragraph(p.text, p.size, p.colour, p.bold, False) for p in paragraphs)
    _append(slide, (
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{_next_id(slide)}" name={quoteattr(visible(name))}/>'
        '<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm>{_place(box)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{content}</p:txBody></p:sp>"
    ))  # fmt: skip


def place_band(slide: Any, box: Box) -> None:
    """Draw a bar in the band's colour, behind all text."""
    _append(slide, (
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{_next_id(slide)}" name="Band"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm>{_place(box)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_ink(BAND)}'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    ))  # fmt: skip


def place_logo(slide: Any, brand: Brand, box: Box) -> float:
    """Put the logo into the box, as large as fits; return its width."""
    wide, high = brand.logo_size
    scale = min(box.wide / wide, box.high / high)
    place = (round(v * EMU) for v in (box.x, box.y, wide * scale, high * scale))
    picture = slide.shapes.add_picture(io.BytesIO(brand.logo), *place)
    picture._element.nvPicPr.cNvPr.set("descr", logo_words(brand))
    return wide * scale


def place_rule(slide: Any, box: Box, colour: str = RULE) -> None:
    """Draw a hairline."""
    _append(slide, (
        f'<p:cxnSp {_NAMES}><p:nvCxnSpPr><p:cNvPr id="{_next_id(slide)}" name="Rule"/><p:cNvCxnSpPr/><p:nvPr/>'
        f"</p:nvCxnSpPr><p:spPr><a:xfrm>{_place(box)}</a:xfrm>"
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525">{_ink(colour)}</a:ln></p:spPr></p:cxnSp>'
    ))  # fmt: skip


def _row(
    cells: Sequence[Cell], columns: Sequence[Column], high: float, size: float, rule: str, *, bold: bool = False
) -> str:
    content = "".join(_cell(c, k.figures, size, rule, bold) for c, k in zip(cells, columns, strict=True))
    return f'<a:tr h="{_emu(high)}">{content}</a:tr>'


def _cell(cell: Cell, figures: bool, size: float, rule: str, bold: bool) -> str:
    strong = bold or cell.tone == Tone.STRONG
    return (
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
        + _paragraph(cell.text, size, COLOURS[cell.tone], strong, figures, cell.parts)
        + f'</a:txBody><a:tcPr marL="{_emu(PAD_X)}" marR="{_emu(PAD_X)}" marT="{_emu(PAD_Y)}" marB="{_emu(PAD_Y)}">'
        + f'{_BARE}<a:lnT w="0"><a:noFill/></a:lnT><a:lnB w="6350">{_ink(rule)}</a:lnB><a:noFill/></a:tcPr></a:tc>'
    )


def _paragraph(
    text: str, size: float, colour: str, bold: bool, figures: bool, parts: tuple[tuple[str, Tone], ...] = ()
) -> str:
    text = visible(text)
    if is_rtl(text):
        side = ' algn="r" rtl="1"'
    else:
        side = ' algn="r"' if figures else ""
    look = f'lang="en-GB" sz="{round(size * 100)}" b="{int(bold)}" dirty="0"'
    if not text:
        return f"<a:p><a:pPr{side}/><a:endParaRPr {look}/></a:p>"
    pieces = [(visible(words), COLOURS[tone]) for words, tone in parts] or [(text, colour)]
    runs = "".join(f"<a:r><a:rPr {look}>{_ink(ink)}</a:rPr><a:t>{escape(words)}</a:t></a:r>" for words, ink in pieces)
    return f"<a:p><a:pPr{side}/>{runs}</a:p>"


def _frame(slide: Any, name: str, box: Box, content: str) -> None:
    _append(slide, (
        f'<p:graphicFrame {_NAMES}><p:nvGraphicFramePr>'
        f'<p:cNvPr id="{_next_id(slide)}" name={quoteattr(visible(name))} descr={quoteattr(visible(name))}/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'<p:xfrm>{_place(box)}</p:xfrm><a:graphic><a:graphicData uri="{_TABLE}">{content}</a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    ))  # fmt: skip


def _append(slide: Any, xml: str) -> None:
    from pptx.oxml import parse_xml

    slide.shapes._spTree.append(parse_xml(xml))


def _next_id(slide: Any) -> int:
    return len(slide.shapes._spTree) + 10


def _place(box: Box) -> str:
    return f'<a:off x="{_emu(box.x)}" y="{_emu(box.y)}"/><a:ext cx="{_emu(box.wide)}" cy="{_emu(box.high)}"/>'


def _ink(colour: str) -> str:
    kind = "schemeClr" if colour in (HEADING, BAND) else "srgbClr"
    return f'<a:solidFill><a:{kind} val="{colour}"/></a:solidFill>'


def _emu(points: float) -> int:
    return round(points * EMU)
