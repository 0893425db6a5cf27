"""The open entries of a portfolio's registers as a freeze keeps them, with their money in its currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from conspectus.engine.rates import Exchange
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import closing_exchange, projects_in
from conspectus.rooms.risks.bridge import impact_of
from conspectus.rooms.risks.models import RegisterEntry

MOST_WORDS = 300  # letters of a response that are kept


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry as it stood; ``within`` are the projects of the programme it belongs to, ``also`` others it reaches.

    ``inherent`` and ``exposure`` are its expected money in minor units of ``home``, None without amounts or a rate.
    """

    entry_id: int
    kind: str
    title: str
    project_id: int | None
    programme_id: int | None
    within: tuple[int, ...]
    also: tuple[int, ...]
    place: str
    category: str
    probability: int | None
    impact: int
    score: int
    residual_probability: int | None
    residual_impact: int | None
    residual_score: int
    inherent: int | None
    exposure: int | None
    home: str
    without_rate: str  # the currency there was no rate for
    hidden: bool  # its money, from its reader
    response: str
    response_words: str
    owner: str
    expected_on: date | None
    review_on: date | None
    opened_on: date
    escalated_to: str


def kept_entries(portfolio: Portfolio, on: date) -> tuple[KeptEntry, ...]:
    """Return the entries that were open at the end of a day, the gravest first; asks as often for few as for many."""
    rows = RegisterEntry.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), portfolio=portfolio, opened_on__lte=on)
    rows = rows.select_related("project", "programme", "portfolio", "owner").order_by("-score", "pk")
    shared: dict[int, list[int]] = {}
    through = RegisterEntry.also.through.objects.filter(registerentry__in=rows.order_by().values("pk"))
    for entry, project in through.order_by("project_id").values_list("registerentry_id", "project_id"):
        shared.setdefault(entry, []).append(project)
    within = projects_in(portfolio)
    exchange = closing_exchange([portfolio.pk], on)
    return tuple(_kept(row, within.get(row.programme_id or 0, ()), shared.get(row.pk, []), exchange) for row in rows)


def _kept(row: RegisterEntry, within: tuple[int, ...], shared: list[int], exchange: Exchange | None) -> KeptEntry:
    names = (
        "kind", "title", "project_id", "programme_id", "category", "probability", "score", "residual_probability",
        "residual_impact", "residual_score", "response", "expected_on", "review_on", "opened_on", "escalated_to",
    )  # fmt: skip
    home = row.portfolio.currency
    factor = 1.0 if row.currency == home else exchange.factors.get(row.currency) if exchange else None
    priced = row.exposure_minor is not None or row.inherent_minor is not None
    return KeptEntry(
        entry_id=row.pk,
        **{name: getattr(row, name) for name in names},
        within=() if row.project_id else within,
        also=tuple(shared),
        place=str(row.place),
        impact=impact_of(row),
        inherent=_in_home(row.inherent_minor, factor),
        exposure=_in_home(row.exposure_minor, factor),
        home=home,
        without_rate=row.currency if priced and factor is None else "",
        hidden=False,
        response_words=row.response_words[:MOST_WORDS],
        owner=row.owner.name if row.owner else "",
    )


def _in_home(amount: int | None, factor: float | None) -> int | None:
    return None if amount is None or factor is None else round(amount * factor)
