"""Which way of writing amounts a table uses: told, the only one that fits the whole column, or a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from conspectus.formats.workbooks.cells import BadCell, Cell, refuse
from conspectus.formats.workbooks.values import LOCALES, Locale, parse_amount


def choose_locale(
    cells: Iterable[Cell], told: str | None, place: str, read: Callable[[Cell, Locale], Decimal | None] | None = None
) -> Locale:
    """Return the locale for all amounts of a table, or for what ``read`` makes of its cells; the unknown is asked for.

    The whole column decides, never a single row: ``1,234`` alone may mean two things.
    """
    if told is not None:
        if told not in LOCALES:
            raise refuse("AMOUNT_LOCALE", place, f"'{told}' is not a way of writing amounts we know.", _choices())
        return LOCALES[told]
    texts = [c for c in cells if isinstance(c.value, str) and c.text]
    readings = {name: _read_all(texts, locale, read or _amount) for name, locale in LOCALES.items()}
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


def _read_all(
    cells: list[Cell], locale: Locale, read: Callable[[Cell, Locale], Decimal | None]
) -> tuple[Decimal | None, ...] | None:
    """Return all numbers, None where one of them does not fit."""
    try:
        return tuple(read(cell, locale) for cell in cells)
    except BadCell:
        return None


def _amount(cell: Cell, locale: Locale) -> Decimal | None:
    """Return an amount of at most four decimals."""
    minor = parse_amount(cell, locale, "CLF")
    return None if minor is None else Decimal(minor).scaleb(-4)


def _say(number: Decimal | None) -> str:
    text = f"{number or 0:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _choices() -> str:
    return "Say how amounts are written: en 1,234.56; de 1.234,56; fr 1 234,56; ch 1'234.56."
