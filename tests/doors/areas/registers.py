"""Registers of risks, opportunities, issues, assumptions and decisions."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import CONTRIBUTORS, OPENERS, READERS, SCOPED, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import Particulars, Quantities, open_register_entry

_NEW = {"kind": "threat", "title": ""}
_OURS = Row(CONTRIBUTORS, READERS)
STEERING = frozenset({"bob", "frank", "ivan", "mona"})

API = {
    "GET /register-entries": Row(),
    "GET /registers/exposure": Row(),
    "GET /registers/heat-map": Row(),
    "GET /registers/burn-down": Row(),
    "GET /registers/file": Row(),
    "POST /register-entries": Row(CONTRIBUTORS, READERS, body=_NEW | {"project": "project_id"}),
    "POST /register-entries/many": Row(CONTRIBUTORS, READERS, body={"project": "project_id", "entries": []}),
    "POST /register-entries/changes": Row(body={"changes": []}),
    "POST /projects/{project_id}/register-list/preview": Row(CONTRIBUTORS, READERS, files=True),
    "POST /projects/{project_id}/register-list": Row(CONTRIBUTORS, READERS, files=True),
    "POST /programmes/{programme_id}/register-list/preview": Row(STEERING, READERS, files=True),
    "POST /programmes/{programme_id}/register-list": Row(STEERING, READERS, files=True),
    "POST /portfolios/{portfolio_id}/register-list/preview": Row(OPENERS, READERS, files=True),
    "POST /portfolios/{portfolio_id}/register-list": Row(OPENERS, READERS, files=True),
    "GET /register-entries/{register_id}": SCOPED,
    "PUT /register-entries/{register_id}": Row(CONTRIBUTORS, READERS, body={"title": ""}),
    "POST /register-entries/{register_id}/conversion": Row(CONTRIBUTORS, READERS, body={"kind": "x", "reason": ""}),
    "POST /register-entries/{register_id}/escalation": Row(CONTRIBUTORS, READERS, body={"level": "x", "reason": ""}),
}
PAGES = {
    "registers": Row(),
    "register-file": Row(),
    "change-register-entries": Row(body={}),
    "project-register": SCOPED,
    "programme-register": SCOPED,
    "new-project-entry": _OURS,
    "paste-project-entries": _OURS,
    "new-programme-entry": Row(STEERING, READERS),
    "paste-programme-entries": Row(STEERING, READERS),
    "new-portfolio-entry": Row(OPENERS, READERS),
    "paste-entries": Row(OPENERS, READERS),
    "import-project-entries": _OURS,
    "import-programme-entries": Row(STEERING, READERS),
    "import-entries": Row(OPENERS, READERS),
    "register-entry": SCOPED,
    "change-register-entry": _OURS,
    "convert-register-entry": _OURS,
    "escalate-register-entry": _OURS,
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Return a risk of the cast's project."""
    return {"register_id": _an_entry(cast.project, "Frost")}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Return one of the project of the other world."""
    from tests.doors.another_world import CANARY

    return {"register_id": _an_entry(Project.objects.get(pk=ids["project_id"]), f"{CANARY} frost")}


def _an_entry(project: Project, title: str) -> int:
    new = Particulars("threat", title, title, title, quantities=Quantities(probability=3, impact_cost=4, percent=50))
    return int(open_register_entry(place=project, new=new, by=local_operator(), at=now()).pk)
