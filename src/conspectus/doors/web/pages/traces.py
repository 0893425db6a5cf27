"""Needs of a project traced to benefits, forward and back; also to take along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from conspectus.journeys.trace import trace, trace_file
from conspectus.rooms.portfolio.queries import get_project

from ..answers import hand_over, page, show
from ..asking import asker, at, query
from .frame import frame
from .packs import TABLES


@require_safe
@page
def needs(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show every way from a need to a benefit, with its first gap."""
    project, told = frame(request, project_id, "Scope")
    way = query(request).get("way", "") or "forward"
    rows = trace(asker(request), project, at(request).date(), way)
    told |= {"rows": rows, "way": way, "gaps": sum(bool(one.gap) for one in rows)}
    return show(request, "scope/trace.html", told)


@require_safe
@page
def needs_to_keep(request: HttpRequest, project_id: str, kind: str) -> HttpResponse:
    """Hand over the trace as a workbook or CSV."""
    if kind not in TABLES:
        raise Http404
    by, on = asker(request), at(request)
    project, way = get_project(by, project_id, on.date()), query(request).get("way", "") or "forward"
    data = trace_file(by=by, project=project, at=on, kind=kind, way=way)
    return hand_over(data, f"needs-{project.code}.{kind}".lower(), TABLES[kind])
