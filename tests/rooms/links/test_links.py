"""Links: what both sides say of them, and how the newest plans make them stand."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.journeys.links import link_now, links_csv, links_now
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.links.actions import (
    LinkEnd,
    OutsideEvent,
    Terms,
    agree_link,
    change_link,
    decline_link,
    move_link_end,
    propose_link,
    renew_standings,
    set_link_owner,
    withdraw_link,
)
from conspectus.rooms.links.models import Link, LinkStep
from conspectus.rooms.links.queries import (
    LinkFilter,
    find_links,
    get_link,
    link_view,
    link_views,
    plan_preview,
    slip_preview,
    steps_of,
    stored_circle,
)
from conspectus.rooms.portfolio.actions.life import Move, change_project_state
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.models import WatchedTask

DAY = date(2024, 4, 12)  # ten working days from Monday 1 April end on this Friday
TERMS = Terms("Foundations ready for steel", DAY)


def plan(days: int = 10, start: str = "2024-04-01", tail: str = "") -> bytes:
    head = "Id,Task,Duration,Start,Predecessors,Percent"
    return f"{head}\n1,Dig,{days}d,{start},,\n2,Build,5d,,1,\n{tail}".encode()


def handed(project: Project, data: bytes, by: Any) -> None:
    import_plan(project=project, data=data, name="a.csv", by=by, at=AT)


def asked(page: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        page()
    return len(queries)


def two(cast: Cast) -> tuple[LinkEnd, LinkEnd]:
    """Return an end of the cast's project and of one that dave manages; its plan begins on Monday 15 April."""
    steel = make.project("Steel frame", code="ST-1", manager=cast.dave.person, portfolio=cast.portfolio)
    handed(cast.project, plan(), cast.alice)
    handed(steel, plan(5, "2024-04-15"), cast.bob)
    return LinkEnd(cast.project, "Dig"), LinkEnd(steel, "1")


def test_a_link_is_agreed_by_both_and_again_when_its_date_changes(cast: Cast) -> None:
    giver, taker = two(cast)
    row = propose_link(giver=giver, taker=taker, terms=TERMS, by=cast.bob, at=AT)
    assert (row.state, row.agreed_on, row.standing, row.slack_days) == ("proposed", None, "on_time", 0.0)
    with pytest.raises(NotFound):
        agree_link(link=row, side="giver", revision=1, by=make.user("Stranger"), at=AT)
    with pytest.raises(NotAllowed, match="spoken for by its own"):
        agree_link(link=row, side="taker", revision=1, by=cast.alice, at=AT)
    row = agree_link(link=row, side="giver", revision=1, by=cast.alice, at=AT)
    with pytest.raises(Conflict, match="agreed already"):
        agree_link(link=row, side="giver", revision=2, by=cast.alice, at=AT)
    with pytest.raises(Stale):
        agree_link(link=row, side="taker", revision=1, by=cast.dave, at=AT)
    row = agree_link(link=row, side="taker", revision=2, by=cast.dave, at=AT)
    assert (row.state, row.agreed_on, row.asked_on) == ("agreed", DAY, None)
    later = replace(TERMS, words="Half of the foundations", by_on=DAY + timedelta(days=3))
    row = change_link(link=row, terms=later, revision=3, by=cast.alice, at=AT)
    assert (row.agreed_on, row.asked_on, row.giver_said, row.taker_said) == (DAY, later.by_on, True, False)
    row = decline_link(link=row, side="taker", reason="We need all", revision=4, by=cast.dave, at=AT)
    assert (row.words, row.agreed_on, row.asked_on, row.state) == (TERMS.words, DAY, None, "agreed")
    row = change_link(link=row, terms=later, revision=5, by=cast.dave, at=AT)
    row = agree_link(link=row, side="giver", revision=6, by=cast.alice, at=AT)
    assert (row.agreed_on, row.words) == (later.by_on, later.words)
    row = withdraw_link(link=row, reason="Merged", revision=7, by=cast.alice, at=AT)
    with pytest.raises(Conflict, match="withdrawn"):
        change_link(link=row, terms=TERMS, revision=8, by=cast.alice, at=AT)
    assert [one.what for one in steps_of(row)] == [
        "proposed", "agreed", "agreed", "asked", "declined", "asked", "agreed", "withdrawn",
    ]  # fmt: skip
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        LinkStep.objects.update(words="x")


def test_plans_that_come_in_make_a_link_late_broken_and_gone(cast: Cast) -> None:
    giver, taker = two(cast)
    row = propose_link(giver=giver, taker=taker, terms=replace(TERMS, lag_days=0), by=cast.alice, at=AT)
    row = agree_link(link=row, side="taker", revision=1, by=cast.bob, at=AT)
    handed(cast.project, plan(12), cast.alice)  # two working days more: the steel has to wait
    row = link_now(cast.alice, row.pk, at=AT)
    assert (row.standing, row.late_days, row.slack_days) == ("broken", 2.0, -2.0)
    handed(taker.project, plan(5, "2024-04-22"), cast.bob)
    row = link_now(cast.alice, row.pk, at=AT)
    assert (row.standing, row.late_days, row.slack_days) == ("late", 2.0, 3.0)
    told = steps_of(row)[-2:]
    assert [(one.standing, one.by) for one in told] == [("broken", ""), ("late", "")]
    handed(cast.project, b"Id,Task,Duration,Start\n7,Other,3d,2024-04-01\n", cast.alice)
    row = link_now(cast.alice, row.pk, at=AT)
    assert (row.standing, link_view(cast.alice, row).giver.task, WatchedTask.objects.get(pk=row.giver_id).gone) == (
        "gone", "Dig", True,
    )  # fmt: skip
    done = b"Id,Task,Duration,Start,Actual start,Actual finish\n1,Dig,10d,2024-04-01,2024-04-01,2024-04-12\n"
    handed(cast.project, done, cast.alice)
    assert link_now(cast.alice, row.pk, at=AT).standing == "done"
    assert renew_standings(at=AT) == 0


def test_how_a_link_stands_is_kept_with_its_step_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    giver, taker = two(cast)
    row = propose_link(giver=giver, taker=taker, terms=replace(TERMS, lag_days=0), by=cast.alice, at=AT)
    row = agree_link(link=row, side="taker", revision=1, by=cast.bob, at=AT)
    handed(cast.project, plan(12), cast.alice)

    def full(*_: Any) -> None:
        raise DatabaseError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(type(LinkStep.objects), "bulk_create", full)
        with pytest.raises(DatabaseError, match="full"):
            renew_standings(at=AT)
    row.refresh_from_db()
    assert (row.standing, len(steps_of(row))) == ("on_time", 2)
    assert (renew_standings(at=AT), renew_standings(at=AT)) == (1, 0)
    assert [one.standing for one in steps_of(row)][2:] == ["broken"]


@pytest.mark.django_db(transaction=True)
def test_readers_who_meet_the_same_new_plan_tell_of_it_once(cast: Cast) -> None:
    giver, taker = two(cast)
    row = propose_link(giver=giver, taker=taker, terms=replace(TERMS, lag_days=0), by=cast.alice, at=AT)
    row = agree_link(link=row, side="taker", revision=1, by=cast.bob, at=AT)
    handed(cast.project, plan(12), cast.alice)
    start = threading.Barrier(6)

    def reader(_number: int) -> int:
        start.wait()
        try:
            return renew_standings(at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(reader, range(6))) == [0, 0, 0, 0, 0, 1]
    assert LinkStep.objects.filter(what="stood").count() == 1


def test_what_is_refused_and_what_lies_outside(cast: Cast) -> None:
    giver, taker = two(cast)
    wrong: tuple[tuple[Any, ...], ...] = (
        ((giver, LinkEnd(cast.project, "2"), TERMS), "one project"),
        ((LinkEnd(cast.project, "Roof"), taker, TERMS), "no task “Roof”"),
        ((OutsideEvent("Permit"), OutsideEvent("Law"), TERMS), "One end"),
        ((giver, taker, replace(TERMS, kind="xx")), "fs, ss"),
        ((giver, taker, replace(TERMS, lag_days=1000)), "lag"),
        ((giver, taker, replace(TERMS, words=" ")), "empty"),
    )
    for (one, other, terms), words in wrong:
        with pytest.raises(Invalid, match=words):
            propose_link(giver=one, taker=other, terms=terms, by=cast.bob, at=AT)
    bare = make.project("Bare", code="BA-1", portfolio=cast.portfolio)
    with pytest.raises(Conflict, match="no plan"):
        propose_link(giver=giver, taker=LinkEnd(bare, "1"), terms=TERMS, by=cast.bob, at=AT)
    with pytest.raises(NotAllowed):
        propose_link(giver=OutsideEvent("Permit"), taker=giver, terms=TERMS, by=cast.grace, at=AT)
    permit = propose_link(
        giver=OutsideEvent("Permit", date(2024, 4, 5)), taker=giver, terms=TERMS, by=cast.alice, at=AT
    )
    assert (permit.state, permit.standing, permit.slack_days) == ("agreed", "broken", -5.0)  # digging begins on 1 April
    with pytest.raises(Conflict, match="same two ends"):
        propose_link(giver=OutsideEvent("Permit"), taker=giver, terms=TERMS, by=cast.alice, at=AT)
    moved = change_link(link=permit, terms=TERMS, event_on=date(2024, 3, 29), revision=1, by=cast.alice, at=AT)
    assert (moved.standing, moved.agreed_on) == ("on_time", DAY)
    with pytest.raises(NotFound):
        agree_link(link=moved, side="giver", revision=2, by=cast.alice, at=AT)
    named = set_link_owner(link=moved, side="taker", owner=cast.heidi.person, revision=2, by=cast.alice, at=AT)
    asked_ = change_link(link=named, terms=replace(TERMS, by_on=date(2024, 4, 1)), revision=3, by=cast.mona, at=AT)
    assert agree_link(link=asked_, side="taker", revision=4, by=cast.heidi, at=AT).agreed_on == date(2024, 4, 1)


def test_a_slip_is_shown_before_it_happens_and_circles_are_refused(cast: Cast) -> None:
    giver, taker = two(cast)
    roof = make.project("Roof", code="RO-1", portfolio=cast.portfolio)
    handed(roof, plan(5, "2024-04-29"), cast.bob)
    first = propose_link(giver=giver, taker=taker, terms=TERMS, by=cast.bob, at=AT)
    propose_link(giver=LinkEnd(taker.project, "2"), taker=LinkEnd(roof, "1"), terms=TERMS, by=cast.bob, at=AT)
    stored = list(Link.objects.values())
    found = slip_preview(cast.bob, cast.project, task="Dig", days=3, on=AT.date())
    assert [(one.code, one.days, one.tasks) for one in found.projects] == [
        ("WN-1", 3.0, 2), ("RO-1", 3.0, 2), ("ST-1", 3.0, 2),
    ]  # fmt: skip
    assert next((one.link_id, one.breaks, one.slack_after) for one in found.links) == (first.pk, True, -3.0)
    seen = slip_preview(cast.alice, cast.project, task="1", days=3, on=AT.date())
    assert ([one.code for one in seen.projects], seen.hidden, seen.links[0].taker) == (["WN-1"], 2, "")
    assert list(Link.objects.values()) == stored
    later = read_plan_of(plan(15))
    moved = plan_preview(cast.bob, cast.project, later, on=AT.date())
    assert [one.days for one in moved.projects] == [5.0, 5.0, 5.0]
    for days, task, words in ((0, "Dig", "1 to 1000"), (1, "Roof", "no task")):
        with pytest.raises(Invalid, match=words):
            slip_preview(cast.bob, cast.project, task=task, days=days, on=AT.date())
    with pytest.raises(Conflict, match="circle: WN-1 Dig → ST-1 Dig → ST-1 Build → RO-1 Dig → WN-1 Dig"):
        propose_link(giver=LinkEnd(roof, "1"), taker=LinkEnd(cast.project, "1"), terms=TERMS, by=cast.bob, at=AT)
    with pytest.raises(Conflict, match="may not see"):
        propose_link(giver=LinkEnd(roof, "1"), taker=LinkEnd(cast.project, "1"), terms=TERMS, by=cast.alice, at=AT)
    back = propose_link(giver=LinkEnd(roof, "1"), taker=LinkEnd(cast.project, "2"), terms=TERMS, by=cast.bob, at=AT)
    assert stored_circle(cast.bob) == ""
    turned = b"Id,Task,Duration,Start,Predecessors\n1,Dig,10d,2024-04-01,2\n2,Build,5d,,\n"
    handed(cast.project, turned, cast.alice)  # now digging waits for building
    assert "RO-1 Dig → WN-1 Build" in stored_circle(cast.bob)
    with pytest.raises(Conflict, match="wait for each other"):
        slip_preview(cast.bob, cast.project, task="Dig", days=3, on=AT.date())
    assert back.standing


def read_plan_of(data: bytes) -> Any:
    from conspectus.rooms.schedule.bridge.files import read_file

    return read_file(data, "a.csv", choice=None, usual="").plan


def test_a_side_one_may_not_see_is_told_by_its_dates_only_in_few_questions(cast: Cast) -> None:
    giver, taker = two(cast)
    assert [one.link_id for one in link_views(cast.alice, links_now(cast.alice, LinkFilter(), at=AT))] == []
    row = propose_link(giver=giver, taker=taker, terms=TERMS, by=cast.bob, at=AT)
    one = link_view(cast.alice, get_link(cast.alice, row.pk))
    assert (one.taker.hidden, one.taker.task, one.taker.code, one.taker.owner) == (True, "", "", "")
    assert (one.giver.task, one.taker.on) == ("Dig", date(2024, 4, 15))
    assert link_view(cast.dave, get_link(cast.dave, row.pk)).giver.hidden
    with pytest.raises(NotFound):
        get_link(make.user("Stranger"), row.pk)
    found = find_links(cast.alice, LinkFilter(text="ST-1"))
    assert not found.exists()  # what is hidden is not found by its name
    assert find_links(cast.bob, LinkFilter(text="st-1", standing="on_time", programme=cast.programme.pk)).count() == 1
    assert find_links(cast.alice, LinkFilter(mine=True)).count() == find_links(cast.dave, LinkFilter(mine=True)).count()
    assert b"not visible to you" in links_csv(by=cast.alice, wanted=LinkFilter(), at=AT)

    def page() -> list[Any]:
        return link_views(cast.bob, links_now(cast.bob, LinkFilter(sort="agreed"), at=AT), AT.date())

    for number in range(8):
        propose_link(giver=OutsideEvent(f"Event {number}"), taker=taker, terms=TERMS, by=cast.bob, at=AT)
    few = asked(page)
    for number in range(8):
        propose_link(giver=OutsideEvent(f"More {number}"), taker=giver, terms=TERMS, by=cast.bob, at=AT)
    assert asked(page) == few
    assert Link.objects.count() == 17
    for wanted in (LinkFilter(sort="x"), LinkFilter(standing="x"), LinkFilter(state="x")):
        with pytest.raises(Invalid):
            find_links(cast.bob, wanted)


def test_a_side_hangs_on_another_task_and_ends_with_its_project(cast: Cast) -> None:
    giver, taker = two(cast)
    row = propose_link(giver=giver, taker=taker, terms=TERMS, by=cast.alice, at=AT)
    row = agree_link(link=row, side="taker", revision=1, by=cast.dave, at=AT)
    handed(cast.project, b"Id,Task,Duration,Start\n7,Dig deeper,10d,2024-04-01\n", cast.alice)
    row = link_now(cast.alice, row.pk, at=AT)
    assert row.standing == "gone"
    told = {"link": row, "side": "giver", "task": "Dig deeper", "by": cast.alice, "at": AT}
    with pytest.raises(Invalid, match="no task “Dig”"):
        move_link_end(**told | {"task": "Dig"}, revision=row.revision)
    with pytest.raises(NotAllowed):
        move_link_end(**told | {"side": "taker"}, revision=row.revision)
    with pytest.raises(NotFound):
        move_link_end(**told | {"by": make.user("Stranger")}, revision=row.revision)
    row = move_link_end(**told, revision=row.revision)
    assert (row.state, row.standing, steps_of(row)[-1].words) == ("agreed", "on_time", "WN-1 Dig → WN-1 Dig deeper")
    with pytest.raises(Stale):
        move_link_end(**told | {"task": "7"}, revision=1)
    heir = make.project("North and south", code="NS-1", manager=cast.alice.person, portfolio=cast.portfolio)
    handed(heir, plan(12), cast.alice)
    with pytest.raises(Invalid, match="does not go on"):
        move_link_end(**told | {"project": heir}, revision=row.revision)
    now = Project.objects.get(pk=cast.project.pk)
    last = Move("merged", "One team", successors=(heir,))
    change_project_state(project=now, move=last, revision=now.revision, by=cast.bob, at=AT)
    row = link_now(cast.alice, row.pk, at=AT)
    assert (row.standing, link_view(cast.alice, row).giver.ended) == ("broken", "merged")
    with pytest.raises(Conflict, match="merged"):
        move_link_end(**told | {"link": row, "task": "7"}, revision=row.revision)
    row = move_link_end(**told | {"link": row, "task": "1", "project": heir}, revision=row.revision)
    assert (row.standing, row.late_days, link_view(cast.alice, row).giver.code) == ("broken", 2.0, "NS-1")
    heirs = Project.objects.filter(pk=heir.pk)
    handed(taker.project, plan(5, "2024-04-22"), cast.bob)
    assert link_now(cast.alice, row.pk, at=AT).standing == "late"
    heirs.update(state="closed")
    assert link_now(cast.alice, row.pk, at=AT).standing == "broken"
    heirs.update(state="active")
    assert link_now(cast.alice, row.pk, at=AT).standing == "late"
    heirs.update(state="stopped")
    row = link_now(cast.alice, row.pk, at=AT)
    assert withdraw_link(link=row, reason="Stopped", revision=row.revision, by=cast.alice, at=AT).state == "withdrawn"
