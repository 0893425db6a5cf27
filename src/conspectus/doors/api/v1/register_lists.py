"""Registers that come as sheets: looked at, taken."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.lists import json_object
from conspectus.doors.api.v1.sheets import FieldChangeOut, ListSheetIn, RowsTakenOut, SheetOut
from conspectus.journeys.mapped import MANNER
from conspectus.journeys.register_list.lines import RegisterFile
from conspectus.journeys.register_list.said import RegisterSaid
from conspectus.journeys.sheet_lines import Place, told
from conspectus.journeys.take_register import preview_register, take_register
from conspectus.rooms.portfolio.queries import get_portfolio, get_programme, get_project
from conspectus.rooms.portfolio.rules import require

router = Router(tags=["registers"])


class RegisterListIn(ListSheetIn):
    """What is said beside a sheet of a register: the kind of rows that do not say it, how amounts are written, too."""

    kind: str = "threat"
    amounts: str = ""
    currency: str = ""


class EntryLineOut(Schema):
    """One row: ``deed`` is new, change, same or refused."""

    sheet: str
    row: int
    deed: str
    kind: str
    title: str
    key: str
    entry_id: int | None
    place: str
    changes: list[FieldChangeOut]
    notes: list[str]
    refused: str


class RegisterPreviewOut(SheetOut):
    """A register as it would be taken."""

    lines: list[EntryLineOut]


@router.post(
    "/projects/{project_id}/register-list/preview",
    response={200: RegisterPreviewOut},
    summary="Look at a register in a sheet",
)
def preview_project_sheet(
    request: HttpRequest, project_id: str, asked: Form[RegisterListIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet into the register of a project would do, row by row; nothing is stored."""
    return _preview(request, get_project(asker(request), project_id), asked, file)


@router.post(
    "/projects/{project_id}/register-list",
    response={200: RowsTakenOut},
    summary="Take a register from a sheet",
)
def post_project_sheet(
    request: HttpRequest, project_id: str, asked: Form[RegisterListIn], file: File[UploadedFile]
) -> Any:
    """Take every row that is ready into the register of a project, all or none; the same sheet again says so."""
    return _take(request, get_project(asker(request), project_id), asked, file)


@router.post(
    "/programmes/{programme_id}/register-list/preview",
    response={200: RegisterPreviewOut},
    summary="Look at a register in a sheet",
)
def preview_programme_sheet(
    request: HttpRequest, programme_id: str, asked: Form[RegisterListIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet into the register of a programme would do, row by row; nothing is stored."""
    return _preview(request, get_programme(asker(request), programme_id), asked, file)


@router.post(
    "/programmes/{programme_id}/register-list",
    response={200: RowsTakenOut},
    summary="Take a register from a sheet",
)
def post_programme_sheet(
    request: HttpRequest, programme_id: str, asked: Form[RegisterListIn], file: File[UploadedFile]
) -> Any:
    """Take every row that is ready into the register of a programme, all or none; the same sheet again says so."""
    return _take(request, get_programme(asker(request), programme_id), asked, file)


@router.post(
    "/portfolios/{portfolio_id}/register-list/preview",
    response={200: RegisterPreviewOut},
    summary="Look at a register in a sheet",
)
def preview_portfolio_sheet(
    request: HttpRequest, portfolio_id: str, asked: Form[RegisterListIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet into the register of a portfolio would do, row by row; nothing is stored."""
    return _preview(request, get_portfolio(asker(request), portfolio_id), asked, file)


@router.post(
    "/portfolios/{portfolio_id}/register-list",
    response={200: RowsTakenOut},
    summary="Take a register from a sheet",
)
def post_portfolio_sheet(
    request: HttpRequest, portfolio_id: str, asked: Form[RegisterListIn], file: File[UploadedFile]
) -> Any:
    """Take every row that is ready into the register of a portfolio, all or none; the same sheet again says so."""
    return _take(request, get_portfolio(asker(request), portfolio_id), asked, file)


def _preview(request: HttpRequest, place: Place, asked: RegisterListIn, file: UploadedFile) -> Any:
    by, at = asker(request), now()
    require(by, "import_register_entries", place, at.date())
    return told(preview_register(file=_file(request, place, asked, file), by=by, at=at))


def _take(request: HttpRequest, place: Place, asked: RegisterListIn, file: UploadedFile) -> Any:
    by, at = asker(request), now()
    require(by, "import_register_entries", place, at.date())
    return take_register(file=_file(request, place, asked, file), shown=asked.shown, by=by, at=at)


def _file(request: HttpRequest, place: Place, asked: RegisterListIn, file: UploadedFile) -> RegisterFile:
    columns = {heading: str(code) for heading, code in json_object(asked.columns, "columns").items()}
    manner = {name: getattr(asked, name) for name in MANNER}
    said = RegisterSaid(asked.kind, asked.mapping, columns, **manner)
    return said.file(place, contents(file), file.name or "register", by=asker(request), at=now())
