"""The roadmap: visible projects in groups, each with its span, its baseline, its milestones and its links to others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Value
from django.db.models.fields.json import KT

from conspectus.engine.plan import NONE
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Alias, Project
from conspectus.rooms.schedule.bridge.figures import day_of
from conspectus.rooms.schedule.models import Milestone, OutsideLink, PlanRevision, PlanSummary, RegisterStatus
from conspectus.rooms.schedule.queries.alone import kept_figures
from conspectus.rooms.schedule.queries.grid import EVERYTHING, GridFilter, portfolio_projects, standing_by
from conspectus.rooms.schedule.queries.grouping import Group, group_of
from conspectus.rooms.schedule.queries.milestones import milestone_state
from conspectus.rooms.schedule.queries.ranks import COLOURS, overall_rank
from conspectus.rooms.schedule.queries.views import BacklogSpan

PROJECTS = 200  # at once
_ASKED = (
    "pk", "code", "name", "state", "rank", "status_day", "start_day", "finish_day", "slip",
    "current__tasks", "current__done",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoadmapMilestone:
    """A milestone of a project's newest plan; ``state`` is done, missed, due, late or on_time."""

    uid: str
    name: str
    on: date | None
    baseline_on: date | None
    slip_days: float | None
    state: str


@dataclass(frozen=True, slots=True)
class RoadmapProject:
    """A project on the roadmap; one that neither a plan nor its backlog tells of has no dates and no ``colour``."""

    project_id: int
    code: str
    name: str
    state: str
    colour: str
    status_on: date | None
    start_on: date | None
    finish_on: date | None
    baseline_start_on: date | None
    baseline_finish_on: date | None
    slip_days: float | None  # working days, of the finish
    done_ratio: float  # tasks done of all; without a plan, what of the backlog is accepted
    milestones: tuple[RoadmapMilestone, ...] = ()
    half_on: date | None = None  # without a plan: the finish that is half likely, ``finish_on`` that of 80 %


@dataclass(frozen=True, slots=True)
class RoadmapGroup:
    """Projects kept together by the filter's ``group``; key and name are empty for those that lie in none."""

    key: str
    name: str
    start_on: date | None
    finish_on: date | None
    baseline_start_on: date | None
    baseline_finish_on: date | None
    colours: tuple[tuple[str, int], ...]
    projects: tuple[RoadmapProject, ...]


@dataclass(frozen=True, slots=True)
class RoadmapLink:
    """A link between two shown projects; ``late`` where what goes first ends after what waits for it.

    One that plan files hold has no number; of those agreed between projects ``link_id`` names it and ``standing`` says
    how it stands.
    """

    before: int  # ids of the projects
    after: int
    before_on: date
    after_on: date
    before_task: str
    after_task: str
    late: bool
    link_id: int | None = None
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Groups in order, and the links between their projects; ``first`` projects of ``total`` come before these."""

    groups: tuple[RoadmapGroup, ...]
    links: tuple[RoadmapLink, ...]
    total: int
    first: int

    @property
    def shown(self) -> list[int]:
        """The projects there are in it."""
        return [one.project_id for group in self.groups for one in group.projects]

    @property
    def linked(self) -> list[tuple[RoadmapProject, RoadmapProject, RoadmapLink]]:
        """Return each link with the project of what goes first and of what waits for it."""
        shown = {one.project_id: one for group in self.groups for one in group.projects}
        return [(shown[link.before], shown[link.after], link) for link in self.links]


def roadmap(
    by: User,
    wanted: GridFilter = EVERYTHING,
    *,
    milestones: bool = True,
    at: datetime,
    offset: int = 0,
    most: int = PROJECTS,
) -> Roadmap:
    """Return the visible projects the filter leaves, from ``offset`` on, in its groups and then in its order.

    Asks the database the same number of times for one project and for all.
    """
    found = portfolio_projects(by, wanted, at=at).annotate(
        rank=overall_rank(),
        status_day=F("status_day"),
        start_day=standing_by("start_on"),
        finish_day=standing_by("finish_on"),
        slip=standing_by("current_slip_days", "slip_days"),
    )
    kept = ("group_key", "group_label") if wanted.group else (Value(""), Value(""))
    rows = list(found.values_list(*kept, *_ASKED)[offset : offset + most])
    shown = [row[2] for row in rows]
    spans, dated = _baselines(shown), _milestones(shown, at.date()) if milestones else {}
    alone = _alone(shown)
    projects = [(row[:2], _project(row[2:], spans, dated.get(row[2], ()), alone.get(row[2]))) for row in rows]
    groups = tuple(
        _group(group_of(wanted.group, *held), tuple(one for _, one in members))
        for held, members in groupby(projects, key=lambda pair: pair[0])
    )
    return Roadmap(groups, _links(shown), found.count(), offset)


def _baselines(projects: list[int]) -> dict[int, tuple[date | None, date | None]]:
    """Return first and last day of each project in the baseline in force; without a plan, what it was approved for."""
    rows = PlanSummary.objects.filter(is_current=True, project__in=projects)
    asked = rows.values_list("project", KT("part__dates__approved_start"), KT("part__dates__approved_finish"))
    return {project: (_day(start), _day(finish, end=True)) for project, start, finish in asked}


def _alone(projects: list[int]) -> dict[int, BacklogSpan]:
    """Return what projects without a plan were approved for, and how far their backlogs are."""
    rows = RegisterStatus.objects.filter(stands=True, project__in=projects)
    return {row.pk: found.backlog for row in rows if (found := kept_figures(row, with_cost=False)) and found.backlog}


def _day(kept: str | int | None, *, end: bool = False) -> date | None:
    return day_of(NONE if kept is None else int(kept), end=end)


def _milestones(projects: list[int], today: date) -> dict[int, list[RoadmapMilestone]]:
    rows = Milestone.objects.filter(revision__summary__is_current=True, revision__project__in=projects)
    dated: dict[int, list[RoadmapMilestone]] = {}
    asked = (
        "revision__project",
        "revision__summary__status_on",
        "uid",
        "name",
        "on",
        "baseline_on",
        "slip_days",
        "done",
    )
    for project, status_on, uid, name, on, base, slip, done in rows.order_by("minute", "pk").values_list(*asked):
        state = milestone_state(on, base, done=done, status_on=status_on, today=today)
        dated.setdefault(project, []).append(RoadmapMilestone(uid, name, on, base, slip, state))
    return dated


def _project(
    row: tuple[Any, ...],
    spans: dict[int, tuple[date | None, date | None]],
    milestones: Iterable[RoadmapMilestone],
    alone: BacklogSpan | None,
) -> RoadmapProject:
    number, code, name, state, rank, status_on, start, finish, slip, tasks, done = row
    base_start, base_finish = spans.get(number, (None, None))
    ratio = done / tasks if tasks else 0.0
    if number not in spans and alone is not None:
        base_start, base_finish = alone.approved_start_on, alone.approved_finish_on
        ratio = alone.accepted.value or 0.0
    return RoadmapProject(
        project_id=number,
        code=code,
        name=name,
        state=state,
        colour="" if rank is None else COLOURS[rank],
        status_on=status_on,
        start_on=start,
        finish_on=finish,
        baseline_start_on=base_start,
        baseline_finish_on=base_finish,
        slip_days=slip,
        done_ratio=ratio,
        milestones=tuple(milestones),
        half_on=alone.half_on if alone is not None and number not in spans else None,
    )


def _group(group: Group, projects: tuple[RoadmapProject, ...]) -> RoadmapGroup:
    def ends(field: str) -> list[date]:
        return [day for one in projects if (day := getattr(one, field)) is not None]

    colours = [one.colour or "no_plan" for one in projects]
    return RoadmapGroup(
        key=group.key,
        name=group.label,
        start_on=min(ends("start_on"), default=None),
        finish_on=max(ends("finish_on"), default=None),
        baseline_start_on=min(ends("baseline_start_on"), default=None),
        baseline_finish_on=max(ends("baseline_finish_on"), default=None),
        colours=tuple((one, colours.count(one)) for one in (*COLOURS.values(), "no_plan") if one in colours),
        projects=projects,
    )


# Links between plans


def _links(projects: Sequence[int]) -> tuple[RoadmapLink, ...]:
    """Return the links between these projects, each once though both plans may hold it."""
    rows = OutsideLink.objects.filter(revision__summary__is_current=True, revision__project__in=projects)
    rows = rows.exclude(on=None).select_related("revision")
    held = list(rows)
    known: dict[str, int] = _names(projects) if held else {}
    dates = _dates(projects, held) if held else {}
    found: dict[tuple[object, ...], RoadmapLink] = {}
    for row in held:
        own, other = row.revision.project_id, known.get(_key(row.other_plan))
        if other is None or other == own or row.on is None:
            continue
        other_on = dates.get((other, row.other_task)) or row.other_on
        if other_on is None:
            continue
        ends = ((other, other_on, row.other_task), (own, row.on, row.name))
        before, after = ends if row.is_predecessor else ends[::-1]
        link = RoadmapLink(before[0], after[0], before[1], after[1], before[2], after[2], late=before[1] > after[1])
        found.setdefault((link.before, link.after, link.before_on, link.after_on), link)
    return tuple(found.values())


def _names(projects: Sequence[int]) -> dict[str, int]:
    """Return the projects by every name a plan file may call them; a name of two is left out."""
    rows = [
        *((pk, name) for pk, *names in Project.objects.filter(pk__in=projects).values_list("pk", "code", "name")
          for name in names),
        *Alias.objects.filter(project__in=projects).values_list("project", "name"),
        *((pk, name) for pk, *names in PlanRevision.objects.filter(summary__is_current=True, project__in=projects)
          .values_list("project", "plan_uid", "plan_name", "source_name") for name in names),
    ]  # fmt: skip
    found: dict[str, set[int]] = {}
    for project, name in rows:
        found.setdefault(_key(name), set()).add(project)
    return {name: held.pop() for name, held in found.items() if name and len(held) == 1}


def _dates(projects: Sequence[int], links: Iterable[OutsideLink]) -> dict[tuple[int, str], date | None]:
    """Return where milestones of today's plans lie that links name by id or name."""
    named = {link.other_task for link in links}
    rows = Milestone.objects.filter(revision__summary__is_current=True, revision__project__in=projects)
    found: dict[tuple[int, str], date | None] = {}
    for project, uid, name, on in rows.values_list("revision__project", "uid", "name", "on"):
        for key in (name, uid):
            if key in named:
                found[project, key] = on
    return found


def _key(name: str) -> str:
    """Return the name of a plan without the folder and the ending of its file."""
    return fold(re.sub(r"\.(mpp|mpt|mpx|xml|xer|xlsx|csv)$", "", re.split(r"[\\/]", name)[-1], flags=re.IGNORECASE))
