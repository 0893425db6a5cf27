"""Periods and reports by page: a month from laying it to freezing it, and opening it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.test import Client
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.actions import open_cycle
from conspectus.rooms.status.models import Override, Report, Request

Enter = Callable[[User], Client]


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def april(cast: Cast, enter: Enter) -> tuple[Client, Period]:
    """Lay April and May 2024 by page and open April."""
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    mona = enter(cast.mona)
    where = f"/portfolios/{cast.portfolio.pk}/periods/"
    assert "No periods yet" in text(mona.get(where))
    mona.post(where, {"starting": "2024-04-01", "through": "2024-05-01"})
    period = Period.objects.get(name="Apr 2024")
    mona.post(f"/periods/{period.pk}/opening/", {"revision": "1"})
    return mona, period


def test_a_month_by_page(cast: Cast, enter: Enter, reader: None) -> None:  # noqa: F811  # the fixture
    mona, period = april(cast, enter)
    alice, page = enter(cast.alice), f"/projects/{cast.project.pk}/status/"
    shown = text(alice.get(page))
    assert "Submit this report" in shown
    assert "8 days before the period" in shown
    sent = {"revision": "0", "overall": "green", "overall_words": "All well", "summary": "On course", "deed": "submit"}
    assert alice.post(page, sent).status_code == 302
    report = Report.objects.get()
    assert (report.state, report.summary) == ("submitted", "On course")
    assert "Submit this report" not in text(alice.get(page))
    mona.post(f"/reports/{report.pk}/acceptance/", {"revision": str(report.revision)})
    table = text(mona.get(f"/periods/{period.pk}/"))
    assert "Optimism rate" in table
    assert "100 %" in table
    assert "+2" in table
    mona.post(f"/periods/{period.pk}/freeze/", {"revision": "2"})
    frozen = text(mona.get(f"/periods/{period.pk}/"))
    assert "Frozen, version 1" in frozen
    assert "Open again" in frozen
    answer = mona.post(f"/periods/{period.pk}/reopening/", {"revision": "3", "reason": ""})
    assert answer.status_code == 422
    mona.post(f"/periods/{period.pk}/reopening/", {"revision": "3", "reason": "Costs came late"})
    assert "Costs came late" in text(mona.get(f"/periods/{period.pk}/"))
    assert text(mona.get(f"/periods/{period.pk}/?version=1")).count("All well") == 0
    assert mona.get(f"/periods/{period.pk}/?version=2").status_code == 404


def test_a_freeze_without_reports_asks_and_keeps_why(cast: Cast, enter: Enter, reader: None) -> None:  # noqa: F811
    mona, _ = april(cast, enter)
    period = Period.objects.get(name="May 2024")  # the project was there before it ended
    mona.post(f"/periods/{period.pk}/opening/", {"revision": "1"})
    open_cycle(period=Period.objects.get(pk=period.pk), by=cast.mona, at=AT)
    place, waiting = f"/periods/{period.pk}/freeze/", Request.objects.count()
    assert f'href="{place}"' in text(mona.get(f"/periods/{period.pk}/"))
    asked = text(mona.get(place))
    assert f"{waiting} report" in asked
    assert "WN-1 Warehouse north" in asked
    pressed = mona.post(place, {"revision": "2", "reason": "The board meets today"})
    assert pressed.status_code == 422
    assert "Tick it to freeze without these reports." in text(pressed)
    assert "The board meets today" in text(pressed)
    assert "Say why; the reason is kept." in text(mona.post(place, {"revision": "2", "all_the_same": "on"}))
    assert enter(cast.alice).get(place).status_code == 403
    assert Period.objects.get(pk=period.pk).state == "open"
    sent = {"revision": "2", "all_the_same": "on", "reason": "The board meets today"}
    assert mona.post(place, sent).status_code == 302
    kept = json.loads(AuditLine.objects.get(deed="freeze_period").body)
    assert (kept["not_accepted"], kept["reason"]) == (waiting, "The board meets today")
    assert mona.post(place, sent).status_code == 412
    assert Period.objects.get(pk=period.pk).version == 1


def test_what_changed_since_the_period_before(cast: Cast, enter: Enter, reader: None) -> None:  # noqa: F811
    mona, period = april(cast, enter)
    later = Period.objects.get(name="May 2024")
    assert "Nothing to compare with" in text(mona.get(f"/periods/{period.pk}/changes/"))
    mona.post(f"/periods/{period.pk}/freeze/", {"revision": "2"})
    import_plan(project=cast.project, data=file_of(house((5, 30, 5))), name="later.xml", by=cast.alice, at=AT)
    shown = text(mona.get(f"/periods/{later.pk}/changes/"))
    assert "since Apr 2024, frozen as version 1" in shown
    assert "→" in shown
    assert "delta-later" in shown
    assert "400,000 EUR" not in text(enter(cast.grace).get(f"/periods/{later.pk}/changes/"))
    assert mona.get(f"/periods/{later.pk}/changes/?with={later.pk}").status_code == 409
    assert mona.get(f"/periods/{later.pk}/changes/?with=999999").status_code == 404


def test_a_report_without_overall_is_kept_and_two_writers_meet(
    cast: Cast,
    enter: Enter,
    reader: None,  # noqa: F811  # the fixture of the same name
) -> None:
    mona, _ = april(cast, enter)
    alice, page = enter(cast.alice), f"/projects/{cast.project.pk}/status/"
    answer = alice.post(page, {"revision": "0", "schedule": "amber", "summary": "typed text", "deed": "submit"})
    assert answer.status_code == 422
    assert "typed text" in text(alice.get(page))  # kept as a draft, not lost
    answer = alice.post(page, {"revision": "0", "overall": "red", "summary": "later text", "deed": "keep"})
    assert answer.status_code == 412
    assert "later text" in text(answer)
    assert Report.objects.get().summary == "typed text"
    assert alice.post(page, {"revision": "1", "overall": "blue", "deed": "keep"}).status_code == 422
    assert enter(cast.grace).post(page, {"revision": "1", "overall": "red"}).status_code == 403
    assert mona.get(f"/projects/{cast.other.pk}/status/").status_code == 404


def test_a_report_is_returned_with_words(cast: Cast, enter: Enter, reader: None) -> None:  # noqa: F811
    mona, period = april(cast, enter)
    alice, page = enter(cast.alice), f"/projects/{cast.project.pk}/status/"
    alice.post(page, {"revision": "0", "overall": "green", "deed": "submit"})
    report = Report.objects.get()
    mona.post(f"/reports/{report.pk}/return/", {"revision": str(report.revision), "words": "Say why it is green"})
    shown = text(alice.get(f"{page}?period={period.pk}"))
    assert "Say why it is green" in shown
    assert "Submit this report" in shown


def test_a_colour_is_set_aside_and_lifted_by_page(cast: Cast, enter: Enter, reader: None) -> None:  # noqa: F811
    from datetime import timedelta

    from django.utils.timezone import now

    mona, _ = april(cast, enter)
    page = f"/projects/{cast.project.pk}/overrides/"
    end = (now() + timedelta(days=30)).date().isoformat()
    mona.post(page, {"dimension": "schedule", "colour": "amber", "ends_on": end, "reason": "Agreed slip"})
    row = Override.objects.get()
    assert (row.computed, row.colour) == ("red", "amber")
    assert "Agreed slip" in text(mona.get(f"/projects/{cast.project.pk}/status/"))
    mona.post(f"/overrides/{row.pk}/end/")
    assert "Agreed slip" not in text(mona.get(f"/projects/{cast.project.pk}/status/"))
    assert "Agreed slip" in text(mona.get(page))


def test_without_a_period_the_page_says_who_opens_one(cast: Cast, enter: Enter) -> None:
    page = f"/projects/{cast.project.pk}/status/"
    assert "your PMO opens them" in text(enter(cast.alice).get(page))
    assert "Lay periods" in text(enter(cast.mona).get(page))


def test_the_table_of_a_period_asks_the_same_number_of_times(
    cast: Cast,
    enter: Enter,
    reader: None,  # noqa: F811  # the fixture of the same name
    django_assert_max_num_queries: Any,
) -> None:
    from tests import factories as make

    mona, period = april(cast, enter)
    address = f"/periods/{period.pk}/"
    mona.get(address)
    with django_assert_max_num_queries(100) as few:
        mona.get(address)
    for _ in range(20):
        make.project(portfolio=cast.portfolio, programme=cast.programme)
    with django_assert_max_num_queries(len(few.captured_queries)):
        mona.get(address)


def test_the_desk_leads_to_freezing_where_reports_are_missing(
    cast: Cast,
    enter: Enter,
    reader: None,  # noqa: F811  # the fixture
) -> None:
    mona, period = april(cast, enter)
    offered = f'href="/periods/{period.pk}/freeze/"'
    desk = f"/periods/{period.pk}/collection/"
    assert offered in text(mona.get(desk))
    assert offered not in text(enter(cast.alice).get(desk))
