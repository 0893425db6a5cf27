"""Notices of knowledge: lessons reviewed, of use and offered; articles published, or to be looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.doors.web.panels.home import change_address
from conspectus.formats.packs.words import english_day
from conspectus.journeys.notices.clock.keep import keep_reminders
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.rooms.accounts.models import User
from conspectus.rooms.knowledge.actions import (
    LessonText,
    Particulars,
    Text,
    change_article,
    create_article,
    draft_article,
    offer_lessons,
    publish_article,
    record_lesson,
    review_lesson,
    say_what_changed,
)
from conspectus.rooms.outbox.queries import notices_of

pytestmark = [pytest.mark.rows, pytest.mark.django_db]


def told(who: User) -> list[tuple[str, str, str]]:
    """Return what the notices of somebody say, the oldest first, and where they lead."""
    follow_notices(at=AT)
    views = reversed(shown(who, list(notices_of(who)), AT.date()))
    return [(one.kind, one.change.words, change_address(one.change)) for one in views]


def test_who_wrote_a_lesson_hears_of_it_and_whom_it_is_offered_to(cast: Cast) -> None:
    follow_notices(at=AT)
    pmo, text = cast.bob, LessonText("Order cables early", "They took 22 weeks.", "Order warehouse cables first.")
    row = record_lesson(project=cast.project, text=text, by=cast.alice, at=AT)
    row = review_lesson(lesson=row, publish=False, words="Which cables?", revision=row.revision, by=pmo, at=AT)
    other = record_lesson(project=cast.project, text=text, by=cast.alice, at=AT)
    other = review_lesson(lesson=other, publish=True, words="", revision=other.revision, by=pmo, at=AT)
    say_what_changed(lesson=other, standard="light/1.2", words="Gate 2", revision=other.revision, by=pmo, at=AT)
    twin = make.project("Warehouse south", portfolio=cast.portfolio, manager=cast.heidi.person)
    twin.programme, twin.division = cast.project.programme, cast.project.division
    twin.save()
    offer_lessons(project=twin, by=pmo, at=AT)
    assert told(cast.alice) == [
        ("lesson", "Your lesson was returned: Which cables?", f"/lessons/{row.pk}/"),
        ("lesson", "Your lesson is published", f"/lessons/{other.pk}/"),
        ("lesson", "Because of your lesson light/1.2 changed: Gate 2", f"/lessons/{other.pk}/"),
    ]
    assert told(cast.heidi) == [("lesson", "1 lesson of like projects is offered", f"/projects/{twin.pk}/lessons/")]
    assert told(pmo) == []


def test_owners_hear_of_their_articles_and_when_to_look_at_them_again(cast: Cast) -> None:
    follow_notices(at=AT)
    by, text = cast.bob, Text("Plan the cables", "Early.\n")
    new = Particulars(owner=cast.grace.person, stages=("plan",), review_on=AT.date())
    row = create_article(kind="guide", key="cables", text=text, new=new, by=by, at=AT)
    address = f"/knowledge/{row.key}/"
    morning = AT.replace(hour=9)
    keep_reminders(at=morning)
    assert told(cast.grace) == []  # a draft is nobody's to look at again
    row = publish_article(article=row, note="", revision=row.revision, by=by, at=AT)
    row = draft_article(article=row, text=Text("Plan the cables", "Now.\n"), revision=row.revision, by=by, at=AT)
    row = publish_article(article=row, note="Earlier", revision=row.revision, by=by, at=AT)
    read = [("article", "It reads otherwise now", address), ("article", "It reads otherwise now: Earlier", address)]
    assert told(cast.grace) == read
    assert told(cast.alice) == []  # no decision brought her project to the stage
    late = AT.date() + timedelta(days=1)
    row = change_article(article=row, new=replace(new, review_on=late), revision=row.revision, by=by, at=AT)
    keep_reminders(at=morning + timedelta(days=1))
    due = ("due", f"To be looked at again from {english_day(late)}", address)
    assert told(cast.grace) == [*read, due]
    change_article(article=row, new=replace(new, review_on=None), revision=row.revision, by=by, at=AT)
    assert told(cast.grace) == read
