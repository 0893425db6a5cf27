"""The review: of files that are sent, or of what the database holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import File, Form, Router
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import zipped
from conspectus.doors.api.paging import known_only
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.runs import RunOut, accepted, wants_run
from conspectus.doors.api.v1.shapes import ReviewOut, SaidIn
from conspectus.journeys.review_files import review_files
from conspectus.journeys.review_portfolio import review_portfolio
from conspectus.kit.errors import Invalid
from conspectus.kit.staging import stage
from conspectus.rooms.portfolio.queries import ProjectFilter, get_portfolio
from conspectus.rooms.runs.choices import Kind

router = Router(tags=["review"])
MOST_FILES = 100


@router.post("/review", response={200: ReviewOut, 202: RunOut}, summary="Review files")
def post_review(
    request: HttpRequest,
    response: HttpResponse,
    asked: Form[SaidIn],
    files: File[list[UploadedFile]],
    costs: File[UploadedFile | None] = None,
) -> Any:
    """Review schedule files as one portfolio; nothing is stored, an unreadable file is a finding."""
    from conspectus.review.contract import as_dict

    if wants_run(request):
        return _begun(request, response, asked, files, costs)
    return as_dict(_review(asked, files, costs))


@router.post("/review/pack", response={200: bytes, 202: RunOut}, summary="Board pack of files")
def post_pack(
    request: HttpRequest,
    response: HttpResponse,
    asked: Form[SaidIn],
    files: File[list[UploadedFile]],
    costs: File[UploadedFile | None] = None,
) -> Any:
    """Return the board pack of the files as one archive of PPTX, PDF and XLSX."""
    if wants_run(request):
        return _begun(request, response, asked, files, costs)
    return _pack(_review(asked, files, costs))


@router.get("/portfolios/{portfolio_id}/review", response={200: ReviewOut}, summary="Review")
def get_review(request: HttpRequest, portfolio_id: str, status_date: str = "") -> Any:
    """Review a portfolio from its stored plans and approved baselines."""
    from conspectus.review.contract import as_dict

    return as_dict(_stored(request, portfolio_id, status_date))


@router.get("/portfolios/{portfolio_id}/review/pack", response={200: bytes}, summary="Board pack")
def get_pack(request: HttpRequest, portfolio_id: str, status_date: str = "") -> HttpResponse:
    """Return the board pack of a portfolio as one archive of PPTX, PDF and XLSX."""
    return _pack(_stored(request, portfolio_id, status_date))


def _stored(request: HttpRequest, portfolio_id: str, status_date: str) -> Any:
    from conspectus.review.dates import BadDate

    known_only(request, "status_date")
    by = asker(request)
    portfolio = get_portfolio(by, portfolio_id)
    try:
        return review_portfolio(by=by, at=now(), wanted=ProjectFilter(portfolio=portfolio.pk), status_date=status_date)
    except BadDate as refusal:
        raise Invalid("status_date", str(refusal), "status_date") from None


def _review(asked: SaidIn, files: list[UploadedFile], costs: UploadedFile | None) -> Any:
    _check_number(files)
    held = [(file.name or "file", contents(file)) for file in files]
    booked = (costs.name or "costs", contents(costs)) if costs is not None else None
    return review_files(files=held, costs=booked, said=asked.said)


def _begun(
    request: HttpRequest,
    response: HttpResponse,
    asked: SaidIn,
    files: list[UploadedFile],
    costs: UploadedFile | None,
) -> Any:
    """Begin the review as a run."""
    _check_number(files)
    asked.said.check()
    booked = stage(asker(request).pk, [costs])[0] if costs is not None else None
    said = {
        "said": asdict(asked.said),
        "costs": {"name": booked.name, "digest": booked.digest} if booked else None,
    }
    return accepted(request, response, Kind.REVIEW, files, said)


def _check_number(files: list[UploadedFile]) -> None:
    if len(files) > MOST_FILES:
        raise Invalid("too_many", f"Send at most {MOST_FILES} files at once.", "files")


def _pack(review: Any) -> HttpResponse:
    from conspectus.review import pack_bytes

    return zipped(pack_bytes(review))
