"""Somebody leaves: all they have passes to another at once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import require_fresh_sign_in, require_people_keeper
from conspectus.rooms.files.actions import pass_documents_on
from conspectus.rooms.followup.models import Follow
from conspectus.rooms.followup.queries import Belongings, belongings
from conspectus.rooms.followup.queries.given import actions_left
from conspectus.rooms.portfolio.actions.leaving import pass_parts_on


@deed("hand_over", "handed over all somebody had", needs=Ability.STEER)
def hand_over(*, person: Person, heir: Person, shown: str = "", by: User, at: datetime) -> Belongings:
    """Put another in every place of one who leaves, in one transaction; return what passed.

    Projects, programmes, work streams, objectives, contracts, parties, roles, documents, open actions and what was
    followed pass;
    reports still to be written pass with their projects and programmes. ``shown`` is the digest of what was looked at:
    where that changed meanwhile, nothing passes. What has ended, and what was written, keeps the name it had.
    """
    require_people_keeper(by)
    require_fresh_sign_in(by, at)
    if heir.pk == person.pk:
        raise Invalid("heir", "Choose somebody else to take it over.", "heir")
    if not heir.is_active:
        raise Invalid("heir", "%(heir)s has left. Choose somebody who is here.", "heir", heir=heir.name)
    with audited("hand_over", by=by, at=at) as line:
        for pk in sorted((person.pk, heir.pk)):
            Person.objects.select_for_update().get(pk=pk)
        found = belongings(person, at.date())
        if shown and shown != found.digest:
            raise Conflict(
                "changed", "What %(person)s has changed meanwhile. Look again, then hand it over.", person=person.name
            )
        if not found.held and not found.follows:
            line.nothing_changed()
            return found
        pass_parts_on(person, heir, by=by, at=at)
        pass_documents_on(person, heir)
        actions_left(person.pk).update(owner=heir, revision=F("revision") + 1)
        _pass_follows_on(person, heir, at)
        line.about("person", person.pk, heir=heir.pk, things=[[one.kind, one.id, one.part] for one in found.held])
    return found


def _pass_follows_on(person: Person, heir: Person, at: datetime) -> None:
    """Let another follow what was followed, but what they chose not to."""
    rows = Follow.objects.filter(person=person, is_on=True)
    fresh = [
        Follow(person=heir, subject_kind=row.subject_kind, subject_id=row.subject_id, changed_at=at) for row in rows
    ]
    Follow.objects.bulk_create(fresh, ignore_conflicts=True)
    rows.delete()
