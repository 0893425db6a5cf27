"""The ends of dated sprints: in the month of milestones and in the feed for calendar programs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.cast import Cast

from conspectus.journeys.milestone_files import milestones_calendar
from conspectus.rooms.agile.actions import SaidOf, import_backlog
from conspectus.rooms.agile.queries.sprint_days import sprint_days
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.queries import MilestoneFilter

pytestmark = pytest.mark.rows
AT = datetime(2026, 9, 14, 9, tzinfo=UTC)
TODAY, ENDS = AT.date(), date(2026, 9, 18)
FILE = Path(__file__).parents[2] / "formats" / "agile" / "files" / "jira-search.json"  # two sprints


@pytest.fixture
def sprint(cast: Cast) -> str:
    """Return the name of a sprint that ends on Friday, in a project of Alice's."""
    data = FILE.read_bytes()
    import_backlog(project=cast.project, data=data, name=FILE.name, said=SaidOf(TODAY), by=cast.alice, at=AT)
    found, later = sprint_days(cast.alice, MilestoneFilter(), TODAY)
    assert later.on == date(2026, 10, 2)
    assert (found.on, found.starts_on, found.project_id) == (ENDS, date(2026, 9, 7), cast.project.pk)
    return found.name


def test_a_sprint_that_ends_is_found_by_day_place_and_words(cast: Cast, sprint: str) -> None:
    def found(on: date = TODAY, **wanted: object) -> int:
        return len(sprint_days(cast.alice, MilestoneFilter(**wanted), on))  # type: ignore[arg-type]  # its fields

    assert found(month="2026-09") == found(month="2026-10") == found(text=sprint.upper()) == 1
    assert found() == found(window="30") == found(mine=True) == 2
    assert found(month="2026-08") == found(text="otter") == found(state="late") == found(slipped="period") == 0
    after = date(2026, 9, 19)
    assert (found(after), found(after, window="30"), found(after, window="all")) == (1, 1, 2)
    assert sprint_days(cast.dave, MilestoneFilter(), TODAY) == ()  # who may not see the project
    Project.objects.filter(pk=cast.project.pk).update(state="on_hold")
    assert found() == 0


def test_month_and_feed_tell_of_it(cast: Cast, sprint: str) -> None:
    fed = milestones_calendar(by=cast.alice, at=AT, wanted=MilestoneFilter())
    assert fed.count(b"BEGIN:VEVENT") == 2
    assert b"DTSTART;VALUE=DATE:20260918" in fed
    assert f"SUMMARY:{cast.project.code}: {sprint} ends".encode() in fed
    assert milestones_calendar(by=cast.alice, at=AT, wanted=MilestoneFilter()) == fed  # the same id each time
    client = Client()
    client.force_login(cast.alice)
    page = client.get("/milestones/?as=grid&month=2026-09").content.decode()
    assert f"{cast.project.code}: {sprint} ends" in page
    assert f'href="/projects/{cast.project.pk}/backlog/"' in page
