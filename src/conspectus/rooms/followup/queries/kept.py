"""The open actions of a portfolio as a freeze keeps them, with where each belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.rooms.followup.models import Action
from conspectus.rooms.portfolio.models import Portfolio, Programme
from conspectus.rooms.portfolio.queries import projects_in


@dataclass(frozen=True, slots=True)
class KeptAction:
    """An action as it stood; ``within`` are the projects of the programme it belongs to."""

    action_id: int
    words: str
    project_id: int | None
    programme_id: int | None
    within: tuple[int, ...]
    place: str
    about: str  # the kind of thing
    owner: str
    due_on: date | None
    first_due_on: date | None
    opened_on: date


def kept_actions(portfolio: Portfolio, on: date) -> tuple[KeptAction, ...]:
    """Return the actions that were open at the end of a day, those longest due first; asks as often for any number."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    programmes = {str(row.pk): row for row in Programme.objects.filter(portfolio=portfolio)}
    above = Q(project=None, subject_kind="portfolio", subject_id=str(portfolio.pk))
    above |= Q(project=None, subject_kind="programme", subject_id__in=list(programmes))
    rows = Action.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_at__lt=midnight)
    rows = rows.filter(Q(project__portfolio=portfolio) | above).select_related("project", "owner")
    within = projects_in(portfolio)
    told = []
    for row in rows.order_by("due_on", "pk"):
        programme = programmes.get(row.subject_id) if row.project is None and row.subject_kind == "programme" else None
        told.append(_kept(row, programme, within, portfolio))
    return tuple(told)


def _kept(
    row: Action, programme: Programme | None, within: dict[int, tuple[int, ...]], portfolio: Portfolio
) -> KeptAction:
    return KeptAction(
        action_id=row.pk,
        words=row.words,
        project_id=row.project_id,
        programme_id=programme.pk if programme else None,
        within=within.get(programme.pk, ()) if programme else (),
        place=str(row.project or programme or portfolio),
        about=row.subject_kind,
        owner=row.owner.name if row.owner else "",
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        opened_on=row.opened_at.date(),
    )
