"""The status of programmes and of the portfolio in a period, from their own sums."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from conspectus.engine.measure import value
from conspectus.kit.frozen import from_json
from conspectus.kit.many import of_these
from conspectus.rooms.money.queries import BudgetView
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import closing_exchange, programmes_above
from conspectus.rooms.schedule.bridge.parts import child_of
from conspectus.rooms.schedule.bridge.tolerances import Held, bands
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.models import Snapshot
from conspectus.rooms.status.queries.own_threats import WHOLE, own_threats
from conspectus.rooms.status.queries.registers import registered
from conspectus.rooms.status.queries.views import ProjectStatus

if TYPE_CHECKING:
    from conspectus.engine.status import Child, RegisterPart
    from conspectus.review.grouped import Place
    from conspectus.review.result import GroupReview

NOTHING: Mapping[int, BudgetView] = MappingProxyType({})


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
    homes = {number: json.loads(body)[0]["programme_id"] for number, body in unseen.values_list("subject_id", "body")}
    above = programmes_above([period.portfolio_id]) if homes else {}
    shut = set(homes.values()) | {one.pk for home in homes.values() for one in above.get(home or 0, ())}
    # Programmes may have moved since: what lay in which then, their own snapshots know.
    told = rows.filter(subject_kind=SubjectKind.REPORT) if homes else rows.none()
    for programme, body in told.values_list("subject_id", "body"):
        if any(child["project_id"] in homes for child in json.loads(body)[0]["children"]):
            shut.add(programme)
    found = {
        (kind, subject): from_json(GroupReview, body.encode())
        for kind, subject, body in rows.filter(
            subject_kind__in=(SubjectKind.PROGRAMME, SubjectKind.PORTFOLIO)
        ).values_list("subject_kind", "subject_id", "body")
        if not shut or (kind == SubjectKind.PROGRAMME and subject not in shut)
    }
    whole = next((group for (kind, _), group in found.items() if kind == SubjectKind.PORTFOLIO), None)
    programmes = [group for (kind, _), group in found.items() if kind == SubjectKind.PROGRAMME]
    return whole, tuple(sorted(programmes, key=lambda group: group.name))


def group_statuses(
    period: Period, rows: Sequence[ProjectStatus], *, on: date, own: Mapping[int, BudgetView] = NOTHING, least: int = 2
) -> Iterator[tuple[SubjectKind, int, GroupReview]]:
    """Yield the portfolio, then each programme with all below it, with its number and status from its own sums.

    ``rows`` hold money of every project: this is for the freeze, which sees all, and for what hides it again.
    A programme with a budget of its ``own`` is held to that. Groups of fewer projects than ``least`` are left out.
    """
    from conspectus.engine.status import GroupRegisters, Threats
    from conspectus.review.grouped import Place, groups

    place, last = period.portfolio_id, period.ends_on - timedelta(days=1)
    held, above = Held([place], last), programmes_above([place])
    inside = {
        pk: tuple(
            Place(
                one.name,
                one.pk,
                bands(held.of("programme", one.pk, place)),
                value(own[one.pk].control_minor) if one.pk in own else None,
            )
            for one in programmes
        )
        for pk, programmes in above.items()
    }
    day, exchange = min(on, last), closing_exchange([place], last)
    registers = _registers(rows, day)
    parts = [
        (inside.get(row.programme_id or 0, ()), replace(child, registers=registers[row.project_id]))
        for row, child in _children(rows)
    ]
    parts.sort(key=lambda part: (*(place.name for place in part[0]), "", part[1].name))
    whole = Place(period.portfolio.name, None, bands(held.of_portfolio(place)))
    beside: dict[Place, list[RegisterPart]] = defaultdict(list)
    for row in rows:
        for one in () if _planned(row) else (whole, *inside.get(row.programme_id or 0, ())):
            beside[one].append(registers[row.project_id])
    threats = own_threats([place], above, day).threats
    known = {}
    for one in {whole, *(each for places, _ in parts for each in places)}:
        limit = own.get(one.key or 0)
        budget = None if limit is None else (limit.base_minor, limit.contingency_minor)
        known[one] = GroupRegisters(
            threats.get(one.key or WHOLE, Threats()), beside=tuple(beside[one]), budget=budget, exchange=exchange
        )
    for one, group in groups(parts, whole, exchange, least, known):
        if one is whole:
            yield SubjectKind.PORTFOLIO, place, group
        elif one.key is not None:
            yield SubjectKind.PROGRAMME, one.key, group


def _planned(row: ProjectStatus) -> bool:
    return row.revision is not None and row.figures is not None


def _children(rows: Sequence[ProjectStatus]) -> Iterator[tuple[ProjectStatus, Child]]:
    """Yield the projects with a plan, with what their sums are made of."""
    wanted = {row.project_id: row for row in rows if _planned(row)}
    kept = PlanSummary.objects.filter(revision__number__in={row.revision for row in wanted.values()})
    found = of_these(kept, list(wanted)).values_list("project", "revision__number", "part", "curve")
    for project, made_from, part, curve in found.iterator():
        row = wanted.get(project)
        if row is None or row.revision != made_from or row.figures is None:
            continue
        child = child_of(row.name, row.figures.money.currency, row.overall.colour, part, curve)
        if child is not None:
            yield row, child


def _registers(rows: Sequence[ProjectStatus], on: date) -> dict[int, RegisterPart]:
    """Return what the registers of projects bring into groups at the end of a day."""
    names = {row.project_id: row.name for row in rows}
    found = of_these(Project.objects.select_related("portfolio").order_by("pk"), list(names), "pk")
    projects = [one for one in found if one.pk in names]
    held = registered(projects, on)
    return {one.pk: held[one.pk].part(names[one.pk], one.currency) for one in projects}
