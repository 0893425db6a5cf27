"""Facts of what projects ask to change, wait for and learn, as they stood on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.journeys.gather_facts import follow_facts, gather_all, measure
from conspectus.rooms.changes.actions import ChangeParticulars, raise_change_request, submit_change_request
from conspectus.rooms.changes.queries.facts import change_facts
from conspectus.rooms.knowledge.actions import LessonText, record_lesson
from conspectus.rooms.knowledge.queries.facts import lesson_facts
from conspectus.rooms.links.actions import LinkEnd, OutsideEvent, Terms, propose_link
from conspectus.rooms.links.choices import ALARMING
from conspectus.rooms.links.queries.facts import link_facts
from conspectus.rooms.schedule.actions import import_plan

pytestmark = pytest.mark.usefixtures("reader")
TODAY = AT.date()


def test_changes_links_and_lessons_are_measured_as_they_stood(cast: Cast) -> None:
    project, by = cast.project, cast.alice
    import_plan(project=project, data=file_of(house()), name="north.xml", by=by, at=AT)
    gather_all(source="day", at=AT)
    before = measure([project], TODAY)[project.pk]
    assert (before["changes_submitted"], before["changes_percent"], before["links_open"]) == (0, 0, 0)
    assert before["lesson_newest_on"] is Reason.NO_DATA

    asked = ChangeParticulars(
        "A crane more", "A crane", "It is late", "customer", cost_minor=50_000_00, fiscal_year=2024
    )
    row = raise_change_request(project=project, new=asked, by=by, at=AT)
    submit_change_request(request=row, revision=row.revision, by=by, at=AT)
    event, day = OutsideEvent("Permit", date(2024, 7, 1)), date(2024, 7, 1)
    link = propose_link(giver=event, taker=LinkEnd(project, "4"), terms=Terms("Permit", day), by=by, at=AT)
    text = LessonText("Order steel early", "It came late", "Ask in autumn")
    record_lesson(project=project, text=text, by=by, at=AT)

    assert follow_facts(at=AT + timedelta(minutes=1)) == 1  # each line of theirs names its project
    now = measure([project], TODAY)[project.pk]
    assert (now["changes_submitted"], now["changes_undecided"], now["changes_unimplemented"]) == (1, (TODAY,), ())
    assert (now["links_open"], now["links_due"], now["links_alarming"]) == (1, (day,), int(link.standing in ALARMING))
    assert (now["lessons_entered"], now["lesson_newest_on"], now["lessons_unanswered"]) == (1, TODAY, ())
    yesterday = measure([project], TODAY - timedelta(days=1))[project.pk]
    assert (yesterday["changes_submitted"], yesterday["links_open"], yesterday["lessons_entered"]) == (0, 0, 0)

    others = [project, *(make.project(f"Lot {number}", portfolio=cast.portfolio) for number in range(3))]
    for provider in (change_facts, link_facts, lesson_facts):
        counts = []
        for some in ([project], others):
            with CaptureQueriesContext(connection) as questions:
                provider(some, TODAY)
            counts.append(len(questions))
        assert counts[0] == counts[1]
