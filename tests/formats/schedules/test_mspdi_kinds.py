"""Kinds of MSPDI one by one: units of lags, recurring exceptions, calendars on calendars, vacations, short days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.formats.schedules.test_other_writers import HEAD, START, dates, length, task

from conspectus.engine.plan import LagUnit, Plan
from conspectus.formats.schedules import read

pytestmark = [pytest.mark.java, pytest.mark.usefixtures("java")]

DAY = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
WEEK = {1: (), 2: DAY, 3: DAY, 4: DAY, 5: DAY, 6: DAY, 7: ()}
PEOPLE = (
    "<Resources><Resource><UID>1</UID><ID>1</ID><Name>Ann</Name><Type>1</Type><CalendarUID>3</CalendarUID></Resource>"
    "<Resource><UID>2</UID><ID>2</ID><Name>Sand</Name><Type>0</Type></Resource></Resources>"
)


def days(week: dict[int, tuple[tuple[str, str], ...]]) -> str:
    """Return the days of a week, counted from Sunday."""
    text = ""
    for number, shifts in week.items():
        hours = "".join(f"<WorkingTime><FromTime>{a}</FromTime><ToTime>{b}</ToTime></WorkingTime>" for a, b in shifts)
        hours = f"<WorkingTimes>{hours}</WorkingTimes>" if hours else ""
        text += f"<WeekDay><DayType>{number}</DayType><DayWorking>{int(bool(shifts))}</DayWorking>{hours}</WeekDay>"
    return text


def free(first: str, last: str, kind: int = 1, more: str = "") -> str:
    """Return days off, recurring where a kind says so."""
    period = f"<TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"
    return (
        f"<Exception><EnteredByOccurrences>0</EnteredByOccurrences>{period}<Occurrences>1</Occurrences>"
        f"<Name>Off</Name><Type>{kind}</Type>{more}<DayWorking>0</DayWorking></Exception>"
    )


def calendar(uid: int, week: str = "", off: str = "", base: int = -1, more: str = "") -> str:
    """Return a calendar's text."""
    week, off = week and f"<WeekDays>{week}</WeekDays>", off and f"<Exceptions>{off}</Exceptions>"
    return (
        f"<Calendar><UID>{uid}</UID><Name>Calendar {uid}</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<BaseCalendarUID>{base}</BaseCalendarUID>{week}{off}{more}</Calendar>"
    )


def plan_of(*tasks: str, calendars: str = "", head: str = START, more: str = "") -> Plan:
    """Return the plan of a file whose first calendar is the project's."""
    calendars = calendars or calendar(1, days(WEEK))
    inside = f"<CalendarUID>1</CalendarUID><Calendars>{calendars}</Calendars><Tasks>{''.join(tasks)}</Tasks>{more}"
    (plan,) = read(f"{HEAD}{head}{inside}</Project>".encode(), "kind.xml").plans
    return plan


def after(uid: int, kind: int = 1, lag: int = 0, form: int = 7) -> str:
    """Return a link; lags are tenths of minutes, or percents."""
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type><LinkLag>{lag}</LinkLag>"
        f"<LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def work_of(*pairs: tuple[int, int]) -> str:
    """Return assignments of tasks and resources."""
    rows = "".join(
        f"<Assignment><UID>{number}</UID><TaskUID>{one}</TaskUID><ResourceUID>{who}</ResourceUID><Units>1</Units>"
        "<Work>PT8H0M0S</Work></Assignment>"
        for number, (one, who) in enumerate(pairs, 1)
    )
    return f"{PEOPLE}<Assignments>{rows}</Assignments>"


@pytest.mark.parametrize("form", [3, 5, 7, 9, 11, 21, 35, 37, 39, 41, 43, 53])
def test_working_lags_of_every_unit_are_minutes(form: int) -> None:
    links = plan_of(task(1, length(16)), task(2, length(8) + after(1, lag=4800, form=form))).links
    assert (links.lag.tolist(), links.unit.tolist()) == ([480], [LagUnit.WORKING])


@pytest.mark.parametrize("form", [4, 6, 8, 10, 12, 36, 38, 40, 42, 44])
def test_elapsed_lags_of_every_unit_are_minutes(form: int) -> None:
    links = plan_of(task(1, length(16)), task(2, length(8) + after(1, lag=4800, form=form))).links
    assert (links.lag.tolist(), links.unit.tolist()) == ([480], [LagUnit.ELAPSED])


@pytest.mark.parametrize(("form", "unit"), [(19, 2), (20, 3), (51, 2), (52, 3)])
def test_lags_in_percent_stay_so(form: int, unit: int) -> None:
    links = plan_of(task(1, length(16)), task(2, length(8) + after(1, lag=50, form=form))).links
    assert (links.lag.tolist(), links.unit.tolist()) == ([5000], [unit])


@pytest.mark.parametrize(
    ("kind", "more", "last", "expected"),
    [
        (
            6,
            "<Period>2</Period><DaysOfWeek>4</DaysOfWeek>",
            "2026-02-20",
            "2026-01-13 2026-01-27 2026-02-10",
        ),
        (4, "<Period>1</Period><MonthDay>15</MonthDay>", "2026-03-31", "2026-01-15 2026-02-15 2026-03-15"),
        (
            5,
            "<Period>1</Period><MonthItem>4</MonthItem><MonthPosition>1</MonthPosition>",
            "2026-03-31",
            "2026-01-12 2026-02-09 2026-03-09",
        ),
        (2, "<Month>11</Month><MonthDay>25</MonthDay>", "2027-12-31", "2026-12-25 2027-12-25"),
        (
            3,
            "<Month>4</Month><MonthItem>4</MonthItem><MonthPosition>4</MonthPosition>",
            "2027-12-31",
            "2026-05-25 2027-05-31",
        ),
    ],
    ids=["Tuesday of every other week", "the 15th", "second Monday", "25 December", "last Monday in May"],
)
def test_recurring_days_off_are_written_out(kind: int, more: str, last: str, expected: str) -> None:
    plan = plan_of(task(1, length(8)), calendars=calendar(1, days(WEEK), free("2026-01-01", last, kind, more)))
    found = [str(date(1970, 1, 1) + timedelta(one.first)) for one in plan.calendars[0].exceptions]
    assert found == expected.split()


def test_days_off_told_in_the_old_and_in_the_new_way_count_once() -> None:
    old = (
        "<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2026-01-06T00:00:00</FromDate>"
        "<ToDate>2026-01-07T23:59:00</ToDate></TimePeriod></WeekDay>"
    )
    for new in ("", free("2026-01-06", "2026-01-07")):
        plan = plan_of(task(1, length(16)), calendars=calendar(1, days(WEEK) + old, new))
        assert len(plan.calendars[0].exceptions) == 1
        assert dates(plan) == ["01-05 08:00 to 01-08 17:00"]


def test_a_calendar_on_a_calendar_on_a_calendar_keeps_the_days_off_of_all() -> None:
    three = calendar(1, days(WEEK), free("2026-01-06", "2026-01-06"))
    three += calendar(2, days({7: DAY}), free("2026-01-07", "2026-01-07"), base=1)
    three += calendar(3, "", free("2026-01-08", "2026-01-08"), base=2)
    plan = plan_of(task(1, length(24)), calendars=three, more=work_of((1, 1)))
    assert dates(plan) == ["01-05 08:00 to 01-10 17:00"]  # Monday, Friday and the Saturday of the second


def test_a_vacation_moves_work_but_not_fixed_durations_materials_or_those_told_to_ignore_it() -> None:
    two = calendar(1, days(WEEK)) + calendar(3, "", free("2026-01-05", "2026-01-06"), base=1)
    ignoring = "<CalendarUID>1</CalendarUID><IgnoreResourceCalendar>1</IgnoreResourceCalendar>"
    rows = [length(8), length(8) + "<Type>1</Type>", length(8) + ignoring, length(8)]
    tasks = [task(number, text) for number, text in enumerate(rows, 1)]
    plan = plan_of(*tasks, calendars=two, more=work_of((1, 1), (2, 1), (3, 1), (4, 2)))
    stays = "01-05 08:00 to 01-05 17:00"
    assert dates(plan) == ["01-07 08:00 to 01-07 17:00", stays, stays, stays]


def test_days_of_seven_hours_from_nine_count_as_the_file_says() -> None:
    nine = (("09:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
    head = "<StartDate>2026-01-05T09:00:00</StartDate><DefaultStartTime>09:00:00</DefaultStartTime>"
    head += "<MinutesPerDay>420</MinutesPerDay><MinutesPerWeek>2100</MinutesPerWeek>"
    week = calendar(1, days(dict.fromkeys(range(2, 7), nine) | {1: (), 7: ()}))
    plan = plan_of(task(1, length(14)), task(2, length(7) + after(1, lag=4200)), calendars=week, head=head)
    assert plan.options.minutes_per_day == 420
    assert dates(plan) == ["01-05 09:00 to 01-06 17:00", "01-08 09:00 to 01-08 17:00"]


def test_a_week_of_its_own_holds_in_its_days_only() -> None:
    half = days(WEEK | {2: (), 7: (("08:00:00", "12:00:00"),)})
    span = (
        "<WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-01-05T00:00:00</FromDate><ToDate>2026-01-11T23:59:00</ToDate>"
        f"</TimePeriod><Name>Move</Name><WeekDays>{half}</WeekDays></WorkWeek></WorkWeeks>"
    )
    week = calendar(1, days(WEEK), more=span)
    plan = plan_of(task(1, length(32)), task(2, length(8) + after(1)), task(3, length(8) + after(2)), calendars=week)
    assert dates(plan)[2] == "01-12 13:00 to 01-13 12:00"
