"""The page of compliance: told as frozen, only of what its reader sees, and changed by nothing later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests import factories as make
from tests.cast import Cast
from tests.rooms.packs.test_register_pages import words
from tests.rooms.standards.test_standards import START, at, measured, published

from conspectus.journeys.compliance_findings import follow_findings
from conspectus.journeys.freeze_period import freeze_period
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.packs.bridge.pages import pages_of
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.queries import pack_template, read_book, read_draft
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import grant_role
from conspectus.rooms.standards import actions

JULY = datetime(2024, 7, 2, 9, tzinfo=UTC)


def test_compliance_is_told_as_frozen(cast: Cast) -> None:
    second = make.project("Warehouse south", code="WS-2", portfolio=cast.portfolio)
    make.project("Warehouse east", code="WE-3", portfolio=cast.portfolio)
    version = published(cast)
    actions.adopt_version(projects=[cast.project, second], version=version, starts_on=START, by=cast.bob, at=at(START))
    measured(cast.project, START, sponsor_named=False, plan_status_on=date(2024, 6, 20))
    measured(second, START, baseline_first_on=START, plan_status_on=date(2024, 4, 1))
    follow_findings(at=at(START + timedelta(days=9)))
    told = {"starts_on": JULY.date() - timedelta(days=20), "ends_on": date(2024, 8, 1), "reason": "Agreed"}
    waiver = actions.request_waiver(project=second, policy="plan_fresh", **told, by=cast.mona, at=at(told["starts_on"]))
    actions.decide_waiver(waiver=waiver, granted=True, by=cast.bob, at=at(told["starts_on"]))
    follow_findings(at=at(date(2024, 6, 20)))
    (june,) = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 6, 1), through=date(2024, 6, 1), by=cast.mona, at=JULY
    )
    june = open_period(period=june, revision=1, by=cast.mona, at=JULY)
    template, names = pack_template(cast.portfolio), [PackPage.COMPLIANCE]
    draft = words(pages_of(read_draft(cast.mona, june, template, at=JULY), names))
    frozen = freeze_period(period=june, revision=june.revision, by=cast.mona, at=JULY)
    told_then = words(pages_of(read_book(cast.mona, frozen, 1, template, at=JULY), names))
    assert told_then == draft
    for part in (
        "With a method: 2 projects, without: 1.", "Clauses that could be told: 4.", "Compliance: 75%", "Waived: 1",
        "Not assessable: 1", "Open findings: 1", "1.1 A sponsor is named", "1.2 The plan is fresh", "Agreed",
        "Small works 1.0",
    ):  # fmt: skip
        assert part in told_then, part
    measured(cast.project, JULY.date(), sponsor_named=True)
    follow_findings(at=JULY)
    assert words(pages_of(read_book(cast.mona, frozen, 1, template, at=JULY), names)) == told_then
    grant_role(person=cast.dave.person, role=Role.VIEWER, scope=second, by=cast.bob, at=JULY)
    seen = words(pages_of(read_book(cast.dave, frozen, 1, template, at=JULY), names))
    assert ("Warehouse south" in seen, "Compliance: 100%" in seen, cast.project.name in seen) == (True, True, False)
