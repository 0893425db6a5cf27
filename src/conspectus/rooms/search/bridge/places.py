"""Where the things lie that comments and documents belong to: by that it is known who finds these."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from conspectus.kit.many import of_these
from conspectus.kit.subjects import Reference, SubjectKind
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.governance.models import AssuranceReview, ExceptionReport, GateReview
from conspectus.rooms.portfolio.models import Contract, Objective, Party, Portfolio, Programme, Project
from conspectus.rooms.quality.models import NonConformity
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.scope.models import Deliverable
from conspectus.rooms.standards.models import ComplianceFinding
from conspectus.rooms.status.models import Report

Place = dict[str, int | None]  # columns of an entry

_ROWS: dict[str, tuple[Any, dict[str, str]]] = {
    SubjectKind.PROJECT: (Project, {"project_id": "pk"}),
    SubjectKind.MILESTONE: (Project, {"project_id": "pk"}),
    SubjectKind.PROGRAMME: (Programme, {"programme_id": "pk", "portfolio_id": "portfolio"}),
    SubjectKind.PORTFOLIO: (Portfolio, {"portfolio_id": "pk"}),
    SubjectKind.CONTRACT: (Contract, {"portfolio_id": "portfolio"}),
    SubjectKind.PARTY: (Party, {"portfolio_id": "portfolio"}),
    SubjectKind.OBJECTIVE: (Objective, {"portfolio_id": "portfolio"}),
    SubjectKind.REPORT: (
        Report,
        {"project_id": "project", "programme_id": "programme", "portfolio_id": "programme__portfolio"},
    ),
    SubjectKind.REGISTERENTRY: (
        RegisterEntry,
        {"project_id": "project", "programme_id": "programme", "portfolio_id": "portfolio"},
    ),
    SubjectKind.EXCEPTION: (
        ExceptionReport,
        {"project_id": "project", "programme_id": "programme", "portfolio_id": "programme__portfolio"},
    ),
    SubjectKind.DELIVERABLE: (Deliverable, {"project_id": "project"}),
    SubjectKind.CHANGE_REQUEST: (ChangeRequest, {"project_id": "project"}),
    SubjectKind.ASSURANCE: (AssuranceReview, {"project_id": "project"}),
    SubjectKind.GATE_REVIEW: (GateReview, {"project_id": "project"}),
    SubjectKind.NONCONFORMITY: (NonConformity, {"project_id": "project"}),
    SubjectKind.FINDING: (ComplianceFinding, {"project_id": "project"}),
}


def places_of(references: Iterable[Reference]) -> dict[Reference, Place]:
    """Return where things lie, asked once a kind; divisions and links, which lie in no one place, are left out."""
    wanted: dict[str, dict[int, list[str]]] = {}
    for kind, subject in references:
        number = subject.partition("-")[0] if kind == SubjectKind.MILESTONE else subject
        if kind in _ROWS and number.isdecimal():
            wanted.setdefault(kind, {}).setdefault(int(number), []).append(subject)
    found: dict[Reference, Place] = {}
    for kind, ids in wanted.items():
        table, columns = _ROWS[kind]
        rows = of_these(table.objects.order_by(), ids, "pk").values_list("pk", *(F(path) for path in columns.values()))
        for pk, *values in rows:
            place = dict(zip(columns, values, strict=True))
            if place.get("project_id") is not None:  # who sees its programme need not see the project
                place = {"project_id": place["project_id"]}
            found |= {(kind, subject): place for subject in ids.get(pk, ())}
    return found
