"""Plans come in: files chosen, looked at, then stored exactly as they were shown."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conspectus.formats import encodings
from conspectus.journeys.long_work import files_of, lines_of, start_files
from conspectus.journeys.look_at_plans import NEW, Desk
from conspectus.kit.errors import NotFound
from conspectus.kit.staging import TooLarge, stage
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.runs.choices import Kind, State
from conspectus.rooms.runs.models import Run
from conspectus.rooms.runs.queries import get_run
from conspectus.rooms.schedule.actions import AMOUNTS, DATE_ORDERS

from ..answers import done, page, show
from ..asking import asker, at, sent
from ..forms.upload import UploadForm

WRITTEN: dict[str, object] = {
    "date_orders": DATE_ORDERS,
    "amounts": AMOUNTS,
    "encodings": encodings.NAMED,
}  # to choose from
_BESIDE = re.compile(r"[a-z]{1,20}-[0-9]{1,5}")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def upload(request: HttpRequest, project_id: str = "") -> HttpResponse:
    """Take files and have them looked at."""
    by = asker(request)
    project = get_project(by, project_id, at(request).date()) if project_id else None
    if project is not None:
        require(by, "import_plan", project, at(request).date())
    form, status = UploadForm(*sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                staged = stage(by.pk, form.cleaned_data["plans"])
            except TooLarge as refusal:
                form.add_error("plans", refusal.words)
                status = 413
            else:
                on = str(form.cleaned_data["status_date"] or "")
                said = {"typed": {"status": on}, "usual": str(project.pk) if project else ""}
                return redirect("run", start_files(kind=Kind.LOOK, staged=staged, said=said, by=by, at=at(request)).pk)
    return show(request, "upload/upload.html", {"form": form, "project": project}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def preview(request: HttpRequest, run_id: str) -> HttpResponse:
    """Show what each file would do, or did; look again or store what is ready when told to."""
    by = asker(request)
    run = get_run(by, run_id)
    if run.kind not in (Kind.LOOK, Kind.STORE):
        raise NotFound
    if request.method == "POST":
        kind = Kind.STORE if request.POST.get("deed") == "store" else Kind.LOOK
        said = {"typed": _kept(run) | _typed(request), "usual": run.asked["usual"]}
        return redirect("run", start_files(kind=kind, staged=files_of(run), said=said, by=by, at=at(request)).pk)
    if run.state != State.DONE:
        return redirect("run", run.pk)
    if run.kind == Kind.STORE and not run.result["refused"]:
        return _all_stored(request, run, run.asked["usual"])
    desk = Desk(by, at(request), {}, run.asked["usual"])
    lines = desk.still_allowed(lines_of(run))
    told = WRITTEN | {
        "lines": lines,
        "files": len(files_of(run)),
        "projects": desk.projects(),
        "portfolios": [(f"{NEW}{one.pk}", one.name) for one in desk.portfolios()],
        "ready": sum(line.ready for line in lines),
        "stored": sum(bool(line.stored) for line in lines),
    }
    return show(request, "upload/preview.html", told)


def _kept(run: Run) -> dict[str, str]:
    """Return what was said for all plans: it goes for one that could not be read before, too."""
    return {name: text for name, text in run.asked["typed"].items() if name == "status"}


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return what was typed beside the lines; nothing else of the form is kept with the run."""
    return {name: text[:300] for name, text in request.POST.dict().items() if _BESIDE.fullmatch(name)}


def _all_stored(request: HttpRequest, run: Run, project: str) -> HttpResponse:
    """Say what was stored, and lead to where it is seen."""
    for line in lines_of(run):
        if line.stored:
            done(request, line.stored)
    return redirect("project", project) if project else redirect("portfolio")
