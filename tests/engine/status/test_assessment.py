"""Computed status: colours by tolerance, and the words that say why."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace
from typing import Any

import pytest
from tests.engine.earned.small import at, end, small

from conspectus.engine.baselines import lay_over
from conspectus.engine.checks import inspect
from conspectus.engine.earned import Earned, measure
from conspectus.engine.measure import Reason, missing, value
from conspectus.engine.network import schedule
from conspectus.engine.plan import NONE, Links, Plan
from conspectus.engine.status import (
    Band,
    Child,
    Colour,
    Dates,
    Dimension,
    Status,
    Tolerances,
    assess,
    assess_group,
    dates,
)
from conspectus.engine.status.assessment import ACTUALS

UNDATED = "Not assessed, because there is no status date. Set the status date in the tool, or give one."
UNBASED = "Not assessed, because there is no baseline. Approve a baseline, or save one in the tool."


def project(percent: float = 0.5, cost: float = 50000.0, **columns: Any) -> Plan:
    """A, B, C of ten days each in a row; A is done, B as given, measured on 2024-01-19 when half of B was due."""
    table = {
        "percent_complete": [1, percent, 0], "actual_start": [at("2024-01-01"), at("2024-01-15"), NONE],
        "actual_finish": [end("2024-01-12"), NONE, NONE], "actual_cost": [100000.0, cost, 0.0],
    }  # fmt: skip
    return replace(small("2024-01-19", **(table | columns)), links=Links(before=[0, 1], after=[1, 2]))


WEEKS = [at(day, 0) for day in ("2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05", "2024-02-12")]


def weekly(plan: Plan) -> Earned:
    return measure(plan, periods=WEEKS)


def later(days: float) -> Dates:
    """Dates of the small plan with a forecast so many working days after 2024-02-09."""
    plan = project()
    found = dates(plan, schedule(plan))
    return replace(
        found, slip=value(days), slip_percent=value(days / 30 * 100), forecast_finish=found.approved_finish + 1440
    )


def test_on_time_and_on_cost_is_green() -> None:
    plan = project()
    got = assess(weekly(plan), dates(plan, schedule(plan)))
    assert got.schedule.colour is got.cost.colour is got.overall is Colour.GREEN
    assert got.schedule.words == "Finish 2024-02-09 is as in the baseline (from file). SPI(t) is 1.00; green from 0.95."
    assert got.cost.words == "Forecast at completion 3,000 EUR is as in the baseline (from file). CPI is 1.00."
    assert got.assessed == 2
    assert got.words == "Green by schedule and cost; 2 of 7 dimensions assessed."


def test_dates_compare_the_approved_with_the_forecast_finish() -> None:
    plan = project(duration=[4800, 4800, 4800 + 3 * 480])
    got = dates(plan, schedule(plan))
    assert got.slip.value == 3
    assert got.duration.value == 30
    assert got.slip_percent.value == pytest.approx(10)
    words = assess(weekly(plan), got).schedule.words
    assert words.startswith(
        "Finish 2024-02-14 is 3 working days (10 %) after the baseline finish 2024-02-09 (from file); green to 5 %"
    )


@pytest.mark.parametrize(
    ("days", "colour"), [(-5, "green"), (0, "green"), (1.5, "green"), (1.6, "amber"), (3, "amber"), (3.1, "red")]
)
def test_slip_bands_are_shares_of_the_planned_duration(days: float, colour: str) -> None:
    assert assess(weekly(project()), later(days)).schedule.colour == colour


def test_the_worse_of_slip_and_index_decides_and_is_said_first() -> None:
    got = assess(weekly(project(percent=0.1)), later(0))
    assert got.schedule.colour is Colour.RED  # ES 2.2 of 3 weeks
    assert got.schedule.words.startswith("SPI(t) is 0.73; red below 0.90.")
    got = assess(weekly(project()), later(6))
    assert got.schedule.words.startswith("Finish 2024-02-10 is 6 working days (20 %) after")
    assert "; amber to 10 %." in got.schedule.words


def test_tolerances_are_the_projects_own() -> None:
    loose = Tolerances(slip_percent=Band(25, 40), spi_t=Band(0.5, 0.3))
    assert assess(weekly(project(percent=0.1)), later(6), tolerances=loose).schedule.colour is Colour.GREEN


@pytest.mark.parametrize(("cost", "colour"), [(40000, "green"), (57000, "green"), (60000, "amber"), (66000, "red")])
def test_cost_is_the_forecast_against_the_approved_budget(cost: float, colour: str) -> None:
    plan = project(cost=cost)
    assert assess(weekly(plan), later(0)).cost.colour == colour


def test_the_approved_budget_may_differ_from_the_baseline() -> None:
    got = assess(weekly(project(cost=66000)), later(0), budget=value(400000))
    assert got.cost.colour is Colour.GREEN
    assert "17.0 % under the approved budget 4,000 EUR; green to 5 %." in got.cost.words
    assert "CPI is 0.90." in got.cost.words


def test_without_inputs_nothing_is_green() -> None:
    plan = replace(small(None), baselines={})
    got = assess(measure(plan), dates(plan, schedule(plan)))
    assert got.overall is Colour.NOT_ASSESSED
    assert got.assessed == 0
    assert got.schedule.words == UNDATED
    assert got.cost.words == UNDATED
    assert {each.colour for each in got.dimensions} == {Colour.NOT_ASSESSED}


def test_without_a_baseline_the_reason_is_the_baseline() -> None:
    plan = replace(project(), baselines={})
    got = assess(weekly(plan), dates(plan, schedule(plan)))
    assert got.schedule.words == UNBASED


@pytest.mark.parametrize("days", [-5, 0, 20])
def test_without_a_status_date_no_slip_is_judged(days: float) -> None:
    got = assess(measure(small(None)), later(days))
    assert got.schedule.colour is got.overall is Colour.NOT_ASSESSED
    assert got.schedule.words == UNDATED
    assert got.schedule.inputs["slip_days"].value == days  # the slip itself stays to be shown


@pytest.mark.parametrize(
    ("days", "said"),
    [(0.5, "0.5 working days (1.7 %)"), (-0.6, "0.6 working days (2 %)"), (1, "1 working day (3.3 %)")],
)
def test_the_words_say_the_slip_the_tables_show(days: float, said: str) -> None:
    assert f" is {said} " in assess(weekly(project()), later(days)).schedule.words


def test_less_than_the_tables_show_is_as_in_the_baseline() -> None:
    assert "is as in the baseline" in assess(weekly(project()), later(0.04)).schedule.words
    tiny = replace(later(0.04), slip_percent=value(40))
    assert " is 0.04 working days (40 %) after " in assess(weekly(project()), tiny).schedule.words


def test_only_what_was_approved_is_called_approved() -> None:
    plan = project(duration=[4800, 4800, 4800 + 3 * 480], cost=60000)
    fixed = lay_over(plan, project(), project().baselines[0])
    earned = measure(plan, baseline=fixed, baseline_label=fixed.label, periods=WEEKS)
    got = assess(earned, dates(plan, schedule(plan), fixed))
    assert " after the approved finish 2024-02-09; " in got.schedule.words
    assert " over the baseline budget 3,000 EUR; " in got.cost.words
    got = assess(weekly(plan), dates(plan, schedule(plan)))
    assert "approved" not in got.schedule.words + got.cost.words
    assert " over the baseline budget 3,000 EUR (from file); " in got.cost.words


@pytest.mark.parametrize(
    ("percent", "said"), [(5.04, "(5.04 %)"), (5.0, "(5 %)"), (10.0004, "(10.0004 %)"), (7.04, "(7 %)")]
)
def test_a_rounded_figure_never_contradicts_its_colour(percent: float, said: str) -> None:
    assert said in assess(weekly(project()), replace(later(3), slip_percent=value(percent))).schedule.words


@pytest.mark.parametrize(("index", "said"), [(0.8999, "0.8999; red"), (0.9499, "0.9499; green"), (0.9, "0.90; green")])
def test_a_rounded_index_never_contradicts_its_colour(index: float, said: str) -> None:
    earned = weekly(project())
    earned = replace(earned, time=replace(earned.time, spi_t=value(index)))
    assert f"SPI(t) is {said} " in assess(earned, later(0)).schedule.words


def test_another_method_than_the_one_that_judges_is_named() -> None:
    plan = small("2024-01-19", percent_complete=[0, 0, 0], actual_cost=[50000.0, 0.0, 0.0])
    words = assess(weekly(plan), later(0)).cost.words
    assert "Forecast at completion 3,500 EUR (spent plus what is left of the budget, because by CPI 0 " in words
    assert words.endswith(" CPI is 0.00.")


def test_a_plan_without_costs_says_that_costs_are_missing() -> None:
    plan = project(base={"cost": [math.nan] * 3}, cost=math.nan)
    assert "because there are no costs." in assess(weekly(plan), later(0)).cost.words


def test_a_slip_alone_can_be_judged() -> None:
    plan = small("2024-01-19", base={"cost": [0.0] * 3})
    got = assess(measure(plan), dates(plan, schedule(plan)))
    assert got.schedule.assessed
    assert not got.cost.assessed


def test_work_without_recorded_cost_is_not_cheap() -> None:
    got = assess(weekly(project(cost=0.0, actual_cost=[0.0, 0.0, 0.0])), later(0))
    assert got.cost.words == "Not assessed, because work is reported as done but no cost is recorded. " + ACTUALS
    got = assess(weekly(small("2024-01-19", percent_complete=[1, 0, 0])), later(0))
    assert got.cost.words == "Not assessed, because there are no actual costs. " + ACTUALS


def test_other_dimensions_come_from_elsewhere_and_count() -> None:
    risk = Dimension("risk", Colour.RED, "Exposure is 120 % of contingency; amber to 100 %.")
    got = assess(weekly(project()), later(0), others={"risk": risk})
    assert got.overall is Colour.RED
    assert got.words == "Red by risk; 3 of 7 dimensions assessed."
    assert got.dimension("scope").words == "Not assessed, because no deliverables and changes are recorded."


def test_confidence_stands_beside_the_status() -> None:
    plan = project()
    found = inspect(plan, schedule(plan))
    got = assess(weekly(plan), later(0), quality=found, asked=datetime.date(2024, 2, 1))
    assert got.confidence.quality == found.score
    assert got.confidence.words == (
        f"{found.passed} of {found.applicable} schedule checks pass; the status date is 13 days old."
    )
    assert got.overall is assess(weekly(plan), later(0)).overall


def test_the_data_of_a_plan_without_a_status_date_are_doubted_in_words() -> None:
    plan = replace(project(), status_date=NONE)
    words = assess(weekly(plan), later(0), asked=datetime.date(2024, 2, 1)).confidence.words
    assert words == "There is no status date."


@pytest.mark.parametrize(
    ("index", "colour"),
    [(0.95, Colour.GREEN), (0.949, Colour.AMBER), (0.9, Colour.AMBER), (0.899, Colour.RED)],
)
def test_a_figure_on_the_border_has_the_better_colour(index: float, colour: Colour) -> None:
    assert Band(0.95, 0.90).below(index) is colour
    assert Band(-0.95, -0.90).above(-index) is colour


def child(name: str, plan: Plan) -> Child:
    found, earned = dates(plan, schedule(plan)), weekly(plan)
    return Child(name, replace(earned, name=name), found, assess(earned, found))


def test_a_group_is_judged_by_its_sums_and_names_who_decides() -> None:
    good, bad = child("Good", project()), child("Bad", project(percent=0.1, cost=190000))
    big = child("Also good", project())
    got = assess_group([good, bad, big], "Programme")
    assert bad.status.overall is Colour.RED
    assert got.group.cpi.value == pytest.approx((150 + 110 + 150) / (150 + 290 + 150))
    assert got.status.overall is Colour.RED
    assert got.deciding == "Bad"
    assert got.words.endswith("Recovery of “Bad” alone would change this.")
    shares = {share.colour: (share.count, share.budget) for share in got.distribution}
    assert shares[Colour.GREEN] == (2, 600000)
    assert shares[Colour.RED] == (1, 300000)


def test_a_group_is_held_to_what_its_children_are_held_to() -> None:
    good, dear = child("Good", project()), child("Dear", project(cost=190000))
    assert assess_group([good, dear]).status.cost.colour is Colour.RED
    allowed = replace(dear, held_to=value(600000))
    found = assess_group([good, allowed]).status.cost
    assert (found.colour, found.inputs["budget"].value) == (Colour.GREEN, 900000)
    unknown = assess_group([good, replace(dear, held_to=missing(Reason.NO_RATE))]).status.cost
    assert unknown.colour is Colour.NOT_ASSESSED


def test_no_single_child_decides_where_two_fail() -> None:
    bad = child("Bad", project(percent=0.0, cost=190000))
    got = assess_group([bad, replace(bad, name="Worse")], "Programme")
    assert got.status.overall is Colour.RED
    assert got.deciding == ""


def test_a_child_without_a_status_date_has_no_say_in_the_groups_finish() -> None:
    undated = replace(child("Undated", small(None)), dates=later(30))
    assert assess_group([child("Good", project()), undated]).status.schedule.colour is Colour.GREEN
    alone = assess_group([undated]).status
    assert alone.schedule.words == UNDATED


def test_a_group_counts_what_could_not_be_assessed() -> None:
    blank = child("Blank", replace(small(None), baselines={}))
    got = assess_group([child("Good", project()), blank])
    assert got.not_assessed == ("Blank",)
    assert got.status.overall is Colour.GREEN
    assert got.group.left_out == (("Blank", Reason.NO_STATUS_DATE),)
    empty: list[Child] = []
    none: Status = assess_group(empty).status
    assert none.overall is Colour.NOT_ASSESSED
