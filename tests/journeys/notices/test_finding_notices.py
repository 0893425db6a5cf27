"""Whom findings of compliance are told to, and in which words."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast
from tests.rooms.standards.test_findings import START, following, the
from tests.rooms.standards.test_standards import at

from conspectus.journeys.compliance_findings import follow_findings
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.rooms.accounts.models import User
from conspectus.rooms.outbox.queries import notices_of
from conspectus.rooms.standards import actions
from conspectus.rooms.standards.actions import Answered


def words(user: User) -> list[str]:
    """Return what the notices of somebody say, the newest first."""
    told = shown(user, list(notices_of(user)), START + timedelta(days=40))
    return [one.change.words for one in told if one.kind == "finding"]


def test_findings_are_told_to_whom_they_wait_on(cast: Cast) -> None:
    follow_notices(at=at(START))
    following(cast, sponsor_named=False, plan_status_on=START + timedelta(days=30))
    due = START + timedelta(days=9)
    row = actions.assign_finding(
        finding=the(cast), owner=cast.heidi.person, due_on=due, revision=1, by=cast.mona, at=at(START)
    )
    new = Answered("mend", "Sought", START + timedelta(days=20))
    row = actions.answer_finding(finding=row, new=new, revision=row.revision, by=cast.heidi, at=at(START))
    actions.confirm_answer(finding=row, agreed=False, words="Sooner", revision=row.revision, by=cast.mona, at=at(START))
    follow_findings(at=at(due + timedelta(days=1)))
    follow_notices(at=at(due + timedelta(days=1)))
    assert words(cast.alice) == [
        "The finding 1.1 A sponsor is named is answered: Sought",
        "1 clause is not satisfied",
    ]
    assert words(cast.heidi) == [
        "1 finding of compliance is overdue",
        "Your answer to the finding 1.1 A sponsor is named is returned: Sooner",
        "You are given the finding 1.1 A sponsor is named",
    ]
    assert words(cast.grace) == []
