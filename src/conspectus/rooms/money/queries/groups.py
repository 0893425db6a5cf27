"""The money of many projects, and of their programmes and divisions from sums: a constant number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.bridge.sums import still_open
from conspectus.rooms.money.choices import SPENT, Kind, LineKind
from conspectus.rooms.money.models import Budget, BudgetLine, Entry, Forecast, ForecastLine
from conspectus.rooms.money.queries.views import NO_DATA
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.schedule.rules import projects_with_cost

FIGURES = ("budget", "reserve", "spent", "open_commitments", "left", "own_at_completion", "own_variance", "plan_eac")
EVERYTHING = ProjectFilter()
HIDDEN = missing(Reason.HIDDEN)
MANY = 500  # beyond this a list of ids costs the database more than reading all


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

    @property
    def hidden(self) -> bool:
        """Whether its cost is not open to the reader."""
        return self.figures["spent"].reason is Reason.HIDDEN


@dataclass(frozen=True, slots=True)
class MoneyGroup:
    """Sums of projects in one currency; ``counted`` says how many projects each sum is of."""

    level: str  # all, programme, division
    name: str
    currency: str
    projects: int
    figures: Mapping[str, Measure]
    counted: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PortfolioMoney:
    """Where the money of many projects stands; ``hidden`` projects are in no sum."""

    rows: tuple[MoneyRow, ...]
    groups: tuple[MoneyGroup, ...]
    hidden: int


@dataclass(slots=True)
class _Sums:
    """What the database adds up, by project."""

    booked: dict[int, dict[tuple[str, str], int]] = field(default_factory=dict)  # by currency and kind
    open_now: dict[int, int] = field(default_factory=dict)
    budgets: dict[int, dict[str, int]] = field(default_factory=dict)
    to_spend: dict[int, int] = field(default_factory=dict)
    spent_then: dict[int, int] = field(default_factory=dict)
    plans: dict[int, tuple[int | None, str]] = field(default_factory=dict)


def portfolio_money(by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime) -> PortfolioMoney:
    """Return the money of every visible project the filter leaves, and sums of those whose cost ``by`` may see."""
    projects = list(find_projects(by, wanted, at.date()))
    seen = projects_with_cost(by, at.date())
    open_to = [project for project in projects if seen is None or project.pk in seen]
    sums, known = _sums(open_to), {project.pk for project in open_to}
    rows = tuple(_row(project, sums if project.pk in known else None) for project in projects)
    return PortfolioMoney(rows, _groups([row for row in rows if row.project_id in known]), len(rows) - len(known))


def _sums(projects: Sequence[Project]) -> _Sums:
    found = _Sums()
    if not projects:
        return found
    ids = [project.pk for project in projects]

    def of(rows: QuerySet[Any], path: str = "project") -> QuerySet[Any]:
        """Leave the rows of these projects; those of others are passed over where there are many."""
        return rows if len(ids) > MANY else rows.filter(**{f"{path}__in": ids})

    for project, currency, kind, amount in (
        of(Entry.objects.order_by()).values_list("project", "currency", "kind").annotate(Sum("amount_minor"))
    ):
        found.booked.setdefault(project, {})[currency, kind] = amount
    found.open_now = _open_commitments(of(Entry.objects.order_by().filter(currency=F("project__currency"))))
    newest = dict(of(Budget.objects.order_by("number")).values_list("project", "pk"))
    lines = BudgetLine.objects.order_by().filter(budget__in=list(newest.values()))
    for project, kind, amount in lines.values_list("budget__project", "kind").annotate(Sum("amount_minor")):
        found.budgets.setdefault(project, {})[kind] = amount
    _add_forecasts(found, of)
    plans = of(PlanSummary.objects.filter(is_current=True), "revision__project")
    for project, minor, currency in plans.values_list("revision__project", "forecast_minor", "currency"):
        found.plans[project] = (minor, currency)
    return found


def _open_commitments(rows: QuerySet[Entry]) -> dict[int, int]:
    """Return what is open of each project's commitments, in its currency."""
    committed: dict[int, dict[str, int]] = defaultdict(dict)
    spent: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    orders = rows.filter(kind=Kind.COMMITMENT)
    for project, reference, amount in orders.values_list("project", "reference").annotate(Sum("amount_minor")):
        committed[project][reference] = amount
    under = Entry.objects.filter(project=OuterRef("project"), reference=OuterRef("reference"), kind=Kind.COMMITMENT)
    drawn = rows.filter(Exists(under), kind__in=SPENT).exclude(reference="")
    for project, reference, amount in drawn.values_list("project", "reference").annotate(Sum("amount_minor")):
        spent[project][reference] += amount
    return {project: still_open(found, spent[project]) for project, found in committed.items()}


def _add_forecasts(found: _Sums, of: Any) -> None:
    """Add what the newest forecast of each project expects, and what was spent up to its day."""
    newest = dict(of(Forecast.objects.order_by("number")).values_list("project", "pk"))
    found.to_spend = dict.fromkeys(newest, 0)
    lines = ForecastLine.objects.order_by().filter(forecast__in=list(newest.values()))
    found.to_spend |= dict(lines.values_list("forecast__project").annotate(Sum("amount_minor")))
    day = Forecast.objects.filter(project=OuterRef("project")).order_by("-number").values("made_on")[:1]
    spent = of(Entry.objects.order_by().filter(kind__in=SPENT, currency=F("project__currency")))
    then = spent.filter(on__lte=Subquery(day))
    found.spent_then = dict(then.values_list("project").annotate(Sum("amount_minor")))


def _row(project: Project, sums: _Sums | None) -> MoneyRow:
    booked = sums.booked.get(project.pk, {}) if sums else {}
    return MoneyRow(
        project_id=project.pk,
        code=project.code,
        name=project.name,
        portfolio=project.portfolio.name,
        programme=project.programme.name if project.programme else "",
        division=project.division.name if project.division else "",
        currency=project.currency,
        figures=dict.fromkeys(FIGURES, HIDDEN) if sums is None else _figures(project, sums),
        apart=tuple(sorted({currency for currency, _ in booked} - {project.currency})),
    )


def _figures(project: Project, sums: _Sums) -> dict[str, Measure]:
    key, booked = project.pk, sums.booked.get(project.pk, {})
    spent = sum(booked.get((project.currency, kind), 0) for kind in SPENT)
    found = dict.fromkeys(FIGURES, NO_DATA)
    if booked:
        found |= {"spent": value(spent), "open_commitments": value(sums.open_now.get(key, 0))}
    lines = sums.budgets.get(key)
    control = lines.get(LineKind.BASE, 0) + lines.get(LineKind.CONTINGENCY, 0) if lines else 0
    if lines:
        reserve = value(lines.get(LineKind.RESERVE, 0))
        found |= {"budget": value(control), "reserve": reserve, "left": value(control - spent)}
    if key in sums.to_spend:
        own = sums.spent_then.get(key, 0) + sums.to_spend[key]
        found["own_at_completion"] = value(own)
        if lines:
            found["own_variance"] = value(control - own)
    minor, currency = sums.plans.get(key, (None, ""))
    if minor is not None:
        found["plan_eac"] = value(minor) if currency in ("", project.currency) else missing(Reason.NO_RATE)
    return found


def _groups(rows: Sequence[MoneyRow]) -> tuple[MoneyGroup, ...]:
    """Return all, each programme and each division, a group a currency: without a rate none is added to another."""
    held: dict[tuple[str, str, str], list[MoneyRow]] = defaultdict(list)
    for row in rows:
        held["all", "All of these projects", row.currency].append(row)
        for level, name in (("programme", row.programme), ("division", row.division)):
            if name:
                held[level, name, row.currency].append(row)
    order = {"all": 0, "programme": 1, "division": 2}
    keys = sorted(held, key=lambda key: (order[key[0]], key[1].casefold(), key[2]))
    return tuple(_group(*key, held[key]) for key in keys)


def _group(level: str, name: str, currency: str, rows: Iterable[MoneyRow]) -> MoneyGroup:
    members = list(rows)
    known = {name: [one for row in members if (one := row.figures[name].value) is not None] for name in FIGURES}
    figures = {name: value(sum(found)) if found else NO_DATA for name, found in known.items()}
    return MoneyGroup(level, name, currency, len(members), figures, {name: len(found) for name, found in known.items()})
