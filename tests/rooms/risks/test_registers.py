"""Registers: what is entered, who sees it, scores, exposure counted once, conversion, escalation, heat map."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.engine.measure import Reason
from conspectus.journeys.registers import register_file
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.kit.together import RowsRefused
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.actions import NewLine, approve_budget
from conspectus.rooms.portfolio.actions import NewRate, record_rates
from conspectus.rooms.risks.actions import (
    BulkChange,
    Listed,
    Particulars,
    Quantities,
    change_register_entries,
    change_register_entry,
    convert_register_entry,
    escalate_register_entry,
    import_register_entries,
    open_register_entry,
    particulars_of,
)
from conspectus.rooms.risks.models import Escalation, RegisterEntry
from conspectus.rooms.risks.queries.burn_down import burn_down
from conspectus.rooms.risks.queries.entries import RegisterFilter, entry_views, find_entries, get_entry
from conspectus.rooms.risks.queries.exposure import exposures, heat_map, top_exposures
from conspectus.rooms.status.queries.registers import judged_dimensions

TODAY = AT.date()
FROST = Quantities(probability=4, impact_time=3, impact_cost=5, percent=40, cost_minor=1_000_000, days=20)

HAPPENED = Quantities(impact_time=3, impact_cost=5, cost_minor=1_000_000, days=20)


def enter(cast: Cast, title: str = "Frost", kind: str = "threat", place: Any = None, **more: Any) -> RegisterEntry:
    by = more.pop("by", cast.alice)
    new = Particulars(kind, title, **({"quantities": FROST} | more))
    return open_register_entry(place=place or cast.project, new=new, by=by, at=AT)


def found(by: User, **wanted: Any) -> list[str]:
    return [row.title for row in find_entries(by, RegisterFilter(**wanted), TODAY)]


def amount(by: User, **wanted: Any) -> tuple[Any, str, int, int]:
    one = exposures(by, RegisterFilter(**wanted), TODAY)[0]
    return one.exposure.value, one.currency, one.count, one.without_amounts


def test_an_entry_is_scored_and_refuses_what_it_cannot_hold(cast: Cast) -> None:
    row = enter(cast, owner=cast.heidi.person)
    assert (row.score, row.inherent_minor, row.exposure_minor, row.currency) == (20, 400_000, 400_000, "EUR")
    assert enter(cast, "Late steel", "issue", quantities=HAPPENED).score == 25  # it has happened
    for wrong in (
        {"title": " "},
        {"kind": "threat", "response": "exploit"},
        {"category": "weather"},
        {"kind": "issue"},  # what has happened has no probability
        {"kind": "assumption", "quantities": Quantities(residual_percent=10)},
        {"state": "decided"},
        {"state": "closed"},  # without a word how it ended
        {"quantities": replace(FROST, probability=6)},
        {"quantities": replace(FROST, impact_cost=0)},
        {"quantities": replace(FROST, percent=101)},
        {"quantities": replace(FROST, cost_minor=-1)},
        {"quantities": replace(FROST, days=True)},
        {"also": (cast.other,)},  # of another portfolio
    ):
        with pytest.raises(Invalid):
            enter(cast, **({"title": "x"} | wrong))
    for who, refusal in ((cast.grace, NotAllowed), (cast.carol, NotAllowed), (cast.dave, NotFound)):
        with pytest.raises(refusal):
            enter(cast, by=who)
    new = particulars_of(row, response="reduce", residual_percent=10, residual_cost_minor=500_000)
    row = change_register_entry(entry=row, new=new, revision=1, by=cast.heidi, at=AT)
    assert (row.inherent_minor, row.exposure_minor) == (400_000, 50_000)
    with pytest.raises(Stale):
        change_register_entry(entry=row, new=new, revision=1, by=cast.heidi, at=AT)
    with pytest.raises(Invalid, match="Convert"):
        change_register_entry(entry=row, new=replace(new, kind="issue"), revision=2, by=cast.heidi, at=AT)
    closed = change_register_entry(
        entry=row, new=replace(new, state="closed", outcome="Spring"), revision=2, by=cast.alice, at=AT
    )
    assert (closed.closed_on, found(cast.alice)) == (TODAY, ["Late steel"])


def test_a_shared_entry_shows_where_it_reaches_and_counts_once(cast: Cast) -> None:
    south = make.project("Warehouse south", code="WS-1", portfolio=cast.portfolio, programme=cast.programme)
    enter(cast, also=(south,))
    enter(cast, "Permit", quantities=Quantities(probability=2, impact_time=2))
    enter(cast, "Strike", place=cast.programme, by=cast.ivan)
    enter(cast, "Rates", place=cast.portfolio, by=cast.mona)
    enter(cast, "Elsewhere", place=cast.other, by=cast.bob)
    assert found(cast.bob, project=south.pk) == ["Frost"]
    assert amount(cast.bob, project=south.pk) == (400_000, "EUR", 1, 0)
    assert amount(cast.bob, project=cast.project.pk) == (400_000, "EUR", 2, 1)
    assert amount(cast.bob, programme=cast.programme.pk) == (800_000, "EUR", 3, 1)
    assert amount(cast.bob, portfolio=cast.portfolio.pk) == (1_200_000, "EUR", 4, 1)
    assert found(cast.alice) == ["Frost", "Strike", "Rates", "Permit"]
    assert found(cast.dave) == []
    for who in (cast.grace, cast.heidi):  # they see no cost
        hidden = exposures(who, RegisterFilter(project=cast.project.pk), TODAY)[0]
        assert (hidden.exposure.reason, hidden.hidden) == (Reason.HIDDEN, 2)
        (view,) = entry_views(who, list(find_entries(who, RegisterFilter(text="Frost"), TODAY)), TODAY)
        assert (view.amounts_hidden, view.cost_minor, view.exposure_minor) == (True, None, None)
    (seen,) = top_exposures(cast.alice, RegisterFilter(), TODAY)
    assert seen.title == "Frost"  # the others are of places whose cost alice does not see
    enter(cast, "Pound", currency="GBP", place=south, by=cast.mona)
    lacking = exposures(cast.bob, RegisterFilter(portfolio=cast.portfolio.pk), TODAY)[0]
    assert (lacking.exposure.reason, lacking.no_rate) == (Reason.NO_RATE, ("GBP",))
    rate = NewRate(kind="closing", currency="GBP", rate="1.25", valid_on=TODAY)
    record_rates(portfolio=cast.portfolio, rates=[rate], by=cast.mona, at=AT)
    assert amount(cast.bob, portfolio=cast.portfolio.pk) == (1_700_000, "EUR", 5, 1)
    assert top_exposures(cast.bob, RegisterFilter(portfolio=cast.portfolio.pk), TODAY)[0].title == "Pound"


def test_what_is_open_today_costs_the_same_in_the_exposure_and_at_the_end_of_its_trend(cast: Cast) -> None:
    rate = NewRate(kind="closing", currency="GBP", rate="1.25", valid_on=TODAY)
    record_rates(portfolio=cast.portfolio, rates=[rate], by=cast.mona, at=AT)
    enter(cast, quantities=replace(FROST, percent=100, cost_minor=1))
    penny = Particulars("threat", "Penny", quantities=replace(FROST, percent=100, cost_minor=1), currency="GBP")
    for days in range(3):
        open_register_entry(place=cast.project, new=penny, by=cast.alice, at=AT - timedelta(days=days))
    wanted = RegisterFilter(portfolio=cast.portfolio.pk)
    (*_before, today) = burn_down(cast.bob, wanted, TODAY).points
    assert (today.open, today.exposure.value) == (4, 5)  # 1 and three times 1.25, rounded once
    assert amount(cast.bob, portfolio=cast.portfolio.pk) == (5, "EUR", 4, 0)


def test_conversion_and_escalation_keep_links_and_history(cast: Cast) -> None:
    row = enter(cast, owner=cast.heidi.person, response="reduce")
    row = escalate_register_entry(entry=row, level="programme", reason="Above us", revision=1, by=cast.alice, at=AT)
    with pytest.raises(Invalid):
        escalate_register_entry(entry=row, level="programme", reason="x", revision=2, by=cast.alice, at=AT)
    row = escalate_register_entry(entry=row, level="", reason="Ours again", revision=2, by=cast.ivan, at=AT)
    assert [(one.before, one.after) for one in row.escalations.all()] == [("", "programme"), ("programme", "")]
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Escalation.objects.update(reason="x")
    with pytest.raises(Invalid):
        convert_register_entry(entry=row, kind="threat", reason="x", revision=3, by=cast.alice, at=AT)
    issue = convert_register_entry(entry=row, kind="issue", reason="It froze", revision=3, by=cast.alice, at=AT)
    before = get_entry(cast.alice, row.pk, TODAY)
    assert (before.state, before.outcome, issue.came_from_id) == ("occurred", "It froze", row.pk)
    assert (issue.kind, issue.owner, issue.probability, issue.impact_cost, issue.cost_minor) == (
        "issue", cast.heidi.person, None, 5, 1_000_000,
    )  # fmt: skip
    with pytest.raises(Conflict):
        convert_register_entry(entry=before, kind="issue", reason="x", revision=4, by=cast.alice, at=AT)
    alone = enter(cast, "Move", place=cast.other, by=cast.bob)
    with pytest.raises(Invalid, match="no programme"):
        escalate_register_entry(entry=alone, level="programme", reason="x", revision=1, by=cast.bob, at=AT)


def test_a_heat_map_counts_cells_and_moves(cast: Cast) -> None:
    enter(cast, quantities=replace(FROST, residual_probability=2, residual_impact=3))
    enter(cast, "Ice")
    enter(cast, "Vague", quantities=Quantities(probability=4))
    enter(cast, "Warm", "opportunity")
    found_map = heat_map(cast.alice, RegisterFilter(), "threat", TODAY)
    cells = {(one.probability, one.impact): one for row in found_map.cells for one in row}
    assert (cells[4, 5].count, cells[4, 5].band, cells[2, 3].residual, found_map.unplaced) == (2, "top", 1, 1)
    assert [(one.before, one.after, one.count) for one in found_map.arrows] == [((4, 5), (2, 3), 1)]
    assert found(cast.alice, cell="4x5", kind="threat") == ["Frost", "Ice"]
    assert found(cast.alice, cell="r2x3") == ["Frost"]
    for wrong in ({"cell": "6x1"}, {"cell": "x"}, {"band": "x"}, {"sort": "x"}, {"state": "x"}, {"whose": "x"}):
        with pytest.raises(Invalid):
            find_entries(cast.alice, RegisterFilter(**wrong), TODAY)
    assert found(cast.alice, band="none") == ["Vague"]
    assert len(register_file(by=cast.alice, at=AT, kind="csv", wanted=RegisterFilter()).splitlines()) == 5


def test_many_are_entered_or_changed_at_once_or_none(cast: Cast) -> None:
    one, second = Particulars("threat", "Frost", owner=cast.heidi.person), Particulars("threat", "Strike")
    rows = [Listed(each, cast.project) for each in (one, second)]
    bad = Listed(Particulars("threat", ""), cast.project)
    with pytest.raises(RowsRefused):
        import_register_entries(place=cast.project, rows=[*rows, bad], source="", by=cast.alice, at=AT)
    assert RegisterEntry.objects.count() == 0
    made = import_register_entries(place=cast.project, rows=rows, source="", by=cast.alice, at=AT)
    changes = [BulkChange(row, 1, owner=cast.grace.person, review_on=TODAY - timedelta(days=1)) for row in made]
    with pytest.raises(RowsRefused) as refused:
        change_register_entries(changes=[*changes, BulkChange(made[0], 7)], by=cast.alice, at=AT)
    assert [one.place for one in refused.value.findings] == [f"{made[0].pk} Frost"]
    change_register_entries(changes=changes, by=cast.alice, at=AT)
    assert found(cast.grace, whose="mine", late=True) == ["Frost", "Strike"]
    counts = []
    for _ in range(3):
        enter(cast)
        with CaptureQueriesContext(connection) as asked:
            entry_views(cast.alice, list(find_entries(cast.alice, RegisterFilter(), TODAY)), TODAY)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_how_entries_ended_is_never_overwritten_by_a_change_of_many(cast: Cast) -> None:
    open_one, closed = enter(cast, "Open"), enter(cast, "Closed")
    change_register_entries(changes=[BulkChange(closed, 1, "closed", "It passed.")], by=cast.alice, at=AT)
    with pytest.raises(RowsRefused, match="in which state they end"):
        change_register_entries(changes=[BulkChange(open_one, 1, "", "Gone.")], by=cast.alice, at=AT)
    both = [BulkChange(open_one, 1, "closed", "Gone."), BulkChange(closed, 2, "closed", "Gone.")]
    rows = change_register_entries(changes=both, by=cast.alice, at=AT)
    assert [row.outcome for row in rows] == ["Gone.", "It passed."]


def test_risk_of_a_project_is_judged_by_its_register_and_contingency(cast: Cast) -> None:
    def judged(with_cost: bool = True) -> tuple[str, str]:
        found = judged_dimensions([cast.project], TODAY)[cast.project.pk]["risk"].told(with_cost)
        return found.colour, found.words

    assert judged() == ("not_assessed", "Not assessed, because no risks and contingency are recorded. Enter its risks.")
    row = enter(cast, owner=cast.heidi.person, response="accept")
    assert "no budget with a contingency" in judged()[1]
    lines = [NewLine(2024, "base", "capex", 100_000), NewLine(2024, "contingency", "capex", 500_000)]
    approve_budget(subject=cast.project, lines=lines, reason="Case", by=cast.mona, at=AT)
    assert judged() == ("green", "Exposure is 80.0 % of the contingency left; green to 80 %.")
    assert judged(with_cost=False)[0] == "not_assessed"
    enter(cast, "Ice", owner=cast.heidi.person, quantities=replace(FROST, percent=1))
    assert judged()[0] == "amber"
    new = replace(particulars_of(row), response="")
    change_register_entry(entry=row, new=new, revision=1, by=cast.alice, at=AT)
    assert judged(with_cost=False) == ("amber", "Grave and without response or owner: 2 risks, “Frost” first.")
