"""Who may do what with accounts, and what an organisation-wide role opens."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from conspectus.kit.errors import NotAllowed, SignInAgain
from conspectus.rooms.accounts.choices import ABILITIES, Ability, Role
from conspectus.rooms.accounts.models import Person, User


def organisation_abilities(by: User) -> frozenset[Ability]:
    """Return what ``by`` may do everywhere; nothing once the account is closed."""
    if not by.is_active or not by.organisation_role:
        return frozenset()
    return ABILITIES[Role(by.organisation_role)]


def may_administer(by: User) -> bool:
    """Return whether ``by`` looks after accounts."""
    return not by.reading_only and Ability.ADMINISTER in organisation_abilities(by)


def keeps_people(by: User) -> bool:
    """Return whether ``by`` looks after the people on record: the PMO, which names them in projects."""
    return organisation_abilities(by) >= {Ability.STEER, Ability.SEE_PEOPLE}


def may_change_person(by: User, person: Person) -> bool:
    """Return whether ``by`` may change somebody's particulars; of those who sign in, administrators only."""
    return may_administer(by) or (keeps_people(by) and not by.reading_only and not hasattr(person, "user"))


def may_audit(by: User) -> bool:
    """Return whether ``by`` may read the whole audit log."""
    return Ability.AUDIT in organisation_abilities(by)


def require_auditor(by: User) -> None:
    """Refuse all but auditors and administrators."""
    if not may_audit(by):
        raise NotAllowed("Only an auditor or an administrator may read the audit log.")


def require_administrator(by: User) -> None:
    """Refuse all but administrators."""
    refuse_reading_only(by)
    if not may_administer(by):
        raise NotAllowed("Only an administrator may do this.")


def require_people_keeper(by: User) -> None:
    """Refuse all but the PMO and administrators."""
    refuse_reading_only(by)
    if not keeps_people(by):
        raise NotAllowed("Only the PMO or an administrator may do this.")


def require_may_change_person(by: User, person: Person) -> None:
    """Refuse who does not look after people, and all but administrators where somebody signs in."""
    require_people_keeper(by)
    if not may_change_person(by, person):
        raise NotAllowed("This person signs in. Ask an administrator to change their particulars.")


def require_self_or_administrator(by: User, user: User) -> None:
    """Refuse all but the user and administrators."""
    refuse_reading_only(by)
    if not by.is_active or (by.pk != user.pk and not may_administer(by)):
        raise NotAllowed("Only the account's owner or an administrator may do this.")


def require_fresh_sign_in(by: User, at: datetime) -> None:
    """Refuse to give power from a session entered long ago: it may not be its owner who sits there now."""
    if by.entered_at is not None and at - by.entered_at > timedelta(seconds=settings.REENTER_SECONDS):
        raise SignInAgain


def refuse_reading_only(by: User) -> None:
    """Refuse a deed done with a token that may only read."""
    if by.reading_only:
        raise NotAllowed("This token may only read. Use one that may write.")
