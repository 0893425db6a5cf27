"""Two periods compared: each kind of change, and what a reader may not see of it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import AT, Cast

from conspectus.engine.measure import Reason, missing, value
from conspectus.kit.errors import Conflict
from conspectus.rooms.periods.actions import lay_periods
from conspectus.rooms.portfolio.queries.fields import ALL_SEEN
from conspectus.rooms.schedule.queries import FiguresView, Judgement
from conspectus.rooms.schedule.queries.views import MoneyView
from conspectus.rooms.status.queries import DimensionStatus, ProjectStatus, ReportView, compare_statuses, period_changes
from conspectus.rooms.status.queries.snapshots import hide

HUNDRED = MoneyView("EUR", bac=value(100))


def project(
    pk: int = 1,
    colour: str = "green",
    declared: str = "",
    *,
    name: str = "North",
    finish: date | None = date(2024, 5, 3),
    money: MoneyView = HUNDRED,
) -> ProjectStatus:
    """Return a project as a snapshot holds it."""
    parts = (
        DimensionStatus("overall", Judgement(colour), colour, declared=declared, declared_label=declared.title()),
        DimensionStatus("schedule", Judgement("green"), "green"),
        DimensionStatus("cost", Judgement(colour), colour),
    )
    places = {"programme": "", "division_path": "", "division": "", "manager": "", "portfolio": "Growth"}
    ids = dict.fromkeys(("programme_id", "division_id", "manager_id"))
    return ProjectStatus(
        project_id=pk,
        code=f"P-{pk}",
        name=name,
        state="active",
        report=ReportView("draft"),
        dimensions=parts,
        figures=FiguresView(finish_on=finish, money=money),
        **places,
        **ids,
    )


def test_nothing_changed_is_counted_and_not_told() -> None:
    assert compare_statuses([project()], [project()]) == ((), 1)


def test_colours_move_in_steps_and_what_fell_furthest_comes_first() -> None:
    old = [project(1, "green", "green"), project(2, "green", "green"), project(3, "red"), project(4, "not_assessed")]
    new = [project(1, "amber", "amber"), project(2, "red", "green"), project(3, "green"), project(4, "red")]
    found, unchanged = compare_statuses(old, new)
    assert [(one.code, one.computed.steps) for one in found if one.computed] == [
        ("P-2", -2.0),
        ("P-1", -1.0),
        ("P-4", None),
        ("P-3", 2.0),
    ]
    assert [one.declared.steps if one.declared else None for one in found] == [None, -1.0, None, None]
    assert unchanged == 0


def test_a_finish_moves_in_calendar_days_and_may_be_new() -> None:
    later, gone = project(finish=date(2024, 5, 13)), project(finish=None)
    (one,), _ = compare_statuses([project()], [later])
    assert one.finish is not None
    assert one.finish.days == 10
    (one,), _ = compare_statuses([project()], [gone])
    assert one.finish is not None
    assert (one.finish.after, one.finish.days) == (None, None)


def test_money_moves_by_no_rate_and_never_where_it_is_hidden() -> None:
    more = project(money=MoneyView("EUR", bac=value(130)))
    (one,), _ = compare_statuses([project()], [more])
    assert [(move.what, move.difference) for move in one.money] == [("budget", value(30))]
    (one,), _ = compare_statuses([project()], [project(money=MoneyView("USD", bac=value(130)))])
    assert one.money[0].difference == missing(Reason.NO_RATE)
    assert compare_statuses(*([hide(row, with_cost=False, sight=ALL_SEEN)] for row in (project(), more))) == ((), 1)


def test_who_may_not_see_cost_sees_the_overall_status_without_it() -> None:
    row = hide(project(colour="red", declared="green"), with_cost=False, sight=ALL_SEEN)
    assert (row.overall.colour, row.overall.computed.colour, row.overall.gap) == ("green", "green", 0.0)
    assert "cost" not in row.overall.computed.words


def test_projects_are_matched_by_identity_and_may_be_renamed_new_or_gone() -> None:
    found, unchanged = compare_statuses([project(1), project(2)], [project(1, name="South"), project(3)])
    assert [(one.code, one.what, one.name_before) for one in found] == [
        ("P-1", "changed", "North"),
        ("P-3", "new", ""),
        ("P-2", "gone", ""),
    ]
    assert unchanged == 0


def test_a_period_is_compared_with_another_of_its_portfolio(cast: Cast) -> None:
    first, second = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 5, 1), by=cast.mona, at=AT
    )
    found = period_changes(cast.mona, second, first, at=AT)
    assert (found.old, found.old_version, found.unchanged) == ("Apr 2024", 0, 1)
    with pytest.raises(Conflict):
        period_changes(cast.mona, second, second, at=AT)
    foreign = lay_periods(
        portfolio=cast.other.portfolio, starting=date(2024, 4, 1), through=date(2024, 4, 1), by=cast.bob, at=AT
    )
    with pytest.raises(Conflict):
        period_changes(cast.bob, second, foreign[0], at=AT)
