"""Mail sent: each claimed once, its words made then, and what came of it kept in words."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from conspectus.journeys.notices.shown import NoticeView, shown
from conspectus.kit.manner import chosen, manner, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import users_of
from conspectus.rooms.accounts.rules import require_administrator
from conspectus.rooms.outbox import actions
from conspectus.rooms.outbox.choices import Kind, State
from conspectus.rooms.outbox.models import Message
from conspectus.rooms.outbox.queries import letter_notices, wish_of

PLACE, WISHES = "/notices/", "/notices/mail/"
MOST_TOLD = 40  # in one mail; the rest is counted
MOST_SENT = 200  # at one go


def send_due(*, at: datetime) -> int:
    """Send what is due, one after the other; return how many went. Nothing goes until a mail server is named.

    Where the server takes one not just now, the others wait for the next round.
    """
    if not settings.MAIL_ON:
        return 0
    actions.end_cut_off_mail(at=at)
    sent = 0
    for _number in range(MOST_SENT):
        message = actions.claim_message(at=at)
        if message is None:
            break
        state = _send(message, at)
        sent += state is State.SENT
        if state is State.WAITING:
            break
    return sent


def send_now(*, by: User, at: datetime) -> int:
    """Send what is due at an administrator's wish."""
    require_administrator(by)
    return send_due(at=at)


def _send(message: Message, at: datetime) -> State:
    user = users_of([message.person_id]).get(message.person_id)
    if user is None:
        actions.drop_message(message=message, words="The account is closed.", at=at)
        return State.DROPPED
    reader = chosen(settings.USUAL_MANNER, language=user.language, region=user.region, zone=user.time_zone)
    with written_for(reader):
        told = shown(user, letter_notices(message, wish_of(message.person)), at.date())
        mail = letter(user, told) if told else None
    if mail is None:
        actions.drop_message(message=message, words="All was read, or may not be seen any more.", at=at)
        return State.DROPPED
    failed = partial(actions.failed_message, message=message, at=at)
    try:
        mail.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        words, for_good = _why(error)
        failed(words=words, for_good=for_good)
        return State.FAILED if for_good else State.WAITING
    actions.sent_message(message=message, at=at)
    return State.SENT


def letter(user: User, told: Sequence[NoticeView]) -> EmailMultiAlternatives:
    """Return the mail that tells a user of notices: plain text and the same as a page, with links into the house."""
    count, zone = len(told), ZoneInfo(manner().zone)
    words = {
        "name": user.name,
        "rows": [
            {
                "number": one.notice_id,
                "named": one.kind == Kind.NAMED,
                "words": _flat(one.change.words),
                "subject": _flat(one.change.subject),
                "person": _flat(one.change.person),
                "when": f"{one.change.at.astimezone(zone):%Y-%m-%d %H:%M %Z}",
            }
            for one in told[:MOST_TOLD]
        ],
        "more": max(0, count - MOST_TOLD),
        "all": settings.BASE_ADDRESS + PLACE,
        "wishes": settings.BASE_ADDRESS + WISHES,
    }
    subject = ngettext("%(count)d notice from Conspectus", "%(count)d notices from Conspectus", count) % {
        "count": count
    }
    mail = EmailMultiAlternatives(subject, render_to_string("outbox/letter.txt", words), to=[user.email])
    mail.attach_alternative(render_to_string("outbox/letter.html", words), "text/html")
    mail.extra_headers = {"List-Unsubscribe": f"<{words['wishes']}>", "Auto-Submitted": "auto-generated"}
    return mail


def _flat(text: str) -> str:
    """Return a text in one line: what somebody typed cannot look like another notice."""
    return " ".join(text.split())


def _why(error: Exception) -> tuple[str, bool]:
    """Return in words why a mail did not go, and whether trying again will not help."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "The mail server refused the user name or the password.", False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
        return "The mail server does not take mail for this address.", all(code >= 500 for code in codes)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return f"The mail server does not take mail from {settings.DEFAULT_FROM_EMAIL}.", error.smtp_code >= 500
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "The mail server cannot encrypt or sign in as it is asked to.", False
    if isinstance(error, ssl.SSLError):
        return "The mail server's certificate was not accepted, or it does not encrypt.", False
    if isinstance(error, smtplib.SMTPResponseException) and not isinstance(error, smtplib.SMTPConnectError):
        return f"The mail server answered with {error.smtp_code}.", error.smtp_code >= 500
    if isinstance(error, ValueError):  # an address or a header that no mail may have
        return "The address is not one mail can be sent to.", True
    return "The mail server cannot be reached.", False
