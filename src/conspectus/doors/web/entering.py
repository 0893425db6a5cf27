"""What happens to somebody whose session is over: the way back in, with the text they had typed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.accounts.models import User

from .forms.accounts import SignInForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "current"})
MOST_KEPT = 200_000
KEPT_SECONDS = 3600
_SALT = "kept text"
ENDED = _("Your session has ended. Sign in again; you come back to where you were.")
ENDED_KEPT = _("Your session has ended. Sign in again; what you typed is kept, and nothing was changed yet.")
AGAIN = _("Giving roles and approving take your password again. What you typed is kept, and nothing was changed yet.")


def mark_entered(user: User, request: HttpRequest) -> None:
    """Tell the user object when this session was entered; deeds that give power ask for it."""
    entered = request.session.get("entered_at")
    user.entered_at = datetime.fromtimestamp(entered, UTC) if isinstance(entered, int) else None


def ask_to_enter(request: HttpRequest) -> HttpResponse:
    """Lead somebody who is not signed in to the sign-in page, and say so where a session has just ended."""
    if request.method == "POST":
        return ask_again(request, ENDED_KEPT)
    response = redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response.headers["Location"] += "&ended=1"
    return response


def ask_again(request: HttpRequest, words: StrOrPromise = AGAIN) -> HttpResponse:
    """Show the sign-in page in answer to a form, the form's text kept in it."""
    place = _form_page(request)
    pairs = [
        (name, value) for name, values in request.POST.lists() if name not in NEVER_KEPT for value in map(str, values)
    ]
    told: dict[str, Any] = {"form": SignInForm(), "next": place, "words": words}
    if pairs and sum(len(name) + len(value) for name, value in pairs) < MOST_KEPT:
        told["kept"] = signing.dumps({"path": urlsplit(place).path, "pairs": pairs}, salt=_SALT, compress=True)
    return render(request, "signin/sign_in.html", told, status=401)


def carry_kept(request: HttpRequest) -> None:
    """Put kept text into the session just entered, for the page it was typed on."""
    try:
        said = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return
    request.session["kept"] = said


def kept_text(request: HttpRequest) -> QueryDict | None:
    """Return the text typed on this page before the session ended, once."""
    said = request.session.get("kept") if hasattr(request, "session") else None
    if not said or said["path"] != request.path:
        return None
    del request.session["kept"]
    found = QueryDict(mutable=True)
    for name, value in said["pairs"]:
        found.appendlist(name, value)
    return found


def _form_page(request: HttpRequest) -> str:
    """Return the page a form stood on: where it came from if that is ours, else where it went."""
    came = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(came)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path()
