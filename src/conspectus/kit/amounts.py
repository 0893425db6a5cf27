"""Amounts as people write them and as the ledger keeps them: exact, in minor units, within what can be summed."""

from __future__ import annotations

from datetime import date

from conspectus.kit.errors import Invalid

MOST = 10**17  # minor units of one amount
FIRST, LAST = date(1970, 1, 1), date(2149, 12, 31)


def minor_units(text: str, currency: str, field: str = "amount") -> int:
    """Return an amount written such as 1234.56 or 1,234.56 in minor units; never rounded."""
    from conspectus.formats.workbooks.cells import BadCell, Cell
    from conspectus.formats.workbooks.values import LOCALES, parse_amount

    try:
        found = parse_amount(Cell(field, text.strip()[:100]), LOCALES["en"], currency)
    except BadCell as bad:
        raise Invalid("amount", str(bad).removesuffix(f" ({field})"), field) from None
    if found is None:
        raise Invalid("amount", "Enter an amount such as 1234.56.", field)
    return found


def check_amount(amount: object, field: str = "amount_minor") -> int:
    """Return an amount of minor units; refuses what is no whole number, nothing, or too large to be summed."""
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise Invalid("amount", "An amount is a whole number of minor units, such as 123456 for 1,234.56.", field)
    if amount == 0:
        raise Invalid("amount", "An amount of nothing says nothing. Leave it out.", field)
    if abs(amount) > MOST:
        raise Invalid("amount", "The amount is too large.", field)
    return amount


def check_day(day: object, field: str = "on") -> date:
    """Return a day that lies within what plans and ledgers hold."""
    if type(day) is not date:
        raise Invalid("date", "Enter a date such as 2027-03-31.", field)
    if not FIRST <= day <= LAST:
        raise Invalid("date", "The date must lie between 1970 and 2149.", field)
    return day


def not_to_come(day: date, today: date, field: str) -> date:
    """Return a day; refuses one that has not come yet."""
    if day > today:
        raise Invalid(field, "%(day)s has not come yet.", field, day=day.isoformat())
    return day
