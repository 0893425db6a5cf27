"""Search: everything one may see, by words."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import known_only
from conspectus.journeys.find import find
from conspectus.rooms.search.queries import Found

router = Router(tags=["search"])


@router.get("/search", response={200: Found}, summary="What is found by words")
def get_search(
    request: HttpRequest,
    text: str = "",
    kind: str = "",
    first: Annotated[int, Field(ge=0, le=10**7)] = 0,
    wide: bool = False,
) -> Found:
    """Return up to five of every kind, or fifty of one ``kind`` from ``first`` on, with how many there are.

    Where nothing begins with the words, or ``wide`` is asked for, what resembles them as well: `wide` in the answer.
    """
    known_only(request, "text", "kind", "first", "wide")
    return find(text, kind=kind, first=first, wide=wide, by=asker(request), at=now())
