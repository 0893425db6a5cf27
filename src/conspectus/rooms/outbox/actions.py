"""Notices written and read, mail queued, claimed and ended, and how somebody wants it.

Only what a person decides leaves an audit line; that they were told, and of what, follows from the log itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.locks import one_at_a_time
from conspectus.kit.subjects import Reference
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import refuse_reading_only, require_administrator
from conspectus.rooms.outbox.choices import GATHERED, MORNING, RETRIES, Cadence, Kind, State
from conspectus.rooms.outbox.models import Message, Notice, Reminded, Reminder, Told, Wish
from conspectus.rooms.outbox.queries import cadence_of, told_to, wish_of, wishes

NOTICES_KEPT = timedelta(days=120)
MAIL_KEPT = timedelta(days=60)
STUCK = timedelta(minutes=10)
CUT_OFF = "The program was stopped while it was sent; it may have arrived."


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day: one row of ``thing``s, about what people know it by, and whom it waits on."""

    thing: int
    subject: Reference
    day: date
    persons: frozenset[int]


def tell_people(*, notices: Sequence[Notice], known: int | None, newest: int, at: datetime) -> int:
    """Keep notices of the deeds up to a line, with the mail they go in; nothing where another was faster."""
    with transaction.atomic():
        one_at_a_time("notices")
        if told_to() != known:
            return 0
        Notice.objects.bulk_create(notices, batch_size=500, ignore_conflicts=True)
        if settings.MAIL_ON:
            _queue(notices, at)
        Told.objects.update_or_create(pk=1, defaults={"number": newest})
    return len(notices)


def tell_some(*, line: int, persons: Collection[int], kind: Kind, subject: Reference, at: datetime) -> int:
    """Keep notices to some people of one thing that is theirs to know, with the mail they go in; return how many."""
    notices = [
        Notice(person_id=one, line=line, kind=kind, subject_kind=subject[0], subject_id=subject[1], at=at)
        for one in persons
    ]
    with transaction.atomic():
        one_at_a_time("notices")
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        if settings.MAIL_ON:
            _queue(notices, at)
    return len(notices)


@deed("remind_people", "reminded people of what is due", needs=Ability.ADMINISTER)
def remind_people(*, due: Mapping[str, Collection[Due]], since: date, on: date, by: User, at: datetime) -> int:
    """Keep of what people are reminded on a day, by what is looked out for; return how many things are due.

    ``since`` is the day from which this house reminds. A day that was done already is not done again. Who is to be
    told has notices as of every deed, once the log is followed.
    """
    require_administrator(by)
    rows = [
        Reminder(
            watch=watch, thing=one.thing, subject_kind=one.subject[0], subject_id=one.subject[1], day=one.day,
            persons=sorted(one.persons), told_on=on,
        )
        for watch, things in due.items() for one in things
    ]  # fmt: skip
    with audited("remind_people", by=by, at=at) as line:
        one_at_a_time("reminders")
        if Reminded.objects.filter(through__gte=on).exists():
            line.nothing_changed()
            return 0
        Reminded.objects.update_or_create(pk=1, defaults={"since": since, "through": on})
        if not rows:
            line.nothing_changed()
        else:
            Reminder.objects.bulk_create(rows, batch_size=500)
            line.about("reminders", on.isoformat(), due={watch: len(things) for watch, things in due.items() if things})
    return len(rows)


def _queue(notices: Sequence[Notice], at: datetime) -> None:
    """Put the notices into a mail of each person who wants one, the one that waits already or another."""
    one_at_a_time("mail")  # none is claimed while it is filled
    told = wishes({one.person_id for one in notices})
    wanted: dict[tuple[int, str], list[int]] = {}
    for one in notices:
        cadence = cadence_of(told[one.person_id], one.kind)
        if cadence != Cadence.NONE:
            wanted.setdefault((one.person_id, cadence), []).append(one.line)
    zones = dict(User.objects.filter(person__in=told).values_list("person", "time_zone"))
    waiting = {
        (row.person_id, row.cadence): row for row in Message.objects.filter(state=State.WAITING, person__in=told)
    }
    for (person, cadence), lines in wanted.items():
        row = waiting.get((person, cadence))
        if row is None:
            due = due_at(cadence, at, zones.get(person) or "")
            row = Message.objects.create(person_id=person, cadence=cadence, queued_at=at, due_at=due)
        Notice.objects.filter(person=person, line__in=lines, message=None).update(message=row)


def due_at(cadence: str, at: datetime, zone: str = "") -> datetime:
    """Return when a mail goes out that begins to be gathered at an instant; in the morning where its reader is."""
    if cadence == Cadence.NOW:
        return at + GATHERED
    local = at.astimezone(ZoneInfo(zone or settings.USUAL_MANNER.zone))
    day = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    day += timedelta(days=1) if day <= at else timedelta()
    return day if cadence == Cadence.DAILY else day + timedelta(days=-day.weekday() % 7)


def read_notices(*, by: User, at: datetime, ids: Collection[int] | None = None) -> int:
    """Note that ``by`` has read some notices, all unless named; of one thing the earlier ones of its kind too."""
    refuse_reading_only(by)
    rows = Notice.objects.filter(person=by.person_id, read_at=None)
    if ids is None:
        return rows.update(read_at=at)
    found = 0
    for one in Notice.objects.filter(person=by.person_id, pk__in=list(ids)):
        same = rows.filter(kind=one.kind, subject_kind=one.subject_kind, subject_id=one.subject_id)
        found += same.filter(line__lte=one.line).update(read_at=at)
    return found


def pass_over_notices(*, ids: Collection[int], by: User, at: datetime) -> None:
    """Count notices no more that have nothing left to say to ``by``."""
    Notice.objects.filter(person=by.person_id, pk__in=list(ids), read_at=None).update(read_at=at)


@deed("choose_mail", "chose which notices come by mail")
def choose_mail(*, direct: str, followed: str, by: User, at: datetime) -> Wish:
    """Say how often one wants mail of what is meant for one, and of what changes about things one follows."""
    refuse_reading_only(by)
    for name, value in (("direct", direct), ("followed", followed)):
        if value not in Cadence.values:
            raise Invalid("cadence", "Mail comes now, daily, weekly, or none does.", name)
    with audited("choose_mail", by=by, at=at) as line:
        row = wish_of(by.person)
        if row.pk and (row.direct, row.followed) == (direct, followed):
            line.nothing_changed()
            return row
        chosen = {"direct": direct, "followed": followed}
        row, _ = Wish.objects.update_or_create(person=by.person, defaults=chosen)
        line.about("person", by.person_id, **chosen)
    return row


# The way of a mail


def claim_message(*, at: datetime) -> Message | None:
    """Take the mail that is due first, once."""
    due = Message.objects.filter(state=State.WAITING, due_at__lte=at)
    if not due.exists():  # asked outside a transaction, which would lock the file each time
        return None
    with transaction.atomic():
        one_at_a_time("mail")
        row = due.select_related("person").order_by("due_at", "pk").first()
        if row is None:
            return None
        row.state, row.claimed_at, row.tries = State.SENDING, at, row.tries + 1
        row.save(update_fields=["state", "claimed_at", "tries"])
    return row


def sent_message(*, message: Message, at: datetime) -> None:
    """Note that a mail was taken by the mail server."""
    _end(message, State.SENT, at)


def drop_message(*, message: Message, words: str, at: datetime) -> None:
    """End a mail that has nothing to tell, or nobody to tell it to."""
    _end(message, State.DROPPED, at, words)


def failed_message(*, message: Message, words: str, for_good: bool, at: datetime) -> None:
    """Put a mail back until it is tried again; after the last try, or where no other will help, it has failed."""
    if for_good or message.tries > len(RETRIES):
        _end(message, State.FAILED, at, words)
        return
    again = at + RETRIES[message.tries - 1]
    sending = Message.objects.filter(pk=message.pk, state=State.SENDING)
    sending.update(state=State.WAITING, due_at=again, claimed_at=None, reason=words[:300])


def end_cut_off_mail(*, at: datetime) -> int:
    """End mail somebody began to send and never ended: it may have gone, so it is not sent twice by itself."""
    stuck = Message.objects.filter(state=State.SENDING, claimed_at__lt=at - STUCK)
    return stuck.update(state=State.FAILED, ended_at=at, reason=CUT_OFF)


@deed("retry_message", "had a mail sent again", needs=Ability.ADMINISTER)
def retry_message(*, message: Message, by: User, at: datetime) -> Message:
    """Send a mail again that failed, or one at once that waits to be tried again."""
    require_administrator(by)
    with audited("retry_message", by=by, at=at) as line:
        row = Message.objects.select_for_update().get(pk=message.pk)
        if row.state not in (State.FAILED, State.WAITING):
            raise Conflict("not_failed", "Only mail that failed, or waits, is sent again.")
        row.state, row.due_at, row.tries = State.WAITING, at, 0
        row.claimed_at = row.ended_at = None
        row.save()
        line.about("message", row.pk, person=row.person_id)
    return row


def sweep_outbox(*, at: datetime) -> None:
    """Remove old notices, and mail that ended long ago."""
    Notice.objects.filter(at__lt=at - NOTICES_KEPT).delete()
    Reminder.objects.filter(told_on__lt=(at - NOTICES_KEPT).date()).delete()
    Message.objects.filter(ended_at__lt=at - MAIL_KEPT).delete()


def _end(message: Message, state: State, at: datetime, words: str = "") -> None:
    sending = Message.objects.filter(pk=message.pk, state=State.SENDING)
    sending.update(state=state, ended_at=at, reason=words[:300])
