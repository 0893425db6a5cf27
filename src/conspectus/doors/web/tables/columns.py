"""The columns of the portfolio table: what each is called, means, is ordered by, says of a project and adds up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.choices import FieldKind, State
from conspectus.rooms.portfolio.models import Field
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD, FieldShown
from conspectus.rooms.schedule.choices import WORST_FIRST, Colour
from conspectus.rooms.schedule.queries import STALE_DAYS, FiguresView, MoneyView, PlanSum, PortfolioRow
from conspectus.rooms.status.queries import GridRow

from .. import words
from ..templatetags.ui import draw

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Fields = dict[str, FieldShown]
FIGURES = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``cell`` says what stands in it for a project, ``total`` for a sum; ``usual`` ones need no choosing."""

    key: str
    label: StrOrPromise
    cell: Callable[[GridRow, Fields], str]
    css: str = ""
    sort: str = ""
    hint: StrOrPromise = ""
    usual: bool = True
    total: Callable[[PlanSum], str] | None = None

    @property
    def is_figure(self) -> bool:
        """Whether it stands right-aligned."""
        return self.css == "num"

    @property
    def is_optional(self) -> bool:
        """Whether it is left out where the screen is narrow."""
        return "optional" in self.css


def _exception(row: GridRow, _held: Fields) -> str:
    if not row.exception:
        return words.DASH
    return f"{words.called(row.exception, 'exception')}, {words.several(row.exception_days or 0, 'day')}"


def trend(row: PortfolioRow) -> str:
    """Return ``better`` or ``worse`` where the overall status is other than at the revision before."""
    if row.figures is None or not row.overall_before:
        return ""
    now, before = row.figures.overall.colour, row.overall_before
    if now == before or Colour.NOT_ASSESSED in (now, before):
        return ""
    return "better" if WORST_FIRST.index(now) > WORST_FIRST.index(before) else "worse"


def _reason(said: str) -> str:
    return draw("reason", {"words": said})


def _text(pick: Callable[[GridRow], str]) -> Callable[[GridRow, Fields], str]:
    return lambda row, _: pick(row) or words.DASH


def _of_plan(cell: Callable[[FiguresView], str]) -> Callable[[GridRow, Fields], str]:
    return lambda row, _: cell(row.figures) if row.figures else _reason(gettext("no plan yet"))


def _status(row: GridRow, _: Fields) -> str:
    found = row.figures
    if found is None:
        return draw("status", {"colour": "not_assessed", "label": gettext("No plan yet:"), "compact": True})
    told = {"colour": found.overall.colour, "turn": trend(row)}
    told |= {"schedule": found.schedule.colour, "schedule_words": found.schedule.words}
    return draw("verdict", told | {"cost": found.cost.colour, "cost_words": found.cost.words})


def _mark(pick: Callable[[FiguresView], str]) -> Callable[[GridRow, Fields], str]:
    return _of_plan(lambda found: draw("status", {"colour": pick(found), "mark": True}))


def _declared(row: GridRow, _: Fields) -> str:
    if not row.declared:
        return _reason(
            gettext("nothing declared for %(period)s") % {"period": row.period}
            if row.period
            else gettext("nothing declared")
        )
    told = {"colour": row.declared_colour or "not_assessed", "label": words.spoken(row.declared_label)}
    return draw("declared", told | {"gap": row.gap or 0.0, "period": row.period})


def _slip(row: GridRow, _: Fields) -> str:
    if row.figures is None:
        return _reason(gettext("no plan yet"))
    moved = draw("delta", {"days": row.figures.current_slip_days, "reason": gettext("there is no baseline")})
    if not row.rebaselines:
        return moved
    return moved + draw("regrown", {"times": row.rebaselines, "percent": row.growth_percent})


def _checks(found: FiguresView) -> str:
    if not found.quality_assessed:
        return _reason(gettext("no check could be made"))
    return f"{found.quality_passed}/{found.quality_assessed}"


def _ratio(measure: Measure) -> str:
    return _reason(words.why(measure)) if measure.value is None else words.ratio(measure.value)


def _money(pick: Callable[[MoneyView], Measure]) -> Callable[[GridRow, Fields], str]:
    def cell(found: FiguresView) -> str:
        measure = pick(found.money)
        if measure.value is None:
            return _reason(words.why(measure))
        return words.money(measure.value, found.money.currency)

    return _of_plan(cell)


def _sum(pick: Callable[[PlanSum], Measure]) -> Callable[[PlanSum], str]:
    return lambda found: words.money(pick(found).value, found.currency)


def _as_of(row: GridRow, _: Fields) -> str:
    if row.figures is None:
        return _reason(gettext("no plan yet"))
    age = row.stale_days
    day = words.day(row.figures.status_on)
    return draw("asof", {"day": day, "age": age, "stale": age is not None and age > STALE_DAYS})


COLUMNS = (
    Column("state", _("State"), _text(lambda row: str(State(row.state).label)), sort="state", usual=False),
    Column("portfolio", _("Portfolio"), _text(lambda row: row.portfolio), "optional midwide", usual=False),
    Column("programme", _("Programme"), _text(lambda row: row.programme), "optional midwide"),
    Column("division", _("Division"), _text(lambda row: row.division), "optional midwide", usual=False),
    Column("manager", _("Manager"), _text(lambda row: row.manager), "midwide", "manager", usual=False),
    Column(
        "status",
        _("Status"),
        _status,
        "nowrap",
        "status",
        _(
            "The worst of schedule and cost, those that could be assessed. Press one to see why. "
            "▲ and ▼ say that it is better or worse than at the revision before."
        ),
    ),
    Column(
        "schedule",
        _("Schedule"),
        _mark(lambda found: found.schedule.colour),
        "optional centre",
        hint=_("Judged by the slip against the baseline in force and by SPI(t)."),
    ),
    Column(
        "cost",
        _("Cost"),
        _mark(lambda found: found.cost.colour),
        "optional centre",
        hint=_("Judged by the forecast cost against the budget and by CPI."),
    ),
    Column(
        "declared",
        _("Declared"),
        _declared,
        "optional nowrap",
        hint=_(
            "The overall status its project declares for the newest open or frozen period, and the gap in steps: "
            "above 0 the report is better than the data."
        ),
    ),
    Column(
        "finish",
        _("Finish"),
        _of_plan(lambda found: words.day(found.finish_on)),
        "num",
        "finish",
        _("The forecast finish of the newest plan."),
    ),
    Column(
        "slip",
        _("Slip"),
        _slip,
        "num",
        "-slip",
        _(
            "Working days from the finish in the baseline in force to the forecast finish. Plus is late. "
            "Below stands how often that baseline was approved anew, and how far its cost grew."
        ),
    ),
    Column(
        "throughput",
        _("Finish, P80"),
        lambda row, _: words.day(row.throughput_on),
        "num",
        hint=_("The day by which all of the backlog is accepted with a chance of 80 %, from its throughput."),
        usual=False,
    ),
    Column(
        "exception",
        _("Exception"),
        _exception,
        "optional nowrap",
        hint=_("How far the open exception is that asks for a way back to green, and for how many days it is open."),
        usual=False,
    ),
    Column(
        "rebaselined",
        _("Rebaselined"),
        lambda row, _: words.DASH if row.rebaselines is None else str(row.rebaselines),
        "num",
        hint=_("How often a baseline was approved after the first: on time is measured against the newest."),
        usual=False,
    ),
    Column(
        "growth",
        _("Growth, %"),
        lambda row, _: words.DASH if row.growth_percent is None else words.tenths(row.growth_percent),
        "num",
        hint=_("Cost of the baseline in force over that of the first approved one, minus 100 %."),
        usual=False,
    ),
    Column(
        "float",
        _("Float, d"),
        _of_plan(lambda found: words.DASH if found.least_float_days is None else words.tenths(found.least_float_days)),
        "num",
        "float",
        _("The smallest total float of any unfinished task, in working days."),
    ),
    Column(
        "quality",
        _("Quality"),
        _of_plan(_checks),
        "num",
        "quality",
        _("Schedule checks passed of those that could be assessed."),
    ),
    Column(
        "cpi",
        _("CPI"),
        _of_plan(lambda found: _ratio(found.money.cpi)),
        "num",
        "cpi",
        _("Cost performance index: earned value divided by actual cost. Above 1 is good."),
        total=lambda found: words.ratio(found.cpi.value),
    ),
    Column(
        "spi_t",
        _("SPI(t)"),
        _of_plan(lambda found: _ratio(found.money.spi_t)),
        "num",
        "spi_t",
        _(
            "Earned schedule divided by actual time. Above 1 is good. "
            "Of a sum it is SPI: earned value divided by planned."
        ),
        total=lambda found: f"SPI {words.ratio(found.spi.value)}",
    ),
    Column(
        "budget",
        _("Budget"),
        _money(lambda money: money.bac),
        "num",
        hint=_("Budget at completion, as the plan's baseline has it."),
        usual=False,
        total=_sum(lambda found: found.bac),
    ),
    Column(
        "earned",
        _("Earned value"),
        _money(lambda money: money.earned_value),
        "num",
        hint=_("The budget of the work done."),
        usual=False,
    ),
    Column(
        "spent",
        _("Actual cost"),
        _money(lambda money: money.actual_cost),
        "num",
        hint=_("What the work done has cost, as the plan knows it."),
        usual=False,
    ),
    Column(
        "forecast",
        _("Forecast cost"),
        _money(lambda money: money.forecast),
        "num",
        hint=_("Estimate at completion: the budget divided by CPI."),
        total=_sum(lambda found: found.forecast),
    ),
    Column(
        "as_of",
        _("As of"),
        _as_of,
        "num",
        "-stale",
        format_lazy(
            _(
                "The status date of the newest plan; in italics where it is more than {days} days old. "
                "Every figure of the row is from that plan."
            ),
            days=STALE_DAYS,
        ),
    ),
)
# What a column of the page is in a file, where figures stand in columns of their own.
_MONEY = ("budget", "earned", "spent", "forecast")
WRITTEN = {"quality": ("passed", "checks"), "declared": ("declared", "gap")} | {
    name: ("currency", name) for name in _MONEY
}
USUAL = tuple(one.key for one in COLUMNS if one.usual)


def of_field(field: Field) -> Column:
    """Return the column of a field of the organisation."""
    label = f"{field.label}, {field.unit or field.currency}" if field.unit or field.currency else field.label
    key = BY_FIELD + field.key

    def cell(_: GridRow, held: Fields) -> str:
        found = held.get(field.key)
        if found is None:
            return _reason(gettext("not open to you"))
        return found.words or (_reason(found.reason) if found.reason else words.DASH)

    sort = "" if field.kind == FieldKind.FORMULA else key
    css = "num" if field.kind in FIGURES else "midwide"
    return Column(key, label, cell, css, sort, field.help_words, usual=False)


def offered(fields: Iterable[Field]) -> dict[str, Column]:
    """Return every column there is, those of the organisation's fields last."""
    return {one.key: one for one in (*COLUMNS, *(of_field(field) for field in fields))}


def chosen(asked: str, there: dict[str, Column], *, without: str = "") -> tuple[Column, ...]:
    """Return the columns an address names, in its order, the usual ones where it names none; refuses unknown ones."""
    keys: Sequence[str] = list(dict.fromkeys(filter(None, asked.split(",")))) or USUAL
    unknown = [key for key in keys if key not in there]
    if unknown:
        raise Invalid("columns", gettext("There is no column '%(column)s'.") % {"column": unknown[0][:40]}, "columns")
    return tuple(there[key] for key in keys if key != without)


def file_columns(asked: str) -> list[str]:
    """Return the columns of the file of a table whose columns were chosen; none, which is all, where none were."""
    names = [name for key in filter(None, asked.split(",")) for name in WRITTEN.get(key, (key,))]
    return list(dict.fromkeys(("code", "project", *names))) if names else []
