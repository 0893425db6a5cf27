"""The calendar of milestones: all one may see by month, how far each moved; as a grid, as CSV, as a feed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conspectus.journeys.due_calendar import due_calendar
from conspectus.journeys.milestone_files import milestones_calendar, milestones_csv
from conspectus.kit.errors import NotFound
from conspectus.rooms.accounts.actions import authenticate_token
from conspectus.rooms.accounts.choices import Scope
from conspectus.rooms.agile.queries.sprint_days import sprint_days
from conspectus.rooms.governance.queries import gate_days
from conspectus.rooms.schedule.queries import by_month, milestones, month_of

from ..answers import hand_over, page, show, translated
from ..asking import asker, at, query
from ..tables import milestones as table
from ..tables.portfolio import carried, window
from ..words import address
from .narrowing import narrowing_choices


@require_safe
@page
def milestone_calendar(request: HttpRequest) -> HttpResponse:
    """Show milestones by month as a list, or one month as a grid."""
    asked, today = query(request), at(request).date()
    if asked.get("as") == "grid":
        asked = {**asked, "month": asked.get("month") or f"{today:%Y-%m}"}
    rows = milestones(asker(request), table.read_milestone_filter(asked), at=at(request))
    told = narrowing_choices(request, table.NARROWING)
    told |= {
        "asked": asked,
        "carried": carried(asked, ("manager", "as", "month") if asked.get("as") == "grid" else ("manager",)),
        "grid": asked.get("as") == "grid",
        "trail": [(_("Roadmap"), reverse("roadmap"))],
        "windows": table.WINDOWS,
        "slippings": table.SLIPPED,
        "milestone_states": table.STATES,
        "meanings": table.MEANINGS,
        "total": len(rows),
        "query": urlencode({name: value for name, value in asked.items() if name not in ("as", "from")}),
        "list_href": address(request.path, asked, **{"as": None, "month": None, "from": None}),
        "grid_href": address(request.path, asked, **{"as": "grid", "from": None}),
    }
    told |= _grid(request, asked, rows) if told["grid"] else _list(request, asked, rows)
    return show(request, "roadmap/milestones.html", told)


@require_safe
@page
def milestone_file(request: HttpRequest) -> HttpResponse:
    """Hand over the milestones as narrowed, as CSV."""
    wanted = table.read_milestone_filter(query(request))
    data = milestones_csv(by=asker(request), at=at(request), wanted=wanted)
    return hand_over(data, "milestones.csv", "text/csv; charset=utf-8")


@require_safe
@translated
def milestone_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Feed a calendar program with the milestones that the owner of the address may see."""
    moment = now()
    by = authenticate_token(secret, at=moment, feed=Scope.CALENDAR)
    if by is None:
        raise NotFound
    wanted = table.read_milestone_filter(query(request))
    data = milestones_calendar(by=by, at=moment, wanted=wanted, site=request.get_host())
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


@require_safe
@translated
def due_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Feed a calendar program with what waits on the owner of the address."""
    moment = now()
    by = authenticate_token(secret, at=moment, feed=Scope.DUE)
    if by is None:
        raise NotFound
    data = due_calendar(by=by, at=moment, site=request.get_host())
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


def _list(request: HttpRequest, asked: dict[str, str], rows: tuple[Any, ...]) -> dict[str, Any]:
    found = window(rows, request.path, asked)
    return found | {"months": by_month(found["rows"])}


def _grid(request: HttpRequest, asked: dict[str, str], rows: tuple[Any, ...]) -> dict[str, Any]:
    first, _ = month_of(asked["month"])
    today = at(request).date()
    by, wanted = asker(request), table.read_milestone_filter(asked)
    gates, sprints = gate_days(by, wanted, today), sprint_days(by, wanted, today)
    earlier, later = table.beside(first)
    return {
        "month": first,
        "weeks": table.weeks_of(first, rows, gates, sprints, today),
        "earlier": address(request.path, asked, month=earlier),
        "later": address(request.path, asked, month=later),
    }
