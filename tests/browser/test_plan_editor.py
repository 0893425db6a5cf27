"""The plan editor in a browser: typed by keyboard, pasted, undone, corrected, saved; and without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from tests import factories as make
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Seat = Callable[..., Any]


def _cell(page: Any, row: int, column: str) -> Any:
    return page.locator(f".planner-grid tbody tr:nth-child({row}) td.planner-{column}")


def test_a_plan_is_typed_pasted_undone_looked_at_and_saved(seat: Seat, house: Cast) -> None:
    project = make.project("Gate", code="GA-1", portfolio=house.portfolio, manager=house.alice.person)
    page = seat(house.alice)
    page.goto(f"/projects/{project.pk}/plan/edit/")
    page.get_by_label("Project start").fill("2026-03-02")
    _cell(page, 1, "name").click()
    keys = page.keyboard
    for key in ("Design", "Tab", "5d", "Enter"):
        keys.press(key) if key in ("Tab", "Enter") else keys.type(key)
    assert _cell(page, 1, "duration").inner_text() == "5d"
    _cell(page, 2, "name").click()
    page.evaluate(
        """() => { const data = new DataTransfer();
        data.setData("text/plain", '"Build\\n""the"" gate"\\t2w\\t\\t1FS+1d\\r\\nOpen\\t0d\\t\\t9\\r\\n');
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true})); }"""
    )
    page.wait_for_selector("text=names predecessor 9, which is not in the plan")
    assert _cell(page, 2, "name").inner_text() == 'Build "the" gate'  # a line break inside a cell parts no rows
    assert _cell(page, 3, "predecessors").get_attribute("aria-invalid") == "true"
    _cell(page, 3, "predecessors").click()
    keys.type("2")
    keys.press("Enter")
    page.wait_for_selector("tr:nth-child(3) td.planner-finish:has-text('23 Mar 2026')")
    page.wait_for_selector("text=Finish 23 Mar 2026.")
    _cell(page, 2, "name").click()
    keys.press("Alt+ArrowRight")
    page.wait_for_selector("tr.summary")
    keys.press("Control+z")
    page.wait_for_selector("tr.summary", state="detached")
    keys.press("Control+y")
    keys.press("Control+z")
    assert page.locator(".planner-chart .gantt-band").count() == 1
    page.get_by_role("button", name="Look at what changes").click()
    page.wait_for_selector("text=This is the first plan: 3 tasks.")
    page.get_by_role("button", name="Save as the next revision").click()
    page.wait_for_selector("text=The plan is saved as revision 1.")
    assert page.faults == []


def test_nothing_typed_is_lost_to_a_reload_a_faster_hand_or_a_session_that_ends(seat: Seat, house: Cast) -> None:
    place = f"/projects/{house.project.pk}/plan/edit/"
    page, other = seat(house.alice), seat(house.bob)
    for one, name in ((page, "Mine"), (other, "Theirs")):
        one.goto(place)
        one.wait_for_selector(".planner-chart .gantt-band")
        _cell(one, 2, "name").click()
        one.keyboard.type(name)
        one.keyboard.press("Enter")
    page.locator("summary", has_text="The plan").click()
    page.get_by_label("Holidays").fill("2031-01-02")
    page.reload()
    page.wait_for_selector("text=did not save is back")
    assert _cell(page, 2, "name").inner_text() == "Mine"
    assert page.get_by_label("Holidays").input_value() == "2031-01-02"
    for one in (other, page):
        one.get_by_role("button", name="Look at what changes").click()
        one.get_by_role("button", name="Save as the next revision").click()
    page.wait_for_selector("text=Revision 4 by Bob came in since you began.")
    assert _cell(page, 2, "name").inner_text() == "Mine"
    Session.objects.all().delete()
    page.get_by_role("button", name="Save as the next revision").click()
    page.wait_for_selector("text=what you typed is kept")
    house.alice.set_password(make.PASSWORD)
    house.alice.save()
    page.get_by_label("E-mail").fill(house.alice.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector(".planner-grid tbody tr")
    assert _cell(page, 2, "name").inner_text() == "Mine"


def test_without_a_script_the_rows_are_a_text(seat: Seat, house: Cast) -> None:
    page = seat(house.alice, java_script_enabled=False)
    page.goto(f"/projects/{house.project.pk}/plan/edit/")
    rows = page.get_by_label("Rows")
    text = rows.input_value()
    assert text.startswith("Id\tLevel\tTask\tDuration\t")
    rows.fill(text.replace("\n", "\n999\t1\tAdded\t5x\t\n", 1))
    page.get_by_role("button", name="Look at what changes").click()
    page.wait_for_selector("text=Row 1: '5x' is not a duration")
    rows.fill(rows.input_value().replace("5x", "5d"))
    page.get_by_role("button", name="Look at what changes").click()
    page.get_by_role("button", name="Save as the next revision").click()
    page.wait_for_selector("text=The plan is saved as revision 4.")
