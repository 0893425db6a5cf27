"""An article as tagged PDF, to be read and printed: its headings, sentences, lists and tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conspectus.formats.articles.markdown import tokens_of
from conspectus.formats.packs.page import Block, Brand, Cell, Column, Grid, Medium, Notes, Pack, Page
from conspectus.formats.packs.paper import write_paper

_PRINT = frozenset({Medium.PRINT})


def to_paper(title: str, text: str, *, subtitle: str, clock: datetime) -> bytes:
    """Return a Markdown text as PDF bytes, the same for the same text and clock."""
    blocks = _Blocks()
    blocks.read(tokens_of(text))
    page = Page(title, title, tuple(blocks.found), media=_PRINT)
    return write_paper(Pack(title, subtitle, clock.replace(tzinfo=None, second=0, microsecond=0), (page,), Brand()))


class _Blocks:
    """Walks through the parts of a text and gathers what stands under each heading."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.heading = ""
        self.lines: list[str] = []
        self.rows: list[list[str]] | None = None
        self.in_heading = False

    def read(self, parts: list[Any]) -> None:
        """Gather all parts in order."""
        for token in parts:
            if token.type == "heading_open":
                self._close()
                self.in_heading = True
            elif token.type == "heading_close":
                self.in_heading = False
            elif token.type == "table_open":
                self._close(keep=True)
                self.rows = []
            elif token.type == "tr_open" and self.rows is not None:
                self.rows.append([])
            elif token.type == "table_close":
                self._table()
            elif token.type == "inline":
                self._inline(_said(token))
        self._close()

    def _inline(self, words: str) -> None:
        if self.rows is not None:
            self.rows[-1].append(words)
        elif self.in_heading:
            self.heading = words
        elif words.strip():
            self.lines.append(words)

    def _close(self, *, keep: bool = False) -> None:
        """Put away the sentences read so far; a heading without any waits for its table where ``keep``."""
        if self.lines:
            self.found.append(Notes(tuple(self.lines), self.heading, media=_PRINT))
            self.lines, self.heading = [], ""
        if not keep and self.heading:
            self.found.append(Notes((), self.heading, media=_PRINT))
            self.heading = ""

    def _table(self) -> None:
        heads, *rows = self.rows or [[""]]
        widths = [1.0 + max((len(row[at]) for row in (heads, *rows)), default=0) ** 0.5 for at in range(len(heads))]
        columns = tuple(Column(head, width) for head, width in zip(heads, widths, strict=True))
        cells = tuple(tuple(Cell(one) for one in row) for row in rows)
        self.found.append(Grid(self.heading, columns, cells, media=_PRINT))
        self.heading, self.rows = "", None


def _said(token: Any) -> str:
    """Return a line without its marks."""
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(breaks.get(one.type, one.content) for one in token.children or ())
