"""Who may shape a standard, adopt it, tailor it, waive a clause, and answer what was found."""

from __future__ import annotations

from datetime import date

from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.own import decides_own
from conspectus.rooms.portfolio.rules import may, may_everywhere, may_from_above, persons, require, require_from_above
from conspectus.rooms.standards.models import Adoption, ComplianceFinding, Version

FROM_ABOVE = "This is decided by who steers what the project lies in. Ask the portfolio manager or the PMO."
OWN_ANSWER = "You gave this answer yourself. Somebody else says whether it is agreed."
OWN_WISH = "You asked for this waiver yourself. Somebody else decides on it."


def may_shape(by: User, on: date | None = None) -> bool:
    """Return whether ``by`` writes and publishes standards: who steers the whole organisation."""
    return not by.reading_only and may_everywhere(by, Ability.STEER, on)


def may_decide(by: User, project: Project, on: date) -> bool:
    """Return whether ``by`` may tailor and waive in a project: not by a part in the project alone."""
    return may_from_above(by, "decide_waiver", project, on)


def require_above(by: User, deed: str, project: Project, on: date) -> None:
    """Refuse who does not steer what a project lies in."""
    require_from_above(by, deed, project, FROM_ABOVE, on)


def require_four_eyes(by: User, deed: str, project: Project, asked_by: int, on: date) -> None:
    """Refuse who may not decide, and who asked."""
    require_above(by, deed, project, on)
    if decides_own(by, (asked_by,), lambda one: may_from_above(one, deed, project, on), on):
        raise NotAllowed(OWN_WISH)


def require_taking_part(by: User, deed: str, project: Project, on: date) -> None:
    """Refuse who does not lead or steer the project."""
    require(by, deed, project, on)


def require_may_follow(project: Project, last: Adoption | None, version: Version, starts_on: date) -> None:
    """Refuse the version a project follows already, and a day before its present one began."""
    if last is None:
        return
    named = project.code or project.name
    if last.version_id == version.pk:
        raise Conflict("adopted", "%(project)s follows this version already.", "version", project=named)
    if starts_on < last.starts_on:
        raise Invalid(
            "starts_on",
            "%(project)s follows its present version since %(day)s; the new one begins on that day or later.",
            "starts_on",
            project=named,
            day=last.starts_on,
        )


def may_answer(by: User, row: ComplianceFinding, on: date) -> bool:
    """Return whether ``by`` answers a finding: whom it is assigned to, and who leads or steers the project."""
    own = by.is_active and not by.reading_only and row.owner_id in persons(by, on)
    return own or may(by, "answer_finding", row.project, on)


def require_may_answer(by: User, row: ComplianceFinding, on: date) -> None:
    """Refuse whom a visible finding is not asked of."""
    if not may_answer(by, row, on):
        require(by, "answer_finding", row.project, on)


def require_may_confirm(by: User, row: ComplianceFinding, on: date) -> None:
    """Refuse who does not steer what the project lies in, and who answered."""
    require_above(by, "confirm_answer", row.project, on)
    if decides_own(by, (row.answered_by_id,), lambda one: may_from_above(one, "confirm_answer", row.project, on), on):
        raise NotAllowed(OWN_ANSWER)
