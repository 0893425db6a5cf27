"""Packs made by themselves: once for a version, when their day has come, told to readers who may see them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.doors.jobs.worker import work_one_run
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.post import send_due
from conspectus.journeys.notices.shown import shown
from conspectus.journeys.scheduled_packs import begin_due_packs
from conspectus.kit.errors import Invalid, NotAllowed, Stale
from conspectus.rooms.accounts.actions import deactivate_user
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.outbox.queries import notices_of
from conspectus.rooms.packs.actions import Scheduled, schedule_packs
from conspectus.rooms.packs.bridge.days import working_day_after
from conspectus.rooms.packs.models import PackRun, PackSchedule, ScheduledPack
from conspectus.rooms.packs.queries import due_packs, pack_schedule, scheduled_packs
from conspectus.rooms.periods.actions import lay_periods, open_period, reopen_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.runs.models import Run

LATER = AT + timedelta(hours=1)


def said(cast: Cast, *readers: User, days: int = 0, by: User | None = None, **more: Any) -> PackSchedule:
    wanted = Scheduled(True, ("xlsx",), days, [one.person for one in readers])
    revision = pack_schedule(cast.portfolio).revision
    given = {"portfolio": cast.portfolio, "revision": revision, "by": by or cast.mona, "at": AT} | more
    return schedule_packs(schedule=wanted, **given)


def frozen(cast: Cast) -> Period:
    day = date(2024, 4, 15)
    row = Period.objects.filter(portfolio=cast.portfolio).first()
    if row is None:
        (row,) = lay_periods(portfolio=cast.portfolio, starting=day, through=day, by=cast.mona, at=AT)
        row = open_period(period=row, revision=1, by=cast.mona, at=AT)
    return freeze_period(period=row, revision=row.revision, by=cast.mona, at=LATER)


def test_a_pack_is_made_once_for_a_version_and_its_readers_are_told(cast: Cast, settings: Any) -> None:
    settings.MAIL_ON = True
    follow_notices(at=AT)
    make.user("Nora", role="viewer")  # sees projects, but no cost
    nora = User.objects.get(person__name="Nora")
    said(cast, cast.bob, cast.dave, nora)
    row = frozen(cast)
    assert begin_due_packs(at=LATER) == 1
    assert begin_due_packs(at=LATER) == 0
    assert work_one_run()
    (pack,) = PackRun.objects.all()
    assert (pack.kind, pack.version, pack.made_by, pack.period) == ("xlsx", 1, cast.mona.person, row)
    told = Notice.objects.filter(kind="pack").values_list("person__name", flat=True)
    assert list(told) == ["Bob"]  # dave sees nothing of it, nora not its cost
    (notice,) = [one for one in shown(cast.bob, list(notices_of(cast.bob)), AT.date()) if one.kind == "pack"]
    assert (notice.change.words, notice.change.subject, notice.change.what) == (
        "The board pack is made",
        "Apr 2024",
        "pack",
    )
    Notice.objects.filter(kind="pack").update(person=nora.person)  # who may not see it any more
    assert [one for one in shown(nora, list(notices_of(nora)), AT.date()) if one.kind == "pack"] == []
    Notice.objects.filter(kind="pack").update(person=cast.bob.person)
    from django.utils.timezone import now

    assert send_due(at=now() + timedelta(days=1)) >= 1
    assert "The board pack is made" in "".join(str(one.body) for one in mail.outbox)
    reopen_period(period=row, revision=row.revision, reason="Late bill", by=cast.mona, at=LATER)
    assert due_packs(LATER) == []
    frozen(cast)
    assert begin_due_packs(at=LATER) == 1
    assert [(one.version, one.run.state if one.run else "") for one in scheduled_packs(cast.portfolio)] == [
        (2, "waiting"),
        (1, "done"),
    ]


def test_it_waits_for_its_working_day_and_for_nothing_of_before(cast: Cast) -> None:
    frozen(cast)
    said(cast, at=LATER + timedelta(minutes=1))
    assert due_packs(LATER + timedelta(days=99)) == []  # frozen before anybody asked
    PackSchedule.objects.update(since=AT)
    assert len(due_packs(LATER)) == 1
    said(cast, days=5)  # April ended on a Tuesday: the fifth working day is the 7th of May
    PackSchedule.objects.update(since=AT)
    assert [len(due_packs(AT.replace(day=day))) for day in (6, 7)] == [0, 1]
    PackSchedule.objects.update(is_on=False)
    assert due_packs(LATER + timedelta(days=99)) == []


@pytest.mark.parametrize(
    ("ends_on", "count", "wanted"),
    [
        (date(2024, 5, 1), 0, date(2024, 4, 30)),
        (date(2024, 5, 1), 1, date(2024, 5, 1)),
        (date(2024, 6, 1), 1, date(2024, 6, 3)),  # a Saturday
        (date(2024, 6, 1), 6, date(2024, 6, 10)),
    ],
)
def test_working_days_are_monday_to_friday(ends_on: date, count: int, wanted: date) -> None:
    assert working_day_after(ends_on, count) == wanted


def test_nothing_is_made_in_the_name_of_who_left_and_refusals_wait(cast: Cast, monkeypatch: Any) -> None:
    said(cast)
    frozen(cast)
    monkeypatch.setattr("conspectus.rooms.runs.actions.MOST_UNFINISHED", 0)
    assert begin_due_packs(at=LATER) == 0
    monkeypatch.undo()
    deactivate_user(user=cast.mona, by=cast.frank, at=LATER)
    assert begin_due_packs(at=LATER) == 0
    assert (ScheduledPack.objects.count(), Run.objects.count()) == (0, 0)
    row = said(cast, by=cast.bob)
    PackSchedule.objects.update(since=AT)
    assert (row.set_by, begin_due_packs(at=LATER)) == (cast.bob.person, 1)


def test_what_cannot_be_said_is_refused(cast: Cast) -> None:
    for wanted, field in (
        (Scheduled(True, (), 0, ()), "kinds"),
        (Scheduled(True, ("doc",), 0, ()), "kinds"),
        (Scheduled(True, ("pdf",), 61, ()), "working_days"),
        (Scheduled(True, ("pdf",), 0, [make.person("Has No Account")]), "readers"),
    ):
        with pytest.raises(Invalid) as refused:
            schedule_packs(portfolio=cast.portfolio, schedule=wanted, revision=0, by=cast.mona, at=AT)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        said(cast, by=cast.alice)
    said(cast)
    with pytest.raises(Stale):
        said(cast, revision=0)
    line = AuditLine.objects.latest("number")
    assert (line.deed, line.subject_kind) == ("schedule_packs", "portfolio")
