"""A project's revisions, their comparison, and the baselines approved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.schedule import queries
from conspectus.rooms.schedule.actions import set_baseline

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms.project import BaselineForm
from ..tables.comparison import sections
from ..words import address, day, plain
from .frame import frame

FIRST_CAUSES = 10


@require_safe
@page
def revisions(request: HttpRequest, project_id: str) -> HttpResponse:
    """List every plan that was handed in."""
    project, told = frame(request, project_id, "Revisions")
    rows = queries.revisions(project, by=asker(request), on=at(request).date())
    told |= {"revisions": rows, "new_pick": rows[0].number if rows else None}
    told |= {"old_pick": rows[min(1, len(rows) - 1)].number if rows else None}
    return show(request, "project/revisions.html", told)


@require_safe
@page
def compare(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show what changed between two revisions and what it did to the finish."""
    project, told = frame(request, project_id, "Revisions")
    asked = query(request)
    old = asked.get("old") or _before(project, asked.get("new"))
    comparison = queries.compare_revisions(project, old, asked.get("new"), by=asker(request))
    moved = comparison.finish_moved_days
    whole = asked.get("all") == "causes"
    told |= {
        "comparison": comparison,
        "sections": sections(comparison.changes, request.path, asked),
        "causes": comparison.causes if whole else comparison.causes[:FIRST_CAUSES],
        "all_causes": f"{address(request.path, asked, all='causes')}#causes",
        "task_base": f"{reverse('project', args=[project.pk])}?revision={asked.get('new', '')}&at=",
        "compare_note": _("from %(old)s to %(new)s") % {"old": comparison.old, "new": comparison.new},
        "finish_rows": (
            (_("Finish before"), day(comparison.finish_old)),
            (_("Finish now"), day(comparison.finish_new)),
            (
                _("Moved by"),
                _("not known") if moved is None else _("%(days)s working days") % {"days": plain(moved)},
            ),
        ),
    }
    return show(request, "project/compare.html", told)


def _before(project: Project, new: object) -> int:
    """Return the number of the revision before ``new``, or before the newest: what one wants to compare with."""
    return max(queries.get_revision(project, new).number - 1, 1)


@require_safe
@page
def plan_file(request: HttpRequest, project_id: str, number: str) -> HttpResponse:
    """Hand over a stored plan as a file that Microsoft Project and most other programs open."""
    by = asker(request)
    name, data = queries.plan_file(get_project(by, project_id), number, by=by, on=at(request).date())
    return hand_over(data, name)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def baselines(request: HttpRequest, project_id: str) -> HttpResponse:
    """List the approved baselines and approve another."""
    project, told = frame(request, project_id, "Baselines")
    form = _form(request, project)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            revision = queries.get_revision(project, given.pop("revision"))
            row = set_baseline(project=project, revision=revision, **given, by=asker(request), at=at(request))
            done(request, _("Baseline %(number)s is approved; the figures are computed anew.") % {"number": row.number})
            return redirect("baselines", project.pk)
        except Invalid as refusal:
            form.take(refusal)
    rows = queries.baselines(project, by=asker(request), on=at(request).date())
    told |= {"baselines": rows, "form": form if form.fields["revision"].choices else None}  # type: ignore[attr-defined]
    return show(request, "project/baselines.html", told, status=form.status)


def _form(request: HttpRequest, project: Project) -> BaselineForm:
    rows = queries.revisions(project, by=asker(request), on=at(request).date())
    numbers = [(row.number, f"{row.number}, {row.source_name}, {day(row.imported_at)}") for row in rows]
    return BaselineForm(posted(request), numbers=numbers, initial={"revision": query(request).get("revision")})
