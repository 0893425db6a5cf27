"""Register entries converted from one kind into another, given to a level above and taken back."""

from __future__ import annotations

from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.risks.actions.entries import Particulars, Quantities, make, tell
from conspectus.rooms.risks.choices import RESPONSES, UNCERTAIN, EntryKind, EntryState, Level
from conspectus.rooms.risks.models import Escalation, RegisterEntry


@deed("convert_register_entry", "converted an entry of a register", needs=Ability.CONTRIBUTE)
def convert_register_entry(
    *, entry: RegisterEntry, kind: str, reason: str, revision: int, by: User, at: datetime
) -> RegisterEntry:
    """Open what an entry became, such as the issue of a risk that occurred; the old one ends, linked to the new."""
    require(by, "convert_register_entry", entry.place, at.date())
    if kind not in EntryKind.values or kind == entry.kind:
        raise Invalid("kind", "Choose another kind for it to become.", "kind")
    reason = clean_text(reason, "reason", required=True)
    with audited("convert_register_entry", by=by, at=at) as line:
        row = lock_row(entry, revision)
        if row.state != EntryState.OPEN:
            raise Conflict("closed", "This entry is not open any more; what it became is opened anew.")
        happened = row.kind in UNCERTAIN and kind == EntryKind.ISSUE
        ended = EntryState.REFUTED if row.kind == EntryKind.ASSUMPTION else EntryState.CLOSED
        row.state, row.outcome, row.closed_on = EntryState.OCCURRED if happened else ended, reason, at.date()
        row.save()
        made = make(row.place, _carried(row, kind), by, at)
        made.came_from = row
        made.save()
        tell(line, made, came_from=row.pk, reason=reason)
    return made


@deed("escalate_register_entry", "escalated an entry of a register", needs=Ability.CONTRIBUTE)
def escalate_register_entry(
    *, entry: RegisterEntry, level: str, reason: str, revision: int, by: User, at: datetime
) -> RegisterEntry:
    """Give an entry to its programme or portfolio, or back (``level`` empty), with a reason; each step is kept."""
    require(by, "escalate_register_entry", entry.place, at.date())
    if level and level not in Level.values:
        raise Invalid("level", "An entry is escalated to its programme or its portfolio.", "level")
    within = entry.programme if entry.project is None else entry.project.programme
    if level == Level.PROGRAMME and (entry.project is None or within is None):
        raise Invalid("level", "This entry lies in no programme it could be given to.", "level")
    if level == Level.PORTFOLIO and entry.project is None and entry.programme is None:
        raise Invalid("level", "This entry is the portfolio's own.", "level")
    reason = clean_text(reason, "reason", required=True)
    with audited("escalate_register_entry", by=by, at=at) as line:
        row = lock_row(entry, revision)
        if row.state != EntryState.OPEN:
            raise Conflict("closed", "This entry is not open any more.")
        if row.escalated_to == level:
            raise Invalid("level", "The entry lies there already.", "level")
        Escalation.objects.create(entry=row, before=row.escalated_to, after=level, reason=reason, by=by.person, at=at)
        before, row.escalated_to = row.escalated_to, level
        row.save()
        tell(line, row, before=before, reason=reason)
    return row


def _carried(row: RegisterEntry, kind: str) -> Particulars:
    """Return what passes on to what an entry became; what has happened has no probability any more."""
    impacts = {name: getattr(row, name) for name in ("impact_time", "impact_cost", "impact_quality", "days")}
    if kind in UNCERTAIN:
        impacts |= {"probability": row.probability, "percent": row.percent}
    return Particulars(
        kind=kind,
        title=row.title,
        cause=row.cause,
        effect=row.effect,
        category=row.category,
        quantities=Quantities(**impacts, cost_minor=row.cost_minor),
        currency=row.currency,
        response=row.response if row.response in RESPONSES.get(kind, ()) else "",
        response_words=row.response_words,
        owner=row.owner,
        review_on=row.review_on,
        also=tuple(row.also.all()),
        objectives=tuple(row.objectives.all()),
        parties=tuple(row.parties.all()),
        contracts=tuple(row.contracts.all()),
        tasks=tuple(one.uid for one in row.tasks.all()),
    )
