"""Saved views of lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.references import merged, referred
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.rooms.portfolio.actions import begin_with_view, change_view, remove_view, save_view
from conspectus.rooms.portfolio.models import SavedView
from conspectus.rooms.portfolio.queries import get_view, visible_views

router = Router(tags=["views"])


class ViewIn(Body):
    """A view to save ``of`` portfolio, register or action: ``choices`` as the list's address has them.

    With a portfolio it is shared with all who see that.
    """

    name: str
    of: str = "portfolio"
    choices: dict[str, str] = Field(default_factory=dict)
    portfolio: int | None = None


class ViewChanges(Body):
    """What to change of a view."""

    name: str | None = None
    choices: dict[str, str] | None = None
    portfolio: int | None = None


class FirstIn(Body):
    """The view the table opens with for you; null: all projects."""

    view: int | None


class ViewOut(Schema):
    """A view you may use; ``is_first``: the table opens with it for you."""

    id: int
    name: str
    of: str
    owner: Named
    portfolio: Named | None
    choices: dict[str, str]
    is_first: bool
    revision: int


@router.get("/views", response={200: Page[ViewOut]}, summary="Saved views you may use")
def list_views(request: HttpRequest, of: str = "", cursor: str = "", limit: int = USUAL) -> Page[ViewOut]:
    """Return your own views and those shared with you, by name; ``of`` one list: portfolio, register, action."""
    known_only(request, "of", "cursor", "limit")
    rows, following = page(visible_views(asker(request), now().date(), of), cursor, limit)
    return Page(items=[_told(row) for row in rows], next=following)


@router.post("/views", response={201: ViewOut}, summary="Save a view")
def post_view(request: HttpRequest, response: HttpResponse, body: ViewIn) -> Status[ViewOut]:
    """Save what is chosen of a list by a name; sharing it takes steering the portfolio."""
    by = asker(request)
    given = {name: referred(by, name, value) for name, value in body.model_dump().items()}
    row = save_view(**given, by=by, at=now())
    tag(response, row.revision)
    return Status(201, _told(get_view(by, row.pk)))


@router.post("/views/first", response={204: None}, summary="Open the table with a view")
def post_first_view(request: HttpRequest, body: FirstIn) -> Status[None]:
    """Let the portfolio table open with a view for you."""
    by = asker(request)
    begin_with_view(view=None if body.view is None else get_view(by, body.view), by=by, at=now())
    return Status(204, None)


@router.get("/views/{view_id}", response={200: ViewOut}, summary="One view")
def one_view(request: HttpRequest, response: HttpResponse, view_id: str) -> ViewOut:
    """Return one view; its ETag is what a change sends as If-Match."""
    row = get_view(asker(request), view_id)
    tag(response, row.revision)
    return _told(row)


@router.patch("/views/{view_id}", response={200: ViewOut}, summary="Change a view")
def patch_view(request: HttpRequest, response: HttpResponse, view_id: str, body: ViewChanges) -> ViewOut:
    """Change name, choices and sharing of a view; takes If-Match."""
    by = asker(request)
    row = get_view(by, view_id)
    given = merged(body, name=row.name, choices=row.choices, portfolio=row.portfolio_id, empty=("portfolio",))
    portfolio = referred(by, "portfolio", given.pop("portfolio"))
    row = change_view(view=row, **given, portfolio=portfolio, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _told(get_view(by, row.pk))


@router.delete("/views/{view_id}", response={204: None}, summary="Remove a view")
def delete_view(request: HttpRequest, view_id: str) -> Status[None]:
    """Remove a view."""
    by = asker(request)
    remove_view(view=get_view(by, view_id), by=by, at=now())
    return Status(204, None)


def _told(row: SavedView) -> ViewOut:
    plain = {name: getattr(row, name) for name in ("name", "of", "choices", "is_first", "revision")}
    return ViewOut.model_validate({"id": row.pk, "owner": named(row.owner), "portfolio": named(row.portfolio), **plain})
