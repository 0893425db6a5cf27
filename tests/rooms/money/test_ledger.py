"""The ledger: all or nothing, faults by row, the same batch once, corrections only as new entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.engine.measure import Reason
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.money.actions import (
    EntriesRefused,
    NewEntry,
    NewLine,
    approve_budget,
    correct_entry,
    forecast_cost,
    minor_units,
    record_entries,
)
from conspectus.rooms.money.models import Budget, BudgetLine, Entry, Forecast, ForecastLine
from conspectus.rooms.money.queries import LedgerFilter, budgets, entries, entry_views, project_money
from conspectus.rooms.portfolio.actions import Move, change_project_state

DAY = date(2024, 4, 30)


def spent(cast: Cast, amount: int = 100_00, **more: Any) -> NewEntry:
    return NewEntry(**{"project": cast.project, "kind": "actual", "amount_minor": amount, "on": DAY, **more})


def test_entries_come_in_all_or_none_with_every_fault_named(cast: Cast) -> None:
    wrong = [
        spent(cast),
        spent(cast, 0),
        spent(cast, 1, kind="gift"),
        spent(cast, -5),
        spent(cast, 5, currency="XXX"),
        spent(cast, 5, on=date(2149, 1, 1)),
        spent(cast, 5, on=date(1969, 12, 31)),
        spent(cast, 5, nature="both"),
        spent(cast, 10**18),
        spent(cast, 5, note="a\nb"),
    ]
    with pytest.raises(EntriesRefused) as caught:
        record_entries(entries=wrong, by=cast.liam, at=AT)
    assert [one.place for one in caught.value.findings] == [f"entry {number}" for number in range(2, 11)]
    assert "a credit names what it credits" in caught.value.findings[2].words
    assert not Entry.objects.exists()
    done = record_entries(entries=[spent(cast), spent(cast, -20_00, reference="INV 7")], by=cast.liam, at=AT)
    assert (done.entries, done.words) == (2, "2 entries are recorded.")
    line = AuditLine.objects.order_by("-number")[0]
    assert (line.deed, line.subject_kind) == ("record_entries", "project")


@pytest.mark.parametrize("amount", [0, True, 1.0, 1e308, float("nan"), "5", None, 10**17 + 1, -(10**17) - 1, -0])
def test_no_amount_but_a_whole_number_is_taken(cast: Cast, amount: Any) -> None:
    with pytest.raises(Invalid) as caught:
        record_entries(entries=[spent(cast, amount)], by=cast.liam, at=AT)
    assert caught.value.code == "amount"


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("1,234.56", "EUR", 123456), ("-20", "EUR", -2000), ("1234", "JPY", 1234), ("0.005", "KWD", 5)],
)
def test_amounts_as_people_write_them(text: str, currency: str, minor: int) -> None:
    assert minor_units(text, currency) == minor


@pytest.mark.parametrize("text", ["", "1e308", "NaN", "-", "12,34.5", "0.005", "one", "1" * 40, "١٢"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        minor_units(text, "EUR")
    assert "(amount)" not in caught.value.words


def test_the_same_batch_twice_changes_nothing(cast: Cast) -> None:
    rows = [spent(cast), spent(cast, 7)]
    record_entries(entries=rows, batch="june", by=cast.liam, at=AT)
    lines = AuditLine.objects.count()
    again = record_entries(entries=rows, batch="june", by=cast.alice, at=AT)
    assert (again.entries, Entry.objects.count(), AuditLine.objects.count()) == (0, 2, lines)
    assert record_entries(entries=rows, by=cast.liam, at=AT).entries == 2


def test_entries_of_many_projects_need_the_right_on_each(cast: Cast) -> None:
    more = make.project("Warehouse south", portfolio=cast.portfolio)
    both = [spent(cast), spent(cast, project=more)]
    with pytest.raises(NotFound):
        record_entries(entries=both, by=cast.alice, at=AT)
    for who in (cast.grace, cast.carol, cast.erin):
        with pytest.raises(NotAllowed):
            record_entries(entries=[spent(cast)], by=who, at=AT)
    assert record_entries(entries=both, by=cast.liam, at=AT).projects == tuple(sorted([cast.project.code, more.code]))


def test_a_correction_is_a_reversal_and_the_right_entry(cast: Cast) -> None:
    record_entries(entries=[spent(cast, 100_00, reference="INV 1")], by=cast.liam, at=AT)
    first = Entry.objects.get()
    right = replace(spent(cast), amount_minor=90_00)
    reversal, instead = correct_entry(entry=first, reason="Typed wrong", right=right, by=cast.liam, at=AT)
    assert (reversal.amount_minor, reversal.on, reversal.note) == (-100_00, DAY, "Typed wrong")
    assert sum(Entry.objects.values_list("amount_minor", flat=True)) == 90_00
    shown = {row.id: row for row in entry_views(entries(cast.alice, cast.project))}
    assert (shown[first.pk].corrected, shown[reversal.pk].is_reversal) == (True, True)
    with pytest.raises(Conflict, match="corrected already"):
        correct_entry(entry=first, reason="Again", by=cast.liam, at=AT)
    with pytest.raises(Conflict, match="reversal"):
        correct_entry(entry=reversal, reason="Again", by=cast.liam, at=AT)
    assert instead is not None
    correct_entry(entry=instead, reason="It was another project", by=cast.liam, at=AT)
    assert sum(Entry.objects.values_list("amount_minor", flat=True)) == 0


def test_the_database_refuses_to_change_money(cast: Cast) -> None:
    record_entries(entries=[spent(cast)], by=cast.liam, at=AT)
    approve_budget(subject=cast.project, lines=[NewLine(2024, "base", "capex", 5)], reason="x", by=cast.carol, at=AT)
    forecast_cost(project=cast.project, made_on=DAY, reason="x", months=[(DAY, 5)], by=cast.alice, at=AT)
    for model, change in (
        (Entry, {"amount_minor": 1}),
        (Budget, {"reason": "y"}),
        (BudgetLine, {"amount_minor": 1}),
        (Forecast, {"reason": "y"}),
        (ForecastLine, {"amount_minor": 1}),
    ):
        for spoil in (lambda m=model, c=change: m.objects.update(**c), lambda m=model: m.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                spoil()


def test_bills_come_in_after_the_end(cast: Cast) -> None:
    change_project_state(project=cast.project, move=Move("closed", "Done"), revision=1, by=cast.bob, at=AT)
    cast.project.refresh_from_db()
    assert record_entries(entries=[spent(cast)], by=cast.liam, at=AT).entries == 1
    with pytest.raises(Conflict):
        forecast_cost(project=cast.project, made_on=DAY, reason="x", months=[], by=cast.alice, at=AT)


def test_the_ledger_is_narrowed(cast: Cast) -> None:
    record_entries(
        entries=[
            spent(cast, 1, supplier="Steel & Sons"),
            spent(cast, 2, kind="commitment", on=DAY + timedelta(days=900)),
            spent(cast, 3, on=DAY - timedelta(days=9), category="Labour"),
        ],
        by=cast.liam,
        at=AT,
    )

    def found(**wanted: Any) -> list[int]:
        return [row.amount_minor for row in entries(cast.alice, cast.project, LedgerFilter(**wanted))]

    assert found() == [2, 1, 3]
    assert found(text="steel") == [1]
    assert found(text="LABOUR") == [3]
    assert found(kind="commitment") == [2]
    assert found(since=DAY, through=DAY) == [1]
    with pytest.raises(Invalid):
        found(kind="gift")
    with pytest.raises(NotAllowed):
        entries(cast.grace, cast.project)


def test_sums_never_overflow_the_database(cast: Cast) -> None:
    rows = [spent(cast, 10**17) for _ in range(23)]
    record_entries(entries=rows, by=cast.liam, at=AT)
    with pytest.raises(Invalid) as caught:
        record_entries(entries=[spent(cast, 10**17)], by=cast.liam, at=AT)
    assert caught.value.code == "amount_too_large"
    assert project_money(cast.alice, cast.project, at=AT).figures["spent"].value == 23 * 10**17


def test_a_budget_is_fixed_with_its_digest(cast: Cast) -> None:
    lines = [NewLine(2024, "base", "capex", 90), NewLine(2024, "reserve", "opex", 10, "Labour", cast.division)]
    with pytest.raises(NotAllowed):
        approve_budget(subject=cast.project, lines=lines, reason="x", by=cast.alice, at=AT)
    first = approve_budget(subject=cast.project, lines=lines, reason="Gate 2", by=cast.carol, at=AT)
    second = approve_budget(subject=cast.project, lines=lines, reason="Gate 2", expected=1, by=cast.carol, at=AT)
    assert first.digest != second.digest
    with pytest.raises(Conflict, match="meanwhile"):
        approve_budget(subject=cast.project, lines=lines, reason="Gate 2", expected=1, by=cast.carol, at=AT)
    for wrong in (
        [],
        [NewLine(1969, "base", "capex", 1)],
        [NewLine(2024, "gift", "capex", 1)],
        [NewLine(2024, "base", "", 1)],
        [NewLine(2024, "base", "capex", -1)],
        [NewLine(True, "base", "capex", 1)],
    ):
        with pytest.raises(Invalid):
            approve_budget(subject=cast.project, lines=wrong, reason="x", by=cast.carol, at=AT)
    shown = budgets(cast.alice, cast.project)
    assert [(one.number, one.control_minor, one.reserve_minor) for one in shown] == [(1, 90, 10), (2, 90, 10)]
    assert shown[0].lines[1].division == cast.division.name
    with pytest.raises(NotAllowed):
        budgets(cast.grace, cast.project)


def test_forecasts_go_forward_only(cast: Cast) -> None:
    given = {"project": cast.project, "reason": "Monthly", "by": cast.alice, "at": AT}
    forecast_cost(**given, made_on=DAY, months=[(date(2024, 5, 1), 10), (date(2024, 6, 30), 20)])
    for made_on, months in (
        (AT.date() + timedelta(days=2), []),
        (DAY - timedelta(days=1), []),
        (DAY, [(date(2024, 3, 1), 1)]),
        (DAY, [(date(2024, 5, 1), 1), (date(2024, 5, 2), 1)]),
        (DAY, [(date(2024, 5, 1), -1)]),
    ):
        with pytest.raises(Invalid):
            forecast_cost(**given, made_on=made_on, months=months)
    found = project_money(cast.alice, cast.project, at=AT).figures
    assert (found["own_at_completion"].value, found["own_variance"].reason) == (30, Reason.NO_DATA)
