"""The pack's page of gates: decisions of the period, what is ahead, conditions; frozen, and for readers' eyes only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.cast import AT, Cast
from tests.rooms.governance.test_gates import TODAY, decided, following, held, planned

from conspectus.formats.packs.page import Figures, Grid, Page
from conspectus.journeys.freeze_period import freeze_period
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.governance.actions import NewCondition, judge_gate_condition
from conspectus.rooms.governance.models import GateCondition
from conspectus.rooms.packs.bridge.pages import pages_of
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.queries import pack_template, read_book
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import grant_role

pytestmark = [pytest.mark.rows, pytest.mark.django_db]


def words(pages: tuple[Page, ...]) -> str:
    found = []
    for page in pages:
        for one in page.blocks:
            if isinstance(one, Grid):
                found += [cell.text for row in one.rows for cell in row]
            if isinstance(one, Figures):
                found += [f"{each.label}: {each.text}" for each in one.items]
    return "\n".join(found)


def test_the_page_of_gates_tells_what_was_frozen(cast: Cast) -> None:
    following(cast)
    condition = NewCondition("Sign the charter", cast.heidi.person, TODAY + timedelta(days=6))
    decided(cast, held(cast), "pass_with_conditions", conditions=[condition], despite="Drafted")
    planned(cast, "g2", planned_on=TODAY + timedelta(days=50))
    (row,) = lay_periods(portfolio=cast.portfolio, starting=TODAY, through=TODAY, by=cast.mona, at=AT)
    later = datetime.combine(row.ends_on + timedelta(days=2), AT.timetz()).astimezone(UTC)
    row = open_period(period=row, revision=1, by=cast.mona, at=later)
    frozen = freeze_period(period=row, revision=row.revision, by=cast.mona, at=later)
    template, names = pack_template(cast.portfolio), [PackPage.GATES]
    told = words(pages_of(read_book(cast.mona, frozen, 1, template, at=later), names))
    for part in ("Decided: 1", "Passed: 1", "Ahead: 1", "Go", "Pass with conditions", "Sign the charter", "Done"):
        assert part in told, part
    one = GateCondition.objects.get()
    judge_gate_condition(condition=one, state="lifted", words="Gone", revision=1, by=cast.mona, at=later)
    assert words(pages_of(read_book(cast.mona, frozen, 1, template, at=later), names)) == told
    grant_role(person=cast.dave.person, role=Role.VIEWER, scope=cast.portfolio, by=cast.bob, at=later)
    assert "Sign the charter" in words(pages_of(read_book(cast.dave, frozen, 1, template, at=later), names))
