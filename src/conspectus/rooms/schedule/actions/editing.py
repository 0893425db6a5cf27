"""A plan is edited as a table: previewed without a trace, then stored as the newest revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Stale
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require, sees_cost
from conspectus.rooms.schedule.actions.imports import (
    Imported,
    Preview,
    current_revision,
    document_of,
    keep_revision,
    shown_before,
)
from conspectus.rooms.schedule.bridge.drafting import drafted, handed_in, refuse_closed
from conspectus.rooms.schedule.bridge.files import HandedIn
from conspectus.rooms.schedule.models import PlanRevision

if TYPE_CHECKING:
    from conspectus.formats.schedules.drafts import Draft


@deed("edit_plan", "saved a plan in the editor", needs=Ability.PLAN)
def edit_plan(*, project: Project, draft: Draft, revision: int, anew: bool = False, by: User, at: datetime) -> Imported:
    """Store a draft as the project's newest revision; ``revision`` is the one it was made from, 0 before the first.

    Refuses a draft with cells that cannot be read (``DraftRefused``), one made from another revision than the newest
    (``Stale``), and one after a plan that is not edited here, unless it begins ``anew``. Without a change nothing is
    stored.
    """
    require(by, "edit_plan", project, at.date())
    current = current_revision(project)
    newest = current.number if current else 0
    if revision != newest:
        raise Stale(_came_in(current), newest)
    handed = _handed(project, draft, current, anew=anew, by=by, at=at)
    if current is not None and document_of(handed)[0] == current.document_id:
        return Imported(current, changed=False, words=f"Nothing changed; revision {newest} stays.", findings=())
    kept = keep_revision("edit_plan", project, handed, current, by=by, at=at)
    return replace(kept, words=f"The plan is saved as revision {kept.revision.number}.")


def preview_edit(*, project: Project, draft: Draft, anew: bool = False, by: User, at: datetime) -> Preview:
    """Say what saving a draft would change beside the newest revision; nothing is stored."""
    require(by, "edit_plan", project, at.date())
    current = current_revision(project)
    handed = _handed(project, draft, current, anew=anew, by=by, at=at)
    same = current is not None and document_of(handed)[0] == current.document_id
    return shown_before(project, handed, current, "Nothing changed." if same else "", by=by, at=at)


def _handed(
    project: Project, draft: Draft, current: PlanRevision | None, *, anew: bool, by: User, at: datetime
) -> HandedIn:
    refuse_closed(current, anew=anew)
    return handed_in(drafted(project, draft, current, with_cost=sees_cost(by, project, at.date())))


def _came_in(current: PlanRevision | None) -> str:
    if current is None:
        return "The project has no plan. Begin from an empty table."
    name = current.imported_by.name
    return (
        f"Revision {current.number} by {name} came in since you began. What you typed is kept; look at both, then save."
    )
