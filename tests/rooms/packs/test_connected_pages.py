"""Pages of packs on links and on the way back to green: what they tell, and whom."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests import factories as make
from tests.cast import Cast
from tests.handed_in import reader  # noqa: F401  # a fixture is used by its name
from tests.rooms.packs.test_register_pages import words
from tests.rooms.search.test_search import hand_in

from conspectus.journeys.freeze_period import freeze_period
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.governance.actions import (
    NewOption,
    NewPromise,
    Written,
    close_exception,
    make_promise,
    open_exception,
    write_exception,
)
from conspectus.rooms.governance.models import ExceptionReport
from conspectus.rooms.links.actions import LinkEnd, OutsideEvent, Terms, propose_link, withdraw_link
from conspectus.rooms.links.models import Link
from conspectus.rooms.packs.bridge.pages import pages_of
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.queries import pack_template, read_book, read_draft
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import grant_role

pytestmark = [pytest.mark.rows, pytest.mark.django_db, pytest.mark.usefixtures("reader")]
END = datetime(2024, 7, 2, 9, tzinfo=UTC)
NAMES = [PackPage.LINKS, PackPage.RECOVERY]


def test_links_and_recovery_plans_are_told_as_frozen_to_who_sees_their_projects(cast: Cast) -> None:
    by, day = cast.mona, date(2024, 7, 20)
    second = make.project("Warehouse south", code="WS-2", portfolio=cast.portfolio)
    hand_in(cast.project, cast.alice, "Dig")
    hand_in(second, by, "Pave")
    gives, takes = LinkEnd(cast.project, "2"), LinkEnd(second, "2")
    propose_link(giver=gives, taker=takes, terms=Terms("Road for cranes", day), by=by, at=make.AT)
    permit = OutsideEvent("Permit", day)
    propose_link(giver=permit, taker=LinkEnd(cast.project, "2"), terms=Terms("Dig permit", day), by=by, at=make.AT)
    row = open_exception(subject=cast.project, words="The pier sank", by=by, at=make.AT)
    told = Written("Mud", "Late", "Dry it", by.person, date(2024, 6, 20), (NewOption("Pump"), NewOption("Wait")))
    write_exception(exception=row, new=told, revision=row.revision, by=cast.alice, at=make.AT)
    row = ExceptionReport.objects.get()
    for words_of_it, on in (("Order pumps", date(2024, 6, 10)), ("Pier is dry", date(2024, 8, 1))):
        make_promise(exception=row, new=NewPromise(words_of_it, cast.alice.person, on), by=cast.alice, at=make.AT)

    days = {"starting": date(2024, 6, 1), "through": date(2024, 6, 1)}
    (period,) = lay_periods(portfolio=cast.portfolio, **days, by=by, at=END)
    june = open_period(period=period, revision=1, by=by, at=END)
    template = pack_template(cast.portfolio)
    draft = words(pages_of(read_draft(by, june, template, at=END), NAMES))
    frozen = freeze_period(period=june, revision=june.revision, by=by, at=END)
    seen = words(pages_of(read_book(by, frozen, 1, template, at=END), NAMES))
    assert seen == draft
    for part in (
        "2 links open,", "2 not agreed by both sides.", "Road for cranes", "Dig permit", "Warehouse south",
        "Not agreed", "Exceptions: 1", "Decision wanted: 1", "Dry it", "Mona", "Promises missed: 1", "20 Jun 2024",
    ):  # fmt: skip
        assert part in seen, part
    for link in Link.objects.all():
        withdraw_link(link=link, reason="Gone.", revision=link.revision, by=by, at=END)
    close_exception(exception=row, reason="Dry.", revision=ExceptionReport.objects.get().revision, by=by, at=END)
    assert words(pages_of(read_book(by, frozen, 1, template, at=END), NAMES)) == seen
    grant_role(person=cast.dave.person, role=Role.VIEWER, scope=second, by=cast.bob, at=END)
    part_of_it = words(pages_of(read_book(cast.dave, frozen, 1, template, at=END), NAMES))
    assert "Road for cranes" in part_of_it
    assert "another project" in part_of_it
    for part in (cast.project.name, "Dig permit", "Dry it"):
        assert part not in part_of_it, part
