"""The roadmap: all projects one may see in time, with their baselines, milestones and links."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from conspectus.journeys.links import roadmap_now
from conspectus.kit.errors import NotFound
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.schedule.queries import Gantt, Roadmap, gantt
from conspectus.rooms.schedule.queries.roadmap import PROJECTS

from ..answers import page, show
from ..asking import asker, at, query
from ..panels.roadmap import SHEET, STATES, RoadmapAsk, draw_roadmap, roadmap_lines, roadmap_tools, roadmap_words
from ..tables.portfolio import NARROWING, carried, read_filter
from ..words import address
from .narrowing import narrowing_choices

LEVELS_OF_PLANS = 2
CARRIED = ("zoom", "level", "group", "show", "open", "sort", "manager", "stale", "fields")


@require_safe
@page
def roadmap_page(request: HttpRequest) -> HttpResponse:
    """Show projects as bars over their baselines, in groups, with milestones and links; or the same as a table."""
    asked, moment = query(request), at(request)
    ask = RoadmapAsk.read(asked)
    found = roadmap_now(asker(request), replace(read_filter(asked), group=ask.group), at=moment, offset=ask.first)
    told = narrowing_choices(request, NARROWING) | roadmap_words(found) | _pages(found, request.path, asked)
    told |= {
        "found": found,
        "ask": ask,
        "tools": roadmap_tools(ask, request.path, asked),
        "carried": carried(asked, CARRIED),
    }
    if not ask.table:
        lines = roadmap_lines(found, _opened(request, ask), ask, request.path, asked)
        chart = draw_roadmap(lines, found, zoom=ask.zoom, today=moment.replace(tzinfo=None))
        told |= {"chart": chart, "lines": [line for line, _ in lines], "sheet": len(lines) <= SHEET, "marks": STATES}
        told["ranged"] = any(row.half_on for group in found.groups for row in group.projects)
    return show(request, "roadmap/roadmap.html", told)


def _opened(request: HttpRequest, ask: RoadmapAsk) -> dict[int, Gantt]:
    """Return the first levels of the plans that are opened, as far as they may be seen."""
    found = {}
    for number in ask.opened:
        try:
            project = get_project(asker(request), number, at(request).date())
            found[number] = gantt(project, level=LEVELS_OF_PLANS, most=PROJECTS)
        except NotFound:
            continue
    return found


def _pages(found: Roadmap, path: str, asked: dict[str, str]) -> dict[str, Any]:
    shown = sum(len(group.projects) for group in found.groups)
    after, before = found.first + shown, max(found.first - PROJECTS, 0)
    return {
        "first": found.first + 1,
        "last": after,
        "total": found.total,
        "before": address(path, asked, **{"from": before + 1}) if found.first else "",
        "after": address(path, asked, **{"from": after + 1}) if after < found.total else "",
    }
