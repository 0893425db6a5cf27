"""What became of backlogs since an instant, and which are old."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from conspectus.engine.plan import NONE
from conspectus.kit.many import of_these
from conspectus.rooms.agile.bridge import day_kept
from conspectus.rooms.agile.models import BacklogRevision, DeliveryChoice
from conspectus.rooms.agile.queries import NEWEST, NOBODY, choices_of_those, choices_on, newest_of_those, paces_of
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.schedule.bridge.figures import day_of


@dataclass(frozen=True, slots=True)
class BacklogMove:
    """The newest of the backlogs of a project that came in since an instant, and the day 80 % likely before it."""

    row: BacklogRevision
    uploads: int
    sure_on: date | None
    before_on: date | None
    approved_on: date | None  # the finish that was approved


def backlog_moves(projects: Collection[int], since: datetime, on: date) -> list[BacklogMove]:
    """Return what came in of visible projects since an instant; asks once where that is nothing."""
    rows = of_these(BacklogRevision.objects.filter(imported_at__gt=since), projects).defer("findings")
    new: dict[int, list[BacklogRevision]] = {}
    for row in rows.select_related("project", "imported_by").order_by("project", "number"):
        new.setdefault(row.project_id, []).append(row)
    wanted = set(projects)
    newest = {pk: held[-1] for pk, held in new.items() if pk in wanted}
    if not newest:
        return []
    those = [row.project for row in newest.values()]
    choices, before = choices_on(those, on), _before({pk: new[pk][0].number for pk in newest})
    paces = paces_of(those, newest, choices, on)
    found = []
    for pk, row in newest.items():
        unit, finish = choices.get(pk, NOBODY).unit, paces[pk].finish
        found.append(
            BacklogMove(
                row,
                len(new[pk]),
                day_kept(row.figures[unit or row.figures["usual"]], 80),
                day_kept(before[pk][unit or before[pk]["usual"]], 80) if pk in before else None,
                None if finish == NONE else day_of(finish, end=True),
            )
        )
    return found


def _before(first: dict[int, int]) -> dict[int, dict[str, Any]]:
    """Return the figures of the backlogs before some numbers, by project."""
    rows = BacklogRevision.objects.filter(number__in={number - 1 for number in first.values()})
    asked = of_these(rows.order_by(), list(first)).values_list("project", "number", "figures")
    return {pk: figures for pk, number, figures in asked if number == first.get(pk, 0) - 1}


def choices_since(projects: Collection[int], since: datetime) -> Sequence[DeliveryChoice]:
    """Return what was chosen since an instant of how the backlogs of visible projects count, newest first."""
    wanted = set(projects)
    rows = of_these(DeliveryChoice.objects.filter(recorded_at__gt=since), projects).select_related("recorded_by")
    return [row for row in rows.order_by("-recorded_at", "-pk") if row.project_id in wanted]


def backlogs_of_days(first: date, last: date) -> QuerySet[BacklogRevision]:
    """Return the newest backlogs of active projects that are of a day between two, both counted in."""
    rows = _newest().filter(as_of__range=(first, last))
    return rows.select_related("project").order_by("as_of", "pk")


def backlogs_asked(projects: Collection[int], on: date) -> dict[int, date | None]:
    """Return of which day the newest backlog is of those projects it judges, None where none is uploaded."""
    wanted = set(projects)
    judged = {pk for pk, one in choices_of_those(wanted, on).items() if one.judges and pk in wanted}
    newest = newest_of_those(judged, on) if judged else {}
    return {pk: newest[pk].as_of if pk in newest else None for pk in judged}


def days_of_newest(ids: Collection[int]) -> dict[int, date]:
    """Return the days some backlogs are of, of those that are still the newest of an active project."""
    return dict(of_these(_newest().order_by(), ids, "pk").values_list("pk", "as_of"))


def _newest() -> QuerySet[BacklogRevision]:
    last = BacklogRevision.objects.filter(project=OuterRef("project")).order_by(*NEWEST).values("pk")[:1]
    rows = BacklogRevision.objects.filter(project__state=State.ACTIVE, pk=Subquery(last))
    return rows.defer("findings", "figures", "columns")
