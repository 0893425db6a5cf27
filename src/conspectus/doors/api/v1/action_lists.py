"""Actions that come as sheets: looked at, taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.v1.sheets import FieldChangeOut, ListSheetIn, RowsTakenOut, SheetDoor, SheetOut
from conspectus.journeys.take_actions import preview_actions, take_actions
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.queries import get_portfolio, get_programme, get_project

router = Router(tags=["actions"])
ACTIONS = SheetDoor(SheetKind.ACTIONS, "import_actions", preview_actions, take_actions)


class ActionLineOut(Schema):
    """One row: ``deed`` is new, change, same or refused; ``state`` where the action then stands."""

    sheet: str
    row: int
    deed: str
    words: str
    about: str
    owner: str
    due_on: date | None
    state: str
    action_id: int | None
    changes: list[FieldChangeOut]
    notes: list[str]
    refused: str


class ActionListPreviewOut(SheetOut):
    """A list of actions as it would be taken."""

    lines: list[ActionLineOut]


@router.post(
    "/projects/{project_id}/action-list/preview",
    response={200: ActionListPreviewOut},
    summary="Look at a list of actions",
)
def preview_project_actions(
    request: HttpRequest, project_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet of actions of a project would do, row by row; nothing is stored."""
    return ACTIONS.preview(request, get_project(asker(request), project_id), asked, file)


@router.post("/projects/{project_id}/action-list", response={200: RowsTakenOut}, summary="Take a list of actions")
def post_project_actions(
    request: HttpRequest, project_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Give, change and close every action of a project that is ready, all or none; the same sheet again says so."""
    return ACTIONS.take(request, get_project(asker(request), project_id), asked, file)


@router.post(
    "/programmes/{programme_id}/action-list/preview",
    response={200: ActionListPreviewOut},
    summary="Look at a list of actions",
)
def preview_programme_actions(
    request: HttpRequest, programme_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet of actions of a programme would do, row by row; nothing is stored."""
    return ACTIONS.preview(request, get_programme(asker(request), programme_id), asked, file)


@router.post("/programmes/{programme_id}/action-list", response={200: RowsTakenOut}, summary="Take a list of actions")
def post_programme_actions(
    request: HttpRequest, programme_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Give, change and close every action of a programme that is ready, all or none; the same sheet again says so."""
    return ACTIONS.take(request, get_programme(asker(request), programme_id), asked, file)


@router.post(
    "/portfolios/{portfolio_id}/action-list/preview",
    response={200: ActionListPreviewOut},
    summary="Look at a list of actions",
)
def preview_portfolio_actions(
    request: HttpRequest, portfolio_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Return what taking a sheet of actions of a portfolio would do, row by row; nothing is stored."""
    return ACTIONS.preview(request, get_portfolio(asker(request), portfolio_id), asked, file)


@router.post("/portfolios/{portfolio_id}/action-list", response={200: RowsTakenOut}, summary="Take a list of actions")
def post_portfolio_actions(
    request: HttpRequest, portfolio_id: str, asked: Form[ListSheetIn], file: File[UploadedFile]
) -> Any:
    """Give, change and close every action of a portfolio that is ready, all or none; the same sheet again says so."""
    return ACTIONS.take(request, get_portfolio(asker(request), portfolio_id), asked, file)
