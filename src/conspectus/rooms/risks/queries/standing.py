"""How the risks of projects stand on a day: expected money of open threats, and the gravest nobody answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.many import of_these
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.choices import TOP_SCORE, EntryKind
from conspectus.rooms.risks.models import RegisterEntry

NONE = missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class RiskStanding:
    """Risks there ever were, expected money of the open ones in the project's currency, and those left unanswered."""

    registered: int = 0
    exposure: Measure = NONE
    unanswered: tuple[str, ...] = ()


_Row = tuple[str, int, int | None, str, str, int | None, date, date | None]


def risk_standings(projects: Sequence[Project], on: date) -> dict[int, RiskStanding]:
    """Return how the risks stand that belong to projects or reach them, a shared one whole in each; asks twice."""
    ids = [one.pk for one in projects]
    asked = ("title", "score", "exposure_minor", "currency", "response", "owner", "opened_on", "closed_on")
    threats = RegisterEntry.objects.filter(Q(kind=EntryKind.THREAT), opened_on__lte=on).order_by("-score", "pk")
    found: dict[int, list[_Row]] = defaultdict(list)
    for path in ("project", "also"):
        for place, *row in of_these(threats.exclude(**{path: None}), ids, path).values_list(path, *asked):
            found[place].append(tuple(row))
    return {one.pk: _standing(found[one.pk], one.currency, on) for one in projects if one.pk in found}


def _standing(rows: Sequence[_Row], currency: str, on: date) -> RiskStanding:
    still = [row for row in rows if row[7] is None or row[7] > on]
    priced = [row for row in still if row[2] is not None]
    if any(row[3] != currency for row in priced):
        exposure = missing(Reason.NO_RATE)
    elif priced or not still:
        exposure = value(sum(row[2] or 0 for row in priced))
    else:
        exposure = missing(Reason.NO_DATA)
    unanswered = tuple(row[0] for row in still if row[1] >= TOP_SCORE and not (row[4] and row[5]))
    return RiskStanding(len(rows), exposure, unanswered)
