"""The portfolio and its programmes: where everything stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from conspectus.rooms.accounts.queries import divisions
from conspectus.rooms.portfolio.queries import ProjectFilter, get_programme, visible_portfolios, visible_programmes
from conspectus.rooms.portfolio.rules import may, may_somewhere
from conspectus.rooms.schedule.queries import STALE_DAYS, group_status, portfolio_view

from ..answers import page, show
from ..asking import asker, at, query
from ..tables import portfolio as table
from ..words import address

NARROWING = ("text", "state", "programme", "division", "portfolio", "manager")
MOST_SUMMED = 200  # projects whose group is judged while a page waits; the board pack judges any number


@require_safe
@page
def home(request: HttpRequest) -> HttpResponse:
    """Show every project the reader may see, with totals from sums."""
    by = asker(request)
    told = _table(request, table.read_filter(query(request)))
    told |= {
        "opening": may_somewhere(by, "create_project", at(request).date()),
        "programmes": visible_programmes(by, at(request).date()),
        "portfolios": visible_portfolios(by, at(request).date()),
        "divisions": divisions(),
    }
    return show(request, "portfolio/home.html", told)


@require_safe
@page
def programme(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Show one programme's projects."""
    by = asker(request)
    found = get_programme(by, programme_id, at(request).date())
    told = _table(request, replace(table.read_filter(query(request)), programme=found.pk), without="Programme")
    on = at(request).date()
    told |= {"programme": found, "changing": may(by, "change_programme", found, on)}
    told |= {"opening": may(by, "create_project", found, on), "trail": [("Portfolio", reverse("home"))]}
    told["open_here"] = address(reverse("new-project"), {}, portfolio=found.portfolio_id, programme=found.pk)
    return show(request, "portfolio/programme.html", told)


def _table(request: HttpRequest, wanted: ProjectFilter, *, without: str = "") -> dict[str, Any]:
    asked = query(request)
    rows = portfolio_view(asker(request), wanted, at=at(request))
    headings = table.headings(request.path, asked, without=without)
    wide = len(rows) > MOST_SUMMED
    groups = () if wide else group_status(rows, "All of these projects")
    narrowing = {name: asked[name] for name in NARROWING if asked.get(name)}
    return table.window(rows, request.path, asked) | {
        "headings": headings,
        "meanings": table.meanings(headings),
        "with_programme": not without,
        "counts": table.counts(rows),
        "groups": table.group_rows(groups[:1] if without else groups),
        "unplanned": sum(row.figures is None for row in rows),
        "too_many_groups": MOST_SUMMED if wide else 0,
        "totals": table.totals(rows),
        "states": table.states(),
        "asked": asked,
        "narrowed": bool(narrowing),
        "pack_query": urlencode({"programme": wanted.programme} if without else narrowing),
        "stale_days": STALE_DAYS,
    }
