"""Exceptions: asked for by red, written, decided on by somebody else, promises kept and missed, closed by green."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.journeys.exceptions import follow_exceptions
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.home.governing import governing
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, Stale
from conspectus.rooms.governance.actions import (
    NewOption,
    NewPromise,
    Written,
    close_exception,
    decide_exception,
    end_exception,
    make_promise,
    open_exception,
    record_promise_done,
    renew_promise,
    write_exception,
)
from conspectus.rooms.governance.models import Cause, ExceptionReport, Promise
from conspectus.rooms.governance.queries import (
    ExceptionFilter,
    exception_rows,
    exception_view,
    find_exceptions,
    get_exception,
)
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.status.actions import Declared, declare_status, submit_report

TODAY = AT.date()
OPTIONS = (NewOption("Go on as before", 0, 40), NewOption("Work Saturdays", 1_200_000, 5))


def a_period(cast: Cast) -> Period:
    """Return the month of the cast, open."""
    rows = lay_periods(portfolio=cast.portfolio, starting=TODAY, through=TODAY, by=cast.mona, at=AT)
    return open_period(period=rows[0], revision=1, by=cast.mona, at=AT)


def said(cast: Cast, **more: object) -> Written:
    """Return an exception as alice writes it."""
    told = {"cause": "The permit is late", "effect": "The hall opens in June", "wanted": "Agree Saturdays"}
    given = told | {"wanted_from": cast.carol.person, "wanted_by": TODAY + timedelta(days=7), "options": OPTIONS}
    return Written(**given | more)  # type: ignore[arg-type]  # as the tests give them


def a_written(cast: Cast) -> ExceptionReport:
    """Return an exception that waits for carol."""
    row = open_exception(subject=cast.project, words="The permit", by=cast.alice, at=AT)
    return write_exception(exception=row, new=said(cast), revision=row.revision, by=cast.alice, at=AT)


def declared(cast: Cast, period: Period, colour: str, at: datetime = AT, revision: int = 0) -> None:
    """Let alice declare her project so, and hand the report in."""
    told = [Declared("overall", colour), Declared("schedule", colour, "No permit yet")]
    row = declare_status(subject=cast.project, period=period, declared=told, revision=revision, by=cast.alice, at=at)
    submit_report(report=row, revision=row.revision, by=cast.alice, at=at)


def test_red_asks_for_an_exception_once(cast: Cast) -> None:
    period = a_period(cast)
    assert follow_exceptions(at=AT) == 0  # what was before stays as it is
    declared(cast, period, "red")
    assert follow_exceptions(at=AT) == 1
    assert follow_exceptions(at=AT) == 0
    row = ExceptionReport.objects.get()
    assert (row.project_id, row.state, row.opened_by) == (cast.project.pk, "wanted", None)
    causes = sorted(Cause.objects.values_list("kind", "dimension", "words"))
    assert causes == [("declared", "overall", ""), ("declared", "schedule", "No permit yet")]
    frozen = freeze_period(period=Period.objects.get(), revision=period.revision, by=cast.mona, at=AT)
    assert follow_exceptions(at=AT) == 0  # the same causes of the same period
    assert frozen.version == 1
    assert ExceptionReport.objects.count() == 1
    open_exception(subject=cast.project, words="And the crane broke", by=cast.alice, at=AT)
    assert exception_view(cast.alice, row, TODAY).causes == 3


def test_green_by_the_data_settles_and_closes(cast: Cast) -> None:
    row = a_written(cast)
    new = NewPromise("Schedule green", cast.alice.person, TODAY + timedelta(days=9), "schedule")
    make_promise(exception=row, new=new, by=cast.alice, at=AT)
    with pytest.raises(Conflict, match="Green is promised"):
        make_promise(exception=row, new=new, by=cast.alice, at=AT)
    days = (TODAY + timedelta(days=9), TODAY + timedelta(days=10))
    found = [exception_rows(cast.alice, find_exceptions(cast.alice, on=day), day)[0] for day in days]
    assert [(one.green_on, one.green_late) for one in found] == [(days[0], False), (days[0], True)]
    (waits,) = [one for one in governing(cast.alice, [cast.alice.person_id], days[0]) if one.due_on == days[0]]
    assert waits.words == "Promised to be green again: Schedule"
    given = {"on": TODAY + timedelta(days=8), "by": cast.frank, "at": AT + timedelta(days=20)}
    end_exception(exception=row, green={"schedule"}, whole=False, **given)
    view = exception_view(cast.alice, get_exception(cast.alice, row.pk), TODAY + timedelta(days=30))
    assert (view.state, view.kept.kept, view.promises[0].outcome) == ("written", 1, "kept")
    end_exception(exception=row, green={"schedule", "overall"}, whole=True, **given)
    view = exception_view(cast.alice, get_exception(cast.alice, row.pk), TODAY)
    assert (view.state, view.closing, view.age_days) == ("closed", "green", 20)
    with pytest.raises(Conflict, match="closed"):
        make_promise(exception=row, new=new, by=cast.alice, at=AT)


def test_written_and_decided_by_two(cast: Cast) -> None:
    row = open_exception(subject=cast.project, words="The permit", by=cast.alice, at=AT)
    for more, words in (
        ({"cause": " "}, "empty"),
        ({"wanted_from": None}, "who is to decide"),
        ({"wanted_by": TODAY - timedelta(days=1)}, "day to come"),
        ({"options": OPTIONS[:1]}, "2 to 9 options"),
        ({"options": (*OPTIONS, NewOption(""))}, "empty"),
        ({"options": (*OPTIONS, NewOption("Wait", 10**20))}, "too large"),
    ):
        with pytest.raises(Invalid, match=words):
            write_exception(exception=row, new=said(cast, **more), revision=row.revision, by=cast.alice, at=AT)
    with pytest.raises(Conflict, match="waits for a decision"):
        decide_exception(exception=row, option=None, words="Stop", revision=row.revision, by=cast.carol, at=AT)
    with pytest.raises(NotAllowed):
        write_exception(exception=row, new=said(cast), revision=row.revision, by=cast.grace, at=AT)
    row = write_exception(exception=row, new=said(cast), revision=row.revision, by=cast.bob, at=AT)
    with pytest.raises(Stale):
        write_exception(exception=row, new=said(cast), revision=row.revision - 1, by=cast.alice, at=AT)
    with pytest.raises(NotAllowed, match="You wrote this"):
        decide_exception(exception=row, option=2, words="Yes", revision=row.revision, by=cast.bob, at=AT)
    with pytest.raises(NotAllowed):
        decide_exception(exception=row, option=2, words="Yes", revision=row.revision, by=cast.alice, at=AT)
    with pytest.raises(Invalid, match="no option"):
        decide_exception(exception=row, option=7, words="Yes", revision=row.revision, by=cast.carol, at=AT)
    row = decide_exception(exception=row, option=2, words="Until May", revision=row.revision, by=cast.carol, at=AT)
    view = exception_view(cast.carol, get_exception(cast.carol, row.pk), TODAY)
    assert [(one.cost_minor, one.chosen) for one in view.options] == [(0, False), (1_200_000, True)]
    hidden = exception_view(cast.grace, get_exception(cast.grace, row.pk), TODAY)
    assert [one.cost_minor for one in hidden.options] == [None, None]
    with pytest.raises(NotAllowed):
        close_exception(exception=row, reason="Enough", revision=row.revision, by=cast.alice, at=AT)
    row = close_exception(exception=row, reason="Re-planned", revision=row.revision, by=cast.ivan, at=AT)
    assert not find_exceptions(cast.alice, on=TODAY)
    assert find_exceptions(cast.alice, ExceptionFilter(state="all"), TODAY).get() == row
    assert not find_exceptions(cast.dave, ExceptionFilter(state="all"), TODAY)


def test_a_programme_does_not_decide_on_itself(cast: Cast) -> None:
    row = open_exception(subject=cast.programme, words="Two halls late", by=cast.ivan, at=AT)
    row = write_exception(exception=row, new=said(cast), revision=row.revision, by=cast.ivan, at=AT)
    for deed in (
        lambda: decide_exception(exception=row, option=1, words="Yes", revision=row.revision, by=cast.ivan, at=AT),
        lambda: close_exception(exception=row, reason="Fine", revision=row.revision, by=cast.ivan, at=AT),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert decide_exception(exception=row, option=1, words="Yes", revision=row.revision, by=cast.mona, at=AT).chosen


def test_promises_are_replaced_never_edited(cast: Cast) -> None:
    row = a_written(cast)

    def promise(words: str, day: int) -> Promise:
        new = NewPromise(words, cast.heidi.person, TODAY + timedelta(days=day))
        return make_promise(exception=row, new=new, by=cast.alice, at=AT)

    permit, crane, crew, paint = promise("Permit", 5), promise("Crane", 5), promise("Crew", 5), promise("Paint", 50)
    later = {"by": cast.alice, "at": AT + timedelta(days=10)}
    record_promise_done(promise=permit, done_on=TODAY + timedelta(days=5), **later)
    record_promise_done(promise=crane, done_on=TODAY + timedelta(days=6), words="Signed", **later)
    after = renew_promise(promise=crew, promised_on=TODAY + timedelta(days=20), reason="Ill", **later)
    renew_promise(promise=paint, promised_on=TODAY + timedelta(days=40), reason="Sooner", **later)
    with pytest.raises(Conflict, match="replaced"):
        renew_promise(promise=crew, promised_on=TODAY + timedelta(days=30), reason="Again", **later)
    with pytest.raises(Conflict, match="recorded as done"):
        record_promise_done(promise=crane, done_on=TODAY, **later)
    with pytest.raises(Invalid, match="not come yet"):
        record_promise_done(promise=after, done_on=date(2031, 1, 1), **later)
    kept = exception_view(cast.alice, row, TODAY + timedelta(days=10)).kept
    assert (kept.kept, kept.missed, kept.open, kept.moved) == (1, 2, 2, 1)
    late = {one.words: one for one in exception_view(cast.alice, row, TODAY + timedelta(days=25)).promises}
    assert (late["Crew"].outcome, late["Crew"].late_days, late["Crane"].late_days) == ("missed", 5, 1)
    assert [one.pk for one in find_exceptions(cast.alice, ExceptionFilter("missed"), TODAY + timedelta(days=25))]
    assert not find_exceptions(cast.alice, ExceptionFilter("missed"), TODAY + timedelta(days=10))
    with pytest.raises(DatabaseError), transaction.atomic():
        Promise.objects.filter(pk=crew.pk).update(promised_on=TODAY)
    green = NewPromise("Green", cast.heidi.person, TODAY + timedelta(days=30), "schedule")
    promised = make_promise(exception=row, new=green, by=cast.alice, at=AT)
    with pytest.raises(NotAllowed):
        record_promise_done(promise=promised, done_on=TODAY, **later)
    record_promise_done(promise=promised, done_on=TODAY, by=cast.ivan, at=later["at"])


def test_lists_ask_as_often_for_many(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 2, 9):
        for _ in range(number):
            project = make.project(portfolio=cast.portfolio, manager=cast.alice.person)
            open_exception(subject=project, words="Late", by=cast.alice, at=AT)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            rows = exception_rows(cast.mona, find_exceptions(cast.mona, on=TODAY), TODAY)
        counts.append(len(asked))
    assert len(rows) == 12
    assert len(set(counts)) == 1


def test_who_decides_is_told(cast: Cast) -> None:
    follow_notices(at=AT)  # what was before is told to nobody
    row = a_written(cast)
    follow_notices(at=AT)
    notices = list(Notice.objects.filter(person=cast.carol.person))
    told = {one.change.words for one in shown(cast.carol, notices, TODAY)}
    assert "An exception is written and waits for the decision" in told
    assert not Notice.objects.filter(person=cast.alice.person, subject_kind="exceptionreport")  # her own deeds
    decide_exception(exception=row, option=1, words="Go on", revision=row.revision, by=cast.carol, at=AT)
    follow_notices(at=AT)
    notices = list(Notice.objects.filter(person=cast.alice.person, subject_kind="exceptionreport"))
    assert [one.change.words for one in shown(cast.alice, notices, TODAY)] == ["Decided: Go on"]


def test_a_deputy_does_not_decide_in_place_of_who_wrote_on_the_day_of_the_deed(cast: Cast) -> None:
    row = open_exception(subject=cast.project, words="The permit", by=cast.alice, at=AT)
    row = write_exception(exception=row, new=said(cast), revision=row.revision, by=cast.mona, at=AT)
    given: dict[str, Any] = {"exception": row, "option": 2, "words": "Yes", "revision": row.revision}
    days: dict[str, Any] = {"deputy": cast.heidi.person, "starts_on": TODAY, "last_on": TODAY, "at": AT}
    name_deputy(person=cast.mona.person, by=cast.mona, **days)
    with pytest.raises(NotAllowed, match="You wrote this"):
        decide_exception(**given, by=cast.heidi, at=AT)
    name_deputy(person=cast.carol.person, by=cast.carol, **days)
    assert decide_exception(**given, by=cast.heidi, at=AT).state == "decided"
