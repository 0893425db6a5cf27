"""Change requests of a portfolio that wait for a decision, and how its projects grew, as a freeze keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.changes.queries.growth import growths
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries import programmes_above


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change request nobody had decided on by the end of a day; cost in minor units of the project's currency."""

    change_id: int
    project_id: int
    programme_id: int | None  # none of its own: it belongs to the project
    within: tuple[int, ...]
    place: str
    number: int
    title: str
    submitted_on: date
    submitted_by: str
    cost_minor: int | None
    currency: str
    slip_days: float | None
    hidden: bool = False  # the cost, from its reader


def kept_changes(portfolio: Portfolio, on: date) -> tuple[KeptChange, ...]:
    """Return what was submitted and not decided at the end of a day, the longest waiting first."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = ChangeRequest.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=midnight),
        Q(decision=None) | Q(decision__decided_at__gte=midnight),
        project__portfolio=portfolio,
        submitted_at__lt=midnight,
    )
    rows = rows.select_related("project", "submitted_by").order_by("submitted_at", "pk")
    return tuple(_kept(row) for row in rows)


def _kept(row: ChangeRequest) -> KeptChange:
    assert row.submitted_at is not None  # asked for above
    return KeptChange(
        change_id=row.pk,
        project_id=row.project_id,
        programme_id=None,
        within=(),
        place=str(row.project),
        number=row.number,
        title=row.title,
        submitted_on=row.submitted_at.date(),
        submitted_by=row.submitted_by.name if row.submitted_by else "",
        cost_minor=row.cost_minor,
        currency=row.project.currency,
        slip_days=row.slip_days,
    )


@dataclass(frozen=True, slots=True)
class KeptGrowth:
    """How often a project was rebaselined by the end of a day, and what its first and current baseline cost."""

    project_id: int
    programme_id: int | None  # none of its own: it belongs to the project
    within: tuple[int, ...]
    programmes: tuple[int, ...]  # those it lies in
    currency: str
    rebaselines: int
    first_minor: int | None
    current_minor: int | None
    hidden: bool = False  # the cost, from its reader


def kept_growth(portfolio: Portfolio, on: date, only: int | None = None) -> tuple[KeptGrowth, ...]:
    """Return the growth of projects of a portfolio, or ``only`` of one, that have an approved baseline, by number."""
    wanted = Project.objects.filter(portfolio=portfolio, **({} if only is None else {"pk": only}))
    rows = wanted.order_by().values_list("pk", "programme", "currency")
    projects = {project: (programme, currency) for project, programme, currency in rows}
    above = programmes_above([portfolio.pk])
    found = growths(projects, on, with_cost=None)
    return tuple(
        KeptGrowth(
            project,
            None,
            (),
            tuple(each.pk for each in above.get(projects[project][0] or 0, ())),
            projects[project][1],
            one.rebaselines,
            None if one.first.value is None else round(one.first.value),
            None if one.current.value is None else round(one.current.value),
        )
        for project, one in sorted(found.items())
    )
