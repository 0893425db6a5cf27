"""Pages of packs from the registers a freeze keeps: what they tell, whom, and that later rows change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests import factories as make
from tests.cast import Cast

from conspectus.formats.packs.page import Beside, Figures, Grid, Page
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.followup.actions import ActionParticulars, open_action
from conspectus.rooms.packs.bridge.pages import pages_of
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.packs.queries import pack_template, read_book, read_draft
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import grant_role
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import (
    BulkChange,
    Particulars,
    Quantities,
    change_register_entries,
    open_register_entry,
)

pytestmark = [pytest.mark.rows, pytest.mark.django_db]
END = datetime(2024, 7, 2, 9, tzinfo=UTC)
NAMES = [PackPage.RISKS, PackPage.ISSUES, PackPage.ACTIONS]
DEAR = Quantities(
    probability=4, impact_cost=4, percent=50, cost_minor=2_000_000, residual_probability=2, residual_impact=3,
    residual_percent=10, residual_cost_minor=1_000_000,
)  # fmt: skip


@pytest.fixture
def june(cast: Cast) -> Period:
    """Return June 2024, open, with a shared risk, a chance, an issue, and an action overdue."""
    second = make.project("Warehouse south", code="WS-2", portfolio=cast.portfolio)
    risk = Particulars("threat", "Steel grows dear", quantities=DEAR, response="reduce", response_words="Buy early.")
    open_register_entry(place=cast.project, new=replace(risk, also=(second,)), by=cast.mona, at=make.AT)
    open_register_entry(place=cast.portfolio, new=Particulars("opportunity", "Buy together"), by=cast.mona, at=make.AT)
    late = Particulars("issue", "Crane is down", expected_on=date(2024, 6, 10), quantities=Quantities(impact_time=4))
    open_register_entry(place=cast.project, new=late, by=cast.mona, at=make.AT)
    subject = subject_of(cast.project)
    new = ActionParticulars("Call the mill", None, date(2024, 6, 3))
    open_action(subject=subject, new=new, by=cast.mona, at=make.AT)
    (row,) = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 6, 1), through=date(2024, 6, 1), by=cast.mona, at=END
    )
    return open_period(period=row, revision=1, by=cast.mona, at=END)


def words(pages: tuple[Page, ...]) -> str:
    found = []
    for page in pages:
        found.append(page.lead)
        for one in page.blocks:
            for block in (*one.left, *one.right) if isinstance(one, Beside) else (one,):
                if isinstance(block, Grid):
                    found += [cell.text for row in block.rows for cell in row]
                if isinstance(block, Figures):
                    found += [f"{each.label}: {each.text}" for each in block.items]
    return "\n".join(found)


def test_pages_tell_the_registers_as_frozen_and_later_rows_change_nothing(cast: Cast, june: Period) -> None:
    template = pack_template(cast.portfolio)
    draft = words(pages_of(read_draft(cast.mona, june, template, at=END), NAMES))
    frozen = freeze_period(period=june, revision=june.revision, by=cast.mona, at=END)
    told = words(pages_of(read_book(cast.mona, frozen, 1, template, at=END), NAMES))
    assert told == draft
    for part in (
        "Risks: 1", "Steel grows dear", "1 → 0", "0 → 1", "1,000", "Expected cost: EUR 1,000", "Reduce: Buy early.",
        "Buy together", "1 without amounts.", "1 issue open, 1 past", "Crane is down", "Call the mill",
        "1 of 1 action overdue on", "1 open without an owner",
    ):  # fmt: skip
        assert part in told, part
    rows = list(cast.portfolio.register.all())
    change_register_entries(changes=[BulkChange(one, 1, "closed", "Gone.") for one in rows], by=cast.mona, at=END)
    assert words(pages_of(read_book(cast.mona, frozen, 1, template, at=END), NAMES)) == told


def test_a_reader_sees_what_reaches_their_projects_and_money_only_where_they_see_cost(cast: Cast, june: Period) -> None:
    second = Project.objects.get(code="WS-2")
    grant_role(person=cast.dave.person, role=Role.VIEWER, scope=second, by=cast.bob, at=END)
    template = pack_template(cast.portfolio)
    frozen = freeze_period(period=june, revision=june.revision, by=cast.mona, at=END)
    told = words(pages_of(read_book(cast.dave, frozen, 1, template, at=END), NAMES))
    assert "Steel grows dear" in told
    assert "another project" in told
    assert "hidden" in told
    for part in (cast.project.name, "1,000", "Crane is down", "Call the mill"):
        assert part not in told, part
