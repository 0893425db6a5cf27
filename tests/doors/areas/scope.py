"""Needs, requirements and deliverables."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import APPROVERS, CONTRIBUTORS, PLANNERS, READERS, SCOPED, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.actions import (
    DeliverableParticulars,
    RequirementParticulars,
    enter_deliverables,
    enter_requirements,
)

PLANNED = Row(PLANNERS, READERS)
API: dict[str, Row] = {
    "GET /deliverables": Row(),
    "POST /projects/{project_id}/deliverables": Row(PLANNERS, READERS, body={"rows": []}),
    "GET /deliverables/{deliverable_id}": SCOPED,
    "PUT /deliverables/{deliverable_id}": Row(PLANNERS, READERS, body={"name": ""}),
    "POST /deliverables/{deliverable_id}/submission": Row(CONTRIBUTORS, READERS, body={"on": "2149-12-31"}),
    "POST /deliverables/{deliverable_id}/judgement": Row(APPROVERS, READERS, body={"state": "no such"}),
    "POST /deliverables/{deliverable_id}/drop": Row(PLANNERS, READERS, body={"reason": ""}),
    "GET /projects/{project_id}/requirements": SCOPED,
    "GET /projects/{project_id}/trace": SCOPED,
    "POST /projects/{project_id}/requirements": Row(PLANNERS, READERS, body={"rows": []}),
    "GET /requirements/{requirement_id}": SCOPED,
    "PUT /requirements/{requirement_id}": Row(PLANNERS, READERS, body={"title": ""}),
}
PAGES: dict[str, Row] = {
    "scope": SCOPED,
    "paste-scope": PLANNED,
    "trace": SCOPED,
    "trace-file": SCOPED,
    "new-requirement": PLANNED,
    "new-deliverable": PLANNED,
    "change-requirement": PLANNED,
    "deliverables": Row(),
    "deliverables-file": Row(),
    "deliverable": SCOPED,
    "change-deliverable": PLANNED,
    "submit-deliverable": Row(CONTRIBUTORS, READERS),
    "judge-deliverable": Row(APPROVERS, READERS),
    "drop-deliverable": PLANNED,
}


def _made(project: Project, word: str) -> dict[str, Any]:
    by = local_operator()
    asked = [RequirementParticulars(f"{word} requirement", words=f"{word} words", source=f"{word} law")]
    (requirement,) = enter_requirements(project=project, new=asked, by=by, at=now())
    new = DeliverableParticulars(
        f"{word} hall", code=word[:9], criteria=f"{word} criteria", task_uid="2", requirements=(requirement,)
    )
    (deliverable,) = enter_deliverables(project=project, new=[new], by=by, at=now())
    return {"requirement_id": requirement.pk, "deliverable_id": deliverable.pk}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Add a requirement and a deliverable of the cast's project."""
    return _made(cast.project, "Own")


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Add a requirement and a deliverable of the other world's project."""
    from tests.doors.another_world import CANARY

    return _made(Project.objects.get(pk=ids["project_id"]), CANARY)
