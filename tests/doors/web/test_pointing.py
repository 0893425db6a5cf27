"""From a finding, a check or a change to the task's row, and from the row to its findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.doors.web.panels.findings import by_task
from conspectus.doors.web.panels.schedule import WINDOW
from conspectus.doors.web.tables.comparison import FIRST, said_of, sections
from conspectus.doors.web.tables.findings import grouped, ident_of
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Calendar, CalendarException
from conspectus.review.result import Noticed
from conspectus.rooms.accounts.models import User
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.queries import ChangeView, gantt

Enter = Callable[[User], Client]
LONG = WINDOW * 2 + 50


def long_plan(days: int = 5) -> bytes:
    """Return a plan of many tasks without links, each of which is a finding of the quality check."""
    rows = [f"{number},Task {number},{days}d,2024-04-01," for number in range(1, LONG + 1)]
    return "\n".join(["Id,Task,Duration,Start,Predecessors", *rows]).encode()


@pytest.fixture
def long(cast: Cast) -> Cast:
    """Return the cast with two revisions of a long plan in alice's project."""
    for number, days in enumerate((5, 7)):
        at = AT + timedelta(days=number)
        import_plan(project=cast.project, data=long_plan(days), name="long.csv", by=cast.alice, at=at)
    return cast


def test_a_link_to_a_task_shows_the_window_it_lies_in_and_marks_its_row(long: Cast, enter: Enter) -> None:
    page = enter(long.alice).get(f"/projects/{long.project.pk}/?at={WINDOW + 7}").content.decode()
    assert f"rows {WINDOW + 1} to {2 * WINDOW} of {LONG}" in page
    (marked,) = re.findall(r'<tr data-row="(\d+)" id="at"', page)
    assert int(marked) == 6
    assert 'id="at"' not in enter(long.alice).get(f"/projects/{long.project.pk}/?at=nothing").content.decode()


def test_a_check_names_its_tasks_and_links_to_their_rows(long: Cast, enter: Enter) -> None:
    page = enter(long.alice).get(f"/projects/{long.project.pk}/quality/").content.decode()
    assert f'<a href="/projects/{long.project.pk}/?at=3#at">Task 3</a>' in page


def test_a_task_can_be_found_by_its_name(long: Cast, enter: Enter) -> None:
    page = enter(long.alice).get(f"/projects/{long.project.pk}/?find=Task+{LONG}&zoom=week").content.decode()
    assert page.count("<tr data-row=") == 1
    assert 'name="zoom" value="week"' in page


def test_a_long_comparison_shows_the_first_of_each_kind_and_the_way_to_all(long: Cast, enter: Enter) -> None:
    where = f"/projects/{long.project.pk}/comparison/?old=1&new=2"
    page = enter(long.alice).get(where).content.decode()
    assert page.count(f"Show all {LONG}") >= 1
    assert page.count("<tr><td><code>") < 10 * FIRST
    assert page.count(f"/projects/{long.project.pk}/?revision=2&amp;at=") >= FIRST
    whole = enter(long.alice).get(f"{where}&all=longer").content.decode()
    assert whole.count("<tr><td><code>") >= LONG


def test_sections_keep_the_order_of_kinds_and_the_largest_moves_first() -> None:
    changes = [ChangeView("3", "C", "moved", "", 1.0), ChangeView("1", "A", "added", "“A” is new.")]
    changes += [ChangeView("2", "B", "moved", "", -4.0), ChangeView("", "P", "odd kind", "")]
    found = sections(changes, "/", {})
    assert [(one.title, one.count) for one in found] == [("Added", 1), ("Moved", 2), ("Odd kind", 1)]
    assert [row.uid for row in found[1].rows] == ["2", "3"]
    assert said_of(changes[1]) == "Is new."


def test_findings_are_told_at_each_of_their_tasks_once() -> None:
    late = Finding(Severity.WARNING, "LATE", "plan", "Late.", tasks=("1", "2", "1"))
    assert by_task([late, replace(late, words="Open.", tasks=("2",))]) == {"1": ("Late.",), "2": ("Late.", "Open.")}


def test_findings_of_a_review_stand_by_project_the_gravest_first() -> None:
    def noticed(severity: Severity, file: str, project: str = "") -> Noticed:
        return Noticed(Finding(severity, "X", "plan", severity.value), file, project)

    few = [noticed(Severity.NOTE, "a.mpp", "7")] * 4 + [noticed(Severity.WARNING, "a.mpp", "7")]
    first, second = grouped([*few, noticed(Severity.REFUSED, "b.mpp")], {"7": "Quay"})
    assert (first.title, first.counted) == ("b.mpp", "refused")
    assert (second.title, second.counted) == ("Quay", "1 warning, 4 notes")
    assert second.items[0].finding.severity is Severity.WARNING
    assert len(second.items) == 5
    assert (first.is_grave, second.is_grave) == (True, False)
    assert second.ident == ident_of("a.mpp", "7")


@pytest.mark.usefixtures("reader")
def test_the_days_of_rest_are_the_plans_own(cast: Cast) -> None:
    monday = date(2024, 4, 8)  # the day on which the house begins
    number = (monday - date(1970, 1, 1)).days
    six_days = ((((480, 1020),),) * 6) + ((),)
    calendar = Calendar("1", "Site", six_days, exceptions=(CalendarException(number + 1, number + 1),))
    plan = replace(house(), calendars=(calendar,), calendar=0)
    import_plan(project=cast.project, data=file_of(plan), name="a.xml", by=cast.alice, at=AT)
    rest = [((first - monday).days, (last - monday).days) for first, last in gantt(cast.project).rest]
    assert [span for span in rest if 0 <= span[0] < 14] == [(1, 1), (6, 6), (13, 13)]
