"""Answers kept for a day: a write that is asked again with its key is answered again, not done again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.accounts.actions.sign_in import keyed
from conspectus.rooms.accounts.models import KeptAnswer, User

LIFE = timedelta(hours=24)
FIELD = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """A key taken by a request that is being done."""

    row: int


def claim_answer(*, by: User, key: str, sent: str, at: datetime) -> Claim | Answer:
    """Take a key for a request, or return what the same request was answered before.

    ``sent`` is the digest of all that was sent. Refuses a key that came with
    something else, one whose first request has not been answered, and one
    whose answer held a secret. Inside a transaction a second request waits
    here until the first has ended.
    """
    if not KEY.fullmatch(key):
        raise Invalid("key", "An %(header)s is 1 to 200 plain signs without blanks.", FIELD, header=FIELD)
    owner = f"token:{by.token_id}" if by.token_id else f"user:{by.pk}"
    named = {"owner": owner, "key_hash": keyed(key)}
    KeptAnswer.objects.filter(at__lt=at - LIFE).delete()
    try:
        with transaction.atomic():
            return Claim(KeptAnswer.objects.create(**named, sent_digest=sent, at=at).pk)
    except IntegrityError:
        row = KeptAnswer.objects.filter(**named).first()
    if row is not None and row.sent_digest != sent:
        raise Invalid("key_reused", "This key came with another request. Take a new key for each request.", FIELD)
    if row is None or row.status is None:
        raise Conflict(
            "being_done",
            "The first request with this key is being done or was interrupted. Ask again; after a while, look first.",
        )
    if row.body is None:
        raise Conflict(
            "shown_once", "This was done. Its secret was shown once and is not kept: end it, ask for another."
        )
    return Answer(row.status, row.headers, bytes(row.body))


def keep_answer(*, claim: Claim, answer: Answer, secret: bool) -> None:
    """Keep what was answered; of a secret only that it was."""
    KeptAnswer.objects.filter(pk=claim.row).update(
        status=answer.status, headers=answer.headers, body=None if secret else answer.body
    )


def drop_claim(*, claim: Claim) -> None:
    """Give a key back: nothing was done."""
    KeptAnswer.objects.filter(pk=claim.row).delete()
