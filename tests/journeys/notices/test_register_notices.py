"""Notices of registers: who now owns an entry, and whose programme one is given to."""

from __future__ import annotations

import pytest
from tests.cast import AT, Cast

from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.rooms.accounts.models import User
from conspectus.rooms.outbox.queries import notices_of
from conspectus.rooms.risks.actions import (
    Particulars,
    change_register_entry,
    escalate_register_entry,
    open_register_entry,
    particulars_of,
)

pytestmark = [pytest.mark.rows, pytest.mark.django_db]


def words(who: User) -> list[tuple[str, str]]:
    follow_notices(at=AT)
    return [(one.kind, one.change.words) for one in shown(who, list(notices_of(who)), AT.date())]


def test_owners_and_programme_managers_are_told(cast: Cast) -> None:
    follow_notices(at=AT)
    new = Particulars("threat", "Frost", owner=cast.heidi.person)
    row = open_register_entry(place=cast.project, new=new, by=cast.alice, at=AT)
    told = particulars_of(row, owner=cast.grace.person)
    row = change_register_entry(entry=row, new=told, revision=row.revision, by=cast.alice, at=AT)
    row = change_register_entry(entry=row, new=told, revision=row.revision, by=cast.alice, at=AT)
    escalated = {"level": "programme", "reason": "Too large", "revision": row.revision}
    escalate_register_entry(entry=row, **escalated, by=cast.alice, at=AT)  # type: ignore[arg-type]
    assert words(cast.heidi) == [("risk", "You are to see to it")]
    assert words(cast.grace) == [("risk", "You are to see to it")]
    manager = cast.programme.manager
    assert manager is not None
    assert words(manager.user) == [("risk", "It was given to a level above, or back")]
    assert words(cast.alice) == []
