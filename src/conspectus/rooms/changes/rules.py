"""Who may decide a change: by its size where limits are set, else whoever may approve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conspectus.formats.currencies import written
from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.choices import ABILITIES, Ability, Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.models import ChangeAuthority, ChangeRequest
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries.own import decides_own
from conspectus.rooms.portfolio.rules import roles_on

SELF = "You raised or submitted this change yourself. Somebody else decides it."


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to what a role may decide: minor units of cost and working days of slip; None for no limit."""

    role: str
    most_cost_minor: int | None = None
    most_slip_days: float | None = None

    @property
    def label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)

    def covers(self, cost_minor: int | None, slip_days: float | None) -> bool:
        """Return whether a change is not too large for it; what takes away weighs like what adds."""
        cost, slip = abs(cost_minor or 0), abs(slip_days or 0.0)
        within = self.most_cost_minor is None or cost <= self.most_cost_minor
        return within and (self.most_slip_days is None or slip <= self.most_slip_days)


USUAL = tuple(Limit(role.value) for role in Role if Ability.APPROVE in ABILITIES[role])


def limits_for(subject: Portfolio | Project) -> tuple[Limit, ...]:
    """Return who may decide up to what: by the project's own limits, else the portfolio's, else whoever may approve."""
    row = None
    if isinstance(subject, Project):
        row = ChangeAuthority.objects.filter(project=subject).first()
    row = row or ChangeAuthority.objects.filter(portfolio=_place(subject)).first()
    if row is None:
        return USUAL
    return tuple(Limit(role, cost, slip) for role, (cost, slip) in row.limits.items())


def _place(subject: Portfolio | Project) -> int:
    return subject.portfolio_id if isinstance(subject, Project) else subject.pk


def deciding_role(by: User, request: ChangeRequest, on: date) -> str:
    """Return the role by which ``by`` may decide a request, empty where by none."""
    held = roles_on(by, request.project, on)
    found = [one for one in limits_for(request.project) if one.covers(request.cost_minor, request.slip_days)]
    return next((one.role for one in found if one.role in held), "")


def may_decide(by: User, request: ChangeRequest, on: date) -> bool:
    """Return whether ``by`` may decide a request; for pages that hide what is refused."""
    return not _own(by, request, on) and not by.reading_only and bool(deciding_role(by, request, on))


def require_authority(by: User, request: ChangeRequest, on: date) -> str:
    """Return the role by which ``by`` decides; refuses one's own request, and a change too large, naming who may."""
    role = deciding_role(by, request, on)
    if not role:
        raise NotAllowed(
            "A change of %(size)s is decided by: %(roles)s.",
            size=size_words(request),
            roles=", ".join(_who(limits_for(request.project), request)) or "–",
        )
    if _own(by, request, on):
        raise NotAllowed(SELF)
    return role


def size_words(request: ChangeRequest) -> str:
    """Return how large a change is."""
    cost = f"{written(request.cost_minor or 0, request.project.currency)} {request.project.currency}"
    return f"{cost}, {request.slip_days or 0:g} d"


def _who(limits: Sequence[Limit], request: ChangeRequest) -> list[str]:
    return [one.label for one in limits if one.covers(request.cost_minor, request.slip_days)]


def _own(by: User, request: ChangeRequest, on: date) -> bool:
    doers = (request.raised_by_id, request.submitted_by_id)
    return decides_own(by, doers, lambda one: bool(deciding_role(one, request, on)), on)
