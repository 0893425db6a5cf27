"""The money of many projects, and of their programmes and divisions from sums: a constant number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.rates import Rates
from conspectus.engine.status.worth import Call, Verdict, worth
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.bridge.exchange import converted, exchanged
from conspectus.rooms.money.bridge.sums import Booked, less, plus, still_open, total
from conspectus.rooms.money.choices import SPENT, Kind, LineKind
from conspectus.rooms.money.models import Budget, BudgetLine, Entry, Forecast, ForecastLine
from conspectus.rooms.money.queries.views import NO_DATA
from conspectus.rooms.portfolio.choices import RateKind
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects, rates_of
from conspectus.rooms.portfolio.rules import projects_with_cost
from conspectus.rooms.schedule.models import PlanSummary

FIGURES = ("budget", "reserve", "spent", "open_commitments", "left", "own_at_completion", "own_variance", "plan_eac")
EVERYTHING = ProjectFilter()
HIDDEN = missing(Reason.HIDDEN)


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """The money of one project in its own currency; every figure HIDDEN to those who may not see its cost."""

    project_id: int
    code: str
    name: str
    portfolio: str
    programme: str
    division: str
    currency: str
    figures: Mapping[str, Measure]
    apart: tuple[str, ...] = ()  # currencies of entries that are in no sum
    verdict: Verdict | None = None  # to stop or to rescue it, by its newest plan

    @property
    def hidden(self) -> bool:
        """Whether its cost is not open to the reader."""
        return self.figures["spent"].reason is Reason.HIDDEN


@dataclass(frozen=True, slots=True)
class MoneyGroup:
    """Sums of projects in the currency of their portfolio; ``counted`` says of how many projects each sum is.

    ``without_rate`` counts those of which something could not be converted and is in no sum.
    """

    level: str  # all, programme, division
    name: str
    currency: str
    projects: int
    figures: Mapping[str, Measure]
    counted: Mapping[str, int]
    without_rate: int


@dataclass(frozen=True, slots=True)
class PortfolioMoney:
    """Where the money of many projects stands; ``hidden`` projects are in no sum."""

    rows: tuple[MoneyRow, ...]
    groups: tuple[MoneyGroup, ...]
    hidden: int

    @property
    def decisions(self) -> list[MoneyRow]:
        """The projects to stop, then those to rescue, what costs most of its budget first."""
        found = [(row.verdict, row) for row in self.rows if row.verdict is not None]
        return [row for told, row in sorted(found, key=lambda pair: (pair[0].call != Call.STOP, -pair[0].share))]


class _Planned(NamedTuple):
    """What the newest plan says, in minor units of its currency."""

    eac: int | None
    spent: int | None
    currency: str
    schedule: str  # its colour


@dataclass(slots=True)
class _Sums:
    """What the database adds up, by project, and the rates by portfolio where any are needed."""

    today: date
    booked: dict[int, dict[tuple[str, str], int]] = field(default_factory=dict)  # by currency and kind
    days: dict[int, list[Booked]] = field(default_factory=dict)  # of what has to be converted
    open_now: dict[int, dict[str, int]] = field(default_factory=dict)  # by currency
    budgets: dict[int, dict[tuple[str, int], int]] = field(default_factory=dict)  # by kind and fiscal year
    made_on: dict[int, date] = field(default_factory=dict)
    to_spend: dict[int, int] = field(default_factory=dict)
    spent_then: dict[int, int] = field(default_factory=dict)
    plans: dict[int, _Planned] = field(default_factory=dict)
    rates: dict[int, Rates] = field(default_factory=dict)


def portfolio_money(by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime) -> PortfolioMoney:
    """Return the money of every visible project the filter leaves, and sums of those whose cost ``by`` may see."""
    projects = list(find_projects(by, wanted, at.date()))
    seen = projects_with_cost(by, at.date())
    open_to = {project.pk for project in projects if seen is None or project.pk in seen}
    sums = _sums([project for project in projects if project.pk in open_to], at.date())
    rows = tuple(_row(project, sums if project.pk in open_to else None) for project in projects)
    homes = [
        (row, project.portfolio.currency, _home(project, row, sums))
        for project, row in zip(projects, rows, strict=True)
        if project.pk in open_to
    ]
    return PortfolioMoney(rows, _groups(homes), len(rows) - len(open_to))


def _sums(projects: Sequence[Project], today: date) -> _Sums:
    found = _Sums(today)
    if not projects:
        return found
    ids = [project.pk for project in projects]

    entries = of_these(Entry.objects.order_by(), ids)
    for project, currency, kind, amount in entries.values_list("project", "currency", "kind").annotate(
        Sum("amount_minor")
    ):
        found.booked.setdefault(project, {})[currency, kind] = amount
    found.open_now = _open_commitments(entries)
    newest = dict(of_these(Budget.objects.filter(programme=None).order_by("number"), ids).values_list("project", "pk"))
    lines = of_these(BudgetLine.objects.order_by(), newest.values(), "budget")
    asked = lines.values_list("budget__project", "budget", "kind", "fiscal_year").annotate(Sum("amount_minor"))
    for project, budget, kind, year, amount in asked:
        if newest.get(project) == budget:
            found.budgets.setdefault(project, {})[kind, year] = amount
    _add_forecasts(found, ids)
    plans = of_these(PlanSummary.objects.filter(is_current=True), ids, "revision__project")
    planned = ("forecast_minor", "actual_cost_minor", "currency", "schedule_colour")
    found.plans = {project: _Planned(*told) for project, *told in plans.values_list("revision__project", *planned)}
    _add_days(found, entries, projects)
    return found


def _open_commitments(entries: QuerySet[Entry]) -> dict[int, dict[str, int]]:
    """Return what is open of each project's commitments, each currency by itself."""
    committed: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    spent: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    names = ("project", "currency", "reference")
    orders = entries.filter(kind=Kind.COMMITMENT)
    for project, code, reference, amount in orders.values_list(*names).annotate(Sum("amount_minor")):
        committed[project, code][reference] = amount
    under = Entry.objects.filter(kind=Kind.COMMITMENT, **{name: OuterRef(name) for name in names})
    drawn = entries.filter(Exists(under), kind__in=SPENT).exclude(reference="")
    for project, code, reference, amount in drawn.values_list(*names).annotate(Sum("amount_minor")):
        spent[project, code][reference] += amount
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for (project, code), held in committed.items():
        found[project][code] = still_open(held, spent[project, code])
    return found


def _add_forecasts(found: _Sums, ids: list[int]) -> None:
    """Add what the newest forecast of each project expects, and what was spent up to its day."""
    made = of_these(Forecast.objects.order_by("number"), ids).values_list("project", "pk", "made_on")
    newest = {project: (pk, on) for project, pk, on in made}
    found.made_on = {project: on for project, (_, on) in newest.items()}
    found.to_spend = dict.fromkeys(newest, 0)
    lines = of_these(ForecastLine.objects.order_by(), [pk for pk, _ in newest.values()], "forecast")
    for project, forecast, amount in lines.values_list("forecast__project", "forecast").annotate(Sum("amount_minor")):
        if newest.get(project, (None,))[0] == forecast:
            found.to_spend[project] = amount
    day = Forecast.objects.filter(project=OuterRef("project")).order_by("-number").values("made_on")[:1]
    spent = of_these(Entry.objects.order_by().filter(kind__in=SPENT, currency=F("project__currency")), ids)
    then = spent.filter(on__lte=Subquery(day))
    found.spent_then = dict(then.values_list("project").annotate(Sum("amount_minor")))


def _add_days(found: _Sums, entries: QuerySet[Entry], projects: Sequence[Project]) -> None:
    """Add, day by day, what is in another currency than its project or portfolio, and the rates it takes."""
    abroad = ~Q(currency=F("project__currency")) | ~Q(project__currency=F("project__portfolio__currency"))
    rows = entries.filter(abroad).values_list("project", "kind", "currency", "on").annotate(Sum("amount_minor"))
    for project, kind, currency, on, amount in rows:
        found.days.setdefault(project, []).append(Booked(kind, "", "", currency, on, amount))
    for one in projects:
        if one.portfolio_id not in found.rates and (one.pk in found.days or one.currency != one.portfolio.currency):
            found.rates[one.portfolio_id] = rates_of(one.portfolio)


def _row(project: Project, sums: _Sums | None) -> MoneyRow:
    figures, apart = (dict.fromkeys(FIGURES, HIDDEN), ()) if sums is None else _figures(project, sums)
    return MoneyRow(
        project_id=project.pk,
        code=project.code,
        name=project.name,
        portfolio=project.portfolio.name,
        programme=project.programme.name if project.programme else "",
        division=project.division.name if project.division else "",
        currency=project.currency,
        figures=figures,
        apart=apart,
        verdict=_verdict(figures, sums.plans.get(project.pk)) if sums else None,
    )


def _verdict(figures: Mapping[str, Measure], plan: _Planned | None) -> Verdict | None:
    if plan is None or plan.spent is None:
        return None
    return worth(figures["budget"], figures["plan_eac"], value(plan.spent), plan.schedule)


def _figures(project: Project, sums: _Sums) -> tuple[dict[str, Measure], tuple[str, ...]]:
    """Return the figures of a project in its currency, and the currencies that have no rate."""
    key, code, booked = project.pk, project.currency, sums.booked.get(project.pk, {})
    other = [row for row in sums.days.get(key, ()) if row.currency != code]
    foreign, lacking = exchanged(other, sums.rates[project.portfolio_id], code, sums.today) if other else ([], [])
    found: dict[str, Measure] = dict.fromkeys(FIGURES, NO_DATA)
    spent = sum(booked.get((code, kind), 0) for kind in SPENT) + total(foreign, *SPENT)
    if booked:
        found |= {"spent": value(spent), "open_commitments": _open(project, sums, code)}
    if lines := sums.budgets.get(key):
        found |= {name: value(sum(amount for amount, _ in part)) for name, part in _control(lines).items()}
    if key in sums.to_spend:
        then = sums.spent_then.get(key, 0) + total(foreign, *SPENT, until=sums.made_on[key])
        found["own_at_completion"] = value(then + sums.to_spend[key])
    plan = sums.plans.get(key)
    if plan is not None and plan.eac is not None:
        found["plan_eac"] = value(plan.eac) if plan.currency in ("", code) else missing(Reason.NO_RATE)
    return _compared(found, value(spent)), tuple(sorted({row.currency for row in lacking}))


def _control(lines: Mapping[tuple[str, int], int]) -> dict[str, list[tuple[int, int]]]:
    """Return budget and reserve as amounts with their fiscal years."""
    found: dict[str, list[tuple[int, int]]] = {"budget": [], "reserve": []}
    for (kind, year), amount in lines.items():
        found["reserve" if kind == LineKind.RESERVE else "budget"].append((amount, year))
    return found


def _compared(found: dict[str, Measure], spent: Measure) -> dict[str, Measure]:
    """Add what is left of the budget and how far the own forecast lies below it."""
    budget, own = found["budget"], found["own_at_completion"]
    return found | {"left": less(budget, spent), "own_variance": less(budget, own)}


def _open(project: Project, sums: _Sums, to: str) -> Measure:
    """Return open commitments at the closing rate; those in a third currency without a rate are left out."""
    held = dict(sums.open_now.get(project.pk, {}))
    own = held.pop(project.currency, 0)
    if not held and project.currency == to:
        return value(own)
    rates, today = sums.rates[project.portfolio_id], sums.today
    first = converted([(own, today)], rates, project.currency, to, RateKind.CLOSING)
    rest = (rates.convert(amount, code, to, today, RateKind.CLOSING).minor for code, amount in held.items())
    return plus(first, value(sum(minor for minor in rest if minor is not None)))


def _home(project: Project, row: MoneyRow, sums: _Sums) -> Mapping[str, Measure]:
    """Return a project's figures in its portfolio's currency, each at the kind of rate that goes with it."""
    code, home, key = project.currency, project.portfolio.currency, project.pk
    if code == home:
        return row.figures
    rates, found = sums.rates[project.portfolio_id], dict(row.figures)
    days, lacking = exchanged(sums.days.get(key, ()), rates, home, sums.today)
    unknown = any(one.currency == code and one.kind in SPENT for one in lacking)
    spent = missing(Reason.NO_RATE) if unknown else value(total(days, *SPENT))
    if found["spent"]:
        found |= {"spent": spent, "open_commitments": _open(project, sums, home)}
    for name, part in _control(sums.budgets.get(key, {})).items():
        if found[name]:
            found[name] = converted(part, rates, code, home, RateKind.BUDGET)
    if key in sums.to_spend:
        then = spent if unknown else value(total(days, *SPENT, until=sums.made_on[key]))
        rest = converted([(sums.to_spend[key], sums.today)], rates, code, home, RateKind.CLOSING)
        found["own_at_completion"] = plus(then, rest)
    if (plan := found["plan_eac"].value) is not None:
        found["plan_eac"] = converted([(round(plan), sums.today)], rates, code, home, RateKind.CLOSING)
    return _compared(found, spent)


def _groups(homes: Sequence[tuple[MoneyRow, str, Mapping[str, Measure]]]) -> tuple[MoneyGroup, ...]:
    """Return all, each programme and each division, a group a currency of portfolios."""
    held: dict[tuple[str, str, str], list[Mapping[str, Measure]]] = defaultdict(list)
    for row, home, figures in homes:
        held["all", gettext("All of these projects"), home].append(figures)
        for level, name in (("programme", row.programme), ("division", row.division)):
            if name:
                held[level, name, home].append(figures)
    order = {"all": 0, "programme": 1, "division": 2}
    keys = sorted(held, key=lambda key: (order[key[0]], key[1].casefold(), key[2]))
    return tuple(_group(*key, held[key]) for key in keys)


def _group(level: str, name: str, currency: str, members: Sequence[Mapping[str, Measure]]) -> MoneyGroup:
    known = {name: [one for each in members if (one := each[name].value) is not None] for name in FIGURES}
    lacking = [each for each in members if any(one.reason is Reason.NO_RATE for one in each.values())]
    none = missing(Reason.NO_RATE if lacking else Reason.NO_DATA)
    figures = {name: value(sum(found)) if found else none for name, found in known.items()}
    counted = {name: len(found) for name, found in known.items()}
    return MoneyGroup(level, name, currency, len(members), figures, counted, len(lacking))
