"""Actions of every register: listed, given, changed, closed."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import handed_over
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import merged, referred
from conspectus.doors.api.v1.shapes import Page
from conspectus.journeys.given_actions import action_views, actions_file, get_action
from conspectus.journeys.subjects import find_subject
from conspectus.kit.subjects import Subject
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import ActionParticulars, change_action, close_action, open_action
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.queries.given import ActionFilter, ActionView, action_view, actions_of, find_actions
from conspectus.rooms.followup.rules import place_of, require_may_open

router = Router(tags=["actions"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class AskedActions(Schema):
    """What actions are narrowed to: ``whose`` mine, projects or given; ``state`` late, soon, done, dropped or all."""

    text: str = ""
    whose: str = ""
    state: str = ""
    portfolio: Number | None = None
    programme: Number | None = None
    division: Number | None = None
    project: Number | None = None
    cursor: str = ""
    limit: int = USUAL

    def wanted(self) -> ActionFilter:
        """Return the one filter object of the list."""
        names = set(AskedActions.model_fields) - {"cursor", "limit"}
        return ActionFilter(**{name: getattr(self, name) for name in names})


class ActionIn(Body):
    """What is to be done, by whom and until when."""

    words: str
    owner: int | None = None
    due_on: Day | None = None


class ActionChangeIn(Body):
    """What changes; the rest stays."""

    words: str | None = None
    owner: int | None = None
    due_on: Day | None = None


class ClosureIn(Body):
    """How an action ended: done or dropped, with an answer; today, unless ``done_on`` names a day."""

    state: str
    answer: str
    done_on: Day | None = None


@router.get("/actions", response={200: Page[ActionView]}, summary="Actions")
def list_actions(request: HttpRequest, asked: Query[AskedActions]) -> Page[ActionView]:
    """Return the actions you may see; open ones unless ``state`` says otherwise, those longest overdue first."""
    known_only(request, *AskedActions.model_fields)
    by, on = asker(request), now().date()
    rows, following = page(find_actions(by, asked.wanted(), on), asked.cursor, asked.limit)
    return Page(items=action_views(by, rows, on), next=following)


@router.get("/actions/file", response={200: bytes}, summary="Actions to take along")
def action_table(request: HttpRequest, asked: Query[AskedActions], form: str = "xlsx") -> HttpResponse:
    """Return actions as xlsx or csv (``form``), as narrowed; what is written reads back in."""
    known_only(request, *(set(AskedActions.model_fields) - {"cursor", "limit"}), "form")
    data = actions_file(by=asker(request), at=now(), kind=form, wanted=asked.wanted())
    return handed_over(data, f"actions.{form}", "application/octet-stream")


@router.get(
    "/subjects/{subject_kind}/{path:subject_id}/actions",
    response={200: Page[ActionView]},
    summary="Actions about a thing",
)
def list_subject_actions(
    request: HttpRequest, subject_kind: str, subject_id: str, cursor: str = "", limit: int = USUAL
) -> Page[ActionView]:
    """Return the actions about a thing, open ones first."""
    known_only(request, "cursor", "limit")
    on = now().date()
    found = actions_of(find_subject(asker(request), subject_kind, subject_id, on), on)
    rows, following = page(found, cursor, limit, "action_id")
    return Page(items=rows, next=following)


@router.post("/subjects/{subject_kind}/{path:subject_id}/actions", response={201: ActionView}, summary="Give an action")
def post_action(request: HttpRequest, subject_kind: str, subject_id: str, body: ActionIn) -> Status[ActionView]:
    """Give an action about a thing; its owner is told."""
    by, at = asker(request), now()
    subject = find_subject(by, subject_kind, subject_id, at.date())
    require_may_open(by, place_of(subject.kind, subject.id, subject.project_id), at.date())
    new = ActionParticulars(body.words, referred(by, "owner", body.owner), body.due_on)
    row = open_action(subject=subject, new=new, by=by, at=at)
    return Status(201, action_view(row, at.date(), subject.name))


@router.get("/actions/{action_id}", response={200: ActionView}, summary="One action")
def one_action(request: HttpRequest, response: HttpResponse, action_id: str) -> ActionView:
    """Return an action: to who sees what it is about, to its owner and to who gave it."""
    row, subject = get_action(asker(request), action_id, now().date())
    return _tagged(response, row, subject)


@router.patch("/actions/{action_id}", response={200: ActionView}, summary="Change it")
def patch_action(request: HttpRequest, response: HttpResponse, action_id: str, body: ActionChangeIn) -> ActionView:
    """Change words, owner or day of an open action; takes If-Match."""
    by, at = asker(request), now()
    row, subject = get_action(by, action_id, at.date())
    new = _changed(by, row, body)
    row = change_action(action=row, new=new, revision=wanted_revision(request), by=by, at=at)
    return _tagged(response, row, subject)


@router.post("/actions/{action_id}/closure", response={200: ActionView}, summary="Close it")
def post_closure(request: HttpRequest, response: HttpResponse, action_id: str, body: ClosureIn) -> ActionView:
    """Close an action as done or dropped, with an answer; takes If-Match."""
    by, at = asker(request), now()
    row, subject = get_action(by, action_id, at.date())
    given, revision = body.model_dump(), wanted_revision(request)
    row = close_action(action=row, **given, revision=revision, by=by, at=at)
    return _tagged(response, row, subject)


def _changed(by: User, row: Action, body: ActionChangeIn) -> ActionParticulars:
    given = merged(body, empty=("owner", "due_on"), words=row.words, owner=row.owner_id, due_on=row.due_on)
    return ActionParticulars(given["words"], referred(by, "owner", given["owner"]), given["due_on"])


def _tagged(response: HttpResponse, row: Action, subject: Subject | None) -> ActionView:
    tag(response, row.revision)
    return action_view(row, now().date(), subject.name if subject else "")
