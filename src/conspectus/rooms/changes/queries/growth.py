"""How far projects grew from their first approved baseline to the current one, and by which reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.choices import ChangeState
from conspectus.rooms.changes.choices import Reason as Why
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import projects_with_cost, sees_cost
from conspectus.rooms.schedule.models import Baseline

NONE_NAMED = ""  # growth that no change request tells of


@dataclass(frozen=True, slots=True)
class CategoryGrowth:
    """What changes of one reason added to a baseline; an empty reason is what no change request tells of."""

    reason: str
    amount_minor: int

    @property
    def label(self) -> str:
        """The reason in words, empty for none."""
        return str(Why(self.reason).label) if self.reason else ""


@dataclass(frozen=True, slots=True)
class Growth:
    """The first and the current approved baseline of a project; amounts at the prices both were approved at."""

    rebaselines: int
    first: Measure
    current: Measure
    percent: Measure
    reasons: tuple[CategoryGrowth, ...] = ()

    @property
    def amount(self) -> Measure:
        """The current baseline minus the first."""
        if self.first.value is None or self.current.value is None:
            return self.first if self.first.value is None else self.current
        return value(self.current.value - self.first.value)


@dataclass(frozen=True, slots=True)
class RebaselineSum:
    """Projects of one currency with an approved baseline: how many were rebaselined, how often, how far all grew.

    ``percent`` comes from the sums of those whose cost is seen and known, never from a mean.
    """

    currency: str
    projects: int
    rebaselined: int
    times: int
    percent: Measure


def hidden(growth: Growth) -> Growth:
    """Return what those see of it who may not see cost: how often, not how much."""
    shut = missing(Reason.HIDDEN)
    return Growth(growth.rebaselines, shut, shut, shut)


def growths(projects: Collection[int], on: date, *, with_cost: frozenset[int] | None) -> dict[int, Growth]:
    """Return the growth of projects that have an approved baseline at the end of a day.

    ``with_cost`` lists those whose money may be seen, None for all. Asks the database the same number of times for
    one project and for a thousand.
    """
    wanted = set(projects)
    rows = of_these(Baseline.objects.filter(approved_at__date__lte=on), projects).order_by("number")
    told: dict[int, list[int | None]] = defaultdict(list)
    for project, bac in rows.values_list("project", "bac_minor"):
        if project in wanted:
            told[project].append(bac)
    carried = ChangeRequest.objects.filter(state=ChangeState.IMPLEMENTED, implemented_at__date__lte=on)
    carried = of_these(carried.exclude(baseline=None), projects)
    by_reason: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for project, reason, cost in carried.order_by("pk").values_list("project", "reason", "cost_minor"):
        by_reason[project][reason] += cost or 0
    found = {}
    for project, costs in told.items():
        growth = _growth(costs, by_reason.get(project, {}))
        found[project] = growth if with_cost is None or project in with_cost else hidden(growth)
    return found


def growth_sums(
    by: User, projects: QuerySet[Project], on: date, *, then: date | None = None
) -> tuple[RebaselineSum, ...]:
    """Return how far projects ``by`` sees grew together, by currency; rights are those of ``on``, growth ``then``'s."""
    currencies = dict(projects.order_by().values_list("pk", "currency"))
    found = growths(currencies, then or on, with_cost=projects_with_cost(by, on))
    by_currency: dict[str, list[Growth]] = defaultdict(list)
    for project, growth in found.items():
        by_currency[currencies[project]].append(growth)
    return tuple(_together(currency, some) for currency, some in sorted(by_currency.items()))


def _together(currency: str, found: list[Growth]) -> RebaselineSum:
    known = [(one.first.value, one.current.value) for one in found if one.amount.value is not None]
    first = sum(one or 0 for one, _ in known)
    grown = sum(one or 0 for _, one in known) - first
    percent = found[0].first if not known else ratio(value(100.0 * grown), value(first))
    return RebaselineSum(
        currency,
        len(found),
        sum(one.rebaselines > 0 for one in found),
        sum(one.rebaselines for one in found),
        missing(percent.reason or Reason.NO_DATA) if percent.value is None else percent,
    )


def growth_of(by: User, project: Project, on: date, *, then: date | None = None) -> Growth | None:
    """Return the growth of a visible project as far as ``by`` may see; None before its first approved baseline.

    Rights are those of ``on``; where ``then`` is given, growth is that at the end of it.
    """
    shut = None if sees_cost(by, project, on) else frozenset[int]()
    return growths([project.pk], then or on, with_cost=shut).get(project.pk)


def _growth(costs: list[int | None], by_reason: dict[str, int]) -> Growth:
    first, current = (missing(Reason.NO_DATA) if one is None else value(one) for one in (costs[0], costs[-1]))
    growth = Growth(len(costs) - 1, first, current, first)
    amount = growth.amount
    share = ratio(amount, first)
    percent = value(100.0 * share.value) if share.value is not None else share
    reasons = [CategoryGrowth(one, cost) for one, cost in by_reason.items() if cost]
    if amount.value is not None:
        rest = round(amount.value) - sum(one.amount_minor for one in reasons)
        reasons += [CategoryGrowth(NONE_NAMED, rest)] if rest else []
    return Growth(len(costs) - 1, first, current, percent, tuple(reasons))
