"""What becomes of a non-conformity: corrected, verified by somebody else, dropped, given to the portfolio."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from conspectus.kit.amounts import check_day, not_to_come
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.quality.actions.conformity import refuse_settled, step, tell
from conspectus.rooms.quality.choices import FOLLOWS, ConformityState, Severity, Treatment
from conspectus.rooms.quality.models import NonConformity
from conspectus.rooms.risks.actions import Particulars, Quantities, escalate_register_entry, open_register_entry
from conspectus.rooms.risks.choices import Category, EntryKind, Level

IMPACT = {Severity.CRITICAL: 5, Severity.MAJOR: 4, Severity.MINOR: 2}  # of 5, on quality


@deed("correct_nonconformity", "said how a non-conformity was corrected", needs=Ability.CONTRIBUTE)
def correct_nonconformity(
    *, nonconformity: NonConformity, words: str, on: date | None = None, revision: int, by: User, at: datetime
) -> NonConformity:
    """Say what was done about it; refuses one nobody decided how to treat. Somebody else verifies it then."""
    require(by, "correct_nonconformity", nonconformity.project, at.date())
    words = clean_text(words, "words", required=True)
    if nonconformity.treatment == Treatment.OPEN:
        raise Conflict("treatment", "Nobody decided what is done with it: rework, repair, use as it is or reject.")
    return _step(nonconformity, ConformityState.CORRECTED, words, on, revision, "correct_nonconformity", by, at)


@deed("verify_nonconformity", "verified the correction of a non-conformity", needs=Ability.APPROVE)
def verify_nonconformity(
    *,
    nonconformity: NonConformity,
    holds: bool,
    words: str = "",
    on: date | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> NonConformity:
    """Close what was corrected, or open it again with the reason; nobody verifies what they corrected themselves."""
    require(by, "verify_nonconformity", nonconformity.project, at.date())
    words = clean_text(words, "words", required=not holds)
    last = nonconformity.steps.filter(state=ConformityState.CORRECTED).last()
    if holds and last is not None and last.recorded_by_id == by.person_id:
        raise NotAllowed("You corrected this yourself. Somebody else verifies it.")
    state = ConformityState.CLOSED if holds else ConformityState.OPEN
    return _step(nonconformity, state, words, on, revision, "verify_nonconformity", by, at)


@deed("drop_nonconformity", "dropped a non-conformity or took it up again", needs=Ability.PLAN)
def drop_nonconformity(
    *, nonconformity: NonConformity, words: str, again: bool = False, revision: int, by: User, at: datetime
) -> NonConformity:
    """Drop what turned out to be none, or take a dropped one up ``again``; with the reason."""
    require(by, "drop_nonconformity", nonconformity.project, at.date())
    words = clean_text(words, "words", required=True)
    if again and nonconformity.state != ConformityState.DROPPED:
        raise Conflict("state", "Only a dropped one is taken up again.")
    state = ConformityState.OPEN if again else ConformityState.DROPPED
    return _step(nonconformity, state, words, None, revision, "drop_nonconformity", by, at)


@deed("escalate_nonconformity", "gave a non-conformity to the portfolio", needs=Ability.CONTRIBUTE)
def escalate_nonconformity(
    *, nonconformity: NonConformity, reason: str, revision: int, by: User, at: datetime
) -> NonConformity:
    """Open an issue for it in the project's register and escalate that to the portfolio; once for each."""
    require(by, "escalate_nonconformity", nonconformity.project, at.date())
    reason = clean_text(reason, "reason", required=True)
    with audited("escalate_nonconformity", by=by, at=at) as line:
        row = lock_row(nonconformity, revision)
        refuse_settled(row)
        if row.issue_id is not None:
            raise Conflict("escalated", "It was given to the portfolio already.")
        issue = open_register_entry(place=row.project, new=_issue(row), by=by, at=at)
        given: dict[str, Any] = {"reason": reason, "revision": issue.revision, "by": by, "at": at}
        row.issue = escalate_register_entry(entry=issue, level=Level.PORTFOLIO, **given)
        row.save()
        tell(line, row, issue=issue.pk, reason=reason, owner=row.owner_id)
    return row


def _issue(row: NonConformity) -> Particulars:
    return Particulars(
        kind=EntryKind.ISSUE,
        title=str(row),
        cause=row.cause,
        effect=row.words,
        category=Category.SUPPLIER if row.party_id else Category.TECHNICAL,
        quantities=Quantities(impact_quality=IMPACT[Severity(row.severity)], cost_minor=row.planned_minor),
        owner=row.owner,
        expected_on=row.due_on,
        parties=() if row.party is None else (row.party,),
    )


def _step(
    row: NonConformity, state: str, words: str, on: date | None, revision: int, name: str, by: User, at: datetime
) -> NonConformity:
    day = not_to_come(check_day(on or at.date()), at.date(), "on")
    with audited(name, by=by, at=at) as line:
        row = lock_row(row, revision)
        if state not in FOLLOWS[row.state]:
            label = ConformityState(row.state).label.lower()
            raise Conflict("state", "This non-conformity is %(label)s. Look at it, then decide.", label=label)
        last = row.steps.last()
        if last is not None and day < last.on:
            raise Invalid("on", "The step before this one was on %(day)s.", "on", day=last.on.isoformat())
        step(row, state, day, words, by, at)
        row.save()
        tell(line, row, on=day, words=words, owner=row.owner_id)
    return row
