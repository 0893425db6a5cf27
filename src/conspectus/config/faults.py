"""Faults in words: a full disk, a database that is away, and everything nobody thought of."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from conspectus.kit.faults import AWAY, FULL, fault_status


def failed(request: HttpRequest) -> HttpResponse:
    """Answer what the fault deserves, without asking anything of the database."""
    status = fault_status(sys.exception())
    if status == 507:
        return answer(request, 507, "disk_full", FULL)
    if status == 503:
        told = answer(request, 503, "unavailable", AWAY)
        told.headers["Retry-After"] = "60"
        return told
    return answer(request, 500, "fault", "")


def answer(request: HttpRequest, status: int, code: str, words: str) -> HttpResponse:
    """Return a refusal or fault in the shape of the door it came in by."""
    if request.path.startswith("/api/"):
        from conspectus.doors.api.errors import problem

        return problem(request, status, code, words or "Something went wrong here. Quote the request id.")
    from conspectus.doors.web.answers import error_page

    return error_page(request, status, gettext(words) if words else "")
