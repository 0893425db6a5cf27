"""What is measured of the gates of projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from conspectus.engine.measure import Reason
from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.governance.choices import PASSES, GateState
from conspectus.rooms.governance.models import GateReview, StageEntry
from conspectus.rooms.governance.queries.readiness import standing_conditions
from conspectus.rooms.portfolio.models import Project


def gate_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the gates of projects at the end of a day, by project and name."""
    ids = [one.pk for one in projects]
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = of_these(GateReview.objects.filter(asked_at__lt=midnight).order_by("decided_on", "planned_on", "pk"), ids)
    found: dict[int, list[GateReview]] = defaultdict(list)
    for row in rows.filter(~Q(state=GateState.WITHDRAWN)):
        found[row.project_id].append(row)
    stages = of_these(StageEntry.objects.filter(starts_on__lte=on).order_by("starts_on", "pk"), ids)
    stage = dict(stages.values_list("project", "stage"))
    conditions = standing_conditions(ids, on)
    return {
        one.pk: _facts(found[one.pk], on)
        | {
            "stage": stage.get(one.pk, Reason.NO_DATA),
            "gate_conditions_due": tuple(row.due_on for row in conditions.get(one.pk, ())),
        }
        for one in projects
    }


def _facts(rows: Sequence[GateReview], on: date) -> dict[str, Measured]:
    decided = [row for row in rows if row.decided_on is not None and row.decided_on <= on]
    ahead = [row.planned_on for row in rows if row not in decided]
    last = decided[-1] if decided else None
    return {
        "gates_decided": len(decided),
        "gates_passed": sum(row.decision in PASSES for row in decided),
        "gate_last_on": last.decided_on if last and last.decided_on else Reason.NO_DATA,
        "gate_last_decision": last.decision if last else Reason.NO_DATA,
        "gate_next_on": min(ahead) if ahead else Reason.NO_DATA,
    }
