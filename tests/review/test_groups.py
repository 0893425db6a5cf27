"""Programmes and the whole: a colour from their own sums, with how their projects stand."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.engine.earned.small import at, small

from conspectus.engine.measure import Reason
from conspectus.engine.plan import NONE
from conspectus.engine.rates import Exchange
from conspectus.review.assess import Given, assess
from conspectus.review.contract import as_dict
from conspectus.review.grouped import Place, groups, groups_of
from conspectus.review.pages.tables import portions, status_grid
from conspectus.review.result import ProjectReview, Review


def project(name: str, percent: float, spent: float, programme: str = "") -> ProjectReview:
    """Return a project of 300,000 whose first task has that progress and cost at the end of January."""
    columns = {"percent_complete": [percent, 0, 0], "actual_cost": [spent, 0.0, 0.0]}
    plan = replace(small(actual_start=[at("2024-01-01"), NONE, NONE], **columns), name=name)
    judged, _ = assess(plan, Given(name, f"{name}.xml", "MSPDI"))
    return replace(judged, programme=programme)


GOOD = project("Good", 1.0, 100_000.0, "North")
DEAR = project("Dear", 1.0, 130_000.0, "North")
ALONE = project("Alone", 1.0, 90_000.0, "South")


def test_the_whole_and_each_programme_of_two_projects_or_more() -> None:
    whole, north = groups_of((GOOD, DEAR, ALONE))
    assert (whole.name, whole.projects, north.name, north.projects) == ("All projects", 3, "North", 2)
    assert north.money.cpi.value == 200_000 / 230_000
    assert north.money.bac.value == 600_000
    assert {one.dimension: one.colour for one in north.status}["cost"] == "red"
    assert sum(one.projects for one in north.portions) == 2


def test_a_group_says_that_its_last_finish_is_judged_and_how_its_projects_stand() -> None:
    whole, _ = groups_of((GOOD, DEAR, ALONE))
    words = {one.dimension: one.words for one in whole.status}
    assert " Last finish 2024-01-12 is " in words["schedule"]
    assert "approved" not in words["schedule"] + words["cost"]
    held = {one.colour: one.projects for one in whole.portions if one.projects}
    assert portions(whole) == ", ".join(f"{number} {colour.replace('_', ' ')}" for colour, number in held.items())


def test_several_currencies_are_summed_in_one_where_each_has_a_rate() -> None:
    assert GOOD.child is not None
    assert DEAR.child is not None
    home = replace(GOOD.child, earned=replace(GOOD.child.earned, currency="EUR"))
    foreign = replace(DEAR.child, earned=replace(DEAR.child.earned, currency="USD"))
    whole = Place("All projects")
    parts = (((), home), ((), foreign))
    ((_, none),) = groups(parts, whole)
    assert none.money.cpi.reason is Reason.NO_RATE
    words = {"USD": "1 USD = 0.5 EUR of 2024-01-31"}
    ((_, found),) = groups(parts, whole, exchange=Exchange("EUR", {"EUR": 1.0, "USD": 0.5}, words))
    assert (found.money.currency, found.money.bac.value) == ("EUR", 450_000)
    assert found.money.cpi.value == 150_000 / 165_000
    assert found.words.endswith("Sums in EUR at closing rates: 1 USD = 0.5 EUR of 2024-01-31.")
    ((_, other),) = groups(parts, whole, exchange=Exchange("EUR", {"EUR": 1.0}, {}))
    assert other.money.cpi.reason is Reason.NO_RATE


def test_one_project_is_no_group_and_no_tasks_are_carried_along() -> None:
    assert groups_of((GOOD,)) == ()
    assert GOOD.child is not None
    assert GOOD.child.earned.by_period is None
    assert len(GOOD.child.earned.budget) == 0


def test_groups_are_in_the_json_and_on_the_status_page() -> None:
    review = Review((GOOD, DEAR), groups=groups_of((GOOD, DEAR)))
    answer = json.loads(json.dumps(as_dict(review)))
    assert [row["name"] for row in answer["groups"]] == ["All projects", "North"]
    row = answer["groups"][0]
    assert row["cost_performance_index"]["value"] == 200_000 / 230_000
    assert sum(one["projects"] for one in row["distribution"]) == 2
    first = status_grid(review).blocks[0]
    assert [line[0].text for line in first.rows] == ["All projects", "North"]
