"""Changing things in a browser: two people at once, and a session that ended while somebody typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.models import Session
from tests import factories as make
from tests.cast import Cast

Seat = Callable[..., Any]


def test_the_second_to_save_sees_both_and_keeps_or_takes(seat: Seat, house: Cast) -> None:
    place = f"/projects/{house.project.pk}/particulars/"
    first, second = seat(house.mona), seat(house.bob)
    for page in (first, second):
        page.goto(place)
    first.get_by_label("Name", exact=True).fill("Warehouse north, hers")
    first.get_by_role("button", name="Save the changes").click()
    first.wait_for_selector("text=The particulars are changed.")
    second.get_by_label("Name", exact=True).fill("Warehouse north, his")
    second.get_by_role("button", name="Save the changes").click()
    told = second.get_by_role("alert")
    assert "Mona changed this at" in told.inner_text()
    assert "Warehouse north, his" in told.inner_text()
    assert "Warehouse north, hers" in told.inner_text()
    second.get_by_role("button", name="Keep mine").click()
    second.wait_for_selector("h1:has-text('Warehouse north, his')")
    assert [fault for fault in second.faults if "412" not in fault] == first.faults == []


def test_what_was_typed_comes_back_after_signing_in_again(seat: Seat, house: Cast) -> None:
    root = make.user("Root", role="administrator", password=make.PASSWORD)
    page = seat(root)
    page.goto("/portfolios/")
    page.get_by_label("Name").fill("Typed for a long time")
    page.get_by_label("Purpose").fill("And this as well")
    Session.objects.all().delete()
    page.get_by_role("button", name="Open this portfolio").click()
    page.wait_for_selector("text=what you typed is kept")
    page.get_by_label("E-mail").fill(root.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/portfolios/")
    assert page.get_by_label("Name").input_value() == "Typed for a long time"
    page.get_by_role("button", name="Open this portfolio").click()
    page.wait_for_selector("text=is open.")
    assert [fault for fault in page.faults if "401" not in fault] == []
