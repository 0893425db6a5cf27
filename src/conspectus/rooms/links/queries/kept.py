"""The links of a portfolio's projects as a freeze keeps them, by the plans there are then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.rooms.links.choices import OPEN
from conspectus.rooms.links.models import Link
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.schedule.models import WatchedTask


@dataclass(frozen=True, slots=True)
class KeptEnd:
    """One side of a link: a project's task, or what lies outside, which has no project."""

    project_id: int | None
    place: str
    task: str
    on: date | None


@dataclass(frozen=True, slots=True)
class KeptLink:
    """An open link as it stood; days are working days."""

    link_id: int
    words: str
    giver: KeptEnd
    taker: KeptEnd
    state: str
    standing: str
    due_on: date  # asked for, else agreed on
    late_days: float | None
    slack_days: float | None


def kept_links(portfolio: Portfolio, on: date) -> tuple[KeptLink, ...]:
    """Return the open links proposed by the end of a day that reach a project of a portfolio, what is due first first.

    Standing and dates are by the newest plans; asks once.
    """
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    reached = Q(giver__project__portfolio=portfolio) | Q(taker__project__portfolio=portfolio)
    rows = Link.objects.filter(reached, state__in=OPEN, proposed_at__lt=midnight)
    rows = rows.select_related("giver__project", "taker__project", "event_party")
    return tuple(sorted(map(_kept, rows), key=lambda row: (row.due_on, row.link_id)))


def _kept(row: Link) -> KeptLink:
    return KeptLink(
        link_id=row.pk,
        words=str(row),
        giver=_end(row, row.giver, row.given_on),
        taker=_end(row, row.taker, row.taken_on),
        state=row.state,
        standing=row.standing,
        due_on=row.due_on,
        late_days=row.late_days,
        slack_days=row.slack_days,
    )


def _end(row: Link, task: WatchedTask | None, on: date | None) -> KeptEnd:
    if task is None:
        return KeptEnd(None, row.event_party.name if row.event_party else "", row.event_name, on or row.event_on)
    return KeptEnd(task.project_id, str(task.project), task.name, on)
