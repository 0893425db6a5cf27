"""What a compared plan revision says a change does to the finish, and a request as canonical text."""

from __future__ import annotations

import json
from typing import Any

from conspectus.kit.errors import Invalid
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.models import PlanRevision

SHOWN = (
    "number", "title", "what", "why", "reason", "slip_days", "cost_minor", "cost_kind", "nature", "fiscal_year",
    "benefit", "risk", "quality",
)  # fmt: skip


def compared_slip(project: Project, plan: PlanRevision) -> float:
    """Return by how many working days the finish moves from the revision before ``plan`` to it, later is positive."""
    from conspectus.engine.compare import compare

    before = project.plan_revisions.filter(number__lt=plan.number).order_by("-number").first()
    if before is None:
        raise Invalid(
            "plan", "Revision %(number)s is the first: there is nothing to compare it with.", "plan", number=1
        )
    old, new = before.document_id, plan.document_id
    found = compare(load_plan(old), load_plan(new), load_schedule(old), load_schedule(new)).finish_moved
    if found.value is None:
        raise Invalid("plan", "These revisions have no finish to compare. State the working days instead.", "plan")
    return round(float(found.value), 4)


def shown_of(row: ChangeRequest) -> str:
    """Return a request as it is decided, as canonical JSON."""
    told: dict[str, Any] = {name: getattr(row, name) for name in SHOWN}
    told |= {"project": row.project.code, "currency": row.project.currency, "raised_by": row.raised_by.name}
    told |= {"plan": row.plan.number if row.plan else None}
    told |= {"document": row.plan.document_id if row.plan else None}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
