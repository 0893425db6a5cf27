"""Error pages: what happened, an id to quote, never a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def _plain(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """Return a plain page with the request's id."""
    request_id = getattr(request, "request_id", "unknown")
    return HttpResponse(f"{words}\nRequest {request_id}\n", status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return _plain(request, 400, "The request could not be understood.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _plain(request, 403, "You may not do this.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return _plain(request, 404, "Not found.")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return _plain(request, 500, "Something went wrong here. The request id below helps your administrator find it.")
