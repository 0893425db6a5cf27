"""Money as key figures, estimates beside the manager's own, and the S-curve of the ledger beside the plan's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure
from conspectus.formats.currencies import decimals
from conspectus.rooms.money.queries import MonthSum, ProjectMoney
from conspectus.rooms.schedule.queries import CurveView

from ..manners import month
from ..words import DASH, day, exact, percent, ratio, why
from .curve import Curve, Series, draw_curve
from .earned import ESTIMATES
from .key_figures import NO_BUDGET, KeyFigure

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_EPOCH = date(1970, 1, 1)
LABELS = {name: label for name, label, _ in ESTIMATES}
# name: label, what it means, what it is made of
FIGURES: dict[str, tuple[StrOrPromise, StrOrPromise, tuple[str, ...]]] = {
    "budget": (
        _("Approved budget"),
        _("Base and contingency of the newest approved budget. Management reserve stands apart."),
        ("base", "contingency", "reserve", "original"),
    ),
    "spent": (
        _("Spent"),
        _("Actual and direct cost in the ledger up to today, in the project's currency."),
        ("spent_capex", "spent_opex"),
    ),
    "open_commitments": (
        _("Open commitments"),
        _("What is committed, less what was spent under the same reference; never below zero for any reference."),
        ("committed",),
    ),
    "left": (_("Left"), _("Approved budget minus what is spent."), ("budget", "spent")),
    "own_at_completion": (
        _("Own forecast"),
        _(
            "The manager's forecast at completion: what was spent up to the day of the forecast, and what was still to "
            "be spent then."
        ),
        ("spent", "own_to_spend"),
    ),
    "own_variance": (
        _("Under or over"),
        _("Approved budget minus the manager's own forecast at completion. Minus is an overrun."),
        ("budget", "own_at_completion"),
    ),
    "unreconciled": (
        _("Ledger less plan"),
        _(
            "What the ledger holds up to the plan's status date, minus the actual cost in the plan. Other than zero, "
            "one of the two is wrong or late."
        ),
        ("ledger_then", "plan_spent"),
    ),
    "plan_variance": (
        _("Under or over, by the plan"),
        _(
            "Approved budget minus the plan's forecast cost (BAC / CPI). The status of cost is judged by it. Its "
            "actual cost is the plan's own, the ledger's where the plan carries none or the ledger goes first."
        ),
        ("budget", "plan_spent"),
    ),
    "ledger_variance": (
        _("Under or over, by the ledger"),
        _(
            "Approved budget minus the forecast by the ledger: BAC over the CPI that the ledger's cost up to the "
            "plan's status date gives."
        ),
        ("budget", "ledger_then", "ledger_cpi", "ledger_at_completion"),
    ),
    "ledger_cpi": (_("CPI by the ledger"), "", ()),
    "ledger_at_completion": (_("Forecast by the ledger"), "", ()),
    "revenue": (_("Revenue"), _("Revenue in the ledger up to today."), ()),
    "margin": (
        _("Gross margin"),
        _("Revenue minus direct cost, over revenue."),
        ("revenue", "direct_cost"),
    ),
    "base": (_("Base"), "", ()),
    "contingency": (_("Contingency"), "", ()),
    "reserve": (_("Management reserve"), "", ()),
    "original": (_("Original budget"), "", ()),
    "spent_capex": (_("of it capital"), "", ()),
    "spent_opex": (_("of it operating"), "", ()),
    "committed": (_("Committed"), "", ()),
    "own_to_spend": (_("Still to spend"), "", ()),
    "ledger_then": (_("Ledger at the status date"), "", ()),
    "plan_spent": (_("Actual cost in the plan"), "", ()),
    "direct_cost": (_("Direct cost"), "", ()),
}
SHOWN = (
    "budget",
    "spent",
    "open_commitments",
    "left",
    "own_at_completion",
    "own_variance",
    "plan_variance",
    "ledger_variance",
    "unreconciled",
)
AT_STATUS = ("unreconciled", "plan_variance", "ledger_variance")  # as of the plan's status date
SOLD = ("revenue", "margin")  # of projects that earn money


def money_figures(found: ProjectMoney, today: date) -> list[KeyFigure]:
    """Return the key figures of a project's money."""
    names = SHOWN if not found.figures["revenue"].value else (*SHOWN, *SOLD)
    return [_figure(name, found, today) for name in names]


def _figure(name: str, found: ProjectMoney, today: date) -> KeyFigure:
    label, words, parts = FIGURES[name]
    measure = found.figures[name]
    value, unit = _said(name, measure, found.currency)
    inputs = tuple(
        (
            str(FIGURES[part][0]),
            " ".join(_said(part, found.figures[part], found.currency)).strip() or why(found.figures[part]),
        )
        for part in parts
    )
    then = found.status_on if name in AT_STATUS else today
    as_of = day(then) if then else ""
    none = str(NO_BUDGET) if found.budget is None and "budget" in (name, *parts) else why(measure)
    return KeyFigure(
        str(label),
        value,
        unit,
        none if measure.value is None else "",
        str(words),
        inputs,
        as_of,
        _source(name, found),
        "",
    )


def _said(name: str, measure: Measure, currency: str) -> tuple[str, str]:
    if measure.value is None:
        return "", ""
    if name == "ledger_cpi":
        return ratio(measure.value), ""
    if name == "margin":
        return percent(measure.value).removesuffix(" %"), "%"
    return exact(round(measure.value), currency), currency


def _source(name: str, found: ProjectMoney) -> str:
    sources = [gettext("the ledger")] if name not in ("budget", "plan_variance") else []
    if name in ("budget", "left", "own_variance", "plan_variance", "ledger_variance") and found.budget:
        sources.append(gettext("budget %(number)s") % {"number": found.budget.number})
    if name.startswith("own") and found.forecast:
        given = {"number": found.forecast.number, "day": day(found.forecast.made_on)}
        sources.append(gettext("forecast %(number)s of %(day)s") % given)
    if name in AT_STATUS and found.revision:
        sources.append(gettext("plan revision %(number)s") % {"number": found.revision})
    return ", ".join(sources)


def estimate_rows(found: ProjectMoney) -> list[dict[str, Any]]:
    """Return the manager's own forecast, then each estimate of the plan, with what lies between them."""
    own = found.figures["own_at_completion"]
    rows: list[tuple[str, Measure, Measure | None]] = [(gettext("The manager's own forecast"), own, None)]
    rows += [(str(LABELS[one.name]), one.eac, one.above_own) for one in found.estimates]
    return [
        {"label": label, "cells": [_cell(eac, found.currency), {} if above is None else _cell(above, found.currency)]}
        for label, eac, above in rows
    ]


def _cell(measure: Measure, currency: str) -> dict[str, str]:
    if measure.value is None:
        return {"text": DASH, "why": why(measure)}
    return {"text": exact(round(measure.value), currency), "why": ""}


def money_curve(found: ProjectMoney, plan: CurveView | None, today: date) -> Curve | None:
    """Return the ledger's cumulative cost and the own forecast beside the plan's planned and earned value."""
    unit = 10 ** decimals(found.currency)
    series = []
    if plan is not None:
        series = [
            _series("pv", gettext("Planned"), plan.days, plan.planned, unit),
            _series("ev", gettext("Earned"), plan.days, plan.earned, unit),
        ]
    ends = tuple(_end(one) for one in found.months)
    series += [
        _series("ac", gettext("Spent"), ends, tuple(one.cumulative_minor for one in found.months), unit),
        _series("eac", gettext("Own forecast"), ends, tuple(one.expected_minor for one in found.months), unit),
    ]
    return draw_curve(series, status_date=((today - _EPOCH).days + 1) * 1440, unit=found.currency)


def _series(kind: str, name: str, days: tuple[date, ...], values: tuple[float | None, ...], unit: int) -> Series:
    points = ((to, one) for to, one in zip(days, values, strict=False) if one is not None)
    return Series(kind, name, tuple((((to - _EPOCH).days + 1) * 1440, one / unit) for to, one in points))


def _end(one: MonthSum) -> date:
    return (one.month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_rows(found: ProjectMoney) -> list[tuple[str, str, str, str]]:
    """Return the months of the ledger as the table beneath the curve shows them."""
    code = found.currency
    return [
        (
            month(one.month),
            exact(one.spent_minor, code),
            exact(one.cumulative_minor, code),
            exact(one.expected_minor, code),
        )
        for one in found.months
    ]


def line_rows(found: ProjectMoney, natures: Mapping[str, StrOrPromise]) -> list[tuple[str, str, str, list[str]]]:
    """Return budget beside ledger as the table shows it."""
    names = ("base_minor", "contingency_minor", "reserve_minor", "committed_minor", "spent_minor", "left_minor")
    return [
        (
            one.year,
            str(natures.get(one.nature, DASH)),
            one.category or DASH,
            [exact(getattr(one, name), found.currency) for name in names],
        )
        for one in found.lines
    ]


def line_totals(found: ProjectMoney) -> list[str]:
    """Return the sums beneath the same table."""
    names = ("base_minor", "contingency_minor", "reserve_minor", "committed_minor", "spent_minor", "left_minor")
    return [exact(sum(getattr(one, name) for one in found.lines), found.currency) for name in names]


def category_rows(found: ProjectMoney) -> list[tuple[str, list[str]]]:
    """Return budget, spent, forecast and what lies between by category, the furthest over first, then the sums."""
    if not found.categories:
        return []
    names = ("budget_minor", "spent_minor", "forecast_minor", "variance_minor")
    rows = [
        (one.category or gettext("no category"), [getattr(one, name) for name in names]) for one in found.categories
    ]
    forecast = None if found.categories[0].forecast_minor is None else sum(cells[2] for _, cells in rows)
    sums = [sum(cells[0] for _, cells in rows), sum(cells[1] for _, cells in rows), forecast]
    rows.append((gettext("Together"), [*sums, sum(cells[3] for _, cells in rows)]))
    return [(name, [exact(cell, found.currency) for cell in cells]) for name, cells in rows]
