"""Exposure in money and heat maps over any set of entries, a shared entry once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.rates import Exchange
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import closing_exchange
from conspectus.rooms.portfolio.rules import cost_visible, may_everywhere, sees_cost
from conspectus.rooms.risks.bridge import band
from conspectus.rooms.risks.choices import EntryKind, EntryState
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import RegisterFilter, RegisterView, entry_views, placed, visible_entries

TOP_TEN = 10


@dataclass(frozen=True, slots=True)
class Exposure:
    """Expected money of the open entries of one kind: before any response, and what remains; and what is not in it."""

    kind: str
    currency: str
    count: int
    inherent: Measure  # minor units
    exposure: Measure
    without_amounts: int
    hidden: int
    no_rate: tuple[str, ...]  # currencies left out


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the heat map: entries there before any response and what remains there."""

    probability: int
    impact: int
    count: int
    residual: int
    band: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """How many entries go from one cell to another by their responses; cells as (probability, impact)."""

    before: tuple[int, int]
    after: tuple[int, int]
    count: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Probability against impact, 5 by 5, of one kind; ``unplaced`` are entries without one of the two."""

    kind: str
    cells: tuple[tuple[Cell, ...], ...]  # [probability 5 down to 1, impact 1 to 5]
    arrows: tuple[Arrow, ...]
    unplaced: int


def exposures(by: User, wanted: RegisterFilter, on: date) -> tuple[Exposure, Exposure]:
    """Return the exposure by threats and by opportunities of what the filter's place holds; summed in one question."""
    rows = _open(by, wanted, on).filter(kind__in=KINDS)
    sums = sums_of(by, rows, on, "kind")
    threats, opportunities = (_exposure([one for one in sums if one["kind"] == kind], kind, on) for kind in KINDS)
    return threats, opportunities


def sums_of(by: User, rows: QuerySet[RegisterEntry], on: date, *groups: str) -> list[dict[str, Any]]:
    """Return what entries add up to by groups, currency and portfolio: in all, and of those whose money ``by`` sees.

    Whether it is seen is asked once for each entry, not once for each sum.
    """
    told = rows.order_by().annotate(seen=Case(When(money_seen(by, rows, on), then=Value(1)), default=Value(0)))
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in told.values(*groups, "currency", "portfolio", "seen").annotate(
        total=Count("pk"),
        inherent=Sum("inherent_minor"),
        remaining=Sum("exposure_minor"),
        known=Count("exposure_minor"),
    ):
        seen = one.pop("seen")
        key = tuple(one[name] for name in (*groups, "currency", "portfolio"))
        row = found.setdefault(key, {**one, "total": 0, "every": 0, "inherent": None, "remaining": None, "known": 0})
        row["total"] += one["total"]
        if seen:
            row |= {name: one[name] for name in ("inherent", "remaining", "known")} | {"every": one["total"]}
    return list(found.values())


KINDS = (EntryKind.THREAT, EntryKind.OPPORTUNITY)
ALWAYS = Q(pk__isnull=False)


def _open(by: User, wanted: RegisterFilter, on: date) -> QuerySet[RegisterEntry]:
    return placed(visible_entries(by, on), by, wanted, on).filter(state=EntryState.OPEN)


def money_seen(by: User, rows: QuerySet[RegisterEntry], on: date) -> Q:
    """Return which entries' money ``by`` may see; of those above projects who sees the cost of their place."""
    if may_everywhere(by, Ability.SEE_COST, on):
        return ALWAYS
    seen = cost_visible(by, on)
    projects = Project.objects.all() if seen is None else Project.objects.filter(seen)
    places = {row.place for row in rows.order_by().filter(project=None)}
    open_to = [place for place in places if sees_cost(by, place, on)]
    whole = Q(project=None, programme=None, portfolio__in=[one.pk for one in open_to if isinstance(one, Portfolio)])
    whole |= Q(project=None, programme__in=[one.pk for one in open_to if isinstance(one, Programme)])
    return Q(project__in=projects.order_by().values("pk")) | whole


def _exposure(sums: Sequence[Mapping[str, Any]], kind: str, on: date) -> Exposure:
    """Return what entries add up to, each once, in the currency of their portfolio or the one they share."""
    total = sum(one["total"] for one in sums)
    known = [one for one in sums if one["known"]]
    exchange = closing_exchange({one["portfolio"] for one in known}, on)
    home = home_of({one["currency"] for one in known}, exchange)
    lacking = tuple(sorted({one["currency"] for one in known if _factor(exchange, one["currency"], home) is None}))
    counted = sum(one["every"] for one in sums)
    return Exposure(
        kind=kind,
        currency=home,
        count=total,
        inherent=summed(known, "inherent", exchange, home, total - counted),
        exposure=summed(known, "remaining", exchange, home, total - counted),
        without_amounts=counted - sum(one["known"] for one in sums),
        hidden=total - counted,
        no_rate=lacking,
    )


def home_of(currencies: Collection[str], exchange: Exchange | None) -> str:
    """Return the currency amounts are summed in: their own where it is one, else that of their portfolio."""
    return next(iter(currencies)) if len(currencies) == 1 else exchange.home if exchange else ""


def _factor(exchange: Exchange | None, currency: str, home: str) -> float | None:
    if currency == home:
        return 1.0
    return exchange.factors.get(currency) if exchange and exchange.home == home else None


def summed(rows: Sequence[Mapping[str, Any]], name: str, exchange: Exchange | None, home: str, hidden: int) -> Measure:
    """Return what amounts come to, each currency rounded once; ``hidden`` entries tell why there are none."""
    if not rows:
        return missing(Reason.HIDDEN if hidden else Reason.NO_DATA)
    amounts = Counter[str]()
    for one in rows:
        amounts[one["currency"]] += one[name] or 0
    if any(_factor(exchange, currency, home) is None for currency in amounts):
        return missing(Reason.NO_RATE)
    return value(sum(round(amount * (_factor(exchange, one, home) or 1.0)) for one, amount in amounts.items()))


def heat_map(by: User, wanted: RegisterFilter, kind: str, on: date) -> HeatMap:
    """Return the 5 by 5 map of the open entries of a kind with the moves from inherent to residual; asks once."""
    rows = _open(by, wanted, on).filter(kind=kind).order_by()
    asked = ("probability", "score", "residual_probability", "residual_impact")
    before: Counter[tuple[int, int]] = Counter()
    after: Counter[tuple[int, int]] = Counter()
    moves: Counter[tuple[tuple[int, int], tuple[int, int]]] = Counter()
    unplaced = 0
    for probability, score, left, impact, count in rows.values_list(*asked).annotate(count=Count("pk")):
        if not probability or not score:
            unplaced += count
            continue
        place = (probability, score // probability)
        before[place] += count
        if left and impact:
            after[left, impact] += count
            if (left, impact) != place:
                moves[place, (left, impact)] += count
    cells = tuple(tuple(_cell(p, i, before, after) for i in range(1, 6)) for p in range(5, 0, -1))
    arrows = tuple(Arrow(*pair, count) for pair, count in sorted(moves.items()))
    return HeatMap(kind, cells, arrows, unplaced)


def _cell(probability: int, impact: int, before: Counter[tuple[int, int]], after: Counter[tuple[int, int]]) -> Cell:
    place = (probability, impact)
    return Cell(probability, impact, before[place], after[place], band(probability * impact))


def top_exposures(by: User, wanted: RegisterFilter, on: date) -> list[RegisterView]:
    """Return the ten open threats that cost most as expected, of those whose money ``by`` may see.

    They are ranked in one currency; those without a rate to it are left out, as they are of the exposure.
    """
    rows = _open(by, wanted, on).filter(kind=EntryKind.THREAT, exposure_minor__gt=0)
    rows = rows.filter(money_seen(by, rows, on))
    sums = set(rows.order_by().values_list("currency", "portfolio"))
    codes = sorted({currency for currency, _ in sums})
    exchange = closing_exchange({portfolio for _, portfolio in sums}, on) if len(codes) > 1 else None
    ranked: list[tuple[float, int, RegisterEntry]] = []
    for code in codes:
        factor = _factor(exchange, code, exchange.home if exchange else codes[0])
        best = rows.filter(currency=code).order_by("-exposure_minor", "pk")[:TOP_TEN] if factor else ()
        ranked += [(-(row.exposure_minor or 0) * (factor or 0.0), row.pk, row) for row in best]
    return entry_views(by, [row for _, _, row in sorted(ranked, key=lambda one: one[:2])[:TOP_TEN]], on)
