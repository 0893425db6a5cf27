"""Where a project's money stands: budget, ledger, the plan's estimates and the manager's own forecast side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache

from django.db.models import Sum

from conspectus.engine.apportion import apportion
from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.engine.rates import Rates
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.bridge.exchange import exchanged
from conspectus.rooms.money.bridge.sums import Booked, by_line, by_month, less, margin, still_open, total
from conspectus.rooms.money.choices import SPENT, Kind, LineKind, Nature
from conspectus.rooms.money.models import Entry
from conspectus.rooms.money.queries.ledger import budgets, forecasts
from conspectus.rooms.money.queries.views import (
    NO_DATA,
    BudgetView,
    CategorySum,
    CurrencySum,
    Estimate,
    ForecastView,
    LineSum,
    MonthSum,
    ProjectMoney,
)
from conspectus.rooms.periods.bridge import fiscal_year_of, year_words
from conspectus.rooms.periods.models import FiscalCalendar
from conspectus.rooms.periods.queries import fiscal_calendar
from conspectus.rooms.portfolio.choices import RateKind
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import rates_of
from conspectus.rooms.schedule.queries import RevisionDetail, current_number, revision_detail

ESTIMATES = (
    "planned", "cpi", "composite", "weighted", "spi", "spi_t", "cpi_spi_t", "weighted_spi_t", "bottom_up",
)  # fmt: skip


def project_money(by: User, project: Project, *, at: datetime) -> ProjectMoney:
    """Return the money of one project; refuses who may not see its cost."""
    approved = budgets(by, project, at.date())
    made = forecasts(by, project, at.date())
    rates = rates_of(project.portfolio)
    rows, lacking = exchanged(_booked(project), rates, project.currency, at.date())
    plan = revision_detail(project, by=by, on=at.date()) if current_number(project) is not None else None
    budget, forecast = (approved[-1] if approved else None), (made[0] if made else None)
    figures = _of_budget(approved) | _of_ledger(project, rows, rates, at.date()) | _of_plan(project, plan, rows)
    figures |= _own(rows, budget, forecast)
    figures["ledger_variance"] = less(figures["budget"], figures["ledger_at_completion"])
    figures["plan_variance"] = less(figures["budget"], _plan_measure(project, plan, "eac"))
    if budget is not None:
        figures["left"] = value(budget.control_minor - total(rows, *SPENT))
    lines = _lines(budget, rows, fiscal_calendar(project.portfolio))
    return ProjectMoney(
        project_id=project.pk,
        currency=project.currency,
        budget=budget,
        original=approved[0] if approved else None,
        forecast=forecast,
        figures=figures,
        estimates=_estimates(project, plan, figures["own_at_completion"]),
        lines=lines,
        categories=_categories(lines, figures["own_to_spend"]),
        months=_months(rows, forecast, at.date()),
        others=_others(lacking),
        revision=plan.revision.number if plan else None,
        actual_from=plan.revision.figures.money.actual_from if plan else "plan",
        status_on=plan.revision.figures.status_on if plan else None,
    )


def _booked(project: Project) -> list[Booked]:
    sums = Entry.objects.filter(project=project).order_by().values_list("kind", "nature", "category", "currency", "on")
    return [Booked(*row) for row in sums.annotate(Sum("amount_minor"))]


def _of_budget(approved: Sequence[BudgetView]) -> dict[str, Measure]:
    if not approved:
        return dict.fromkeys(("budget", "original", "base", "contingency", "reserve", "left"), NO_DATA)
    now = approved[-1]
    return {
        "budget": value(now.control_minor),
        "original": value(approved[0].control_minor),
        "base": value(now.base_minor),
        "contingency": value(now.contingency_minor),
        "reserve": value(now.reserve_minor),
    }


def _of_ledger(project: Project, rows: Sequence[Booked], rates: Rates, today: date) -> dict[str, Measure]:
    spent, revenue = total(rows, *SPENT), total(rows, Kind.REVENUE)
    direct, open_now = total(rows, Kind.DIRECT_COST), _open_commitments(project, rates, today)
    found = {
        "spent": spent,
        "spent_capex": total(rows, *SPENT, nature=Nature.CAPEX),
        "spent_opex": total(rows, *SPENT, nature=Nature.OPEX),
        "committed": total(rows, Kind.COMMITMENT),
        "open_commitments": open_now,
        "exposure": spent + open_now,
        "revenue": revenue,
        "direct_cost": direct,
    }
    if not rows:
        return dict.fromkeys((*found, "margin"), NO_DATA)
    return {name: value(amount) for name, amount in found.items()} | {"margin": margin(revenue, direct)}


def _open_commitments(project: Project, rates: Rates, today: date) -> int:
    """Return what is open of the commitments, each currency by itself; what has no rate is left out."""
    sums: dict[str, dict[bool, dict[str, int]]] = defaultdict(lambda: {True: {}, False: defaultdict(int)})
    rows = Entry.objects.filter(project=project).exclude(kind=Kind.REVENUE).order_by()
    for kind, code, name, amount in rows.values_list("kind", "currency", "reference").annotate(Sum("amount_minor")):
        if kind == Kind.COMMITMENT:
            sums[code][True][name] = amount
        else:
            sums[code][False][name] += amount
    open_now = ((still_open(held[True], held[False]), code) for code, held in sums.items())
    found = (rates.convert(amount, code, project.currency, today, RateKind.CLOSING).minor for amount, code in open_now)
    return sum(minor for minor in found if minor is not None)


def _of_plan(project: Project, plan: RevisionDetail | None, rows: Sequence[Booked]) -> dict[str, Measure]:
    """Return the plan's actual cost beside the ledger's up to the plan's status date."""
    own = "ac_plan" if plan and "ac_plan" in plan.measures else "ac"  # kept apart where the status uses the ledger's
    told = _plan_measure(project, plan, own)
    status_on = plan.revision.figures.status_on if plan else None
    if status_on is None:
        ledger = missing(Reason.NO_STATUS_DATE if plan else Reason.NO_DATA)
    else:
        ledger = value(total(rows, *SPENT, until=status_on)) if rows else NO_DATA
    cpi = ratio(_plan_measure(project, plan, "ev"), ledger)
    eac = ratio(_plan_measure(project, plan, "bac"), cpi)
    return {
        "plan_spent": told,
        "ledger_then": ledger,
        "unreconciled": less(ledger, told),
        "ledger_cpi": cpi,
        "ledger_at_completion": eac if eac.value is None else value(round(eac.value)),
    }


def _plan_measure(project: Project, plan: RevisionDetail | None, name: str) -> Measure:
    """Return a measure of the plan in the project's currency; a plan in another one has no rate."""
    if plan is None:
        return NO_DATA
    if plan.revision.figures.money.currency not in ("", project.currency):
        return missing(Reason.NO_RATE)
    return plan.measures.get(name, NO_DATA)


def _own(rows: Sequence[Booked], budget: BudgetView | None, forecast: ForecastView | None) -> dict[str, Measure]:
    """Return the manager's forecast at completion: spent to its day, and what was still to be spent then."""
    if forecast is None:
        return dict.fromkeys(("own_to_spend", "own_at_completion", "own_variance"), NO_DATA)
    eac = total(rows, *SPENT, until=forecast.made_on) + forecast.total_minor
    variance = NO_DATA if budget is None else value(budget.control_minor - eac)
    to_spend = value(eac - total(rows, *SPENT))
    return {"own_to_spend": to_spend, "own_at_completion": value(eac), "own_variance": variance}


def _estimates(project: Project, plan: RevisionDetail | None, own: Measure) -> tuple[Estimate, ...]:
    found = ((name, _plan_measure(project, plan, f"eac_{name}")) for name in ESTIMATES)
    return tuple(Estimate(name, eac, less(eac, own)) for name, eac in found)


def _lines(budget: BudgetView | None, rows: Iterable[Booked], calendar: FiscalCalendar) -> tuple[LineSum, ...]:
    """Return budget beside ledger by fiscal year, nature and category; categories are one whatever their case."""

    @cache
    def year_of(day: date) -> int:
        return fiscal_year_of(calendar.kind, calendar.first_month, day)

    booked = by_line(rows, year_of)
    names = {key: name for key, (name, _, _) in booked.items()}
    planned: dict[tuple[int, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in budget.lines if budget else ():
        key = (line.fiscal_year, line.nature, line.category.casefold())
        names[key] = line.category
        planned[key][line.kind] += line.amount_minor
    found = []
    for key in sorted(names):
        _, committed, spent = booked.get(key, ("", 0, 0))
        found.append(
            LineSum(
                fiscal_year=key[0],
                year=year_words(calendar.first_month, key[0]),
                nature=key[1],
                category=names[key],
                base_minor=planned[key][LineKind.BASE],
                contingency_minor=planned[key][LineKind.CONTINGENCY],
                reserve_minor=planned[key][LineKind.RESERVE],
                committed_minor=committed,
                spent_minor=spent,
            )
        )
    return tuple(found)


def _categories(lines: Iterable[LineSum], to_spend: Measure) -> tuple[CategorySum, ...]:
    """Return budget, spent and forecast by category: what is still to be spent falls on them by what each has left.

    Where no category has anything left it falls on them by their budgets.
    """
    names: dict[str, str] = {}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        key = line.category.casefold()
        names.setdefault(key, line.category)
        sums[key][0] += line.base_minor + line.contingency_minor
        sums[key][1] += line.spent_minor
    left = [max(budget - spent, 0) for budget, spent in sums.values()]
    shares = left if any(left) else [budget for budget, _ in sums.values()]
    rest = None if to_spend.value is None or not any(shares) else apportion(round(to_spend.value), shares)
    found = [
        CategorySum(names[key], budget, spent, None if rest is None else spent + rest[place])
        for place, (key, (budget, spent)) in enumerate(sums.items())
    ]
    return tuple(sorted(found, key=lambda one: (one.variance_minor, one.category.casefold())))


def _months(rows: Sequence[Booked], forecast: ForecastView | None, today: date) -> tuple[MonthSum, ...]:
    """Return what was spent month by month, and from the forecast's month on what was expected to be spent by then."""
    spent = by_month(rows)
    expected = {one.month: one.amount_minor for one in forecast.months} if forecast else {}
    start = forecast.made_on.replace(day=1) if forecast else None
    ends = [*spent, *expected, *([start] if start else [])]
    if not ends:
        return ()
    now, found, so_far = today.replace(day=1), [], 0
    hoped = total(rows, *SPENT, until=forecast.made_on) if forecast else 0
    for month in _every_month(min(ends), max(ends)):
        so_far += spent.get(month, 0)
        hoped += expected.get(month, 0)
        shown = hoped if start is not None and month >= start else None
        found.append(MonthSum(month, spent.get(month, 0), so_far if month <= now else None, shown))
    return tuple(found)


def _every_month(first: date, last: date) -> Iterable[date]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(number // 12, number % 12 + 1, 1)


def _others(rows: Iterable[Booked]) -> tuple[CurrencySum, ...]:
    by_currency: dict[str, list[Booked]] = defaultdict(list)
    for row in rows:
        by_currency[row.currency].append(row)
    return tuple(
        CurrencySum(code, total(found, *SPENT), total(found, Kind.COMMITMENT), total(found, Kind.REVENUE))
        for code, found in sorted(by_currency.items())
    )
