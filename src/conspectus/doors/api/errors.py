"""Refusals as the API tells them: one shape, `application/problem+json`, with a request id to quote."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from conspectus.kit.errors import NotFound, Refusal, TooMany, http_status

KIND = "application/problem+json"
OTHER_STATUS = {"too_large": 413, "no_revision": 428, "media_type": 415, "bad_request": 400, "no_json": 400}
TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported content type",
    422: "Not acceptable as it is",
    428: "Revision needed",
    429: "Too many tries",
    500: "Fault",
    503: "Not available now",
    507: "Disk full",
}
REFUSALS = frozenset(TITLES) - {405, 500, 503, 507}


class Choice(Schema):
    """One project of a file that holds several."""

    uid: str
    name: str
    tasks: int


class Problem(Schema):
    """Why a request was refused: ``words`` for people, ``code`` for programs, ``field`` names the value at fault."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    words: str
    field: str = ""
    request_id: str = ""
    findings: list[dict[str, Any]] | None = None
    choices: list[Choice] | None = None


def problem(request: HttpRequest, status: int, code: str, words: str, field: str = "", **more: Any) -> HttpResponse:
    """Return a refusal."""
    told = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "code": code,
        "words": words,
        "field": field,
        "request_id": getattr(request, "request_id", ""),
        **more,
    }
    # A refusal may quote what was sent, and half a letter pair can be quoted but not written as UTF-8.
    text = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HttpResponse(text, content_type=KIND, status=status)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the answer to a refusal of an action or a query."""
    status = OTHER_STATUS.get(refusal.code) or http_status(refusal)
    more: dict[str, Any] = {}
    if found := getattr(refusal, "findings", None):
        from conspectus.review.show import finding_row

        more["findings"] = [finding_row(item) for item in found]
    if choices := getattr(refusal, "choices", None):
        more["choices"] = [{"uid": one.uid, "name": one.name, "tasks": one.tasks} for one in choices]
    response = problem(request, status, refusal.code, refusal.words, refusal.field, **more)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def install(api: NinjaAPI) -> None:
    """Teach the API to answer every refusal in one shape."""
    handlers: dict[type[Exception], Any] = {
        Refusal: refused,
        Http404: lambda request, error: refused(request, NotFound()),
        HttpError: _http_error,
        ValidationError: _not_valid,
        RequestDataTooBig: _too_big,
        SuspiciousOperation: _interrupted,
        MultiPartParserError: _interrupted,
        UnreadablePostError: _interrupted,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Translate what the framework refuses by itself: no sign-in, no JSON, no CSRF token."""
    if isinstance(error.__cause__, Refusal):
        return refused(request, error.__cause__)
    if isinstance(error.__cause__, RequestDataTooBig):
        return _too_big(request, error.__cause__)
    if error.status_code == 401:
        response = problem(request, 401, "not_signed_in", "Sign in, or send a token that is valid.")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    if error.status_code == 403:
        return problem(request, 403, "csrf", "The page's own token is missing. Reload the page, or use an API token.")
    return problem(request, 400, "bad_request", "The request could not be understood.")


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the first value at fault."""
    first = error.errors[0] if error.errors else {}
    place = [str(part) for part in first.get("loc", ())]
    field = ".".join(place[2:] if len(place) > 2 else place[1:]) or (place[-1] if place else "")
    words = {
        "extra_forbidden": f"'{field[:60]}' is not known here. Leave it out.",
        "missing": f"'{field[:60]}' is missing.",
    }.get(str(first.get("type")), f"{str(first.get('msg', 'This value cannot be taken')).rstrip('.')}.")
    return problem(request, 422, str(first.get("type", "invalid")), words, field)


def _too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 413, "too_large", "The request is too large. Nothing was changed.")


def _interrupted(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 400, "bad_request", "The upload was interrupted or is damaged. Nothing was changed.")
