"""Coming in: by password, by link, by token; with limits, and alike for the known and the unknown."""

from __future__ import annotations

import hashlib
import hmac
import logging
import math
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid, NotAllowed, TooMany
from conspectus.kit.locks import one_at_a_time
from conspectus.rooms.accounts.actions.audit import audited
from conspectus.rooms.accounts.choices import FEEDS, Ability, Scope
from conspectus.rooms.accounts.models import ApiToken, SignInAttempt, SignInLink, User
from conspectus.rooms.accounts.rules import require_administrator, require_fresh_sign_in

MOST_TRIES = 10
WINDOW = timedelta(minutes=15)
LINK_LIFE = timedelta(hours=1)
LONGEST_PASSWORD = 4096

security = logging.getLogger("conspectus.security")


def sign_in(*, email: str, password: str, address: str, at: datetime) -> User:
    """Return the user whose e-mail and password these are.

    Refuses with one sentence whatever was wrong, and after ten failures in a
    quarter of an hour, by account or by address, with ``TooMany``.
    """
    if not isinstance(email, str) or not isinstance(password, str):
        raise Invalid("not_text", "Enter text here.", "email" if not isinstance(email, str) else "password")
    if len(password) > LONGEST_PASSWORD or len(email) > 1000:
        raise Invalid("too_long", "The e-mail or the password is too long.", "password")
    key = email.strip().casefold().encode("utf-8", "replace").decode().replace("\0", "")
    user = User.objects.select_related("person").filter(email_key=key, is_active=True, is_system=False).first()
    if not check_with_limits(user, key, password, address=address, at=at):
        security.info("sign-in refused", extra={"event": "sign_in_refused", "address": address})
        raise Invalid("wrong_sign_in", "E-mail or password is wrong.", "password")
    if user is None:  # unreachable while the check says no to nobody; it tells the type checker so
        raise Invalid("wrong_sign_in", "E-mail or password is wrong.", "password")
    security.info("signed in", extra={"event": "sign_in", "actor": f"user:{user.pk}", "address": address})
    return user


def check_with_limits(user: User | None, key: str, password: str, *, address: str, at: datetime) -> bool:
    """Return whether the password is right; each try is counted before it is judged, so none slips by in a race."""
    attempt = _count_attempt(key, address, at)
    try:
        if user is None or not user.has_usable_password():
            make_password(password)  # as slow as a real comparison
            return False
        right = check_password(password, user.password)
    except UnicodeEncodeError:
        return False
    if right:
        SignInAttempt.objects.filter(Q(pk=attempt.pk) | Q(account_key=attempt.account_key)).delete()
    return right


def _count_attempt(key: str, address: str, at: datetime) -> SignInAttempt:
    """Enter one try, or refuse it when the limit is reached."""
    account = keyed(key)
    with transaction.atomic():
        one_at_a_time("sign-in")
        SignInAttempt.objects.filter(at__lt=at - WINDOW).delete()
        for tries in (
            SignInAttempt.objects.filter(account_key=account),
            SignInAttempt.objects.filter(address=address[:64]),
        ):
            times = list(tries.order_by("-at").values_list("at", flat=True)[:MOST_TRIES])
            if len(times) >= MOST_TRIES:
                seconds = max(1, math.ceil((times[-1] + WINDOW - at).total_seconds()))
                security.warning("sign-in limit reached", extra={"event": "sign_in_limit", "address": address})
                raise TooMany(
                    "Too many tries. Try again in %(minutes)s minutes.", seconds, minutes=math.ceil(seconds / 60)
                )
        return SignInAttempt.objects.create(account_key=account, address=address[:64], at=at)


@deed("issue_sign_in_link", "issued a sign-in link", needs=Ability.ADMINISTER)
def issue_sign_in_link(*, user: User, by: User, at: datetime) -> str:
    """Return the secret of a link that signs ``user`` in once within an hour; only its hash is kept."""
    require_administrator(by)
    require_fresh_sign_in(by, at)
    if not user.is_active or user.is_system:
        raise Invalid("closed", "This account is closed. Open it first.", "user")
    secret = secrets.token_urlsafe(32)
    with audited("issue_sign_in_link", by=by, at=at) as line:
        SignInLink.objects.filter(expires_at__lt=at).delete()
        SignInLink.objects.create(user=user, secret_hash=keyed(secret), created_at=at, expires_at=at + LINK_LIFE)
        line.about("user", user.pk, email=user.email)
    return secret


def use_sign_in_link(*, secret: str, at: datetime) -> User:
    """Return the user a link belongs to and spend it; refuses one that is unknown, spent or old, all alike."""
    refusal = NotAllowed("This link is spent or too old. Ask for a new one.")
    if not isinstance(secret, str) or not secret.isascii() or len(secret) > 200:
        raise refusal
    hashed = keyed(secret)
    spent = SignInLink.objects.filter(secret_hash=hashed, used_at=None, expires_at__gt=at, user__is_active=True)
    if spent.update(used_at=at) != 1:
        raise refusal
    user = User.objects.select_related("person").get(sign_in_links__secret_hash=hashed)
    security.info("signed in by link", extra={"event": "sign_in_link", "actor": f"user:{user.pk}"})
    return user


def authenticate_token(text: object, *, at: datetime, feed: Scope | None = None) -> User | None:
    """Return the user a token acts for, marked ``reading_only`` unless it may write; None for any other text.

    A token of a calendar opens the ``feed`` of its scope and nothing else, and no other token opens that.
    """
    if not isinstance(text, str) or not text.isascii() or text.count("_") < 2 or len(text) > 200:
        return None
    prefix = text.split("_")[1]
    token = ApiToken.objects.select_related("user", "user__person").filter(prefix=prefix).first()
    known = token.secret_hash if token else "0" * 64
    if not hmac.compare_digest(keyed(text), known) or token is None:
        return None
    if token.revoked_at is not None or token.expires_at <= at or not token.user.is_active:
        return None
    if (feed or token.scope in FEEDS) and token.scope != feed:
        return None
    if token.last_used_on != at.date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=at.date())
    token.user.reading_only, token.user.token_id = token.scope != Scope.WRITE, token.pk
    return token.user


def keyed(text: str) -> str:
    """Return the keyed hash under which a secret is kept."""
    return hmac.new(settings.TOKEN_PEPPER.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
