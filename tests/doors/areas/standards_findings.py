"""Findings of compliance: listed, given to somebody, answered, decided on; after `standards`, which adopts methods."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import PLANNERS, READERS, SCOPED, STEERERS, Row

from conspectus.journeys.compliance_findings import follow_findings
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.facts.actions import record_facts
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.actions import Answered, answer_finding
from conspectus.rooms.standards.models import ComplianceFinding

API = {
    "GET /findings": Row(),
    "GET /findings/{finding_id}": SCOPED,
    "PUT /findings/{finding_id}/owner": Row(PLANNERS, READERS, body={"owner": "person_id", "due_on": None}),
    "POST /findings/{finding_id}/answer": Row(PLANNERS, READERS, body={"kind": "disagree", "words": ""}),
    "POST /findings/{finding_id}/confirmation": Row(STEERERS, READERS, body={"agreed": False}),
}
PAGES = {
    "findings": Row(),
    "findings-file": Row(),
    "finding": SCOPED,
    "assign-finding": Row(PLANNERS, READERS),
    "answer-finding": Row(PLANNERS, READERS),
    "confirm-answer": Row(STEERERS, READERS),
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Return a finding of the cast's project, answered from outside."""
    return {"finding_id": _found(cast.project, "She leaves")}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Return a finding of the other world's project."""
    from tests.doors.another_world import CANARY

    return {"finding_id": _found(Project.objects.get(pk=ids["project_id"]), CANARY)}


def _found(project: Project, words: str) -> int:
    """Return the finding of a project without a sponsor, answered in these words."""
    at = now()
    facts: dict[str, Any] = {"sponsor_named": False, "plan_tasks": 120, "plan_status_on": at.date()}
    record_facts({project.pk: facts}, on=at.date(), source="test", at=at + timedelta(seconds=1))
    follow_findings(at=at)
    row = ComplianceFinding.objects.get(project=project, policy="sponsor_named")
    new = Answered("disagree", words)
    return answer_finding(finding=row, new=new, revision=row.revision, by=local_operator(), at=at).pk
