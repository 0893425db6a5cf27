"""Actions: who gives, changes and closes them; who sees them, who is told, and what waits on the home page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.journeys.given_actions import action_views, actions_file, get_action
from conspectus.journeys.home.look import home
from conspectus.journeys.leave import hand_over
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import ActionParticulars, change_action, close_action, open_action
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.queries.given import ActionFilter, actions_of, find_actions
from conspectus.rooms.outbox.queries import notices_of

TODAY = AT.date()


def give(cast: Cast, words: str = "Ask the authority", *, by: User | None = None, **more: object) -> Action:
    new = ActionParticulars(words, **more)  # type: ignore[arg-type]  # owner and day
    return open_action(subject=subject_of(cast.project), new=new, by=by or cast.alice, at=AT)


def found(by: User, **wanted: object) -> list[str]:
    return [row.words for row in find_actions(by, ActionFilter(**wanted), TODAY)]  # type: ignore[arg-type]  # a filter


def test_an_action_is_given_changed_and_closed_by_who_may(cast: Cast) -> None:
    row = give(cast, by=cast.heidi, owner=cast.grace.person, due_on=TODAY)
    for who in (cast.grace, cast.erin):
        with pytest.raises(NotAllowed):
            give(cast, by=who)
    with pytest.raises(NotFound):
        give(cast, by=cast.dave)
    with pytest.raises(Invalid):
        give(cast, " ")
    new = ActionParticulars("Ask twice", cast.grace.person, TODAY + timedelta(days=9))
    with pytest.raises(NotAllowed):
        change_action(action=row, new=new, revision=1, by=cast.grace, at=AT)
    row = change_action(action=row, new=new, revision=1, by=cast.alice, at=AT)
    assert (row.words, row.due_on, row.first_due_on) == ("Ask twice", TODAY + timedelta(days=9), TODAY)
    with pytest.raises(Stale):
        change_action(action=row, new=new, revision=1, by=cast.alice, at=AT)
    for state, answer in (("open", "x"), ("done", "")):
        with pytest.raises(Invalid):
            close_action(action=row, state=state, answer=answer, revision=2, by=cast.grace, at=AT)
    with pytest.raises(NotAllowed):
        close_action(action=row, state="done", answer="x", revision=2, by=cast.carol, at=AT)
    for wrong in (TODAY + timedelta(days=1), row.opened_at.date() - timedelta(days=1)):
        with pytest.raises(Invalid, match="The day it was done"):
            close_action(action=row, state="done", answer="x", done_on=wrong, revision=2, by=cast.grace, at=AT)
    row = close_action(action=row, state="done", answer="They agreed", revision=2, by=cast.grace, at=AT)  # her own
    assert (row.state, row.closed_on, row.closed_by) == ("done", TODAY, cast.grace.person)
    with pytest.raises(Conflict):
        close_action(action=row, state="dropped", answer="x", revision=3, by=cast.alice, at=AT)


def test_actions_are_seen_with_what_they_are_about_and_by_whom_they_concern(cast: Cast) -> None:
    mine = give(cast, "Mine", owner=cast.dave.person, due_on=TODAY - timedelta(days=2))
    give(cast, "Later", owner=cast.heidi.person, due_on=TODAY + timedelta(days=20))
    give(cast, "Undated")
    above = open_action(subject=subject_of(cast.programme), new=ActionParticulars("Above"), by=cast.ivan, at=AT)
    by_bob = open_action(subject=subject_of(cast.other), new=ActionParticulars("Elsewhere"), by=cast.bob, at=AT)
    assert found(cast.bob) == ["Mine", "Later", "Undated", "Above", "Elsewhere"]
    assert found(cast.alice) == ["Mine", "Later", "Undated", "Above"]
    assert found(cast.alice, state="late") == ["Mine"]
    assert found(cast.alice, whose="projects") == ["Mine", "Later", "Undated"]
    assert found(cast.alice, text="lat", programme=cast.programme.pk) == ["Later"]
    assert found(cast.heidi, whose="mine") == ["Later"]
    assert found(cast.dave) == ["Mine"]  # given to him, though its project is not open to him
    (view,) = action_views(cast.dave, [mine], TODAY)
    assert (view.words, view.late, view.subject, view.code, view.project) == ("Mine", True, "", "", "")
    assert get_action(cast.dave, mine.pk, TODAY) == (mine, None)
    for who, row in ((cast.dave, above), (cast.alice, by_bob)):
        with pytest.raises(NotFound):
            get_action(who, row.pk, TODAY)
    assert [one.words for one in actions_of(subject_of(cast.programme), TODAY)] == ["Above"]
    for wrong in ({"state": "x"}, {"whose": "x"}):
        with pytest.raises(Invalid):
            find_actions(cast.bob, ActionFilter(**wrong), TODAY)
    table = actions_file(by=cast.dave, at=AT, kind="csv", wanted=ActionFilter()).decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert table[1].split(",")[1] == "Mine"
    assert "Warehouse" not in table[1]


def test_what_one_is_to_do_stands_on_the_home_page_and_is_told(cast: Cast) -> None:
    follow_notices(at=AT)
    row = give(cast, owner=cast.heidi.person, due_on=TODAY - timedelta(days=1))
    give(cast, "Much later", owner=cast.heidi.person, due_on=TODAY + timedelta(days=30))
    ((task),) = home(cast.heidi, at=AT).late
    assert (task.what, task.words, task.action_id) == ("action", "Ask the authority", row.pk)
    follow_notices(at=AT)
    told = [one.change.words for one in shown(cast.heidi, list(notices_of(cast.heidi)), TODAY)]
    assert told == ["You are to do: Much later", "You are to do: Ask the authority"]
    new = ActionParticulars(row.words, cast.grace.person, row.due_on)
    row = change_action(action=row, new=new, revision=1, by=cast.bob, at=AT)
    close_action(action=row, state="done", answer="Fine", revision=2, by=cast.grace, at=AT)
    follow_notices(at=AT)
    assert len(shown(cast.heidi, list(notices_of(cast.heidi)), TODAY)) == 1  # the other is hers no more
    assert [one.change.words for one in shown(cast.alice, list(notices_of(cast.alice)), TODAY)] == [
        "Closed: Ask the authority"
    ]


def test_open_actions_of_a_leaver_pass_on_and_a_list_asks_a_constant_number_of_times(cast: Cast) -> None:
    leaver, heir = make.user("Lea").person, make.user("Henry").person
    kept = close_action(action=give(cast, owner=leaver), state="done", answer="x", revision=1, by=cast.alice, at=AT)
    counts = []
    for _ in range(3):
        give(cast, owner=leaver)
        with CaptureQueriesContext(connection) as asked:
            action_views(cast.alice, list(find_actions(cast.alice, ActionFilter(), TODAY)), TODAY)
        counts.append(len(asked))
    assert len(set(counts)) == 1
    hand_over(person=leaver, heir=heir, by=cast.frank, at=AT)
    assert Action.objects.filter(owner=heir, state="open").count() == 3
    assert Action.objects.get(pk=kept.pk).owner == leaver
