"""Stakeholders and communication plans."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import CONTRIBUTORS, PLANNERS, READERS, SCOPED, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.stakeholders.actions import (
    CommunicationParticulars,
    Judged,
    StakeholderParticulars,
    enter_communications,
    enter_stakeholders,
)

PLANNED, HIDDEN = Row(PLANNERS, READERS), Row(PLANNERS, PLANNERS)  # a confidential one is missing for all others
ONE, LINE = "/stakeholders/{stakeholder_id}", "/communications/{communication_id}"
API: dict[str, Row] = {
    "GET /projects/{project_id}/stakeholders": SCOPED,
    "POST /projects/{project_id}/stakeholders": Row(PLANNERS, READERS, body={"rows": []}),
    f"GET {ONE}": HIDDEN,
    f"PUT {ONE}": Row(PLANNERS, PLANNERS, body={"name": ""}),
    f"POST {ONE}/assessments": Row(PLANNERS, PLANNERS, body={"influence": 9, "interest": 1}),
    "GET /communications": Row(),
    "POST /projects/{project_id}/communications": Row(PLANNERS, READERS, body={"rows": []}),
    f"GET {LINE}": SCOPED,
    f"PUT {LINE}": Row(PLANNERS, READERS, body={"audience": "", "what": ""}),
    f"POST {LINE}/sendings": Row(CONTRIBUTORS, READERS, body={"on": "2149-12-31"}),
}
PAGES: dict[str, Row] = {
    "project-stakeholders": SCOPED,
    "new-stakeholder": PLANNED,
    "paste-stakeholders": PLANNED,
    "new-communication": PLANNED,
    "stakeholder": HIDDEN,
    "change-stakeholder": HIDDEN,
    "assess-stakeholder": HIDDEN,
    "communications": Row(),
    "communications-file": Row(),
    "communication": SCOPED,
    "change-communication": PLANNED,
    "record-sending": Row(CONTRIBUTORS, READERS),
}


def _made(project: Project, word: str) -> dict[str, Any]:
    given: dict[str, Any] = {"project": project, "by": local_operator(), "at": now()}
    who = StakeholderParticulars(f"{word} mayor", f"{word} town", f"{word} role", approach=f"{word} approach")
    (stakeholder,) = enter_stakeholders(new=[(who, Judged(4, 2, words=f"{word} words"))], **given)
    (line,) = enter_communications(new=[CommunicationParticulars(f"{word} town", f"{word} newsletter")], **given)
    return {"stakeholder_id": stakeholder.pk, "communication_id": line.pk}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Add a stakeholder and a line of the plan of the cast's project."""
    return _made(cast.project, "Own")


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Add a stakeholder and a line of the plan of the other world's project."""
    from tests.doors.another_world import CANARY

    return _made(Project.objects.get(pk=ids["project_id"]), CANARY)
