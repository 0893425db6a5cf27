"""From rows of links to dates: when each end comes, how many working days are left, how the link stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from conspectus.engine.plan import DAY
from conspectus.rooms.links.choices import FROM_FINISH, TO_FINISH, Standing
from conspectus.rooms.links.models import Link
from conspectus.rooms.periods.models import FiscalCalendar
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.schedule.bridge.figures import EPOCH, day_of
from conspectus.rooms.schedule.bridge.watching import clocks_of
from conspectus.rooms.schedule.models import WatchedTask

if TYPE_CHECKING:
    from conspectus.engine.calendars import WorkClock

USUAL_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Scale:
    """What ends of links are measured by: the zone of each portfolio, the clock of each calendar with its day."""

    zones: Mapping[int, str]
    clocks: Mapping[str, tuple[WorkClock, int]]

    def zone(self, row: WatchedTask | None, other: WatchedTask | None) -> str:
        """Return the zone of an end; an outside event counts in that of the other end."""
        end = row or other
        return USUAL_ZONE if end is None else self.zones.get(end.project.portfolio_id, USUAL_ZONE)

    def clock(self, row: WatchedTask | None) -> tuple[WorkClock, int] | None:
        """Return the clock of a task's plan."""
        return None if row is None else self.clocks.get(row.calendar_id or "")


@dataclass(frozen=True, slots=True)
class Judged:
    """How a link stands, as its row keeps it."""

    standing: str
    given_on: date | None
    taken_on: date | None
    slack_days: float | None
    late_days: float | None
    giver_seen: int
    taker_seen: int


def scale_of(links: Iterable[Link]) -> Scale:
    """Return what links are measured by; asks the database as often for one link as for many."""
    ends = [end for link in links for end in (link.giver, link.taker) if end is not None]
    places = {end.project.portfolio_id for end in ends}
    zones = FiscalCalendar.objects.filter(portfolio__in=places).values_list("portfolio", "zone")
    return Scale(dict(zones), clocks_of({end.calendar_id for end in ends if end.calendar_id}))


def judge(link: Link, scale: Scale) -> Judged:
    """Return how a link stands by what is kept of its tasks; asks the database for nothing."""
    given, taken = end_minute(link, giver=True), end_minute(link, giver=False)
    given_on = _day(given, end=link.giver is None or link.kind in FROM_FINISH)
    taken_on = _day(taken, end=link.taker is None or link.kind in TO_FINISH)
    slack, late = _slack(link, scale, given, taken), _late(link, scale, given_on)
    return Judged(
        standing=_standing(link, given_on, slack),
        given_on=given_on,
        taken_on=taken_on,
        slack_days=slack,
        late_days=late,
        giver_seen=link.giver.revision_number if link.giver else 0,
        taker_seen=link.taker.revision_number if link.taker else 0,
    )


def end_minute(link: Link, *, giver: bool) -> int | None:
    """Return the instant of one end in its own local minutes; an outside event comes by the end of its day."""
    row = link.giver if giver else link.taker
    if row is None:
        return None if link.event_on is None else end_of(link.event_on)
    if row.gone:
        return None
    finishes = link.kind in FROM_FINISH if giver else link.kind in TO_FINISH
    return row.finish_minute if finishes else row.start_minute


def _slack(link: Link, scale: Scale, given: int | None, taken: int | None) -> float | None:
    """Return the working days from when the taker's end may come to when it comes."""
    found = scale.clock(link.taker or link.giver)
    if given is None or taken is None or found is None:
        return None
    clock, a_day = found
    from conspectus.engine.joined import local_in

    there = local_in(given, scale.zone(link.giver, link.taker), scale.zone(link.taker, link.giver))
    return _days(clock.between(clock.add(there, link.lag_days * a_day), taken), a_day)


def _late(link: Link, scale: Scale, given_on: date | None) -> float | None:
    """Return the working days of the forecast after the agreed date, below zero before it: in whole days."""
    found, agreed = scale.clock(link.giver or link.taker), link.agreed_on or link.asked_on
    if found is None or given_on is None or agreed is None:
        return None
    clock, a_day = found
    return _days(clock.between(end_of(agreed), end_of(given_on)), a_day)


def end_of(day: date) -> int:
    return ((day - EPOCH).days + 1) * DAY


def _days(minutes: int, a_day: int) -> float:
    return round(int(minutes) / a_day, 1)


def _day(minute: int | None, *, end: bool) -> date | None:
    return None if minute is None else day_of(minute, end=end)


def _standing(link: Link, given_on: date | None, slack: float | None) -> str:
    giver, agreed = link.giver, link.agreed_on or link.asked_on
    if any(end is not None and end.gone for end in (giver, link.taker)):
        return Standing.GONE.value
    if _is_given(link):
        return Standing.DONE.value
    if (slack is not None and slack < 0) or (giver is not None and giver.project.state in ENDED):
        return Standing.BROKEN.value
    if given_on is not None and agreed is not None and given_on > agreed:
        return Standing.LATE.value
    return Standing.UNDATED.value if slack is None else Standing.ON_TIME.value


def _is_given(link: Link) -> bool:
    """Return whether what is handed over was given; of an event outside, whether what waits for it went on."""
    giver, taker = link.giver, link.taker
    if giver is not None:
        return giver.done if link.kind in FROM_FINISH else giver.begun
    return taker is not None and (taker.done if link.kind in TO_FINISH else taker.begun)
