"""Where money stands: the worked example of the method page, and random ledgers against plain addition."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name
from tests.house.tree import ROOT

from conspectus.engine.measure import Reason
from conspectus.rooms.money.actions import (
    NewEntry,
    NewLine,
    approve_budget,
    correct_entry,
    forecast_cost,
    record_entries,
)
from conspectus.rooms.money.models import Entry
from conspectus.rooms.money.queries import project_money
from conspectus.rooms.periods.actions import set_fiscal_calendar
from conspectus.rooms.portfolio.actions.rates import NewRate, record_rates
from conspectus.rooms.schedule.actions import import_plan

DAY = date(2024, 4, 30)


def worked(cast: Cast) -> None:
    """Do what the example on the method page tells."""
    project = cast.project
    lines = [
        NewLine(2024, "base", "capex", 90_000_00),
        NewLine(2024, "contingency", "capex", 10_000_00),
        NewLine(2024, "reserve", "capex", 5_000_00),
    ]
    approve_budget(subject=project, lines=lines, reason="Gate 2", by=cast.carol, at=AT)
    wrong = NewEntry(project, "actual", 8_000_00, date(2024, 5, 2))
    entries = [
        NewEntry(project, "commitment", 30_000_00, DAY, reference="PO 1"),
        NewEntry(project, "actual", 12_000_00, DAY, reference="PO 1"),
        wrong,
    ]
    record_entries(entries=entries, by=cast.liam, at=AT)
    right = NewEntry(project, "actual", 6_000_00, date(2024, 5, 2))
    row = Entry.objects.get(amount_minor=8_000_00)
    correct_entry(entry=row, reason="Typed wrong", right=right, by=cast.liam, at=AT)
    months = [(date(2024, 5, 1), 40_000_00), (date(2024, 6, 1), 30_000_00)]
    forecast_cost(project=project, made_on=DAY, reason="Monthly", months=months, by=cast.alice, at=AT)


def test_the_worked_example_of_the_method_page(cast: Cast) -> None:
    worked(cast)
    found = project_money(cast.alice, cast.project, at=AT)
    names = ("budget", "spent", "open_commitments", "left", "own_at_completion", "own_to_spend", "own_variance")
    values = [round(found.figures[name].value or 0) // 100 for name in names]
    page = (ROOT / "docs" / "methods" / "money.md").read_text(encoding="utf-8")
    rows = [line.split("|")[3].strip() for line in page.splitlines() if line.startswith("| ") and "," in line]
    assert rows == [f"{value:,}" for value in values]
    line = next(one for one in found.lines if one.nature == "capex")
    assert (line.base_minor, line.contingency_minor, line.reserve_minor) == (90_000_00, 10_000_00, 5_000_00)
    assert [(f"{one.month:%b}", one.cumulative_minor, one.expected_minor) for one in found.months] == [
        ("Apr", 12_000_00, 12_000_00),
        ("May", 18_000_00, 52_000_00),
        ("Jun", None, 82_000_00),
    ]


def test_categories_add_up_to_the_project(cast: Cast) -> None:
    lines = [NewLine(2024, "base", "capex", 100_01, "Steel"), NewLine(2024, "base", "opex", 50_00, "Labour")]
    lines += [NewLine(2025, "contingency", "capex", 10_00)]
    approve_budget(subject=cast.project, lines=lines, reason="Gate", by=cast.carol, at=AT)
    spent = [NewEntry(cast.project, "actual", 70_00, DAY, category="labour", nature="opex")]
    record_entries(entries=[*spent, NewEntry(cast.project, "actual", 1_00, DAY, category="Fees")], by=cast.liam, at=AT)
    assert project_money(cast.alice, cast.project, at=AT).categories[0].forecast_minor is None
    months = [(date(2024, 6, 1), 99_99)]
    forecast_cost(project=cast.project, made_on=DAY, reason="x", months=months, by=cast.alice, at=AT)
    found = project_money(cast.alice, cast.project, at=AT)
    assert [(one.category.casefold(), one.variance_minor) for one in found.categories][:2] == [
        ("labour", -20_00),
        ("fees", -1_00),
    ]
    budget, forecast = (found.figures[name].value for name in ("budget", "own_at_completion"))
    assert sum(one.budget_minor for one in found.categories) == budget
    assert sum(one.forecast_minor or 0 for one in found.categories) == forecast
    assert sum(one.variance_minor for one in found.categories) == found.figures["own_variance"].value


def test_the_plan_stands_beside_the_ledger(cast: Cast, reader: None) -> None:  # noqa: F811  # the fixture
    record_entries(entries=[NewEntry(cast.project, "actual", 100_00, date(2024, 4, 1))], by=cast.liam, at=AT)
    alone = project_money(cast.alice, cast.project, at=AT).figures
    assert alone["unreconciled"].reason is Reason.NO_DATA
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    found = project_money(cast.alice, cast.project, at=AT)
    plan, ledger = found.figures["plan_spent"].value, found.figures["ledger_then"].value
    assert plan is not None
    assert ledger == 100_00
    assert found.figures["unreconciled"].value == ledger - plan
    assert (found.figures["ledger_cpi"].value, found.figures["ledger_at_completion"].value) == (22.0, 18_182)
    assert found.figures["ledger_variance"].reason is Reason.NO_DATA  # no budget is approved
    assert {one.name: one.above_own.reason for one in found.estimates}["cpi"] is Reason.NO_DATA
    forecast_cost(project=cast.project, made_on=DAY, reason="x", months=[], by=cast.alice, at=AT)
    found = project_money(cast.alice, cast.project, at=AT)
    cpi = next(one for one in found.estimates if one.name == "cpi")
    assert cpi.eac.value is not None
    assert cpi.above_own.value == cpi.eac.value - 100_00


def test_years_follow_the_fiscal_calendar_and_categories_their_words(cast: Cast) -> None:
    calendar = {"portfolio": cast.portfolio, "kind": "months", "first_month": 4, "zone": "UTC"}
    set_fiscal_calendar(**calendar, revision=0, by=cast.mona, at=AT)
    lines = [NewLine(2023, "base", "opex", 500, "Labour")]
    approve_budget(subject=cast.project, lines=lines, reason="x", by=cast.carol, at=AT)
    entries = [
        NewEntry(cast.project, "actual", 100, date(2024, 3, 31), nature="opex", category="LABOUR"),
        NewEntry(cast.project, "actual", 200, date(2024, 4, 1), nature="opex", category="labour"),
    ]
    record_entries(entries=entries, by=cast.liam, at=AT)
    found = project_money(cast.alice, cast.project, at=AT).lines
    assert [(one.year, one.category, one.base_minor, one.spent_minor, one.left_minor) for one in found] == [
        ("2023/24", "Labour", 500, 100, 400),
        ("2024/25", "labour", 0, 200, -200),
    ]


def test_other_currencies_are_exchanged_at_their_kind_of_rate(cast: Cast) -> None:
    entries = [
        NewEntry(cast.project, "actual", 100, DAY),
        NewEntry(cast.project, "actual", 900, DAY, currency="USD", nature="opex"),
        NewEntry(cast.project, "commitment", 500, DAY, currency="USD", reference="PO"),
        NewEntry(cast.project, "actual", 200, date(2024, 5, 2), currency="USD", reference="PO"),
    ]
    record_entries(entries=entries, by=cast.liam, at=AT)
    rates = [
        NewRate("transaction", "USD", "0.5", DAY),
        NewRate("transaction", "USD", "0.25", date(2024, 5, 1)),
        NewRate("closing", "USD", "3", date(2024, 5, 5)),
    ]
    record_rates(portfolio=cast.portfolio, rates=rates, by=cast.mona, at=AT)
    found = project_money(cast.alice, cast.project, at=AT)
    assert found.others == ()
    assert found.figures["spent"].value == 100 + 450 + 50
    assert found.figures["committed"].value == 1500
    assert found.figures["open_commitments"].value == 300 * 3
    assert found.figures["spent_opex"].value == 450


def test_other_currencies_without_rates_stand_apart(cast: Cast) -> None:
    entries = [
        NewEntry(cast.project, "actual", 100, DAY),
        NewEntry(cast.project, "actual", 900, DAY, currency="USD"),
        NewEntry(cast.project, "commitment", 70, DAY, currency="JPY"),
    ]
    record_entries(entries=entries, by=cast.liam, at=AT)
    found = project_money(cast.alice, cast.project, at=AT)
    assert found.figures["spent"].value == 100
    assert [(one.currency, one.spent_minor, one.committed_minor) for one in found.others] == [
        ("JPY", 0, 70),
        ("USD", 900, 0),
    ]


AMOUNTS = some.integers(-(10**14), 10**14).filter(bool)
ROWS = some.lists(
    some.tuples(
        some.sampled_from(["actual", "direct_cost", "commitment", "revenue"]),
        AMOUNTS,
        some.integers(0, 800),
        some.sampled_from(["", "A", "B"]),
    ),
    min_size=1,
    max_size=20,
)


@given(rows=ROWS, fixed=some.lists(some.tuples(some.integers(0, 19), some.none() | AMOUNTS), max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_and_corrections_are_plain_addition(cast: Cast, rows: list[Any], fixed: list[Any]) -> None:
    with transaction.atomic():
        project = make.project(portfolio=cast.portfolio)
        entries = [
            NewEntry(project, kind, amount, DAY - timedelta(days=days), reference=f"R{number}", category=category)
            for number, (kind, amount, days, category) in enumerate(rows)
        ]
        record_entries(entries=entries, by=cast.liam, at=AT)
        wanted = list(rows)
        done = set()
        for number, amount in fixed:
            if number >= len(rows) or number in done:
                continue
            done.add(number)
            row = Entry.objects.get(project=project, reference=f"R{number}")
            right = None
            if amount is not None:
                right = NewEntry(project, row.kind, amount, row.on, reference="X", category=row.category)
            correct_entry(entry=row, reason="x", right=right, by=cast.liam, at=AT)
            wanted[number] = (row.kind, amount or 0, rows[number][2], rows[number][3])
        found = project_money(cast.bob, project, at=AT)
        spent = sum(amount for kind, amount, *_ in wanted if kind in ("actual", "direct_cost"))
        assert found.figures["spent"].value == spent
        assert sum(one.spent_minor for one in found.lines) == spent
        assert sum(one.spent_minor for one in found.months) == spent
        for name, kind in (("committed", "commitment"), ("revenue", "revenue"), ("direct_cost", "direct_cost")):
            assert found.figures[name].value == sum(amount for one, amount, *_ in wanted if one == kind)
        if found.months:
            assert found.months[-1].cumulative_minor == spent
        transaction.set_rollback(True)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_money_takes_as_many_questions_however_long_the_ledger(
    cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    entries = [NewEntry(cast.project, "actual", 100 + n, DAY - timedelta(days=n)) for n in range(count)]
    record_entries(entries=entries, by=cast.liam, at=AT)
    worked(cast)
    with django_assert_max_num_queries(19):
        project_money(cast.alice, cast.project, at=AT)
