"""The portfolio table: its columns, its order from the address, its totals from sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conspectus.engine.measure import Measure
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.schedule.queries import STALE_DAYS, GridFilter, PortfolioRow

from ..words import address

if TYPE_CHECKING:
    from conspectus.review.result import GroupReview

COLUMNS = (
    ("Project", "name", False, ""),
    ("Programme", "", False, ""),
    (
        "Status",
        "status",
        False,
        "The worst of schedule and cost, those that could be assessed. Press one to see why. "
        "▲ and ▼ say that it is better or worse than at the revision before.",
    ),
    ("Schedule", "", False, "Judged by the slip against the baseline in force and by SPI(t)."),
    ("Cost", "", False, "Judged by the forecast cost against the budget and by CPI."),
    (
        "Declared",
        "",
        False,
        "The overall status its project declares for the newest open or frozen period, and the gap in steps: "
        "above 0 the report is better than the data.",
    ),
    ("Finish", "finish", True, "The forecast finish of the newest plan."),
    (
        "Slip",
        "-slip",
        True,
        "Working days from the finish in the baseline in force to the forecast finish. Plus is late.",
    ),
    ("Float, d", "float", True, "The smallest total float of any unfinished task, in working days."),
    ("Quality", "quality", True, "Schedule checks passed of those that could be assessed."),
    ("CPI", "cpi", True, "Cost performance index: earned value divided by actual cost. Above 1 is good."),
    ("SPI(t)", "spi_t", True, "Earned schedule divided by actual time. Above 1 is good."),
    ("Forecast cost", "", True, "Estimate at completion: the budget divided by CPI."),
    (
        "As of",
        "-stale",
        True,
        f"The status date of the newest plan; in italics where it is more than {STALE_DAYS} days old. "
        "Every figure of the row is from that plan.",
    ),
)
OPTIONAL = ("Programme", "Schedule", "Cost", "Declared")  # left out where the screen is narrow
COLOURS = ("red", "amber", "green", "not_assessed")
PAGE = 50  # rows at once


@dataclass(frozen=True, slots=True)
class Heading:
    """The props of one ``sorthead`` component."""

    label: str
    href: str
    order: str
    number: bool
    hint: str
    optional: bool = False


def read_filter(query: dict[str, str]) -> GridFilter:
    """Return what the address asks for; refuses what is no number and no known order."""
    return GridFilter(
        text=query.get("text", ""),
        state=query.get("state", ""),
        portfolio=asked_id(query, "portfolio"),
        programme=asked_id(query, "programme"),
        division=asked_id(query, "division"),
        manager=asked_id(query, "manager"),
        sort=query.get("sort", "") or "code",
        status=query.get("status", ""),
        stale=query.get("stale", "") == "yes",
        fields=query.get("fields", ""),
    )


def asked_id(query: dict[str, str], name: str) -> int | None:
    """Return the number of a thing in the address; refuses what is none."""
    text = query.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise Invalid(name, f"There is no such {name}.", name)
    return int(text)


def headings(path: str, query: dict[str, str], *, without: str = "") -> list[Heading]:
    """Return the column headings; pressing one twice turns the order round and goes back to the first row."""
    now = query.get("sort", "")
    made = []
    for label, sort, number, hint in COLUMNS:
        if label == without:
            continue
        name = sort.lstrip("-")
        order = "" if not sort or now.lstrip("-") != name else "descending" if now.startswith("-") else "ascending"
        after = sort if not order else (name if order == "descending" else f"-{name}")
        href = address(path, query, sort=after, **{"from": None}) if sort else ""
        made.append(Heading(label, href, order, number, hint, label in OPTIONAL))
    return made


def meanings(headings: Iterable[Heading]) -> list[tuple[str, str]]:
    """Return what each column means."""
    return [(one.label, one.hint) for one in headings if one.hint]


def window(rows: Sequence[Any], path: str, query: dict[str, str]) -> dict[str, Any]:
    """Return the rows of one page, and the links to those before and after."""
    found = span(len(rows), path, query)
    return found | {"rows": rows[found["first"] - 1 : found["last"]]}


def span(total: int, path: str, query: dict[str, str]) -> dict[str, Any]:
    """Return which rows of so many one page shows, and the links to those before and after."""
    asked = query.get("from", "")
    first = int(asked) - 1 if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 0
    first = min(max(first, 0), max(total - 1, 0)) // PAGE * PAGE
    last = min(first + PAGE, total)
    return {
        "first": first + 1,
        "last": last,
        "total": total,
        "before": address(path, query, **{"from": first - PAGE + 1 if first > PAGE else None}) if first else "",
        "after": address(path, query, **{"from": last + 1}) if last < total else "",
    }


def trend(row: PortfolioRow) -> str:
    """Return ``better`` or ``worse`` where the overall status is other than at the revision before."""
    now = row.figures.overall.colour if row.figures else "not_assessed"
    known = COLOURS[:3]
    if now == row.overall_before or now not in known or row.overall_before not in known:
        return ""
    return "better" if known.index(now) > known.index(row.overall_before) else "worse"


@dataclass(frozen=True, slots=True)
class Standing:
    """A group as the table shows it; ``shares`` are colour, projects and percent of the budget, where it has a sum."""

    name: str
    colours: dict[str, str]
    words: str
    spi_t: Measure
    cpi: Measure
    shares: tuple[tuple[str, int, float | None], ...]
    deciding: str


def group_rows(groups: Iterable[GroupReview]) -> list[Standing]:
    """Return groups judged by their own sums, each beside how its projects stand."""
    return [
        Standing(
            name=group.name,
            colours={one.dimension: one.colour for one in group.status},
            words=group.words,
            spi_t=group.money.spi_t,
            cpi=group.money.cpi,
            shares=_shares(group),
            deciding=group.deciding,
        )
        for group in groups
    ]


def _shares(group: GroupReview) -> tuple[tuple[str, int, float | None], ...]:
    found = {portion.colour: portion for portion in group.portions if portion.projects}
    budget = sum(portion.budget for portion in found.values()) if group.money.currency else 0.0
    ordered = [found[colour] for colour in COLOURS if colour in found]
    return tuple((one.colour, one.projects, 100 * one.budget / budget if budget else None) for one in ordered)


def statuses() -> list[tuple[str, str]]:
    """Return the computed statuses a list can be narrowed to."""
    return [
        ("", "any status"), ("red", "Red"), ("amber", "Amber"), ("green", "Green"),
        ("not_assessed", "Not assessed"), ("no_plan", "No plan yet"),
    ]  # fmt: skip


def states() -> list[tuple[str, str]]:
    """Return the states a list can be narrowed to."""
    return [("", "any state"), *State.choices]
