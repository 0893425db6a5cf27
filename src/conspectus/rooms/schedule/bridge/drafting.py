"""A draft beside the revision it was made from: what may be edited here, and what stays as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.bridge.files import HandedIn, file_digest
from conspectus.rooms.schedule.models import PlanRevision

if TYPE_CHECKING:
    from conspectus.engine.plan import Plan
    from conspectus.formats.schedules.drafted import WorkedOut
    from conspectus.formats.schedules.drafts import CellFinding, Draft

KIND, NAME = "editor", "Plan editor"
MONEY = ("cost", "actual_cost", "baseline_cost")


class DraftRefused(Invalid):
    """The draft cannot be saved as it is; ``cells`` say why."""

    def __init__(self, findings: tuple[CellFinding, ...]) -> None:
        faults = [one for one in findings if one.severity in ("error", "refused")]
        more = f" So it is with {len(faults) - 1} more." if len(faults) > 1 else ""
        place = f"Row {faults[0].row + 1}: " if faults[0].row >= 0 else ""
        super().__init__("draft", f"{place}{faults[0].words}{more} Correct what is marked, then save again.", "rows")
        self.cells = findings


@dataclass(frozen=True, eq=False, slots=True)
class Drafted:
    """A draft made whole with what it left as it was, and worked out."""

    draft: Draft
    worked: WorkedOut


def closed_words(plan: Plan, revision: PlanRevision, *, anew: bool) -> str:
    """Return why a plan is not edited here, empty where it may be; ``anew`` begins one of the editor's kind from it."""
    from conspectus.formats.schedules.drafts import MOST_ROWS, from_table

    if len(plan.tasks) > MOST_ROWS:
        words = _(
            "The plan has %(tasks)s tasks; up to %(most)s are edited here. Change it where it was made, and upload it."
        )
        return words % {"tasks": len(plan.tasks), "most": MOST_ROWS}
    if anew or from_table(plan):
        return ""
    words = _(
        "Revision %(number)s came from %(file)s, which holds more than a table can. Change it in its own program and "
        "upload it, so that nothing is lost."
    )
    return words % {"number": revision.number, "file": revision.source_name}


def refuse_closed(current: PlanRevision | None, *, anew: bool) -> None:
    """Refuse to put a draft after a plan that is not edited here."""
    words = closed_words(load_plan(current.document_id), current, anew=anew) if current else ""
    if words:
        raise Conflict("not_edited_here", words)


def draft_from(current: PlanRevision) -> Draft:
    """Return a revision's plan as a draft; while one types it is asked for with each word."""
    return _draft(current.document_id)


@lru_cache(maxsize=16)
def _draft(digest: str) -> Draft:
    from conspectus.formats.schedules.drafts import draft_of

    return draft_of(load_plan(digest))


def completed(draft: Draft, current: PlanRevision | None, *, with_cost: bool) -> Draft:
    """Return the draft with what it does not say as it was, and a number for each row without an id.

    A name that is absent says nothing; an empty text empties. Money of who may not see it is left as it was.
    """
    from conspectus.formats.schedules.drafts import Draft, is_blank

    base = draft_from(current) if current else Draft()
    unsaid = () if with_cost else MONEY
    known = {row["id"]: row for row in base.rows}
    used = [int(uid) for uid in (*known, *(row.get("id", "") for row in draft.rows)) if uid.isdecimal()]
    following, rows = max(used, default=0) + 1, []
    for row in draft.rows:
        if "name" in row and is_blank(row):
            rows.append(row)
            continue
        said = {name: text for name, text in row.items() if name not in unsaid}
        if not said.get("id", "").strip():
            said["id"], following = str(following), following + 1
        rows.append({**known.get(said["id"], {}), **said})
    return Draft({**base.head, **draft.head}, tuple(rows))


def drafted(project: Project, draft: Draft, current: PlanRevision | None, *, with_cost: bool) -> Drafted:
    """Return the whole draft, worked out."""
    from conspectus.formats.schedules.drafted import work_out

    whole = completed(draft, current, with_cost=with_cost)
    if current is None:
        whole = replace(whole, head={"name": project.name, "currency": project.currency, **whole.head})
    return Drafted(whole, work_out(whole, current.number if current else 0, project.currency))


def handed_in(found: Drafted) -> HandedIn:
    """Return a draft as the readers return a file; refuses one with cells that cannot be read."""
    worked = found.worked
    if worked.broken or worked.plan is None or worked.schedule is None:
        raise DraftRefused(worked.findings)
    data = worked.written.data
    return HandedIn(
        digest=file_digest(data),
        name=NAME,
        kind=KIND,
        size=len(data),
        plan=worked.plan,
        schedule=worked.schedule,
        findings=worked.noticed,
        choices=(),
    )
