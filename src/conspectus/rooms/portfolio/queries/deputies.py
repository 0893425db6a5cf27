"""What is asked of deputies: one's own and those one stands in for; all for who looks after accounts or audits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import may_administer, may_audit
from conspectus.rooms.portfolio.models import Deputy


@dataclass(frozen=True, slots=True)
class DeputyView:
    """That one person stands in for another, from a first to a last day; ``in_force`` today."""

    deputy_id: int
    person_id: int
    person: str
    stands_in_id: int
    stands_in: str
    starts_on: date
    last_on: date
    note: str
    in_force: bool
    over: bool


def visible_deputies(by: User) -> QuerySet[Deputy]:
    """Return who stands in for whom, as far as it concerns ``by``."""
    rows = Deputy.objects.select_related("person", "deputy")
    if may_administer(by) or may_audit(by):
        return rows
    return rows.filter(Q(person=by.person_id) | Q(deputy=by.person_id))


def get_deputy(by: User, deputy_id: object) -> Deputy:
    """Return one of them."""
    row = visible_deputies(by).filter(pk=row_id(deputy_id)).first()
    if row is None:
        raise NotFound
    return row


def deputy_view(row: Deputy, on: date) -> DeputyView:
    """Return one as it stands on a day."""
    return DeputyView(
        deputy_id=row.pk,
        person_id=row.person_id,
        person=row.person.name,
        stands_in_id=row.deputy_id,
        stands_in=row.deputy.name,
        starts_on=row.starts_on,
        last_on=row.ends_on - timedelta(days=1),
        note=row.note,
        in_force=row.starts_on <= on < row.ends_on,
        over=row.ends_on <= on,
    )
