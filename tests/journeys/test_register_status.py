"""One computed status everywhere: what registers say counts in the table, its sums, the project's page and the home."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import BACKEND

from conspectus.journeys.gather_facts import gather_all
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.actions import approve_budget
from conspectus.rooms.money.bridge.budgets import NewLine
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.risks.actions import Particulars, Quantities, open_register_entry
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.schedule.queries import GridFilter, portfolio_totals, portfolio_view
from conspectus.rooms.schedule.queries.revisions import revisions
from conspectus.rooms.scope.actions import (
    DeliverableParticulars,
    enter_deliverables,
    judge_deliverable,
    submit_deliverable,
)
from conspectus.rooms.status.queries import live_statuses

DAY = AT.date()
PLAN = b"Id,Task,Duration,Start,Predecessors,Percent\n1,Dig,10d,2024-04-01,,100\n2,Build,60d,,1,20\n"


def shown(by: User) -> tuple[str, str, int]:
    """Return the colour and words of the one project with a plan, and how many are counted red."""
    (row,) = [row for row in portfolio_view(by, at=AT) if row.figures]
    assert row.figures is not None
    return (
        row.figures.overall.colour,
        row.figures.overall.words,
        dict(portfolio_totals(by, at=AT).colours).get("red", 0),
    )


def red(by: User) -> list[str]:
    return [row.code for row in portfolio_view(by, GridFilter(status="red"), at=AT)]


def test_a_register_makes_a_project_red_wherever_its_status_stands(cast: Cast) -> None:
    import_plan(project=cast.project, data=PLAN, name="north.csv", by=cast.alice, at=AT)
    set_baseline(project=cast.project, revision=PlanRevision.objects.get(), reason="Gate 3", by=cast.bob, at=AT)
    first = {name: shown(user)[0] for name, user in cast.users().items() if name in ("alice", "grace")}
    assert "red" not in first.values()
    new = DeliverableParticulars("Hall", code="D-1", due_on=DAY - timedelta(days=1), criteria="Inspected")
    (hall,) = enter_deliverables(project=cast.project, new=[new], by=cast.alice, at=AT)
    gather_all(source="deed", at=AT)
    colour, words, count = shown(cast.alice)
    assert (colour, count) == ("red", 1)
    assert "Mandatory, past due and not accepted: 1 deliverable" in words
    assert red(cast.alice) == red(cast.grace) == ["WN-1"]
    assert shown(cast.grace)[0] == "red"

    # The period's page counts the same dimensions and comes to the same colour.
    (month,) = lay_periods(portfolio=cast.portfolio, starting=DAY, through=DAY, by=cast.mona, at=AT)
    month = open_period(period=month, revision=1, by=cast.mona, at=AT)
    (status,) = [row for row in live_statuses(cast.alice, month, at=AT) if row.code == "WN-1"]
    assert status.overall.computed.colour == colour
    assert words.split(" dim")[0] == status.overall.computed.words.split("; ")[1].split(" dim")[0]

    client = Client()
    client.force_login(cast.alice, backend=BACKEND)
    page = client.get(f"/projects/{cast.project.pk}/").content.decode()
    assert "Mandatory, past due and not accepted: 1 deliverable" in page
    earlier = revisions(cast.project, by=cast.alice, on=DAY)
    assert [row.figures.overall.colour for row in earlier] == [first["alice"]]  # a plan in the list stands for itself

    hall = submit_deliverable(deliverable=hall, revision=hall.revision, by=cast.heidi, at=AT)
    judge_deliverable(deliverable=hall, state="accepted", revision=hall.revision, by=cast.carol, at=AT)
    gather_all(source="deed", at=AT)
    assert shown(cast.alice)[0] == "green"  # by its only deliverable
    assert red(cast.alice) == []


def test_what_cost_says_of_the_registers_is_not_told_to_who_may_not_see_it(cast: Cast) -> None:
    import_plan(project=cast.project, data=PLAN, name="north.csv", by=cast.alice, at=AT)
    lines = (NewLine(2024, "base", "capex", 400_000_00), NewLine(2024, "contingency", "capex", 10_00))
    approve_budget(subject=cast.project, lines=lines, reason="Gate 3", by=cast.carol, at=AT)
    likely = Quantities(probability=4, impact_cost=5, percent=40, cost_minor=1_000_000)
    frost = Particulars("threat", "Frost", quantities=likely, owner=cast.heidi.person, response="reduce")
    open_register_entry(place=cast.project, new=frost, by=cast.alice, at=AT)
    gather_all(source="deed", at=AT)
    assert shown(cast.alice)[0] == "red"
    assert shown(cast.grace)[0] != "red"
    assert (red(cast.alice), red(cast.grace)) == (["WN-1"], [])
