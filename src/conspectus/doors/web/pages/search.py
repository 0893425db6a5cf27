"""The search page: everything one may see, by words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from conspectus.journeys.find import find
from conspectus.rooms.search.choices import Kind
from conspectus.rooms.search.queries import PAGE

from ..answers import page, show
from ..asking import asker, at, query
from ..tables.search import shown
from ..words import address


@require_safe
@page
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found in groups, or one kind of it a page at a time."""
    asked = query(request)
    text, kind, start = (asked.get(name, "") for name in ("q", "kind", "from"))
    first = int(start) - 1 if start.isascii() and start.isdecimal() and 0 < len(start) < 8 and int(start) else 0
    found = find(text, kind=kind, first=first, wide=asked.get("wide") == "1", by=asker(request), at=at(request))
    last = first + sum(len(group.hits) for group in found.groups)
    wide = {"wide": "1"} if found.wide else {}
    told = {
        "asked": asked,
        "found": found,
        "groups": shown(found),
        "kind_label": Kind(kind).label if kind else "",
        "every_href": address(request.path, {"q": text, **wide}),
        "wide_href": "" if found.wide else address(request.path, asked, wide="1", **{"from": ""}),
        "meant_href": address(request.path, {"q": found.meant, "kind": kind}) if found.meant else "",
        "marked": (*found.words, *found.alike),
        "first": first + 1,
        "last": last,
    }
    if kind:
        before = first - PAGE + 1
        told["before"] = address(request.path, asked, **wide, **{"from": max(before, 1)}) if first else ""
        told["after"] = address(request.path, asked, **wide, **{"from": first + PAGE + 1}) if last < found.total else ""
    return show(request, "search/search.html", told)
