"""Reviews of gates, their conditions, and methods that are to be looked at again, as they fall due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conspectus.journeys.notices.clock.watch import OVERDUE, Watch
from conspectus.journeys.notices.events import METHOD
from conspectus.kit.many import of_these
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.governance.choices import STANDING_CONDITIONS, ConditionState, GateState
from conspectus.rooms.governance.models import GateCondition, GateReview
from conspectus.rooms.outbox.actions import Due
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.queries.owned import steering_everywhere
from conspectus.rooms.standards.queries import newest_versions, review_of

WEEK, MONTH = 7, 30


def _reviews(first: date, last: date) -> Iterator[Due]:
    """Yield planned reviews to their reviewers and who manages the project; of ended projects none."""
    rows = GateReview.objects.filter(state=GateState.PLANNED, planned_on__range=(first, last))
    rows = rows.exclude(project__state__in=ENDED).select_related("project").prefetch_related("reviewers")
    for row in rows.defer("readiness"):
        persons = {one.person_id for one in row.reviewers.all()} | {row.project.manager_id}
        yield from _at_gate(row.pk, row.pk, row.planned_on, persons)


def _conditions(first: date, last: date) -> Iterator[Due]:
    """Yield open conditions to who owns them."""
    for row in _standing(first, last).filter(state=ConditionState.OPEN):
        yield from _at_gate(row.pk, row.review_id, row.due_on, {row.owner_id})


def _conditions_late(first: date, last: date) -> Iterator[Due]:
    """Yield overdue conditions to who owns them and who manages; one said to be met to who decided, who confirms it."""
    for row in _standing(first, last):
        waits = {row.owner_id, row.review.project.manager_id}
        persons = waits if row.state == ConditionState.OPEN else {row.review.decided_by_id}
        yield from _at_gate(row.pk, row.review_id, row.due_on, persons)


def _standing(first: date, last: date) -> QuerySet[GateCondition]:
    rows = GateCondition.objects.filter(state__in=STANDING_CONDITIONS, due_on__range=(first, last))
    return rows.exclude(review__project__state__in=ENDED).select_related("review__project").defer("review__readiness")


def _at_gate(thing: int, review: int, day: date, persons: Collection[int | None]) -> Iterator[Due]:
    named = frozenset(one for one in persons if one is not None)
    if named:
        yield Due(thing, (SubjectKind.GATE_REVIEW.value, str(review)), day, named)


def _review_days(ids: Collection[int]) -> Mapping[int, date]:
    rows = GateReview.objects.filter(state=GateState.PLANNED).order_by()
    return dict(of_these(rows, ids, "pk").values_list("pk", "planned_on"))


def _condition_days(ids: Collection[int]) -> Mapping[int, date]:
    rows = GateCondition.objects.filter(state__in=STANDING_CONDITIONS).order_by()
    return dict(of_these(rows, ids, "pk").values_list("pk", "due_on"))


def _methods(first: date, last: date) -> Iterator[Due]:
    """Yield methods whose own review is due to who writes standards."""
    dated = [(one, review) for one in newest_versions() if (review := review_of(one)) is not None]
    due = [(one, review.next_on) for one, review in dated if first <= review.next_on <= last]
    persons = frozenset(steering_everywhere()) if due else frozenset()
    for version, day in due if persons else ():
        yield Due(version.pk, (METHOD, version.method.key), day, persons)


def _method_days(ids: Collection[int]) -> Mapping[int, date]:
    found = {row.pk: review_of(row) for row in newest_versions() if row.pk in ids}
    return {pk: review.next_on for pk, review in found.items() if review is not None}


GOVERNING = (
    Watch("gate_review", WEEK, _("The gate is reviewed on %(day)s"), _reviews, _review_days),
    Watch("gate_review_late", OVERDUE, _("The review was planned for %(day)s and was not held"), _reviews,
          _review_days),
    Watch("condition_soon", WEEK, _("A condition of the gate is to be met by %(day)s"), _conditions, _condition_days),
    Watch(
        "condition_late", OVERDUE, _("A condition of the gate was due on %(day)s and is not settled"), _conditions_late,
        _condition_days,
    ),
    Watch("method_review", MONTH, _("The method is to be looked at again by %(day)s"), _methods, _method_days),
    Watch("method_late", OVERDUE, _("The method was to be looked at again by %(day)s"), _methods, _method_days),
)  # fmt: skip
