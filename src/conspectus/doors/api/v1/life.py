"""The life of projects."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.portfolio import told_project
from conspectus.doors.api.v1.references import referred_projects
from conspectus.doors.api.v1.shapes import Named, ProjectOut
from conspectus.rooms.portfolio.actions import Move, change_project_state, reopen_project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.queries.life import LifeStep, life_of

router = Router(tags=["projects"])


class StateIn(Body):
    """The state to move a project to, why, by whose decision, from which day on; ``successors`` go on with its work."""

    state: str
    reason: str = ""
    authority: str = ""
    effective_on: Day | None = None
    successors: list[int] = Field(default_factory=list)


class ReopeningIn(Body):
    """Why a project lives again, by whose decision, and from which day on."""

    reason: str
    authority: str
    effective_on: Day | None = None


class LifeStepOut(Schema):
    """A state a project came to; ``hidden`` counts the successors you may not see."""

    from_on: date
    before: str
    state: str
    reason: str
    authority: str
    recorded_by: str
    recorded_at: datetime
    successors: list[Named]
    hidden: int


@router.get("/projects/{project_id}/life", response={200: list[LifeStepOut]}, summary="The life of a project")
def project_life(request: HttpRequest, project_id: str) -> list[LifeStepOut]:
    """Return every state a project came to, newest first."""
    by = asker(request)
    return [_step(one) for one in life_of(by, get_project(by, project_id), now().date())]


@router.post("/projects/{project_id}/state", response={200: ProjectOut}, summary="Move a project")
def post_state(request: HttpRequest, response: HttpResponse, project_id: str, body: StateIn) -> ProjectOut:
    """Move a project to a state that may follow its present one; takes If-Match."""
    by = asker(request)
    project, revision = get_project(by, project_id), wanted_revision(request)
    given = body.model_dump() | {"successors": tuple(referred_projects(by, body.successors).values())}
    row = change_project_state(project=project, move=Move(**given), revision=revision, by=by, at=now())
    tag(response, row.revision)
    return told_project(by, row)


@router.post("/projects/{project_id}/reopening", response={200: ProjectOut}, summary="Reopen a project")
def post_reopening(request: HttpRequest, response: HttpResponse, project_id: str, body: ReopeningIn) -> ProjectOut:
    """Bring a completed project back to work, a cancelled one back to proposal; takes If-Match."""
    by = asker(request)
    project, revision = get_project(by, project_id), wanted_revision(request)
    row = reopen_project(project=project, **body.model_dump(), revision=revision, by=by, at=now())
    tag(response, row.revision)
    return told_project(by, row)


def _step(one: LifeStep) -> LifeStepOut:
    names = ("from_on", "before", "state", "reason", "authority", "recorded_by", "recorded_at", "hidden")
    heirs = [Named(id=row.pk, name=row.name) for row in one.successors]
    return LifeStepOut(**{name: getattr(one, name) for name in names}, successors=heirs)
