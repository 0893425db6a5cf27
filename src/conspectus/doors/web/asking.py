"""What a page knows about its reader: who asks, and when."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from conspectus.rooms.accounts.models import User

from .entering import kept_text, mark_entered


def asker(request: HttpRequest) -> User:
    """Return who asks; ``page`` has let only signed-in people in."""
    user = cast(User, request.user)
    mark_entered(user, request)
    return user


def at(request: HttpRequest) -> datetime:
    """Return the instant the request came in, read once at the door."""
    return cast(datetime, request.at)  # type: ignore[attr-defined]  # set by ``page``


def address(request: HttpRequest) -> str:
    """Return the address that counts against the limits; nothing a client can write decides it.

    Behind the named proxy everybody's connection is the proxy's own, so the
    address it added, which is the last, is taken: else ten wrong passwords of
    one person would shut the door on all.
    """
    connected = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return connected
    try:
        return str(ip_address(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()))
    except ValueError:
        return connected


def query(request: HttpRequest) -> dict[str, str]:
    """Return the address's query, the last value of each name, zero bytes and excess left out."""
    return {name: str(value).replace("\0", "")[:500] for name, value in list(request.GET.items())[:50]}


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a form, empty or not, or was kept of it when a session ended; None without one."""
    return request.POST if request.method == "POST" else kept_text(request)


def sent(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile[Any]] | None]:
    """Return what was sent with a form and its files."""
    return (request.POST, request.FILES) if request.method == "POST" else (kept_text(request), None)
