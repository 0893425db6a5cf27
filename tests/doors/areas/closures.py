"""Closures, their points, and the benefits named under them."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import APPROVERS, BOOKERS, PLANNERS, READERS, SCOPED, STEERERS, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.closure import actions
from conspectus.rooms.closure.models import Closure
from conspectus.rooms.portfolio.models import Project

PLANNED = Row(PLANNERS, READERS)
ACCEPTER = frozenset({"alice"})  # it is hers
API = {
    "GET /closures": Row(),
    "GET /closures/missing": Row(),
    "GET /projects/{project_id}/closure": SCOPED,
    "POST /projects/{project_id}/closure": Row(PLANNERS, READERS),
    "POST /projects/{project_id}/closure/left": Row(APPROVERS, READERS, body={"point": "x", "reason": ""}),
    "POST /projects/{project_id}/closure/handover": Row(PLANNERS, READERS, body={"items": [], "words": ""}),
    "POST /projects/{project_id}/closure/cost": Row(BOOKERS, READERS, body={"words": ""}),
    "POST /projects/{project_id}/closure/benefits": Row(PLANNERS, READERS, body={"words": "", "owner": "person_id"}),
    "POST /closures/benefits/{benefit_id}/answer": Row(ACCEPTER, READERS, body={"accepted": True, "words": ""}),
    "POST /projects/{project_id}/closure/review": Row(
        PLANNERS, READERS, body={"words": "x", "owner": "person_id", "due_on": "2020-01-01"}
    ),
    "POST /projects/{project_id}/closure/release": Row(STEERERS, READERS, body={"words": "\0"}),
    "POST /projects/{project_id}/closure/submission": Row(PLANNERS, READERS, body={"words": ""}),
    "POST /projects/{project_id}/closure/decision": Row(APPROVERS, READERS, body={"confirmed": False, "words": ""}),
    "POST /projects/{project_id}/closure/withdrawal": Row(PLANNERS, READERS, body={"reason": ""}),
}
PAGES = {
    "closures": Row(),
    "closures-file": Row(),
    "closure": SCOPED,
    "begin-closure": Row(PLANNERS, READERS, body={}),
    "closure-left": Row(APPROVERS, READERS),
    "closure-handover": PLANNED,
    "closure-cost": Row(BOOKERS, READERS),
    "closure-benefit": PLANNED,
    "answer-benefit": Row(ACCEPTER, READERS),
    "closure-review": PLANNED,
    "closure-release": Row(STEERERS, READERS),
    "closure-submission": PLANNED,
    "closure-decision": Row(APPROVERS, READERS),
    "closure-withdrawal": PLANNED,
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Return a benefit of the cast's project, which its manager is to accept."""
    return _made(cast.project, cast.alice.person, "Less handling", cast.alice)


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Return a benefit of the other world."""
    from tests.doors.another_world import CANARY

    project = Project.objects.get(pk=ids["project_id"])
    assert project.manager is not None
    return _made(project, project.manager, CANARY, local_operator())


def _made(project: Project, owner: Person, words: str, by: User) -> dict[str, Any]:
    row: Closure = actions.begin_closure(project=project, by=by, at=now())
    given = {"closure": row, "by": local_operator(), "at": now()}
    made = actions.name_benefit_owner(new=actions.NewBenefit(words, owner), **given)
    actions.reconcile_final_cost(words=words, **given)
    actions.leave_point_open(point="lessons", reason=words, **given)
    return {"benefit_id": made.pk}
