"""Values as people read them: dates, days, ratios, money and status, each with the reason where there is no value."""

from __future__ import annotations

from collections.abc import Iterable

from conspectus.engine.measure import REASON_WORDS, Measure, Reason, missing, value
from conspectus.engine.plan import NONE
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.page import Cell, Column, Form, Tone
from conspectus.formats.packs.words import told
from conspectus.review.dates import day, shown_at, status_day
from conspectus.review.result import Money, ProjectReview

SHAPES = {"green": "●", "amber": "▲", "red": "◆", "not_assessed": "○"}
TONES = {"green": Tone.GREEN, "amber": Tone.AMBER, "red": Tone.RED, "not_assessed": Tone.NONE}
SHORT = {
    Reason.NO_BASELINE: "no baseline",
    Reason.DIV_ZERO: "divides by 0",
    Reason.NO_DATA: "no data",
    Reason.NOT_DUE: "not due",
    Reason.NOT_ACHIEVABLE: "out of reach",
    Reason.NOT_APPLICABLE: "not applicable",
    Reason.NO_RATE: "no rate",
    Reason.TOO_FEW: "too few",
    Reason.HIDDEN: "hidden",
    Reason.NO_STATUS_DATE: "no status date",
}


def text(words: str, tone: Tone = Tone.PLAIN) -> Cell:
    """Return a cell of words."""
    return Cell(words, tone=tone)


def said(words: str) -> Cell:
    """Return a cell of a sentence, its dates as people write them."""
    return Cell(told(words))


def status_words(colour: str) -> str:
    """Return a colour as shape and word."""
    return f"{SHAPES[colour]} {colour.replace('_', ' ')}"


def status(colour: str) -> Cell:
    """Return a status as shape, word and colour."""
    return Cell(status_words(colour), tone=TONES[colour])


def reason(measure: Measure) -> Cell:
    """Return the short reason why a measure has no value."""
    assert measure.reason is not None
    return Cell(SHORT[measure.reason], tone=Tone.MUTED)


def reason_words(measure: Measure) -> str:
    """Return the reason in full words."""
    return REASON_WORDS[measure.reason] if measure.reason is not None else ""


def brief(cell: Cell) -> Cell:
    """Return a missing figure as a dash where the reason stands elsewhere on the page."""
    return Cell("–", tone=Tone.MUTED) if cell.value is None else cell


def gaps(project: ProjectReview) -> str:
    """Say which figures are missing and why: ``No SPI(t), CPI: there is no status date.``"""
    money = project.money
    by_reason: dict[str, list[str]] = {}
    for name, measure in (("slip", project.slip_days), ("SPI(t)", money.spi_t), ("CPI", money.cpi), ("EAC", money.eac)):
        if measure.reason is not None:
            by_reason.setdefault(_lacking(name, measure.reason, money), []).append(name)
    return " ".join(f"No {', '.join(names)}: {why}." for why, names in by_reason.items())


def _lacking(name: str, reason: Reason, money: Money) -> str:
    """Return what is missing, by its name where that is known."""
    if reason is Reason.NO_DATA and name in {"CPI", "EAC"}:
        return "there are no actual costs" if money.bac.value else "there are no costs"
    if name == "EAC" and money.cpi.value == 0:
        return "CPI is 0"
    return REASON_WORDS[reason]


def finish_cell(project: ProjectReview) -> Cell:
    """Return a project's finish; a midnight ends the day before it, unless nothing lies between."""
    return date_cell(project.finish, end=project.finish > project.start)


def date_cell(minutes: int, *, end: bool = True) -> Cell:
    """Return an instant as its day."""
    if minutes == NONE:
        return Cell("–", tone=Tone.MUTED)
    return Cell(told(day(minutes, end=end)), shown_at(minutes, end=end), Form.DATE)


def status_date_cell(project: ProjectReview) -> Cell:
    """Return the last day that counts, or that there is none."""
    shown = told(status_day(project.status_date))
    return Cell(shown) if shown else Cell("none", tone=Tone.MUTED)


def days(measure: Measure, *, signed: bool = False, late_is_red: bool = False) -> Cell:
    """Return working days; a plus sign says later."""
    if measure.value is None:
        return reason(measure)
    number = round(measure.value, 1) + 0.0
    tone = Tone.RED if late_is_red and number > 0 else Tone.PLAIN
    return Cell(f"{number:+,.1f}" if signed and number else f"{number:,.1f}", number, Form.NUMBER, tone)


def ratio(measure: Measure) -> Cell:
    """Return an index with two decimals."""
    if measure.value is None:
        return reason(measure)
    return Cell(f"{measure.value:,.2f}", measure.value, Form.RATIO)


def percent(measure: Measure) -> Cell:
    """Return a share (0..1) as percent."""
    if measure.value is None:
        return reason(measure)
    return Cell(f"{measure.value:.0%}", measure.value, Form.PERCENT)


def amount(measure: Measure, currency: str, tone: Tone = Tone.PLAIN) -> Cell:
    """Return minor units as whole major units; the value behind keeps the decimals."""
    if measure.value is None:
        return reason(measure)
    major = measure.value / 10 ** decimals(currency)
    return Cell(f"{major + 0.0:,.0f}", major, Form.MONEY, tone)


def short_amount(measure: Measure, currency: str) -> str:
    """Return an amount for a headline: ``EUR 12.35 M``."""
    if measure.value is None:
        assert measure.reason is not None
        return SHORT[measure.reason]
    major = measure.value / 10 ** decimals(currency)
    for size, letter in ((1e9, "bn"), (1e6, "M"), (1e4, "k")):
        if abs(major) >= size:
            scaled = major / (1e3 if letter == "k" else size)
            return f"{currency} {scaled:,.2f} {letter}".strip()
    return f"{currency} {major:,.0f}".strip()


def count(number: int, tone: Tone = Tone.PLAIN) -> Cell:
    """Return a whole number."""
    return Cell(f"{number:,}", float(number), Form.INTEGER, tone)


def columns(spec: str, widths: str) -> tuple[Column, ...]:
    """Read ``"Project|Slip, days>"`` and widths ``"3 1"``; a closing ``>`` marks figures."""
    labels = spec.split("|")
    return tuple(
        Column(label.removesuffix(">"), float(wide), label.endswith(">"))
        for label, wide in zip(labels, widths.split(), strict=True)
    )


def totals(items: Iterable[Measure]) -> Measure:
    """Add what has a value; where nothing has one, give the first reason."""
    known = list(items)
    numbers = [item.value for item in known if item.value is not None]
    if numbers:
        return value(sum(numbers))
    return known[0] if known else missing(Reason.NO_DATA)


def currency_name(money: Money) -> str:
    """Return the currency, or the words for none."""
    return money.currency or "no currency"


def plural(number: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
