"""Rows of the portfolio table with the exception each project stands under, and its finish by throughput."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from conspectus.rooms.agile.queries import sure_days
from conspectus.rooms.governance.queries.standing import exceptions_standing
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.queries import GridRow, grid_rows


def full_rows(projects: Iterable[Project], *, at: datetime, group: str = "") -> tuple[GridRow, ...]:
    """Return the rows of projects, made ready by ``for_rows``, in their order; asks as often for one as for many."""
    rows = grid_rows(projects, at=at, group=group)
    ids = [row.project_id for row in rows]
    found, sure = exceptions_standing(ids, at.date()), sure_days(ids, at.date())
    told = (replace(row, throughput_on=sure[row.project_id]) if row.project_id in sure else row for row in rows)
    return tuple(
        replace(row, exception=one.state, exception_days=one.age_days) if (one := found.get(row.project_id)) else row
        for row in told
    )
