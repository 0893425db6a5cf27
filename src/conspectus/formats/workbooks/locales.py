"""Which way of writing amounts a table uses: told, the only one that fits the whole column, or a question."""

from __future__ import annotations

from collections.abc import Iterable

from conspectus.formats.workbooks.cells import BadCell, Cell, refuse
from conspectus.formats.workbooks.values import LOCALES, Locale, parse_amount


def choose_locale(cells: Iterable[Cell], told: str | None, place: str) -> Locale:
    """Return the locale for all amounts of a table; one that cannot be known is asked for.

    The whole column decides, never a single row: ``1,234`` alone may mean two things.
    """
    if told is not None:
        if told not in LOCALES:
            raise refuse("AMOUNT_LOCALE", place, f"'{told}' is not a way of writing amounts we know.", _choices())
        return LOCALES[told]
    texts = [c for c in cells if isinstance(c.value, str) and c.text]
    readings = {name: _read_all(texts, locale) for name, locale in LOCALES.items()}
    fit = {name: values for name, values in readings.items() if values is not None}
    if not fit:
        return LOCALES["en"]  # no one way fits: each amount that does not parse is named as such
    first = next(iter(fit))
    for values in fit.values():
        for cell, one, other in zip(texts, fit[first] or (), values or (), strict=True):
            if one != other:
                words = f"Is {cell.text} {_say(one)} or {_say(other)}?"
                raise refuse("AMOUNT_LOCALE", f"{place} {cell.ref}".strip(), words, _choices())
    return LOCALES[first]


def _read_all(cells: list[Cell], locale: Locale) -> tuple[int | None, ...] | None:
    """Return all amounts in ten-thousandths, None where one of them does not fit."""
    try:
        return tuple(parse_amount(cell, locale, "CLF") for cell in cells)
    except BadCell:
        return None


def _say(amount: int | None) -> str:
    return f"{(amount or 0) / 10_000:.4f}".rstrip("0").rstrip(".")


def _choices() -> str:
    return "Say how amounts are written: en 1,234.56; de 1.234,56; fr 1 234,56; ch 1'234.56."
