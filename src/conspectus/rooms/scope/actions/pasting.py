"""Rows pasted from a sheet, or of a small file, as particulars of deliverables and requirements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conspectus.kit.errors import Invalid
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.actions.deliverables import DeliverableParticulars, enter_deliverables
from conspectus.rooms.scope.actions.requirements import RequirementParticulars, enter_requirements
from conspectus.rooms.scope.bridge import HEADINGS, day_typed, each_row, pasted, word_of, yes_or_no
from conspectus.rooms.scope.choices import DeliverableKind, Priority, RequirementKind, RequirementState
from conspectus.rooms.scope.models import Deliverable, Requirement


def paste_deliverables(*, project: Project, text: str, by: User, at: datetime) -> list[Deliverable]:
    """Enter the deliverables of a pasted table, all or none; the requirements they meet are named by their codes."""
    known = _by_code(project, RequirementKind.REQUIREMENT)
    new = each_row(pasted(text, HEADINGS["deliverables"]), lambda row: _deliverable(row, known))
    return enter_deliverables(project=project, new=new, by=by, at=at)


def paste_requirements(*, project: Project, text: str, by: User, at: datetime) -> list[Requirement]:
    """Enter the needs and requirements of a pasted table, all or none; a need that is served is there already."""
    known = _by_code(project, RequirementKind.NEED)
    new = each_row(pasted(text, HEADINGS["requirements"]), lambda row: _requirement(row, known))
    return enter_requirements(project=project, new=new, by=by, at=at)


def _deliverable(row: Mapping[str, str], known: Mapping[str, Requirement]) -> DeliverableParticulars:
    codes = [one.strip() for one in row.get("requirements", "").replace(";", ",").split(",") if one.strip()]
    return DeliverableParticulars(
        name=row.get("name", ""),
        kind=word_of(row.get("kind", DeliverableKind.PRODUCT), DeliverableKind, "kind"),
        code=row.get("code", ""),
        is_mandatory=yes_or_no(row.get("is_mandatory", "yes"), "is_mandatory"),
        due_on=day_typed(row.get("due_on", ""), "due_on"),
        task_uid=row.get("task_uid", ""),
        criteria=row.get("criteria", ""),
        requirements=tuple(_known(one, known) for one in codes),
    )


def _requirement(row: Mapping[str, str], known: Mapping[str, Requirement]) -> RequirementParticulars:
    return RequirementParticulars(
        title=row.get("title", ""),
        kind=word_of(row.get("kind", RequirementKind.REQUIREMENT), RequirementKind, "kind"),
        code=row.get("code", ""),
        words=row.get("words", ""),
        need=_known(row["need"], known) if "need" in row else None,
        priority=word_of(row.get("priority", Priority.SHOULD), Priority, "priority"),
        state=word_of(row.get("state", RequirementState.DRAFT), RequirementState, "state"),
        source=row.get("source", ""),
    )


def _known(code: str, known: Mapping[str, Requirement]) -> Requirement:
    try:
        return known[fold(code)]
    except KeyError:
        raise Invalid("unknown", "The project has nothing with the code %(named)s.", "text", named=code[:40]) from None


def _by_code(project: Project, kind: RequirementKind) -> dict[str, Any]:
    rows = Requirement.objects.filter(project=project, kind=kind).exclude(code_key="")
    return {row.code_key: row for row in rows.select_related("project")}
