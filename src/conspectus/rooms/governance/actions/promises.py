"""The way back to green: promises made, replaced with a reason, and the day they were done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance.choices import ExceptionState, PromiseKind
from conspectus.rooms.governance.models import ExceptionReport, Promise, PromiseDone
from conspectus.rooms.governance.rules import require_over
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.status.choices import Dimension


@dataclass(frozen=True, slots=True)
class NewPromise:
    """A step, or with ``dimension`` the day it is green again, owned by somebody."""

    words: str
    owner: Person | None
    promised_on: date
    dimension: str = ""


@deed("make_promise", "promised a step back to green", needs=Ability.PLAN)
def make_promise(*, exception: ExceptionReport, new: NewPromise, by: User, at: datetime) -> Promise:
    """Promise a step or a green dimension of an open exception for a day to come; a promise is never edited."""
    require(by, "make_promise", exception.subject, at.date())
    row = _filled(exception, new, by, at)
    with audited("make_promise", by=by, at=at) as line:
        _lock_open(exception)
        if row.dimension and _promised_green(exception, row.dimension):
            raise Conflict("promised", "Green is promised for this dimension. Replace that promise, with a reason.")
        row.save()
        line.about("exceptionreport", exception.pk, **_told(row))
    return row


@deed("renew_promise", "replaced a promise", needs=Ability.PLAN)
def renew_promise(*, promise: Promise, promised_on: date, reason: str, by: User, at: datetime) -> Promise:
    """Replace a promise that does not stand by one for another day, with the reason; the old one stays on record."""
    require(by, "renew_promise", promise.exception.subject, at.date())
    reason = clean_text(reason, "reason", required=True)
    new = NewPromise(promise.words, promise.owner, promised_on, promise.dimension)
    row = _filled(promise.exception, new, by, at)
    row.replaces, row.reason = promise, reason
    with audited("renew_promise", by=by, at=at) as line:
        _lock_open(promise.exception)
        _refuse_settled(promise)
        row.save()
        line.about("exceptionreport", promise.exception_id, **_told(row), replaces=promise.pk, reason=reason)
    return row


@deed("record_promise_done", "recorded a promise as done", needs=Ability.PLAN)
def record_promise_done(*, promise: Promise, done_on: date, words: str = "", by: User, at: datetime) -> PromiseDone:
    """Record the day something promised was done; whether it was kept follows from it.

    That a dimension is green again is said by who steers the project, unless
    the data say it first.
    """
    subject = promise.exception.subject
    if promise.kind == PromiseKind.GREEN:
        require_over(by, "close_exception", subject, at.date())
    require(by, "record_promise_done", subject, at.date())
    words = clean_text(words, "words")
    if check_day(done_on, "done_on") > at.date():
        raise Invalid("done_on", "%(day)s has not come yet.", "done_on", day=done_on.isoformat())
    if done_on < promise.exception.opened_at.date():
        raise Invalid("done_on", "The exception was opened after this day.", "done_on")
    with audited("record_promise_done", by=by, at=at) as line:
        ExceptionReport.objects.select_for_update().get(pk=promise.exception_id)
        _refuse_settled(promise)
        row = PromiseDone.objects.create(
            promise=promise, done_on=done_on, words=words, recorded_by=by.person, recorded_at=at
        )
        line.about("exceptionreport", promise.exception_id, **_whose(promise), promise=promise.pk, done_on=done_on)
    return row


def _filled(exception: ExceptionReport, new: NewPromise, by: User, at: datetime) -> Promise:
    if new.dimension and new.dimension not in Dimension.values:
        raise Invalid("dimension", "There is no such dimension.", "dimension")
    if new.owner is None or not new.owner.is_active:
        raise Invalid("owner", "Name who promises it.", "owner")
    if check_day(new.promised_on, "promised_on") < at.date():
        raise Invalid("promised_on", "Promise a day to come.", "promised_on")
    return Promise(
        exception=exception,
        kind=PromiseKind.GREEN if new.dimension else PromiseKind.STEP,
        dimension=new.dimension,
        words=clean_text(new.words, "words", required=True, most=400),
        owner=new.owner,
        promised_on=new.promised_on,
        made_by=by.person,
        made_at=at,
    )


def _lock_open(exception: ExceptionReport) -> None:
    row = ExceptionReport.objects.select_for_update().get(pk=exception.pk)
    if row.state == ExceptionState.CLOSED:
        raise Conflict("closed", "This exception is closed; nothing is promised under it any more.")


def _promised_green(exception: ExceptionReport, dimension: str) -> bool:
    rows = Promise.objects.filter(exception=exception, dimension=dimension, replaced_by=None, done=None)
    return rows.exists()


def _refuse_settled(promise: Promise) -> None:
    """Refuse what was done or replaced; asked with the exception locked."""
    if PromiseDone.objects.filter(promise=promise).exists():
        raise Conflict("done", "This promise is recorded as done.")
    if Promise.objects.filter(replaces=promise).exists():
        raise Conflict("replaced", "This promise was replaced by another one. Look at that one.")


def _whose(row: Promise) -> dict[str, int]:
    exception = row.exception
    return {"project": exception.project_id} if exception.project_id else {"programme": exception.programme_id}  # type: ignore[dict-item]  # one of them


def _told(row: Promise) -> dict[str, object]:
    names = ("dimension", "words", "promised_on")
    return {name: getattr(row, name) for name in names} | {"promise": row.pk, "owner": row.owner_id} | _whose(row)
