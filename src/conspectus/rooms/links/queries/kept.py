"""The links of a portfolio's projects as a freeze keeps them, by the plans there are then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.rooms.links.choices import ALARMING, OPEN
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

    @property
    def ends(self) -> tuple[KeptEnd, KeptEnd]:
        """Who gives, who takes."""
        return self.giver, self.taker


def kept_links(portfolio: Portfolio, on: date, project: int | None = None) -> tuple[KeptLink, ...]:
    """Return the open links proposed by the end of a day that reach a project of a portfolio, what is due first first.

    Those of one project where it is named. Standing and dates are by the newest plans; asks once.
    """
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    reached = Q(giver__project__portfolio=portfolio) | Q(taker__project__portfolio=portfolio)
    rows = Link.objects.filter(reached, state__in=OPEN, proposed_at__lt=midnight)
    if project is not None:
        rows = rows.filter(Q(giver__project=project) | Q(taker__project=project))
    rows = rows.select_related("giver__project", "taker__project", "event_party")
    return tuple(sorted(map(_kept, rows), key=lambda row: (row.due_on, row.link_id)))


def of_one(rows: Iterable[KeptLink], project: int) -> tuple[KeptLink, ...]:
    """Return the links of one project, the worst first."""
    found = [row for row in rows if project in (row.giver.project_id, row.taker.project_id)]
    return tuple(sorted(found, key=lambda row: (row.standing not in ALARMING, row.due_on, row.link_id)))


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
