"""Exchange rates recorded, one by one or from a file, and the actual cost that lacked them taken anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from conspectus.engine.findings import Finding, Severity
from conspectus.kit.errors import Invalid, Stale
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.bridge.entries import EntriesRefused
from conspectus.rooms.portfolio.actions import NewRate, record_rates
from conspectus.rooms.portfolio.actions.rates import MOST_RATES, checked_rate, key_of, present_rates, says_the_same
from conspectus.rooms.portfolio.choices import RateKind
from conspectus.rooms.portfolio.models import Portfolio, Project, Rate
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions import Said, take_costs_anew

if TYPE_CHECKING:
    from conspectus.formats.costs.rates import RateRow

EPOCH = date(1970, 1, 1)
NOTHING = Said()


@dataclass(frozen=True, slots=True)
class RateLine:
    """What becomes of one row: ``what`` is new, corrects (another rate of that day) or same."""

    place: str
    kind: str
    currency: str
    rate: str
    inverse: bool
    valid_on: date | None
    fiscal_year: int | None
    what: str


@dataclass(frozen=True, slots=True)
class RatesPreview:
    """What an import of rates would record; nothing of it is stored. Hand ``digest`` on to import just this."""

    digest: str
    name: str
    ready: bool
    words: str
    lines: tuple[RateLine, ...]
    findings: tuple[Finding, ...]


def take_rates(
    *, portfolio: Portfolio, rates: Sequence[NewRate], source: str = "", by: User, at: datetime
) -> tuple[Rate, ...]:
    """Record rates of a portfolio, all or none; plans measured by a ledger in those currencies are measured anew."""
    found = record_rates(portfolio=portfolio, rates=rates, source=source, by=by, at=at)
    days = [row.valid_on for row in found if row.valid_on is not None]
    if days:
        codes = {row.currency for row in found}
        projects = Project.objects.filter(portfolio=portfolio, spent_days__currency__in=codes)
        projects |= Project.objects.filter(portfolio=portfolio, spent_days__isnull=False, currency__in=codes)
        take_costs_anew(list(projects.select_related("portfolio").distinct()), since=min(days), on=at.date())
    return found


def preview_rates(
    *, portfolio: Portfolio, data: bytes, name: str, kind: str, said: Said = NOTHING, by: User, at: datetime
) -> RatesPreview:
    """Say what a file of rates would record, row by row; ``kind`` is that of rows which name none."""
    require(by, "record_rates", portfolio, at.date())
    lines, _, findings = _read(portfolio, data, name, kind, said, at)
    wrong = sum(one.severity in (Severity.ERROR, Severity.REFUSED) for one in findings)
    counts = Counter(line.what for line in lines)
    words = f"{counts['new']} would be recorded, {counts['corrects']} correct another, {counts['same']} are there."
    if wrong:
        words = f"{wrong} to be corrected in the file first. Nothing is recorded."
    ready = not wrong and bool(counts["new"] + counts["corrects"])
    return RatesPreview(_digest(data), name, ready, words, tuple(lines), tuple(findings))


def import_rates(
    *,
    portfolio: Portfolio,
    data: bytes,
    name: str,
    kind: str,
    said: Said = NOTHING,
    expected_digest: str = "",
    by: User,
    at: datetime,
) -> str:
    """Record the rates of a file, all or none, with its name as their source; return what was done in words.

    The same file twice changes nothing. Refuses, with every row at fault, what cannot be recorded
    (``EntriesRefused``), and another file than the one that was looked at.
    """
    require(by, "record_rates", portfolio, at.date())
    if expected_digest and expected_digest != _digest(data):
        raise Stale("This is another file than the one you looked at. Look at it first.", 0)
    lines, rates, findings = _read(portfolio, data, name, kind, said, at)
    wrong = [one for one in findings if one.severity in (Severity.ERROR, Severity.REFUSED)]
    if wrong:
        raise EntriesRefused(wrong)
    found = take_rates(portfolio=portfolio, rates=rates, source=name[:200], by=by, at=at)
    return f"{len(found)} recorded, {len(lines) - len(found)} were there already."


def _read(
    portfolio: Portfolio, data: bytes, name: str, kind: str, said: Said, at: datetime
) -> tuple[list[RateLine], list[NewRate], list[Finding]]:
    """Return what becomes of each good row, the rates to record, and what is wrong with the others."""
    from conspectus.formats.costs.rates import read_rates

    said.check()
    if kind not in RateKind.values:
        raise Invalid("kind", "A rate is a budget, a transaction or a closing rate.", "kind")
    read = read_rates(data, name, manner=said.manner())
    if len(read.rows) > MOST_RATES:
        raise Invalid("too_many", "A file may hold %(most)s rates. Split it.", "file", most=f"{MOST_RATES:,}")
    findings, good = list(read.findings), list[_Good]()
    places: dict[object, str] = {}
    for row in read.rows:
        new = _new(row, kind)
        try:
            rate = checked_rate(portfolio, new, at.date())
        except Invalid as bad:
            findings.append(_wrong(bad.code, row.place, bad.words))
            continue
        first = places.setdefault(key_of(rate), row.place)
        if first != row.place:
            findings.append(_wrong("twice", row.place, f"{first} gives a rate of this currency and day already."))
        good.append(_Good(row, new, rate))
    if not read.rows and not findings:
        findings.append(_wrong("empty", name, "The table holds no rate."))
    there = present_rates(portfolio, [one.rate for one in good])
    lines = [_line(one.row, one.rate, there.get(key_of(one.rate))) for one in good]
    return lines, [one.new for one in good], findings


class _Good(NamedTuple):
    """A row as read, the rate it asks to record, and the row of it."""

    row: RateRow
    new: NewRate
    rate: Rate


def _new(row: RateRow, kind: str) -> NewRate:
    day = None if row.day is None else EPOCH + timedelta(days=row.day)
    return NewRate(row.kind or kind, row.currency, row.rate, day, row.year, row.inverse)


def _line(row: RateRow, rate: Rate, there: Rate | None) -> RateLine:
    what = "new" if there is None else "same" if says_the_same(rate, there) else "corrects"
    told = (rate.kind, rate.currency, rate.rate, rate.inverse, rate.valid_on, rate.fiscal_year)
    return RateLine(row.place, *told, what)


def _wrong(code: str, place: str, words: str) -> Finding:
    return Finding(Severity.ERROR, code.upper(), place, words, "Correct it and send all.")


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
