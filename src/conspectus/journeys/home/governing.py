"""What exceptions and findings ask of people: write, decide, keep what was promised, answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.home.views import Task
from conspectus.journeys.subjects import subject_of
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.choices import ConditionState, ExceptionState, GateState, PromiseKind
from conspectus.rooms.governance.models import ExceptionReport, GateCondition, GateReview
from conspectus.rooms.governance.queries import find_exceptions, promises_waiting, visible_gate_reviews
from conspectus.rooms.standards.queries import newest_versions, review_of
from conspectus.rooms.standards.queries.findings import FindingsWaiting, answers_waiting, findings_waiting
from conspectus.rooms.standards.rules import may_shape
from conspectus.rooms.status.choices import Dimension

SOON = timedelta(days=14)  # what is promised for later waits on nobody yet
WRITE_IN = timedelta(days=14)  # after it was asked for


LOOK_BEFORE = timedelta(days=30)  # a method's own review is asked for so long before its day


def methods_due(by: User, on: date) -> Iterator[Task]:
    """Yield the methods whose own review is due, to who writes standards."""
    if not may_shape(by, on):
        return
    for version in newest_versions():
        review = review_of(version)
        if review is not None and review.next_on <= on + LOOK_BEFORE:
            words = _("Look at the method again, and publish what changes")
            named = ("method", version.method.key, version.name)
            yield Task("method", words, *named, due_on=review.next_on, late=review.next_on < on)


def governing(by: User, persons: Collection[int], on: date) -> Iterator[Task]:
    """Yield what waits on these people of the exceptions and findings that ``by`` sees."""
    yield from methods_due(by, on)
    for project, count in () if by.reading_only else answers_waiting(by, on):
        words = ngettext("Decide on %(count)s answer to a finding", "Decide on %(count)s answers to findings", count)
        named = (SubjectKind.PROJECT.value, str(project.pk), f"{project.code} {project.name}".strip())
        yield Task("answers", words % {"count": count}, *named, project_id=project.pk)
    manages = Q(project__manager__in=persons) | Q(programme__manager__in=persons)
    wanted = Q(state=ExceptionState.WANTED) & manages
    decides = Q(state=ExceptionState.WRITTEN, wanted_from__in=persons)
    for row in find_exceptions(by, on=on).filter(wanted | decides):
        if row.state == ExceptionState.WANTED:
            due = row.opened_at.date() + WRITE_IN
            yield _task(row, _("Write the exception: its cause, options and the decision wanted"), due, on)
        else:
            words = _("Decide: %(wanted)s") % {"wanted": row.wanted}
            yield _task(row, words, row.wanted_by or on, on)
    for waiting in findings_waiting(by, persons, on):
        yield _findings(waiting)
    yield from gates_waiting(by, persons, on)
    for one in promises_waiting(by, persons, on):
        if one.promised_on <= on + SOON:
            if one.kind == PromiseKind.GREEN:
                words = _("Promised to be green again: %(dimension)s") % {"dimension": Dimension(one.dimension).label}
            else:
                words = _("Promised: %(words)s") % {"words": one.words}
            yield _task(one.exception, words, one.promised_on, on)


def gates_waiting(by: User, persons: Collection[int], on: date) -> Iterator[Task]:
    """Yield the gates these people are to review or decide at, and the conditions they own or confirm."""
    soon = on + SOON
    reviews = visible_gate_reviews(by, on)
    reviewed = Q(state=GateState.PLANNED, planned_on__lte=soon, reviewers__person__in=persons)
    decided = Q(state=GateState.HELD, project__sponsor__in=persons) & ~Q(asked_by__in=persons)
    for row in reviews.filter(reviewed | decided).distinct():
        words = _("Review the gate") if row.state == GateState.PLANNED else _("Decide at the gate")
        yield _at_gate(row, words, row.planned_on if row.state == GateState.PLANNED else row.held_on or on, on)
    rows = GateCondition.objects.select_related("review__project").filter(review__in=reviews.order_by().values("pk"))
    owned = Q(state=ConditionState.OPEN, owner__in=persons, due_on__lte=soon)
    confirmed = Q(state=ConditionState.MET, review__decided_by__in=persons)
    for one in rows.filter(owned | confirmed):
        asked = _("Condition of the gate: %(words)s") if one.state == ConditionState.OPEN else _("Confirm: %(words)s")
        yield _at_gate(one.review, asked % {"words": one.words}, one.due_on, on)


def _at_gate(row: GateReview, words: str, due: date, on: date) -> Task:
    subject = subject_of(row)
    return Task("gate", words, *subject.reference, subject.name, due_on=due, late=due < on)


def _findings(one: FindingsWaiting) -> Task:
    """Return what waits of a project's findings: the overdue ones first named, else those without an answer."""
    count = one.late or one.unanswered
    words = ngettext(
        "%(count)s finding of compliance is overdue", "%(count)s findings of compliance are overdue", count
    )
    if not one.late:
        words = ngettext(
            "%(count)s finding of compliance has no answer", "%(count)s findings of compliance have no answer", count
        )
    project = one.project
    named = (SubjectKind.PROJECT.value, str(project.pk), f"{project.code} {project.name}".strip())
    told = {"due_on": one.due_on, "late": bool(one.late)}
    return Task("compliance", words % {"count": count}, *named, project_id=project.pk, **told)  # type: ignore[arg-type]  # fields of a task


def _task(row: ExceptionReport, words: str, due: date, on: date) -> Task:
    subject = subject_of(row)
    return Task("exception", words, *subject.reference, subject.name, due_on=due, late=due < on)
