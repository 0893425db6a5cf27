"""Quality plans, reviews and non-conformities."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import APPROVERS, CONTRIBUTORS, PLANNERS, READERS, SCOPED, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.quality.actions import (
    CheckParticulars,
    ConformityParticulars,
    ReviewGiven,
    enter_quality_checks,
    raise_nonconformities,
    record_quality_review,
)

PLANNED, SHARED = Row(PLANNERS, READERS), Row(CONTRIBUTORS, READERS)
ONE = "/nonconformities/{nonconformity_id}"
API: dict[str, Row] = {
    "GET /quality-checks": Row(),
    "POST /projects/{project_id}/quality-checks": Row(PLANNERS, READERS, body={"rows": []}),
    "GET /quality-checks/{check_id}": SCOPED,
    "PUT /quality-checks/{check_id}": Row(PLANNERS, READERS, body={"name": ""}),
    "GET /projects/{project_id}/quality-reviews": SCOPED,
    "POST /projects/{project_id}/quality-reviews": Row(CONTRIBUTORS, READERS, body={"result": "no such"}),
    "GET /nonconformities": Row(),
    "POST /projects/{project_id}/nonconformities": Row(CONTRIBUTORS, READERS, body={"rows": []}),
    f"GET {ONE}": SCOPED,
    f"PUT {ONE}": Row(CONTRIBUTORS, READERS, body={"title": ""}),
    f"POST {ONE}/correction": Row(CONTRIBUTORS, READERS, body={"words": ""}),
    f"POST {ONE}/verification": Row(APPROVERS, READERS, body={"holds": False}),
    f"POST {ONE}/drop": Row(PLANNERS, READERS, body={"words": ""}),
    f"POST {ONE}/escalation": Row(CONTRIBUTORS, READERS, body={"reason": ""}),
    f"POST {ONE}/rework": Row(PLANNERS, READERS, body={"planned_minor": -1}),
}
PAGES: dict[str, Row] = {
    "project-quality": SCOPED,
    "paste-quality": SHARED,
    "new-quality-check": PLANNED,
    "change-quality-check": PLANNED,
    "new-quality-review": SHARED,
    "new-nonconformity": SHARED,
    "quality-checks": Row(),
    "quality-checks-file": Row(),
    "nonconformities": Row(),
    "nonconformities-file": Row(),
    "nonconformity": SCOPED,
    "change-nonconformity": SHARED,
    "correct-nonconformity": SHARED,
    "verify-nonconformity": Row(APPROVERS, READERS),
    "drop-nonconformity": PLANNED,
    "escalate-nonconformity": SHARED,
    "rework": PLANNED,
}


def _made(project: Project, word: str) -> dict[str, Any]:
    given: dict[str, Any] = {"project": project, "by": local_operator(), "at": now()}
    (check,) = enter_quality_checks(new=[CheckParticulars(f"{word} weld", criteria=f"{word} criteria")], **given)
    record_quality_review(new=ReviewGiven("failed", of_check=check, words=f"{word} pores"), **given)
    new = ConformityParticulars(f"{word} pores", f"{word} words", place=f"{word} hall", cause=f"{word} heat")
    (found,) = raise_nonconformities(new=[new], **given)
    return {"check_id": check.pk, "nonconformity_id": found.pk}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Add a check with a review and a non-conformity of the cast's project."""
    return _made(cast.project, "Own")


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Add a check with a review and a non-conformity of the other world's project."""
    from tests.doors.another_world import CANARY

    return _made(Project.objects.get(pk=ids["project_id"]), CANARY)
