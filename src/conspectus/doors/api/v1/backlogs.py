"""Backlogs of agile projects: uploaded, shown with their figures, and how they count."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.shapes import Page
from conspectus.kit.errors import Invalid
from conspectus.kit.strict_json import read_json
from conspectus.rooms.agile.actions import (
    BacklogImported,
    NewChoice,
    SaidOf,
    choose_delivery,
    import_backlog,
    preview_backlog,
    save_backlog_columns,
)
from conspectus.rooms.agile.queries import (
    NOBODY,
    BacklogView,
    ChoiceView,
    EarnedByPoints,
    backlog_detail,
    backlog_view,
    choices_of,
    choices_on,
    get_revision,
    revisions_of,
)
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import sees_cost

router = Router(tags=["backlogs"])


class BacklogFileIn(Schema):
    """What goes with an export: the day it is of, how it is read (JSON as the preview answers), what was previewed."""

    as_of: Day | None = None
    columns: str = ""
    date_order: str = ""
    encoding: str = ""
    digest: str = ""
    expected: int | None = None

    @property
    def said(self) -> SaidOf:
        """What was said of the file."""
        columns = read_json(self.columns.encode(), field="columns") if self.columns else None
        if columns is not None and not isinstance(columns, dict):
            raise Invalid("columns", "Send the columns as the preview answers them.", "columns")
        return SaidOf(self.as_of, columns, self.date_order, self.encoding)


class BacklogPreviewOut(Schema):
    """What an upload would store; send ``digest`` and ``expected`` with it to store exactly that."""

    digest: str
    expected: int
    tool: str
    as_of: date
    columns: dict[str, Any]
    headings: list[str]
    figures: dict[str, Any]
    already: str
    findings: list[dict[str, Any]]


class BacklogImportedOut(Schema):
    """What an upload did; ``changed`` is false where the same had come in before."""

    number: int
    changed: bool
    words: str
    findings: list[dict[str, Any]]


class BacklogOut(Schema):
    """A backlog with its figures; growth since the backlog chosen, changes since the one before."""

    number: int
    tool: str
    file: str
    source_digest: str
    choice: ChoiceView
    columns: dict[str, Any]
    since: int | None
    before: int | None
    changes: dict[str, list[str]]
    figures: dict[str, Any]
    epics: list[dict[str, Any]]
    earned: EarnedByPoints | None
    findings: list[dict[str, Any]]


class ChoiceIn(Body):
    """How the backlog of a project is to count from a day on."""

    reason: str = Field(max_length=2000)
    judges: bool = True
    scopes: bool = False
    earns: bool = False
    unit: str = ""
    since: int | None = None
    start_on: Day | None = None
    finish_on: Day | None = None
    from_on: Day | None = None


class ColumnsSavedOut(Schema):
    """Which tool's exports every project of the portfolio now begins to read so."""

    tool: str
    columns: dict[str, Any]


@router.get("/{project_id}/backlogs", response={200: Page[BacklogView]}, summary="Backlogs of a project")
def list_backlogs(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[BacklogView]:
    """Return what was uploaded of the project's backlog, the newest first."""
    known_only(request, "cursor", "limit")
    project = get_project(asker(request), project_id)
    choice = choices_on([project], now().date()).get(project.pk, NOBODY)
    rows, following = page(revisions_of(project), cursor, limit)
    return Page(items=[backlog_view(row, choice) for row in rows], next=following)


@router.post("/{project_id}/backlogs/preview", response={200: BacklogPreviewOut}, summary="Look at a backlog")
def preview(
    request: HttpRequest, project_id: str, file: File[UploadedFile], given: Form[BacklogFileIn]
) -> BacklogPreviewOut:
    """Say how an export is read and what it says; nothing is stored."""
    by = asker(request)
    project = get_project(by, project_id)
    found = preview_backlog(
        project=project, data=contents(file), name=file.name or "", said=given.said, by=by, at=now()
    )
    return BacklogPreviewOut(
        digest=found.digest,
        expected=found.expected,
        tool=found.reading.tool,
        as_of=found.reading.backlog.as_of,
        columns=found.reading.columns.as_json(),
        headings=list(found.reading.headings),
        figures=dict(found.figures),
        already=found.already,
        findings=_findings(found.findings, found.name),
    )


@router.post(
    "/{project_id}/backlogs", response={200: BacklogImportedOut, 201: BacklogImportedOut}, summary="Upload a backlog"
)
def upload(
    request: HttpRequest, project_id: str, file: File[UploadedFile], given: Form[BacklogFileIn]
) -> Status[BacklogImportedOut]:
    """Store an export as the project's newest backlog; the same bytes twice change nothing."""
    by = asker(request)
    told: dict[str, Any] = {"said": given.said, "expected_digest": given.digest, "expected": given.expected}
    project = get_project(by, project_id)
    done: BacklogImported = import_backlog(
        project=project, data=contents(file), name=file.name or "", **told, by=by, at=now()
    )
    findings = _findings(done.findings, done.row.source_name)
    out = BacklogImportedOut(number=done.row.number, changed=done.changed, words=done.words, findings=findings)
    return Status(201 if done.changed else 200, out)


@router.get("/{project_id}/backlogs/{number}", response={200: BacklogOut}, summary="A backlog")
def one_backlog(request: HttpRequest, project_id: str, number: str) -> BacklogOut:
    """Return a backlog with scope, throughput, cycle time, and the range of its finish."""
    from conspectus.review.backlogs import pace_row

    by, on = asker(request), now().date()
    project = get_project(by, project_id)
    found = backlog_detail(project, number, on=on, with_cost=sees_cost(by, project, on))
    view, changed = found.view, found.changed
    parts = {} if changed is None else {"added": changed.added, "removed": changed.removed}
    return BacklogOut(
        number=view.number,
        tool=view.tool,
        file=view.source_name,
        source_digest=view.source_digest,
        choice=found.choice,
        columns=found.columns,
        since=found.since,
        before=found.before,
        changes={name: [item.key for item in items] for name, items in parts.items()},
        figures=pace_row(found.backlog, found.pace),
        earned=found.earned,
        epics=[asdict(one) for one in found.pace.epics],
        findings=_findings(found.findings, view.source_name),
    )


@router.post(
    "/{project_id}/backlogs/{number}/columns", response={200: ColumnsSavedOut}, summary="Save columns for the portfolio"
)
def save_columns(request: HttpRequest, project_id: str, number: str) -> ColumnsSavedOut:
    """Let every project of the portfolio begin with the columns, states and types of this backlog."""
    by = asker(request)
    project = get_project(by, project_id)
    get_revision(project, number)
    row = save_backlog_columns(project=project, number=number, by=by, at=now())
    return ColumnsSavedOut(tool=row.tool, columns=row.columns)


@router.get("/{project_id}/backlog-counting", response={200: list[ChoiceView]}, summary="How the backlog counts")
def list_choices(request: HttpRequest, project_id: str) -> list[ChoiceView]:
    """Return every choice of how the backlog counts, the newest first."""
    known_only(request)
    return choices_of(get_project(asker(request), project_id))


@router.post("/{project_id}/backlog-counting", response={201: ChoiceView}, summary="Choose how the backlog counts")
def choose(request: HttpRequest, project_id: str, given: ChoiceIn) -> Status[ChoiceView]:
    """Choose from a day on what the backlog judges, what it is held to, and whether accepted points earn value."""
    by = asker(request)
    project = get_project(by, project_id)
    choose_delivery(project=project, new=NewChoice(**given.dict()), by=by, at=now())
    return Status(201, choices_of(project)[0])


def _findings(found: Any, name: str) -> list[dict[str, Any]]:
    from conspectus.review.show import finding_row

    return [finding_row(one, name) for one in found]
