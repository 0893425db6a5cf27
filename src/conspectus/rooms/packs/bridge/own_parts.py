"""What is kept of one project: how far it grew, and its links to others."""

from __future__ import annotations

from datetime import datetime, timedelta

from conspectus.rooms.changes.queries.kept import kept_growth
from conspectus.rooms.links.queries.kept import kept_links, of_one
from conspectus.rooms.packs.bridge.parts import GROWTH, LINKS, Parts, Reader, part_rows, shown_parts
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.queries import frozen_parts


def own_parts(project: Project, period: Period, seen: frozenset[int], costed: frozenset[int], at: datetime) -> Parts:
    """Return how far a project grew and its links, worst first: as frozen with the period, else by now.

    ``seen`` are the projects the reader may see: of another at the end of a link only its dates are told.
    """
    if period.state == PeriodState.FROZEN:
        bodies = frozen_parts(period, period.version, (GROWTH, LINKS))
        found = {name: part_rows(name, body) for name, body in bodies.items()}
    else:
        day = min(period.ends_on - timedelta(days=1), at.date())
        found = {
            GROWTH: kept_growth(project.portfolio, day, project.pk),
            LINKS: kept_links(project.portfolio, day, project.pk),
        }
    if LINKS in found:
        found[LINKS] = of_one(found[LINKS], project.pk)
    return shown_parts(found, Reader(seen | {project.pk}, costed, whole=False))
