"""Backlogs of agile projects."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import APPROVERS, OPENERS, PLANNERS, READERS, SCOPED, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.agile.actions import NewChoice, choose_delivery, import_backlog
from conspectus.rooms.portfolio.models import Project

API: dict[str, Row] = {
    "GET /projects/{project_id}/backlogs": SCOPED,
    "POST /projects/{project_id}/backlogs": Row(PLANNERS, READERS, files=True),
    "POST /projects/{project_id}/backlogs/preview": Row(PLANNERS, READERS, files=True),
    "GET /projects/{project_id}/backlogs/{number}": SCOPED,
    "POST /projects/{project_id}/backlogs/{number}/columns": Row(OPENERS, READERS),
    "GET /projects/{project_id}/backlog-counting": SCOPED,
    "POST /projects/{project_id}/backlog-counting": Row(APPROVERS, READERS, body={"reason": ""}),
}
PAGES: dict[str, Row] = {
    "backlog": SCOPED,
    "upload-backlog": Row(PLANNERS, READERS),
    "choose-delivery": Row(APPROVERS, READERS),
}


def _made(project: Project, word: str) -> None:
    by, table = (
        local_operator(),
        f"Key,Title,Status,Sprint,Epic\n{word}-1,{word} story,Done,{word} sprint,{word} epic\n",
    )
    import_backlog(project=project, data=table.encode(), name=f"{word}.csv", by=by, at=now())
    choose_delivery(project=project, new=NewChoice(f"{word} reason", judges=False), by=by, at=now())


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Give the cast's project a backlog."""
    _made(cast.project, "Own")
    return {}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Give the other world's project a backlog."""
    from tests.doors.another_world import CANARY

    _made(Project.objects.get(pk=ids["project_id"]), CANARY)
    return {}
