"""The life of a project: what may follow what, each step with day, reason and authority, and what never changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.cast import Cast

from conspectus.kit.errors import Refusal
from conspectus.rooms.portfolio.actions import (
    Move,
    NewProject,
    change_project,
    change_project_state,
    create_project,
    reopen_project,
)
from conspectus.rooms.portfolio.choices import NEXT_STATES, PASSED_ON, REOPENED, State
from conspectus.rooms.portfolio.models import Project, StateChange
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.portfolio.queries.life import life_of, predecessors_of, states_on
from conspectus.rooms.portfolio.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.rows]
AT = make.AT
TODAY = AT.date()


def refused(deed: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(at=AT, **given)
    return caught.value


def moved(project: Project, state: str, by: Any, *, days: int = 0, **more: Any) -> Project:
    at = AT + timedelta(days=days)
    project.refresh_from_db()
    move = Move(state, f"To be {state}", **more)
    return change_project_state(project=project, move=move, revision=project.revision, by=by, at=at)


def test_states_follow_the_table(cast: Cast) -> None:
    project, heirs = make.project(state=State.PROPOSED), (cast.project, cast.other)
    for state in State:
        for wanted in State:
            Project.objects.filter(pk=project.pk).update(state=state)
            project.refresh_from_db()
            on = heirs if wanted == State.SPLIT else heirs[:1] if wanted == State.MERGED else ()
            given = {"project": project, "move": Move(wanted, "because", successors=on), "by": cast.bob}
            if wanted in NEXT_STATES[state]:
                with transaction.atomic():
                    assert change_project_state(**given, revision=project.revision, at=AT).state == wanted
                    transaction.set_rollback(True)
                continue
            words = refused(change_project_state, **given, revision=project.revision).words
            assert words.startswith(f"A project that is {state.label.lower()} ")
            assert ("reopened only by a decision" in words) == (REOPENED.get(state) == wanted)


def test_every_step_is_kept_with_day_reason_and_authority(cast: Cast) -> None:
    new = NewProject(cast.portfolio, "LIFE-1", "A life")
    project = create_project(new=new, by=cast.bob, at=AT)
    moved(project, "approved", cast.bob, days=5, authority="Board, 3 May")
    moved(project, "active", cast.bob, days=9, effective_on=TODAY + timedelta(days=7))
    steps = life_of(cast.bob, project, TODAY)
    assert [(one.state, one.from_on, one.authority) for one in steps] == [
        ("active", TODAY + timedelta(days=7), "Bob"),
        ("approved", TODAY + timedelta(days=5), "Board, 3 May"),
        ("proposed", TODAY, "Bob"),
    ]
    asked = [states_on([project.pk], TODAY + timedelta(days=one)).get(project.pk) for one in (-1, 0, 6, 7)]
    since = [TODAY + timedelta(days=one) for one in (0, 5, 7)]
    assert asked == [None, *zip(("proposed", "approved", "active"), since, strict=True)]
    known = states_on([project.pk], TODAY + timedelta(days=8), known_at=AT + timedelta(days=8))
    assert known == {project.pk: ("approved", TODAY + timedelta(days=5))}
    project.refresh_from_db()
    early = Move("paused", "Frost", effective_on=TODAY + timedelta(days=6))
    with pytest.raises(Refusal, match="cannot count from before"):
        change_project_state(
            project=project, move=early, revision=project.revision, by=cast.bob, at=AT + timedelta(days=9)
        )
    late = Move("paused", "Frost", effective_on=TODAY + timedelta(days=1))
    assert refused(change_project_state, project=project, move=late, revision=3, by=cast.bob).code == "effective_on"
    assert refused(change_project_state, project=project, move=Move("paused"), revision=3, by=cast.bob).code == "reason"
    with pytest.raises(DatabaseError), transaction.atomic():
        StateChange.objects.filter(project=project).update(reason="Other")


def test_what_is_merged_or_split_goes_on_in_others(cast: Cast) -> None:
    whole = make.project("Whole")
    for state, heirs in (("merged", ()), ("merged", (cast.project, cast.other)), ("split", (cast.project,))):
        move = Move(state, "x", successors=heirs)
        assert refused(change_project_state, project=whole, move=move, revision=1, by=cast.bob).code == "successors"
    for move in (Move("merged", "x", successors=(whole,)), Move("paused", "x", successors=(cast.other,))):
        assert refused(change_project_state, project=whole, move=move, revision=1, by=cast.bob).code == "successors"
    moved(whole, "split", cast.bob, successors=(cast.project, cast.other, cast.project))
    (step, *_) = life_of(cast.bob, whole, TODAY)
    assert [one.pk for one in step.successors] == [cast.project.pk, cast.other.pk]
    assert predecessors_of(cast.bob, cast.project, TODAY) == (whole,)
    assert predecessors_of(cast.alice, cast.project, TODAY) == ()  # she may not see what it was
    whole.refresh_from_db()
    ended = Move("merged", "x", successors=(whole,))
    assert refused(change_project_state, project=cast.project, move=ended, revision=1, by=cast.bob).code == "successors"
    for state in (*PASSED_ON, State.ARCHIVED):
        new = NewProject(cast.portfolio, "NEW-1", "New", state=state)
        assert refused(create_project, new=new, by=cast.bob).code == "state"


def test_what_has_ended_rests_and_is_reopened_only_by_decision(cast: Cast) -> None:
    ended = moved(cast.project, "stopped", cast.bob)
    words = refused(change_project, project=ended, changes={}, revision=2, by=cast.alice).words
    assert words == "This project is cancelled. Bring it back to life before changing it."
    assert not may(cast.alice, "change_project", ended)
    assert not may(cast.alice, "reopen_project", ended)
    given = {"project": ended, "revision": 2, "by": cast.bob}
    assert refused(reopen_project, reason="", authority="Board", **given).code == "reason"
    assert refused(reopen_project, reason="Money found", authority=" ", **given).code == "authority"
    again = reopen_project(reason="Money found", authority="Board, 3 May", at=AT, **given)
    assert again.state == "proposed"
    assert refused(reopen_project, reason="x", authority="y", project=again, revision=3, by=cast.bob).code == "state"
    for state in ("approved", "active", "closed", "archived"):
        moved(again, state, cast.bob)
    assert refused(reopen_project, reason="x", authority="y", project=again, revision=7, by=cast.bob).code == "state"
    listed = [one.pk for one in find_projects(cast.bob)]
    assert again.pk not in listed
    for asked in (ProjectFilter(state="archived"), ProjectFilter(archived=True)):
        assert again.pk in [one.pk for one in find_projects(cast.bob, asked)]
