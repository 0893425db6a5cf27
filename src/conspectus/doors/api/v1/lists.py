"""Master lists: looked at, taken; saved mappings; other names of projects."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.journeys.master_list.lines import ListTaken, told
from conspectus.journeys.master_list.said import ListSaid
from conspectus.journeys.take_master_list import ListFile, preview_master_list, take_master_list
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.models import Alias, ListMapping
from conspectus.rooms.portfolio.queries import (
    aliases_of,
    get_alias,
    get_mapping,
    get_portfolio,
    get_project,
    mappings_of,
)

router = Router(tags=["master lists"])


class ListIn(Schema):
    """What is said beside a list: ``columns`` (heading: field) and ``same_as`` (row: project, 0 new) as JSON objects.

    ``rows`` is a JSON list of those to take, all that are ready where it is left out.
    """

    period: str = ""
    mapping: str = ""
    columns: str = ""
    same_as: str = ""
    date_order: str = ""
    amounts: str = ""
    encoding: str = ""
    currency: str = ""
    scale: str = ""
    rows: str = ""
    shown: str = ""

    def of(self, portfolio: str) -> ListSaid:
        """Return what is said, its JSON read."""
        told = {key: getattr(self, key) for key in ("period", "mapping", "date_order", "amounts", "encoding", "scale")}
        same_as = {
            _whole(row, "same_as"): _whole(pk, "same_as") for row, pk in json_object(self.same_as, "same_as").items()
        }
        columns = {heading: str(code) for heading, code in json_object(self.columns, "columns").items()}
        return ListSaid(portfolio, **told, currency=self.currency, columns=columns, same_as=same_as)

    @property
    def chosen(self) -> list[int] | None:
        """The rows to take, None for all."""
        return [_whole(row, "rows") for row in _read(self.rows, "rows", list)] if self.rows else None


class FindingShape(Schema):
    """Something noticed: how bad, where, what, and what to do."""

    severity: str
    code: str
    place: str
    words: str
    remedy: str


class ColumnOut(Schema):
    """A column and the field it is read as; empty where it is left out."""

    letter: str
    heading: str
    field: str
    how: str
    samples: list[str]


class ChangeOut(Schema):
    """One thing a row changes."""

    field: str
    label: str
    before: str
    after: str


class LikeOut(Schema):
    """A project a row may mean."""

    project_id: int
    code: str
    name: str
    share: float
    same_start: bool


class LineOut(Schema):
    """One row: ``deed`` is new, change, same, ask or refused."""

    row: int
    deed: str
    code: str
    name: str
    project_id: int | None
    why: str
    changes: list[ChangeOut]
    likes: list[LikeOut]
    notes: list[str]
    refused: str


class ListPreviewOut(Schema):
    """A list as it would be taken; ``digest`` is handed back as ``shown`` to take just this."""

    file: str
    sheet: str
    heading_row: int
    period: str
    stated_on: date
    digest: str
    counts: dict[str, int]
    columns: list[ColumnOut]
    lines: list[LineOut]
    people: list[str]
    divisions: list[str]
    programmes: list[str]
    findings: list[FindingShape]
    asks: list[FindingShape]


class OutcomeOut(Schema):
    """What came of one line; ``refused`` holds the words where it was refused."""

    row: int
    deed: str
    code: str
    name: str
    project_id: int | None
    refused: str


class ListTakenOut(Schema):
    """What taking a list came to."""

    opened: int
    changed: int
    left: int
    people: list[str]
    divisions: list[str]
    programmes: list[str]
    outcomes: list[OutcomeOut]


class MappingIn(Body):
    """A mapping to save: heading to field, "" leaves a column out."""

    name: str
    columns: dict[str, str]
    manner: dict[str, str] | None = None
    kind: str = "projects"


class MappingOut(Schema):
    """A saved mapping."""

    id: int
    name: str
    owner: Named
    columns: dict[str, str]
    manner: dict[str, str]
    revision: int


class AliasIn(Body):
    """Another name or code of a project."""

    name: str


class AliasOut(Schema):
    """Another name or code by which a project is found."""

    id: int
    name: str


@router.post(
    "/portfolios/{portfolio_id}/master-list/preview",
    response={200: ListPreviewOut},
    summary="Look at a master list",
)
def preview_list(request: HttpRequest, portfolio_id: str, asked: Form[ListIn], file: File[UploadedFile]) -> Any:
    """Return what taking a list would do, row by row; nothing is stored."""
    return told(preview_master_list(file=_file(request, portfolio_id, asked, file), by=asker(request), at=now()))


@router.post(
    "/portfolios/{portfolio_id}/master-list",
    response={200: ListTakenOut},
    summary="Take a master list",
)
def post_list(request: HttpRequest, portfolio_id: str, asked: Form[ListIn], file: File[UploadedFile]) -> Any:
    """Take the lines that are ready, each whole or not at all; the same list again changes nothing."""
    found = _file(request, portfolio_id, asked, file)
    return _taken(take_master_list(file=found, rows=asked.chosen, shown=asked.shown, by=asker(request), at=now()))


@router.get(
    "/portfolios/{portfolio_id}/list-mappings",
    response={200: Page[MappingOut]},
    summary="Saved mappings",
)
def list_mappings(
    request: HttpRequest, portfolio_id: str, kind: str = "projects", cursor: str = "", limit: int = USUAL
) -> Page[MappingOut]:
    """Return how lists of this portfolio are read: of projects, or with ``kind`` of ``register`` or ``reports``."""
    known_only(request, "kind", "cursor", "limit")
    rows, following = page(mappings_of(get_portfolio(asker(request), portfolio_id), kind), cursor, limit)
    return Page(items=[_mapping(row) for row in rows], next=following)


@router.post(
    "/portfolios/{portfolio_id}/list-mappings",
    response={201: MappingOut},
    summary="Save a mapping",
)
def post_mapping(request: HttpRequest, portfolio_id: str, body: MappingIn) -> Status[MappingOut]:
    """Keep how a list is read; one of the same name gives way."""
    by = asker(request)
    row = actions.save_mapping(portfolio=get_portfolio(by, portfolio_id), **body.model_dump(), by=by, at=now())
    return Status(201, _mapping(row))


@router.delete("/list-mappings/{mapping_id}", response={204: None}, summary="Remove a mapping")
def delete_mapping(request: HttpRequest, mapping_id: str) -> Status[None]:
    """Forget a saved mapping."""
    by = asker(request)
    actions.remove_mapping(mapping=get_mapping(by, mapping_id), by=by, at=now())
    return Status(204, None)


@router.get("/projects/{project_id}/aliases", response={200: list[AliasOut]}, summary="Other names")
def list_aliases(request: HttpRequest, project_id: str) -> list[AliasOut]:
    """Return by which other names and codes a project is found."""
    return [_alias(row) for row in aliases_of(get_project(asker(request), project_id))]


@router.post("/projects/{project_id}/aliases", response={201: AliasOut}, summary="Add another name")
def post_alias(request: HttpRequest, project_id: str, body: AliasIn) -> Status[AliasOut]:
    """Let a project be found by another name or code."""
    by = asker(request)
    return Status(201, _alias(actions.add_alias(project=get_project(by, project_id), name=body.name, by=by, at=now())))


@router.delete("/aliases/{alias_id}", response={204: None}, summary="Remove another name")
def delete_alias(request: HttpRequest, alias_id: str) -> Status[None]:
    """Let a project be found by this name no more."""
    by = asker(request)
    actions.remove_alias(alias=get_alias(by, alias_id), by=by, at=now())
    return Status(204, None)


def _file(request: HttpRequest, portfolio_id: str, asked: ListIn, file: UploadedFile) -> ListFile:
    return asked.of(portfolio_id).file(contents(file), file.name or "list", by=asker(request), at=now())


def _taken(found: ListTaken) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ListTakenOut.model_fields}


def _mapping(row: ListMapping) -> MappingOut:
    told = {name: getattr(row, name) for name in ("name", "columns", "manner", "revision")}
    return MappingOut.model_validate({"id": row.pk, "owner": named(row.owner), **told})


def _alias(row: Alias) -> AliasOut:
    return AliasOut(id=row.pk, name=row.name)


def json_object(text: str, field: str) -> dict[str, Any]:
    """Return what a field of a form says as a JSON object; nothing where it is empty."""
    found: dict[str, Any] = _read(text, field, dict) if text else {}
    return found


def _read(text: str, field: str, kind: type[Any]) -> Any:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        found = None
    if not isinstance(found, kind):
        raise Invalid("no_json", f"Write {field} as JSON.", field)
    return found


def _whole(value: object, field: str) -> int:
    text = str(value)
    if isinstance(value, bool) or not text.isdecimal() or len(text) > 15:
        raise Invalid("number", f"Write rows and projects in {field} as whole numbers.", field)
    return int(text)
