"""Where an executive looks first: the widest gap, the worst colour, the largest overrun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.queries import closing_exchange, visible_projects
from conspectus.rooms.portfolio.rules import projects_with_cost
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.schedule.queries import GridFilter, for_rows, portfolio_projects
from conspectus.rooms.schedule.queries.figures import overall
from conspectus.rooms.schedule.queries.views import Judgement
from conspectus.rooms.status.bridge import gap
from conspectus.rooms.status.choices import Dimension, SubjectKind
from conspectus.rooms.status.models import Declaration
from conspectus.rooms.status.queries.grid import GridRow, grid_rows, newest_periods
from conspectus.rooms.status.queries.snapshots import published


@dataclass(frozen=True, slots=True)
class Overrun:
    """The active project whose forecast exceeds its budget most; ``compared`` is the currency that was compared in.

    ``left_out`` counts overruns in currencies without a rate: they were not compared, never taken 1:1.
    """

    row: GridRow
    over_minor: int
    currency: str
    compared: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Deciding:
    """The three projects to look at first; None where there is nothing of the kind."""

    gap: GridRow | None
    colour: GridRow | None
    overrun: Overrun | None
    gap_period: int | None = None


def deciding(by: User, *, at: datetime) -> Deciding:
    """Return where ``by`` looks first among the active projects they may see, asking a constant number of times."""
    projects = visible_projects(by, at.date()).filter(state=State.ACTIVE)
    places = dict(projects.order_by().values_list("pk", "portfolio"))
    with_cost = projects_with_cost(by, at.date())
    periods = newest_periods(set(places.values()))
    widest = _widest(places, periods, with_cost)
    worst = _worst(by, at)
    over = _overrun(places, with_cost, at)
    wanted = {pk for pk in (widest, worst, over[0] if over else None) if pk is not None}
    few = for_rows(portfolio_projects(by, at=at).filter(pk__in=wanted))
    rows = {row.project_id: row for row in grid_rows(few, at=at)}
    overrun = Overrun(rows[over[0]], *over[1:]) if over else None
    period = periods[places[widest]].pk if widest is not None else None
    return Deciding(rows.get(widest or 0), rows.get(worst or 0), overrun, period)


def _widest(places: dict[int, int], periods: Mapping[int, Period], with_cost: frozenset[int] | None) -> int | None:
    """Return the project whose declared status is furthest above what the data say, in the newest period."""
    found: list[tuple[float, int]] = []
    frozen = [row.pk for row in periods.values() if row.state == PeriodState.FROZEN]
    kept = published().filter(period__in=frozen, subject_kind=SubjectKind.PROJECT, gap__gt=0)
    for pk, width in kept.order_by("-gap", "subject_id").values_list("subject_id", "gap"):
        if pk in places and (with_cost is None or pk in with_cost):
            found.append((-(width or 0.0), pk))
            break
    others = [row.pk for row in periods.values() if row.state != PeriodState.FROZEN]
    rows = Declaration.objects.filter(
        report__period__in=others, dimension=Dimension.OVERALL, report__project__figures__is_current=True
    )
    figures = "report__project__figures__"
    registers = "report__project__register_status__"
    plan = (f"{figures}schedule_colour", f"{figures}cost_colour")
    asked = ("report__project", "rank", *plan, f"{registers}worst", f"{registers}worst_unpriced")
    for pk, rank, schedule, cost, full, unpriced in rows.values_list(*asked):
        if pk in places:
            seen = (cost, full) if with_cost is None or pk in with_cost else (Colour.NOT_ASSESSED, unpriced)
            width = gap(
                rank, overall(*(Judgement(colour or Colour.NOT_ASSESSED) for colour in (schedule, *seen))).colour
            )
            if width is not None and width > 0:
                found.append((-width, pk))
    return min(found)[1] if found else None


def _worst(by: User, at: datetime) -> int | None:
    """Return the red project with the largest slip, else the amber one."""
    for colour in ("red", "amber"):
        wanted = GridFilter(state=State.ACTIVE, status=colour, sort="-slip")
        found = portfolio_projects(by, wanted, at=at).values_list("pk", flat=True).first()
        if found is not None:
            return int(found)
    return None


def _overrun(
    places: dict[int, int], with_cost: frozenset[int] | None, at: datetime
) -> tuple[int, int, str, str, int] | None:
    """Return project, overrun, its currency, the currency compared in, and how many could not be compared."""
    rows = PlanSummary.objects.filter(is_current=True, forecast_minor__gt=F("bac_minor"), bac_minor__gt=0)
    told = rows.values_list("project", "currency", "bac_minor", "forecast_minor")
    over = [
        (pk, code, (forecast or 0) - (budget or 0))  # neither is missing: the filter asks for both
        for pk, code, budget, forecast in told
        if pk in places and (with_cost is None or pk in with_cost)
    ]
    if not over:
        return None
    currencies = Counter(code for _, code, _ in over)
    home, factors = currencies.most_common(1)[0][0], {}
    exchange = closing_exchange(places.values(), at.date()) if len(currencies) > 1 else None
    if exchange is not None:
        home, factors = exchange.home, dict(exchange.factors)
    factors.setdefault(home, 1.0)
    comparable = [(amount * factors[code], pk, amount, code) for pk, code, amount in over if code in factors]
    if not comparable:
        return None
    _, pk, amount, code = max(comparable, key=lambda one: (one[0], -one[1]))
    return pk, amount, code, home, len(over) - len(comparable)
