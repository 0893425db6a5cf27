"""What waits for a decision on the page of a pack: change requests and exceptions, as frozen, to who sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests import factories as make
from tests.cast import Cast
from tests.handed_in import reader  # noqa: F401  # a fixture is used by its name
from tests.rooms.packs.test_register_pages import words
from tests.rooms.search.test_search import hand_in

from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.rooms.changes.actions import (
    ChangeParticulars,
    decide_change_request,
    raise_change_request,
    submit_change_request,
)
from conspectus.rooms.governance.actions import NewOption, Written, open_exception, write_exception
from conspectus.rooms.governance.models import ExceptionReport
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.packs.bridge.pages import pages_of
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.queries import pack_template, read_book, read_draft
from conspectus.rooms.periods.actions import lay_periods, open_period

pytestmark = [pytest.mark.rows, pytest.mark.django_db, pytest.mark.usefixtures("reader")]
END = datetime(2024, 7, 2, 9, tzinfo=UTC)
NAMES = [PackPage.DECISIONS]


def test_changes_and_exceptions_that_wait_are_told_as_frozen(cast: Cast) -> None:
    by = cast.mona
    hand_in(cast.project, cast.alice, "Dig")
    follow_notices(at=make.AT)
    new = ChangeParticulars(
        "Ramp", "A ramp", "For cranes", "customer", slip_days=3, cost_minor=125_000, fiscal_year=2024
    )
    rows = [
        raise_change_request(project=cast.project, new=one, by=cast.alice, at=make.AT)
        for one in (new, replace(new, title="Gate"), replace(new, title="Draft only"))
    ]
    ramp, gate = (submit_change_request(request=row, revision=1, by=cast.alice, at=make.AT) for row in rows[:2])
    given: dict[str, Any] = {"reason": "No", "revision": 2, "by": cast.bob}
    decide_change_request(request=gate, state="rejected", **given, at=datetime(2024, 6, 3, 9, tzinfo=UTC))
    row = open_exception(subject=cast.project, words="The pier sank", by=by, at=make.AT)
    told = Written("Mud", "Late", "Dry it", by.person, date(2024, 6, 20), (NewOption("Pump"), NewOption("Wait")))
    write_exception(exception=row, new=told, revision=row.revision, by=cast.alice, at=make.AT)
    days = {"starting": date(2024, 6, 1), "through": date(2024, 6, 1)}
    (period,) = lay_periods(portfolio=cast.portfolio, **days, by=by, at=END)
    june = open_period(period=period, revision=1, by=by, at=END)
    template = pack_template(cast.portfolio)
    draft = words(pages_of(read_draft(by, june, template, at=END), NAMES))
    frozen = freeze_period(period=june, revision=june.revision, by=by, at=END)
    seen = words(pages_of(read_book(by, frozen, 1, template, at=END), NAMES))
    assert seen == draft
    for part in ("CR-1 Ramp", "1,250", "Alice", "Dry it", "Mona"):
        assert part in seen, part
    for part in ("Gate", "Draft only"):
        assert part not in seen, part
    decide_change_request(request=ramp, state="approved", **given, at=END)
    assert ExceptionReport.objects.count() == 1
    assert words(pages_of(read_book(by, frozen, 1, template, at=END), NAMES)) == seen
    without_cost = words(pages_of(read_book(cast.grace, frozen, 1, template, at=END), NAMES))
    assert "CR-1 Ramp" in without_cost
    assert "1,250" not in without_cost

    follow_notices(at=END)

    def heard(who: Any) -> set[str]:
        mine = list(Notice.objects.filter(person=who.person, kind="changerequest"))
        return {one.change.words for one in shown(who, mine, END.date())}

    assert heard(cast.carol) == {"It waits for a decision"}
    assert heard(cast.alice) == {"It was decided on"}
    assert heard(cast.dave) == set()
