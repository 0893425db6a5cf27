"""Who comes in by the API: a program with a token, or a signed-in page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import now
from ninja.security import APIKeyCookie, HttpBearer

from conspectus.rooms.accounts.actions import authenticate_token
from conspectus.rooms.accounts.models import User


class Token(HttpBearer):
    """`Authorization: Bearer conspectus_...`; a read-only token can only read."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Return the token's user, marked where the token may only read."""
        return authenticate_token(token, at=now())


class Session(APIKeyCookie):
    """The session of a signed-in page; writing takes its CSRF token too."""

    def __init__(self) -> None:
        self.param_name = settings.SESSION_COOKIE_NAME
        super().__init__(csrf=True)

    def __call__(self, request: HttpRequest) -> Any:
        """Ask the session only where no token was sent: a wrong token never falls back to it."""
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """Return who is signed in, marked with when they were."""
        if not isinstance(request.user, User):
            return None
        request.user.entered_at = datetime.fromtimestamp(request.session["entered_at"], UTC)
        return request.user


def asker(request: HttpRequest) -> User:
    """Return who asks; the door has let only known users in."""
    user: User = request.auth  # type: ignore[attr-defined]  # set by the framework once a way in was found
    return user
