"""What is measured of money: approved budgets, the ledger and the manager's forecast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.rates import Rates
from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Amount, Measured
from conspectus.rooms.money.bridge.exchange import converted, exchanged
from conspectus.rooms.money.bridge.sums import Booked, total
from conspectus.rooms.money.choices import SPENT, Kind, LineKind
from conspectus.rooms.money.models import Budget, BudgetLine, Entry, Forecast, ForecastLine
from conspectus.rooms.portfolio.choices import RateKind
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import rates_of
from conspectus.rooms.schedule.queries.as_at import standings

Facts = dict[str, Measured]
Lines = dict[tuple[str, int], int]  # minor units by kind and fiscal year


@dataclass(frozen=True, slots=True)
class CostStanding:
    """What a project is held to, has spent and is forecast to cost by its manager, minor units of its currency."""

    budget: Measure
    spent: Measure
    forecast: Measure


@dataclass(slots=True)
class _Ledger:
    """What the entries of one project come to up to the day, in its own currency."""

    entries: int = 0
    newest: date | None = None
    booked: list[Booked] = field(default_factory=list)
    abroad: list[Booked] = field(default_factory=list)


def money_facts(projects: Sequence[Project], on: date) -> dict[int, Facts]:
    """Return what is measured of the money of projects at the end of a day, by project and name.

    Asks the database the same number of times for one project and for a thousand of a portfolio.
    """
    ids = [one.pk for one in projects]
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    budgets: dict[int, list[Budget]] = defaultdict(list)
    approved = Budget.objects.filter(programme=None, approved_at__lt=midnight).order_by("number")
    for budget in of_these(approved, ids):
        budgets[budget.project_id or 0].append(budget)
    lines = _lines({rows[place].pk for rows in budgets.values() for place in (0, -1)})
    ledgers, rates = _ledgers(projects, on), _rates(projects)
    forecasts = _forecasts(ids, on)
    standing = standings(projects, on + timedelta(days=1), with_cost=None)
    found = {}
    for one in projects:
        rows, known = budgets[one.pk], rates.get(one.portfolio_id)
        facts = _of_budgets(one, rows, lines, known)
        ledger = ledgers.get(one.pk, _Ledger())
        booked = ledger.booked + (exchanged(ledger.abroad, known, one.currency, on)[0] if known else [])
        facts |= _of_ledger(one, ledger, booked, bool(rows))
        made_on, to_spend, then = forecasts.get(one.pk, (None, 0, 0))
        facts["forecast_on"] = made_on or Reason.NO_DATA
        facts["forecast_cost"] = Amount(then + to_spend, one.currency) if made_on else Reason.NO_DATA
        plan = standing.get(one.pk)
        estimate = plan.figures.money.forecast if plan and plan.figures.money.currency in ("", one.currency) else None
        expected = then + to_spend if made_on else estimate.value if estimate else None
        facts["forecast_over_budget_percent"] = _over(expected, facts["budget_approved"])
        facts["spent_percent"] = _percent(facts["spent"], facts["budget_approved"])
        found[one.pk] = facts
    return found


@dataclass(frozen=True, slots=True)
class Spare:
    """What is left of the contingency of a project and what it spent by a day, minor units of its currency."""

    left: Measure
    spent: Measure


def contingency_left(projects: Sequence[Project], on: date) -> dict[int, Spare]:
    """Return the contingency of each project's budget in force, less what was spent beyond its base."""
    ids = [one.pk for one in projects]
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    approved = Budget.objects.filter(programme=None, approved_at__lt=midnight).order_by("number")
    newest = dict(of_these(approved, ids).values_list("project", "pk"))
    lines, ledgers, rates = _lines(set(newest.values())), _ledgers(projects, on), _rates(projects)
    found = {}
    for one in projects:
        held, ledger = lines.get(newest.get(one.pk, 0), {}), ledgers.get(one.pk, _Ledger())
        abroad, lacking = exchanged(ledger.abroad, rates[one.portfolio_id], one.currency, on)
        spent = total([*ledger.booked, *abroad], *SPENT)
        left = _of_kind(held, LineKind.CONTINGENCY) - max(0, spent - _of_kind(held, LineKind.BASE))
        known = (value(left) if held else missing(NONE), value(spent))
        found[one.pk] = Spare(*(missing(Reason.NO_RATE) if lacking and told else told for told in known))
    return found


def cost_standings(projects: Sequence[Project], on: date) -> dict[int, CostStanding]:
    """Return budget, ledger and the manager's forecast of projects as they stood at the end of a day, by project.

    Asks the database the same number of times for one project and for a thousand of a portfolio.
    """
    ids, none = [one.pk for one in projects], missing(Reason.NO_DATA)
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    approved = Budget.objects.filter(programme=None, approved_at__lt=midnight).order_by("number")
    newest = dict(of_these(approved, ids).values_list("project", "pk"))
    lines, ledgers, rates = _lines(set(newest.values())), _ledgers(projects, on), _rates(projects)
    forecasts, found = _forecasts(ids, on), {}
    for one in projects:
        held, ledger = lines.get(newest.get(one.pk, 0)), ledgers.get(one.pk, _Ledger())
        abroad, lacking = exchanged(ledger.abroad, rates[one.portfolio_id], one.currency, on)
        spent = value(total([*ledger.booked, *abroad], *SPENT)) if ledger.entries else none
        made, to_spend, then = forecasts.get(one.pk, (None, 0, 0))
        found[one.pk] = CostStanding(
            budget=none if held is None else value(_control(held)),
            spent=missing(Reason.NO_RATE) if lacking else spent,
            forecast=none if made is None else value(then + to_spend),
        )
    return found


def _lines(budgets: set[int]) -> dict[int, Lines]:
    rows = of_these(BudgetLine.objects.order_by(), budgets, "budget").values_list("budget", "kind", "fiscal_year")
    found: dict[int, Lines] = defaultdict(dict)
    for budget, kind, year, amount in rows.annotate(Sum("amount_minor")):
        found[budget][kind, year] = amount
    return found


def _ledgers(projects: Sequence[Project], on: date) -> dict[int, _Ledger]:
    """Return what the database adds up of each project's entries; those in another currency day by day."""
    found: dict[int, _Ledger] = defaultdict(_Ledger)
    entries = of_these(Entry.objects.filter(on__lte=on).order_by(), [one.pk for one in projects])
    own = Q(currency=F("project__currency"))
    sums = entries.filter(own).values_list("project", "kind", "currency").annotate(Sum("amount_minor"))
    for project, kind, currency, amount in sums:
        found[project].booked.append(Booked(kind, "", "", currency, on, amount))
    for project, kind, currency, day, amount in (
        entries.exclude(own).values_list("project", "kind", "currency", "on").annotate(Sum("amount_minor"))
    ):
        found[project].abroad.append(Booked(kind, "", "", currency, day, amount))
    told = entries.values_list("project").annotate(Count("pk"), newest=Max("on", filter=Q(kind__in=SPENT)))
    for project, count, newest in told:
        found[project].entries, found[project].newest = count, newest
    return found


def _rates(projects: Sequence[Project]) -> dict[int, Rates]:
    return {one.pk: rates_of(one) for one in {project.portfolio for project in projects}}


def _forecasts(ids: Sequence[int], on: date) -> dict[int, tuple[date, int, int]]:
    """Return the day of each project's newest forecast, what it had still to spend, and what was spent by then."""
    made = Forecast.objects.filter(made_on__lte=on)
    newest = {
        project: (pk, day)
        for project, pk, day in of_these(made.order_by("number"), ids).values_list("project", "pk", "made_on")
    }
    rows = of_these(ForecastLine.objects.order_by(), [pk for pk, _ in newest.values()], "forecast")
    to_spend = dict(rows.values_list("forecast").annotate(Sum("amount_minor")))
    day = made.filter(project=OuterRef("project")).order_by("-number").values("made_on")[:1]
    spent = Entry.objects.order_by().filter(kind__in=SPENT, currency=F("project__currency"), on__lte=Subquery(day))
    then = dict(of_these(spent, ids).values_list("project").annotate(Sum("amount_minor")))
    return {one: (at, to_spend.get(pk, 0), then.get(one, 0)) for one, (pk, at) in newest.items()}


def _of_budgets(project: Project, rows: Sequence[Budget], lines: Mapping[int, Lines], rates: Rates | None) -> Facts:
    if not rows:
        names = ("first_on", "newest_on", "approved", "first", "growth_percent", "approver_is_manager", "size")
        none: Facts = dict.fromkeys((*(f"budget_{name}" for name in names), "contingency", "contingency_percent"), NONE)
        return none | {"budgets": 0, "reserve": NONE}
    first, newest = rows[0], rows[-1]
    held, code = lines.get(newest.pk, {}), project.currency
    budget, before = _control(held), _control(lines.get(first.pk, {}))
    spare, base = _of_kind(held, LineKind.CONTINGENCY), _of_kind(held, LineKind.BASE)
    return {
        "budgets": len(rows),
        "budget_first_on": first.approved_at.date(),
        "budget_newest_on": newest.approved_at.date(),
        "budget_approved": Amount(budget, code),
        "budget_first": Amount(before, code),
        "budget_growth_percent": 100 * (budget - before) / before if before else Reason.DIV_ZERO,
        "contingency": Amount(spare, code),
        "contingency_percent": 100 * spare / base if base else Reason.DIV_ZERO,
        "reserve": Amount(_of_kind(held, LineKind.RESERVE), code),
        "budget_approver_is_manager": newest.approved_by_id == project.manager_id,
        "budget_size": _size(project, held, rates),
    }


NONE = Reason.NO_DATA


def _size(project: Project, held: Lines, rates: Rates | None) -> Measured:
    """Return the budget in the portfolio's currency, each year at its budget rate."""
    home, parts = (
        project.portfolio.currency,
        [(a, year) for (kind, year), a in held.items() if kind != LineKind.RESERVE],
    )
    if home == project.currency:
        return Amount(sum(amount for amount, _ in parts), home)
    if rates is None:
        return Reason.NO_RATE
    found = converted(parts, rates, project.currency, home, RateKind.BUDGET)
    return Reason.NO_RATE if found.value is None else Amount(round(found.value), home)


def _of_ledger(project: Project, ledger: _Ledger, booked: Sequence[Booked], budgeted: bool) -> Facts:
    spent = total(booked, *SPENT)
    return {
        "ledger_entries": ledger.entries,
        "ledger_newest_on": ledger.newest or NONE,
        "spent": Amount(spent, project.currency) if ledger.entries else NONE,
        "committed": Amount(total(booked, Kind.COMMITMENT), project.currency) if ledger.entries else NONE,
        "spent_without_budget": spent > 0 and not budgeted,
    }


def _control(held: Lines) -> int:
    return sum(amount for (kind, _), amount in held.items() if kind != LineKind.RESERVE)


def _of_kind(held: Lines, wanted: str) -> int:
    return sum(amount for (kind, _), amount in held.items() if kind == wanted)


def _over(expected: float | None, budget: Measured) -> Measured:
    if expected is None or not isinstance(budget, Amount):
        return NONE
    return 100 * (expected - budget.minor) / budget.minor if budget.minor else Reason.DIV_ZERO


def _percent(part: Measured, whole: Measured) -> Measured:
    if not isinstance(part, Amount) or not isinstance(whole, Amount):
        return NONE
    return 100 * part.minor / whole.minor if whole.minor else Reason.DIV_ZERO
