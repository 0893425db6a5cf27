"""Fields of projects with the figures of their plans, so that formulas over both are computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from conspectus.engine.measure import Measure
from conspectus.formats.currencies import decimals
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.bridge.formulas import Amount, Known
from conspectus.rooms.portfolio.choices import FieldKind, FieldSubject
from conspectus.rooms.portfolio.models import Field, Project
from conspectus.rooms.portfolio.queries.field_values import FieldShown, held_values, values_for
from conspectus.rooms.schedule.queries.as_at import standings
from conspectus.rooms.schedule.queries.views import FiguresView

KIND = FieldSubject.PROJECT.value


def project_fields(by: User, projects: Sequence[Project], on: date) -> dict[int, tuple[FieldShown, ...]]:
    """Return what the fields of visible projects hold on a day, as far as ``by`` may see; by id.

    Asks the database the same number of times for one project and for a thousand.
    """
    return values_for(by, KIND, projects, on, figures=figures_of(projects, on))


def held_fields(
    projects: Sequence[Project], on: date, figures: Mapping[int, FiguresView]
) -> dict[int, tuple[FieldShown, ...]]:
    """Return what every field of projects holds on a day beside figures already known, whoever may see it."""
    given = {row.pk: known_figures(row, figures.get(row.pk)) for row in projects}
    return held_values(KIND, [row.pk for row in projects], on, figures=given)


def figures_of(projects: Sequence[Project], on: date) -> dict[int, Mapping[str, Known]]:
    """Return the figures formulas may use, of the newest plan of the day; nothing where there is no formula."""
    if not Field.objects.filter(subject_kind=KIND, kind=FieldKind.FORMULA).exists():
        return {}
    standing = standings(projects, on + timedelta(days=1), with_cost=None)
    return {row.pk: known_figures(row, standing[row.pk].figures if row.pk in standing else None) for row in projects}


def known_figures(project: Project, figures: FiguresView | None) -> dict[str, Known]:
    """Return a project's figures under the names formulas know them by; what is not known is None."""
    if figures is None:
        return {"state": project.state}
    money = figures.money
    amounts = {
        "budget": money.bac,
        "planned_value": money.planned_value,
        "earned_value": money.earned_value,
        "actual_cost": money.actual_cost,
        "forecast_cost": money.forecast,
    }
    return {
        **{name: _amount(measure, money.currency) for name, measure in amounts.items()},
        "cpi": _number(money.cpi.value),
        "spi_t": _number(money.spi_t.value),
        "start": figures.start_on,
        "finish": figures.finish_on,
        "status_date": figures.status_on,
        "slip_days": _number(figures.current_slip_days),
        "float_days": _number(figures.least_float_days),
        "tasks": Decimal(figures.tasks),
        "tasks_done": Decimal(figures.done),
        "state": project.state,
    }


def _amount(measure: Measure, currency: str) -> Amount | None:
    if measure.value is None:
        return None
    return Amount(Decimal(round(measure.value)).scaleb(-decimals(currency)), currency)


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(float(value)))
