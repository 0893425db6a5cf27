"""Long work: asked for with `Prefer: respond-async`, followed by its address, cancelled by deleting it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from ninja import Router, Schema, Status
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import zipped
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.v1.shapes import Page, ReviewOut
from conspectus.journeys.long_work import PACK, pack_of, review_of, start_files
from conspectus.kit.errors import NotFound
from conspectus.kit.staging import stage
from conspectus.rooms.runs.actions import cancel_run
from conspectus.rooms.runs.choices import Kind, State
from conspectus.rooms.runs.models import Run
from conspectus.rooms.runs.queries import get_run, runs_of

router = Router(tags=["runs"])


class RunOut(Schema):
    """A run: ``state`` is waiting, running, done, failed, cancelled or stopped; ``result`` leads to what came of it."""

    id: int
    kind: str
    state: str
    cancel_asked: bool
    done: int
    total: int
    words: str
    asked_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    result: str | None


@router.get("/runs", response={200: Page[RunOut]}, summary="Runs")
def list_runs(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[RunOut]:
    """Return the asker's runs of the last seven days, newest first."""
    known_only(request, "cursor", "limit")
    rows, following = page(runs_of(asker(request)), cursor, limit)
    return Page(items=[_shown(row) for row in rows], next=following)


@router.get("/runs/{run_id}", response={200: RunOut}, summary="A run")
def one_run(request: HttpRequest, run_id: str) -> RunOut:
    """Return how far a run is, and once it is done where its result is."""
    return _shown(get_run(asker(request), run_id))


@router.delete("/runs/{run_id}", response={200: RunOut}, summary="Cancel a run")
def delete_run(request: HttpRequest, run_id: str) -> RunOut:
    """Cancel a run: a waiting one at once, a running one soon after; one that has ended stays as it is."""
    by = asker(request)
    run = get_run(by, run_id)
    cancel_run(run=run, by=by, at=now())
    return _shown(run)


@router.get("/runs/{review_id}/review", response={200: ReviewOut}, summary="The review a run made")
def run_review(request: HttpRequest, review_id: str) -> Any:
    """Return the review, as ``POST /review`` answers it at once."""
    from conspectus.review.contract import as_dict

    return as_dict(review_of(_reviewed(request, review_id)))


@router.get("/runs/{review_id}/pack", response={200: bytes}, summary="The board pack a run made")
def run_pack(request: HttpRequest, review_id: str) -> HttpResponse:
    """Return the board pack as one archive of PPTX, PDF and XLSX."""
    run = _reviewed(request, review_id)
    return zipped({f"board-pack.{kind}": pack_of(run, kind) for kind in PACK})


def wants_run(request: HttpRequest) -> bool:
    """Return whether the asker would rather follow a run than wait for the answer."""
    return "respond-async" in {part.strip().lower() for part in request.headers.get("Prefer", "").split(",")}


def accepted(
    request: HttpRequest, response: HttpResponse, kind: Kind, files: Iterable[UploadedFile], said: dict[str, Any]
) -> Status[RunOut]:
    """Put the files into the queue and answer where their run is followed."""
    by = asker(request)
    return followed(response, start_files(kind=kind, staged=stage(by.pk, files), said=said, by=by, at=now()))


def followed(response: HttpResponse, run: Run) -> Status[RunOut]:
    """Answer where a run that has begun is followed."""
    response.headers["Location"] = reverse("api-1:one_run", args=[run.pk])
    response.headers["Preference-Applied"] = "respond-async"
    return Status(202, _shown(run))


def _reviewed(request: HttpRequest, run_id: str) -> Run:
    run = get_run(asker(request), run_id)
    if run.kind != Kind.REVIEW or run.state != State.DONE:
        raise NotFound
    return run


def _shown(run: Run) -> RunOut:
    return RunOut(
        **{name: getattr(run, name) for name in RunOut.model_fields if name not in ("id", "result")},
        id=run.pk,
        result=_result(run) if run.state == State.DONE else None,
    )


def _result(run: Run) -> str:
    """Return where the result is; what was begun by page is looked at there."""
    if run.kind == Kind.IMPORT:
        return reverse("api-1:one_revision", args=[run.result["project"], run.result["revision"]])
    if run.kind == Kind.PACK:
        return reverse("api-1:list_packs", args=[run.result["period"]])
    return reverse("api-1:run_review" if run.kind == Kind.REVIEW else "preview", args=[run.pk])
