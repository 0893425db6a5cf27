"""Links that come as sheets: looked at, taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.lists import FindingShape, json_object
from conspectus.doors.api.v1.register_lists import EntryChangeOut, ReadTableOut
from conspectus.journeys.link_list.lines import LinkFile, Place
from conspectus.journeys.mapped import read_as
from conspectus.journeys.sheet_lines import told
from conspectus.journeys.take_links import preview_links, take_links
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.queries import get_portfolio, get_project
from conspectus.rooms.portfolio.rules import require

router = Router(tags=["links"])


class LinkListIn(Schema):
    """What is said beside a sheet of links: how it is read.

    ``columns`` is a JSON object, heading: field. ``shown`` is the digest of the preview that was seen.
    """

    mapping: str = ""
    columns: str = ""
    date_order: str = ""
    encoding: str = ""
    shown: str = ""


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
    changes: list[EntryChangeOut]
    notes: list[str]
    refused: str


class LinkListPreviewOut(Schema):
    """A list of links as it would be taken; ``digest`` is handed back as ``shown`` to take just this."""

    file: str
    digest: str
    counts: dict[str, int]
    tables: list[ReadTableOut]
    lines: list[LinkLineOut]
    findings: list[FindingShape]
    asks: list[FindingShape]


class LinksTakenOut(Schema):
    """What taking a list came to: links proposed and changed; rows that say nothing new, or are refused."""

    opened: list[int]
    changed: list[int]
    same: int
    refused: int


@router.post(
    "/projects/{project_id}/link-list/preview", response={200: LinkListPreviewOut}, summary="Look at a list of links"
)
def preview_project_links(
    request: HttpRequest, project_id: str, asked: Form[LinkListIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet of links of a project would do, row by row; nothing is stored."""
    return _preview(request, get_project(asker(request), project_id), asked, file)


@router.post("/projects/{project_id}/link-list", response={200: LinksTakenOut}, summary="Take a list of links")
def post_project_links(request: HttpRequest, project_id: str, asked: Form[LinkListIn], file: File[UploadedFile]) -> Any:
    """Propose and change every link of a project that is ready, all or none; the same sheet again says so."""
    return _take(request, get_project(asker(request), project_id), asked, file)


@router.post(
    "/portfolios/{portfolio_id}/link-list/preview",
    response={200: LinkListPreviewOut},
    summary="Look at a list of links",
)
def preview_portfolio_links(
    request: HttpRequest, portfolio_id: str, asked: Form[LinkListIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet of links of a portfolio would do, row by row; nothing is stored."""
    return _preview(request, get_portfolio(asker(request), portfolio_id), asked, file)


@router.post("/portfolios/{portfolio_id}/link-list", response={200: LinksTakenOut}, summary="Take a list of links")
def post_portfolio_links(
    request: HttpRequest, portfolio_id: str, asked: Form[LinkListIn], file: File[UploadedFile]
) -> Any:
    """Propose and change every link of a portfolio that is ready, all or none; the same sheet again says so."""
    return _take(request, get_portfolio(asker(request), portfolio_id), asked, file)


def _preview(request: HttpRequest, place: Place, asked: LinkListIn, file: UploadedFile) -> Any:
    by, at = asker(request), now()
    require(by, "import_links", place, at.date())
    return told(preview_links(file=_file(request, place, asked, file), by=by, at=at))


def _take(request: HttpRequest, place: Place, asked: LinkListIn, file: UploadedFile) -> Any:
    by, at = asker(request), now()
    require(by, "import_links", place, at.date())
    return take_links(file=_file(request, place, asked, file), shown=asked.shown, by=by, at=at)


def _file(request: HttpRequest, place: Place, asked: LinkListIn, file: UploadedFile) -> LinkFile:
    columns = {heading: str(code) for heading, code in json_object(asked.columns, "columns").items()}
    manner = {"date_order": asked.date_order, "encoding": asked.encoding}
    said = {"columns": columns, "manner": manner}
    columns, written = read_as(SheetKind.LINKS, mapping=asked.mapping, **said, by=asker(request), at=now())
    return LinkFile(contents(file), file.name or "links", place, columns, written)
