"""A published list of eight years of major projects, taken year by year through the import everybody has."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from conspectus.journeys.demo.enterprise import DIRECTOR, mail
from conspectus.journeys.demo.folder import CREDIT
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.master_list.lines import ASK, ListLine
from conspectus.journeys.take_master_list import ListFile, preview_master_list, take_master_list
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.actions import create_user, local_operator
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.actions import add_period, open_period, set_fiscal_calendar
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import create_portfolio, save_mapping
from conspectus.rooms.portfolio.models import Portfolio

NAME = "United Kingdom major projects"
COLUMNS = {
    "year": "", "gmpp_id": "code", "project_name": "name", "department": "division", "category": "programme",
    "dca": "status", "dca_2": "", "start": "start", "end": "finish", "fy_budget_gbp_m": "", "fy_forecast_gbp_m": "",
    "wlc_gbp_m": "cost", "benefits_gbp_m": "",
}  # fmt: skip
SURE = 0.95
# Looked at one by one: these rows are projects of their own, though a name is like theirs and begins the same day.
OWN = frozenset({
    ("2015", "Priority School Building Programme - Private Finance"),  # one programme became two
    ("2016", "BT LSP"),  # two contracts became one
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearTaken:
    """What a year of the list came to."""

    year: str
    rows: int
    opened: int
    changed: int
    confirmed: int  # names that drifted and were confirmed by the rule
    refused: tuple[tuple[str, str], ...]  # name and reason


def build_published(*, data: bytes, at: datetime, years: frozenset[str] = frozenset()) -> tuple[YearTaken, ...]:
    """Open the portfolio, then for each year open its period, take its rows and freeze it; ``years`` narrows them.

    Refuses a file without the columns it is known by.
    """
    by = local_operator()
    lists = {year: rows for year, rows in _by_year(data).items() if not years or year in years}
    create_user(email=mail(DIRECTOR), name=DIRECTOR, role=Role.PMO_DIRECTOR, by=by, at=at)
    place = create_portfolio(name=NAME, currency="GBP", purpose=CREDIT, by=by, at=at)
    set_fiscal_calendar(portfolio=place, kind="listed", first_month=4, zone="Europe/London", revision=0, by=by, at=at)
    save_mapping(portfolio=place, name="Published list", columns=COLUMNS, by=by, at=at)
    return tuple(_take_year(place, year, rows, by=by, at=at) for year, rows in lists.items())


def same_as(year: str, lines: tuple[ListLine, ...]) -> dict[int, int]:
    """Return which project each asking row means: one that begins the same day or has all but the same name, else new.

    A project is given to one row only: the one that is surest.
    """
    found: dict[int, int] = {}
    asking = [line for line in lines if line.deed == ASK]
    for line in sorted(asking, key=lambda one: (-one.likes[0].same_start, -one.likes[0].share, one.row)):
        free = [
            one for one in line.likes if one.project_id not in found.values() and (one.same_start or one.share >= SURE)
        ]
        found[line.row] = free[0].project_id if free and (year, line.name) not in OWN else 0
    return found


def _take_year(place: Portfolio, year: str, rows: bytes, *, by: User, at: datetime) -> YearTaken:
    period = _open(place, int(year), by=by, at=at)
    file = ListFile(rows, f"major-projects-{year}.csv", place, period, COLUMNS, scale="confidence_5")
    seen = preview_master_list(file=file, by=by, at=at)
    decided = same_as(year, seen.lines)
    taken = take_master_list(file=replace(file, same_as=decided), by=by, at=at)
    freeze_period(period=period, revision=period.revision, by=by, at=at)
    refused = [(line.name, line.refused) for line in seen.lines if line.refused]
    refused += [(one.name, one.refused) for one in taken.refused]
    return YearTaken(
        year, len(seen.lines), taken.opened, taken.changed, sum(map(bool, decided.values())), tuple(refused)
    )


def _open(place: Portfolio, year: int, *, by: User, at: datetime) -> Period:
    """Return the fiscal year that ends in a year as a period, open."""
    starts, ends = date(year - 1, 4, 1), date(year, 4, 1)
    row = add_period(portfolio=place, name=str(year), starts_on=starts, ends_on=ends, by=by, at=at)
    return open_period(period=row, revision=row.revision, by=by, at=at)


def _by_year(data: bytes) -> dict[str, bytes]:
    """Return the rows of each year as a list of its own."""
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise Invalid(
            "file",
            "This is not the list of major projects. Its columns are %(columns)s.",
            "file",
            columns=", ".join(COLUMNS),
        )
    years = sorted({row["year"] for row in rows if row["year"].isdecimal() and len(row["year"]) == 4})
    return {year: _written(row for row in rows if row["year"] == year) for year in years}


def _written(rows: Iterator[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, tuple(COLUMNS), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
