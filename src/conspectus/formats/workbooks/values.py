"""What people mean by a cell: dates, durations, percents and amounts; a cell that does not do says why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from conspectus.formats.currencies import decimals
from conspectus.formats.workbooks.cells import BadCell, Cell, refuse
from conspectus.formats.workbooks.words import ELAPSED, LENGTHS, MONTHS, UNITS, fold

EPOCH = datetime(1970, 1, 1)
FIRST, LAST = datetime(1970, 1, 1), datetime(2149, 12, 31, 23, 59)
CLOCK = r"(?:[ T,]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?(?:\s*(?:Uhr|h))?)?$"
NUMERIC_DATE = re.compile(rf"^(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){CLOCK}")
ISO_DATE = re.compile(rf"^(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){CLOCK}")
DAY_MONTH = re.compile(
    rf"^(\d{{1,2}})(?:st|nd|rd|th|er)?[. -]*(?:of |de )?([^\W\d_]+)[. ,'’-]*(?:de )?(\d{{4}}|\d{{2}}){CLOCK}"
)
MONTH_DAY = re.compile(rf"^([^\W\d_]+)\.? +(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}}){CLOCK}")
WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,? +(?=\d)")
SPAN = re.compile(r"([+-]?\s*\d+(?:[.,]\d+)?)\s*([^\W\d_]+(?: [^\W\d_]+)?)?\s*")
LARGEST = 2**63 - 1
Lengths = tuple[float, float, float]


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
        match = NUMERIC_DATE.match(WEEKDAY.sub("", cell.text)) if isinstance(cell.value, str) else None
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
    found = _parts(text, day_comes_first) or _parts(WEEKDAY.sub("", text), day_comes_first)
    if found is None:
        raise BadCell(f"{ref} is not a date.")
    (year, month, day), (hour, minute, half) = found
    if half:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    try:
        moment = datetime(year, month, day, hour, minute)
    except ValueError:
        raise BadCell(f"{ref} is not a date.") from None
    if not FIRST <= moment <= LAST:
        raise BadCell(f"The date must lie between 1970 and 2149 ({ref}).")
    return Instant((moment - EPOCH) // timedelta(minutes=1), bool(hour or minute))


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _parts(text: str, day_comes_first: bool) -> tuple[tuple[int, int, int], tuple[int, int, str]] | None:
    """Return year, month and day, and hour, minute and half of the day, by the way the date is written."""
    if match := ISO_DATE.match(text):
        year, month, day = match[1], int(match[2]), match[3]
    elif match := NUMERIC_DATE.match(text):
        swapped = match[2] != "." and not day_comes_first
        year, month, day = match[4], int(match[1 if swapped else 3]), match[3 if swapped else 1]
    elif (match := DAY_MONTH.match(text)) and fold(match[2]) in MONTHS:
        year, month, day = match[3], MONTHS[fold(match[2])], match[1]
    elif (match := MONTH_DAY.match(text)) and fold(match[1]) in MONTHS:
        year, month, day = match[3], MONTHS[fold(match[1])], match[2]
    else:
        return None
    hour, minute, half = match.groups()[-3:]
    return (_year(year), month, int(day)), (int(hour or 0), int(minute or 0), half or "")


def parse_duration(text: str, ref: str, usual: str = "d", lengths: Lengths = LENGTHS) -> tuple[float, bool]:
    """Return minutes and whether they are elapsed ones; a bare number counts the ``usual`` unit.

    ``lengths`` are the minutes of a working day, week and month.
    """
    own = dict(zip(LENGTHS, lengths, strict=True))
    rest = text.strip().rstrip("?").strip()
    total, kinds, at = 0.0, set[bool](), 0
    while at < len(rest) and (match := SPAN.match(rest, at)):
        unit = fold(match[2] or usual)
        if unit not in UNITS and unit not in ELAPSED:
            break
        kinds.add(unit in ELAPSED)
        number = float(match[1].replace(" ", "").replace(",", "."))
        total += number * (ELAPSED[unit] if unit in ELAPSED else own.get(UNITS[unit], UNITS[unit]))
        at = match.end()
    if not rest or at < len(rest) or len(kinds) != 1:
        raise BadCell(f"{ref} is not a duration such as 5d, 3w or 4h.")
    return total, kinds == {True}


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
SIGN = r"(?:[A-Z]{2}?[$€£¥]|[A-Z]{3}|[$€£¥]|Euro|EURO|Fr\.?)"
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
    number = parse_number(cell, text, locale)
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


def parse_number(cell: Cell, text: str, locale: Locale) -> Decimal:
    """Return the number of a cell with its sign, whatever currency stands beside it."""
    if isinstance(cell.value, float):
        number = Decimal(repr(cell.value))
        if not number.is_finite():
            raise BadCell(f"{PLAIN_AMOUNT} ({cell.ref})")
        return number
    negative = (text.startswith("(") and text.endswith(")")) or text.endswith("-") or text.startswith(("-", "−"))
    bare = text.strip("()-−+ ").replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    bare = re.sub(rf"^{SIGN}\s*|\s*{SIGN}$", "", bare).strip()
    # 0,500 is half of one, written where a comma stands before decimals: a group of thousands begins with no zero.
    pattern = rf"^(?:[1-9]\d{{0,2}}(?:{re.escape(locale.group)}\d{{3}})+|\d+)(?:{re.escape(locale.decimal)}\d+)?$"
    if not re.match(pattern, bare) or not bare.isascii():
        raise BadCell(f"{PLAIN_AMOUNT} ({cell.ref})")
    try:
        number = Decimal(bare.replace(locale.group, "").replace(locale.decimal, "."))
    except InvalidOperation:
        raise BadCell(f"{PLAIN_AMOUNT} ({cell.ref})") from None
    return -number if negative else number
