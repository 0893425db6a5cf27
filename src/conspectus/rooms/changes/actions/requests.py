"""Change requests: raised, revised, submitted, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from django.db import IntegrityError
from django.db.models import Max

from conspectus.kit.amounts import FIRST, LAST, check_amount
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_name, clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.bridge import compared_slip
from conspectus.rooms.changes.choices import FOLLOWS, ChangeState, Reason
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.money.choices import LineKind, Nature
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.models import PlanRevision

MOST_SLIP = 10_000.0  # working days


@dataclass(frozen=True, slots=True)
class ChangeParticulars:
    """What is asked to change; with a ``plan`` the slip is that of its finish against the revision before it."""

    title: str
    what: str
    why: str
    reason: str
    plan: PlanRevision | None = None
    slip_days: float | None = None
    cost_minor: int | None = None
    cost_kind: str = LineKind.BASE
    nature: str = Nature.CAPEX
    fiscal_year: int | None = None
    benefit: str = ""
    risk: str = ""
    quality: str = ""


@deed("raise_change_request", "raised a change request", needs=Ability.PLAN)
def raise_change_request(*, project: Project, new: ChangeParticulars, by: User, at: datetime) -> ChangeRequest:
    """Draft a change request of a project, with its impact on dates, cost, benefit, risk and quality."""
    require(by, "raise_change_request", project, at.date())
    row = _filled(ChangeRequest(project=project, raised_by=by.person, raised_at=at), new)
    try:
        with audited("raise_change_request", by=by, at=at) as line:
            last = ChangeRequest.objects.filter(project=project).aggregate(Max("number"))["number__max"] or 0
            row.number = last + 1
            row.save()
            line.about("changerequest", row.pk, project=project.pk, number=row.number, title=row.title)
    except IntegrityError:
        raise Conflict("meanwhile", "Another change was raised at the same moment. Try again.") from None
    return row


@deed("revise_change_request", "revised a change request", needs=Ability.PLAN)
def revise_change_request(
    *, request: ChangeRequest, new: ChangeParticulars, revision: int, by: User, at: datetime
) -> ChangeRequest:
    """Change a draft; what was submitted stays as it is and can only be withdrawn."""
    require(by, "revise_change_request", request.project, at.date())
    filled = _filled(ChangeRequest(project=request.project), new)
    with audited("revise_change_request", by=by, at=at) as line:
        row = lock_row(request, revision)
        if row.state != ChangeState.DRAFT:
            raise _wrong_state(row)
        for name in ChangeParticulars.__dataclass_fields__:
            setattr(row, name, getattr(filled, name))
        row.save()
        line.about("changerequest", row.pk, project=row.project_id, number=row.number, title=row.title)
    return row


@deed("submit_change_request", "submitted a change request", needs=Ability.PLAN)
def submit_change_request(*, request: ChangeRequest, revision: int, by: User, at: datetime) -> ChangeRequest:
    """Ask for the decision; refuses a request that says neither what it costs nor what it does to the dates."""
    require(by, "submit_change_request", request.project, at.date())
    with audited("submit_change_request", by=by, at=at) as line:
        row = moved(lock_row(request, revision), ChangeState.SUBMITTED)
        if row.cost_minor is None and row.slip_days is None:
            raise Conflict("no_impact", "Say what it costs or what it does to the dates, 0 days where nothing.")
        row.submitted_by, row.submitted_at = by.person, at
        row.save()
        line.about("changerequest", row.pk, project=row.project_id, number=row.number, state=row.state)
    return row


@deed("withdraw_change_request", "withdrew a change request", needs=Ability.PLAN)
def withdraw_change_request(
    *, request: ChangeRequest, reason: str, revision: int, by: User, at: datetime
) -> ChangeRequest:
    """Take a change request back before it is implemented; it stays in the log with the reason."""
    require(by, "withdraw_change_request", request.project, at.date())
    reason = clean_text(reason, "reason", required=True)
    with audited("withdraw_change_request", by=by, at=at) as line:
        row = moved(lock_row(request, revision), ChangeState.WITHDRAWN)
        row.withdrawn_at, row.withdrawn_why = at, reason
        row.save()
        line.about("changerequest", row.pk, project=row.project_id, number=row.number, reason=reason)
    return row


def moved(row: ChangeRequest, state: str) -> ChangeRequest:
    """Return a row in its next state; refuses one that may not follow."""
    if state not in FOLLOWS[row.state]:
        raise _wrong_state(row)
    row.state = state
    return row


def _wrong_state(row: ChangeRequest) -> Conflict:
    label = ChangeState(row.state).label.lower()
    return Conflict("state", "This change request is %(label)s. Look at it, then decide.", label=label)


def _filled(row: ChangeRequest, new: ChangeParticulars) -> ChangeRequest:
    row.title = clean_name(new.title, "title")
    row.what, row.why = (clean_text(getattr(new, name), name, required=True) for name in ("what", "why"))
    if new.reason not in Reason.values:
        raise Invalid("reason", "The reason is one of: %(values)s.", "reason", values=", ".join(Reason.values))
    for name, kinds in (("cost_kind", LineKind), ("nature", Nature)):
        if getattr(new, name) not in kinds.values:
            raise Invalid(name, "Choose one of: %(values)s.", name, values=", ".join(kinds.values))
    row.reason, row.cost_kind, row.nature = new.reason, new.cost_kind, new.nature
    row.cost_minor = None if new.cost_minor in (None, 0) else check_amount(new.cost_minor, "cost_minor")
    row.fiscal_year = _year(new.fiscal_year, row.cost_minor)
    row.benefit, row.risk, row.quality = (
        clean_text(getattr(new, name), name) for name in ("benefit", "risk", "quality")
    )
    row.plan, row.slip_days = new.plan, _slip(row.project, new)
    return row


def _year(year: int | None, cost: int | None) -> int | None:
    if year is None or cost is None:
        if cost is not None:
            raise Invalid("fiscal_year", "Say in which fiscal year it costs this.", "fiscal_year")
        return None
    if isinstance(year, bool) or not FIRST.year <= year <= LAST.year:
        raise Invalid("fiscal_year", "The fiscal year lies between 1970 and 2149.", "fiscal_year")
    return year


def _slip(project: Project, new: ChangeParticulars) -> float | None:
    if new.plan is not None:
        if new.plan.project_id != project.pk:
            raise Invalid("plan", "There is no such revision.", "plan")
        return compared_slip(project, new.plan)
    if new.slip_days is None:
        return None
    if not isfinite(new.slip_days) or abs(new.slip_days) > MOST_SLIP:
        raise Invalid("slip_days", "Give working days, up to %(most)s.", "slip_days", most=int(MOST_SLIP))
    return float(new.slip_days)
