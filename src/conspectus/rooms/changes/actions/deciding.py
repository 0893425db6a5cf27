"""Change requests decided by who has the authority; who has it for how large a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from conspectus.kit.amounts import MOST
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability, Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import require_fresh_sign_in
from conspectus.rooms.changes.actions.requests import moved
from conspectus.rooms.changes.bridge import shown_of
from conspectus.rooms.changes.choices import DECIDED, ChangeState
from conspectus.rooms.changes.models import ChangeAuthority, ChangeDecision, ChangeRequest
from conspectus.rooms.changes.rules import Limit, require_authority
from conspectus.rooms.money.actions import NewLine, approve_budget
from conspectus.rooms.money.models import Budget
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.rules import require, require_from_above
from conspectus.rooms.schedule.actions import set_baseline
from conspectus.rooms.schedule.models import PlanRevision

OVER_IT = "Who may decide changes here is set by who approves above it. Ask your PMO."


@deed("decide_change_request", "decided a change request", needs=Ability.SEE_COST)
def decide_change_request(
    *, request: ChangeRequest, state: str, reason: str, revision: int, by: User, at: datetime
) -> ChangeRequest:
    """Approve or reject a submitted change, with the reason; what was shown is kept with its digest.

    Refuses who raised or submitted it, and whose authority ends below its size, naming who has it.
    """
    require(by, "decide_change_request", request.project, at.date())
    authority = require_authority(by, request, at.date())
    require_fresh_sign_in(by, at)
    if state not in DECIDED:
        raise Invalid("state", "A change request is approved or rejected.", "state")
    reason = clean_text(reason, "reason", required=True)
    with audited("decide_change_request", by=by, at=at) as line:
        row = moved(lock_row(request, revision), state)
        row.save()
        shown = shown_of(row)
        digest = sha256(shown.encode()).hexdigest()
        given = {"state": state, "reason": reason, "authority": authority, "shown": shown, "digest": digest}
        ChangeDecision.objects.create(request=row, **given, decided_by=by.person, decided_at=at)
        told = {"state": state, "reason": reason, "digest": digest, "authority": authority}
        line.about("changerequest", row.pk, project=row.project_id, number=row.number, **told)
    return row


@deed("implement_change_request", "implemented an approved change", needs=Ability.APPROVE)
def implement_change_request(
    *,
    request: ChangeRequest,
    plan: PlanRevision | None = None,
    with_budget: bool = True,
    revision: int,
    by: User,
    at: datetime,
) -> ChangeRequest:
    """Carry an approved change into a new baseline from ``plan`` and into the budget; the old ones stay.

    Baseline, budget and request change together or not at all. The budget is the newest with a line more;
    without one approved before there is none to add to, and that is refused.
    """
    require(by, "implement_change_request", request.project, at.date())
    require_fresh_sign_in(by, at)
    with transaction.atomic():
        row = moved(lock_row(request, revision), ChangeState.IMPLEMENTED)
        reason = f"CR-{row.number}: {row.title}"
        if plan is not None:
            row.baseline = set_baseline(project=row.project, revision=plan, reason=reason, by=by, at=at)
        if with_budget and row.cost_minor is not None:
            row.budget = _with_line(row, reason, by, at)
        if row.baseline is None and row.budget is None:
            raise Invalid("plan", "Name the plan revision that becomes the baseline, or add its cost.", "plan")
        with audited("implement_change_request", by=by, at=at) as line:
            row.implemented_at = at
            row.save()
            told = {"baseline": row.baseline and row.baseline.number, "budget": row.budget and row.budget.number}
            line.about("changerequest", row.pk, project=row.project_id, number=row.number, **told)
    return row


def _with_line(row: ChangeRequest, reason: str, by: User, at: datetime) -> Budget:
    newest = Budget.objects.filter(project=row.project).order_by("-number").first()
    if newest is None:
        raise Conflict("no_budget", "No budget is approved yet that this cost could be added to.")
    names = ("fiscal_year", "kind", "nature", "amount_minor", "category", "division")
    lines = [NewLine(**{name: getattr(one, name) for name in names}) for one in newest.lines.select_related("division")]
    assert row.cost_minor is not None
    assert row.fiscal_year is not None  # asked for with the cost
    lines.append(NewLine(row.fiscal_year, row.cost_kind, row.nature, row.cost_minor, f"CR-{row.number}"))
    return approve_budget(subject=row.project, lines=lines, reason=reason, expected=newest.number, by=by, at=at)


@deed("set_change_authority", "set who may decide changes", needs=Ability.APPROVE)
def set_change_authority(
    *, subject: Portfolio | Project, limits: Sequence[Limit], reason: str, by: User, at: datetime
) -> ChangeAuthority:
    """Record which roles decide changes up to which size, in a portfolio or one project; the newest counts at once.

    Refuses no role at all, since then nobody could decide, and who may approve in the project itself alone.
    """
    require_from_above(by, "set_change_authority", subject, OVER_IT, at.date())
    reason, found = clean_text(reason, "reason", required=True), {}
    for one in limits:
        if one.role not in Role.values or one.role in found:
            raise Invalid("limits", "Name each role once: %(roles)s.", "limits", roles=", ".join(Role.values))
        found[one.role] = _checked(one)
    if not found:
        raise Invalid("limits", "Name at least one role, else nobody could decide.", "limits")
    kind = "project" if isinstance(subject, Project) else "portfolio"
    with audited("set_change_authority", by=by, at=at) as line:
        row = ChangeAuthority.objects.create(
            **{kind: subject}, limits=found, reason=reason, recorded_by=by.person, recorded_at=at
        )
        line.about(kind, subject.pk, limits=found, reason=reason)
    return row


def _checked(limit: Limit) -> list[float | int | None]:
    cost, slip = limit.most_cost_minor, limit.most_slip_days
    if cost is not None and (isinstance(cost, bool) or not isinstance(cost, int) or not 0 <= cost <= MOST):
        raise Invalid("limits", "A limit of cost is a whole number of minor units, zero or more.", "limits")
    if slip is not None and not 0 <= slip <= MOST:
        raise Invalid("limits", "A limit of slip is a number of working days, zero or more.", "limits")
    return [cost, None if slip is None else float(slip)]
