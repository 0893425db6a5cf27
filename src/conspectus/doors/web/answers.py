"""How a page answers: who may come in, what a refusal looks like, and the page that tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from conspectus.formats.packs.words import marked
from conspectus.kit.errors import NotFound, Refusal, SignInAgain, TooMany, http_status

from .entering import ask_again, ask_to_enter
from .helping import help_beside

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

TITLES = {
    400: _("This request could not be understood"),
    403: _("You may not do this"),
    404: _("Not found"),
    405: _("This page does not take that method"),
    408: _("The upload was interrupted"),
    409: _("This does not fit the present state"),
    412: _("Somebody changed this meanwhile"),
    413: _("This is too large"),
    415: _("This page takes forms only"),
    422: _("This cannot be taken as it is"),
    429: _("Too many tries"),
    500: _("Something went wrong here"),
    503: _("Conspectus cannot be reached just now"),
    507: _("The disk is full"),
}


def page(view: View[P]) -> View[P]:
    """Let signed-in people in and translate every refusal of an action or a query once."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_enter(request)
        request.at = now()  # type: ignore[attr-defined]  # the clock is read once, at the door
        return translated(view)(request, *args, **kwargs)

    return answer


def translated(view: View[P]) -> View[P]:
    """Translate refusals only; for the pages before sign-in."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except SignInAgain:
            return ask_again(request)
        except Refusal as refusal:
            return refused(request, refusal)

    return answer


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page of a refusal; what is invisible and what is missing look the same."""
    response = error_page(request, http_status(refusal), "" if isinstance(refusal, NotFound) else refusal.words)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def error_page(request: HttpRequest, status: int, words: str = "") -> HttpResponse:
    """Return an error page with the id to quote."""
    told = {
        "status": status,
        "title": TITLES[status],
        "words": words,
        "request_id": getattr(request, "request_id", ""),
    }
    return render(request, "errors/error.html", told, status=status)


def show(request: HttpRequest, template: str, told: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page."""
    # Who has no session meets no guide: the page to sign in by asks the database for nothing.
    beside = help_beside(told) if settings.SESSION_COOKIE_NAME in request.COOKIES else ()
    response = render(request, template, {**told, "help": beside}, status=status)
    # Names from files may hold signs that turn or hide what follows: on a page they are seen as what they are.
    response.content = marked(response.content.decode())
    return response


def done(request: HttpRequest, words: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, words)


def hand_over(data: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    """Return a file to keep, never shown in the page's own origin."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe_name(name)}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def safe_name(name: str) -> str:
    """Return a file name of plain letters, so that no header or disk can be tricked by it."""
    kept = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in name)
    return kept.strip("-.")[:80] or "file"
