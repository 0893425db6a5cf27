"""Notices of the clock: what falls due is told once for the day it is due on, to whom it waits on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.cast import AT, Cast
from tests.packs import pack

from conspectus.doors.web.panels.home import change_address
from conspectus.formats.packs.words import english_day
from conspectus.journeys.notices.clock.keep import keep_reminders
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.journeys.subjects import find_subject
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.followup.actions import ActionParticulars, change_action, close_action, open_action
from conspectus.rooms.governance.actions import (
    DecidedGate,
    HeldGate,
    NewCondition,
    PlannedGate,
    Reviewing,
    decide_gate,
    hold_gate_review,
    plan_gate_review,
)
from conspectus.rooms.governance.queries import readiness_view_of
from conspectus.rooms.outbox.choices import Kind
from conspectus.rooms.outbox.queries import notices_of
from conspectus.rooms.risks.actions import Particulars, escalate_register_entry, open_register_entry
from conspectus.rooms.standards.actions import adopt_version, import_method, publish_method

pytestmark = [pytest.mark.rows, pytest.mark.django_db]
MORNING = AT.replace(hour=9)
FIRST = MORNING.date()


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def in_words(number: int) -> str:
    return english_day(day(number))


def told(who: User, number: int) -> list[tuple[str, str]]:
    """Return what the clock tells somebody on a day that it did not tell before."""
    at = MORNING + timedelta(days=number)
    keep_reminders(at=at)
    follow_notices(at=at)
    rows = [one for one in notices_of(who) if one.kind == Kind.DUE and one.at == at]
    views = shown(who, rows, at.date())
    assert all(
        change_address(one.change).startswith(("/actions/", "/registers/", "/gate-reviews/", "/standards/"))
        for one in views
    )
    return sorted((one.change.subject, one.change.words) for one in views)


def test_what_falls_due_is_told_once(cast: Cast) -> None:
    follow_notices(at=MORNING)
    about = find_subject(cast.alice, "project", str(cast.project.pk), FIRST)
    new = ActionParticulars("Order the pumps", cast.heidi.person, day(10))
    action = open_action(subject=about, new=new, by=cast.alice, at=MORNING)
    soon = ActionParticulars("Call them", cast.heidi.person, day(2))
    open_action(subject=about, new=soon, by=cast.alice, at=MORNING)
    entry = open_register_entry(
        place=cast.project, new=Particulars("threat", "Frost", review_on=day(10)), by=cast.alice, at=MORNING
    )
    escalate_register_entry(
        entry=entry, level="programme", reason="Large", revision=entry.revision, by=cast.alice, at=MORNING
    )
    early = datetime.combine(FIRST, MORNING.time(), MORNING.tzinfo).replace(hour=2)
    assert keep_reminders(at=early) == 0
    assert told(cast.heidi, 0) == []  # one given within the week was told when it was given
    assert told(cast.heidi, 3) == [
        (about.name, f"Call them; Was to be done by {in_words(2)} and is still open"),
        (about.name, f"Order the pumps; To be done by {in_words(10)}"),
    ]
    assert told(cast.heidi, 3) == told(cast.heidi, 3)  # the same day again tells nothing anew
    assert AuditLine.objects.filter(deed="remind_people").count() == 1
    assert told(cast.heidi, 4) == []
    assert told(cast.alice, 10) == [("Frost", f"To be reviewed on {in_words(10)}")]  # nobody owns it: its manager
    manager = cast.programme.manager
    assert manager is not None
    assert ("Frost", f"Escalated, and its review of {in_words(10)} has passed") in told(manager.user, 11)
    assert told(cast.heidi, 11) == [
        (about.name, f"Order the pumps; Was to be done by {in_words(10)} and is still open")
    ]
    later = ActionParticulars("Order the pumps", cast.heidi.person, day(14))
    at = MORNING + timedelta(days=11, hours=1)
    action = change_action(action=action, new=later, revision=action.revision, by=cast.alice, at=at)
    assert told(cast.heidi, 11) == []  # moved: what was told says nothing any more
    assert told(cast.heidi, 12) == [(about.name, f"Order the pumps; To be done by {in_words(14)}")]
    close_action(
        action=action, state="done", answer="Ordered", revision=action.revision, by=cast.heidi,
        at=MORNING + timedelta(days=12, hours=1),
    )  # fmt: skip
    assert told(cast.heidi, 12) == []
    assert told(cast.heidi, 15) == []


def test_gates_conditions_and_methods_are_told_of(cast: Cast) -> None:
    follow_notices(at=MORNING)
    due = pack(
        ("decisions: [pass, stop]}", "decisions: [pass, pass_with_conditions]}"),
        ("stages:\n", f"review: {{owner: sponsor, every_months: 12, next_on: {day(40)}}}\nstages:\n"),
    )
    draft = import_method(data=due, by=cast.bob, at=MORNING)
    version = publish_method(draft=draft, words="New", revision=draft.revision, by=cast.bob, at=MORNING)
    adopt_version(projects=[cast.project], version=version, starts_on=FIRST, by=cast.bob, at=MORNING)
    new = PlannedGate(day(9), [Reviewing(cast.grace.person)])
    row = plan_gate_review(project=cast.project, gate="g1", new=new, by=cast.alice, at=MORNING)
    assert told(cast.grace, 0) == []
    name = f"{row.name}, {cast.project.code}"
    assert told(cast.grace, 2) == told(cast.alice, 2) == [(name, f"The gate is reviewed on {in_words(9)}")]
    assert told(cast.alice, 10) == [(name, f"The review was planned for {in_words(9)} and was not held")]
    at = MORNING + timedelta(days=10, hours=1)
    held = HeldGate(day(10), "green", "There")
    row = hold_gate_review(review=row, new=held, revision=row.revision, by=cast.grace, at=at)
    assert told(cast.alice, 10) == []  # it was held: what was told says nothing any more
    given = [NewCondition("Sign", cast.heidi.person, day(20))]
    shown_to = readiness_view_of(row, at.date()).digest
    decision = DecidedGate("pass_with_conditions", "Go", shown_to, "Drafted", given)
    decide_gate(review=row, new=decision, revision=row.revision, by=cast.carol, at=at)
    bob = [one for one in told(cast.bob, 10) if one[0] == version.name]
    assert bob == [(version.name, f"The method is to be looked at again by {in_words(40)}")]
    assert told(cast.heidi, 13) == [(name, f"A condition of the gate is to be met by {in_words(20)}")]
    assert told(cast.heidi, 21) == [(name, f"A condition of the gate was due on {in_words(20)} and is not settled")]
