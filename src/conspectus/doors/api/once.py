"""A write with a key is done once: asked again within a day, it is answered again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import nullcontext

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.timezone import now
from ninja.errors import HttpError

from conspectus.doors.api.access import Session, Token
from conspectus.doors.api.errors import refused
from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.actions.answers import FIELD, Answer, Claim, claim_answer, drop_claim, keep_answer
from conspectus.rooms.accounts.models import User

REPLAYED = "Idempotency-Replayed"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
# What takes long is not done inside one transaction, during which nobody else could write.
LONG = re.compile(r"/(?:review|pack|packs)$|/periods/[^/]+/state$")
SECRETS = re.compile(r"/api/v1/(?:tokens|users/[^/]+/link)")


def answered_once(request: HttpRequest, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what ``ask`` answers; where the request names a key, only once."""
    key = request.headers.get(FIELD)
    by = _caller(request) if key is not None and request.method in WRITES else None
    if key is None or by is None:
        return ask()
    try:
        sent = _digest(request)
    except (RequestDataTooBig, UnreadablePostError, MultiPartParserError):
        return ask()  # which refuses it in the words there are for it
    long = request.content_type == "multipart/form-data" or bool(LONG.search(request.path))
    with nullcontext() if long else transaction.atomic():
        try:
            claim = claim_answer(by=by, key=key, sent=sent, at=now())
        except Refusal as refusal:
            return refused(request, refusal)
        if isinstance(claim, Answer):
            return HttpResponse(claim.body, status=claim.status, headers={**claim.headers, REPLAYED: "true"})
        try:
            response = ask()
        except BaseException:
            if long:  # a transaction gives the key back by itself
                drop_claim(claim=claim)
            raise
        return _settled(request, claim, response)


def _settled(request: HttpRequest, claim: Claim, response: HttpResponse) -> HttpResponse:
    """Keep the answer; a refusal has done nothing and gives the key back."""
    if response.status_code >= 300:
        drop_claim(claim=claim)
        return response
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    answer = Answer(response.status_code, headers, bytes(response.content))
    keep_answer(claim=claim, answer=answer, secret=bool(SECRETS.fullmatch(request.path)))
    return response


def _caller(request: HttpRequest) -> User | None:
    """Return who asks, as the operation itself will find; None where it will refuse."""
    try:
        found = Token()(request) or Session()(request)
    except HttpError:
        return None
    return found if isinstance(found, User) else None


def _digest(request: HttpRequest) -> str:
    """Return the digest of all that decides what a request does; of files what they hold, for their frame differs."""
    whole = hashlib.sha256()
    parts = [request.method or "", request.get_full_path(), request.headers.get("If-Match", "")]
    parts.append(request.headers.get("Prefer", ""))
    if request.content_type == "multipart/form-data":
        parts += [f"{name}={value}" for name in sorted(request.POST) for value in request.POST.getlist(name)]
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                held = hashlib.sha256()
                for chunk in file.chunks():
                    held.update(chunk)
                file.seek(0)
                parts.append(f"{name}:{file.name}:{held.hexdigest()}")
    else:
        parts.append(hashlib.sha256(request.body).hexdigest())
    for part in parts:
        whole.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()
