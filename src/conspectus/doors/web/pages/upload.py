"""Plans come in: files chosen, looked at, then stored exactly as they were shown."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import require

from ..answers import done, page, show
from ..asking import asker, at, sent
from ..forms.upload import UploadForm
from ..staging import TooLarge, find_set, stage, stage_set
from ..tables.upload import NEW, Desk, Line


@require_http_methods(["GET", "HEAD", "POST"])
@page
def upload(request: HttpRequest, project_id: str = "") -> HttpResponse:
    """Take files and go on to their preview."""
    by = asker(request)
    project = get_project(by, project_id, at(request).date()) if project_id else None
    if project is not None:
        require(by, "import_plan", project, at(request).date())
    form, status = UploadForm(*sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                staged = stage(by, form.cleaned_data["plans"])
                return redirect("preview", stage_set(by, staged, project=str(project.pk) if project else ""))
            except TooLarge as refusal:
                form.add_error("plans", refusal.words)
                status = 413
    return show(request, "upload/upload.html", {"form": form, "project": project}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show what each file would do; store those that are ready when told to."""
    staged, said = find_set(asker(request), key)
    desk = Desk(asker(request), at(request), request.POST.dict(), said.get("project", ""))
    lines = desk.lines(staged)
    if request.method == "POST" and request.POST.get("deed") == "store":
        lines = [_stored(request, desk, line) for line in lines]
        if not any(line.refused for line in lines):
            return redirect("project", said["project"]) if said.get("project") else redirect("home")
    told = {
        "lines": lines,
        "files": len(staged),
        "projects": desk.projects(),
        "portfolios": [(f"{NEW}{one.pk}", one.name) for one in desk.portfolios()],
        "ready": sum(line.ready for line in lines),
    }
    return show(request, "upload/preview.html", told)


def _stored(request: HttpRequest, desk: Desk, line: Line) -> Line:
    """Store a line; a refusal stands beside it, the others go on."""
    if not line.ready:
        return line
    words, refused = desk.store(line)
    if words:
        done(request, words)
    return replace(line, refused=refused, target=line.target if refused else "")
