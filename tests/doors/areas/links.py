"""Links between projects and to outside events."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import OPENERS, PLANNERS, READERS, SCOPED, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions import LinkEnd, OutsideEvent, Terms, propose_link
from conspectus.rooms.portfolio.models import Project

TERMS = {"words": "", "by_on": "2030-01-01"}
API = {
    "GET /links": Row(),
    "GET /links/file": Row(),
    "GET /links/matrix": Row(),
    "GET /links/{link_id}": SCOPED,
    "PUT /links/{link_id}": Row(PLANNERS, READERS, body=TERMS),
    "POST /links/{link_id}/agreement": Row(PLANNERS, READERS, body={"side": "taker"}),
    "POST /links/{link_id}/refusal": Row(PLANNERS, READERS, body={"side": "taker", "reason": ""}),
    "POST /links/{link_id}/withdrawal": Row(PLANNERS, READERS, body={"reason": ""}),
    "PUT /links/{link_id}/owner": Row(PLANNERS, READERS, body={"side": "taker", "owner": None}),
    "PUT /links/{link_id}/end": Row(PLANNERS, READERS, body={"side": "taker", "task": ""}),
    "GET /projects/{project_id}/links": SCOPED,
    "GET /projects/{project_id}/slip": SCOPED,
    "POST /projects/{project_id}/link-list/preview": Row(PLANNERS, READERS, files=True),
    "POST /projects/{project_id}/link-list": Row(PLANNERS, READERS, files=True),
    "POST /portfolios/{portfolio_id}/link-list/preview": Row(OPENERS, READERS, files=True),
    "POST /portfolios/{portfolio_id}/link-list": Row(OPENERS, READERS, files=True),
    "POST /projects/{project_id}/slip/plan": Row(PLANNERS, READERS, files=True),
    "POST /projects/{project_id}/links": Row(
        PLANNERS, READERS, body=TERMS | {"direction": "gives", "task": "1", "event": "Law"}
    ),
}
PAGES = {
    "links": Row(),
    "link-file": Row(),
    "link-network": Row(),
    "link-matrix": Row(),
    "project-links": SCOPED,
    "slip": SCOPED,
    "new-link": Row(PLANNERS, READERS),
    "import-project-links": Row(PLANNERS, READERS),
    "import-links": Row(OPENERS, READERS),
    "link": SCOPED,
    "change-link": Row(PLANNERS, READERS),
    "agree-link": Row(PLANNERS, READERS, body={}),
    "decline-link": Row(PLANNERS, READERS),
    "withdraw-link": Row(PLANNERS, READERS),
    "link-owner": Row(PLANNERS, READERS),
    "move-link-end": Row(PLANNERS, READERS),
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Return a link from outside to the cast's project that waits for its manager."""
    return {"link_id": _made(cast.project, "Permit", cast.mona), "side": "taker"}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Return a link from outside to the other world's project."""
    from tests.doors.another_world import CANARY

    return {"link_id": _made(Project.objects.get(pk=ids["project_id"]), CANARY, local_operator())}


def _made(project: Project, words: str, by: User) -> int:
    event, terms = OutsideEvent(words, now().date()), Terms(words, now().date())
    return propose_link(giver=event, taker=LinkEnd(project, "2"), terms=terms, by=by, at=now()).pk
