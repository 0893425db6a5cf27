"""Cost is judged against the approved budget wherever it is shown; without one, against the baseline's, and said so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.review_portfolio import review_portfolio
from conspectus.kit.errors import Conflict
from conspectus.rooms.money.actions import NewLine, approve_budget
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.actions.limits import check_costs
from conspectus.rooms.schedule.bridge.standing import standing_of
from conspectus.rooms.schedule.models import CostLimit, PlanRevision
from conspectus.rooms.schedule.queries import portfolio_view, revision_detail
from conspectus.rooms.status.queries import period_changes, statuses

LATER = AT + timedelta(days=40)


def approve(cast: Cast, base: int, reserve: int = 1) -> None:
    lines = [NewLine(2024, "base", "capex", base), NewLine(2024, "reserve", "capex", reserve)]
    approve_budget(subject=cast.project, lines=lines, reason="Gate", by=cast.carol, at=AT)


def told(cast: Cast) -> tuple[str, str]:
    """Return colour and words of cost where all pages agree."""
    (row,) = portfolio_view(cast.alice, at=AT)
    (judged,) = review_portfolio(by=cast.alice, at=AT).projects
    assert row.figures is not None
    cost = row.figures.cost
    assert (cost.colour, cost.words) == (judged.colour("cost"), judged.words("cost"))
    assert cost == revision_detail(cast.project, by=cast.alice, on=AT.date()).revision.figures.cost
    return cost.colour, cost.words


@pytest.mark.django_db
@pytest.mark.rows
def test_pages_review_and_frozen_periods_judge_cost_by_the_approved_budget(
    cast: Cast,
    reader: None,  # noqa: F811  # the fixture of the same name
) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    set_baseline(project=cast.project, revision=PlanRevision.objects.get(), reason="Approved", by=cast.bob, at=AT)
    (row,) = portfolio_view(cast.alice, at=AT)
    assert row.figures is not None
    money = row.figures.money
    assert (money.budget.reason, money.budget_variance.reason) == (Reason.NO_DATA, Reason.NO_DATA)
    assert money.held_to == money.bac
    colour, words = told(cast)
    assert (colour, " over the baseline budget " in words) == ("amber", True)

    ample = round(money.forecast.value or 0) + 100
    approve(cast, ample, reserve=ample)
    colour, words = told(cast)
    assert (colour, words.split(" CPI")[0].endswith(" is as approved."), "baseline" in words) == ("green", True, False)
    periods = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 5, 31), by=cast.mona, at=AT
    )
    april = open_period(period=periods[0], revision=1, by=cast.mona, at=AT)
    april = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)

    approve(cast, ample // 2)
    assert told(cast)[0] == "red"
    (frozen,) = statuses(cast.alice, april, at=AT)
    assert frozen.figures is not None
    assert (frozen.dimension("cost").computed.colour, frozen.figures.money.budget.value) == ("green", ample)
    assert frozen.figures.money.budget_variance.value == 100
    (hidden,) = statuses(cast.grace, april, at=AT)
    assert hidden.figures is not None
    assert (hidden.figures.money.budget.reason, hidden.figures.money.budget_variance.reason) == (Reason.HIDDEN,) * 2

    may = open_period(period=periods[1], revision=1, by=cast.mona, at=AT)
    (changed,) = period_changes(cast.alice, may, april, at=AT).of("changed")
    (moved,) = changed.money
    assert (moved.what, moved.before.value, moved.after.value) == ("budget", ample, ample // 2)

    data = file_of(house(name="Again"))
    revision = import_plan(project=cast.project, data=data, name="again.xml", by=cast.alice, at=LATER).revision
    assert revision.number == 2
    assert told(cast)[0] == "red"
    with pytest.raises(Conflict):
        check_costs(cast.project, replace(standing_of(cast.project), limit=CostLimit(amount_minor=ample)))
    check_costs(cast.project, standing_of(cast.project))
