"""The plan editor for programs: the newest plan as texts, what other texts work out to, and saving them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import known_only, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.plans import imported
from conspectus.doors.api.v1.shapes import ImportedOut
from conspectus.formats.schedules.drafts import COLUMNS, HEAD, Draft
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.schedule.actions import Preview, edit_plan, preview_edit
from conspectus.rooms.schedule.queries import DraftView, draft_view, plan_draft

router = Router(tags=["plans"])
MOST = 2000  # rows of a body, most of which may be empty


class DraftIn(Body):
    """A plan as texts, its own and those of its rows, by the names of the columns; what is left out stays."""

    plan: dict[str, str] = Field(default_factory=dict)
    rows: list[dict[str, str]] = Field(max_length=MOST)
    anew: bool = False

    def draft(self) -> Draft:
        """Return the draft; refuses a name it does not know."""
        for field, known, given in (("plan", HEAD, [self.plan]), ("rows", COLUMNS, self.rows)):
            strange = sorted({name for one in given for name in one if name not in known})
            if strange:
                raise Invalid("unknown", f"'{strange[0][:40]}' is none of: {', '.join(known)}.", field)
        return Draft(self.plan, tuple(self.rows))


class DraftOut(Schema):
    """The newest plan as texts; ``closed`` says why it is not edited here, ``left_out`` what the texts lose."""

    revision: int
    closed: str
    left_out: list[str]
    plan: dict[str, str]
    rows: list[dict[str, str]]


@router.get("/{project_id}/plan/draft", response={200: DraftOut}, summary="The plan as texts to edit")
def get_draft(request: HttpRequest, response: HttpResponse, project_id: str, anew: bool = False) -> DraftOut:
    """Return the newest plan as rows of texts; its ETag is what saving sends as If-Match, "0" before the first plan."""
    known_only(request, "anew")
    by = asker(request)
    found = plan_draft(get_project(by, project_id), anew=anew, by=by, on=now().date())
    tag(response, found.revision)
    rows = [dict(row) for row in found.draft.rows]
    return DraftOut(
        revision=found.revision,
        closed=found.closed,
        left_out=list(found.left_out),
        plan=dict(found.draft.head),
        rows=rows,
    )


@router.post("/{project_id}/plan/draft/dates", response={200: DraftView}, summary="What a draft works out to")
def post_dates(request: HttpRequest, project_id: str, body: DraftIn) -> DraftView:
    """Return computed dates, floats and what is wrong at which cell; nothing is stored."""
    by = asker(request)
    return draft_view(get_project(by, project_id), body.draft(), by=by, on=now().date())


@router.post("/{project_id}/plan/draft/preview", response={200: Preview}, summary="Preview a draft")
def post_draft_preview(request: HttpRequest, project_id: str, body: DraftIn) -> Preview:
    """Say what saving a draft would change; nothing is stored."""
    by = asker(request)
    return preview_edit(project=get_project(by, project_id), draft=body.draft(), anew=body.anew, by=by, at=now())


@router.put("/{project_id}/plan/draft", response={200: ImportedOut, 201: ImportedOut}, summary="Save a draft")
def put_draft(request: HttpRequest, project_id: str, body: DraftIn) -> Status[Any]:
    """Store a draft as the newest revision; takes If-Match. Without a change nothing is stored and it answers 200."""
    by = asker(request)
    project = get_project(by, project_id)
    revision = wanted_revision(request)
    done = edit_plan(project=project, draft=body.draft(), revision=revision, anew=body.anew, by=by, at=now())
    return Status(201 if done.changed else 200, imported(done))
