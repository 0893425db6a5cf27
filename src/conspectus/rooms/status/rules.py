"""Who may write a report: who may plan the thing, and whom its manager asked to do it this time."""

from __future__ import annotations

from datetime import date

from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.choices import ENDED, State
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.rules import abilities_on, require
from conspectus.rooms.status.models import Request


def is_delegate(by: User, subject: Project | Programme, period: Period, on: date) -> bool:
    """Return whether somebody was asked to write this report in the manager's place, and still may."""
    column = type(subject).__name__.lower()
    rows = Request.objects.filter(cycle__period=period, delegate=by.person_id, delegate_until__gte=on)
    return rows.filter(**{column: subject.pk}).exists() and Ability.READ in abilities_on(by, subject, on)


def require_reporting(by: User, deed: str, subject: Project | Programme, period: Period, on: date) -> None:
    """Refuse the deed to who may not write this report."""
    ended = isinstance(subject, Project) and State(subject.state) in ENDED
    if not ended and is_delegate(by, subject, period, on):
        refuse_reading_only(by)
        return
    require(by, deed, subject, on)


def may_report(by: User, subject: Project | Programme, period: Period, on: date) -> bool:
    """Return whether somebody may write this report; for pages that hide what is refused."""
    try:
        require_reporting(by, "submit_report", subject, period, on)
    except Refusal:
        return False
    return True
