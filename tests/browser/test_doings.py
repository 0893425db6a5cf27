"""What people do in the browser: by keyboard, by dropping a file, by changing the theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import now
from tests.browser.conftest import plans
from tests.cast import Cast

from conspectus.journeys.long_work import end_dead_runs
from conspectus.rooms.runs import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Seat = Callable[..., Any]


def test_the_first_tab_skips_to_the_content(house: Cast, seat: Seat) -> None:
    page = seat(house.alice)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_slash_leads_to_the_search_from_anywhere_but_where_one_types(house: Cast, seat: Seat) -> None:
    page = seat(house.alice)
    page.goto("/roadmap/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.locator("[data-search]").input_value() == "a/b"
    page.locator("[data-search]").fill("ware")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=ware")
    assert page.locator("mark").first.text_content() == "Warehouse"


def test_a_press_opens_a_plan_on_the_roadmap(house: Cast, seat: Seat) -> None:
    page = seat(house.alice)
    page.goto("/roadmap/")
    rows = page.locator("tbody tr[data-row]").count()
    page.locator("a.toggle").first.click()
    page.locator("tbody tr.task").first.wait_for()
    assert page.locator("tbody tr[data-row]").count() > rows
    assert f"open={house.project.pk}" in page.url


def test_arrow_keys_walk_the_chart(house: Cast, seat: Seat) -> None:
    page = seat(house.alice)
    page.goto(f"/projects/{house.project.pk}/?zoom=week")
    page.locator("#gantt-frame").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.row") == "1"
    assert page.locator(".row-on").get_attribute("data-row") == "1"
    page.keyboard.press("End")
    last = page.locator("tbody tr[data-row]").count() - 1
    assert page.evaluate("document.activeElement.dataset.row") == str(last)
    before = page.evaluate("document.getElementById('gantt-frame').scrollLeft")
    page.keyboard.press("ArrowLeft" if before else "ArrowRight")
    assert page.evaluate("document.getElementById('gantt-frame').scrollLeft") != before
    assert page.faults == []


def test_keys_walk_the_rows_of_the_portfolio_and_enter_opens_one(house: Cast, seat: Seat) -> None:
    page = seat(house.bob)
    page.goto("/portfolio/")
    links = page.locator("[data-rows] tbody th a")
    assert links.count() == 2
    page.keyboard.press("j")  # elsewhere the letter means nothing
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.locator("[data-rows]").focus()
    found = []
    for key in ("j", "j", "j", "k", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        found.append(page.evaluate("document.activeElement.textContent"))
    first, last = links.nth(0).text_content(), links.nth(1).text_content()
    assert found == [first, last, last, first, last, first]
    where = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{where}")
    assert page.faults == []


def test_zooming_changes_the_chart_and_keeps_the_page(house: Cast, seat: Seat) -> None:
    page = seat(house.alice)
    page.goto(f"/projects/{house.project.pk}/")
    page.evaluate("window.stayed = true")
    narrow = page.locator(".gantt-body").bounding_box()["width"]
    page.get_by_role("link", name="days", exact=True).click()
    page.wait_for_url("**zoom=day**")
    for _ in range(100):  # the page's policy evaluates no text, so the condition is asked from here
        wide = page.locator(".gantt-body").bounding_box()["width"]
        if wide > 2 * narrow:
            break
        page.wait_for_timeout(50)
    assert wide > 2 * narrow
    assert page.evaluate("window.stayed") is True
    page.locator("#gantt-frame").focus()
    page.keyboard.press("ArrowDown")  # the new chart takes the keys as the old one did
    assert page.evaluate("document.activeElement.dataset.row") == "0"
    assert page.faults == []


def test_the_theme_stays_as_chosen(house: Cast, seat: Seat) -> None:
    page = seat(house.alice, color_scheme="light")
    page.goto("/")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Use the dark theme").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto("/upload/")
    assert page.evaluate(paper) == dark
    assert page.get_by_role("button", name="Use the light theme").is_visible()


def test_a_plan_is_dropped_looked_at_and_stored(house: Cast, seat: Seat, worker: None) -> None:
    page = seat(house.alice)
    page.goto(f"/projects/{house.project.pk}/upload/")
    text = plans()[-1].decode("utf-8-sig").replace("Project closed", "Project really closed")
    page.evaluate(
        """(text) => {
            const given = new DataTransfer();
            given.items.add(new File([text], "november.csv", {type: "text/csv"}));
            document.querySelector("[data-drop]").dispatchEvent(
                new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true}));
        }""",
        text,
    )
    assert "november.csv" in page.locator("[data-drop-list]").text_content()
    page.get_by_role("button", name="Look at what would change").click()
    page.get_by_role("button", name="Store what is ready").click()
    page.wait_for_url(f"**/projects/{house.project.pk}/")
    assert "is now revision 4" in page.locator(".notice-done").first.text_content()
    assert page.faults == []


def test_a_folder_is_reviewed_and_its_pack_comes_down(house: Cast, seat: Seat, tmp_path: Path, worker: None) -> None:
    for number, data in enumerate(plans()[-2:]):
        (tmp_path / f"plan {number}.csv").write_bytes(data)
    page = seat(house.grace)
    page.goto("/review/")
    page.locator("input[name=plans]").set_input_files([str(path) for path in sorted(tmp_path.glob("*.csv"))])
    page.get_by_role("button", name="Review these files").click()
    page.get_by_role("heading", name="Review of 2 files").wait_for()
    with page.expect_download() as handed:
        page.get_by_role("link", name="XLSX").click()
    assert handed.value.suggested_filename == "board-pack.xlsx"
    assert page.faults == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_progress_is_shown_and_cancelled(house: Cast, seat: Seat, tmp_path: Path, script: bool) -> None:
    (tmp_path / "Harbour.csv").write_bytes(plans()[-1])
    page = seat(house.alice, java_script_enabled=script)
    page.goto("/upload/")
    page.locator("input[name=plans]").set_input_files(str(tmp_path / "Harbour.csv"))
    page.get_by_role("button", name="Look at what would change").click()
    page.get_by_text("Waiting: the worker").wait_for()
    run = actions.claim_run(at=now())
    assert run is not None
    actions.report_progress(run=run, done=3, total=12, words="reading Harbour.csv")
    page.get_by_text("3 of 12 files: reading Harbour.csv").wait_for()
    if script:
        found = Axe().run(page, options={"preload": False}).response["violations"]
        assert [one["id"] for one in found] == []
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Stopping: a file that is being read").wait_for()
    end_dead_runs(at=now())
    page.get_by_text("The reading was stopped; nothing was changed. Start again?").wait_for()
    assert page.get_by_role("button", name="Start again").is_visible()
    assert page.faults == []


def test_a_wrong_password_is_told_and_the_e_mail_stays(seat: Seat, db: None) -> None:
    page = seat(None)
    page.goto("/tokens/")
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_label("Password").fill("a wrong password")
    page.keyboard.press("Enter")
    page.get_by_text("E-mail or password is wrong.").wait_for()
    assert page.get_by_label("E-mail").input_value() == "nobody@example.org"
    assert page.get_by_label("Password").get_attribute("aria-invalid") == "true"
