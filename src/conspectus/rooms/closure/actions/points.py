"""What is said under a closure: the cost reconciled, benefits with their owners, the review planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.subjects import Subject, SubjectKind
from conspectus.kit.texts import clean_line, clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.closure.actions.course import still_open
from conspectus.rooms.closure.choices import MOST_BENEFITS
from conspectus.rooms.closure.models import Benefit, BenefitAnswer, Closure, PlannedReview, Reconciliation
from conspectus.rooms.closure.queries import final_costs
from conspectus.rooms.closure.rules import refuse_others
from conspectus.rooms.followup.actions import ActionParticulars, open_action
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.scope.choices import RequirementKind
from conspectus.rooms.scope.models import Requirement


@dataclass(frozen=True, slots=True)
class NewBenefit:
    """What the project is to bring, by whom and by when."""

    words: str
    owner: Person | None
    expected_on: date | None = None
    need: Requirement | None = None  # it comes from


@deed("reconcile_final_cost", "reconciled the final cost of a project", needs=Ability.FINANCE)
def reconcile_final_cost(*, closure: Closure, words: str, by: User, at: datetime) -> Reconciliation:
    """Say in words how budget, plan and ledger fit together; the figures compared are kept with it."""
    require(by, "reconcile_final_cost", closure.project, at.date())
    words = clean_text(words, "words", required=True)
    cost = final_costs([closure.project], at.date())[closure.project_id]
    with audited("reconcile_final_cost", by=by, at=at) as line:
        row = still_open(closure)
        made = Reconciliation.objects.create(
            closure=row,
            currency=cost.currency,
            budget_minor=cost.budget_minor,
            plan_minor=cost.plan_minor,
            spent_minor=cost.spent_minor,
            words=words,
            by=by.person,
            at=at,
        )
        line.about("closure", row.pk, project=row.project_id, reconciliation=made.pk)
    return made


@deed("name_benefit_owner", "named the owner of a benefit", needs=Ability.PLAN)
def name_benefit_owner(*, closure: Closure, new: NewBenefit, by: User, at: datetime) -> Benefit:
    """Name what the project is to bring and who answers for it; the owner accepts in person."""
    require(by, "name_benefit_owner", closure.project, at.date())
    words = clean_line(new.words, "words", most=500)
    if new.owner is None or not new.owner.is_active:
        raise Invalid("owner", "Name who answers for it.", "owner")
    expected_on = None if new.expected_on is None else check_day(new.expected_on, "expected_on")
    need = new.need
    if need is not None and (need.project_id != closure.project_id or need.kind != RequirementKind.NEED):
        raise Invalid("need", "Choose a need of the same project.", "need")
    with audited("name_benefit_owner", by=by, at=at) as line:
        row = still_open(closure)
        if row.benefits.count() >= MOST_BENEFITS:
            raise Invalid("many", "A closure names at most %(most)s benefits.", "words", most=MOST_BENEFITS)
        made = Benefit.objects.create(
            closure=row, words=words, owner=new.owner, expected_on=expected_on, need=need, by=by.person, at=at
        )
        line.about("closure", row.pk, project=row.project_id, benefit=made.pk, owner=new.owner.pk)
    return made


@deed("answer_benefit", "answered for a benefit", needs=Ability.READ)
def answer_benefit(*, benefit: Benefit, accepted: bool, words: str, by: User, at: datetime) -> BenefitAnswer:
    """Accept to bring a benefit about, or decline, in writing and in person; the answer stays."""
    closure = benefit.closure
    require(by, "answer_benefit", closure.project, at.date())
    refuse_others(by, benefit)
    words = clean_text(words, "words", required=True)
    with audited("answer_benefit", by=by, at=at) as line:
        row = still_open(closure)
        if BenefitAnswer.objects.filter(benefit=benefit).exists():
            raise Conflict("answered", "This is answered already. Have it named anew if that has changed.")
        made = BenefitAnswer.objects.create(benefit=benefit, accepted=accepted, words=words, by=by.person, at=at)
        line.about("closure", row.pk, project=row.project_id, benefit=benefit.pk, accepted=accepted)
    return made


@deed("plan_closing_review", "planned the review after a project's end", needs=Ability.PLAN)
def plan_closing_review(
    *, closure: Closure, words: str, owner: Person | None, due_on: date | None, by: User, at: datetime
) -> PlannedReview:
    """Give somebody the action to look, on a day to come, at what the project brought; it outlives the project."""
    project = closure.project
    require(by, "plan_closing_review", project, at.date())
    if owner is None or not owner.is_active:
        raise Invalid("owner", "Name who looks at it.", "owner")
    if due_on is None or check_day(due_on, "due_on") <= at.date():
        raise Invalid("due_on", "The review is on a day to come.", "due_on")
    subject = Subject(SubjectKind.PROJECT.value, str(project.pk), str(project), project.pk)
    with audited("plan_closing_review", by=by, at=at) as line:
        row = still_open(closure)
        action = open_action(subject=subject, new=ActionParticulars(words, owner, due_on), by=by, at=at)
        made = PlannedReview.objects.create(closure=row, action=action, by=by.person, at=at)
        line.about("closure", row.pk, project=row.project_id, action=action.pk, owner=owner.pk, due_on=due_on)
    return made
