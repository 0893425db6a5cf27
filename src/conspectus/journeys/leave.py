"""Somebody leaves: all they answer for in every room is shown on one list, and passes to another at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import require_fresh_sign_in, require_people_keeper
from conspectus.rooms.followup.actions.leaving import pass_followup_on
from conspectus.rooms.followup.queries import left_behind
from conspectus.rooms.governance.actions.leaving import pass_governance_on
from conspectus.rooms.governance.queries.left import governance_left
from conspectus.rooms.knowledge.queries.left import articles_left
from conspectus.rooms.links.queries.left import links_left
from conspectus.rooms.portfolio.actions.leaving import pass_parts_on, pass_rows_on
from conspectus.rooms.portfolio.queries.owned import Owned, held_by
from conspectus.rooms.quality.queries.left import quality_left
from conspectus.rooms.risks.queries.left import entries_left
from conspectus.rooms.scope.queries.left import scope_left
from conspectus.rooms.stakeholders.queries.left import stakeholders_left
from conspectus.rooms.standards.actions.leaving import pass_findings_on
from conspectus.rooms.standards.queries.left import findings_left

_LEFT = (
    scope_left,
    entries_left,
    quality_left,
    links_left,
    findings_left,
    governance_left,
    stakeholders_left,
    articles_left,
)
_PLAIN = (scope_left, entries_left, quality_left, links_left, stakeholders_left, articles_left)  # pass as they are


@dataclass(frozen=True, slots=True)
class Belongings:
    """All a person has to answer for, and how many things they chose to follow; ``digest`` names just this."""

    person: str
    held: tuple[Owned, ...]
    follows: int
    digest: str


def belongings(person: Person, on: date) -> Belongings:
    """Return what somebody would leave behind; the caller has checked that the asker looks after people."""
    behind, follows = left_behind(person.pk)
    held = [*held_by(person.pk, on), *behind]
    held += [one for left in _LEFT for rows in left(person.pk) for one in rows.told()]
    told = "\n".join(sorted(f"{one.kind} {one.id} {one.part}" for one in held))
    return Belongings(person.name, tuple(held), follows, sha256(f"{told}\n{follows}".encode()).hexdigest())


@deed("hand_over", "handed over all somebody had", needs=Ability.STEER)
def hand_over(*, person: Person, heir: Person, shown: str = "", by: User, at: datetime) -> Belongings:
    """Put another in every place of one who leaves, in one transaction; return what passed.

    Reports still to be written pass with their projects and programmes. ``shown`` is the digest of what was looked
    at: where that changed meanwhile, nothing passes. What has ended, and what was written, keeps the name it had.
    """
    require_people_keeper(by)
    require_fresh_sign_in(by, at)
    if heir.pk == person.pk:
        raise Invalid("heir", "Choose somebody else to take it over.", "heir")
    if not heir.is_active:
        raise Invalid("heir", "%(heir)s has left. Choose somebody who is here.", "heir", heir=heir.name)
    with audited("hand_over", by=by, at=at) as line:
        for pk in sorted((person.pk, heir.pk)):
            Person.objects.select_for_update().get(pk=pk)
        found = belongings(person, at.date())
        if shown and shown != found.digest:
            raise Conflict(
                "changed", "What %(person)s has changed meanwhile. Look again, then hand it over.", person=person.name
            )
        if not found.held and not found.follows:
            line.nothing_changed()
            return found
        pass_parts_on(person, heir, by=by, at=at)
        pass_followup_on(person, heir, at=at)
        pass_findings_on(person, heir, by=by, at=at)
        pass_governance_on(person, heir)
        for left in _PLAIN:
            pass_rows_on(left(person.pk), heir)
        line.about("person", person.pk, heir=heir.pk, things=[[one.kind, one.id, one.part] for one in found.held])
    return found
