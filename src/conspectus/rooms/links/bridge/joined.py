"""The open links as ties between plans, and each plan ready to be run again; what was prepared is shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from conspectus.kit.errors import Invalid
from conspectus.rooms.links.bridge.standing import USUAL_ZONE, Scale, end_of, scale_of
from conspectus.rooms.links.models import Link
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.bridge.watching import own_calendar
from conspectus.rooms.schedule.models import PlanSummary

if TYPE_CHECKING:
    from conspectus.engine.calendars import WorkClock
    from conspectus.engine.joined import Member, Tie
    from conspectus.engine.network.again import Prepared
    from conspectus.engine.plan import Plan

PREPARED = 2048  # plans kept ready; one of some hundred tasks takes about a tenth of a megabyte


@dataclass(frozen=True, slots=True)
class Network:
    """Ties between plans, the dates of their ends by the plans alone, and how to load a project."""

    ties: tuple[Tie, ...]
    known: Mapping[tuple[int, str], tuple[int, int]]
    digests: Mapping[int, str]  # of each project's newest plan
    scale: Scale
    zones: Mapping[int, str]
    calendars: Mapping[int, str]  # digest of the calendar of each project whose ends are kept

    def load(self, project: int) -> Member:
        """Return a project by its newest plan; its clock is the one kept beside its links."""
        from conspectus.engine.joined import Member

        ready = prepared(self.digests[project])
        return Member(ready, *self.clocks(project)) if project in self.calendars else self.member(project, ready)

    def member(self, project: int, ready: Prepared) -> Member:
        """Return a project by a plan that is ready."""
        from conspectus.engine.calendars import WorkClock
        from conspectus.engine.joined import Member

        own = own_calendar(ready.plan)
        return Member(ready, WorkClock(own), own.minutes_per_day, self.zones.get(project, USUAL_ZONE))

    def clocks(self, project: int) -> tuple[WorkClock, int, str]:
        """Return a project's clock, minutes a day and zone by what is kept beside its links."""
        clock, minutes = self.scale.clocks[self.calendars[project]]
        return clock, minutes, self.zones.get(project, USUAL_ZONE)


def network_of(links: Iterable[Link], more: Project) -> Network:
    """Return the network of some links, with a project that need not be in it; asks a fixed number of questions."""
    from conspectus.engine.plan import NONE

    rows = [row for row in links if not any(end is not None and end.gone for end in (row.giver, row.taker))]
    scale, ends = scale_of(rows), [end for row in rows for end in (row.giver, row.taker) if end is not None]
    projects = {end.project_id: end.project for end in ends} | {more.pk: more}
    current = PlanSummary.objects.filter(is_current=True, project__in=projects) if len(projects) < 500 else (
        PlanSummary.objects.filter(is_current=True)
    )  # fmt: skip
    digests = dict(current.values_list("project", "revision__document"))
    if more.pk not in digests:
        raise Invalid("no_plan", "%(project)s has no plan yet. Import one first.", "task", project=more.code)
    zones = {number: scale.zones.get(project.portfolio_id, USUAL_ZONE) for number, project in projects.items()}
    known = {
        (end.project_id, end.uid): tuple(NONE if at is None else at for at in (end.start_minute, end.finish_minute))
        for end in ends
    }
    calendars = {end.project_id: end.calendar_id or "" for end in ends}
    return Network(ties_of(rows), known, digests, scale, zones, calendars)  # type: ignore[arg-type]  # two minutes each


def ties_of(links: Iterable[Link]) -> tuple[Tie, ...]:
    """Return links as ties; one to outside holds nothing back, and an event without a date neither."""
    from conspectus.engine.joined import Tie
    from conspectus.engine.plan import NONE
    from conspectus.engine.plan import Link as Kind

    return tuple(
        Tie(
            number=row.pk or 0,
            giver=row.giver.project_id if row.giver else 0,
            giver_task=row.giver.uid if row.giver else "",
            taker=row.taker.project_id,
            taker_task=row.taker.uid,
            type=Kind[row.kind.upper()],
            lag_days=row.lag_days,
            at=NONE if row.giver or row.event_on is None else end_of(row.event_on),
        )
        for row in links
        if row.taker is not None
    )


def circle_with(ties: Iterable[Tie]) -> tuple[tuple[int, str], ...]:
    """Return a circle among ties, as project and task; plans are read only where projects run in one."""
    from conspectus.engine.joined import circle_of

    return circle_of(ties, _newest)


def light_ties(rows: Iterable[tuple[int, int, str, int, str]]) -> list[Tie]:
    """Return links as ties without dates: number, giver and its task, taker and its task."""
    from conspectus.engine.joined import Tie

    return [Tie(*row) for row in rows]


@lru_cache(maxsize=PREPARED)
def prepared(digest: str) -> Prepared:
    """Return a stored plan ready to be run again and again."""
    from conspectus.engine.network.again import Prepared

    return Prepared(load_plan(digest))


def _newest(project: int) -> Plan:
    return load_plan(PlanSummary.objects.values_list("revision__document", flat=True).get(
        is_current=True, project=project
    ))  # fmt: skip
