"""Key figures with what opens beneath each: definition, inputs, date, source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure, Reason, missing

from ..words import money, percent, plain, ratio, tenths, why

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Definition:
    """How one measure is shown: its form, its meaning, and the measures it is made of."""

    name: str
    label: StrOrPromise
    form: str  # money, ratio, percent, days, periods
    words: StrOrPromise
    inputs: tuple[str, ...] = ()
    index: bool = False  # above 1 is good, below 0.95 is not


DEFINITIONS: dict[str, Definition] = {
    item.name: item
    for item in (
        Definition(
            "slip_days",
            _("Slip"),
            "days",
            _("Working days from the baseline's finish to the forecast finish. Plus is late."),
        ),
        Definition(
            "float_days",
            _("Least float"),
            "days",
            _(
                "The smallest total float of any unfinished task, in working days of its calendar. "
                "Below zero a date can no longer be kept."
            ),
        ),
        Definition(
            "percent_complete",
            _("Complete"),
            "percent",
            _("Earned value divided by the budget at completion."),
            ("ev", "bac"),
        ),
        Definition(
            "quality",
            _("Plan quality"),
            "percent",
            _("The share of the schedule checks that could be made and were passed."),
        ),
        Definition(
            "bac",
            _("Budget (BAC)"),
            "money",
            _("Budget at completion: the cost in the baseline in force, without management reserve."),
        ),
        Definition(
            "pv", _("Planned value (PV)"), "money", _("The budget of the work planned to be done by the status date.")
        ),
        Definition("ev", _("Earned value (EV)"), "money", _("The budget of the work done by the status date.")),
        Definition("ac", _("Actual cost (AC)"), "money", _("The cost incurred for the work done by the status date.")),
        Definition(
            "cv",
            _("Cost variance"),
            "money",
            _("Earned value minus actual cost. Minus is dearer than planned."),
            ("ev", "ac"),
        ),
        Definition(
            "sv", _("Schedule variance"), "money", _("Earned value minus planned value. Minus is behind."), ("ev", "pv")
        ),
        Definition(
            "cpi",
            _("CPI"),
            "ratio",
            _("Cost performance index: earned value divided by actual cost. Above 1 is good."),
            ("ev", "ac"),
            True,
        ),
        Definition(
            "spi",
            _("SPI"),
            "ratio",
            _(
                "Schedule performance index: earned value divided by planned value. "
                "It goes to 1 at the end even when late; SPI(t) does not."
            ),
            ("ev", "pv"),
            True,
        ),
        Definition(
            "spi_t",
            _("SPI(t)"),
            "ratio",
            _("Earned schedule divided by actual time. Above 1 is good."),
            ("es", "at"),
            True,
        ),
        Definition(
            "es",
            _("Earned schedule"),
            "periods",
            _("The time by which the work done should have been done, in reporting periods."),
            ("ev",),
        ),
        Definition("at", _("Actual time"), "periods", _("Reporting periods from the start to the status date.")),
        Definition(
            "ieac_t",
            _("Forecast duration"),
            "periods",
            _("Planned duration divided by SPI(t), in reporting periods."),
            ("spi_t",),
        ),
        Definition(
            "eac",
            _("Forecast cost (EAC)"),
            "money",
            _("Estimate at completion: budget divided by CPI."),
            ("bac", "cpi"),
        ),
        Definition(
            "budget",
            _("Approved budget"),
            "money",
            _(
                "Base and contingency of the newest approved budget; management reserve stands apart. Cost is judged "
                "against it, and against the budget at completion while none is approved."
            ),
        ),
        Definition(
            "budget_variance",
            _("Under or over budget"),
            "money",
            _("Approved budget minus forecast cost. Minus is an overrun."),
            ("budget", "eac"),
        ),
        Definition(
            "vac",
            _("Variance (VAC)"),
            "money",
            _("Variance at completion: budget minus forecast cost. Minus is an overrun."),
            ("bac", "eac"),
        ),
        Definition(
            "tcpi",
            _("TCPI"),
            "ratio",
            _("The cost performance the rest needs to keep the budget. Above 1 is harder."),
            ("bac", "ev", "ac"),
        ),
        Definition(
            "tcpi_eac",
            _("TCPI to the estimate"),
            "ratio",
            _("The cost performance the rest needs to keep the estimate."),
            ("bac", "ev", "ac", "eac"),
        ),
        Definition("etc", _("Still to spend (ETC)"), "money", _("Forecast cost minus actual cost."), ("eac", "ac")),
        Definition(
            "cv_percent", _("Cost variance over earned"), "percent", _("Cost variance over earned value."), ("cv", "ev")
        ),
        Definition(
            "sv_percent",
            _("Schedule variance over planned"),
            "percent",
            _("Schedule variance over planned value."),
            ("sv", "pv"),
        ),
        Definition(
            "vac_percent", _("Variance over the budget"), "percent", _("Variance over the budget."), ("vac", "bac")
        ),
        Definition(
            "percent_spent", _("Spent"), "percent", _("Actual cost divided by the budget at completion."), ("ac", "bac")
        ),
        Definition(
            "percent_scheduled",
            _("Scheduled"),
            "percent",
            _("Planned value divided by the budget at completion."),
            ("pv", "bac"),
        ),
        Definition(
            "sv_t",
            _("Schedule variance in time"),
            "periods",
            _("Earned schedule minus actual time. Minus is behind."),
            ("es", "at"),
        ),
        Definition("pd", _("Planned duration"), "periods", _("The duration of the baseline in reporting periods.")),
        Definition(
            "tspi",
            _("TSPI"),
            "ratio",
            _("The schedule performance the rest needs to end as planned. Above 1 is harder."),
            ("pd", "es", "at"),
        ),
    )
}
OVERVIEW = ("slip_days", "float_days", "percent_complete", "spi_t", "cpi", "eac", "vac", "quality")
EARNED = (
    "bac", "pv", "ev", "ac", "percent_complete", "percent_scheduled", "percent_spent",
    "cv", "cv_percent", "sv", "sv_percent", "cpi", "spi", "eac", "etc", "vac", "vac_percent",
    "budget", "budget_variance", "tcpi", "tcpi_eac",
    "spi_t", "es", "at", "sv_t", "pd", "ieac_t", "tspi",
)  # fmt: skip

HELD_TO = ("budget", "budget_variance")
NO_BUDGET = _("no budget is approved")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """The props of one ``figure`` component."""

    label: str
    value: str
    unit: str
    reason: str
    definition: str
    inputs: tuple[tuple[str, str], ...]
    as_of: str
    source: str
    tone: str


def key_figures(
    names: tuple[str, ...], measures: Mapping[str, Measure], *, currency: str, as_of: str, source: str
) -> list[KeyFigure]:
    """Return the figures of these names."""
    return [_figure(DEFINITIONS[name], measures, currency, as_of, source) for name in names]


def overview_names(measures: Mapping[str, Measure]) -> tuple[str, ...]:
    """Return the figures of the overview; the variance is against the approved budget where there is one."""
    return tuple("budget_variance" if name == "vac" and "budget" in measures else name for name in OVERVIEW)


def said(name: str, measure: Measure, currency: str) -> tuple[str, str]:
    """Return a measure's value and its unit as people read it."""
    if measure.value is None:
        return "", ""
    form, value = DEFINITIONS[name].form, measure.value
    if form == "money":
        return money(value, currency).removesuffix(currency).strip(), currency
    if form == "percent":
        return percent(value).removesuffix(" %"), "%"
    if form == "days":
        signed = name == "slip_days" and value > 0
        return f"{'+' if signed else ''}{plain(value)}", gettext("days")
    return (tenths(value), gettext("periods")) if form == "periods" else (ratio(value), "")


def tone(name: str, measure: Measure) -> str:
    """Return the colour word of an index; other figures are not coloured, status is."""
    if measure.value is None or not DEFINITIONS[name].index:
        return ""
    return "green" if measure.value >= 0.95 else "amber" if measure.value >= 0.90 else "red"


def _figure(what: Definition, measures: Mapping[str, Measure], currency: str, as_of: str, source: str) -> KeyFigure:
    measure = measures.get(what.name, missing(Reason.NO_DATA))
    value, unit = said(what.name, measure, currency)
    inputs = tuple(
        (str(DEFINITIONS[name].label), " ".join(said(name, given, currency)).strip() or why(given))
        for name in what.inputs
        if (given := measures.get(name)) is not None
    )
    said_why = str(NO_BUDGET) if what.name in HELD_TO and measure.reason is Reason.NO_DATA else why(measure)
    label, words = str(what.label), str(what.words)
    return KeyFigure(label, value, unit, said_why, words, inputs, as_of, source, tone(what.name, measure))
