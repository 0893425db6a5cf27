"""Rows pasted from a sheet, or of a small file, as checks and non-conformities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from conspectus.kit.errors import Invalid
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.quality.actions.checks import CheckParticulars, enter_quality_checks
from conspectus.rooms.quality.actions.conformity import ConformityParticulars, raise_nonconformities
from conspectus.rooms.quality.bridge import CHECKS, CONFORMITIES
from conspectus.rooms.quality.choices import CheckMethod, Origin, Severity, Treatment
from conspectus.rooms.quality.models import NonConformity, QualityCheck
from conspectus.rooms.scope.bridge import day_typed, each_row, pasted, word_of
from conspectus.rooms.scope.models import Deliverable

Known = Mapping[str, Deliverable]


def paste_checks(*, project: Project, text: str, by: User, at: datetime) -> list[QualityCheck]:
    """Enter the checks of a pasted table, all or none; deliverables are named by their codes or names."""
    known = _deliverables(project)
    new = each_row(pasted(text, CHECKS), lambda row: _check(row, known))
    return enter_quality_checks(project=project, new=new, by=by, at=at)


def paste_nonconformities(*, project: Project, text: str, by: User, at: datetime) -> list[NonConformity]:
    """Raise the non-conformities of a pasted table, all or none."""
    known = _deliverables(project)
    new = each_row(pasted(text, CONFORMITIES), lambda row: _conformity(row, known))
    return raise_nonconformities(project=project, new=new, by=by, at=at)


def _check(row: Mapping[str, str], known: Known) -> CheckParticulars:
    return CheckParticulars(
        name=row.get("name", ""),
        deliverable=_named(row, known),
        criteria=row.get("criteria", ""),
        method=word_of(row.get("method", CheckMethod.REVIEW), CheckMethod, "method"),
        planned_on=day_typed(row.get("planned_on", ""), "planned_on"),
    )


def _conformity(row: Mapping[str, str], known: Known) -> ConformityParticulars:
    return ConformityParticulars(
        title=row.get("title", ""),
        words=row.get("words", ""),
        severity=word_of(row.get("severity", Severity.MAJOR), Severity, "severity"),
        found_on=day_typed(row.get("found_on", ""), "found_on"),
        place=row.get("place", ""),
        deliverable=_named(row, known),
        origin=word_of(row.get("origin", Origin.UNKNOWN), Origin, "origin"),
        cause=row.get("cause", ""),
        treatment=word_of(row.get("treatment", Treatment.OPEN), Treatment, "treatment"),
        due_on=day_typed(row.get("due_on", ""), "due_on"),
    )


def _named(row: Mapping[str, str], known: Known) -> Deliverable | None:
    if "deliverable" not in row:
        return None
    found = known.get(fold(row["deliverable"]))
    if found is None:
        raise Invalid("unknown", "The project has no deliverable %(named)s.", "text", named=row["deliverable"][:40])
    return found


def _deliverables(project: Project) -> Known:
    rows = list(Deliverable.objects.filter(project=project).select_related("project"))
    names = {fold(row.name): row for row in rows}
    return names | {row.code_key: row for row in rows if row.code_key}
