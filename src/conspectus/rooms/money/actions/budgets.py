"""A budget is approved: lines by year, for a reason, for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import require_fresh_sign_in
from conspectus.rooms.money.bridge.budgets import NewLine, check_lines, digest_of
from conspectus.rooms.money.choices import LineKind
from conspectus.rooms.money.models import Budget, BudgetLine
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions import hold_cost_to


@deed("approve_budget", "approved a budget", needs=Ability.APPROVE)
def approve_budget(
    *,
    subject: Project | Programme,
    lines: Sequence[NewLine],
    reason: str,
    expected: int | None = None,
    by: User,
    at: datetime,
) -> Budget:
    """Approve the next budget of a project or programme; the first stays the original, the newest counts.

    The cost of a project's newest plan is judged against it at once; a programme's sums are from then on.

    ``expected`` is the number of the newest budget that was looked at. Refuses an empty reason, lines that
    cannot be kept, and a budget approved meanwhile.
    """
    require(by, "approve_budget", subject, at.date())
    require_fresh_sign_in(by, at)
    reason = clean_text(reason, "reason", most=2000, required=True)
    found = check_lines(lines)
    with audited("approve_budget", by=by, at=at) as line:
        type(subject).objects.select_for_update().get(pk=subject.pk)
        kind = type(subject).__name__.lower()
        last = (
            Budget.objects.filter(**{kind: subject}).order_by("-number").values_list("number", flat=True).first() or 0
        )
        if expected is not None and expected != last:
            raise Conflict(
                "budget_meanwhile", "Budget %(last)s was approved meanwhile. Look at it, then try again.", last=last
            )
        number = last + 1
        digest = digest_of(number, reason, found)
        row = Budget.objects.create(
            **{kind: subject}, number=number, reason=reason, approved_by=by.person, approved_at=at, digest=digest
        )
        names = ("fiscal_year", "kind", "nature", "category", "division", "amount_minor")
        BudgetLine.objects.bulk_create(
            BudgetLine(budget=row, **{name: getattr(one, name) for name in names}) for one in found
        )
        base = sum(one.amount_minor for one in found if one.kind != LineKind.RESERVE)
        if isinstance(subject, Project):
            hold_cost_to(project=subject, amount_minor=base, on=at.date())
        total = sum(one.amount_minor for one in found)
        line.about(kind, subject.pk, budget=number, total_minor=total, reason=reason, digest=digest)
    return row
