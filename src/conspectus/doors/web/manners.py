"""How regions write numbers, days and times: their signs and patterns, taken once from CLDR."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from conspectus.kit.manner import locale_of, manner, shaped_day

MINUS, NUL = "−", "\0"
_FIGURES = re.compile(r"([^\d]*)(.*?)([^\d]*)", re.DOTALL)


@lru_cache(maxsize=16)
def _signs(region: str) -> tuple[str, str]:
    """Return what stands between thousands and what before decimals."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = locale_of(region)
    return get_group_symbol(locale), get_decimal_symbol(locale)


def number(plain: str) -> str:
    """Return a number as the reader writes it, from one written such as ``-1,234.5``."""
    group, point = _signs(manner().region)
    if (group, point) != (",", "."):
        plain = plain.replace(",", NUL).replace(".", point).replace(NUL, group)
    return plain.replace("-", MINUS)


def plain_number(typed: str) -> str:
    """Return what was typed with its figures as the house writes them; refuses those the reader's region does not."""
    group, point = _signs(manner().region)
    if (group, point) == (",", "."):
        return typed
    before, figures, after = _FIGURES.fullmatch(typed.replace("’", "'").replace(MINUS, "-").strip()).groups()  # type: ignore[union-attr]  # it matches every text
    group = group.replace("’", "'")
    if not re.fullmatch(rf"(?:[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+|\d+)(?:{re.escape(point)}\d+)?", figures):
        raise ValueError(typed)
    return f"{before}{figures.replace(group, NUL).replace(point, '.').replace(NUL, ',')}{after}"


def month(on: dt.date) -> str:
    """Return a month such as ``Oct 2026``."""
    return shaped(on, "LLL y")


def shaped(on: dt.date, pattern: str) -> str:
    """Return a day by a pattern of CLDR, its names in the reader's language."""
    return shaped_day(on, pattern, manner().language)


def here(instant: dt.datetime) -> dt.datetime:
    """Return an instant in the reader's time zone; local times of plans, which have no zone, stay as they are."""
    return instant.astimezone(ZoneInfo(manner().zone)) if instant.tzinfo else instant


def clock(local: dt.datetime) -> str:
    """Return the time of day; in the hour that comes twice when clocks are set back, its zone beside it."""
    said = _clock(local.time().replace(second=0, microsecond=0, fold=0), manner().region)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{said} {local.tzname()}" if twice else said


@lru_cache(maxsize=4096)
def _clock(time: dt.time, region: str) -> str:
    from babel.dates import format_time

    return format_time(time, "short", locale=locale_of(region))
