"""Change requests, and who decides them."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import APPROVERS, COST_SEEN, OPENERS, PLANNERS, READERS, SCOPED, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.changes.actions import ChangeParticulars, raise_change_request, submit_change_request
from conspectus.rooms.portfolio.models import Project

PLANNED = Row(PLANNERS, READERS)
STEERED = Row(OPENERS, READERS)
DECIDED = Row(APPROVERS, READERS)
BODY = {"title": "", "what": "", "why": "", "reason": "no such"}
AUTHORITY = {"limits": [], "reason": "Board"}
API: dict[str, Row] = {
    "GET /change-requests": Row(),
    "POST /projects/{project_id}/change-requests": Row(PLANNERS, READERS, body=BODY),
    "GET /projects/{project_id}/growth": SCOPED,
    "GET /status/growth": Row(),
    "GET /change-requests/{change_id}": SCOPED,
    "PUT /change-requests/{change_id}": Row(PLANNERS, READERS, body=BODY),
    "POST /change-requests/{change_id}/submission": Row(PLANNERS, READERS, body={}),
    "POST /change-requests/{change_id}/withdrawal": Row(PLANNERS, READERS, body={"reason": ""}),
    "POST /change-requests/{change_id}/decision": Row(APPROVERS, READERS, body={"state": "no such", "reason": ""}),
    "POST /change-requests/{change_id}/implementation": Row(APPROVERS, READERS, body={"with_budget": False}),
    "GET /portfolios/{portfolio_id}/change-authority": SCOPED,
    "POST /portfolios/{portfolio_id}/change-authority": Row(OPENERS, READERS, body=AUTHORITY),
    "GET /projects/{project_id}/change-authority": SCOPED,
    "POST /projects/{project_id}/change-authority": Row(OPENERS, READERS, body=AUTHORITY),
}
PAGES: dict[str, Row] = {
    "changes": SCOPED,
    "new-change": PLANNED,
    "all-changes": Row(),
    "changes-file": Row(),
    "change-request": SCOPED,
    "revise-change": PLANNED,
    "submit-change": PLANNED,
    "withdraw-change": PLANNED,
    "decide-change": DECIDED,
    "implement-change": DECIDED,
    "change-authority": STEERED,
    "own-change-authority": STEERED,
}
assert COST_SEEN > APPROVERS  # whoever decides sees what it costs


def _made(project: Project, word: str) -> dict[str, Any]:
    by, at = local_operator(), now()
    new = ChangeParticulars(
        f"{word} ramp", f"{word} what", f"{word} why", "customer", slip_days=1, benefit=f"{word} benefit"
    )
    row = raise_change_request(project=project, new=new, by=by, at=at)
    return {"change_id": submit_change_request(request=row, revision=1, by=by, at=at).pk}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Submit a change request of the cast's project."""
    return _made(cast.project, "Own")


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Submit a change request of the other world's project."""
    from tests.doors.another_world import CANARY

    return _made(Project.objects.get(pk=ids["project_id"]), CANARY)
