"""Programmes report themselves, beside their own sums; inside one another at any depth; frozen with the period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.actions import NewLine, approve_budget
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import NewRate, arrange_programme, change_programme, grant_role, record_rates
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects, visible_programmes
from conspectus.rooms.portfolio.rules import may
from conspectus.rooms.schedule.actions import NewTolerance, import_plan, set_tolerance
from conspectus.rooms.status.actions import (
    Declared,
    Words,
    accept_report,
    declare_status,
    end_override,
    override_status,
    submit_report,
)
from conspectus.rooms.status.queries import (
    ProgrammeStatus,
    overrides,
    period_standing,
    programme_status,
    programme_trend,
    statuses,
)
from conspectus.rooms.status.queries.groups import frozen_groups

GREEN = (Declared("overall", "green", "Steady"), Declared("cost", "green"))
LIMITS = {"slip_percent": (50.0, 60.0), "spi_t": (0.5, 0.4), "overrun_percent": (50.0, 60.0)}
BASE, RESERVE = NewLine(2024, "base", "capex", 10**12), NewLine(2024, "reserve", "capex", 7)
WIDE = NewTolerance("Agreed", LIMITS, from_on=date(2024, 4, 1))


@pytest.fixture
def april(cast: Cast, reader: None) -> Period:  # noqa: F811  # the fixture of the same name
    """Return April 2024, open: the cast's project is behind, a large one in a programme below is not."""
    large = make.project("Large hall", portfolio=cast.portfolio, programme=below(cast))
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    set_tolerance(subject=large, new=WIDE, by=cast.mona, at=AT)
    import_plan(project=large, data=file_of(house(uid="L", name="Large")), name="large.xml", by=cast.bob, at=AT)
    rows = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 4, 1), by=cast.mona, at=AT
    )
    return open_period(period=rows[0], revision=1, by=cast.mona, at=AT)


def below(cast: Cast) -> Programme:
    inner = make.programme("Halls", portfolio=cast.portfolio)
    return put(cast, inner, cast.programme)


def put(cast: Cast, programme: Programme, parent: Programme | None, **more: Any) -> Programme:
    given = {"own_plan": None, "by": cast.mona, "at": AT} | more
    return arrange_programme(
        programme=programme, parent=parent, revision=Programme.objects.get(pk=programme.pk).revision, **given
    )


def test_a_programme_declares_beside_its_sums_and_both_are_frozen(cast: Cast, april: Period) -> None:
    ivan, programme = cast.ivan, Programme.objects.get(pk=cast.programme.pk)
    set_tolerance(subject=programme, new=WIDE, by=cast.mona, at=AT)
    programme = put(cast, programme, None, own_plan=cast.project)
    words = Words(summary="Steady", decisions="None")
    report = declare_status(subject=programme, period=april, declared=GREEN, words=words, revision=0, by=ivan, at=AT)
    submit_report(report=report, revision=1, by=ivan, at=AT)
    report.refresh_from_db()
    with pytest.raises(NotAllowed):  # who manages it does not accept their own
        accept_report(report=report, revision=report.revision, by=ivan, at=AT)
    accept_report(report=report, revision=report.revision, by=cast.mona, at=AT)
    live = programme_status(cast.bob, programme, april, at=AT)
    assert live is not None
    assert (live.overall.declared, live.overall.colour, live.tolerance.judge) == ("green", "green", "programme")
    assert live.dimension("cost").gap == 0
    assert [(one.colour, one.programme) for one in live.children] == [("red", "Warehouses"), ("green", "Halls")]
    assert live.worst is not None  # green by its sums while a child is red: said by name
    assert live.worst.code == "WN-1"
    assert live.roll_up is not None
    assert live.roll_up.projects == 2
    assert sum(count for _, count, _ in live.roll_up.portions) == 2
    assert live.own_plan is not None
    assert (live.own_plan.code, [one.name for one in live.own_plan.milestones]) == ("WN-1", ["Hand over"])
    assert live.team == (("Ivan", "Programme manager"),)  # Kim came in May
    assert [name for _, name in live.programmes] == ["Halls"]
    assert period_standing(cast.bob, april, at=AT) == (statuses(cast.bob, april, at=AT), (live,))
    closed = programme_status(cast.alice, programme, april, at=AT)  # she sees one project of two
    assert period_standing(cast.alice, april, at=AT) == (statuses(cast.alice, april, at=AT), (closed,))
    assert period_standing(cast.heidi, april, at=AT)[0] == statuses(cast.heidi, april, at=AT)  # without cost
    assert period_standing(cast.dave, april, at=AT) == ((), ())
    assert closed is not None
    assert (closed.roll_up, closed.hidden, closed.overall.gap) == (None, 1, None)
    assert [one.code for one in closed.children] == ["WN-1"]
    assert closed.report.summary == "Steady"
    assert closed.programmes == ()  # that there are Halls is told to who may see it
    april.refresh_from_db()
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    april.refresh_from_db()
    open_to_alice = frozenset({cast.project.pk})
    assert frozen_groups(april, april.version, with_cost=open_to_alice) == (None, ())
    put(cast, Programme.objects.get(name="Halls"), None)  # the sums of then hold it still
    assert frozen_groups(april, april.version, with_cost=open_to_alice) == (None, ())
    put(cast, Programme.objects.get(name="Halls"), cast.programme)
    later = AT + timedelta(days=1)
    renamed = change_programme(
        programme=programme,
        name="Renamed",
        purpose="",
        manager=None,
        revision=Programme.objects.get(pk=programme.pk).revision,
        by=cast.mona,
        at=later,
    )
    frozen = programme_status(cast.bob, renamed, april, at=later)
    assert frozen == live
    assert period_standing(cast.bob, april, at=later)[1] == (live,)
    assert period_standing(cast.alice, april, 1, at=later)[1] == (closed,)
    asked: dict[str, Any] = {"before": april, "at": later}
    assert [programme_trend(by, renamed, **asked)[0].colour for by in (cast.bob, cast.alice)] == ["green", ""]
    put(cast, Programme.objects.get(name="Halls"), None)  # what lay in it then hides its sums of then, not of now
    assert programme_trend(cast.alice, renamed, **asked)[0].colour == ""
    with pytest.raises(Conflict, match="frozen"):
        declare_status(subject=programme, period=april, declared=GREEN, revision=3, by=cast.bob, at=later)
    new = make.programme("Later", portfolio=cast.portfolio)
    assert programme_status(cast.bob, new, april, at=later) is None


def test_a_colour_of_a_programme_is_set_aside_from_above_and_both_stay_readable(cast: Cast, april: Period) -> None:
    programme = Programme.objects.get(pk=cast.programme.pk)
    given = {"subject": programme, "dimension": "schedule", "colour": "green", "reason": "Agreed", "at": AT}
    before = programme_status(cast.bob, programme, april, at=AT)
    assert before is not None
    computed = before.dimension("schedule").computed.colour
    given |= {"computed": computed, "ends_on": AT.date() + timedelta(days=30)}
    for nobody in (cast.ivan, cast.alice):  # who manages it does not
        with pytest.raises(NotAllowed):
            override_status(**given, by=nobody)
    with pytest.raises(NotFound):
        override_status(**given, by=cast.dave)
    row = override_status(**given, by=cast.mona)
    live = programme_status(cast.bob, programme, april, at=AT)
    assert live is not None
    told = live.dimension("schedule")
    assert (told.computed.colour, told.colour) == (computed, "green")
    assert told.override is not None
    assert (told.override.reason, told.override.made_by) == ("Agreed", "Mona")
    assert (computed, live.overall.computed.colour) == ("red", "red")
    assert live.overall.colour == live.dimension("cost").colour == "amber"
    hidden = programme_status(cast.alice, programme, april, at=AT)
    assert hidden is not None
    assert hidden.dimension("schedule").override is None
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    april.refresh_from_db()
    with pytest.raises(NotAllowed):
        end_override(override=row, by=cast.ivan, at=AT)
    end_override(override=row, by=cast.mona, at=AT)
    assert programme_status(cast.bob, programme, april, at=AT) == live
    assert [(one.subject, one.ended_by) for one in overrides(programme)] == [(programme, cast.mona.person)]


def test_a_programme_is_held_to_its_own_budget_from_the_day_it_is_approved(cast: Cast, april: Period) -> None:
    programme = Programme.objects.get(pk=cast.programme.pk)

    def cost(by: User = cast.bob) -> ProgrammeStatus:
        found = programme_status(by, programme, april, at=AT)
        assert found is not None
        return found

    before = cost()
    assert before.budget is None
    assert before.roll_up is not None
    bac = round(before.roll_up.budget.value or 0)
    lines = [NewLine(2024, "base", "capex", bac * 2), NewLine(2024, "contingency", "opex", bac), RESERVE]
    given: dict[str, Any] = {"subject": programme, "lines": lines, "reason": "Business case", "by": cast.bob}
    for nobody in (cast.ivan, cast.alice):
        with pytest.raises(NotAllowed):
            approve_budget(**given | {"by": nobody, "at": AT})
    approve_budget(**given, at=AT)  # in May: April is not held to it
    assert cost() == before
    approve_budget(**given, at=AT - timedelta(days=10))
    now = cost()
    assert now.budget is not None
    assert (now.budget.number, now.budget.control_minor, now.budget.reserve_minor) == (2, bac * 3, 7)
    assert (now.budget.allotted_to, now.budget.free.value) == (0, bac * 3)
    assert (before.dimension("cost").colour, now.dimension("cost").colour) == ("amber", "green")
    assert "approved budget" in now.dimension("cost").computed.words
    approve_budget(subject=cast.project, lines=lines[:1], reason="Gate", by=cast.carol, at=AT)
    told = cost().budget
    assert told is not None
    assert (told.allotted_to, told.free.value) == (1, bac)
    make.project("Alone", portfolio=cast.portfolio, programme=programme, manager=cast.alice.person)
    Project.objects.filter(name="Large hall").update(manager=cast.alice.person)
    closed = cost(cast.alice)  # she sees the money of every project in it, not what the programme was given
    assert (closed.hidden, closed.budget, closed.roll_up, closed.overall.gap) == (0, None, None, None)
    assert closed.dimension("cost").colour == "not_assessed"
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    april.refresh_from_db()
    assert cost().budget == told
    asked: dict[str, Any] = {"before": april, "at": AT}
    assert [programme_trend(by, programme, **asked)[0].colour for by in (cast.mona, cast.alice)] == ["red", ""]


def test_sums_in_another_currency_are_held_to_an_own_budget_by_a_rate_or_not_at_all(cast: Cast, april: Period) -> None:
    programme = Programme.objects.get(pk=cast.programme.pk)
    Portfolio.objects.filter(pk=cast.portfolio.pk).update(currency="GBP")
    day = AT - timedelta(days=10)
    approve_budget(subject=programme, lines=[RESERVE, BASE], reason="Case", by=cast.bob, at=day)

    def cost() -> str:
        found = programme_status(cast.bob, programme, Period.objects.get(pk=april.pk), at=AT)
        assert found is not None
        return found.dimension("cost").colour

    assert cost() == "not_assessed"
    new = NewRate("closing", "EUR", "0.8", date(2024, 4, 30))
    record_rates(portfolio=Portfolio.objects.get(pk=cast.portfolio.pk), rates=[new], by=cast.mona, at=AT)
    assert cost() == "green"


def test_programmes_lie_in_programmes_and_rights_go_down(cast: Cast) -> None:
    top, mid, low = (make.programme(name, portfolio=cast.portfolio) for name in ("Top", "Mid", "Low"))
    project = make.project("Deep", portfolio=cast.portfolio, programme=low)
    put(cast, low, mid)
    put(cast, mid, top)
    low.refresh_from_db()
    assert low.path == f"/{top.pk}/{mid.pk}/{low.pk}/"
    dave = cast.dave
    assert not visible_programmes(dave, AT.date()).exists()
    grant_role(person=dave.person, role=Role.PROGRAMME_MANAGER, scope=top, by=cast.bob, at=AT)
    assert [one.name for one in visible_programmes(dave, AT.date())] == ["Low", "Mid", "Top"]
    assert list(find_projects(dave, ProjectFilter(programme=top.pk), AT.date())) == [project]
    assert may(dave, "import_plan", Project.objects.get(pk=project.pk), AT.date())
    with pytest.raises(Invalid, match="below itself"):
        put(cast, top, low)
    with pytest.raises(Invalid, match="another portfolio"):
        put(cast, low, make.programme("Far", portfolio=make.portfolio("Far")), by=cast.bob)
    with pytest.raises(Invalid, match="does not lie in this programme"):
        put(cast, top, None, own_plan=project)
    with pytest.raises((NotAllowed, NotFound)):  # who steers what lies within does not take it out
        put(cast, Programme.objects.get(pk=low.pk), None, by=dave)
    chain = [top]
    for number in range(6):
        chain.append(put(cast, make.programme(f"P{number}", portfolio=cast.portfolio), chain[-1]))
    with pytest.raises(Invalid, match="8 levels"):
        put(cast, Programme.objects.get(pk=mid.pk), chain[-1])
    put(cast, low, None)
    low.refresh_from_db()
    assert low.path == f"/{low.pk}/"
    assert [one.name for one in visible_programmes(dave, AT.date())][:2] == ["Mid", "P0"]
