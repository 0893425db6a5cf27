"""Who may what of exceptions: who plans writes them, who approves decides, and never on what they wrote."""

from __future__ import annotations

from datetime import date

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.models import ExceptionReport
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.rules import may, may_from_above, require, require_from_above

OVER_IT = "An exception of a programme is decided and closed by who answers for what it lies in. Ask the PMO."
FOUR_EYES = "You wrote this exception. Somebody else decides on it."


def may_over(by: User, deed: str, subject: Project | Programme, on: date) -> bool:
    """Return whether ``by`` may do what takes answering for a project, or for what a programme lies in."""
    return (may if isinstance(subject, Project) else may_from_above)(by, deed, subject, on)


def require_over(by: User, deed: str, subject: Project | Programme, on: date) -> None:
    """Refuse who does not answer for a project, or for what a programme lies in."""
    if isinstance(subject, Project):
        require(by, deed, subject, on)
    else:
        require_from_above(by, deed, subject, OVER_IT, on)


def wrote_it(by: User, row: ExceptionReport) -> bool:
    """Return whether ``by``, or somebody they stand in for here, wrote the exception."""
    return row.written_by_id is not None and row.written_by_id == by.person_id


def refuse_own(by: User, row: ExceptionReport) -> None:
    """Refuse to decide on what one wrote."""
    if wrote_it(by, row):
        raise NotAllowed(FOUR_EYES)
