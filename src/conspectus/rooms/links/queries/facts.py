"""What is measured of the links of projects, by the newest plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.links.choices import ALARMING, OPEN, LinkState, Side, Standing
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.rules import owner_id_of, project_of
from conspectus.rooms.portfolio.models import Project


def link_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the links proposed by the end of a day, by project and name; asks once."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = Link.objects.filter(~Q(standing=Standing.DONE), state__in=OPEN, proposed_at__lt=midnight)
    held: dict[int, list[tuple[Link, bool]]] = defaultdict(list)
    for row in rows.select_related("giver__project", "taker__project").order_by("proposed_at", "pk"):
        for side in Side.values:
            project = project_of(row, side)
            if project is not None:
                held[project.pk].append((row, owner_id_of(row, side) is not None))
    return {one.pk: _facts(held[one.pk]) for one in projects}


def _facts(rows: Sequence[tuple[Link, bool]]) -> dict[str, Measured]:
    waiting = (row.state == LinkState.PROPOSED or row.asked_on is not None for row, _ in rows)
    return {
        "links_open": len(rows),
        "links_unagreed": tuple(row.proposed_at.date() for (row, _), waits in zip(rows, waiting, strict=True) if waits),
        "links_alarming": sum(row.standing in ALARMING for row, _ in rows),
        "links_without_owner": sum(not owned for _, owned in rows),
        "links_due": tuple(sorted(row.due_on for row, _ in rows)),
    }
