"""Notices: who is told of which deed, what it says to them, and what is never told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.journeys.comment import rewrite_comment, write_comment
from conspectus.journeys.documents import add_document
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.leave import hand_over
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import NoticeView, shown
from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import NotAllowed
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.followup.actions import follow_subject, unfollow_subject, withdraw_comment
from conspectus.rooms.outbox.actions import pass_over_notices, read_notices
from conspectus.rooms.outbox.models import Notice, Told
from conspectus.rooms.outbox.queries import notices_of, unread
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import Move, change_project_state, take_project_role
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.status.actions import (
    Declared,
    accept_report,
    declare_status,
    override_status,
    return_report,
    submit_report,
)

GREEN = Declared("overall", "green", "")
PLAN = "Id,Task,Duration,Start,Predecessors,Cost,Percent\n1,Dig,{},2024-04-01,,1000,0\n2,Opening,0d,,1,,0\n"


def plan(cast: Cast, length: str = "10d", hours: int = 0) -> Any:
    at = AT + timedelta(hours=hours)
    return import_plan(project=cast.project, data=PLAN.format(length).encode(), name="a.csv", by=cast.alice, at=at)


def told(who: User) -> list[NoticeView]:
    """Return what somebody is told of, newest first, after all was followed."""
    follow_notices(at=AT)
    return shown(who, list(notices_of(who)), AT.date())


def words(who: User) -> list[tuple[str, str, str]]:
    return [(one.kind, one.change.what, one.change.words) for one in told(who)]


@pytest.fixture
def began(cast: Cast) -> Cast:
    """Return the cast on the day its house began to tell people of things."""
    follow_notices(at=AT)
    return cast


def test_a_house_that_never_told_anybody_begins_with_what_is_done_from_then_on(cast: Cast) -> None:
    plan(cast)
    assert follow_notices(at=AT) == 0
    plan(cast, "11d", 1)
    assert follow_notices(at=AT) == 2  # carol sponsors it, ivan manages its programme; alice did it herself
    assert follow_notices(at=AT) == 0
    assert words(cast.alice) == []
    ((kind, what, said),) = words(cast.carol)
    assert (kind, what) == ("changed", "plan")
    assert said == "Revision 2 of the plan came in; it finishes 15 Apr 2024, 3 days later"
    Told.objects.update(number=10**9)  # the rows come from a backup of before
    assert follow_notices(at=AT) == 0
    assert Told.objects.get().number == AuditLine.objects.count()


def test_followers_are_told_of_what_changes_in_what_they_follow(began: Cast) -> None:
    cast = began
    for who, subject in ((cast.bob, cast.portfolio), (cast.judy, cast.house), (cast.grace, cast.project)):
        follow_subject(subject=subject_of(subject), by=who, at=AT)
    unfollow_subject(subject=subject_of(cast.project), by=cast.carol, at=AT)
    row = plan(cast).revision
    set_baseline(project=cast.project, revision=row, reason="Agreed", source="dates", by=cast.mona, at=AT)
    add_document(
        subject=subject_of(cast.project),
        new=Particulars("Charter"),
        content=Content("charter.txt", b"Why"),
        by=cast.alice,
        at=AT,
    )
    change_project_state(project=cast.project, move=Move("paused", "Frost"), revision=1, by=cast.mona, at=AT)
    wanted = ["state", "document", "baseline", "plan"]
    for who in (cast.bob, cast.judy, cast.grace, cast.ivan):
        assert [what for _, what, _ in words(who)] == wanted, who
    assert [what for _, what, _ in words(cast.alice)] == ["state", "baseline"]
    assert words(cast.carol) == []  # ended by choice
    assert Notice.objects.filter(person=cast.dave.person).count() == 0


def test_a_comment_tells_whom_it_names_and_who_follows_its_thing_once(began: Cast) -> None:
    cast, subject = began, subject_of(began.project)
    row = write_comment(subject=subject, text="Late again, @Carol and @Dave", by=cast.mona, at=AT).comment
    assert words(cast.carol) == [("named", "named", "Late again, @Carol and @Dave")]
    assert words(cast.alice) == [("changed", "comment", "Late again, @Carol and @Dave")]
    assert words(cast.dave) == []  # may not see it, so is not named
    again = {"revision": row.revision, "by": cast.mona, "at": AT + timedelta(hours=1)}
    row = rewrite_comment(comment=row, text="Late, @Carol, @Heidi", **again).comment
    assert words(cast.heidi) == [("named", "named", "Late, @Carol, @Heidi")]
    assert words(cast.carol) == [("named", "named", "Late, @Carol, @Heidi")]
    withdraw_comment(comment=row, revision=row.revision, by=cast.mona, at=AT + timedelta(hours=2))
    assert [words(who) for who in (cast.carol, cast.heidi, cast.alice)] == [[], [], []]


def test_reports_and_periods_are_told_to_who_owes_and_who_approves(began: Cast) -> None:
    cast, day = began, AT.date()
    (period,) = lay_periods(portfolio=cast.portfolio, starting=day, through=day, by=cast.mona, at=AT)
    period = open_period(period=period, revision=1, by=cast.mona, at=AT)
    opened = ("period", "period", "The period is open for reports")
    assert [words(who) for who in (cast.alice, cast.ivan, cast.bob)] == [[opened]] * 3
    assert [words(who) for who in (cast.mona, cast.grace, cast.dave, cast.frank)] == [[]] * 4
    report = declare_status(subject=cast.project, period=period, declared=[GREEN], revision=0, by=cast.alice, at=AT)
    report = submit_report(report=report, revision=report.revision, by=cast.alice, at=AT + timedelta(hours=1))
    given = {"revision": report.revision, "by": cast.mona}
    report = return_report(report=report, words="Say why", **given, at=AT + timedelta(hours=2))
    returned = ("decided", "report", "The report for May 2024 was returned: Say why")
    assert words(cast.alice) == [returned, opened]
    assert ("changed", *returned[1:]) in words(cast.carol)
    report = submit_report(report=report, revision=report.revision, by=cast.alice, at=AT + timedelta(hours=3))
    report = accept_report(report=report, revision=report.revision, by=cast.mona, at=AT + timedelta(hours=4))
    assert words(cast.alice) == [("decided", "report", "The report for May 2024 was accepted"), opened]
    freeze_period(period=period, revision=period.revision, by=cast.mona, at=AT + timedelta(hours=5))
    assert words(cast.ivan)[0] == ("period", "period", "The period was frozen as version 1")


def test_whom_things_are_handed_over_to_is_told_how_many(began: Cast) -> None:
    hand_over(person=began.alice.person, heir=began.dave.person, by=began.frank, at=AT)
    assert words(began.dave) == [("handed", "handed", "1 thing of Alice was handed over to you")]


def test_what_may_not_be_seen_any_more_is_not_told(began: Cast) -> None:
    cast = began
    follow_subject(subject=subject_of(cast.project), by=cast.heidi, at=AT)
    override_status(
        subject=cast.project,
        dimension="cost",
        colour="red",
        computed="not_assessed",
        reason="Claims",
        ends_on=date(2024, 6, 1),
        by=cast.mona,
        at=AT,
    )
    plan(cast)
    assert [what for _, what, _ in words(cast.carol)] == ["plan", "override"]
    assert [what for _, what, _ in words(cast.heidi)] == ["plan"]  # money is not hers to see
    part = cast.project.roles.get(person=cast.heidi.person)
    take_project_role(project_role=part, by=local_operator(), at=AT)
    assert words(cast.heidi) == []


def test_read_is_read_with_what_came_before_of_the_same_thing(began: Cast) -> None:
    cast = began
    plan(cast)
    plan(cast, "11d", 1)
    write_comment(subject=subject_of(cast.project), text="Look", by=cast.mona, at=AT + timedelta(hours=2))
    follow_notices(at=AT)
    comment, newest, _ = notices_of(cast.carol)
    assert [what for _, what, _ in words(cast.carol)] == ["comment", "plan"]  # two plans, told as one
    assert unread(cast.carol) == 3
    cast.carol.reading_only = True
    with pytest.raises(NotAllowed):
        read_notices(by=cast.carol, at=AT)
    cast.carol.reading_only = False
    assert read_notices(ids=[newest.pk], by=cast.mona, at=AT) == 0  # not hers
    assert read_notices(ids=[newest.pk], by=cast.carol, at=AT) == 2
    pass_over_notices(ids=[comment.pk], by=cast.mona, at=AT)
    assert unread(cast.carol) == 1
    assert read_notices(by=cast.carol, at=AT) == 1


def test_many_are_shown_and_told_with_as_many_questions_as_few(began: Cast) -> None:
    cast, asked = began, []
    follow_subject(subject=subject_of(cast.portfolio), by=cast.bob, at=AT)
    for count in (1, 9):
        for number in range(count):
            project = make.project(portfolio=cast.portfolio, code=f"M-{count}-{number}")
            import_plan(project=project, data=PLAN.format("3d").encode(), name="a.csv", by=cast.mona, at=AT)
        with CaptureQueriesContext(connection) as following:
            assert follow_notices(at=AT) == count
        with only_reading(), CaptureQueriesContext(connection) as showing:
            assert len(shown(cast.bob, list(notices_of(cast.bob)[:count]), AT.date())) == count
        asked.append((len(following), len(showing)))
    assert asked[0] == asked[1]
