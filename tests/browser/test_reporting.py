"""An ordinary month reported on a telephone: few pages, few fields, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.models import Session
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.periods.models import Period
from conspectus.rooms.status.actions import open_cycle
from conspectus.rooms.status.models import Report, ReportDraft

TYPED = "main form.update :is(input:not([type=hidden]), textarea):visible"


def test_a_month_takes_few_pages_and_fields_and_loses_nothing(seat: Callable[..., Any], house: Cast) -> None:
    house.alice.set_password(make.PASSWORD)
    house.alice.save()
    period = Period.objects.get(state="open")
    open_cycle(period=period, by=house.mona, at=datetime(2024, 8, 1, 9, tzinfo=UTC))
    page, visited = seat(house.alice, viewport={"width": 390, "height": 840}), list[str]()
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    page.set_default_timeout(45_000)
    page.goto("/")
    page.get_by_role("link", name=f"Write the report for {period.name}").first.click()
    if "/update/" not in page.url:
        page.get_by_role("link", name="Report this month").first.click()
    page.wait_for_selector("form.update")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # All at once: fields fold away while the page asks what its levels need.
    typed = set(page.locator(TYPED).evaluate_all("all => all.filter(one => !one.value).map(one => one.name)"))
    wanted = typed - {"minutes", "decisions", "decide_on", "forecast", "plan"}
    assert 0 < len(wanted) <= 12
    page.get_by_label("Where the project stands").fill("On the way")
    page.wait_for_selector("text=Kept.")
    assert "On the way" in ReportDraft.objects.get().body
    page.get_by_role("button", name="Submit this report").click()  # no overall status yet: refused
    page.wait_for_selector("[role=alert], .notice-refused, .field-error")
    assert page.get_by_label("Where the project stands").input_value() == "On the way"
    page.get_by_label("Overall", exact=True).select_option("green")
    Session.objects.all().delete()
    page.get_by_role("button", name="Submit this report").click()
    page.wait_for_selector("text=what you typed is kept")
    page.get_by_label("E-mail").fill(house.alice.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("form.update")
    assert page.get_by_label("Where the project stands").input_value() == "On the way"
    assert page.get_by_label("Overall", exact=True).input_value() == "green"
    for one in page.locator('[name^="answer "]').all():
        one.fill("Seen")
    page.get_by_role("button", name="Submit this report").click()
    page.wait_for_selector("text=is submitted")
    row = Report.objects.get()
    assert (row.state, row.summary) == ("submitted", "On the way")
    assert {one.answer for one in row.findings.all()} <= {"Seen"}
    ordinary = {one.split("?")[0] for one in visited if "/sign-in" not in one}
    assert len(ordinary) <= 4, visited
    assert [one for one in page.faults if "401" not in one and "422" not in one and "403" not in one] == []
