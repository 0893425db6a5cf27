"""An exception: asked for, written with its options, decided on by somebody else, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.amounts import check_amount, check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance.choices import OPEN_STATES, CauseKind, Closing, ExceptionState
from conspectus.rooms.governance.models import Cause, ExceptionReport, Option
from conspectus.rooms.governance.rules import (
    refuse_own,
    require_over,
    require_unclosed,
    require_waiting,
    require_writable,
)
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.status.bridge import of_subject

MOST_OPTIONS = 9
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class NewOption:
    """A way out: ``cost_minor`` beyond the approved budget, ``days`` beyond the approved finish."""

    words: str
    cost_minor: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What an exception says: why, with what effect, and which decision is wanted from whom by when."""

    cause: str
    effect: str
    wanted: str
    wanted_from: Person | None
    wanted_by: date
    options: Sequence[NewOption] = ()


@deed("open_exception", "asked for an exception", needs=Ability.PLAN)
def open_exception(*, subject: Project | Programme, words: str, by: User, at: datetime) -> ExceptionReport:
    """Ask for an exception by hand, and say why; where one is open the reason is added to it."""
    require(by, "open_exception", subject, at.date())
    words = clean_text(words, "words", required=True)
    with audited("open_exception", by=by, at=at) as line:
        type(subject).objects.select_for_update().get(pk=subject.pk)
        whose = dict([of_subject(subject)])
        row = ExceptionReport.objects.filter(**whose, state__in=OPEN_STATES).first()
        if row is None:
            row = ExceptionReport.objects.create(**whose, opened_at=at, opened_by=by.person)
        Cause.objects.create(exception=row, kind=CauseKind.BY_HAND, words=words, noted_at=at, noted_by=by.person)
        line.about("exceptionreport", row.pk, **_named(row), words=words)
    return row


@deed("write_exception", "wrote an exception", needs=Ability.PLAN)
def write_exception(
    *, exception: ExceptionReport, new: Written, revision: int, by: User, at: datetime
) -> ExceptionReport:
    """Write an open exception, whole: its options are those given, in their order.

    Refuses one that is decided on or closed, no cause, no effect, nobody to
    decide, a day that has passed, and a decision without two ways to choose
    from.
    """
    require(by, "write_exception", exception.subject, at.date())
    texts = {name: clean_text(getattr(new, name), name, required=True) for name in ("cause", "effect", "wanted")}
    if new.wanted_from is None or not new.wanted_from.is_active:
        raise Invalid("wanted_from", "Name who is to decide.", "wanted_from")
    if check_day(new.wanted_by, "wanted_by") < at.date():
        raise Invalid("wanted_by", "The decision is wanted by a day to come.", "wanted_by")
    options = _checked(new.options)
    with audited("write_exception", by=by, at=at) as line:
        row = lock_row(exception, revision)
        require_writable(row)
        for name, text in texts.items():
            setattr(row, name, text)
        row.wanted_from, row.wanted_by, row.state = new.wanted_from, new.wanted_by, ExceptionState.WRITTEN
        row.written_by, row.written_at = by.person, at
        row.save()
        row.options.all().delete()
        Option.objects.bulk_create(
            Option(exception=row, number=number, words=one.words, cost_minor=one.cost_minor, days=one.days)
            for number, one in enumerate(options, start=1)
        )
        line.about("exceptionreport", row.pk, **_named(row), options=len(options), wanted_from=new.wanted_from.pk)
    return row


@deed("decide_exception", "decided on an exception", needs=Ability.APPROVE)
def decide_exception(
    *, exception: ExceptionReport, option: int | None, words: str, revision: int, by: User, at: datetime
) -> ExceptionReport:
    """Choose an option by its number, or none of them, in words; who wrote the exception does not decide on it."""
    require_over(by, "decide_exception", exception.subject, at.date())
    refuse_own(by, exception, at.date())
    words = clean_text(words, "words", required=True)
    chosen = exception.options.filter(number=option).first() if option is not None else None
    if option is not None and chosen is None:
        raise Invalid("option", "There is no option of this number.", "option")
    with audited("decide_exception", by=by, at=at) as line:
        row = lock_row(exception, revision)
        refuse_own(by, row, at.date())
        require_waiting(row)
        row.chosen, row.decision, row.state = chosen, words, ExceptionState.DECIDED
        row.decided_by, row.decided_at = by.person, at
        row.save()
        line.about("exceptionreport", row.pk, **_named(row), option=option, words=words)
    return row


@deed("close_exception", "closed an exception", needs=Ability.STEER)
def close_exception(
    *, exception: ExceptionReport, reason: str, revision: int, by: User, at: datetime
) -> ExceptionReport:
    """Close an open exception by decision, with a reason; without one it closes once the data are green again."""
    require_over(by, "close_exception", exception.subject, at.date())
    reason = clean_text(reason, "reason", required=True)
    with audited("close_exception", by=by, at=at) as line:
        row = lock_row(exception, revision)
        require_unclosed(row)
        row.state, row.closing, row.closed_reason = ExceptionState.CLOSED, Closing.DECISION, reason
        row.closed_by, row.closed_at = by.person, at
        row.save()
        line.about("exceptionreport", row.pk, **_named(row), closing=row.closing, reason=reason)
    return row


def _checked(options: Sequence[NewOption]) -> list[NewOption]:
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise Invalid(
            "options",
            "Give %(least)s to %(most)s options; going on as before is one of them.",
            "options",
            least=2,
            most=MOST_OPTIONS,
        )
    found = []
    for one in options:
        cost = None if one.cost_minor in (None, 0) else check_amount(one.cost_minor, "options")
        if one.days is not None and (isinstance(one.days, bool) or not isinstance(one.days, int)):
            raise Invalid("days", "Days are a whole number.", "options")
        if one.days is not None and abs(one.days) > MOST_DAYS:
            raise Invalid("days", "This is more than a hundred years.", "options")
        cost = 0 if one.cost_minor == 0 else cost
        found.append(NewOption(clean_text(one.words, "options", required=True), cost, one.days))
    return found


def _named(row: ExceptionReport) -> dict[str, int]:
    """Return whose exception it is, as the audit log keeps it."""
    return {of_subject(row.subject)[0]: row.subject.pk}
