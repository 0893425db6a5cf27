"""The reporting cycle: opened once, everybody asked, reminded on their days, timely or late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests import factories as make
from tests.cast import Cast

from conspectus.engine.measure import Reason
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.journeys.reporting_cycle import begin_cycle, decide_reports, keep_cycles
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.kit.together import RowsRefused
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.outbox.queries import notices_of
from conspectus.rooms.periods.actions import lay_periods
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Placement
from conspectus.rooms.status.actions import (
    CycleDates,
    Declared,
    Gathering,
    change_cycle,
    chase_reports,
    declare_status,
    delegate_report,
    open_cycle,
    set_reporting_rule,
    submit_report,
)
from conspectus.rooms.status.models import Cycle, Reminder, Report, Request
from conspectus.rooms.status.queries.cycle_facts import cycle_facts
from conspectus.rooms.status.queries.cycles import collected, narrowed, next_cycles, requests_of
from conspectus.rooms.status.queries.timeliness import timeliness_trend
from conspectus.rooms.status.queries.todo import reports_asked

GREEN = (Declared("overall", "green", "All well"),)
ANSWERS = {("NO_PLAN", "plan"): "Not yet", ("SILENT", "words"): "As before"}
OPENED = datetime(2024, 6, 1, 9, 0, tzinfo=UTC)


def on(day: int, hour: int = 9) -> datetime:
    return datetime(2024, 6, day, hour, 0, tzinfo=UTC)


@pytest.fixture
def may(cast: Cast) -> Period:
    """Return May 2024, planned, where the project was there before it ended."""
    rows = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 5, 1), through=date(2024, 7, 1), by=cast.mona, at=OPENED
    )
    return rows[0]


def words_to(user: User) -> list[tuple[str, str]]:
    return [(one.kind, one.change.words) for one in shown(user, list(notices_of(user)), date(2024, 6, 20))]


def reported(cast: Cast, period: Period, at: datetime, by: User | None = None) -> Report:
    by = by or cast.alice
    row = declare_status(subject=cast.project, period=period, declared=GREEN, revision=0, by=by, at=at)
    return submit_report(report=row, answers=ANSWERS, revision=1, by=by, at=at)


def test_a_cycle_asks_everybody_once_and_measures_who_was_in_time(cast: Cast, may: Period) -> None:
    follow_notices(at=OPENED)
    with pytest.raises(NotAllowed):
        begin_cycle(period=may, revision=1, by=cast.alice, at=OPENED)
    with pytest.raises(NotFound):
        begin_cycle(period=may, revision=1, by=cast.dave, at=OPENED)
    with pytest.raises(Conflict):
        open_cycle(period=may, by=cast.mona, at=OPENED)
    cycle = begin_cycle(period=may, revision=1, by=cast.mona, at=OPENED)
    may.refresh_from_db()
    assert (may.state, cycle.due_on, cycle.reminders) == ("open", date(2024, 6, 7), ["2024-06-05", "2024-06-08"])
    assert cycle.escalates_on == date(2024, 6, 10)
    assert {str(one.subject) for one in Request.objects.all()} == {str(cast.project), str(cast.programme)}
    follow_notices(at=OPENED)
    assert words_to(cast.alice) == [("asked", f"The report of {cast.project} is asked for, due 7 Jun 2024")]
    assert not Notice.objects.filter(kind="period").exists()  # nobody is told twice
    begin_cycle(period=may, revision=2, by=cast.mona, at=on(2))  # asked again: nobody came since
    assert AuditLine.objects.filter(deed="open_cycle").count() == 1
    rows = requests_of(cast.mona, may, at=on(2))
    assert [(one.name, one.state, one.manager, one.late) for one in rows] == [
        ("Warehouses", "asked", "Ivan", False),
        ("Warehouse north", "asked", "Alice", False),
    ]
    assert requests_of(cast.dave, may, at=on(2)) == ()
    row = declare_status(subject=cast.project, period=may, declared=GREEN, revision=0, by=cast.alice, at=on(3))
    assert {one.state for one in requests_of(cast.alice, may, at=on(3))} == {"begun", "asked"}
    submit_report(report=row, answers=ANSWERS, revision=1, by=cast.alice, at=on(7, 23))
    found = {one.name: one for one in requests_of(cast.bob, may, at=on(8))}
    north, houses = found["Warehouse north"], found["Warehouses"]
    assert (north.state, north.in_time, houses.late, houses.in_time) == ("submitted", True, True, None)
    stand = collected(found.values())
    assert (stand.requested, stand.late, stand.timeliness.value, stand.complete) == (2, 1, 0.5, False)
    assert narrowed(tuple(found.values()), "late", "") == (houses,)
    assert narrowed(tuple(found.values()), "", "alice") == (north,)
    with pytest.raises(Invalid):
        narrowed((), "lost", "")
    [accepted] = decide_reports(period=may, chosen=[(Report.objects.get(), 2)], accept=True, by=cast.mona, at=on(8))
    assert (accepted.state, accepted.first_submitted_at) == ("accepted", on(7, 23))
    with pytest.raises(RowsRefused):
        decide_reports(period=may, chosen=[(accepted, 1)], accept=False, words="Again", by=cast.mona, at=on(8))
    [returned] = decide_reports(period=may, chosen=[(accepted, 3)], accept=False, words="Why?", by=cast.mona, at=on(9))
    submit_report(report=returned, revision=4, by=cast.alice, at=on(9))
    assert Report.objects.get().first_submitted_at == on(7, 23)  # it counts as in time, however often it came back
    told = cycle_facts([cast.project], date(2024, 6, 20))[cast.project.pk]
    assert told == {
        "cycle_asked_on": date(2024, 6, 1), "cycle_due_on": date(2024, 6, 7), "cycle_submitted_on": date(2024, 6, 7),
        "cycle_late_days": 0, "cycles_asked": 1, "cycles_in_time": 1, "cycle_returned": 1, "cycle_unchanged_streak": 0,
    }  # fmt: skip
    then = cycle_facts([cast.project, cast.other], date(2024, 6, 7))  # the last day in time is not over
    assert (then[cast.project.pk]["cycles_asked"], then[cast.project.pk]["cycle_returned"]) == (0, 0)
    assert then[cast.other.pk]["cycle_due_on"] == Reason.NO_DATA
    assert cycle_facts([cast.project], date(2024, 6, 6))[cast.project.pk]["cycle_late_days"] == Reason.NO_DATA
    assert timeliness_trend(cast.mona, cast.portfolio, at=on(7)).cycles == ()  # the day has not passed
    trend = timeliness_trend(cast.mona, cast.portfolio, at=on(20))
    told = [(one.name, one.level, one.cells[0].requested, one.cells[0].in_time) for one in trend.divisions]
    assert told == [("Operations", 0, 1, 1), ("Logistics", 1, 1, 1), ("", 0, 1, 0)]  # the programme lies in none
    assert ([one.name for one in trend.cycles], trend.total[0].share.value) == (["May 2024"], 0.5)
    for day, lies_in in ((date(2020, 1, 1), cast.division), (date(2024, 6, 1), None)):
        Placement.objects.create(
            project=cast.project, kind="division", division=lies_in, from_on=day, recorded_at=on(20), recorded_by=None
        )
    assert [one.name for one in timeliness_trend(cast.mona, cast.portfolio, at=on(21)).divisions] == [
        "Operations", "Logistics", "",
    ]  # fmt: skip
    assert timeliness_trend(cast.dave, cast.portfolio, at=on(20)).divisions == ()


def test_the_clock_reminds_once_a_day_and_tells_others_once(cast: Cast, may: Period) -> None:
    follow_notices(at=OPENED)
    cycle = begin_cycle(period=may, revision=1, by=cast.mona, at=OPENED)
    assert keep_cycles(at=on(4)) == 0
    assert keep_cycles(at=on(5)) == 1
    assert keep_cycles(at=on(5, 12)) == 0  # each once
    assert {one.person_id for one in Reminder.objects.all()} == {cast.alice.person_id, cast.ivan.person_id}
    reported(cast, may, on(6))
    assert keep_cycles(at=on(10)) == 2  # the second reminder was due since the 8th, others are told today
    kinds = [(one.kind, one.person_id) for one in Reminder.objects.order_by("pk")[2:]]
    assert kinds == [("reminder", cast.ivan.person_id), ("escalation", cast.mona.person_id)]
    follow_notices(at=on(10))
    assert [kind for kind, _ in words_to(cast.ivan)].count("asked") == 3
    assert words_to(cast.ivan)[0][1].startswith("Reminder: the report of Warehouses is missing")
    assert words_to(cast.mona)[0] == ("late", "1 report is late and still missing")
    assert words_to(cast.alice) == []  # what was asked is done, so it says nothing any more
    found = chase_reports(cycle=cycle, by=cast.mona, at=on(11))
    assert [one.person_id for one in found] == [cast.ivan.person_id]
    done = list(Request.objects.filter(project=cast.project))
    with pytest.raises(Conflict, match="No report is missing"):
        chase_reports(cycle=cycle, requests=done, by=cast.mona, at=on(11))
    with pytest.raises(NotAllowed):
        chase_reports(cycle=cycle, by=cast.alice, at=on(11))


def test_the_days_of_a_portfolio_and_of_one_cycle(cast: Cast, may: Period) -> None:
    rows = next_cycles(cast.portfolio, date(2024, 6, 1))
    assert [one.name for one in rows][:4] == ["May 2024", "Jun 2024", "Jul 2024", "Aug 2024"]
    assert (len(rows), rows[1].due_on, rows[3].period_id) == (12, date(2024, 7, 7), None)
    new = Gathering(opens_day=-3, due_day=2, reminder_days=(1, -1, 1), escalate_day=5, escalate_to=cast.bob.person)
    for wrong, field in (
        ({"opens_day": 99}, "opens_day"),
        ({"due_day": -9}, "due_day"),
        ({"escalate_day": 0}, "escalate_day"),
        ({"reminder_days": tuple(range(9))}, "reminder_days"),
    ):
        given: dict[str, Any] = {name: getattr(new, name) for name in Gathering.__dataclass_fields__} | wrong
        with pytest.raises(Invalid) as refused:
            set_reporting_rule(portfolio=cast.portfolio, new=Gathering(**given), revision=0, by=cast.mona, at=OPENED)
        assert refused.value.field == field
    rule = set_reporting_rule(portfolio=cast.portfolio, new=new, revision=0, by=cast.mona, at=OPENED)
    assert rule.reminder_days == [-1, 1]
    with pytest.raises(Stale):
        set_reporting_rule(portfolio=cast.portfolio, new=new, revision=7, by=cast.mona, at=OPENED)
    with pytest.raises(NotAllowed):
        set_reporting_rule(portfolio=cast.portfolio, new=new, revision=1, by=cast.alice, at=OPENED)
    cycle = begin_cycle(period=may, revision=1, by=cast.mona, at=OPENED)
    assert (cycle.due_on, cycle.escalates_on, cycle.escalate_to) == (
        date(2024, 6, 2),
        date(2024, 6, 7),
        cast.bob.person,
    )
    later = CycleDates(date(2024, 6, 20), (date(2024, 6, 18),), date(2024, 6, 21))
    with pytest.raises(Invalid, match="late"):
        change_cycle(cycle=cycle, new=CycleDates(date(2024, 6, 20), (), date(2024, 6, 20)), revision=1, by=cast.mona,
                     at=OPENED)  # fmt: skip
    with pytest.raises(Invalid):
        change_cycle(cycle=cycle, new=CycleDates(date(2024, 4, 1), (), None), revision=1, by=cast.mona, at=OPENED)
    with pytest.raises(Invalid, match="asked for, or later"):
        change_cycle(cycle=cycle, new=CycleDates(date(2024, 5, 20), (), None), revision=1, by=cast.mona, at=OPENED)
    changed = change_cycle(cycle=cycle, new=later, revision=1, by=cast.mona, at=OPENED)
    assert next_cycles(cast.portfolio, date(2024, 6, 1))[0].due_on == changed.due_on == date(2024, 6, 20)
    projects, programmes = type(cast.project).objects.filter(pk=cast.project.pk), [cast.programme]
    assert {one.due_on for one in reports_asked(projects, programmes)} == {date(2024, 6, 20)}


def test_a_cycle_opens_by_itself_when_its_day_has_come(cast: Cast, may: Period) -> None:
    new = Gathering(opens_day=1, due_day=7, reminder_days=(), escalate_day=None, opens_itself=True)
    set_reporting_rule(portfolio=cast.portfolio, new=new, revision=0, by=cast.mona, at=OPENED)
    assert keep_cycles(at=datetime(2024, 5, 31, 12, tzinfo=UTC)) == 0
    assert keep_cycles(at=OPENED) == 1
    assert keep_cycles(at=OPENED + timedelta(hours=1)) == 0
    assert Cycle.objects.get().opened_by == cast.mona.person


def test_a_report_is_handed_on_to_who_sees_the_project(cast: Cast, may: Period) -> None:
    begin_cycle(period=may, revision=1, by=cast.mona, at=OPENED)
    row, until = Request.objects.get(project=cast.project), date(2024, 6, 9)
    for person, words in ((cast.dave, "may not see"), (cast.alice, "manages this")):
        with pytest.raises(Invalid, match=words):
            delegate_report(request=row, person=person.person, until=until, revision=1, by=cast.alice, at=OPENED)
    with pytest.raises(Invalid, match="last day"):
        delegate_report(request=row, person=cast.heidi.person, until=None, revision=1, by=cast.alice, at=OPENED)
    with pytest.raises(NotAllowed):
        delegate_report(request=row, person=cast.heidi.person, until=until, revision=1, by=cast.grace, at=OPENED)
    with pytest.raises(NotAllowed):
        declare_status(subject=cast.project, period=may, declared=GREEN, revision=0, by=cast.heidi, at=OPENED)
    follow_notices(at=OPENED)
    delegate_report(request=row, person=cast.heidi.person, until=until, revision=1, by=cast.alice, at=OPENED)
    follow_notices(at=OPENED)
    assert [kind for kind, _ in words_to(cast.heidi)] == ["asked"]
    cycle = Cycle.objects.get()
    assert {one.person_id for one in chase_reports(cycle=cycle, by=cast.mona, at=on(2))} == {
        cast.heidi.person_id,
        cast.ivan.person_id,
    }
    assert reported(cast, may, on(9), cast.heidi).submitted_by == cast.heidi.person
    decide_reports(period=may, chosen=[(Report.objects.get(), 2)], accept=False, words="More", by=cast.mona, at=on(9))
    with pytest.raises(NotAllowed):  # from the day after the last they may not any more
        submit_report(report=Report.objects.get(), revision=3, by=cast.heidi, at=on(10))


def test_requests_ask_the_database_alike_often_for_one_and_for_many(
    cast: Cast, may: Period, django_assert_max_num_queries: Any
) -> None:
    begin_cycle(period=may, revision=1, by=cast.mona, at=OPENED)
    with django_assert_max_num_queries(20) as few:
        requests_of(cast.mona, may, at=OPENED)
    with django_assert_max_num_queries(20) as trend:
        timeliness_trend(cast.mona, cast.portfolio, at=on(20))
    for number in range(6):
        make.project(f"More {number}", portfolio=cast.portfolio, manager=cast.alice.person)
    may.refresh_from_db()
    begin_cycle(period=may, revision=may.revision, by=cast.mona, at=on(2))
    with django_assert_max_num_queries(len(few)):
        assert len(requests_of(cast.mona, may, at=on(2))) == 8
    with django_assert_max_num_queries(len(trend)):
        assert timeliness_trend(cast.mona, cast.portfolio, at=on(20)).total[0].requested == 8
