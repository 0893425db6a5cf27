"""Lists a page at a time, and the revision a change was made on."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from conspectus.kit.errors import Invalid, Stale

T = TypeVar("T")
MOST = 500
USUAL = 100
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')


def page(rows: Sequence[T] | QuerySet[Any, T], cursor: str, limit: int, key: str = "pk") -> tuple[list[T], str | None]:
    """Return the rows after the one ``cursor`` names and the cursor of the next page, None at the end.

    A cursor names the last row that was read by its ``key``, not its place: what is opened or
    closed meanwhile neither shows a row twice nor leaves one out.
    """
    if not 1 <= limit <= MOST:
        raise Invalid("limit", f"The limit lies between 1 and {MOST}.", "limit")
    keys = (
        list(rows.values_list("pk", flat=True)) if isinstance(rows, QuerySet) else [getattr(row, key) for row in rows]
    )
    begin = _after(keys, cursor)
    wanted = keys[begin : begin + limit]
    found = rows.filter(pk__in=wanted) if isinstance(rows, QuerySet) else rows[begin : begin + limit]
    return list(found), _encode(wanted[-1]) if begin + limit < len(keys) else None


def known_only(request: HttpRequest, *names: str) -> None:
    """Refuse a query parameter nobody reads: a misspelt filter would silently show everything."""
    for name in request.GET:
        if name not in names:
            raise Invalid("unknown_parameter", f"'{name[:60]}' is not known here. Leave it out.", name[:60])


def wanted_revision(request: HttpRequest) -> int:
    """Return the revision named by ``If-Match``; refuses a change that names none."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Invalid("no_revision", 'Send the revision you read as If-Match, for example If-Match: "3".', "If-Match")
    match = _ETAG.fullmatch(given)
    if match is None:
        raise Stale("This If-Match names no revision. Read the thing again and send its ETag.", 0)
    return int(match.group(1))


def tag(response: HttpResponse, revision: int) -> None:
    """Say the revision as an ETag."""
    response.headers["ETag"] = f'"{revision}"'


def _encode(key: object) -> str:
    return base64.urlsafe_b64encode(f"after {key}".encode()).decode().rstrip("=")


def _after(keys: list[Any], cursor: str) -> int:
    """Return the place after the row a cursor names."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        text = ""
    named = re.fullmatch(r"after (\S{1,200})", text)
    if named is None:
        raise Invalid("cursor", "This cursor is not one of ours. Begin without it.", "cursor")
    names = [str(key) for key in keys]
    if named[1] not in names:
        raise Invalid("cursor", "The row this cursor names is not in the list any more. Begin without it.", "cursor")
    return names.index(named[1]) + 1
