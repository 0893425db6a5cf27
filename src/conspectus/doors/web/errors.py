"""Pages for requests that reached no page: bad, forbidden, missing, too large."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from conspectus.doors.web.answers import error_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or what the cause deserves more exactly."""
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, 413, _("The form holds too much text. Nothing was changed."))
    if isinstance(exception, TooManyFilesSent):
        return error_page(request, 413, _("These are too many files at once. Send fewer; nothing was changed."))
    if isinstance(exception, UnreadablePostError | MultiPartParserError):
        return error_page(request, 408, _("The upload was interrupted. Nothing was changed."))
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_page(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that did not come from a page of ours, or from one too old."""
    return error_page(request, 403, _("The form is too old or came from elsewhere. Load the page again and repeat."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return error_page(request, 404)
