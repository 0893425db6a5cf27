"""Agreed and proposed links as the roadmap draws them: beside those that plan files hold."""

from __future__ import annotations

from dataclasses import replace

from conspectus.kit.many import of_these
from conspectus.rooms.links.choices import OPEN, Standing
from conspectus.rooms.links.models import Link
from conspectus.rooms.schedule.queries import Roadmap, RoadmapLink

AFTER = frozenset({Standing.BROKEN, Standing.LATE})


def with_links(found: Roadmap) -> Roadmap:
    """Return a roadmap with the open links between its projects, none of which is handed over; asks once more.

    Where a plan file holds the same link, it is drawn once.
    """
    shown = found.shown
    dated = Link.objects.filter(
        giver__isnull=False, taker__isnull=False, given_on__isnull=False, taken_on__isnull=False, state__in=OPEN
    )
    rows = dated.exclude(standing=Standing.DONE).select_related("giver", "taker").order_by("pk")
    rows, drawn = of_these(of_these(rows, shown, "giver__project"), shown, "taker__project"), set(shown)
    own = [one for one in map(_drawn, rows) if drawn.issuperset((one.before, one.after))]
    known = {(one.before, one.after, one.before_on, one.after_on) for one in own}
    more = [one for one in found.links if (one.before, one.after, one.before_on, one.after_on) not in known]
    return replace(found, links=(*own, *more))


def _drawn(row: Link) -> RoadmapLink:
    """Return a link between two projects with the days of both."""
    giver, taker, given, taken = row.giver, row.taker, row.given_on, row.taken_on
    assert giver is not None
    assert taker is not None
    assert given is not None
    assert taken is not None
    late = row.standing in AFTER
    return RoadmapLink(
        giver.project_id, taker.project_id, given, taken, giver.name, taker.name, late, row.pk, row.standing
    )
