"""The page that says the server lives, and nothing more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Answer "ok"."""
    return HttpResponse("ok", content_type="text/plain")
