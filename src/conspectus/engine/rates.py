"""Exchange rates of a portfolio: exact, never too old, and crossed through its own currency only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from conspectus.engine.measure import Reason

MOST_DAYS = 35
Key = date | int  # a day, or of budget rates the fiscal year


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as it is used: ``factor`` is minor units of the portfolio's currency for one minor unit of this one.

    ``text`` is what was recorded: units of the portfolio's currency for one unit of this, or the other way round
    where ``inverse``.
    """

    kind: str
    currency: str
    key: Key
    text: str
    inverse: bool
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Factor:
    """Minor units of one currency for one minor unit of another with the rates used, or the currency that has none."""

    value: Fraction | None
    used: tuple[Rate, ...] = ()
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency, rounded half-even, with the rates used; or ``NO_RATE`` and for which currency."""

    minor: int | None
    used: tuple[Rate, ...] = ()
    lacking: str = ""

    @property
    def reason(self) -> Reason | None:
        """Return why there is no amount."""
        return Reason.NO_RATE if self.minor is None else None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What sums are converted by: minor units of ``home`` for one of each currency, and the rate of each in words."""

    home: str
    factors: Mapping[str, float]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rates:
    """All rates a portfolio has; of one kind, currency and key the one given last counts."""

    home: str
    rates: Iterable[Rate] = ()
    _days: Mapping[tuple[str, str], tuple[list[date], list[Rate]]] = field(init=False, repr=False, compare=False)
    _years: Mapping[tuple[str, str, int], Rate] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rates = tuple(self.rates)
        years = {(one.kind, one.currency, one.key): one for one in rates if isinstance(one.key, int)}
        dated: dict[tuple[str, str], dict[date, Rate]] = {}
        for one in rates:
            if isinstance(one.key, date):
                dated.setdefault((one.kind, one.currency), {})[one.key] = one
        days = {place: (sorted(found), [found[day] for day in sorted(found)]) for place, found in dated.items()}
        object.__setattr__(self, "rates", rates)
        object.__setattr__(self, "_days", days)
        object.__setattr__(self, "_years", years)

    def find(self, currency: str, on: Key, kind: str) -> Rate | None:
        """Return the newest rate on or before a day and at most 35 days old; of a fiscal year its own."""
        if isinstance(on, int):
            return self._years.get((kind, currency, on))
        days, rates = self._days.get((kind, currency), ([], []))
        at = bisect_right(days, on)
        return rates[at - 1] if at and (on - days[at - 1]).days <= MOST_DAYS else None

    def factor(self, currency: str, to: str, on: Key, kind: str) -> Factor:
        """Return what one minor unit of ``currency`` is in ``to``; one only where both are the same."""
        found, used = Fraction(1), []
        for code in () if currency == to else (currency, to):
            if code == self.home:
                continue
            rate = self.find(code, on, kind)
            if rate is None:
                return Factor(None, lacking=code)
            found = found * rate.factor if code == currency else found / rate.factor
            used.append(rate)
        return Factor(found, tuple(used))

    def convert(self, minor: int, currency: str, to: str, on: Key, kind: str) -> Converted:
        """Return an amount of minor units of ``currency`` in minor units of ``to``."""
        factor = self.factor(currency, to, on, kind)
        if factor.value is None:
            return Converted(None, lacking=factor.lacking)
        return Converted(round(minor * factor.value), factor.used)
