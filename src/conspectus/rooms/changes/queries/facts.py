"""What is measured of the change requests of projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from conspectus.engine.measure import Reason
from conspectus.kit.many import of_these
from conspectus.rooms.changes.choices import ChangeState
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.changes.queries.standing import ChangeStanding, change_standings
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.portfolio.models import Project


def change_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the changes of projects submitted by the end of a day, by project and name."""
    ids = [one.pk for one in projects]
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    standing = Q(withdrawn_at=None) | Q(withdrawn_at__gte=midnight)
    rows = ChangeRequest.objects.filter(standing, submitted_at__lt=midnight).order_by("submitted_at", "pk")
    held: dict[int, list[Any]] = defaultdict(list)
    asked = ("project", "submitted_at", "implemented_at", "decision__decided_at", "decision__state")
    for project, *row in of_these(rows, ids).values_list(*asked):
        held[project].append(row)
    sums = change_standings(ids, on)
    return {one.pk: _facts(held[one.pk], sums.get(one.pk), midnight) for one in projects}


def _facts(rows: Sequence[Any], summed: ChangeStanding | None, midnight: datetime) -> dict[str, Measured]:
    def still(at: datetime | None) -> bool:
        return at is None or at >= midnight

    return {
        "changes_submitted": len(rows),
        "changes_undecided": tuple(asked.date() for asked, _, decided, _ in rows if still(decided)),
        "changes_unimplemented": tuple(
            sorted(
                decided.date()
                for _, done, decided, state in rows
                if not still(decided) and state == ChangeState.APPROVED and still(done)
            )
        ),
        "changes_percent": _percent(summed),
    }


def _percent(summed: ChangeStanding | None) -> Measured:
    if summed is None:
        return 0
    base = summed.base
    if base is None or base.value is None:
        return Reason.NO_BASELINE if base is None or base.reason is None else base.reason
    return summed.net_minor / base.value * 100 if base.value else Reason.DIV_ZERO
