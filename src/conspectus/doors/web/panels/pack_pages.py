"""Pages of a pack on a screen: the same blocks that become slides, paper and sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from conspectus.formats.packs.page import Beside, Block, Cell, Chart, Figures, Grid, Medium, Page, Tone

from .charts import Drawn, draw_chart
from .pack_words import reworded

_TONES = {Tone.MUTED: "muted", Tone.STRONG: "strong", Tone.GREEN: "green", Tone.AMBER: "amber", Tone.RED: "red"}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a table: its text in tones, and the page it leads to."""

    parts: tuple[tuple[str, str], ...]
    tone: str
    figure: bool
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A block by the name of its kind, with what its template needs."""

    kind: str
    block: Block
    rows: tuple[tuple[ShownCell, ...], ...] = ()
    totals: tuple[tuple[ShownCell, ...], ...] = ()
    drawn: Drawn | None = None
    left: tuple[Shown, ...] = ()
    right: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page with its blocks."""

    page: Page
    blocks: tuple[Shown, ...]


def shown(pages: Iterable[Page]) -> tuple[ShownPage, ...]:
    """Return pages as a screen shows them: what paper holds, in the same order."""
    found = ((page, page.on(Medium.PRINT)) for page in map(reworded, pages))
    return tuple(ShownPage(page, tuple(map(_block, blocks))) for page, blocks in found if blocks)


def _block(block: Block) -> Shown:
    if isinstance(block, Beside):
        return Shown("beside", block, left=tuple(map(_block, block.left)), right=tuple(map(_block, block.right)))
    if isinstance(block, Grid):
        rows = tuple(
            tuple(_cell(cell, figure=column.figures) for cell, column in zip(row, block.columns, strict=True))
            for row in block.rows
        )
        cut = len(rows) - block.total_rows
        return Shown("grid", block, rows=rows[:cut], totals=rows[cut:])
    if isinstance(block, Chart):
        return Shown("chart", block, drawn=draw_chart(block))
    return Shown("figures" if isinstance(block, Figures) else "notes", block)


def _cell(cell: Cell, *, figure: bool) -> ShownCell:
    parts = tuple((text, _TONES.get(tone, "")) for text, tone in cell.parts) or ((cell.text, ""),)
    return ShownCell(parts, _TONES.get(cell.tone, ""), figure, _where(cell.opens))


def _where(opens: str) -> str:
    kind, _, ident = opens.partition(":")
    return reverse(kind, args=[ident]) if ident else ""
