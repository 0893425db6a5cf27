"""Notices, how often they come by mail, and the outbox."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.shapes import Named, Page
from conspectus.journeys.notices.shown import NoticeView, shown
from conspectus.rooms.outbox.actions import choose_mail, read_notices, retry_message
from conspectus.rooms.outbox.models import Message
from conspectus.rooms.outbox.queries import get_message, messages, notices_of, unread, wish_of

router = Router(tags=["notices"])


class NoticesOut(Page[NoticeView]):
    """A page of notices; ``unread`` counts all that were not read."""

    unread: int


class ReadIn(Body):
    """The notices that are read; all of them where none is named."""

    notices: list[int] | None = None


class ReadOut(Schema):
    """How many notices were unread until now, and are not any more."""

    read: int


class MailIn(Body):
    """How often mail comes of what is meant for you, and of what you follow: now, daily, weekly or none."""

    direct: str
    followed: str


class MailOut(Schema):
    """The same; ``configured`` says whether mail is sent from here at all."""

    direct: str
    followed: str
    configured: bool


class MessageOut(Schema):
    """A mail in the outbox: ``state`` is waiting, sending, sent, failed or dropped; ``reason`` is why it did not go."""

    id: int
    person: Named
    cadence: str
    notices: int
    state: str
    due_at: datetime
    tries: int
    ended_at: datetime | None
    reason: str


@router.get("/notices", response={200: NoticesOut}, summary="What you are told of")
def list_notices(request: HttpRequest, only_unread: bool = False, cursor: str = "", limit: int = USUAL) -> NoticesOut:
    """Return your notices, newest first; those that have nothing left to tell are left out."""
    known_only(request, "only_unread", "cursor", "limit")
    by = asker(request)
    found = notices_of(by)
    rows, following = page(found.filter(read_at=None) if only_unread else found, cursor, limit)
    return NoticesOut(items=shown(by, rows, now().date()), next=following, unread=unread(by))


@router.post("/notices/read", response={200: ReadOut}, summary="They are read")
def post_read(request: HttpRequest, body: ReadIn) -> ReadOut:
    """Note that notices are read, with the earlier ones of the same thing and kind."""
    return ReadOut(read=read_notices(ids=body.notices, by=asker(request), at=now()))


@router.get("/notices/mail", response={200: MailOut}, summary="How often they come by mail")
def get_mail(request: HttpRequest) -> MailOut:
    """Return how often you want mail of notices."""
    known_only(request)
    wish = wish_of(asker(request).person)
    return MailOut(direct=wish.direct, followed=wish.followed, configured=settings.MAIL_ON)


@router.put("/notices/mail", response={200: MailOut}, summary="Choose it")
def put_mail(request: HttpRequest, body: MailIn) -> MailOut:
    """Choose how often you want mail of notices."""
    wish = choose_mail(**body.model_dump(), by=asker(request), at=now())
    return MailOut(direct=wish.direct, followed=wish.followed, configured=settings.MAIL_ON)


@router.get("/outbox", response={200: Page[MessageOut]}, summary="Mail")
def list_messages(request: HttpRequest, state: str = "", cursor: str = "", limit: int = USUAL) -> Page[MessageOut]:
    """Return all mail, newest first, or that of one state; for administrators."""
    known_only(request, "state", "cursor", "limit")
    found = messages(asker(request))
    rows, following = page(found.filter(state=state) if state else found, cursor, limit)
    return Page(items=[_message(row) for row in rows], next=following)


@router.post("/outbox/{message_id}/retry", response={200: MessageOut}, summary="Send it again")
def post_retry(request: HttpRequest, message_id: str) -> MessageOut:
    """Have a mail sent again that failed, or at once one that waits to be tried again."""
    by = asker(request)
    retry_message(message=get_message(by, message_id), by=by, at=now())
    return _message(get_message(by, message_id))


def _message(row: Message) -> MessageOut:
    names = ("cadence", "state", "due_at", "tries", "ended_at", "reason")
    told = {name: getattr(row, name) for name in names}
    person = Named(id=row.person_id, name=row.person.name)
    return MessageOut(id=row.pk, person=person, notices=row.told, **told)  # type: ignore[attr-defined]  # annotated
