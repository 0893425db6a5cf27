"""Which method new projects follow, by the rule of their programme or portfolio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import visible_portfolios, visible_programmes
from conspectus.rooms.portfolio.rules import ids_in
from conspectus.rooms.standards.models import MethodRule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The rule of a portfolio or programme for new projects; no method: there is none any more."""

    rule_id: int
    portfolio_id: int | None
    programme_id: int | None
    place: str
    method: str | None
    method_name: str
    reason: str
    set_by: str
    set_at: datetime


def find_rules(by: User, on: date) -> QuerySet[MethodRule]:
    """Return the newest rule of each portfolio and programme ``by`` may see."""
    places = (Q(portfolio__in=visible_portfolios(by, on).order_by().values("pk")),
              Q(programme__in=visible_programmes(by, on).order_by().values("pk")))  # fmt: skip
    newest = MethodRule.objects.order_by().values("portfolio", "programme").annotate(newest=Max("pk")).values("newest")
    rows = MethodRule.objects.filter(places[0] | places[1], pk__in=newest)
    return rows.select_related("portfolio", "programme", "method", "set_by").order_by("pk")


def rule_row(row: MethodRule) -> RuleRow:
    """Return a rule as lists show it."""
    method = row.method
    return RuleRow(
        row.pk,
        row.portfolio_id,
        row.programme_id,
        row.place.name,
        method.key if method else None,
        method.name if method else "",
        row.reason,
        row.set_by.name,
        row.set_at,
    )


def rule_of(place: Portfolio | Programme) -> MethodRule | None:
    """Return the newest rule set for a place itself."""
    name = "portfolio" if isinstance(place, Portfolio) else "programme"
    return MethodRule.objects.filter(**{name: place}).select_related("method", "set_by").last()


def ruled_projects() -> list[tuple[Project, MethodRule]]:
    """Return the projects that never followed a method and were opened under a rule, each with it.

    The rule is that of the nearest programme that had one when the project was opened, else its portfolio's. Asks
    the database as often for one project as for many.
    """
    rules = list(MethodRule.objects.select_related("method", "portfolio", "programme", "set_by").order_by("pk"))
    if not rules:
        return []
    rows = Project.objects.filter(adoptions=None, created_at__gte=rules[0].set_at).exclude(state__in=ENDED)
    rows = rows.select_related("programme", "portfolio").order_by("pk")
    found = ((project, _rule_for(project, rules)) for project in rows)
    return [(project, rule) for project, rule in found if rule is not None and rule.method_id is not None]


def _rule_for(project: Project, rules: Iterable[MethodRule]) -> MethodRule | None:
    held = [one for one in rules if one.set_at <= project.created_at]
    above = ids_in(project.programme.path) if project.programme else ()
    for programme in reversed(tuple(above)):
        mine = [one for one in held if one.programme_id == programme]
        if mine and mine[-1].method_id is not None:
            return mine[-1]
    return next((one for one in reversed(held) if one.portfolio_id == project.portfolio_id), None)
