"""Long work as its starter sees it: progress, cancel, and on to what came of it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from conspectus.journeys.long_work import start_again
from conspectus.kit.folder_lock import WORKER, is_held
from conspectus.rooms.runs.actions import cancel_run
from conspectus.rooms.runs.choices import Kind, State
from conspectus.rooms.runs.models import Run
from conspectus.rooms.runs.queries import get_run

from ..answers import page, show
from ..asking import asker, at

RESULTS = {Kind.LOOK: "preview", Kind.STORE: "preview", Kind.REVIEW: "reviewed"}


@require_safe
@page
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    """Show how far a run is; one that is done leads on to its result."""
    row = get_run(asker(request), run_id)
    return redirect(_result(row)) if row.state == State.DONE else show(request, "runs/run.html", _told(row))


@require_safe
@page
def progress(request: HttpRequest, run_id: str) -> HttpResponse:
    """Answer the page that asks how far the run is; once it has ended, send it on."""
    row = get_run(asker(request), run_id)
    if not row.is_ended:
        return show(request, "runs/progress.html", _told(row))
    told = HttpResponse(status=204)
    told.headers["HX-Redirect"] = _result(row) if row.state == State.DONE else reverse("run", args=[row.pk])
    return told


@require_POST
@page
def cancel(request: HttpRequest, run_id: str) -> HttpResponse:
    """Cancel a run; the file it is reading is let go of."""
    by = asker(request)
    cancel_run(run=get_run(by, run_id), by=by, at=at(request))
    return redirect("run", run_id)


@require_POST
@page
def again(request: HttpRequest, run_id: str) -> HttpResponse:
    """Ask once more for what was cancelled or stopped; the files are still there."""
    by = asker(request)
    return redirect("run", start_again(run=get_run(by, run_id), by=by, at=at(request)).pk)


def _result(row: Run) -> str:
    if row.kind == Kind.IMPORT:
        return reverse("project", args=[row.result["project"]])
    if row.kind == Kind.PACK:
        return reverse("period-pack", args=[row.result["period"]])
    return reverse(RESULTS[Kind(row.kind)], args=[row.pk])


def _told(row: Run) -> dict[str, object]:
    waits_alone = row.state == State.WAITING and not is_held(settings.DATA_FOLDER, WORKER)
    return {"run": row, "alone": waits_alone, "start": _start(row)}


def _start(row: Run) -> str:
    """Return where a run of this kind is begun."""
    if row.kind == Kind.PACK:
        return reverse("period-pack", args=[row.asked["period"]])
    return reverse("review" if row.kind == Kind.REVIEW else "upload")
