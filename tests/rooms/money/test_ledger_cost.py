"""Where a plan carries no actual cost the ledger's is used, converted, said, and taken anew as the ledger grows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.plan import Plan
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.review_portfolio import review_portfolio
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from conspectus.rooms.money.actions import NewEntry, NewLine, approve_budget, correct_entry, record_entries, take_rates
from conspectus.rooms.money.models import Entry
from conspectus.rooms.money.queries import project_money
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import NewRate
from conspectus.rooms.schedule.actions import import_plan, set_cost_rule, take_costs_anew
from conspectus.rooms.schedule.actions.limits import check_costs
from conspectus.rooms.schedule.bridge.standing import standing_of
from conspectus.rooms.schedule.models import CostRule, PlanSummary, SpentDay
from conspectus.rooms.schedule.queries import portfolio_view, revision_detail
from conspectus.rooms.schedule.queries.costs import cost_rules
from conspectus.rooms.status.queries import project_status

SPENT = 240_000  # what the plan with costs of its own says was spent


def bare(uid: str = "WN-1") -> Plan:
    """Return the plan of the house without actual costs."""
    plan = house(uid=uid)
    return replace(plan, tasks=replace(plan.tasks, actual_cost=np.full(len(plan.tasks), np.nan)))


def book(cast: Cast, amount: int, on: date, currency: str = "EUR") -> None:
    entry = NewEntry(cast.project, "actual", amount, on, currency=currency)
    record_entries(entries=[entry], by=cast.liam, at=AT)


def newest() -> PlanSummary:
    return PlanSummary.objects.get(is_current=True)


@pytest.mark.django_db
@pytest.mark.rows
def test_the_ledger_stands_in_for_a_plan_without_costs(
    cast: Cast,
    reader: None,  # noqa: F811  # the fixture of the same name
) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="own.xml", by=cast.alice, at=AT)
    with_own = newest()
    assert (with_own.actual_from, with_own.actual_cost_minor) == ("plan", SPENT)
    book(cast, 1, date(2024, 4, 1))
    assert newest().actual_cost_minor == SPENT  # the plan goes first
    money = project_money(cast.alice, cast.project, at=AT).figures
    assert (money["plan_spent"].value, money["ledger_then"].value) == (SPENT, 1)

    import_plan(project=cast.project, data=file_of(bare()), name="bare.xml", by=cast.alice, at=AT)
    assert (newest().actual_from, newest().actual_cost_minor) == ("ledger", 1)
    book(cast, SPENT - 1, date(2024, 4, 22))  # the status date counts
    book(cast, 77, date(2024, 4, 23))  # after it
    row = newest()
    assert row.actual_cost_minor == SPENT
    differ = {name for name in with_own.measures if with_own.measures[name] != row.measures[name]}
    assert differ == {"eac_bottom_up"}  # all else is as in the plan with the same cost of its own
    assert "ac_plan" in row.measures
    assert (row.cost_colour, row.cost_words) == (
        with_own.cost_colour,
        f"{with_own.cost_words} Actual cost is the ledger's.",
    )
    assert row.forecast_minor == with_own.forecast_minor
    assert row.part["sums"] == with_own.part["sums"]
    assert max(one or 0 for one in row.curve["spent"]) == SPENT
    (shown,) = portfolio_view(cast.alice, at=AT)
    assert shown.figures is not None
    assert (shown.figures.money.actual_from, shown.figures.cost.words) == ("ledger", row.cost_words)
    (judged,) = review_portfolio(by=cast.alice, at=AT).projects
    assert (judged.colour("cost"), judged.words("cost")) == (row.cost_colour, row.cost_words)
    assert judged.money.cpi == revision_detail(cast.project, by=cast.alice, on=AT.date()).measures["cpi"]
    money = project_money(cast.alice, cast.project, at=AT).figures
    assert (money["plan_spent"].value, money["ledger_then"].value) == (None, SPENT)

    lines = [NewLine(2024, "base", "capex", 10**6)]
    approve_budget(subject=cast.project, lines=lines, reason="Gate", by=cast.carol, at=AT)
    assert newest().cost_words.endswith("Actual cost is the ledger's.")
    periods = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 4, 1), by=cast.mona, at=AT
    )
    april = open_period(period=periods[0], revision=1, by=cast.mona, at=AT)
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    april.refresh_from_db()
    last = Entry.objects.get(on=date(2024, 4, 22))
    correct_entry(entry=last, reason="Twice", by=cast.liam, at=AT)
    row = newest()
    assert (row.actual_cost_minor, SpentDay.objects.get(on=last.on).amount_minor) == (1, 0)
    assert row.measures["budget_variance"]["value"] == 10**6 - (row.forecast_minor or 0)
    kept = project_status(cast.alice, cast.project, april, at=AT).figures
    assert kept is not None
    assert (kept.money.actual_cost.value, kept.money.actual_from) == (SPENT, "ledger")


@pytest.mark.django_db
def test_what_has_no_rate_is_not_assessed_until_it_has_one(
    cast: Cast,
    reader: None,  # noqa: F811  # the fixture of the same name
) -> None:
    import_plan(project=cast.project, data=file_of(bare()), name="bare.xml", by=cast.alice, at=AT)
    assert (newest().cost_colour, newest().actual_from) == ("not_assessed", "plan")
    before = standing_of(cast.project, AT.date())
    book(cast, SPENT, date(2024, 4, 1), "GBP")
    with pytest.raises(Conflict, match="recorded in the ledger meanwhile"):
        check_costs(cast.project, before)
    row = newest()
    assert (row.cost_colour, row.actual_from, row.actual_cost_minor) == ("not_assessed", "ledger", None)
    assert "a currency that has no exchange rate. Record the rate of its day." in row.cost_words
    new = NewRate("transaction", "GBP", "2", date(2024, 4, 1) - timedelta(days=3))
    take_rates(portfolio=cast.portfolio, rates=[new], by=cast.mona, at=AT)
    assert newest().actual_cost_minor == 2 * SPENT
    assert take_costs_anew([cast.project], since=date(2024, 4, 1), on=AT.date()) == 0


@pytest.mark.django_db
def test_the_ledger_goes_first_where_the_portfolio_says_so_from_a_status_date_on(
    cast: Cast,
    reader: None,  # noqa: F811  # the fixture of the same name
) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="own.xml", by=cast.alice, at=AT)
    book(cast, 5 * SPENT, date(2024, 4, 1))
    own = newest()
    given: dict[str, Any] = {"portfolio": cast.portfolio, "first": "ledger", "reason": "Accounts are complete"}
    for nobody in (cast.alice, cast.carol, cast.liam):
        with pytest.raises((NotAllowed, NotFound)):
            set_cost_rule(**given, by=nobody, at=AT)
    for wrong, words in (({"first": "both"}, "plan or from the ledger"), ({"reason": " "}, "Say why")):
        with pytest.raises(Invalid, match=words):
            set_cost_rule(**given | wrong, by=cast.mona, at=AT)
    set_cost_rule(**given, by=cast.mona, at=AT)  # from May on: the plan is of 22 April
    assert newest().actual_from == "plan"
    set_cost_rule(**given, from_on=date(2024, 4, 22), by=cast.mona, at=AT)
    row = newest()
    assert (row.actual_from, row.actual_cost_minor, row.cost_colour) == ("ledger", 5 * SPENT, "red")
    (judged,) = review_portfolio(by=cast.alice, at=AT).projects
    assert judged.words("cost") == row.cost_words
    set_cost_rule(**given | {"first": "plan"}, from_on=date(2024, 4, 1), by=cast.mona, at=AT)
    again = newest()
    assert (again.measures, again.curve, again.part) == (own.measures, own.curve, own.part)
    assert (again.actual_from, again.cost_words) == ("plan", own.cost_words)
    assert [one.first for one in cost_rules(cast.portfolio, AT.date()).recorded] == ["plan", "ledger", "ledger"]
    with pytest.raises(DatabaseError), transaction.atomic():
        CostRule.objects.update(reason="x")
