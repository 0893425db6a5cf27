"""Money of many projects: sums a currency, hidden cost in none of them, a constant number of questions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.engine.measure import Reason
from conspectus.rooms.money.actions import NewEntry, NewLine, approve_budget, forecast_cost, record_entries
from conspectus.rooms.money.queries import FIGURES, portfolio_money, project_money
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter

DAY = date(2024, 4, 30)


def fill(cast: Cast, project: Project, size: int) -> None:
    """Give a project all kinds of money, ``size`` times as much."""
    lines = [NewLine(2024, "base", "capex", 900 * size), NewLine(2024, "reserve", "opex", 50)]
    for _ in range(2):
        approve_budget(project=project, lines=lines, reason="x", by=cast.bob, at=AT)
    entries = [
        NewEntry(project, "actual", 100 * size, DAY, reference="PO"),
        NewEntry(project, "direct_cost", 7, date(2024, 5, 2)),
        NewEntry(project, "commitment", 300 * size, DAY, reference="PO"),
        NewEntry(project, "revenue", 77, DAY),
        NewEntry(project, "actual", 5, DAY, currency="CHF"),
    ]
    record_entries(entries=entries, by=cast.bob, at=AT)
    for amount in (1, 400):
        months = [(date(2024, 6, 1), amount)]
        forecast_cost(project=project, made_on=DAY, reason="x", months=months, by=cast.bob, at=AT)


def test_a_row_says_what_the_project_says(cast: Cast) -> None:
    fill(cast, cast.project, 1)
    row = portfolio_money(cast.liam, at=AT).rows[0]
    alone = project_money(cast.liam, cast.project, at=AT).figures
    for name in FIGURES:
        if name != "plan_eac":
            assert row.figures[name] == alone[name], name
    assert row.apart == ("CHF",)
    assert row.figures["own_at_completion"].value == 500


def test_groups_are_sums_and_no_currency_is_added_to_another(cast: Cast) -> None:
    south = make.project("South", portfolio=cast.portfolio, programme=cast.programme)
    tokyo = make.project("Tokyo", portfolio=cast.portfolio, programme=cast.programme, currency="JPY")
    for project, size in ((cast.project, 1), (south, 2), (tokyo, 5)):
        fill(cast, project, size)
    empty = make.project("Empty", portfolio=cast.portfolio, programme=cast.programme)
    found = portfolio_money(cast.liam, at=AT)
    groups = {(one.level, one.currency): one for one in found.groups}
    every = groups["all", "EUR"]
    assert every.figures["spent"].value == 107 + 207
    assert every.figures["open_commitments"].value == 200 + 400
    assert every.figures["budget"].value == 2700
    assert (every.projects, every.counted["budget"]) == (3, 2)
    assert groups["all", "JPY"].figures["spent"].value == 507
    assert groups["programme", "EUR"].figures == every.figures
    assert groups["division", "EUR"].figures["spent"].value == 107
    assert [row.figures["spent"].reason for row in found.rows if row.project_id == empty.pk] == [Reason.NO_DATA]
    narrowed = portfolio_money(cast.liam, ProjectFilter(text="tokyo"), at=AT)
    assert [one.currency for one in narrowed.groups] == ["JPY", "JPY"]


def test_hidden_cost_is_in_no_sum(cast: Cast) -> None:
    fill(cast, cast.project, 1)
    found = portfolio_money(cast.grace, at=AT)
    assert (found.hidden, found.groups) == (1, ())
    assert {one.reason for one in found.rows[0].figures.values()} == {Reason.HIDDEN}
    assert found.rows[0].apart == ()
    assert portfolio_money(cast.dave, at=AT).rows == ()


@pytest.mark.parametrize("count", [1, 3, 12])
def test_many_projects_take_as_many_questions_as_one(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        fill(cast, make.project(f"P{number}", portfolio=cast.portfolio), number + 1)
    with django_assert_num_queries(10):
        portfolio_money(cast.bob, at=AT)
