"""The approved baselines of a project as engine values."""

from __future__ import annotations

from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.approved import Fixed, fix
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.figures import Standing
from conspectus.rooms.schedule.models import Baseline


def standing_of(project: Project) -> Standing:
    """Return the original and the current approved baseline of a project."""
    rows = list(project.baselines.select_related("revision").order_by("number"))
    if not rows:
        return Standing()
    original = approved_of(rows[0])
    return Standing(original, original if len(rows) == 1 else approved_of(rows[-1]))


def approved_of(row: Baseline) -> Fixed:
    """Return what one approved baseline fixes."""
    digest = row.revision.document_id
    return fix(load_plan(digest), load_schedule(digest), row.source, row.number)
