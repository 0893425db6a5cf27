"""Small pieces of XML text, always written the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape  # writes only; nothing is parsed here

from conspectus.engine.plan import NONE

EPOCH = datetime(1970, 1, 1)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Lines = list[str]


def tag(name: str, value: object) -> str:
    """Return one element; text is escaped and freed of characters XML cannot hold."""
    if isinstance(value, bool):
        value = int(value)
    return f"<{name}>{escape(FORBIDDEN.sub(' ', str(value)))}</{name}>"


def block(name: str, inside: Iterable[str]) -> Lines:
    """Return an element around others; nothing where there are none."""
    lines = list(inside)
    return [f"<{name}>", *lines, f"</{name}>"] if lines else []


def stamp(minutes: int) -> str:
    """Return an instant as the format writes it."""
    return (EPOCH + timedelta(minutes=int(minutes))).isoformat(timespec="seconds")


def when(name: str, minutes: int) -> Lines:
    """Return a date element, nothing where there is no date."""
    return [] if minutes == NONE else [tag(name, stamp(minutes))]


def span(minutes: float) -> str:
    """Return a duration in hours, minutes and seconds."""
    seconds = round(minutes * 60)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def number(value: float) -> str:
    """Return a number without needless decimals."""
    return str(int(value)) if float(value).is_integer() else repr(round(float(value), 6))
