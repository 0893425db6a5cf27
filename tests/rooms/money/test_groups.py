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
from conspectus.rooms.portfolio.actions.rates import NewRate, record_rates
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter

DAY = date(2024, 4, 30)


def fill(cast: Cast, project: Project, size: int) -> None:
    """Give a project all kinds of money, ``size`` times as much."""
    lines = [NewLine(2024, "base", "capex", 900 * size), NewLine(2024, "reserve", "opex", 50)]
    for _ in range(2):
        approve_budget(subject=project, lines=lines, reason="x", by=cast.bob, at=AT)
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


def three(cast: Cast) -> Project:
    """Fill a project in yen and two in euros, and open one that stays empty; return the one in yen."""
    shared = {"portfolio": cast.portfolio, "programme": cast.programme}
    tokyo = make.project("Tokyo", currency="JPY", **shared)
    for project, size in ((cast.project, 1), (make.project("South", **shared), 2), (tokyo, 5)):
        fill(cast, project, size)
    make.project("Empty", **shared)
    return tokyo


def test_groups_are_sums_and_what_has_no_rate_is_in_none(cast: Cast) -> None:
    three(cast)
    found = portfolio_money(cast.liam, at=AT)
    groups = {one.level: one for one in found.groups}
    every = groups["all"]
    assert every.currency == "EUR"
    assert every.figures["spent"].value == 107 + 207
    assert every.figures["open_commitments"].value == 200 + 400
    assert every.figures["budget"].value == 2700
    assert (every.projects, every.counted["budget"], every.without_rate) == (4, 2, 1)
    assert groups["programme"].figures == every.figures
    assert groups["division"].figures["spent"].value == 107
    assert groups["division"].without_rate == 0
    narrowed = portfolio_money(cast.liam, ProjectFilter(text="tokyo"), at=AT)
    assert narrowed.groups[0].figures["spent"].reason is Reason.NO_RATE
    assert narrowed.rows[0].figures["spent"].value == 507


def test_each_figure_goes_by_its_kind_of_rate(cast: Cast) -> None:
    tokyo = three(cast)
    rates = [
        NewRate("budget", "JPY", "0.02", fiscal_year=2024),
        NewRate("transaction", "JPY", "0.01", date(2024, 4, 20)),
        NewRate("transaction", "JPY", "0.03", date(2024, 5, 1)),
        NewRate("transaction", "CHF", "2", date(2024, 4, 1)),
        NewRate("closing", "JPY", "0.05", date(2024, 5, 1)),
    ]
    record_rates(portfolio=cast.portfolio, rates=rates, by=cast.mona, at=AT)
    row = next(one for one in portfolio_money(cast.liam, at=AT).rows if one.project_id == tokyo.pk)
    alone = project_money(cast.liam, tokyo, at=AT)
    assert (row.apart, alone.others) == ((), ())
    # 500 and 7 yen, and 0.05 Swiss francs at 200 yen each
    assert row.figures["spent"].value == alone.figures["spent"].value == 507 + 10
    group = portfolio_money(cast.liam, ProjectFilter(text="tokyo"), at=AT).groups[0]
    # a yen is 100 minor units of a euro: 500 at 0.01, 7 at 0.03, 5 rappen at 2
    assert group.figures["spent"].value == 500 + 21 + 10
    assert group.figures["budget"].value == 4500 * 2
    assert group.figures["open_commitments"].value == 1000 * 5
    assert group.figures["own_at_completion"].value == 500 + 10 + 400 * 5
    assert group.figures["left"].value == 9000 - 531
    every = portfolio_money(cast.liam, at=AT).groups[0]
    assert (every.without_rate, every.counted["spent"]) == (0, 3)


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
    with django_assert_num_queries(12):
        portfolio_money(cast.bob, at=AT)
