"""Fiscal calendars cut years into periods without gap or overlap; periods open."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from tests import factories as make
from tests.cast import Cast

from conspectus.kit.errors import NotAllowed, NotFound, Refusal
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.periods.actions import add_period, lay_periods, open_period, set_fiscal_calendar
from conspectus.rooms.periods.bridge import cuts, fiscal_year_of, year_start, year_words
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import fiscal_calendar, get_period, periods_of, visible_periods

AT = make.AT


def refused(code: str, action: object, **given: object) -> str:
    """Return the words an action must be refused with."""
    with pytest.raises(Refusal) as caught:
        action(**given, at=AT)  # type: ignore[operator]  # any action
    assert caught.value.code == code, caught.value.words
    return caught.value.words


def test_months_of_a_year_from_april() -> None:
    found = list(islice(cuts("months", 4, date(2026, 2, 14)), 4))
    assert [(cut.name, cut.fiscal_year, cut.number) for cut in found] == [
        ("Feb 2026", 2025, 11),
        ("Mar 2026", 2025, 12),
        ("Apr 2026", 2026, 1),
        ("May 2026", 2026, 2),
    ]
    assert found[0].starts_on == date(2026, 2, 1)
    assert found[1].ends_on == date(2026, 4, 1)
    assert year_words(4, 2025) == "2025/26"
    assert year_words(1, 2026) == "2026"


def test_weeks_4_4_5_begin_on_the_monday_nearest_to_the_first_and_take_a_53rd_week() -> None:
    # 1 January 2026 is a Thursday, 2027 a Friday: ISO gives 2026 53 weeks as well.
    assert year_start("weeks", 1, 2026) == date(2025, 12, 29)
    assert year_start("weeks", 1, 2027) == date(2027, 1, 4)
    year = list(islice(cuts("weeks", 1, date(2025, 12, 29)), 12))
    assert [(cut.ends_on - cut.starts_on).days // 7 for cut in year] == [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6]
    assert sum((cut.ends_on - cut.starts_on).days for cut in year) == 53 * 7
    assert year[0].name == "P01 2026"


@pytest.mark.parametrize("kind", ["months", "weeks"])
@pytest.mark.parametrize("first_month", [1, 4, 7, 10, 12])
def test_periods_follow_one_another_for_thirty_years(kind: str, first_month: int) -> None:
    found = list(islice(cuts(kind, first_month, date(2010, 6, 15)), 360))
    assert all(before.ends_on == after.starts_on for before, after in pairwise(found))
    for cut in found:
        last = cut.ends_on - timedelta(days=1)
        assert fiscal_year_of(kind, first_month, cut.starts_on) == cut.fiscal_year
        assert fiscal_year_of(kind, first_month, last) == cut.fiscal_year


def test_periods_are_laid_once_and_open_one_by_one(cast: Cast) -> None:
    place = cast.portfolio
    given = {"portfolio": place, "starting": date(2026, 1, 20), "through": date(2026, 4, 1), "by": cast.mona}
    rows = lay_periods(**given, at=AT)
    assert [row.name for row in rows] == ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"]
    lines = AuditLine.objects.count()
    assert lay_periods(**given, at=AT) == ()
    assert AuditLine.objects.count() == lines
    assert [row.name for row in lay_periods(**given | {"through": date(2026, 5, 31)}, at=AT)] == ["May 2026"]
    opened = open_period(period=rows[1], revision=1, by=cast.bob, at=AT)
    assert (opened.state, opened.revision) == ("open", 2)
    assert "open already" in refused("state", open_period, period=opened, revision=2, by=cast.bob)
    assert [row.state for row in periods_of(place)] == ["planned", "open", "planned", "planned", "planned"]


def test_a_gap_between_periods_is_refused_by_name(cast: Cast) -> None:
    lay_periods(portfolio=cast.portfolio, starting=date(2026, 1, 1), through=date(2026, 1, 2), by=cast.mona, at=AT)
    given = {"portfolio": cast.portfolio, "starting": date(2026, 3, 1), "through": date(2026, 3, 2), "by": cast.mona}
    assert "between Jan 2026 and Mar 2026" in refused("gap", lay_periods, **given)
    assert Period.objects.count() == 1


def test_too_many_periods_and_days_the_wrong_way_round_are_refused(cast: Cast) -> None:
    given = {"portfolio": cast.portfolio, "starting": date(2026, 1, 1), "by": cast.mona}
    refused("through", lay_periods, **given, through=date(2025, 12, 31))
    refused("through", lay_periods, **given, through=date(2036, 1, 1))
    assert len(lay_periods(**given, through=date(2035, 12, 31), at=AT)) == 120


def test_a_listed_calendar_takes_periods_one_by_one(cast: Cast) -> None:
    place, by = cast.portfolio, cast.mona
    first = {"portfolio": place, "name": "Wave 1", "starts_on": date(2026, 1, 5), "ends_on": date(2026, 2, 9)}
    refused("not_listed", add_period, **first, by=by)
    calendar = {"portfolio": place, "kind": "listed", "first_month": 1, "zone": "Europe/Berlin"}
    set_fiscal_calendar(**calendar, revision=0, by=by, at=AT)
    refused("listed", lay_periods, portfolio=place, starting=AT.date(), through=AT.date(), by=by)
    row = add_period(**first, by=by, at=AT)
    assert (row.fiscal_year, row.number) == (2026, 1)
    refused("name_taken", add_period, **first, by=by)
    later = {"portfolio": place, "name": "Wave 2", "by": by}
    refused("overlap", add_period, **later, starts_on=date(2026, 2, 8), ends_on=date(2026, 3, 1))
    refused("gap", add_period, **later, starts_on=date(2026, 2, 10), ends_on=date(2026, 3, 1))
    refused("ends_on", add_period, **later, starts_on=date(2026, 2, 9), ends_on=date(2026, 2, 9))
    assert add_period(**later, starts_on=date(2026, 2, 9), ends_on=date(2026, 3, 1), at=AT).number == 2


def test_a_calendar_is_set_by_those_who_steer_and_never_over_a_newer_one(cast: Cast) -> None:
    given = {"portfolio": cast.portfolio, "kind": "weeks", "first_month": 4, "zone": "UTC"}
    with pytest.raises(NotAllowed):
        set_fiscal_calendar(**given, revision=0, by=cast.alice, at=AT)
    with pytest.raises(NotFound):
        set_fiscal_calendar(**given, revision=0, by=cast.dave, at=AT)
    row = set_fiscal_calendar(**given, revision=0, by=cast.mona, at=AT)
    refused("stale", set_fiscal_calendar, **given, revision=row.revision + 1, by=cast.mona)
    for name, wrong in (("kind", "moon"), ("first_month", 13), ("zone", "Mars/Base")):
        refused(name, set_fiscal_calendar, **given | {name: wrong}, revision=1, by=cast.mona)
    assert fiscal_calendar(cast.portfolio).kind == "weeks"


def test_periods_show_to_whoever_sees_their_portfolio(cast: Cast) -> None:
    rows = lay_periods(portfolio=cast.portfolio, starting=AT.date(), through=AT.date(), by=cast.mona, at=AT)
    assert get_period(cast.alice, rows[0].pk) == rows[0]
    assert not visible_periods(cast.dave).exists()
    with pytest.raises(NotFound):
        get_period(cast.dave, rows[0].pk)
