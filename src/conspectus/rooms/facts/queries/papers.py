"""What is measured of the documents kept with projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Q

from conspectus.engine.measure import Reason
from conspectus.kit.many import of_these
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.files.choices import DocumentKind
from conspectus.rooms.files.models import Document
from conspectus.rooms.portfolio.models import Project


def document_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the documents that stood with projects at the end of a day, by project and name."""
    after = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = Document.objects.filter(subject_kind=SubjectKind.PROJECT).order_by()
    rows = rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=after))
    rows = of_these(rows, [str(one.pk) for one in projects], "subject_id")
    told = rows.annotate(newest=Max("versions__added_at", filter=Q(versions__added_at__lt=after)))
    held: dict[int, list[Any]] = defaultdict(list)
    for subject, *row in told.values_list("subject_id", "kind", "owner", "review_on", "newest"):
        if row[-1] is not None:  # it came in later
            held[int(subject)].append(row)
    return {one.pk: _facts(held[one.pk]) for one in projects}


def _facts(rows: Sequence[Any]) -> dict[str, Measured]:
    newest: dict[str, date] = {}
    for kind, _, _, at in rows:
        newest[kind] = max(newest.get(kind, at.date()), at.date())
    return {
        "documents": len(rows),
        "documents_present": tuple(kind.value for kind in DocumentKind if kind in newest),
        "documents_without_owner": sum(owner is None for _, owner, _, _ in rows),
        "documents_review": tuple(sorted(day for _, _, day, _ in rows if day is not None)),
        "documents_newest_on": max(newest.values()) if newest else Reason.NO_DATA,
        "charter_on": newest.get(DocumentKind.CHARTER, Reason.NO_DATA),
        "business_case_on": newest.get(DocumentKind.BUSINESS_CASE, Reason.NO_DATA),
    }
