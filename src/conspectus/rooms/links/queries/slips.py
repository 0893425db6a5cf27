"""What a slip would move, before anything is stored: projects, milestones, finishes, and links that would not hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.bridge import Network, circle_with, network_of
from conspectus.rooms.links.bridge.joined import prepared
from conspectus.rooms.links.choices import FROM_FINISH, OPEN, TO_FINISH
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.queries.circles import named_circle, open_ties
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.bridge.figures import clean, day_of
from conspectus.rooms.schedule.bridge.watching import task_row
from conspectus.rooms.schedule.models import PlanSummary

if TYPE_CHECKING:
    from conspectus.engine.joined import Member, Outcome
    from conspectus.engine.network.again import Moved, Prepared
    from conspectus.engine.plan import Plan

MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class MilestoneMove:
    """A milestone that would move, by working days of its project's calendar."""

    uid: str
    name: str
    before: date | None
    after: date | None
    days: float


@dataclass(frozen=True, slots=True)
class ProjectMove:
    """A project something would move in; ``days`` are working days of its finish."""

    project_id: int
    code: str
    name: str
    finish_before: date | None
    finish_after: date | None
    days: float
    tasks: int  # that would move
    milestones: tuple[MilestoneMove, ...]


@dataclass(frozen=True, slots=True)
class LinkMove:
    """A link whose giver would move: the slack to where the taker's own plan lies today, before and after."""

    link_id: int
    words: str
    giver: str
    taker: str
    agreed_on: date | None
    given_before: date | None
    given_after: date | None
    slack_before: float | None
    slack_after: float | None

    @property
    def breaks(self) -> bool:
        """Return whether the taker would have to move."""
        return self.slack_after is not None and self.slack_after < 0

    @property
    def late(self) -> bool:
        """Return whether the hand-over would come after the agreed day."""
        return self.agreed_on is not None and self.given_after is not None and self.given_after > self.agreed_on


@dataclass(frozen=True, slots=True)
class SlipView:
    """What would move; of projects the reader may not see only how many there are."""

    projects: tuple[ProjectMove, ...]
    links: tuple[LinkMove, ...]
    hidden: int
    worked_out: int  # projects scheduled anew


def gives(project: Project) -> bool:
    """Return whether another project hangs on this one by an open link, whose newest plan is there."""
    there = PlanSummary.objects.filter(is_current=True, project=project).exists()
    return there and Link.objects.filter(state__in=OPEN, giver__project=project, taker__isnull=False).exists()


def slip_preview(by: User, project: Project, *, task: str, days: int, on: date) -> SlipView:
    """Return what would move if a task of a visible project came so many working days later.

    Refuses a task the newest plan does not have, one that is done, and a house whose links run in a circle.
    """
    from conspectus.engine.joined.slip import slipped
    from conspectus.engine.plan import NONE

    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise Invalid("days", "A slip is 1 to %(most)s working days.", "days", most=MOST_DAYS)
    network = _network(project)
    plan = load_plan(network.digests[project.pk])
    row = task_row(plan, task)
    if plan.tasks.actual_finish[row] != NONE:
        raise Invalid("done", "“%(task)s” is done; it can slip no more.", "task", task=task)
    own = network.load(project.pk)
    return _preview(by, project, network, own.prepared, slipped(plan, own, row, days), on)


def plan_preview(by: User, project: Project, plan: Plan, *, on: date) -> SlipView:
    """Return what would move if a plan became the newest of a visible project."""
    from conspectus.engine.network.again import Prepared

    network = _network(project)
    return _preview(by, project, network, prepared(network.digests[project.pk]), Prepared(plan), on)


def _network(project: Project) -> Network:
    rows = Link.objects.filter(state__in=OPEN)
    return network_of(rows.select_related("giver__project", "taker__project"), project)


def _preview(by: User, project: Project, network: Network, old: Prepared, new: Prepared, on: date) -> SlipView:
    from conspectus.engine.joined import Circle, carry

    changed = {project.pk: network.member(project.pk, new)}
    try:
        before = carry(network.ties, network.known, network.load, clocks=network.clocks)
        after = carry(network.ties, network.known, network.load, changed, clocks=network.clocks)
    except Circle:
        path = named_circle(by, circle_with(open_ties()), on)
        raise Conflict("circle", "Projects wait for each other in a circle: %(path)s.", path=path) from None
    for number, member in after.members.items():
        if number in after.moved and number not in before.moved:
            ready = old if number == project.pk else member.prepared
            before.members[number] = network.member(number, ready)
            before.moved[number] = ready.run({})
    seen = visible_projects(by, on).order_by().in_bulk([*after.moved])
    moves, hidden = [], 0
    for number in after.moved:
        found = _project(
            seen.get(number), before.members[number], before.moved[number], after.members[number], after.moved[number]
        )
        if found is None:
            continue
        if number in seen:
            moves.append(found)
        else:
            hidden += 1
    moves.sort(key=lambda one: (one.project_id != project.pk, -one.days, one.code))
    return SlipView(tuple(moves), _links(by, network, before, after, on), hidden, after.runs)


def _project(row: Project | None, old: Member, was: Moved, new: Member, now: Moved) -> ProjectMove | None:
    """Return what moves in a project; None where nothing does."""
    from conspectus.engine.plan import NONE, Kind

    tasks, dates = new.prepared.plan.tasks, (was.finish, now.finish)
    moved, milestones = 0, []
    for place, uid in enumerate(tasks.uid):
        there = old.prepared.row_of.get(uid)
        if there is None or NONE in (was.finish[there], now.finish[place]):
            continue
        first, then = int(dates[0][there]), int(dates[1][place])
        if first == then and was.start[there] == now.start[place]:
            continue
        moved += 1
        if tasks.kind[place] in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE) and first != then:
            days = _days(new, first, then)
            milestones.append(MilestoneMove(clean(uid), clean(tasks.name[place]), _day(first), _day(then), days))
    if not moved and was.project_finish == now.project_finish:
        return None
    milestones.sort(key=lambda one: -one.days)
    return ProjectMove(
        project_id=row.pk if row else 0,
        code=row.code if row else "",
        name=row.name if row else "",
        finish_before=_day(was.project_finish),
        finish_after=_day(now.project_finish),
        days=_days(new, was.project_finish, now.project_finish),
        tasks=moved,
        milestones=tuple(milestones),
    )


def _links(by: User, network: Network, before: Outcome, after: Outcome, on: date) -> tuple[LinkMove, ...]:
    """Return the links whose giver moves, those that would not hold first."""
    from conspectus.rooms.links.queries.links import link_views, visible_links

    moved = {
        tie.number for tie in network.ties
        if tie.giver and before.ends(tie.giver, tie.giver_task, network.known)
        != after.ends(tie.giver, tie.giver_task, network.known)
    }  # fmt: skip
    rows = {row.pk: row for row in visible_links(by, on).filter(pk__in=moved)}
    views = {one.link_id: one for one in link_views(by, rows.values(), on)}
    found = []
    for tie in network.ties:
        if tie.number not in views:
            continue
        row, view, end = rows[tie.number], views[tie.number], tie.type in _sides(FROM_FINISH)
        minutes = [one.ends(tie.giver, tie.giver_task, network.known)[end] for one in (before, after)]
        taken = network.known[tie.taker, tie.taker_task][tie.type in _sides(TO_FINISH)]
        found.append(
            LinkMove(
                link_id=row.pk,
                words=row.words,
                giver="" if view.giver.hidden else f"{view.giver.code} {view.giver.task}",
                taker="" if view.taker.hidden else f"{view.taker.code} {view.taker.task}",
                agreed_on=row.agreed_on,
                given_before=_day(minutes[0], end=end),
                given_after=_day(minutes[1], end=end),
                slack_before=_slack(network, tie.giver, tie.taker, minutes[0], tie.lag_days, taken),
                slack_after=_slack(network, tie.giver, tie.taker, minutes[1], tie.lag_days, taken),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.slack_after is None, one.slack_after or 0.0, one.link_id)))


def _sides(kinds: frozenset[str]) -> tuple[int, ...]:
    from conspectus.engine.plan import Link as Kind

    return tuple(Kind[str(kind).upper()] for kind in kinds)


def _slack(network: Network, giver: int, taker: int, given: int, lag: int, taken: int) -> float | None:
    from conspectus.engine.joined import local_in
    from conspectus.engine.plan import NONE

    if NONE in (given, taken):
        return None
    clock, minutes, zone = network.clocks(taker)
    there = local_in(given, network.clocks(giver)[2], zone)
    return round(int(clock.between(clock.add(there, lag * minutes), taken)) / minutes, 1)


def _days(member: Member, first: int, then: int) -> float:
    return round(int(member.clock.between(first, then)) / member.minutes_per_day, 1)


def _day(minute: int, *, end: bool = True) -> date | None:
    return day_of(int(minute), end=end)
