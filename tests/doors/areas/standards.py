"""Standards: methods with versions and drafts; compliance, adoption, tailoring and waivers of projects."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import KEEPERS, OPENERS, PLANNERS, READERS, SCOPED, STEERERS, Row
from tests.packs import pack

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards import actions
from conspectus.rooms.standards.models import Version

CANARY = "Zanzibar"
API = {
    "GET /method-rules": Row(),
    "PUT /portfolios/{portfolio_id}/method-rule": Row(OPENERS, READERS, body={"reason": ""}),
    "PUT /programmes/{programme_id}/method-rule": Row(STEERERS, READERS, body={"reason": ""}),
    "GET /standards": Row(),
    "POST /standards": Row(KEEPERS, files=True),
    "GET /standards/expression": Row(),
    "GET /standards/versions/{version_id}": Row(),
    "GET /standards/versions/{version_id}/pack": Row(),
    "GET /standards/versions/{version_id}/templates": Row(),
    "GET /standards/versions/{version_id}/changes": Row(),
    "GET /standards/{method_key}/versions": Row(),
    "GET /standards/{method_key}/draft": Row(KEEPERS, KEEPERS),
    "POST /standards/{method_key}/draft": Row(KEEPERS, body={}),
    "PUT /standards/{method_key}/draft": Row(KEEPERS, body={"text": "x"}),
    "DELETE /standards/{method_key}/draft": Row(KEEPERS),
    "POST /standards/{method_key}/draft/publication": Row(KEEPERS, body={"words": ""}),
    "GET /standards/{method_key}/draft/trial/{policy}": Row(KEEPERS, KEEPERS),
    "POST /standards/versions/{version_id}/adoptions": Row(body={"projects": [], "starts_on": "2024-01-01"}),
    "GET /compliance": Row(),
    "GET /projects/{project_id}/compliance": SCOPED,
    "GET /projects/{project_id}/adoptions": SCOPED,
    "POST /projects/{project_id}/adoptions": Row(
        STEERERS, READERS, body={"version": "version_id", "starts_on": "2024-01-01"}
    ),
    "GET /projects/{project_id}/tailorings": SCOPED,
    "POST /projects/{project_id}/tailorings": Row(
        STEERERS, READERS, body={"policy": "x", "kind": "off", "reason": "", "starts_on": "2024-01-01"}
    ),
    "GET /waivers": Row(),
    "POST /projects/{project_id}/waivers": Row(
        PLANNERS, READERS, body={"policy": "x", "reason": "", "starts_on": "2024-01-01", "ends_on": "2024-01-01"}
    ),
    "POST /waivers/{waiver_id}/decision": Row(STEERERS, READERS, body={"granted": False}),
    "POST /waivers/{waiver_id}/end": Row(STEERERS, READERS, body={}),
}
PAGES = {
    "standards": Row(),
    "expression": Row(body={"expression": "nothing"}),
    "version": Row(),
    "version-file": Row(),
    "version-templates": Row(),
    "compare-versions": Row(),
    "method": Row(),
    "adopt-many": Row(),
    "start-draft": Row(KEEPERS, body={}),
    "draft": Row(KEEPERS),
    "publish-method": Row(KEEPERS, body={}),
    "drop-method-draft": Row(KEEPERS, body={}),
    "trial": Row(KEEPERS, KEEPERS),
    "compliance": Row(),
    "compliance-table": Row(),
    "project-compliance": SCOPED,
    "adopt": Row(STEERERS, READERS),
    "clause": SCOPED,
    "tailor": Row(STEERERS, READERS),
    "waive": Row(PLANNERS, READERS),
    "decide-waiver": Row(STEERERS, READERS),
    "end-waiver": Row(STEERERS, READERS, body={}),
    "method-rules": Row(),
    "portfolio-method-rule": Row(OPENERS, READERS),
    "programme-method-rule": Row(STEERERS, READERS),
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Let the cast's project follow a published method, ask for a waiver, and begin the next version."""
    version = published("small", "Small works")
    second = published("small", "Small works", "1.1")
    draft = actions.start_method_draft(method=version.method, by=local_operator(), at=now())
    adopted(cast.project, version)
    waiver = waived(cast.project)
    return {"method_key": draft.method.key, "version_id": second.pk, "policy": "sponsor_named", "waiver_id": waiver}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Let the other world's project ask for a waiver; methods are everybody's."""
    project = Project.objects.get(pk=ids["project_id"])
    adopted(project, published("other", "Other works"))
    return {"waiver_id": waived(project, CANARY)}


def published(key: str, name: str, number: str = "1.0") -> Version:
    """Return the small pack under a key as a published version."""
    changes = (("key: small\n", f"key: {key}\n"), ("name: Small works", f"name: {name}"), ('"1.0"', f'"{number}"'))
    if number != "1.0":
        changes += (("max_age_days: 35", f"max_age_days: 5{number[-1]}"),)  # what is new in it
    by = local_operator()
    draft = actions.import_method(data=pack(*changes), by=by, at=now())
    return actions.publish_method(draft=draft, words=f"What {number} brings.", revision=draft.revision, by=by, at=now())


def adopted(project: Project, version: Version) -> None:
    """Let a project follow a version from today on."""
    actions.adopt_version(projects=[project], version=version, starts_on=now().date(), by=local_operator(), at=now())


def waived(project: Project, reason: str = "Sponsor leaves") -> int:
    """Ask for a waiver of a clause and return its number."""
    today = now().date()
    told: dict[str, Any] = {"starts_on": today, "ends_on": today + timedelta(days=30), "by": local_operator()}
    return actions.request_waiver(project=project, policy="sponsor_named", reason=reason, at=now(), **told).pk
