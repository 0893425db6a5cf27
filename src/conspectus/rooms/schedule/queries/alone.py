"""Where a project without a plan stands by its backlog: the figures of a plan as far as a backlog has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.plan import NONE
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.figures import day_of
from conspectus.rooms.schedule.bridge.measures import measure_json, measure_of
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.models import RegisterStatus
from conspectus.rooms.schedule.queries.figures import hidden_money, overall, told_by
from conspectus.rooms.schedule.queries.views import BacklogSpan, FiguresView, Judgement, MoneyView

if TYPE_CHECKING:
    from conspectus.engine.status import CostFacts, PaceFacts

UNSEEN = Judgement(Colour.NOT_ASSESSED, "You may not see the cost of this project.")
WITHOUT_PLAN = "no plan, judged by its backlog"
_DAYS = ("half_on", "approved_start_on", "approved_finish_on")
_MONEY = ("budget", "spent", "at_completion")


@dataclass(frozen=True, slots=True)
class Alone:
    """What a backlog and the money room say of a project that has no plan."""

    pace: PaceFacts
    cost: CostFacts
    slip_days: float | None = None


def alone_columns(one: Alone | None) -> dict[str, Any]:
    """Return what is kept of it, by column."""
    if one is None:
        return {"stands": False, "status_on": None, "start_on": None, "finish_on": None, "slip_days": None, "alone": {}}
    span = _span(one.pace)
    kept: dict[str, Any] = {name: (day := getattr(span, name)) and day.isoformat() for name in _DAYS}
    kept |= {name: measure_json(getattr(one.cost, name)) for name in _MONEY} | {"currency": one.cost.currency}
    kept["accepted"] = measure_json(one.pace.accepted)
    return {
        "stands": True,
        "status_on": one.pace.as_of,
        "start_on": span.approved_start_on,
        "finish_on": one.pace.sure,
        "slip_days": one.slip_days,
        "alone": kept,
    }


def kept_figures(row: RegisterStatus | None, *, with_cost: bool) -> FiguresView | None:
    """Return the figures of a project that stands by its backlog, as they are kept; None where it does not."""
    if row is None or not row.stands:
        return None
    kept = row.alone
    days = {name: date.fromisoformat(kept[name]) if kept.get(name) else None for name in _DAYS}
    part = slice(0, 2) if with_cost else slice(2, 4)
    told = {name: Judgement(*row.told[name][part]) for name in ("schedule", "cost") if name in row.told}
    money = _money(kept["currency"], *(measure_of(kept[name]) for name in _MONEY))
    span = BacklogSpan(sure_on=row.finish_on, accepted=measure_of(kept["accepted"]), **days)
    rest = told_by(row, with_cost=with_cost)
    return _figures((row.status_on, row.slip_days), span, money, told, rest, with_cost)


def figures_alone(project: Project, *, with_cost: bool) -> FiguresView | None:
    """Return the figures of a project that stands by its backlog; None where it does not."""
    return kept_figures(RegisterStatus.objects.filter(project=project).first(), with_cost=with_cost)


def live_figures(one: Alone, told: dict[str, Judgement], *, with_cost: bool) -> FiguresView:
    """Return the figures of a project that stands by its backlog, judged just now."""
    money = _money(one.cost.currency, *(getattr(one.cost, name) for name in _MONEY))
    rest = {name: found for name, found in told.items() if name not in ("schedule", "cost")}
    return _figures((one.pace.as_of, one.slip_days), _span(one.pace), money, told, rest, with_cost)


def _figures(
    dated: tuple[date | None, float | None],
    span: BacklogSpan,
    money: MoneyView,
    told: dict[str, Judgement],
    registers: dict[str, Judgement],
    with_cost: bool,
) -> FiguresView:
    schedule, cost = told.get("schedule", Judgement()), told.get("cost", Judgement()) if with_cost else UNSEEN
    return FiguresView(
        status_on=dated[0],
        start_on=span.approved_start_on,
        finish_on=span.sure_on,
        current_slip_days=dated[1],
        baseline_words=WITHOUT_PLAN,
        money=money if with_cost else hidden_money(money.currency, missing(Reason.NO_DATA)),
        schedule=schedule,
        cost=cost,
        overall=overall(schedule, cost, registers=registers),
        registers=registers,
        backlog=span,
    )


def _money(currency: str, budget: Measure, spent: Measure, forecast: Measure) -> MoneyView:
    both = budget.value is not None and forecast.value is not None
    left = value((budget.value or 0) - (forecast.value or 0)) if both else missing(Reason.NO_DATA)
    return MoneyView(
        currency=currency, actual_cost=spent, forecast=forecast, budget=budget, budget_variance=left,
        actual_from="ledger",
    )  # fmt: skip


def _span(pace: PaceFacts) -> BacklogSpan:
    promised = NONE not in (pace.start, pace.finish)
    return BacklogSpan(
        pace.half,
        pace.sure,
        day_of(pace.start) if promised else None,
        day_of(pace.finish, end=True) if promised else None,
        pace.accepted,
    )
