"""Exceptions that open and close by themselves: red asks for one, green by the data ends it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.choices import OPEN_STATES, Closing, ExceptionState, PromiseKind
from conspectus.rooms.governance.models import Cause, ExceptionReport, ExceptionsFollowed, Promise, PromiseDone
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.status.bridge import of_subject


@dataclass(frozen=True, slots=True)
class Red:
    """One dimension that is red in a period: by the data or as declared, and why."""

    kind: str
    dimension: str
    words: str


@deed("ask_for_exception", "found red and asked for an exception")
def ask_for_exception(
    *, subject: Project | Programme, period: Period, reds: Sequence[Red], by: User, at: datetime
) -> ExceptionReport | None:
    """Open the exception that red asks for, or add the causes to the open one; None where all were known.

    A consequence of a report or a freeze, so nobody's role is asked.
    """
    with audited("ask_for_exception", by=by, at=at) as line:
        type(subject).objects.select_for_update().get(pk=subject.pk)
        whose = dict([of_subject(subject)])
        row = ExceptionReport.objects.filter(**whose, state__in=OPEN_STATES).first()
        told = Cause.objects.filter(exception=row, period=period) if row else Cause.objects.none()
        known = set(told.values_list("kind", "dimension"))
        new = [one for one in reds if (one.kind, one.dimension) not in known]
        if not new:
            line.nothing_changed()
            return None
        opened = row is None
        if row is None:
            row = ExceptionReport.objects.create(**whose, opened_at=at)
        Cause.objects.bulk_create(
            Cause(exception=row, kind=one.kind, dimension=one.dimension, words=one.words, period=period, noted_at=at)
            for one in new
        )
        named = {kind: thing.pk for kind, thing in whose.items()}
        causes = [f"{one.kind} {one.dimension}" for one in new]
        line.about("exceptionreport", row.pk, **named, period=period.name, causes=causes, opened=opened)
    return row


@deed("end_exception", "found green and settled what was promised")
def end_exception(
    *, exception: ExceptionReport, green: Collection[str], on: date, whole: bool, by: User, at: datetime
) -> ExceptionReport:
    """Record that dimensions promised green are so by the data; where the ``whole`` is, close the exception."""
    with audited("end_exception", by=by, at=at) as line:
        row = ExceptionReport.objects.select_for_update().get(pk=exception.pk)
        kept = Promise.objects.filter(
            exception=row, kind=PromiseKind.GREEN, dimension__in=green, done=None, replaced_by=None
        )
        done = [PromiseDone(promise=one, done_on=on, recorded_at=at) for one in kept]
        closing = whole and row.state != ExceptionState.CLOSED
        if not done and not closing:
            line.nothing_changed()
            return row
        PromiseDone.objects.bulk_create(done)
        if closing:
            row.state, row.closing, row.closed_at = ExceptionState.CLOSED, Closing.GREEN, at
            row.revision += 1
            row.save()
        named = {kind: thing.pk for kind, thing in [of_subject(row.subject)]}
        line.about("exceptionreport", row.pk, **named, green=sorted(green), closed=closing)
    return row


def keep_followed(number: int) -> None:
    """Keep how far the audit log was read; nothing is decided by it, so no line is written."""
    ExceptionsFollowed.objects.update_or_create(pk=1, defaults={"number": number})
