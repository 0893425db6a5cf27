"""A closure begun, its points left open by decision, submitted, given up."""

from __future__ import annotations

from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure.choices import OPEN_STATES, ClosureState, Point, PointState
from conspectus.rooms.closure.models import Closure, PointLeft
from conspectus.rooms.closure.queries import points_of
from conspectus.rooms.portfolio.choices import NEXT_STATES, State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require


@deed("begin_closure", "began to close a project", needs=Ability.PLAN)
def begin_closure(*, project: Project, by: User, at: datetime) -> Closure:
    """Begin the closure of a project that may be completed next; a reopened one gets another, with the next number."""
    require(by, "begin_closure", project, at.date())
    with audited("begin_closure", by=by, at=at) as line:
        row = Project.objects.select_for_update().get(pk=project.pk)
        if State.CLOSED not in NEXT_STATES[State(row.state)]:
            label = State(row.state).label.lower()
            raise Conflict("state", "A project that is %(before)s cannot be completed next.", before=label)
        last = Closure.objects.filter(project=row).first()
        if last is not None and last.state in OPEN_STATES:
            raise Conflict("open", "This project is being closed already.")
        made = Closure.objects.create(
            project=row, number=last.number + 1 if last else 1, begun_by=by.person, begun_at=at
        )
        line.about("closure", made.pk, project=row.pk, number=made.number)
    return made


@deed("leave_point_open", "left a point of a closure open", needs=Ability.APPROVE)
def leave_point_open(*, closure: Closure, point: str, reason: str, by: User, at: datetime) -> PointLeft:
    """Leave a point open that is not done, by decision and with the reason."""
    require(by, "leave_point_open", closure.project, at.date())
    if point not in Point.values:
        raise Invalid("point", "A closure has no such point.", "point")
    reason = clean_text(reason, "reason", required=True)
    if state_of(closure, point, at.date()) == PointState.DONE:
        raise Conflict("done", "This point is done; nothing of it is open.")
    with audited("leave_point_open", by=by, at=at) as line:
        row = still_open(closure)
        made = PointLeft.objects.create(closure=row, point=point, reason=reason, by=by.person, at=at)
        line.about("closure", row.pk, project=row.project_id, point=point, reason=reason)
    return made


@deed("submit_closure", "submitted a closure", needs=Ability.PLAN)
def submit_closure(*, closure: Closure, words: str, revision: int, by: User, at: datetime) -> Closure:
    """Put a closure before who decides; refuses one with a point that is open and not left so by decision."""
    require(by, "submit_closure", closure.project, at.date())
    words = clean_text(words, "words", required=True)
    refuse_open_points(closure, at.date())
    with audited("submit_closure", by=by, at=at) as line:
        row = lock_row(closure, revision)
        if row.state != ClosureState.BEGUN:
            raise Conflict("state", "This closure is “%(label)s”.", label=ClosureState(row.state).label)
        row.state, row.words, row.answer = ClosureState.SUBMITTED, words, ""
        row.submitted_by, row.submitted_at = by.person, at
        row.save()
        line.about("closure", row.pk, project=row.project_id, words=words, sponsor=closure.project.sponsor_id)
    return row


@deed("withdraw_closure", "gave up a closure", needs=Ability.PLAN)
def withdraw_closure(*, closure: Closure, reason: str, revision: int, by: User, at: datetime) -> Closure:
    """Give up an open closure with the reason: the project goes on; what was handed over stays so."""
    require(by, "withdraw_closure", closure.project, at.date())
    reason = clean_text(reason, "reason", required=True)
    with audited("withdraw_closure", by=by, at=at) as line:
        row = lock_row(closure, revision)
        refuse_closed(row)
        row.state, row.answer, row.answered_by, row.answered_at = ClosureState.WITHDRAWN, reason, by.person, at
        row.save()
        line.about("closure", row.pk, project=row.project_id, reason=reason)
    return row


def still_open(closure: Closure) -> Closure:
    """Return a closure locked for what is said under it; refuses one that has ended."""
    row = Closure.objects.select_for_update().get(pk=closure.pk)
    refuse_closed(row)
    return row


def refuse_closed(row: Closure) -> None:
    """Refuse to change a closure that was confirmed or given up."""
    if row.state not in OPEN_STATES:
        raise Conflict("state", "This closure is “%(label)s”.", label=ClosureState(row.state).label)


def state_of(closure: Closure, point: str, on: date) -> str:
    """Return how one point of a closure stands."""
    return next(one.state for one in points_of([closure], on)[closure.pk] if one.point == point)


def refuse_open_points(closure: Closure, on: date) -> None:
    """Refuse while a point is open that nobody decided to leave so."""
    open_points = [one for one in points_of([closure], on)[closure.pk] if one.state == PointState.OPEN]
    if open_points:
        raise Invalid(
            "open_points",
            "%(count)s points are open. The first is: %(label)s. Do what it asks, or have it left open by decision.",
            count=len(open_points),
            label=open_points[0].label,
        )
