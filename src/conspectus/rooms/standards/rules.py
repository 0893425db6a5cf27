"""Who may shape a standard, adopt it, tailor it, waive a clause, and answer what was found."""

from __future__ import annotations

from datetime import date

from conspectus.kit.deeds import find_deed
from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import may_everywhere, may_from_above, require, require_from_above

FROM_ABOVE = "This is decided by who steers what the project lies in. Ask the portfolio manager or the PMO."
OWN_WISH = "You asked for this waiver yourself. Somebody else decides on it."


def may_shape(by: User, on: date | None = None) -> bool:
    """Return whether ``by`` writes and publishes standards: who steers the whole organisation."""
    return not by.reading_only and may_everywhere(by, Ability(find_deed("publish_method").needs), on)


def may_decide(by: User, project: Project, on: date) -> bool:
    """Return whether ``by`` may tailor and waive in a project: not by a part in the project alone."""
    return may_from_above(by, "decide_waiver", project, on)


def require_above(by: User, deed: str, project: Project, on: date) -> None:
    """Refuse who does not steer what a project lies in."""
    require_from_above(by, deed, project, FROM_ABOVE, on)


def require_four_eyes(by: User, deed: str, project: Project, asked_by: int, on: date) -> None:
    """Refuse who may not decide, and who asked."""
    require_above(by, deed, project, on)
    if asked_by == by.person_id:
        raise NotAllowed(OWN_WISH)


def require_taking_part(by: User, deed: str, project: Project, on: date) -> None:
    """Refuse who does not lead or steer the project."""
    require(by, deed, project, on)
