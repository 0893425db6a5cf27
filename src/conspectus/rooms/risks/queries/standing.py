"""How the risks of projects and of what they lie in stand on a day: expected money of threats, those unanswered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.many import of_these
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.choices import TOP_SCORE, EntryKind
from conspectus.rooms.risks.models import RegisterEntry

NONE = missing(Reason.NO_DATA)
_ASKED = ("pk", "title", "score", "exposure_minor", "currency", "response", "owner", "closed_on")


@dataclass(frozen=True, slots=True)
class RiskStanding:
    """Threats there ever were, expected money of the open ones in the project's currency, and those left unanswered.

    Of the open ones ``shared`` reach several projects, as number, currency and amount; ``left`` counts the others,
    ``amounts`` is their expected money by currency.
    """

    registered: int = 0
    exposure: Measure = NONE
    unanswered: tuple[tuple[int, str], ...] = ()
    left: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)
    shared: tuple[tuple[int, str, int | None], ...] = ()


class _Row(NamedTuple):
    pk: int
    title: str
    score: int
    minor: int | None
    currency: str
    response: str
    owner: int | None
    closed_on: date | None
    is_shared: bool


def risk_standings(projects: Sequence[Project], on: date) -> dict[int, RiskStanding]:
    """Return how the risks stand that belong to projects or reach them, a shared one whole in each; asks twice."""
    ids = [one.pk for one in projects]
    found: dict[int, list[_Row]] = defaultdict(list)
    reaching: tuple[tuple[str, Combinable], ...] = (("project", _reaches()), ("also", Value(value=True)))
    for path, shared in reaching:
        rows = of_these(_threats(on).exclude(**{path: None}), ids, path).annotate(is_shared=shared)
        for place, *row in rows.values_list(path, *_ASKED, "is_shared"):
            found[place].append(_Row(*row))
    return {one.pk: _standing(found[one.pk], one.currency, on) for one in projects if one.pk in found}


def place_standings(portfolios: Collection[int], on: date) -> dict[tuple[int, int | None], RiskStanding]:
    """Return how the threats stand that programmes and portfolios themselves have, by both numbers; asks once.

    The number of the programme is None of those of the portfolio itself; their exposure is in no one currency.
    """
    rows = _threats(on).filter(project=None, portfolio__in=portfolios).annotate(is_shared=_reaches())
    found: dict[tuple[int, int | None], list[_Row]] = defaultdict(list)
    for portfolio, programme, *row in rows.values_list("portfolio", "programme", *_ASKED, "is_shared"):
        found[portfolio, programme].append(_Row(*row))
    return {place: _standing(rows, "", on) for place, rows in found.items()}


def _threats(on: date) -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(kind=EntryKind.THREAT, opened_on__lte=on).order_by("-score", "pk")


def _reaches() -> Exists:
    """Return whether an entry reaches projects beside the one it belongs to."""
    return Exists(RegisterEntry.also.through.objects.filter(registerentry=OuterRef("pk")))


def _standing(rows: Sequence[_Row], currency: str, on: date) -> RiskStanding:
    still = [row for row in rows if row.closed_on is None or row.closed_on > on]
    priced = [row for row in still if row.minor is not None]
    if any(row.currency != currency for row in priced):
        exposure = missing(Reason.NO_RATE)
    elif priced or not still:
        exposure = value(sum(row.minor or 0 for row in priced))
    else:
        exposure = NONE
    amounts: dict[str, int] = defaultdict(int)
    for row in priced:
        if not row.is_shared:
            amounts[row.currency] += row.minor or 0
    return RiskStanding(
        registered=len(rows),
        exposure=exposure,
        unanswered=tuple((row.pk, row.title) for row in still if row.score >= TOP_SCORE and not _answered(row)),
        left=sum(not row.is_shared for row in still),
        amounts=dict(amounts),
        shared=tuple((row.pk, row.currency, row.minor) for row in still if row.is_shared),
    )


def _answered(row: _Row) -> bool:
    return bool(row.response and row.owner)
