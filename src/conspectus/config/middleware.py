"""What every answer carries: a request id to quote, and headers that shut doors."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, gettext

from conspectus.config.faults import answer
from conspectus.kit.manner import Manner, chosen, written_for
from conspectus.kit.reading import only_reading

Answer = Callable[[HttpRequest], HttpResponse]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "")

# Nothing of ours uses any of these; a page that is broken into should not either.
NO_PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)


class RequestId:
    """Gives each request an id that error pages show and log lines hold."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(6)  # type: ignore[attr-defined]  # ours, read by logs and error pages
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]  # set three lines above
        return response


class Whole:
    """A request's body that must be as long as announced: one cut off is refused, never taken for the whole."""

    def __init__(self, stream: Any, size: int) -> None:
        self._stream, self._left = stream, size

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes: as many as asked for, or all that are left."""
        wanted = self._left if size < 0 else min(size, self._left)
        parts = []
        while wanted and (part := self._taken(self._stream.read(wanted))):
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def readline(self, size: int = -1, /) -> bytes:
        """Return the next line."""
        return self._taken(self._stream.readline(size)) if self._left else b""

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()

    def _taken(self, data: bytes) -> bytes:
        if not data:
            raise MultiPartParserError("The body ended before its time.")
        self._left -= len(data)
        return data


class BodyLimit:
    """Refuses a request that announces more than is ever taken, before a byte of it is read, and one cut off."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = str(request.META.get("CONTENT_LENGTH") or "")
        if not (said.isdecimal() and int(said[:18]) > settings.UPLOAD_MOST_TOGETHER):
            if said.isdecimal() and hasattr(request, "_stream"):
                request._stream = cast("BinaryIO", Whole(request._stream, int(said)))
            return self.get_response(request)
        words = gettext("This is more than %(size)s MB at once. Nothing was changed.")
        return answer(request, 413, "too_large", words % {"size": settings.UPLOAD_MOST_TOGETHER // 2**20})


class Proxies:
    """Believes what is said of a caller only from the proxies named, and speaks with programs over TLS only."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("REMOTE_ADDR") not in settings.TRUSTED_PROXIES:
            for name in [name for name in request.META if name.startswith(("HTTP_X_FORWARDED_", "HTTP_FORWARDED"))]:
                del request.META[name]
        if settings.DEPLOYED and request.path.startswith("/api/") and not request.is_secure():
            return answer(
                request, 403, "tls", "The API is spoken over TLS only. Change this token: it went in the clear."
            )
        return self.get_response(request)


class OwnPages:
    """Gives wrong methods and content types of pages the same page as every other refusal."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):  # the API tells both in its own shape
            return self.get_response(request)
        if request.method == "POST" and request.content_type not in FORMS:
            return answer(request, 415, "media_type", gettext("Pages take forms only. Programs use /api/v1."))
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        told = answer(request, 405, "method", gettext("This address does not take that method."))
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told


class ReadersManner:
    """Lets a page be written in its reader's language, manner and zone; the API speaks one language to all programs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            return self.get_response(request)
        reader = self.manner_of(request)
        with written_for(reader):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", reader.language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    @staticmethod
    def manner_of(request: HttpRequest) -> Manner:
        """Return what the reader chose; of who is not signed in, what the browser asks for."""
        usual = settings.USUAL_MANNER
        if request.user.is_authenticated:
            user = request.user
            return chosen(usual, language=user.language, region=user.region, zone=user.time_zone)
        asked = get_language_from_request(request) if "Accept-Language" in request.headers else ""
        return chosen(usual, language=asked)


class ReadOnce:
    """Lets what a page or an answer of the API shows be asked once, where the request only reads."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with only_reading():
            return self.get_response(request)


class SafeHeaders:
    """Adds the headers Django has no setting for; private pages are never stored."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", NO_PERMISSIONS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
