"""What passes from one who leaves to another, within the deed that hands everything over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.choices import ABILITIES, Role
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import organisation_abilities
from conspectus.rooms.portfolio.actions.deputies import end_deputies_of
from conspectus.rooms.portfolio.actions.projects import record_placement
from conspectus.rooms.portfolio.choices import ENDED, ContractState
from conspectus.rooms.portfolio.models import Contract, Grant, Objective, Party, Programme, Project, ProjectRole
from conspectus.rooms.portfolio.queries import get_scope
from conspectus.rooms.portfolio.queries.owned import Left, grants_left, streams_led
from conspectus.rooms.portfolio.rules import require_may_give


def pass_parts_on(person: Person, heir: Person, *, by: User, at: datetime) -> None:
    """Put another in every place of one who leaves, from today on; what has ended keeps the name it had.

    Refuses a role that can do more than ``by`` can, and one that ``by`` would gain by it.
    """
    _projects(person, heir, by=by, at=at)
    on = at.date()
    for model, part, gone in (
        (Programme, "manager", {}),
        (Objective, "owner", {"retired_on__lte": on}),
        (Contract, "owner", {"state": ContractState.ENDED}),
        (Party, "owner", {"is_active": False}),
    ):
        rows = model._default_manager.select_for_update().filter(**{part: person})
        for row in rows.exclude(**gone) if gone else rows:
            setattr(row, part, heir)
            row.revision += 1
            row.save()
    _roles(person, heir, by=by, at=at)
    end_deputies_of(person, on)


def pass_rows_on(left: Iterable[Left], heir: Person) -> None:
    """Put another into rows of the caller's own room."""
    for one in left:
        one.rows.order_by().update(**{one.field: heir, "revision": F("revision") + 1})


def _projects(person: Person, heir: Person, *, by: User, at: datetime) -> None:
    rows = Project.objects.select_for_update().exclude(state__in=ENDED)
    for row in rows.filter(manager=person):
        row.manager, row.changed_at, row.revision = heir, at, row.revision + 1
        row.save()
        record_placement(row, ["manager"], at.date(), by, at)
    led = streams_led(person.pk)
    for row in rows.filter(pk__in=led.order_by().values("project")):
        row.changed_at, row.revision = at, row.revision + 1
        row.save()
    led.update(lead=heir)
    for row in rows.filter(sponsor=person):
        _refuse_climbing(Role.SPONSOR, heir, by)
        row.sponsor, row.changed_at, row.revision = heir, at, row.revision + 1
        row.save()


def _roles(person: Person, heir: Person, *, by: User, at: datetime) -> None:
    on = at.date()
    for part in ProjectRole.objects.filter(person=person).exclude(project__state__in=ENDED).select_related("project"):
        require_may_give(by, Role(part.role), part.project, on)
        _refuse_climbing(Role(part.role), heir, by)
        ProjectRole.objects.get_or_create(project=part.project, person=heir, role=part.role)
        part.delete()
    for grant in grants_left(person.pk, on).select_for_update():
        require_may_give(by, Role(grant.role), get_scope(by, grant.scope_kind, grant.scope_id, on), on)
        _refuse_climbing(Role(grant.role), heir, by)
        same = {"role": grant.role, "scope_kind": grant.scope_kind, "scope_id": grant.scope_id}
        if not grants_left(heir.pk, on).filter(**same).exists():
            starts_on = max(on, grant.starts_on)
            Grant.objects.create(person=heir, **same, starts_on=starts_on, ends_on=grant.ends_on)
        grant.ends_on = max(on, grant.starts_on)
        grant.save()


def _refuse_climbing(role: Role, heir: Person, by: User) -> None:
    if heir.pk == by.person_id and not ABILITIES[role] <= organisation_abilities(by):
        raise NotAllowed("You may not hand a role over to yourself that may do more than you. Ask an administrator.")
