"""The portfolio table as a file to take along: a workbook or CSV of every row the reader's filter leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from conspectus.engine.measure import REASON_WORDS, Measure, Reason, missing, ratio, value
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.journeys.portfolio_rows import full_rows
from conspectus.journeys.tables import day_cell, require_kind, table_file
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.choices import ExceptionState
from conspectus.rooms.portfolio.choices import FieldKind, FieldSubject, State
from conspectus.rooms.portfolio.models import Field
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD, FieldShown
from conspectus.rooms.portfolio.queries.fields import readable_fields
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.queries import FiguresView, Judgement, for_rows, portfolio_projects
from conspectus.rooms.schedule.queries.fields import project_fields
from conspectus.rooms.status.queries import GridRow

if TYPE_CHECKING:
    from conspectus.rooms.schedule.queries import MoneyView

NO_PLAN = "no plan yet"


Held = Mapping[str, FieldShown]  # what the organisation's fields hold of one project, by key


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the file: its heading, and what it says of a row."""

    label: str
    cell: Callable[[GridRow, Held], Cell]
    figures: bool = False
    width: float = 1.0


@written_for(PLAIN)
def portfolio_file(*, by: User, at: datetime, kind: str, wanted: ProjectFilter, columns: Sequence[str] = ()) -> bytes:
    """Return the table in the filter's order with the columns named, all where none is; money only where it is open.

    A field of the organisation is named ``field.`` and its key.
    """
    require_kind(kind)
    there = COLUMNS | _fields(readable_fields(by, FieldSubject.PROJECT, at.date()))
    unknown = [name for name in columns if name not in there]
    if unknown:
        raise Invalid("columns", "There is no column '%(unknown)s'.", "columns", unknown=unknown[0][:40])
    chosen = {name: there[name] for name in (columns or there)}
    projects = list(for_rows(portfolio_projects(by, wanted, at=at)))
    rows = full_rows(projects, at=at)
    held: Mapping[int, Held] = {}
    if any(name.startswith(BY_FIELD) for name in chosen):
        shown = project_fields(by, projects, at.date())
        held = {pk: {one.key: one for one in some} for pk, some in shown.items()}
    grid = Grid(
        caption="",
        columns=tuple(Column(one.label, one.width, one.figures) for one in chosen.values()),
        rows=tuple(tuple(one.cell(row, held.get(row.project_id, {})) for one in chosen.values()) for row in rows),
        empty="No project is left by what was chosen.",
    )
    return table_file(grid, kind, title="Projects", rows="projects", at=at)


def _text(words: str | None) -> Cell:
    return Cell(words or "")


def _colour(found: Judgement) -> Cell:
    return Cell(str(Colour(found.colour).label))


def _number(number: float | None, form: Form = Form.NUMBER) -> Cell:
    return Cell("") if number is None else Cell(f"{number:,.2f}", number, form)


def _measure(measure: Measure, form: Form = Form.RATIO) -> Cell:
    return _number(measure.value, form) if measure.reason is None else Cell(REASON_WORDS[measure.reason])


def _exception(row: GridRow) -> Cell:
    return _text(str(ExceptionState(row.exception).label) if row.exception else "")


def _of_plan(cell: Callable[[FiguresView], Cell]) -> Callable[[GridRow, Held], Cell]:
    return lambda row, _: cell(row.figures) if row.figures else Cell(NO_PLAN)


def _amount(pick: Callable[[MoneyView], Measure]) -> Callable[[GridRow, Held], Cell]:
    def cell(figures: FiguresView) -> Cell:
        found, unit = pick(figures.money), value(10 ** decimals(figures.money.currency))
        return _measure(ratio(found, unit) if found.reason is None else missing(found.reason), Form.MONEY)

    return _of_plan(cell)


def _fields(fields: Iterable[Field]) -> dict[str, TableColumn]:
    """Return a column for each field of the organisation; those with a currency or unit of their own say it once."""
    return {BY_FIELD + row.key: _field(row) for row in fields}


def _field(row: Field) -> TableColumn:
    once = row.unit or row.currency
    kind = FieldKind(row.kind)

    def cell(_: GridRow, held: Held) -> Cell:
        found = held.get(row.key)
        if found is None:
            return Cell(REASON_WORDS[Reason.HIDDEN])
        if not found.value:
            return Cell(found.reason)
        if kind == FieldKind.NUMBER or (kind == FieldKind.MONEY and row.currency):
            return Cell(found.words, float(found.value.split()[0]), Form.MONEY if row.currency else Form.NUMBER)
        return day_cell(date.fromisoformat(found.value)) if kind == FieldKind.DATE else _text(found.words)

    label = f"{row.label}, {once}" if once else row.label
    return TableColumn(label, cell, figures=kind in (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE))


COLUMNS: dict[str, TableColumn] = {
    "code": TableColumn("Code", lambda row, _: _text(row.code)),
    "project": TableColumn("Project", lambda row, _: _text(row.name), width=2),
    "state": TableColumn("State", lambda row, _: _text(str(State(row.state).label))),
    "portfolio": TableColumn("Portfolio", lambda row, _: _text(row.portfolio)),
    "programme": TableColumn("Programme", lambda row, _: _text(row.programme)),
    "division": TableColumn("Division", lambda row, _: _text(row.division)),
    "manager": TableColumn("Manager", lambda row, _: _text(row.manager)),
    "status": TableColumn("Status", _of_plan(lambda found: _colour(found.overall))),
    "schedule": TableColumn("Schedule", _of_plan(lambda found: _colour(found.schedule))),
    "cost": TableColumn("Cost", _of_plan(lambda found: _colour(found.cost))),
    "why": TableColumn("Why", _of_plan(lambda found: _text(found.overall.words)), width=3),
    "period": TableColumn("Declared for", lambda row, _: _text(row.period)),
    "declared": TableColumn("Declared", lambda row, _: _text(row.declared_label)),
    "gap": TableColumn("Gap, steps", lambda row, _: _number(row.gap), figures=True),
    "finish": TableColumn("Finish", _of_plan(lambda found: day_cell(found.finish_on)), figures=True),
    "slip": TableColumn("Slip, d", _of_plan(lambda found: _number(found.current_slip_days)), figures=True),
    "rebaselined": TableColumn("Rebaselined", lambda row, _: _number(row.rebaselines, Form.INTEGER), figures=True),
    "throughput": TableColumn("Finish, P80", lambda row, _: day_cell(row.throughput_on), figures=True),
    "exception": TableColumn("Exception", lambda row, _: _exception(row)),
    "exception_days": TableColumn(
        "Exception, d", lambda row, _: _number(row.exception_days, Form.INTEGER), figures=True
    ),
    "growth": TableColumn("Growth, %", lambda row, _: _number(row.growth_percent), figures=True),
    "float": TableColumn("Float, d", _of_plan(lambda found: _number(found.least_float_days)), figures=True),
    "checks": TableColumn(
        "Checks", _of_plan(lambda found: _number(found.quality_assessed, Form.INTEGER)), figures=True
    ),
    "passed": TableColumn("Passed", _of_plan(lambda found: _number(found.quality_passed, Form.INTEGER)), figures=True),
    "cpi": TableColumn("CPI", _of_plan(lambda found: _measure(found.money.cpi)), figures=True),
    "spi_t": TableColumn("SPI(t)", _of_plan(lambda found: _measure(found.money.spi_t)), figures=True),
    "currency": TableColumn("Currency", _of_plan(lambda found: _text(found.money.currency))),
    "budget": TableColumn("Budget", _amount(lambda money: money.bac), figures=True),
    "earned": TableColumn("Earned value", _amount(lambda money: money.earned_value), figures=True),
    "spent": TableColumn("Actual cost", _amount(lambda money: money.actual_cost), figures=True),
    "forecast": TableColumn("Forecast cost", _amount(lambda money: money.forecast), figures=True),
    "as_of": TableColumn("As of", _of_plan(lambda found: day_cell(found.status_on)), figures=True),
}
