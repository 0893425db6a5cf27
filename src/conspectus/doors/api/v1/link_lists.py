"""Links that come as sheets: looked at, taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.v1.sheets import FieldChangeOut, ListSheetIn, RowsTakenOut, SheetDoor, SheetOut
from conspectus.journeys.take_links import preview_links, take_links
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.queries import get_portfolio, get_project

router = Router(tags=["links"])
LINKS = SheetDoor(SheetKind.LINKS, "import_links", preview_links, take_links)


class LinkLineOut(Schema):
    """One row: ``deed`` is new, change, same or refused; ``agreed``: at once, for you answer for every side."""

    sheet: str
    row: int
    deed: str
    words: str
    giver: str
    taker: str
    by_on: date | None
    link_id: int | None
    agreed: bool
    changes: list[FieldChangeOut]
    notes: list[str]
    refused: str


class LinkListPreviewOut(SheetOut):
    """A list of links as it would be taken."""

    lines: list[LinkLineOut]


@router.post(
    "/projects/{project_id}/link-list/preview", response={200: LinkListPreviewOut}, summary="Look at a list of links"
)
def preview_project_links(
    request: HttpRequest, project_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet of links of a project would do, row by row; nothing is stored."""
    return LINKS.preview(request, get_project(asker(request), project_id), asked, file)


@router.post("/projects/{project_id}/link-list", response={200: RowsTakenOut}, summary="Take a list of links")
def post_project_links(
    request: HttpRequest, project_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Propose and change every link of a project that is ready, all or none; the same sheet again says so."""
    return LINKS.take(request, get_project(asker(request), project_id), asked, file)


@router.post(
    "/portfolios/{portfolio_id}/link-list/preview",
    response={200: LinkListPreviewOut},
    summary="Look at a list of links",
)
def preview_portfolio_links(
    request: HttpRequest, portfolio_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet of links of a portfolio would do, row by row; nothing is stored."""
    return LINKS.preview(request, get_portfolio(asker(request), portfolio_id), asked, file)


@router.post("/portfolios/{portfolio_id}/link-list", response={200: RowsTakenOut}, summary="Take a list of links")
def post_portfolio_links(
    request: HttpRequest, portfolio_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Propose and change every link of a portfolio that is ready, all or none; the same sheet again says so."""
    return LINKS.take(request, get_portfolio(asker(request), portfolio_id), asked, file)
