"""Tokens for programs: issued, shown once, revoked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_name
from conspectus.rooms.accounts.actions.audit import audited
from conspectus.rooms.accounts.actions.sign_in import keyed
from conspectus.rooms.accounts.choices import Scope
from conspectus.rooms.accounts.models import ApiToken, User
from conspectus.rooms.accounts.rules import require_fresh_sign_in, require_self_or_administrator

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token with its text, which exists nowhere else and is shown this once."""

    token: ApiToken
    text: str


@deed("issue_token", "issued a token")
def issue_token(
    *, user: User, name: str, scope: str = Scope.READ, days: int = 90, by: User, at: datetime
) -> IssuedToken:
    """Issue a token for oneself, or for another as administrator."""
    require_self_or_administrator(by, user)
    require_fresh_sign_in(by, at)
    name = clean_name(name, "name", most=100)
    if scope not in Scope.values:
        raise Invalid("scope", "A token is for reading, for writing or for a calendar.", "scope")
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= LONGEST_DAYS:
        raise Invalid("days", "A token lives 1 to %(longest)s days.", "days", longest=LONGEST_DAYS)
    if not user.is_active or user.is_system:
        raise Invalid("closed", "This account is closed. Open it first.", "user")
    prefix = secrets.token_hex(6)
    text = f"conspectus_{prefix}_{secrets.token_hex(24)}"
    with audited("issue_token", by=by, at=at) as line:
        token = ApiToken.objects.create(
            user=user,
            name=name,
            prefix=prefix,
            secret_hash=keyed(text),
            scope=scope,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        line.about("token", token.pk, name=name, scope=scope, user=user.pk, days=days)
    return IssuedToken(token, text)


@deed("revoke_token", "revoked a token")
def revoke_token(*, token: ApiToken, by: User, at: datetime) -> None:
    """End a token at once."""
    require_self_or_administrator(by, token.user)
    with audited("revoke_token", by=by, at=at) as line:
        ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
        if not ended:
            line.nothing_changed()
        line.about("token", token.pk, name=token.name, user=token.user_id)
