"""Actions and entries of registers that fall due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from conspectus.journeys.notices.clock.watch import OVERDUE, Watch
from conspectus.journeys.notices.events import ACTION
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.followup.choices import SOON_DAYS
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.queries.given import action_days, actions_due
from conspectus.rooms.outbox.actions import Due
from conspectus.rooms.portfolio.queries.owned import steering_in
from conspectus.rooms.risks.choices import Level
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.due import review_days, reviews_due


def _actions_soon(first: date, last: date) -> Iterator[Due]:
    """Yield actions to who owns them; one that was given within the week was told then."""
    for row in actions_due(first, last):
        if row.due_on is not None and row.opened_at.date() < row.due_on - timedelta(days=SOON_DAYS):
            yield from _action(row, {row.owner_id})


def _actions_late(first: date, last: date) -> Iterator[Due]:
    for row in actions_due(first, last):
        yield from _action(row, {row.owner_id, row.opened_by_id})


def _action(row: Action, persons: Collection[int | None]) -> Iterator[Due]:
    named = frozenset(one for one in persons if one is not None)
    if row.due_on is not None and named:
        yield Due(row.pk, (ACTION, str(row.pk)), row.due_on, named)


def _reviews(first: date, last: date) -> Iterator[Due]:
    """Yield entries to who owns them, else to who manages the place they belong to."""
    for row in reviews_due(first, last):
        place = row.project or row.programme
        yield from _entry(row, {row.owner_id or (place.manager_id if place else None)})


def _escalated(first: date, last: date) -> Iterator[Due]:
    """Yield escalated entries whose review has passed to who they were given to."""
    rows = [row for row in reviews_due(first, last) if row.escalated_to]
    steering = steering_in({row.portfolio_id for row in rows if row.escalated_to == Level.PORTFOLIO}, last)
    for row in rows:
        if row.escalated_to == Level.PORTFOLIO:
            yield from _entry(row, steering[row.portfolio_id])
        else:
            within = row.project.programme if row.project else row.programme
            yield from _entry(row, {within.manager_id if within else None})


def _entry(row: RegisterEntry, persons: Collection[int | None]) -> Iterator[Due]:
    named = frozenset(one for one in persons if one is not None)
    if row.review_on is not None and named:
        yield Due(row.pk, (SubjectKind.REGISTERENTRY.value, str(row.pk)), row.review_on, named)


def _escalated_still(ids: Collection[int]) -> Mapping[int, date]:
    return review_days(ids, escalated=True)


REGISTERS = (
    Watch("action_soon", SOON_DAYS, _("To be done by %(day)s"), _actions_soon, action_days),
    Watch("action_late", OVERDUE, _("Was to be done by %(day)s and is still open"), _actions_late, action_days),
    Watch("entry_review", 0, _("To be reviewed on %(day)s"), _reviews, review_days),
    Watch(
        "entry_escalated", OVERDUE, _("Escalated, and its review of %(day)s has passed"), _escalated, _escalated_still
    ),
)
