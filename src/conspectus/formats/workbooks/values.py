"""What people mean by a cell: dates, durations, percents and amounts; a cell that does not do says why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from conspectus.formats.currencies import decimals
from conspectus.formats.workbooks.cells import BadCell, Cell, refuse

EPOCH = datetime(1970, 1, 1)
FIRST, LAST = datetime(1970, 1, 1), datetime(2149, 12, 31, 23, 59)
NUMERIC_DATE = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2})?)?$")
ISO_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?$")
DURATION = re.compile(r"^([+-]?\s*\d+(?:[.,]\d+)?)\s*(e?)([a-z%]*)\??$")
LARGEST = 2**63 - 1
UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60.0),
    **dict.fromkeys(("", "d", "day", "days"), 480.0),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 2400.0),
    **dict.fromkeys(("mo", "mon", "mons", "month", "months"), 9600.0),
}
ELAPSED = {"m": 1.0, "min": 1.0, "h": 60.0, "hr": 60.0, "d": 1440.0, "day": 1440.0, "days": 1440.0, "w": 10080.0}


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time in minutes since 1970, and whether the cell named a time of day."""

    minutes: int
    has_time: bool


def day_first(cells: Iterable[Cell], order: str | None, place: str) -> bool:
    """Say whether dates as 03/04/2026 start with the day: told, shown by another date, or a question to ask."""
    if order in ("dmy", "mdy"):
        return order == "dmy"
    unclear = ""
    for cell in cells:
        match = NUMERIC_DATE.match(cell.text) if isinstance(cell.value, str) else None
        if match is None or match[2] == ".":
            continue
        if int(match[1]) > 12:
            return True
        if int(match[3]) > 12:
            return False
        if match[1] != match[3]:
            unclear = unclear or f"{match[1]}{match[2]}{match[3]}"
    if unclear:
        first, second = re.split(r"[/-]", unclear)
        words = f"Is {unclear} the {_ordinal(int(first))} of {_month(int(second))}?"
        raise refuse("DATE_ORDER", place, words, "Say whether the day or the month comes first.")
    return True


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number if number < 20 else number % 10, "th")
    return f"{number}{ending}"


def _month(number: int) -> str:
    return datetime(2000, number, 1).strftime("%B")


def parse_date(cell: Cell, *, day_comes_first: bool = True) -> Instant | None:
    """Return the instant a cell names, None where it is empty."""
    if cell.problem:
        raise BadCell(f"{cell.ref} is not a date." if "#VALUE!" in cell.problem else cell.problem)
    value = cell.value
    if value is None or cell.text == "":
        return None
    if isinstance(value, datetime | date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        moment = moment.replace(tzinfo=None)
        if not FIRST <= moment <= LAST:
            raise BadCell(f"{cell.ref} is not a date.")
        has_time = isinstance(value, datetime) and bool(moment.hour or moment.minute)
        return Instant((moment - EPOCH) // timedelta(minutes=1), has_time)
    if not isinstance(value, str):
        raise BadCell(f"{cell.ref} is not a date.")
    return _parse_text(cell.ref, value.strip(), day_comes_first)


def _parse_text(ref: str, text: str, day_comes_first: bool) -> Instant:
    if match := ISO_DATE.match(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := NUMERIC_DATE.match(text):
        day, month = int(match[1]), int(match[3])
        if match[2] != "." and not day_comes_first:
            day, month = month, day
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
    else:
        raise BadCell(f"{ref} is not a date.")
    hour, minute = (int(match[4]), int(match[5])) if match.re is ISO_DATE and match[4] else (0, 0)
    if match.re is NUMERIC_DATE and match[5]:
        hour, minute = int(match[5]), int(match[6])
    try:
        moment = datetime(year, month, day, hour, minute)
    except ValueError:
        raise BadCell(f"{ref} is not a date.") from None
    if not FIRST <= moment <= LAST:
        raise BadCell(f"The date must lie between 1970 and 2149 ({ref}).")
    return Instant((moment - EPOCH) // timedelta(minutes=1), bool(hour or minute))


def parse_duration(text: str, ref: str) -> tuple[float, bool]:
    """Return minutes and whether they are elapsed ones; a bare number is days."""
    match = DURATION.match(text.strip().lower())
    unit = match[3] if match else ""
    table = ELAPSED if match and match[2] else UNITS
    if match is None or (unit or "d") not in table:
        raise BadCell(f"{ref} is not a duration such as 5d, 3w or 4h.")
    number = float(match[1].replace(" ", "").replace(",", "."))
    return number * table[unit or "d"], bool(match[2])


def parse_percent(cell: Cell, *, points: bool) -> float | None:
    """Return a share of 0..1; ``points`` says that bare numbers count to 100."""
    if cell.problem:
        raise BadCell(cell.problem)
    text = cell.text
    if not text:
        return None
    try:
        number = float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        raise BadCell(f"{cell.ref} is not a percent.") from None
    share = number if cell.is_percent else number / 100 if text.endswith("%") or points else number
    if not 0 <= share <= 1:
        raise BadCell(f"Progress must be 0–100 ({cell.ref}).")
    return share


@dataclass(frozen=True, slots=True)
class Locale:
    """How amounts are written: the decimal sign and the sign between groups of three."""

    decimal: str = "."
    group: str = ","


LOCALES = {"en": Locale(".", ","), "de": Locale(",", "."), "fr": Locale(",", " "), "ch": Locale(".", "'")}
PLAIN_AMOUNT = "Enter an amount such as 1234.56."


def parse_amount(cell: Cell, locale: Locale, currency: str) -> int | None:
    """Return an amount in minor units; never rounded, never guessed."""
    if cell.problem:
        raise BadCell(cell.problem)
    text = cell.text
    if not text:
        return None
    if isinstance(cell.value, bool | date):
        raise BadCell(f"{PLAIN_AMOUNT} ({cell.ref})")
    number = _number(cell, text, locale)
    places = decimals(currency)
    scaled = number.scaleb(places)
    if isinstance(cell.value, float):
        scaled = round(scaled, 6)  # a workbook's number carries binary dust, not decimals somebody typed
    if scaled != scaled.to_integral_value():
        has = f"{currency or 'The currency'} has {'no' if places == 0 else 'only ' + str(places)} decimals."
        raise BadCell(f"{has} ({cell.ref})")
    if abs(scaled) > LARGEST:
        raise BadCell(f"The amount is too large. ({cell.ref})")
    return int(scaled)


def _number(cell: Cell, text: str, locale: Locale) -> Decimal:
    if isinstance(cell.value, float):
        number = Decimal(repr(cell.value))
        if not number.is_finite():
            raise BadCell(f"{PLAIN_AMOUNT} ({cell.ref})")
        return number
    negative = (text.startswith("(") and text.endswith(")")) or text.endswith("-") or text.startswith(("-", "−"))
    bare = text.strip("()-−+ ").replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    bare = re.sub(r"^(?:[A-Z]{3}|[$€£¥])\s*|\s*(?:[A-Z]{3}|[$€£¥])$", "", bare).strip()
    pattern = rf"^(?:\d{{1,3}}(?:{re.escape(locale.group)}\d{{3}})+|\d+)(?:{re.escape(locale.decimal)}\d+)?$"
    if not re.match(pattern, bare) or not bare.isascii():
        raise BadCell(f"{PLAIN_AMOUNT} ({cell.ref})")
    try:
        number = Decimal(bare.replace(locale.group, "").replace(locale.decimal, "."))
    except InvalidOperation:
        raise BadCell(f"{PLAIN_AMOUNT} ({cell.ref})") from None
    return -number if negative else number
