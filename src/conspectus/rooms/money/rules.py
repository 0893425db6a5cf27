"""Who may read money of a project or a programme; deeds ask the portfolio's rules."""

from __future__ import annotations

from datetime import date

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.rules import sees_cost


def require_cost(by: User, subject: Project | Programme, on: date | None = None) -> None:
    """Refuse who may not see the cost of a project or programme they see."""
    if not sees_cost(by, subject, on):
        raise NotAllowed("Your role here does not see money. Ask your PMO if you need to.")
