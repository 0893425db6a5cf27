"""Totals over all visible projects: counts by colour, sums by currency, ratios from sums, hidden money in none."""

from __future__ import annotations

from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.rooms.portfolio.actions import grant_role
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.schedule.queries import GridFilter, portfolio_projects, portfolio_totals, portfolio_view

pytestmark = pytest.mark.usefixtures("reader")


def planned(project: Project, **figures: Any) -> Project:
    """Hand a plan in and set some of its figures."""
    owner = make.user(role="pmo_director")
    import_plan(project=project, data=file_of(house((5, 10, 5))), name="plan.xml", by=owner, at=AT)
    known = {"bac_minor": 1000, "planned_value_minor": 500, "forecast_minor": 1100, "currency": "EUR"}
    PlanSummary.objects.filter(project=project).update(**{**known, **figures})
    return project


def test_ratios_of_a_group_come_from_sums(cast: Cast) -> None:
    planned(cast.project, earned_value_minor=100, actual_cost_minor=50)
    planned(cast.other, earned_value_minor=100, actual_cost_minor=350)
    (sums,) = portfolio_totals(cast.bob, at=AT).sums
    assert sums.cpi.value == 0.5  # the mean of 2.0 and 0.29 would say 1.14
    assert sums.spi.value == 0.2
    assert (sums.projects, sums.bac.value, sums.forecast.value, sums.vac.value) == (2, 2000, 2200, -200)


def test_an_index_is_of_those_only_that_know_both_sides(cast: Cast) -> None:
    planned(cast.project, earned_value_minor=100, actual_cost_minor=50)
    planned(cast.other, earned_value_minor=700, actual_cost_minor=None, forecast_minor=None)
    (sums,) = portfolio_totals(cast.bob, at=AT).sums
    assert (sums.cpi.value, sums.spi.value) == (2.0, 0.8)
    assert (sums.bac.value, sums.vac.value) == (2000, -100)


def test_currencies_are_never_added_together(cast: Cast) -> None:
    planned(cast.project)
    planned(cast.other, currency="NOK")
    make.project()
    found = portfolio_totals(cast.bob, at=AT)
    assert [(one.currency, one.projects) for one in found.sums] == [("EUR", 1), ("NOK", 1)]
    assert (found.projects, found.unplanned, found.hidden) == (3, 1, 0)


def test_what_is_hidden_is_in_no_sum_and_no_colour_and_is_counted(cast: Cast) -> None:
    planned(cast.project, schedule_colour="green", cost_colour="red")
    seen = portfolio_totals(cast.alice, at=AT)
    assert (seen.hidden, len(seen.sums), seen.colours) == (0, 1, (("red", 1),))
    hidden = portfolio_totals(cast.grace, at=AT)
    assert (hidden.hidden, hidden.sums, hidden.colours) == (1, (), (("green", 1),))
    assert [row.code for row in portfolio_view(cast.grace, GridFilter(status="green"), at=AT)] == ["WN-1"]
    assert portfolio_view(cast.alice, GridFilter(status="green"), at=AT) == ()


def test_hidden_money_orders_nothing(cast: Cast) -> None:
    second = make.project(code="AA-1", portfolio=cast.portfolio)
    planned(cast.project, earned_value_minor=100, actual_cost_minor=50)
    planned(second, earned_value_minor=100, actual_cost_minor=350)
    some = make.user()
    grant_role(person=some.person, role="viewer", scope=cast.portfolio, by=cast.bob, at=AT)
    grant_role(person=some.person, role="project_manager", scope=second, by=cast.bob, at=AT)
    for sort in ("cpi", "-cpi"):
        assert [one.code for one in portfolio_projects(some, GridFilter(sort=sort), at=AT)] == ["AA-1", "WN-1"]
    assert [one.code for one in portfolio_projects(cast.mona, GridFilter(sort="-cpi"), at=AT)] == ["WN-1", "AA-1"]
    found = portfolio_totals(some, at=AT)
    assert (found.hidden, found.sums[0].projects, found.sums[0].bac.value) == (1, 1, 1000)


def test_counts_filters_and_rows_agree(cast: Cast) -> None:
    planned(cast.project, schedule_colour="amber", cost_colour="green")
    planned(cast.other, schedule_colour="not_assessed", cost_colour="not_assessed", status_on=AT.date())
    make.project()
    found = portfolio_totals(cast.bob, at=AT)
    assert found.colours == (("amber", 1), ("not_assessed", 2))
    for status, count in (*found.colours, ("no_plan", found.unplanned), ("red", 0)):
        assert len(portfolio_view(cast.bob, GridFilter(status=status), at=AT)) == count
    later = AT.replace(year=2025)
    assert portfolio_totals(cast.bob, at=later).stale == 2
    assert len(portfolio_view(cast.bob, GridFilter(stale=True), at=later)) == 2
    assert portfolio_view(cast.bob, GridFilter(stale=True), at=AT) == ()


def test_sums_of_the_largest_amounts_do_not_break_the_list(cast: Cast) -> None:
    for project in (cast.project, cast.other):
        planned(project, bac_minor=2**63 - 1, forecast_minor=2**63 - 1)
    (sums,) = portfolio_totals(cast.bob, at=AT).sums
    assert sums.bac.value == float(2**64)
