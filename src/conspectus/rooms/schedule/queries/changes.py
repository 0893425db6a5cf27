"""Two revisions compared: what changed by task, in sum, and what it did to the finish."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.figures import day_of
from conspectus.rooms.schedule.queries.revisions import get_revision
from conspectus.rooms.schedule.queries.views import ChangeView, ComparisonView

if TYPE_CHECKING:
    from conspectus.engine.compare import Change
    from conspectus.engine.network import Schedule
    from conspectus.engine.plan import Plan


def compare_revisions(
    project: Project, old: object, new: object, *, by: User, on: date | None = None
) -> ComparisonView:
    """Return what changed from one revision of a visible project to another."""
    rows = [get_revision(project, number) for number in (old, new)]
    sides = [(load_plan(row.document_id), load_schedule(row.document_id)) for row in rows]
    names = [f"revision {row.number}" for row in rows]
    return comparison_view(names[0], names[1], sides[0], sides[1], with_cost=sees_cost(by, project, on))


def comparison_view(
    old_name: str, new_name: str, old: tuple[Plan, Schedule], new: tuple[Plan, Schedule], *, with_cost: bool
) -> ComparisonView:
    """Return what changed between two plans and what moved the finish; changes of cost only to those who may see it."""
    from conspectus.engine.compare import compare, told_without

    found = compare(old[0], new[0], old[1], new[1])
    changes = [change for change in found.changes if with_cost or not _tells_cost(change)]
    counts = {kind: sum(change.kind == kind for change in changes) for kind in found.counts}
    return ComparisonView(
        old=old_name,
        new=new_name,
        words=(found.words if with_cost else told_without(found, "cost"),),
        finish_old=day_of(found.finish_before, end=True),
        finish_new=day_of(found.finish_after, end=True),
        finish_moved_days=found.finish_moved.value,
        counts={kind.replace("_", " "): count for kind, count in counts.items()},
        changes=tuple(_change(change) for change in changes),
        causes=tuple(
            ChangeView(one.uid, one.name, ", ".join(one.what).replace("_", " "), one.words, round(one.days, 2))
            for one in found.causes
        ),
    )


def _tells_cost(change: Change) -> bool:
    return change.kind == "cost" or change.unit == "money"


def _change(change: Change) -> ChangeView:
    days = change.delta if change.unit == "days" else None
    return ChangeView(change.uid, change.name, change.kind.replace("_", " "), change.words, days)
