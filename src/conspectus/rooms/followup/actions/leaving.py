"""What passes from one who leaves to another, within the deed that hands everything over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from conspectus.rooms.accounts.models import Person
from conspectus.rooms.files.actions import pass_documents_on
from conspectus.rooms.followup.models import Follow
from conspectus.rooms.followup.queries.given import actions_left


def pass_followup_on(person: Person, heir: Person, *, at: datetime) -> None:
    """Give documents and open actions to another, who follows what was followed but what they chose not to."""
    pass_documents_on(person, heir)
    actions_left(person.pk).update(owner=heir, revision=F("revision") + 1)
    rows = Follow.objects.filter(person=person, is_on=True)
    fresh = [
        Follow(person=heir, subject_kind=row.subject_kind, subject_id=row.subject_id, changed_at=at) for row in rows
    ]
    Follow.objects.bulk_create(fresh, ignore_conflicts=True)
    rows.delete()
