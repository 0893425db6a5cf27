"""Actions of every register."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import CONTRIBUTORS, OPENERS, READERS, SCOPED, STEERERS, Row

from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.followup.actions import ActionParticulars, open_action
from conspectus.rooms.portfolio.models import Project

_WORDS = {"words": ""}
_OF_SUBJECT = Row(CONTRIBUTORS, READERS, body=_WORDS)

API = {
    "GET /actions": Row(),
    "GET /actions/file": Row(),
    "GET /subjects/{subject_kind}/{subject_id}/actions": SCOPED,
    "POST /subjects/{subject_kind}/{subject_id}/actions": _OF_SUBJECT,
    "GET /actions/{action_id}": SCOPED,
    "PATCH /actions/{action_id}": Row(CONTRIBUTORS, READERS, body=_WORDS),
    **{
        f"POST /{place}s/{{{place}_id}}/action-list{what}": Row(able, READERS, files=True)
        for place, able in (("project", CONTRIBUTORS), ("programme", STEERERS), ("portfolio", OPENERS))
        for what in ("", "/preview")
    },
    "POST /actions/{action_id}/closure": Row(CONTRIBUTORS, READERS, body={"state": "done", "answer": ""}),
}
PAGES = {
    "actions": Row(),
    "action-file": Row(),
    "action": SCOPED,
    "change-action": Row(CONTRIBUTORS, READERS),
    "new-action": Row(CONTRIBUTORS, READERS),
    "import-project-actions": Row(CONTRIBUTORS, READERS),
    "import-programme-actions": Row(STEERERS, READERS),
    "import-actions": Row(OPENERS, READERS),
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Return an action about the cast's project that nobody of the cast owns."""
    return {"action_id": _an_action(cast.project, "Ask the authority")}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Return one about the project of the other world."""
    from tests.doors.another_world import CANARY

    return {"action_id": _an_action(Project.objects.get(pk=ids["project_id"]), f"{CANARY} action")}


def _an_action(project: Project, words: str) -> int:
    new = ActionParticulars(words)
    return int(open_action(subject=subject_of(project), new=new, by=local_operator(), at=now()).pk)
