"""What was chosen as evidence of gates on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from conspectus.kit.many import of_these
from conspectus.rooms.governance.models import EvidenceChoice
from conspectus.rooms.portfolio.models import Project

DOCUMENT, DELIVERABLE = "document", "deliverable"
Thing = tuple[str, int]  # of which kind, and its number


def chosen_evidence(ids: Collection[int], on: date) -> dict[int, dict[tuple[int, str], Thing]]:
    """Return what stood as chosen at the end of a day, by project, and by method and evidence."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = of_these(EvidenceChoice.objects.filter(chosen_at__lt=midnight).order_by("pk"), ids)
    found: dict[int, dict[tuple[int, str], Thing]] = defaultdict(dict)
    for project, method, key, document, deliverable in rows.values_list(
        "project", "method", "evidence", "document", "deliverable"
    ):
        found[project].pop((method, key), None)
        if document is not None:
            found[project][method, key] = DOCUMENT, document
        elif deliverable is not None:
            found[project][method, key] = DELIVERABLE, deliverable
    return found


def evidence_revision(project: Project) -> int:
    """Return the number of the newest choice of a project, 0 before the first."""
    return EvidenceChoice.objects.filter(project=project).order_by("-pk").values_list("pk", flat=True).first() or 0
