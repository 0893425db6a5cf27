"""Visible projects with their newest figures: narrowed, ordered and cut into pages by the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    F,
    FilteredRelation,
    FloatField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Cast, Coalesce, NullIf

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import SORTS as PROJECT_SORTS
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD, field_annotations, narrow_by_fields
from conspectus.rooms.portfolio.rules import cost_visible
from conspectus.rooms.schedule.queries.grouping import in_groups
from conspectus.rooms.schedule.queries.ranks import NO_PLAN, RANKS, overall_rank
from conspectus.rooms.schedule.queries.views import STALE_DAYS


@dataclass(frozen=True, slots=True)
class GridFilter(ProjectFilter):
    """A filter that also asks for computed figures and fields; ``status`` is a colour or ``no_plan``.

    ``fields`` are those of the organisation, such as ``region:north;size:5..9``. ``group`` keeps together
    what is of one portfolio, programme, division, manager, state, status or ``field.`` and the key of a field.
    """

    status: str = ""
    stale: bool = False
    fields: str = ""
    group: str = ""
    within: QuerySet[Any] | None = None  # projects as rooms above this one narrow them


EVERYTHING = GridFilter()
_NEXT_FIELD = re.compile(r";(?=[a-z][a-z0-9_]*:|$)")  # a text looked for may hold the sign itself


def portfolio_projects(by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime) -> QuerySet[Project]:
    """Return the visible projects the filter leaves, in its order; projects without the figure come last.

    ``sort`` may be any of ``SORTS``, or ``field.`` and the key of a field. Expressions may ask for ``current``, the
    newest figures, and for ``cost_open``: whether ``by`` may see the project's money; what is judged by money one
    may not see neither narrows nor orders.
    """
    order = wanted.sort
    by_field = order.lstrip("-").startswith(BY_FIELD)
    if order not in SORTS and not by_field:
        raise Invalid("sort", "Cannot sort by '%(order)s'.", "sort", order=order[:60])
    by_figure = order not in PROJECT_SORTS
    found = find_projects(by, replace(wanted, sort="code") if by_figure else wanted, at.date())
    found = found.alias(
        current=FilteredRelation("figures", condition=Q(figures__is_current=True)), cost_open=_cost_open(by, at.date())
    )
    found = found.alias(status_day=standing_by("status_on"))
    if isinstance(wanted, GridFilter):
        found = narrow_by_fields(_narrowed(found, wanted, at.date()), by, _wanted_fields(wanted.fields), at.date())
    if by_field:
        found = _by_field(found, by, order, at.date())
    elif by_figure:
        name = order.lstrip("-")
        # The older the status date the more days it is stale.
        descending = order.startswith("-") != (name == "stale")
        found = found.order_by(OrderBy(_FIGURES[name](), descending=descending, nulls_last=True), "code", "pk")
    if isinstance(wanted, GridFilter) and wanted.group:
        found = in_groups(found, by, wanted.group, at.date())
    return found


def standing_by(name: str, beside: str = "") -> Expression:
    """Return a figure of the newest plan, of a project without one that of its backlog, called ``beside`` there."""
    return Coalesce(F(f"current__{name}"), F(f"register_status__{beside or name}"))


def _wanted_fields(text: str) -> dict[str, str]:
    """Return what fields are narrowed to, by key."""
    found: dict[str, str] = {}
    for part in filter(None, _NEXT_FIELD.split(text)):
        key, colon, value = part.partition(":")
        if not colon or not value or key in found:
            raise Invalid(
                "fields",
                "Narrow each field once, such as region:north;size:5..9; '%(part)s' is not.",
                "fields",
                part=part[:60],
            )
        found[key] = value
    return found


def _by_field(found: QuerySet[Project], by: User, order: str, on: date) -> QuerySet[Project]:
    """Return the projects in the order of a field; where it is empty or hidden they come last."""
    key, descending = order.lstrip("-").removeprefix(BY_FIELD), order.startswith("-")
    found = field_annotations(found, by, [key], on)
    names = [name for name in (f"field_{key}_currency", f"field_{key}") if name in found.query.annotations]
    return found.order_by(*(OrderBy(F(n), descending=descending, nulls_last=True) for n in names), "code", "pk")


def stale_before(on: date) -> date:
    """Return the day before which a status date is stale."""
    return on - timedelta(days=STALE_DAYS)


def _cost_open(by: User, on: date) -> Expression:
    seen = cost_visible(by, on)
    if seen is None:
        return Value(True, output_field=BooleanField())
    return Case(When(seen, then=Value(True)), default=Value(False), output_field=BooleanField())


def _narrowed(found: QuerySet[Project], wanted: GridFilter, on: date) -> QuerySet[Project]:
    if wanted.status and wanted.status not in (*RANKS, NO_PLAN):
        raise Invalid("status", "There is no such status.", "status")
    if wanted.within is not None:
        found = found.filter(pk__in=wanted.within)
    if wanted.stale:
        found = found.filter(Q(status_day__lt=stale_before(on)))
    if wanted.status == NO_PLAN:
        return found.filter(Q(current__project__isnull=True)).exclude(register_status__stands=True)
    if wanted.status:
        rank = RANKS[wanted.status]
        found = found.alias(overall=overall_rank())
        unknown = Q(overall=None) if wanted.status == "not_assessed" else Q()
        return found.filter(Q(overall=rank) | unknown)
    return found


def _quality() -> Expression:
    return Cast("current__quality_passed", FloatField()) / NullIf(F("current__quality_assessed"), Value(0))


def _cpi() -> Expression:
    ratio = Cast("current__earned_value_minor", FloatField()) / NullIf(F("current__actual_cost_minor"), Value(0))
    return Case(When(cost_open=True, then=ratio), default=None, output_field=FloatField())


_FIGURES: dict[str, Callable[[], Expression | F]] = {
    "finish": lambda: standing_by("finish_on"),
    "slip": lambda: standing_by("current_slip_days", "slip_days"),
    "float": lambda: F("current__least_float_days"),
    "quality": _quality,
    "cpi": _cpi,
    "spi_t": lambda: F("current__spi_t"),
    "status": overall_rank,
    "stale": lambda: standing_by("status_on"),
}
SORTS: tuple[str, ...] = (*PROJECT_SORTS, *(sign + name for name in _FIGURES for sign in ("", "-")))
