"""What a column holds, told by what stands in it: colours, days, money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from conspectus.formats.masterlist.entries import Column
from conspectus.formats.masterlist.fields import plain
from conspectus.formats.masterlist.values import amount, bare_amount, colour, day, number, state, yes_no
from conspectus.formats.workbooks.cells import BadCell, Cell, Row
from conspectus.formats.workbooks.values import LOCALES, Locale

MOST, HALF, CLEAR, LOOKED = 0.8, 0.5, 0.9, 200


Readers = Mapping[str, Callable[[Cell], object]]


def fits(kind: str, cells: Sequence[Cell], sure: float, more: Readers = MappingProxyType({})) -> bool:
    """Return whether what stands below a heading is of its field's kind; texts always are.

    ``more`` reads kinds that master lists do not have.
    """
    if kind == "text":
        return True
    filled = [one for one in cells if one.text][:LOOKED]
    if not filled:
        return kind != "colour" or sure > CLEAR or any(one.fill for one in cells)
    return _share(kind, filled, more) >= HALF


def by_content(columns: Sequence[Column], body: Sequence[Row], told: Mapping[str, str]) -> tuple[Column, ...]:
    """Propose columns that no heading told: one of colours as the status, one with currency signs as the budget."""
    found = list(columns)
    for code in ("status", "budget"):
        if any(one.field == code for one in found) or (code == "budget" and any(one.field == "cost" for one in found)):
            continue
        for place, column in enumerate(found):
            cells = [row.cells[column.at] for row in body if column.at < len(row.cells)]
            filled = [one for one in cells if one.text][:LOOKED]
            if column.field or plain(column.heading) in told or not _is_surely(code, cells, filled):
                continue
            found[place] = replace(column, field=code, how="content")
            break
    return tuple(found)


def _is_surely(code: str, cells: Sequence[Cell], filled: Sequence[Cell]) -> bool:
    """Return whether nearly all cells are colours in more than one tone, or money with its currency."""
    if code == "status":
        if filled:
            return len({one.text.casefold() for one in filled}) > 1 and _share("colour", filled) >= MOST
        tones = {one.fill for one in cells if one.fill and _read(colour, replace(one, value=None))}
        return len(tones) > 1
    signed = [one for one in filled if bare_amount(one)[2] or "$" in one.text]
    return bool(filled) and len(signed) >= MOST * len(filled) and _share("money", filled) >= MOST


def _share(kind: str, cells: Sequence[Cell], more: Readers = MappingProxyType({})) -> float:
    readers: dict[str, Callable[[Cell], object]] = {
        **more,
        "colour": colour,
        "state": state,
        "day": lambda cell: day(cell, last=False, day_comes_first=True) or day(cell, last=False, day_comes_first=False),
        "money": _any_amount,
        "number": _any_number,
        "yes_no": yes_no,
    }
    good = sum(_read(readers[kind], one) is not None for one in cells)
    return good / len(cells)


def _read(reader: Callable[[Cell], object], cell: Cell) -> object:
    try:
        return reader(cell)
    except BadCell:
        return None


def _any_amount(cell: Cell) -> object:
    return next((found for one in LOCALES.values() if (found := _amount(cell, one)) is not None), None)


def _any_number(cell: Cell) -> object:
    return next((found for one in LOCALES.values() if (found := _read(partial(number, locale=one), cell))), None)


def _amount(cell: Cell, locale: Locale) -> object:
    return _read(lambda one: amount(one, locale, (1, "")), cell)
