"""Small workbooks made in memory, plain and broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl


def workbook(rows: list[list[Any]], change: Callable[[Any], None] | None = None, title: str = "Plan") -> bytes:
    """Return an .xlsx with one sheet; ``change`` may spoil it before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, entries: dict[str, bytes]) -> bytes:
    """Return the workbook with entries of its archive added or replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename not in entries:
                new.writestr(item, old.read(item))
        for name, content in entries.items():
            new.writestr(name, content)
    return buffer.getvalue()
