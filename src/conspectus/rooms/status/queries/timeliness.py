"""How timely reports came, cycle by cycle and division by division, in the order of the organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.errors import Invalid
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import divisions_on
from conspectus.rooms.periods.queries import fiscal_calendar
from conspectus.rooms.portfolio.choices import PlaceKind
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import Placements, visible_programmes, visible_projects
from conspectus.rooms.status.models import Cycle, Report, Request
from conspectus.rooms.status.queries.cycles import local_day

MOST_CYCLES = 24
Counted = Counter[tuple[int, int | None, bool]]  # of requests: cycle, division, in time


@dataclass(frozen=True, slots=True)
class TimelyCycle:
    """A cycle whose last day in time has passed."""

    period_id: int
    name: str
    starts_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class TimelyCell:
    """Of the reports asked for, how many came in time."""

    requested: int
    in_time: int

    @property
    def share(self) -> Measure:
        """What came in time / what was asked for."""
        return value(self.in_time / self.requested) if self.requested else missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class TimelyDivision:
    """A division with all below it; without a number, what lies in no division, programmes among it."""

    division_id: int | None
    name: str
    level: int  # 0 at the top
    cells: tuple[TimelyCell, ...]  # [cycle]


@dataclass(frozen=True, slots=True)
class TimelinessTrend:
    """The cycles, oldest first; the divisions that were asked for reports, in the order of the organisation; all."""

    cycles: tuple[TimelyCycle, ...]
    divisions: tuple[TimelyDivision, ...]
    total: tuple[TimelyCell, ...]


def timeliness_trend(by: User, portfolio: Portfolio, *, at: datetime, count: int = 12) -> TimelinessTrend:
    """Return how timely the reports of a visible portfolio's newest cycles came, of what ``by`` may see.

    A project counts for the division it lay in on the last day of the period, and for all above that today. Asks the
    database as often for one request as for a thousand.
    """
    if not 1 <= count <= MOST_CYCLES:
        raise Invalid("count", "Between 1 and %(most)s cycles are shown.", "count", most=MOST_CYCLES)
    over = Cycle.objects.filter(period__portfolio=portfolio, due_on__lt=local_day(portfolio, at))
    cycles = list(over.select_related("period").order_by("-period__starts_on")[:count])[::-1]
    with only_reading():
        counted = _counted(by, portfolio, cycles, at)
    lines = [(row.pk, row.name, row.path) for row in divisions_on(at.date())]
    below = {pk: {one for one, _name, path in lines if f"/{pk}/" in path} for pk, _name, _path in lines}
    rows = [
        TimelyDivision(pk, name, path.count("/") - 2, _cells(cycles, counted, below[pk])) for pk, name, path in lines
    ]
    rows.append(TimelyDivision(None, "", 0, _cells(cycles, counted, {None})))
    return TimelinessTrend(
        tuple(TimelyCycle(one.period_id, one.period.name, one.period.starts_on, one.due_on) for one in cycles),
        tuple(one for one in rows if any(cell.requested for cell in one.cells)),
        _cells(cycles, counted, {None, *below}),
    )


def _counted(by: User, portfolio: Portfolio, cycles: Sequence[Cycle], at: datetime) -> Counted:
    """Count the requests ``by`` may see by cycle, division and whether the first submission came in time."""
    on, zone = at.date(), ZoneInfo(fiscal_calendar(portfolio).zone)
    projects = {row.pk: row for row in visible_projects(by, on).filter(portfolio=portfolio)}
    seen = Q(project__in=list(projects)) | Q(programme__in=visible_programmes(by, on).order_by())
    placements = Placements(list(projects))
    handed_in = Report.objects.filter(period__in=[one.period_id for one in cycles]).exclude(first_submitted_at=None)
    asked = ("period", "project", "programme", "first_submitted_at")
    first = {(period, *of): instant for period, *of, instant in handed_in.values_list(*asked)}
    known = {one.pk: one for one in cycles}
    counted = Counted()
    rows = Request.objects.filter(seen, cycle__in=list(known)).values_list("cycle", "project", "programme")
    for cycle, project, programme in rows:
        period, due = known[cycle].period, known[cycle].due_on
        last = period.ends_on - timedelta(days=1)
        lies_in = placements.held(projects[project], PlaceKind.DIVISION, last) if project else None
        instant = first.get((period.pk, project, programme))
        counted[cycle, lies_in, instant is not None and instant.astimezone(zone).date() <= due] += 1
    return counted


def _cells(cycles: Sequence[Cycle], counted: Counted, places: Iterable[int | None]) -> tuple[TimelyCell, ...]:
    found, places = [], tuple(places)
    for cycle in cycles:
        in_time, late = (sum(counted[cycle.pk, place, came] for place in places) for came in (True, False))
        found.append(TimelyCell(in_time + late, in_time))
    return tuple(found)
