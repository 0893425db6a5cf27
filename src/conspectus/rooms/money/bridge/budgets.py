"""Lines of a budget and of a forecast before they are kept, and the digest of a budget."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from conspectus.kit.amounts import FIRST, LAST, check_amount, check_day
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_line
from conspectus.rooms.accounts.models import Division
from conspectus.rooms.money.choices import LineKind, Nature

MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line of a budget to approve, in minor units of the project's currency."""

    fiscal_year: int
    kind: str
    nature: str
    amount_minor: int
    category: str = ""
    division: Division | None = None


def check_lines(lines: Sequence[NewLine]) -> tuple[NewLine, ...]:
    """Return the lines of a budget as they can be kept; refuses the first that cannot, by its number."""
    if not 1 <= len(lines) <= MOST_LINES:
        raise Invalid("lines", "A budget has 1 to %(most)s lines.", "lines", most=MOST_LINES)
    return tuple(_numbered(number, line) for number, line in enumerate(lines, start=1))


def check_months(months: Sequence[tuple[date, int]], made_on: date) -> tuple[tuple[date, int], ...]:
    """Return the lines of a forecast by the first day of their months, in order of time."""
    if len(months) > MOST_LINES:
        raise Invalid("lines", "A forecast has at most %(most)s months.", "lines", most=MOST_LINES)
    found: dict[date, int] = {}
    for day, amount in months:
        month = check_day(day, "lines").replace(day=1)
        words = f"{month:%Y-%m}"
        if month in found:
            raise Invalid("lines", "%(month)s is given twice.", "lines", month=words)
        if month < made_on.replace(day=1):
            raise Invalid("lines", "%(month)s lies before the day of the forecast.", "lines", month=words)
        found[month] = check_amount(amount, "lines")
        if amount < 0:
            raise Invalid("lines", "What is still to be spent in %(month)s cannot be negative.", "lines", month=words)
    return tuple(sorted(found.items()))


def digest_of(number: int, reason: str, lines: Sequence[NewLine]) -> str:
    """Return the digest by which an approved budget is known."""
    told: list[Any] = [number, reason, *(_told(line) for line in lines)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _told(line: NewLine) -> list[Any]:
    division = line.division.pk if line.division else None
    return [line.fiscal_year, line.kind, line.nature, line.category, division, line.amount_minor]


def _numbered(number: int, line: NewLine) -> NewLine:
    try:
        return _line(line)
    except Invalid as bad:
        raise Invalid(bad.code, "Line %(number)s: %(why)s", "lines", number=number, why=bad.words) from None


def _line(line: NewLine) -> NewLine:
    if isinstance(line.fiscal_year, bool) or not FIRST.year <= line.fiscal_year <= LAST.year:
        raise Invalid("fiscal_year", "The fiscal year lies between 1970 and 2149.")
    if line.kind not in LineKind.values:
        raise Invalid("kind", "The kind is one of: %(values)s.", values=", ".join(LineKind.values))
    if line.nature not in Nature.values:
        raise Invalid("nature", "The nature is capex or opex.")
    if check_amount(line.amount_minor) < 0:
        raise Invalid("amount", "A budget cannot be negative.")
    return replace(line, category=" ".join(clean_line(line.category, "category", most=100, required=False).split()))
