"""What the ledger says was spent on projects, as the engine takes it, and figures taken anew by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.engine.measure import Measure
from conspectus.engine.plan import DAY
from conspectus.engine.rates import Rates
from conspectus.kit.many import of_these
from conspectus.rooms.portfolio.choices import RateKind
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import rates_of
from conspectus.rooms.schedule.bridge.judging import budget_measures
from conspectus.rooms.schedule.bridge.measures import measure_json, measure_of
from conspectus.rooms.schedule.bridge.parts import child_of, part_json
from conspectus.rooms.schedule.choices import CostSource
from conspectus.rooms.schedule.models import CostRule, PlanSummary, SpentDay

if TYPE_CHECKING:
    from conspectus.engine.earned import Ledger

EPOCH = date(1970, 1, 1)
OWN = "ac_plan"  # the measure that keeps a plan's own actual cost where the ledger's took its place
IN_TIME = ("es", "at", "pd", "sv_t", "spi_t", "ieac_t", "tspi")
# What taking figures anew needs of a summary beside what judging needs, and what it writes.
NEEDED = ("project", "status_on", "curve", "actual_from", "actual_cost_minor", "forecast_minor")
WRITTEN = ("measures", "part", "curve", "actual_from", "actual_cost_minor", "forecast_minor")


@dataclass(frozen=True, slots=True)
class Booked:
    """What was spent on a project by day and currency, the rates to convert it with, and which cost counts first."""

    currency: str  # of the project
    days: tuple[tuple[date, str, int], ...] = ()
    rates: Rates | None = None
    rules: tuple[tuple[date, str], ...] = ()  # from which day on which source goes first, as recorded

    def first_on(self, day: date | None) -> str:
        """Return which source counts first for a plan of a status date."""
        held = [first for from_on, first in self.rules if day is not None and from_on <= day]
        return held[-1] if held else CostSource.PLAN.value

    def ledger(self, currency: str, status_on: date | None) -> Ledger | None:
        """Return the ledger in a plan's currency, each amount at the transaction rate of its day; None where empty."""
        from conspectus.engine.earned import Ledger

        if not self.days:
            return None
        to = currency or self.currency
        sums: dict[date, list[int | None]] = defaultdict(list)
        for on, code, minor in self.days:
            found = minor
            if code != to:
                rate = self.rates.convert(minor, code, to, on, RateKind.TRANSACTION) if self.rates else None
                found = rate.minor if rate else None  # type: ignore[assignment]  # an amount or none
            sums[on].append(found)
        amounts = tuple(None if None in found else float(sum(one or 0 for one in found)) for found in sums.values())
        days = tuple((on - EPOCH).days * DAY for on in sums)
        return Ledger(days, amounts, self.first_on(status_on) == CostSource.LEDGER)


def booked_on(projects: Iterable[Project]) -> dict[int, Booked]:
    """Return what was spent on each project; asks a constant number of times, and for rates once a portfolio.

    Rates are asked for only where an amount is in another currency than its project or portfolio.
    """
    wanted = {one.pk: one for one in projects}
    held: dict[int, list[tuple[date, str, int]]] = defaultdict(list)
    rows = of_these(SpentDay.objects.order_by("on", "currency"), list(wanted))
    for project, on, currency, minor in rows.values_list("project", "on", "currency", "amount_minor"):
        if project in wanted:
            held[project].append((on, currency, minor))
    places = {wanted[pk].portfolio_id for pk in held}
    rules: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for place, from_on, first in (
        CostRule.objects.filter(portfolio__in=places).order_by("pk").values_list("portfolio", "from_on", "first")
    ):
        rules[place].append((from_on, first))
    abroad = {wanted[pk].portfolio_id for pk, days in held.items() if _is_abroad(wanted[pk], days)}
    rates = {one.portfolio_id: one.portfolio for one in wanted.values() if one.portfolio_id in abroad}
    known = {pk: rates_of(place) for pk, place in rates.items()}
    return {
        pk: Booked(one.currency, tuple(held[pk]), known.get(one.portfolio_id), tuple(rules[one.portfolio_id]))
        if pk in held
        else Booked(one.currency)
        for pk, one in wanted.items()
    }


def _is_abroad(project: Project, days: Sequence[tuple[date, str, int]]) -> bool:
    return any(code != project.currency for _, code, _ in days) or project.currency != project.portfolio.currency


def taken_from(own: Measure, source: str) -> dict[str, Any]:
    """Return the measure that is kept beside the others where the ledger's cost took the place of the plan's own."""
    return {OWN: measure_json(own)} if source == CostSource.LEDGER else {}


def take_anew(row: PlanSummary, booked: Booked) -> bool:
    """Put into a summary what its plan and the ledger say now of its cost; return whether anything became another.

    The plan is not read again. What an older version kept too little of stays as it is.
    """
    from conspectus.engine.earned import EarnedSchedule, indices, with_ledger
    from conspectus.review.measured import money_from

    child = child_of("", row.currency, "not_assessed", row.part, row.curve)
    ledger = booked.ledger(row.currency, row.status_on)
    if child is None or (ledger is None and row.actual_from == CostSource.PLAN):
        return False
    found, kept = child.earned, row.curve or {}
    own = measure_of(row.measures[OWN]) if OWN in row.measures else found.sums.ac
    sums = found.sums
    plain = indices(
        sums.pv, sums.ev, own, sums.bac, manager_etc=found.manager_etc, weights=found.weights, method=sums.method
    )
    own_curve = kept.get("own_spent", kept.get("spent", ()))
    series = replace(found.series, ev=_floats(kept.get("earned", ())), ac=_floats(own_curve))
    found = with_ledger(
        replace(found, sums=plain, series=series, actual_from="plan", own_cost=None, own_spent=None), ledger
    )
    if found.actual_from == row.actual_from and found.sums.ac == sums.ac:
        return False
    time = EarnedSchedule(**{name: measure_of(row.measures.get(name)) for name in IN_TIME}, tspi_ed=measure_of(None))
    money = money_from(row.currency, found.sums, time)
    told = {one.name: measure_json(getattr(money, one.name)) for one in fields(money) if one.name != "currency"}
    row.measures = {name: one for name, one in row.measures.items() if name != OWN} | told
    row.measures |= taken_from(own, found.actual_from)
    if "budget" in row.measures:
        row.measures |= budget_measures(measure_of(row.measures["budget"]), money.eac)
    row.part = part_json(replace(child, earned=found))
    row.curve = {name: one for name, one in kept.items() if name != "own_spent"} | {
        "spent": open_values(found.series.ac)
    }
    if found.actual_from == CostSource.LEDGER:
        row.curve["own_spent"] = list(own_curve)
    row.actual_from = found.actual_from
    row.actual_cost_minor, row.forecast_minor = (_minor(one) for one in (money.ac, money.eac))
    return True


def open_values(column: Iterable[float]) -> list[float | None]:
    """Return a column of a curve as it is kept."""
    return [None if one != one else float(one) for one in column]  # NaN is unlike itself


def _minor(measure: Measure) -> int | None:
    return None if measure.value is None else round(measure.value)


def _floats(column: Sequence[float | None]) -> Any:
    import numpy as np

    return np.array([np.nan if one is None else one for one in column], dtype=np.float64)
