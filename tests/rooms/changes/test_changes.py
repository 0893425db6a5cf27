"""Change requests: raised, decided by who has the authority and is somebody else, carried into baseline and budget."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.changes import actions
from conspectus.rooms.changes.actions import ChangeParticulars
from conspectus.rooms.changes.models import ChangeAuthority, ChangeDecision, ChangeRequest
from conspectus.rooms.changes.queries import (
    ChangeFilter,
    change_standings,
    change_view,
    change_views,
    find_changes,
    growth_sums,
    growths,
)
from conspectus.rooms.changes.queries.kept import kept_growth
from conspectus.rooms.changes.rules import Limit, limits_for
from conspectus.rooms.money.actions import NewLine, approve_budget
from conspectus.rooms.money.models import Budget
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import Baseline, PlanRevision
from conspectus.rooms.status.queries import statuses

pytestmark = pytest.mark.rows
DAY = AT.date()
RAMP = ChangeParticulars(
    "Second ramp", "A ramp at the north side", "Lorries wait", "customer",
    slip_days=3, cost_minor=120_00, fiscal_year=2024, benefit="Shorter waits",
)  # fmt: skip


def refused(code: str, action: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        action(**given, at=AT)
    assert caught.value.code == code, caught.value.words
    return caught.value.words


def submitted(cast: Cast, new: ChangeParticulars = RAMP) -> ChangeRequest:
    row = actions.raise_change_request(project=cast.project, new=new, by=cast.alice, at=AT)
    return actions.submit_change_request(request=row, revision=1, by=cast.alice, at=AT)


def decided(cast: Cast, new: ChangeParticulars = RAMP, state: str = "approved") -> ChangeRequest:
    row = submitted(cast, new)
    return actions.decide_change_request(request=row, state=state, reason="Agreed", revision=2, by=cast.carol, at=AT)


def plan(cast: Cast, *days: int) -> PlanRevision:
    data = file_of(house(days) if days else house())
    import_plan(project=cast.project, data=data, name=f"{days}.xml", by=cast.alice, at=AT)
    return PlanRevision.objects.filter(project=cast.project).latest("number")


def test_a_change_is_decided_by_somebody_else_and_what_was_shown_is_kept(cast: Cast) -> None:
    row = actions.raise_change_request(project=cast.project, new=RAMP, by=cast.alice, at=AT)
    dearer = replace(RAMP, cost_minor=150_00)
    row = actions.revise_change_request(request=row, new=dearer, revision=1, by=cast.alice, at=AT)
    assert (str(row), row.cost_minor, row.slip_days) == ("CR-1 Second ramp", 150_00, 3.0)
    given: dict[str, Any] = {"request": row, "state": "approved", "reason": "Worth it"}
    refused("state", actions.decide_change_request, **given, revision=2, by=cast.carol)
    row = actions.submit_change_request(request=row, revision=2, by=cast.alice, at=AT)
    refused("state", actions.revise_change_request, request=row, new=RAMP, revision=3, by=cast.alice)
    for who in (cast.heidi, cast.grace):
        refused("not_allowed", actions.decide_change_request, **given, revision=3, by=who)
    words = refused("not_allowed", actions.decide_change_request, **given, revision=3, by=cast.alice)
    assert words.startswith("A change of 150.00 EUR, 3 d is decided by:")
    assert "Sponsor" in words
    refused("not_found", actions.decide_change_request, **given, revision=3, by=cast.dave)
    refused("stale", actions.decide_change_request, **given, revision=2, by=cast.carol)
    refused("empty", actions.decide_change_request, **given | {"reason": " "}, revision=3, by=cast.carol)
    row = actions.decide_change_request(**given, revision=3, by=cast.carol, at=AT)
    decision = row.decision
    shown = json.loads(decision.shown)
    assert (shown["cost_minor"], shown["project"], shown["raised_by"]) == (150_00, "WN-1", "Alice")
    assert decision.digest == sha256(decision.shown.encode()).hexdigest()
    assert decision.authority == "sponsor"
    refused("state", actions.decide_change_request, **given, revision=4, by=cast.bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        ChangeDecision.objects.update(reason="")
    line = AuditLine.objects.order_by("number").last()
    assert line is not None
    assert (line.deed, line.subject_kind) == ("decide_change_request", "changerequest")


def test_nobody_decides_what_they_raised(cast: Cast) -> None:
    row = actions.raise_change_request(project=cast.project, new=RAMP, by=cast.bob, at=AT)
    row = actions.submit_change_request(request=row, revision=1, by=cast.mona, at=AT)
    for who in (cast.bob, cast.mona):
        words = refused(
            "not_allowed", actions.decide_change_request, request=row, state="approved", reason="x", revision=2, by=who
        )
        assert words.startswith("You raised or submitted")


def test_authority_is_by_size_of_the_project_or_its_portfolio(cast: Cast) -> None:
    limits = [Limit("project_manager", 100_00, 2), Limit("sponsor", 500_00, None), Limit("pmo_director")]
    given: dict[str, Any] = {"subject": cast.portfolio, "limits": limits, "reason": "Board of May"}
    refused("not_allowed", actions.set_change_authority, **given, by=cast.carol)
    refused("limits", actions.set_change_authority, **given | {"limits": []}, by=cast.mona)
    refused("limits", actions.set_change_authority, **given | {"limits": [*limits, limits[0]]}, by=cast.mona)
    refused("limits", actions.set_change_authority, **given | {"limits": [Limit("sponsor", -1)]}, by=cast.mona)
    actions.set_change_authority(**given, by=cast.mona, at=AT)
    small = replace(RAMP, cost_minor=-90_00, slip_days=-1)
    row = actions.raise_change_request(project=cast.project, new=small, by=cast.ivan, at=AT)
    row = actions.submit_change_request(request=row, revision=1, by=cast.ivan, at=AT)
    actions.decide_change_request(request=row, state="approved", reason="Fine", revision=2, by=cast.alice, at=AT)
    large = submitted(cast, replace(RAMP, cost_minor=600_00))
    words = refused(
        "not_allowed", actions.decide_change_request, request=large, state="approved", reason="x", revision=2,
        by=cast.carol,
    )  # fmt: skip
    assert words == "A change of 600.00 EUR, 3 d is decided by: PMO director."
    own = [Limit("sponsor", 900_00)]
    actions.set_change_authority(subject=cast.project, limits=own, reason="Sponsor asks", by=cast.mona, at=AT)
    assert [one.role for one in limits_for(cast.project)] == ["sponsor"]
    actions.decide_change_request(request=large, state="rejected", reason="Too dear", revision=2, by=cast.carol, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        ChangeAuthority.objects.update(reason="")


def test_an_approved_change_makes_the_next_baseline_and_budget_and_the_old_ones_stay(cast: Cast, reader: None) -> None:  # noqa: F811
    first = plan(cast)
    set_baseline(project=cast.project, revision=first, reason="Approved", by=cast.bob, at=AT)
    lines = [NewLine(2024, "base", "capex", 1_000_00)]
    approve_budget(subject=cast.project, lines=lines, reason="Case", by=cast.bob, at=AT)
    second = plan(cast, 5, 11, 5)
    row = decided(cast, replace(RAMP, plan=second, slip_days=None))
    assert row.slip_days is not None
    assert row.slip_days > 0  # the finish of revision 2 against that of revision 1
    given: dict[str, Any] = {"request": row, "revision": 3}
    refused("not_allowed", actions.implement_change_request, **given, plan=second, by=cast.alice)
    refused("plan", actions.implement_change_request, **given, with_budget=False, by=cast.bob)
    row = actions.implement_change_request(**given, plan=second, by=cast.bob, at=AT)
    assert [one.number for one in Baseline.objects.order_by("number")] == [1, 2]
    assert [one.number for one in Budget.objects.order_by("number")] == [1, 2]
    assert row.budget is not None
    assert [(one.amount_minor, one.category) for one in row.budget.lines.all()] == [(1_000_00, ""), (120_00, "CR-1")]
    (growth,) = growths([cast.project.pk], DAY, with_cost=None).values()
    assert growth.rebaselines == 1
    assert growth.amount.value is not None
    assert sum(one.amount_minor for one in growth.reasons) == round(growth.amount.value)
    assert growth.reasons[0].reason == "customer"
    (kept,) = kept_growth(cast.project.portfolio, DAY)
    assert (kept.rebaselines, kept.first_minor, kept.current_minor) == (1, growth.first.value, growth.current.value)
    assert kept_growth(cast.project.portfolio, DAY - timedelta(days=1)) == ()
    (together,) = growth_sums(cast.bob, Project.objects.all(), DAY)
    assert (together.currency, together.rebaselined, together.times) == ("EUR", 1, 1)
    assert together.percent == growth.percent
    assert growth_sums(cast.bob, Project.objects.all(), DAY, then=DAY - timedelta(days=1)) == ()
    (blind,) = growth_sums(cast.heidi, Project.objects.all(), DAY)
    assert (blind.times, blind.percent.reason) == (1, Reason.HIDDEN)
    (shut,) = growths([cast.project.pk], DAY, with_cost=frozenset()).values()
    assert (shut.rebaselines, shut.percent.reason, shut.reasons) == (1, Reason.HIDDEN, ())
    refused("state", actions.implement_change_request, request=row, revision=4, by=cast.bob)
    refused("plan", actions.raise_change_request, project=cast.project, new=replace(RAMP, plan=first), by=cast.alice)


def test_without_a_budget_nothing_changes_at_all(cast: Cast, reader: None) -> None:  # noqa: F811
    first = plan(cast)
    row = decided(cast)
    refused("no_budget", actions.implement_change_request, request=row, plan=first, revision=3, by=cast.bob)
    assert not Baseline.objects.exists()
    row = ChangeRequest.objects.get()
    assert (row.state, row.revision) == ("approved", 3)
    row = actions.withdraw_change_request(request=row, reason="No money", revision=3, by=cast.alice, at=AT)
    assert row.state == "withdrawn"


def test_bad_particulars_are_refused_in_words(cast: Cast) -> None:
    given: dict[str, Any] = {"project": cast.project, "by": cast.alice}
    for change, code in (
        ({"reason": "whim"}, "reason"),
        ({"cost_kind": "pocket"}, "cost_kind"),
        ({"fiscal_year": None}, "fiscal_year"),
        ({"fiscal_year": 1}, "fiscal_year"),
        ({"slip_days": float("nan")}, "slip_days"),
        ({"slip_days": 1e9}, "slip_days"),
        ({"what": ""}, "empty"),
        ({"cost_minor": 10**18}, "amount"),
    ):
        refused(code, actions.raise_change_request, new=replace(RAMP, **change), **given)
    refused("not_allowed", actions.raise_change_request, project=cast.project, new=RAMP, by=cast.carol)
    bare = replace(RAMP, cost_minor=None, slip_days=None)
    row = actions.raise_change_request(new=bare, **given, at=AT)
    refused("no_impact", actions.submit_change_request, request=row, revision=1, by=cast.alice)


def test_lists_hide_cost_and_ask_the_database_as_often_for_one_as_for_many(cast: Cast) -> None:
    rows = [submitted(cast, replace(RAMP, title=title)) for title in ("Ramp", "Gate", "Roof")]
    assert change_view(cast.grace, rows[0], DAY).cost.reason is Reason.HIDDEN
    assert change_view(cast.carol, rows[0], DAY + timedelta(days=4)).days == 4
    assert [row.title for row in find_changes(cast.bob, ChangeFilter(text="ga", state="open"), DAY)] == ["Gate"]
    assert not find_changes(cast.dave, ChangeFilter(), DAY).exists()
    counts = []
    for wanted in (ChangeFilter(text="Ramp"), ChangeFilter()):
        with CaptureQueriesContext(connection) as asked:
            change_views(cast.bob, list(find_changes(cast.bob, wanted, DAY)), DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_net_change_over_the_first_baseline_judges_the_scope(cast: Cast, reader: None) -> None:  # noqa: F811
    set_baseline(project=cast.project, revision=plan(cast), reason="Approved", by=cast.bob, at=AT)
    base = Baseline.objects.get().bac_minor
    assert base
    submitted(cast, replace(RAMP, cost_minor=base * 7 // 100 + 1))
    decided(cast, replace(RAMP, cost_minor=base), state="rejected")
    (standing,) = change_standings([cast.project.pk], DAY).values()
    assert (standing.registered, standing.pending, standing.rejected) == (2, 1, 1)
    assert change_standings([cast.project.pk], DAY - timedelta(days=1)) == {}
    laid = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 5, 1), through=date(2024, 6, 1), by=cast.mona, at=AT
    )
    may = open_period(period=laid[0], revision=1, by=cast.mona, at=AT)
    found = statuses(cast.bob, may, at=AT)[0].dimension("scope").computed
    assert (found.colour, "7.0 % of the baseline cost" in found.words) == ("amber", True)
    shut = statuses(cast.grace, may, at=AT)[0].dimension("scope").computed
    assert (shut.colour, "baseline cost" in shut.words) == ("not_assessed", False)


def test_a_deputy_does_not_decide_in_place_of_who_raised_the_request(cast: Cast) -> None:
    row = actions.raise_change_request(project=cast.project, new=RAMP, by=cast.mona, at=AT)
    row = actions.submit_change_request(request=row, revision=1, by=cast.mona, at=AT)
    given: dict[str, Any] = {"request": row, "state": "approved", "reason": "Agreed", "revision": 2}
    for away in (cast.mona, cast.carol):
        days: dict[str, Any] = {"starts_on": DAY, "last_on": DAY, "by": away, "at": AT}
        name_deputy(person=away.person, deputy=cast.heidi.person, **days)
        if away == cast.mona:
            refused("not_allowed", actions.decide_change_request, **given, by=cast.heidi)
    actions.decide_change_request(**given, by=cast.heidi, at=AT)
