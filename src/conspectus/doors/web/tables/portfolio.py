"""The portfolio table: its columns, its order from the address, its totals from sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.schedule.queries import MoneyView, PortfolioRow

from ..words import address

COLUMNS = (
    ("Project", "name", False, ""),
    ("Programme", "", False, ""),
    ("Status", "status", False, "Worst of schedule and cost, those assessed"),
    ("Finish", "finish", True, "Forecast finish of the newest plan"),
    ("Slip", "-slip", True, "Working days after the baseline in force"),
    ("Float, d", "float", True, "Smallest total float of the unfinished tasks, working days"),
    ("Quality", "quality", True, "Schedule checks passed of those assessed"),
    ("CPI", "cpi", True, "Earned value divided by actual cost"),
    ("SPI(t)", "spi_t", True, "Earned schedule divided by actual time"),
    ("Forecast cost", "", True, "Estimate at completion"),
    ("As of", "-stale", True, "Status date of the newest plan"),
)
COLOURS = ("red", "amber", "green", "not_assessed")
STALE_DAYS = 35


@dataclass(frozen=True, slots=True)
class Heading:
    """The props of one ``sorthead`` component."""

    label: str
    href: str
    order: str
    number: bool
    hint: str
    optional: bool = False  # left out where the screen is narrow


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the projects whose money is known and open to the reader, one currency each."""

    currency: str
    projects: int
    bac: Measure
    forecast: Measure
    vac: Measure
    cpi: Measure
    spi: Measure


def read_filter(query: dict[str, str]) -> ProjectFilter:
    """Return what the address asks for; refuses what is no number and no known order."""
    return ProjectFilter(
        text=query.get("text", ""),
        state=query.get("state", ""),
        portfolio=_id(query, "portfolio"),
        programme=_id(query, "programme"),
        division=_id(query, "division"),
        manager=_id(query, "manager"),
        sort=query.get("sort", "") or "code",
    )


def _id(query: dict[str, str], name: str) -> int | None:
    text = query.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise Invalid(name, f"There is no such {name}.", name)
    return int(text)


def headings(path: str, query: dict[str, str]) -> list[Heading]:
    """Return the column headings; pressing one twice turns the order round."""
    now = query.get("sort", "")
    made = []
    for label, sort, number, hint in COLUMNS:
        name = sort.lstrip("-")
        order = "" if not sort or now.lstrip("-") != name else "descending" if now.startswith("-") else "ascending"
        after = sort if not order else (name if order == "descending" else f"-{name}")
        href = address(path, query, sort=after) if sort else ""
        made.append(Heading(label, href, order, number, hint, label == "Programme"))
    return made


def counts(rows: Iterable[PortfolioRow]) -> list[tuple[str, int]]:
    """Return how many projects have which overall colour, the worst first."""
    found = Counter(row.figures.overall.colour if row.figures else "not_assessed" for row in rows)
    return [(colour, found[colour]) for colour in COLOURS if found[colour]]


def totals(rows: Sequence[PortfolioRow]) -> list[Totals]:
    """Return the sums by currency; ratios come from the sums."""
    by_currency: dict[str, list[MoneyView]] = defaultdict(list)
    for row in rows:
        if row.figures and row.figures.money.bac.value is not None:
            by_currency[row.figures.money.currency].append(row.figures.money)
    return [_totals(currency, money) for currency, money in sorted(by_currency.items())]


def _totals(currency: str, money: list[MoneyView]) -> Totals:
    # An index is of those projects only that know both of its sides.
    both = [one for one in money if None not in (one.earned_value.value, one.actual_cost.value)]
    timed = [one for one in money if None not in (one.earned_value.value, one.planned_value.value)]
    told = [one for one in money if one.forecast.value is not None]
    forecast = _sum([one.forecast for one in told])
    budget = _sum([one.bac for one in told])
    known = forecast.value is not None and budget.value is not None
    return Totals(
        currency=currency,
        projects=len(money),
        bac=_sum([one.bac for one in money]),
        forecast=forecast,
        vac=value((budget.value or 0) - (forecast.value or 0)) if known else missing(Reason.NO_DATA),
        cpi=ratio(_sum([one.earned_value for one in both]), _sum([one.actual_cost for one in both])),
        spi=ratio(_sum([one.earned_value for one in timed]), _sum([one.planned_value for one in timed])),
    )


def _sum(measures: list[Measure]) -> Measure:
    known = [measure.value for measure in measures if measure.value is not None]
    return value(sum(known)) if known else missing(Reason.NO_DATA)


def states() -> list[tuple[str, str]]:
    """Return the states a list can be narrowed to."""
    return [("", "any state"), *State.choices]
