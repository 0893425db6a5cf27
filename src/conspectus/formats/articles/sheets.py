"""The tables of an article as XLSX, to be filled in with a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

from conspectus.formats.articles.markdown import tokens_of
from conspectus.formats.packs.clock import stopped

EMPTY = 40  # rows ruled below the head of each table
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
Table = tuple[str, list[list[str]]]  # heading above it, rows


def tables_of(title: str, text: str) -> Iterator[Table]:
    """Yield the tables of a text, each under the heading it stands below."""
    heading, level = title, False
    rows: list[list[str]] = []
    for token in tokens_of(text):
        if token.type in ("heading_open", "heading_close"):
            level = token.nesting == 1
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            said = "".join(child.content or " " for child in token.children or ()).strip()
            if level:
                heading = said
            elif rows:
                rows[-1].append(said)
        elif token.type == "table_close":
            yield heading, rows
            rows = []


def has_tables(text: str) -> bool:
    """Return whether there is anything to write into a workbook."""
    return any(token.type == "table_open" for token in tokens_of(text))


def to_workbook(title: str, text: str, *, clock: datetime) -> bytes:
    """Return the tables of a Markdown text as XLSX bytes, a sheet each with empty rows; every cell is text."""
    import xlsxwriter

    out, taken = io.BytesIO(), set[str]()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": title[:255], "author": "Conspectus", "created": clock.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top", "bg_color": "#E9E6DF"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for heading, rows in tables_of(title, text):
        sheet = book.add_worksheet(_name(heading, taken))
        for at, row in enumerate([*rows, *([""] * len(rows[0]) for _ in range(EMPTY))]):
            for column, said in enumerate(row):
                sheet.write_string(at, column, said, cell if at else head)
        for column, said in enumerate(rows[0]):
            sheet.set_column(column, column, min(max(len(said) + 4, 14), 44))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    book.close()
    return stopped(out.getvalue(), clock)


def _name(heading: str, taken: set[str]) -> str:
    base = heading.translate(_FORBIDDEN).strip(" '")[:31] or "Sheet"
    name, count = base, 1
    while name.casefold() in taken:
        count += 1
        name = f"{base[:27]} {count}"
    taken.add(name.casefold())
    return name
