"""The status of programmes and of the portfolio in a period, from their own sums."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from conspectus.kit.frozen import from_json
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.queries import closing_exchange
from conspectus.rooms.schedule.bridge.parts import child_of
from conspectus.rooms.schedule.bridge.tolerances import Held, bands
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.models import Snapshot
from conspectus.rooms.status.queries.views import ProjectStatus

if TYPE_CHECKING:
    from conspectus.review.result import GroupReview


def frozen_groups(
    period: Period, version: int, *, with_cost: frozenset[int] | None
) -> tuple[GroupReview | None, tuple[GroupReview, ...]]:
    """Return what a version of a period holds of the portfolio and of its programmes, by name.

    ``with_cost`` lists the projects seen with their cost, None for all: a group
    any other project is part of is left out, because its sums would tell.
    """
    from conspectus.review.result import GroupReview

    rows = Snapshot.objects.filter(period=period, version=version)
    members = rows.filter(subject_kind=SubjectKind.PROJECT)
    unseen = members.none() if with_cost is None else members.exclude(subject_id__in=with_cost)
    bodies = unseen.values_list("body", flat=True)
    shut = {json.loads(body)[0]["programme_id"] for body in bodies}
    found = {
        (kind, subject): from_json(GroupReview, body.encode())
        for kind, subject, body in rows.exclude(subject_kind=SubjectKind.PROJECT).values_list(
            "subject_kind", "subject_id", "body"
        )
        if not shut or (kind == SubjectKind.PROGRAMME and subject not in shut)
    }
    whole = next((group for (kind, _), group in found.items() if kind == SubjectKind.PORTFOLIO), None)
    programmes = [group for (kind, _), group in found.items() if kind == SubjectKind.PROGRAMME]
    return whole, tuple(sorted(programmes, key=lambda group: group.name))


def group_statuses(period: Period, rows: Sequence[ProjectStatus]) -> Iterator[tuple[SubjectKind, int, GroupReview]]:
    """Yield the portfolio, then each programme, with its number and status; one project alone is no group.

    ``rows`` hold money of every project: this is for the freeze, which sees all.
    """
    from conspectus.review.grouped import Place, groups

    wanted = {row.project_id: row for row in rows if row.revision is not None and row.figures is not None}
    summaries = PlanSummary.objects.filter(revision__project__portfolio=period.portfolio_id)
    found = summaries.values_list("revision__project", "revision__number", "part", "curve")
    last = period.ends_on - timedelta(days=1)
    held = Held([period.portfolio_id], last)
    parts = []
    for project, made_from, part, curve in found.iterator():
        row = wanted.get(project)
        if row is None or row.revision != made_from or row.figures is None:
            continue
        child = child_of(row.name, row.figures.money.currency, row.overall.colour, part, curve)
        if child is not None:
            limits = bands(held.of("programme", row.programme_id or 0, period.portfolio_id))
            parts.append(((Place(row.programme, row.programme_id, limits),) if row.programme_id else (), child))
    parts.sort(key=lambda part: (*(place.name for place in part[0]), part[1].name))
    whole = Place(period.portfolio.name, None, bands(held.of_portfolio(period.portfolio_id)))
    for place, group in groups(parts, whole, closing_exchange([period.portfolio_id], last)):
        if place is whole:
            yield SubjectKind.PORTFOLIO, period.portfolio_id, group
        elif place.key is not None:
            yield SubjectKind.PROGRAMME, place.key, group
