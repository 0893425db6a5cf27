"""Earned value by period is what was frozen, of projects and of their sums, for those who see cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.errors import NotAllowed
from conspectus.rooms.packs.actions import make_pack
from conspectus.rooms.packs.queries import pack_template, packs_of, read_draft
from conspectus.rooms.periods.actions import lay_periods, open_period, reopen_period
from conspectus.rooms.portfolio.actions import change_project
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.queries import earned, earned_by_work
from conspectus.rooms.status.queries import earned_by_period

pytestmark = [pytest.mark.django_db, pytest.mark.rows]


def test_each_frozen_period_keeps_its_earned_value(
    cast: Cast,
    reader: None,  # noqa: F811  # the fixture of the same name
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    again = make.project("Again", portfolio=cast.portfolio, programme=cast.programme, manager=cast.alice.person)
    for number, place in enumerate((cast.project, again)):
        plan = house(uid=f"P{number}", cost=100_000.0 * (number + 1))
        import_plan(project=place, data=file_of(plan), name="plan.xml", by=cast.alice, at=AT)
    assert earned_by_period(cast.alice, cast.project, at=AT) == ()
    rows = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 5, 31), by=cast.mona, at=AT
    )
    april = open_period(period=rows[0], revision=1, by=cast.mona, at=AT)
    april = freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    later = AT + timedelta(days=1)
    import_plan(project=again, data=file_of(house((5, 30, 5), uid="P1")), name="l.xml", by=cast.alice, at=later)
    (one,) = earned_by_period(cast.alice, cast.project, at=later)
    (two,) = earned_by_period(cast.ivan, again, at=later)
    (whole,) = earned_by_period(cast.mona, cast.portfolio, at=later)
    assert earned_by_period(cast.ivan, cast.programme, at=later) == (whole,)
    assert (one.period, one.last_on, one.currency) == ("Apr 2024", date(2024, 4, 30), "EUR")
    for name in ("planned_value", "earned_value", "actual_cost", "bac"):
        both = [getattr(each, name).value for each in (one, two)]
        assert getattr(whole, name).value == sum(both)
    assert whole.cpi.value == pytest.approx((whole.earned_value.value or 0) / (whole.actual_cost.value or 1))
    for by, subject in ((cast.grace, cast.project), (cast.alice, cast.programme), (cast.alice, cast.portfolio)):
        with pytest.raises(NotAllowed):
            earned_by_period(by, subject, at=later)
    april = reopen_period(period=april, reason="Late", revision=april.revision, by=cast.mona, at=later)
    assert len(earned_by_period(cast.alice, cast.project, at=later)) == 1  # the version before still stands
    may = open_period(period=rows[1], revision=1, by=cast.mona, at=later)
    template = pack_template(cast.portfolio)
    third = make.project("Third", portfolio=cast.portfolio, manager=cast.alice.person)
    import_plan(project=third, data=file_of(house(uid="P3")), name="third.xml", by=cast.alice, at=later)
    # Sums of days in which a project lay here that went where one may not look are not told any more.
    for moved in (False, True):
        if moved:
            away = {"portfolio": make.portfolio("Elsewhere"), "programme": None}
            change_project(project=again, changes=away, revision=again.revision, by=cast.bob, at=later)
        for by in (cast.mona, cast.bob):
            told = [] if moved and by == cast.mona else ["Apr 2024"]
            drawn = read_draft(by, may, template, at=later).earned_whole
            assert [one.period for one in drawn] == [*told, "May 2024"]
            for subject in (cast.portfolio, cast.programme):
                assert [one.period for one in earned_by_period(by, subject, at=later)] == told

    # Nor does a pack that tells them open to those; what shows less does.
    may = freeze_period(period=may, revision=may.revision, by=cast.bob, at=later)
    for by, readers in ((cast.bob, {cast.bob}), (cast.mona, {cast.bob, cast.mona})):
        (pack,) = make_pack(period=may, kinds=("xlsx",), by=by, at=later)
        assert {one for one in (cast.bob, cast.mona) if pack in packs_of(one, may, at=later)} == readers

    monkeypatch.setattr(earned, "CAUSES", 1)
    work = earned_by_work(cast.project, by=cast.alice, on=AT.date())
    assert work.total is not None
    named = [(one.name, round(one.cv.value or 0)) for one in work.causes]
    assert [name for name, _ in named] == ["Dig"]
    assert work.others_minor != 0
    assert sum(amount for _, amount in named) + work.others_minor == work.total.cv.value
