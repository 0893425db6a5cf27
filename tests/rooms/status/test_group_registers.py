"""Scope, quality and risk of groups, against a slow oracle over the rows; shared risks once, and who sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.rooms.packs.test_packs import table, told
from tests.rooms.schedule.test_parts import PLAN

from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.gather_facts import follow_facts, gather, gather_all
from conspectus.journeys.upkeep import migrate
from conspectus.review.result import GroupReview
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.actions import (
    ChangeParticulars,
    decide_change_request,
    raise_change_request,
    submit_change_request,
)
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.money.actions import NewLine, approve_budget
from conspectus.rooms.money.models import Budget, Entry
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import (
    NewRate,
    arrange_programme,
    create_programme,
    give_project_role,
    record_rates,
)
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.quality import actions as quality
from conspectus.rooms.quality.actions import ConformityParticulars
from conspectus.rooms.risks.actions import (
    Particulars,
    Quantities,
    change_register_entry,
    open_register_entry,
    particulars_of,
)
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import RegisterFilter
from conspectus.rooms.risks.queries.exposure import exposures
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.models import PlanSummary, RegisterStatus
from conspectus.rooms.schedule.queries import GridFilter
from conspectus.rooms.scope.actions import (
    DeliverableParticulars,
    enter_deliverables,
    judge_deliverable,
    submit_deliverable,
)
from conspectus.rooms.scope.models import Deliverable
from conspectus.rooms.status.queries import (
    frozen_groups,
    group_status,
    newest_programme_status,
    programme_status,
    programme_trend,
)

pytestmark = pytest.mark.rows
DAY = AT.date()
RATE = 0.8


@dataclass
class House:
    """A programme with one below it, and projects in both and in neither."""

    north: Project
    east: Project  # in the programme below
    west: Project  # the same, in dollars
    south: Project  # in no programme
    bare: Project  # in the programme, without a plan
    below: Programme

    def every(self) -> tuple[Project, ...]:
        return (self.north, self.east, self.west, self.south, self.bare)


def built(cast: Cast) -> House:
    home = cast.portfolio
    given: dict[str, Any] = {"portfolio": home, "by": cast.mona, "at": AT}
    below = create_programme(name="Sheds", **given)
    below = arrange_programme(programme=below, parent=cast.programme, own_plan=None, revision=1, by=cast.mona, at=AT)
    made = House(
        cast.project,
        make.project("East", code="E-1", portfolio=home, programme=below),
        make.project("West", code="W-1", portfolio=home, programme=below, currency="USD"),
        make.project("South", code="S-1", portfolio=home),
        make.project("Bare", code="B-1", portfolio=home, programme=cast.programme),
        below,
    )
    for number, one in enumerate(made.every()[:-1], 1):
        project = Project.objects.get(pk=one.pk)
        import_plan(project=project, data=PLAN % (1000 * number), name="a.csv", by=cast.bob, at=AT)
        PlanSummary.objects.filter(project=one).update(bac_minor=100_000 * number)
    PlanSummary.objects.filter(project=made.west).update(currency="USD")
    record_rates(portfolio=home, rates=[NewRate("closing", "USD", str(RATE), DAY)], by=cast.liam, at=AT)
    return made


def threat(cast: Cast, place: Any, title: str, minor: int | None, percent: int = 50, **more: Any) -> RegisterEntry:
    quantities = Quantities(probability=3, impact_cost=3)
    if minor is not None:
        quantities = replace(quantities, percent=percent, cost_minor=minor)
    new = Particulars("threat", title, **({"quantities": quantities, "owner": cast.heidi.person} | more))
    return open_register_entry(place=place, new=new, by=cast.bob, at=AT)


def budget(cast: Cast, subject: Any, base: int, contingency: int) -> None:
    lines = [NewLine(2024, "base", "capex", base), NewLine(2024, "contingency", "capex", contingency)]
    approve_budget(subject=subject, lines=lines, reason="Case", by=cast.bob, at=AT)


def spend(cast: Cast, project: Project, minor: int) -> None:
    given = {"kind": "actual", "nature": "capex", "on": DAY, "amount_minor": minor, "currency": project.currency}
    Entry.objects.create(project=project, recorded_by=cast.bob.person, recorded_at=AT, **given)


def changed(cast: Cast, project: Project, minor: int, state: str = "") -> None:
    new = ChangeParticulars("Ramp", "A ramp", "Lorries wait", "customer", cost_minor=minor, fiscal_year=2024)
    row = raise_change_request(project=project, new=new, by=cast.bob, at=AT)
    row = submit_change_request(request=row, revision=1, by=cast.bob, at=AT)
    if state:
        decide_change_request(request=row, state=state, reason="So", revision=2, by=cast.frank, at=AT)


def delivered(cast: Cast, project: Project, state: str = "", late: bool = False) -> None:
    due = DAY - timedelta(days=1) if late else DAY + timedelta(days=9)
    code = f"D-{Deliverable.objects.filter(project=project).count() + 1}"
    new = DeliverableParticulars("Hall", code=code, due_on=due, criteria="Inspected")
    (row,) = enter_deliverables(project=project, new=[new], by=cast.bob, at=AT)
    if state:
        row = submit_deliverable(deliverable=row, revision=row.revision, by=cast.bob, at=AT)
        judge_deliverable(deliverable=row, state=state, reason="No", revision=row.revision, by=cast.frank, at=AT)


def filled(cast: Cast, house: House, dice: Random) -> None:
    """Fill the registers of the house at random."""
    every = house.every()
    for project in every:
        if project == house.east or dice.random() < 0.7:
            budget(cast, project, 100_000, dice.randrange(50_000, 400_000))
        if dice.random() < 0.5:
            spend(cast, project, dice.randrange(1, 140_000))
        for state in dice.sample(("", "approved", "rejected"), dice.randrange(4)):
            changed(cast, project, dice.randrange(-20_000, 40_000), state)
        for state in dice.choices(("", "accepted", "rejected"), k=dice.randrange(3)):
            delivered(cast, project, state)
    changed(cast, house.east, 12_345, "approved")
    delivered(cast, house.west, "accepted")
    places = [*every, cast.programme, house.below, cast.portfolio]
    for number in range(25):
        place, more = dice.choice(places), {}
        if dice.random() < 0.4:
            others = [one for one in every if one != place]
            more["also"] = tuple(dice.sample(others, dice.randrange(1, 4)))
        if dice.random() < 0.1:
            more["state"], more["outcome"] = "closed", "Over"
        minor = None if dice.random() < 0.1 else dice.randrange(60_000)
        threat(cast, place, f"Threat {number}", minor, dice.randrange(100), **more)


# The oracle: plain loops over rows, no query and no engine of the house.


def exchange(amounts: Iterable[tuple[str, int]]) -> tuple[float, str]:
    sums: dict[str, int] = defaultdict(int)
    for currency, minor in amounts:
        sums[currency] += minor
    used = {currency: minor for currency, minor in sums.items() if minor}
    if set(used) == {"USD"}:
        return used["USD"], "USD"
    return sum(round(minor * (RATE if currency == "USD" else 1)) for currency, minor in used.items()), "EUR"


def reached(projects: Collection[Project], own: Collection[Any]) -> list[RegisterEntry]:
    found = []
    for row in RegisterEntry.objects.all():
        mine = row.project in projects or (row.project is None and (row.programme or row.portfolio) in own)
        if row.kind == "threat" and row.state == "open" and (mine or set(row.also.all()) & set(projects)):
            found.append(row)
    return found


def expected(projects: Collection[Project], own: Collection[Any]) -> dict[str, str]:
    """Return what the words of each dimension begin with."""
    exposure = [(one.currency, one.exposure_minor or 0) for one in reached(projects, own)]
    left = []
    for project in projects:
        for approved in Budget.objects.filter(project=project).order_by("-number")[:1]:
            parts = {one.kind: one.amount_minor for one in approved.lines.all()}
            spent = sum(one.amount_minor for one in Entry.objects.filter(project=project))
            left.append((project.currency, parts["contingency"] - max(0, spent - parts["base"])))
    changes, bases, judged = [], [], []
    for project in projects:
        plan = PlanSummary.objects.filter(project=project, is_current=True).first()
        rows = [one for one in ChangeRequest.objects.filter(project=project) if one.state != "rejected"]
        if plan is not None:
            changes.append((project.currency, sum(one.cost_minor or 0 for one in rows)))
            bases.append((project.currency, plan.bac_minor or 0))
        judged += [one.state for one in Deliverable.objects.filter(project=project) if one.state != "planned"]
    both = [*exposure, *left]
    code = "EUR" if len({currency for currency, minor in both if minor}) > 1 else both[0][0]

    def sums(rows: list[tuple[str, int]]) -> float:
        total, of = exchange(rows)
        return total if of == code else round(total * RATE)

    def share(percent: float) -> str:
        return f"{percent:.1f} %"

    return {
        "risk": f"Exposure is {share(100 * sums(exposure) / sums(left))} of the contingency left",
        "scope": f"Approved and pending change is {share(100 * exchange(changes)[0] / exchange(bases)[0])}",
        "quality": f"{judged.count('accepted')} of {len(judged)}: ",
    }


def words(group: GroupReview) -> dict[str, str]:
    return {one.dimension: one.words for one in group.status}


def colours(group: GroupReview) -> dict[str, str]:
    return {one.dimension: one.colour for one in group.status}


def shown(by: User, **wanted: Any) -> dict[str, GroupReview]:
    return {one.name: one for one in group_status(by, GridFilter(**wanted), at=AT, whole="All")}


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_groups_are_judged_as_the_oracle_judges_them_shown_and_frozen(cast: Cast, seed: int) -> None:
    house = built(cast)
    filled(cast, house, Random(seed))  # no secret
    gather_all(source="day", at=AT)
    every, home = house.every(), cast.portfolio
    inner = [one for one in every if one != house.south]
    wanted = {
        "All": (every, (cast.programme, house.below, home)),
        "Warehouses": (inner, (cast.programme, house.below)),
        "Sheds": ((house.east, house.west), (house.below,)),
    }
    now = shown(cast.bob, portfolio=home.pk)
    (month,) = lay_periods(portfolio=home, starting=DAY, through=DAY, by=cast.mona, at=AT)
    month = open_period(period=month, revision=1, by=cast.mona, at=AT)
    month = freeze_period(period=month, revision=month.revision, by=cast.mona, at=AT)
    whole, programmes = frozen_groups(month, 1, with_cost=None)
    assert whole is not None
    then = {"All": whole} | {one.name: one for one in programmes}
    for name, (projects, own) in wanted.items():
        told = expected(projects, own)
        for groups in (now, then):
            found = words(groups[name])
            assert {each: told[each] in found[each] for each in told} == dict.fromkeys(told, True), (told, found)
        assert colours(now[name]) == colours(then[name])
    # The register of the programme says the same sum of the same entries.
    (threats, _) = exposures(cast.bob, RegisterFilter(programme=cast.programme.pk), DAY)
    total, code = exchange((one.currency, one.exposure_minor or 0) for one in reached(inner, wanted["Warehouses"][1]))
    assert (threats.exposure.value, threats.currency) == (total, code)


def test_one_fault_in_any_project_is_a_fault_of_the_group_and_says_whose(cast: Cast) -> None:
    house = built(cast)
    gather_all(source="day", at=AT)
    assert {
        each: colours(shown(cast.bob)["Warehouses"])[each] for each in ("scope", "quality", "risk")
    } == dict.fromkeys(("scope", "quality", "risk"), "not_assessed")
    delivered(cast, house.east, late=True)
    new = ConformityParticulars("Pores", severity="critical", found_on=DAY, due_on=DAY - timedelta(days=1))
    quality.raise_nonconformities(project=house.bare, new=[new], by=cast.bob, at=AT)
    grave = Quantities(probability=5, impact_cost=5)
    threat(cast, house.below, "Strike", None, quantities=grave, owner=None)
    gather_all(source="day", at=AT)
    found = shown(cast.bob)
    said = words(found["Warehouses"])
    assert said["scope"] == "Mandatory, past due and not accepted: 1 deliverable, “East: D-1 Hall”."
    assert said["quality"] == "Critical, open and past due: 1 non-conformity, “Bare: NC-1 Pores”."
    assert said["risk"] == "Grave and without response or owner: 1 risk, “Strike”."
    assert colours(found["Sheds"]) | {"schedule": "", "cost": ""} == {
        "schedule": "", "cost": "", "scope": "red", "quality": "not_assessed", "risk": "amber", "overall": "red",
    }  # fmt: skip
    assert colours(found["All"])["scope"] == "red"
    assert shown(cast.bob, text="east") == {}  # one project alone is no group


def test_who_may_not_see_the_money_of_a_place_is_not_told_of_it(cast: Cast) -> None:
    house = built(cast)
    for one in house.every():
        budget(cast, one, 100_000, 50_000)
        give_project_role(project=one, person=cast.grace.person, role=Role.PROJECT_MANAGER, by=cast.bob, at=AT)
    threat(cast, house.north, "Frost", 40_000)
    gather_all(source="day", at=AT)
    here = {"portfolio": cast.portfolio.pk}
    assert colours(shown(cast.grace, **here)["Warehouses"])["risk"] == "green"
    (month,) = lay_periods(portfolio=cast.portfolio, starting=DAY, through=DAY, by=cast.mona, at=AT)
    month = open_period(period=month, revision=1, by=cast.mona, at=AT)
    before = programme_status(cast.grace, cast.programme, month, at=AT)
    assert before is not None
    assert before.roll_up is not None
    assert before.dimension("risk").computed.colour == "green"
    threat(cast, cast.programme, "Strike", 90_000_000)
    seen = shown(cast.ivan, **here)["Warehouses"]
    assert (colours(seen)["risk"], seen.own_risks) == ("red", True)
    assert words(shown(cast.grace, **here)["Warehouses"])["risk"] == "Not assessed, because you may not see it."
    assert "no risks and contingency are recorded" in words(shown(cast.grace, **here)["Sheds"])["risk"]  # not of it
    assert colours(shown(cast.grace, **here, text="e")["Warehouses"])["risk"] == "green"  # of projects looked for alone
    hidden = programme_status(cast.grace, cast.programme, month, at=AT)
    assert hidden is not None
    assert hidden.roll_up is None
    assert hidden.dimension("risk").computed.colour == "not_assessed"
    month = freeze_period(period=month, revision=month.revision, by=cast.mona, at=AT)
    kept = programme_status(cast.ivan, cast.programme, month, at=AT)
    assert kept is not None
    assert kept.own_risks
    assert kept.dimension("risk").computed.colour == "red"
    packs = [table(told(who, month), "Programmes", place=1) for who in (cast.ivan, cast.grace)]
    packed = [{row[0]: row[2:5] for row in each} for each in packs]
    assert [each["Warehouses"] for each in packed] == [["–", "–", "◆ red"], ["–", "–", "–"]]
    assert [one.colour for one in programme_trend(cast.ivan, cast.programme, before=month, at=AT)] == ["red"]
    assert [one.colour for one in programme_trend(cast.grace, cast.programme, before=month, at=AT)] == [""]


def test_a_programme_with_a_budget_of_its_own_has_its_contingency(cast: Cast) -> None:
    house = built(cast)
    threat(cast, house.north, "Frost", 160_000)
    budget(cast, cast.programme, 100_000, 100_000)
    (month,) = lay_periods(portfolio=cast.portfolio, starting=DAY, through=DAY, by=cast.mona, at=AT)
    open_period(period=month, revision=1, by=cast.mona, at=AT)

    def said() -> str:
        _, status = newest_programme_status(cast.bob, cast.programme, at=AT)
        assert status is not None
        return status.dimension("risk").computed.words

    assert said() == "Exposure is 80.0 % of the contingency left; green to 80 %."
    spend(cast, house.bare, 90_000)
    assert said().startswith("Exposure is 80.0 %")
    spend(cast, house.west, 50_000)  # dollars: 30,000 euros beyond the base
    assert said().startswith("Exposure is 114.3 % of the contingency left; amber to 100 %.")


def test_recovery_of_the_one_at_fault_decides_by_registers_too(cast: Cast) -> None:
    house = built(cast)
    for one in house.every():
        budget(cast, one, 100_000, 50_000)
        threat(cast, one, "Frost", 20_000)
    gather_all(source="day", at=AT)
    sheds = shown(cast.bob)["Sheds"]
    assert colours(sheds)["risk"] == "green"
    threat(cast, house.east, "Flood", 400_000)
    PlanSummary.objects.filter(project=house.east).update(schedule_colour="red")
    gather_all(source="day", at=AT)
    sheds = shown(cast.bob)["Sheds"]
    assert (colours(sheds)["risk"], sheds.deciding) == ("red", "East")


def test_what_registers_hold_is_asked_once_and_everything_reached_is_measured_again(cast: Cast) -> None:
    house = built(cast)
    shared = threat(cast, house.north, "Frost", 40_000, also=(house.east, house.west))
    gather_all(source="day", at=AT)

    def parts() -> dict[str, list[Any]]:
        rows = RegisterStatus.objects.values_list("project__code", "part")
        return {code: part["shared"] for code, part in rows if part["shared"]}

    assert parts() == {key: [[shared.pk, "EUR", 20000]] for key in ("WN-1", "E-1", "W-1")}
    new = replace(particulars_of(shared), also=(house.west,))
    later = AT + timedelta(minutes=1)
    shared = change_register_entry(entry=shared, new=new, revision=1, by=cast.bob, at=later)
    assert follow_facts(at=later) == 0  # no fact is other, what is shared is
    assert set(parts()) == {"WN-1", "W-1"}
    threat(cast, cast.programme, "Strike", 10_000, also=(house.south,))
    follow_facts(at=later)
    assert set(parts()) == {"WN-1", "W-1", "S-1"}
    with CaptureQueriesContext(connection) as asked:
        gather([house.north.pk], on=DAY, source="deed", at=AT)
    registers = [one for one in asked if '"risks_registerentry"."kind" = ' in one["sql"] and "shared" in one["sql"]]
    assert len(registers) == 2  # those that belong to it, and those that reach it

    RegisterStatus.objects.update(part={})  # as a version before left them
    assert colours(shown(cast.bob)["Warehouses"])["risk"] == "not_assessed"
    assert migrate(at=AT) == []
    assert set(parts()) == {"WN-1", "W-1", "S-1"}


def test_a_table_asks_as_often_for_one_project_as_for_many(cast: Cast) -> None:
    house = built(cast)
    counts = []
    for place in (house.north, house.east, cast.programme, cast.portfolio):
        threat(cast, place, "Frost", 40_000)
        gather_all(source="day", at=AT)
        with CaptureQueriesContext(connection) as asked:
            shown(cast.bob, portfolio=cast.portfolio.pk)
        counts.append(len(asked))
    assert len(set(counts)) == 1
