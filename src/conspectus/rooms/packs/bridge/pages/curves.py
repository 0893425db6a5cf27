"""Earned value by frozen period as a chart, and as a table for the workbook."""

from __future__ import annotations

from collections.abc import Sequence

from conspectus.engine.measure import Measure
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.page import IN_SHEETS, Cell, Chart, Grid, Page, Series, Tone
from conspectus.review.pages.cells import brief, columns, ratio, text
from conspectus.review.pages.tables import scale_of
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import amount_in, on
from conspectus.rooms.status.queries import EarnedPoint

_LINES = (("Planned", "planned_value"), ("Earned", "earned_value"), ("Spent", "actual_cost"), ("Forecast", "forecast"))
_AMOUNTS = ("planned_value", "earned_value", "actual_cost", "bac", "forecast")
_HEADS = "Of|Code|Period|Last day|Version>|Status date|Currency|Planned>|Earned>|Spent>|Budget>|Forecast>|CPI>|SPI>"


def period_chart(points: Sequence[EarnedPoint], of: str = "") -> Chart | None:
    """Return the S-curve by period of those in the newest one's currency; None where fewer than two tell anything.

    ``of`` says of what it is where the page is of something else.
    """
    currency = points[-1].currency if points else ""
    same = [one for one in points if one.currency == currency and one.planned_value.value is not None]
    if len(same) < 2:
        return None
    known = [amount for one in same for _, name in _LINES if (amount := getattr(one, name).value) is not None]
    scale, size = scale_of(max(known) / 10 ** decimals(currency))
    unit = 10 ** decimals(currency) * scale
    lines = [
        Series(label, tuple(_part(getattr(one, name), unit) for one in same), dashed=name == "forecast")
        for label, name in _LINES
    ]
    told = " ".join(part for part in (currency or "no currency", size) if part)
    names = tuple(one.period for one in same)
    said = [f"{line.label} {line.values[-1]:,.1f}" for line in lines if line.values[-1] is not None]
    words = f"Cumulative by period from {names[0]} to {names[-1]}, {told}. At the end: {'; '.join(said)}."
    series = tuple(line for line in lines if any(one is not None for one in line.values))
    title = ", ".join(part for part in ("Earned value by period", of, told) if part)
    return Chart(title, "line", names, series, currency, words)


def curves_sheet(book: Book) -> Page:
    """Return the figures behind the curves of the portfolio and of every project."""
    rows = [_row(book, book.portfolio, "", one) for one in book.earned_whole]
    rows += [_row(book, row.name, row.code, one) for row in book.rows for one in book.earned.get(row.project_id, ())]
    grid = Grid("", columns(_HEADS, " ".join(["1"] * 14)), tuple(rows), empty="No period.", media=IN_SHEETS)
    return Page("Earned value by period", "Earned value by period", (grid,), media=IN_SHEETS)


def _row(book: Book, name: str, code: str, one: EarnedPoint) -> tuple[Cell, ...]:
    return (
        text(name, Tone.STRONG),
        text(code),
        text(one.period),
        on(one.last_on),
        text(str(one.version) if one.version else "not frozen"),
        on(one.status_on),
        text(one.currency),
        *(amount_in(getattr(one, each), one.currency, book.look.unit) for each in _AMOUNTS),
        brief(ratio(one.cpi)),
        brief(ratio(one.spi)),
    )


def _part(measure: Measure, unit: float) -> float | None:
    return None if measure.value is None else measure.value / unit
