"""Money by currency from the stored sums of each project, with the range its forecasts span."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from conspectus.engine.earned import Indices, cost_forecasts, indices
from conspectus.engine.earned.formulas import CPI
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.formats.packs.page import Cell, Chart, Figure, Figures, Grid, Page, Tone
from conspectus.review.pages.cells import (
    brief,
    columns,
    plural,
    ratio,
    reason_words,
    short_amount,
    text,
)
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import amount_in, named, unit_words
from conspectus.rooms.packs.bridge.pages.curves import period_chart
from conspectus.rooms.packs.bridge.pages.growth import HEADS, growth_cells, total_cells
from conspectus.rooms.schedule.queries.views import MoneyView
from conspectus.rooms.status.queries import ProjectStatus

_NONE = missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a currency: what all are held to, the rest of those ``measured``, whose four sums are all known."""

    currency: str
    projects: int
    measured: int
    budget: Measure  # approved, of those without an approved one at completion
    found: Indices
    forecast: Measure  # by CPI, the unmeasured at their budget
    low: Measure  # least and most that any estimate at completion makes of it
    high: Measure


def sums(book: Book) -> list[Sums]:
    """Return the sums by currency, the one most projects count in first; no rate is assumed between them."""
    often = Counter(row.figures.money.currency for row in _budgeted(book) if row.figures)
    return [_sum(book, code) for code, _ in sorted(often.items(), key=lambda item: (-item[1], item[0]))]


def _budgeted(book: Book) -> list[ProjectStatus]:
    return [row for row in book.rows if row.figures and row.figures.money.bac.value]


def _of(book: Book, currency: str) -> list[MoneyView]:
    return [row.figures.money for row in _budgeted(book) if row.figures and row.figures.money.currency == currency]


def _sum(book: Book, currency: str) -> Sums:
    held = _of(book, currency)
    names = ("planned_value", "earned_value", "actual_cost", "bac")
    whole = [one for one in held if all(getattr(one, name).value is not None for name in names)]
    found = indices(*(_total(whole, name) for name in names))
    rest = sum(one.bac.value or 0.0 for one in held) - sum(one.bac.value or 0.0 for one in whole)
    estimate = found.eac[CPI].value
    known = [one.value for one in (*found.eac.values(), *cost_forecasts(found, _NONE).values()) if one.value]
    return Sums(
        currency=currency,
        projects=len(held),
        measured=len(whole),
        budget=_total(held, "held_to"),
        found=found,
        forecast=_NONE if estimate is None else value(estimate + rest),
        low=value(min(known) + rest) if known else _NONE,
        high=value(max(known) + rest) if known else _NONE,
    )


def _total(held: list[MoneyView], name: str) -> Measure:
    numbers = [number for one in held if (number := getattr(one, name).value) is not None]
    return value(sum(numbers)) if numbers else _NONE


def money(book: Book) -> tuple[Page, ...]:
    """Return a strip and a table a currency; nothing where the maker may see no cost at all."""
    if book.rows and len(book.without_cost) == len(book.rows):
        return ()
    parts: list[Figures | Chart | Grid] = []
    curve = period_chart(book.earned_whole, "all projects in one currency")
    for total in sums(book):
        drawn = [curve] if curve is not None and not parts else []
        parts += [_strip(total), *drawn, _grid(book, total)]
    nothing = Grid("Money", columns("Project", "1"), (), empty="No project holds a budget.")
    without = len(book.rows) - len(book.without_cost) - len(_budgeted(book))
    lead = f"Totals and their indices come from sums; no rate is assumed between currencies. {_approved(book)}"
    if without:
        lead += f" {plural(without, 'project')} without a budget not listed."
    if book.without_cost:
        lead += f" The money of {plural(len(book.without_cost), 'project')} is hidden."
    return (Page("Money", "Money and forecast range", tuple(parts or [nothing]), lead=lead),)


def _approved(book: Book) -> str:
    """Say how many of the budgets are approved ones."""
    held = _budgeted(book)
    approved = sum(row.figures.money.budget.value is not None for row in held if row.figures)
    if approved == len(held):
        return "Budgets are the approved ones."
    if not approved:
        return "No budget is approved; budgets are those of the baselines."
    return f"{approved} of {len(held)} budgets are approved; the others are those of the baselines."


def _strip(total: Sums) -> Figures:
    code, found = total.currency, total.found
    note = "" if total.measured == total.projects else f"of {total.measured} with all figures"
    return Figures(
        (
            Figure(
                f"Budget, {code or 'no currency'}", short_amount(total.budget, code), plural(total.projects, "project")
            ),
            Figure("Earned", short_amount(found.ev, code), note or "sum of earned value"),
            Figure("Spent", short_amount(found.ac, code), note or "sum of actual cost"),
            Figure("CPI", brief(ratio(found.cpi)).text, reason_words(found.cpi) or "earned over spent"),
            Figure("Forecast, least", short_amount(total.low, code), _against(total.low, total.budget)),
            Figure("Forecast, most", short_amount(total.high, code), _against(total.high, total.budget)),
        )
    )


def _against(forecast: Measure, budget: Measure) -> str:
    if forecast.value is None or not budget.value:
        return "no estimate has a value"
    share = forecast.value / budget.value - 1
    return f"{share:+.1%} against the budget" if round(share, 3) else "as the budget"


def _grid(book: Book, total: Sums) -> Grid:
    unit, code = book.look.unit, total.currency
    members = [row for row in _budgeted(book) if row.figures and row.figures.money.currency == code]
    members.sort(key=lambda row: (-_budget(row), row.code))
    rows = [
        (
            named(row),
            *_amounts(row.figures.money, book),
            brief(ratio(row.figures.money.spi_t)),
            *growth_cells(book, row.project_id),
        )
        for row in members
        if row.figures
    ]
    found = total.found
    sums_row = (total.budget, found.pv, found.ev, found.ac, total.forecast)
    rows.append(
        (
            text("Total from sums"),
            *(amount_in(one, code, unit) for one in sums_row),
            amount_in(_difference(total.budget, total.forecast), code, unit),
            *(brief(ratio(one)) for one in (found.cpi, found.spi)),
            Cell("–", tone=Tone.MUTED),
            *total_cells(book, (row.project_id for row in members)),
        )
    )
    heads = "Project|Budget>|Planned>|Earned>|Spent>|Forecast>|Variance>|CPI>|SPI>|SPI(t)>|" + HEADS
    widths = "3 1.3 1.3 1.3 1.3 1.3 1.2 0.8 0.8 0.8 1.1 0.9"
    return Grid(f"Amounts in {unit_words(code, unit)}", columns(heads, widths), tuple(rows), total_rows=1)


def _amounts(one: MoneyView, book: Book) -> tuple[Cell, ...]:
    unit, code = book.look.unit, one.currency
    five = (one.held_to, one.planned_value, one.earned_value, one.actual_cost, one.forecast)
    variance = _difference(one.held_to, one.forecast)
    tone = Tone.RED if (variance.value or 0.0) < 0 else Tone.PLAIN
    return (
        *(amount_in(each, code, unit) for each in five),
        amount_in(variance, code, unit, tone),
        *(brief(ratio(each)) for each in (one.cpi, one.spi)),
    )


def _difference(budget: Measure, forecast: Measure) -> Measure:
    if budget.value is None or forecast.value is None:
        return _NONE
    return value(budget.value - forecast.value)


def _budget(row: ProjectStatus) -> float:
    return (row.figures.money.held_to.value or 0.0) if row.figures else 0.0
