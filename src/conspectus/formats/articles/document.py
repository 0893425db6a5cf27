"""An article as DOCX, to be filled in with a word processor."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from conspectus.formats.articles.markdown import tokens_of
from conspectus.formats.packs.clock import stopped

_STYLES = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}
_UNSAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_document(title: str, text: str, *, clock: datetime) -> bytes:
    """Return a Markdown text as DOCX bytes, the same for the same text and clock."""
    import docx  # loaded with the first document that is asked for

    book = docx.Document()
    book.core_properties.title, book.core_properties.author = title[:255], "Conspectus"
    book.core_properties.created = book.core_properties.modified = clock.replace(tzinfo=None)
    book.add_heading(_said(title), level=0)
    _Writer(book).write(tokens_of(text))
    out = io.BytesIO()
    book.save(out)
    return stopped(out.getvalue(), clock)


class _Writer:
    """Walks through the parts of a text and writes each."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.lists: list[str] = []
        self.style = ""  # of the next paragraph
        self.level = 0
        self.rows: list[list[Any]] = []
        self.quoted = 0

    def write(self, parts: list[Any]) -> None:
        """Write all parts in order."""
        for token in parts:
            kind = token.type
            if kind in _STYLES:
                self.lists.append(_STYLES[kind])
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self.lists.pop()
            elif kind.startswith("blockquote"):
                self.quoted += token.nesting
            elif kind == "heading_open":
                self.level = int(token.tag[1])
            elif kind == "heading_close":
                self.level = 0
            elif kind == "tr_open":
                self.rows.append([])
            elif kind == "table_close":
                self._table()
            elif kind in ("fence", "code_block"):
                self.book.add_paragraph(_said(token.content.rstrip("\n")))
            elif kind == "inline":
                self._inline(token)

    def _inline(self, token: Any) -> None:
        if self.rows:
            self.rows[-1].append(token)
            return
        if self.level:
            _runs(self.book.add_heading("", level=min(self.level, 6)), token)
            return
        style = "Quote" if self.quoted else self.lists[-1] if self.lists else None
        _runs(self.book.add_paragraph(style=style), token)

    def _table(self) -> None:
        """Write a table, its first row in bold and repeated on each page."""
        rows, self.rows = self.rows, []
        table = self.book.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
        for at, row in enumerate(rows):
            cells = table.rows[at].cells
            for cell, token in zip(cells, row, strict=False):
                _runs(cell.paragraphs[0], token, bold=at == 0)
        self.book.add_paragraph()


def _runs(paragraph: Any, token: Any, *, bold: bool = False) -> None:
    """Write a line with what is strong and what is emphasised in it."""
    strong, emphasised = 0, 0
    for child in token.children or ():
        strong += child.nesting if child.type.startswith("strong") else 0
        emphasised += child.nesting if child.type.startswith("em_") else 0
        said = " " if child.type == "softbreak" else "\n" if child.type == "hardbreak" else child.content
        if said:
            run = paragraph.add_run(_said(said))
            run.bold, run.italic = bold or strong > 0, emphasised > 0


def _said(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _UNSAID.sub("", text)
