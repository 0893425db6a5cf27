"""What is asked of notices and mail: each person's are their own; the outbox is for administrators."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from conspectus.kit.errors import NotAllowed, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import may_administer
from conspectus.rooms.outbox.choices import DIRECT, Cadence, Kind, State
from conspectus.rooms.outbox.models import Message, Notice, Reminded, Reminder, Told, Wish


def notices_of(by: User) -> QuerySet[Notice]:
    """Return the notices of ``by``, newest first."""
    return Notice.objects.filter(person=by.person_id)


def get_notice(by: User, notice_id: object) -> Notice:
    """Return one notice of ``by``."""
    row = notices_of(by).filter(pk=row_id(notice_id)).first()
    if row is None:
        raise NotFound
    return row


def unread(by: User) -> int:
    """Return how many notices ``by`` has not read."""
    return notices_of(by).filter(read_at=None).count()


def told_to() -> int | None:
    """Return the last line of the audit log people were told of; None before the first."""
    return Told.objects.values_list("number", flat=True).first()


def reminded() -> Reminded | None:
    """Return since when and through which day people were reminded; None before the first."""
    return Reminded.objects.first()


def reminders_told(watch: str, things: Collection[int]) -> set[tuple[int, date]]:
    """Return of which of some things people were reminded, with the days those were due on."""
    rows = of_these(Reminder.objects.filter(watch=watch), things, "thing")
    return set(rows.values_list("thing", "day"))


def reminders_of(days: Collection[date], subjects: Collection[str] = ()) -> list[Reminder]:
    """Return what people were reminded of on some days, of some things' numbers if they are named."""
    rows = Reminder.objects.filter(told_on__in=list(days))
    return list(of_these(rows, subjects, "subject_id") if subjects else rows)


def named_by(lines: Collection[int]) -> list[tuple[int, int]]:
    """Return who was told that one of some lines names them, with the line."""
    return list(Notice.objects.filter(kind=Kind.NAMED, line__in=list(lines)).values_list("person", "line"))


def wish_of(person: Person) -> Wish:
    """Return how a person wants their mail; as everybody does who never said."""
    return Wish.objects.filter(person=person).first() or Wish(person=person)


def wishes(persons: Collection[int]) -> dict[int, Wish]:
    """Return the same of several people."""
    held = {one.person_id: one for one in Wish.objects.filter(person__in=persons)}
    return {person: held.get(person) or Wish(person_id=person) for person in persons}


def cadence_of(wish: Wish, kind: str) -> str:
    """Return how often somebody wants mail of a kind of notice."""
    return wish.direct if kind in DIRECT else wish.followed


def messages(by: User) -> QuerySet[Message]:
    """Return all mail, newest first, to administrators."""
    if not may_administer(by):
        raise NotAllowed("Only an administrator may look into the outbox.")
    rows = Message.objects.select_related("person", "person__user")
    return rows.annotate(told=Count("notices"))


def get_message(by: User, message_id: object) -> Message:
    """Return one mail, to administrators."""
    row = messages(by).filter(pk=row_id(message_id)).first()
    if row is None:
        raise NotFound
    return row


def mail_counts() -> dict[str, int]:
    """Return how many mails stand in each state."""
    rows = Message.objects.order_by().values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(rows)


def failed_since(since: datetime) -> int:
    """Return how many mails failed since an instant."""
    return Message.objects.filter(state=State.FAILED, ended_at__gt=since).count()


def overdue(at: datetime) -> timedelta:
    """Return for how long the first mail that is due has waited."""
    due = Message.objects.filter(state=State.WAITING, due_at__lte=at).order_by("due_at")
    first = due.values_list("due_at", flat=True).first()
    return timedelta() if first is None else at - first


def letter_notices(message: Message, wish: Wish) -> list[Notice]:
    """Return what a mail tells: what it was taken for, not read meanwhile, and still wanted by mail."""
    rows = message.notices.filter(read_at=None)
    return [one for one in rows if cadence_of(wish, one.kind) != Cadence.NONE]
