"""How a division stood in frozen periods, under the tree of then or of today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.accounts.queries import DivisionTree
from conspectus.rooms.periods.models import Freeze
from conspectus.rooms.portfolio.choices import PlaceKind
from conspectus.rooms.portfolio.queries import Placements, visible_projects
from conspectus.rooms.portfolio.rules import projects_with_cost
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.queries.snapshots import published

THEN, NOW = "then", "now"
TREES = (THEN, NOW)


@dataclass(frozen=True, slots=True)
class DivisionPoint:
    """A division in a frozen period: how many projects had which overall status.

    ``hidden`` are those whose overall status the reader may not see, as it was judged by cost too.
    """

    period: str
    starts_on: date
    ends_on: date
    projects: int
    red: int
    amber: int
    green: int
    not_assessed: int
    hidden: int
    optimistic: int  # declared better than computed


@dataclass(frozen=True, slots=True)
class _Stood:
    """One project in one frozen period."""

    project: int
    period: tuple[date, date, str]
    frozen_at: datetime
    colour: str
    gap: float | None


def division_trend(
    by: User, division: Division, *, tree: str = THEN, at: datetime, count: int = 12
) -> tuple[DivisionPoint, ...]:
    """Return how the projects of a division and all below it stood in its newest frozen periods, oldest first.

    ``tree`` says which projects those are: ``then`` those that lay there on the
    period's last day as known when it was frozen, ``now`` those that lie there
    today. Counted are projects ``by`` may see today.
    """
    if tree not in TREES:
        raise Invalid("tree", "The tree is that of then or of now.", "tree")
    projects = {project.pk: project for project in visible_projects(by, at.date())}
    with_cost = projects_with_cost(by, at.date())
    placements, divisions = Placements(list(projects)), DivisionTree()
    sign, today = f"/{division.pk}/", at.date()
    paths: dict[tuple[date, datetime | None], dict[int, str]] = {}
    found: dict[tuple[date, date, str], Counter[str]] = {}
    for stood in _stood(count):
        project = projects.get(stood.project)
        if project is None:
            continue
        last = stood.period[1] - timedelta(days=1)
        asked: tuple[date, datetime | None] = (last, stood.frozen_at) if tree == THEN else (today, None)
        if asked not in paths:
            paths[asked] = divisions.paths(*asked)
        lies_in = placements.held(project, PlaceKind.DIVISION, *asked)
        if lies_in is None or sign not in paths[asked].get(lies_in, ""):
            continue
        counts = found.setdefault(stood.period, Counter())
        seen = with_cost is None or stood.project in with_cost
        counts["projects"] += 1
        counts[stood.colour if seen else "hidden"] += 1
        counts["optimistic"] += bool(seen and stood.gap and stood.gap > 0)
    return tuple(_point(period, found[period]) for period in sorted(found))


def _stood(count: int) -> list[_Stood]:
    """Return every project in the newest frozen periods; periods of one span in several portfolios count as one."""
    frozen = Freeze.objects.filter(version=F("period__version"))
    spans = frozen.order_by("-period__starts_on").values_list("period__starts_on", flat=True).distinct()[:count]
    instants = dict(frozen.filter(period__starts_on__in=list(spans)).values_list("period", "frozen_at"))
    rows = published().filter(period__in=list(instants), subject_kind=SubjectKind.PROJECT)
    asked = ("subject_id", "period", "period__starts_on", "period__ends_on", "period__name", "colour", "gap")
    return [
        _Stood(subject, (starts_on, ends_on, name), instants[period], colour, gap)
        for subject, period, starts_on, ends_on, name, colour, gap in rows.values_list(*asked)
    ]


def _point(period: tuple[date, date, str], counts: Counter[str]) -> DivisionPoint:
    starts_on, ends_on, name = period
    colours = {one.value: counts[one.value] for one in Colour}
    more = {each: counts[each] for each in ("projects", "hidden", "optimistic")}
    return DivisionPoint(period=name, starts_on=starts_on, ends_on=ends_on, **colours, **more)
