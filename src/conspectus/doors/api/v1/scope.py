"""Needs, requirements and deliverables of projects."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.journeys.trace import TraceLine, trace
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.scope import actions
from conspectus.rooms.scope.actions import DeliverableParticulars, RequirementParticulars
from conspectus.rooms.scope.models import Deliverable, Requirement
from conspectus.rooms.scope.queries import (
    DeliverableFilter,
    DeliverableView,
    RequirementFilter,
    RequirementView,
    deliverable_view,
    deliverable_views,
    find_deliverables,
    find_requirements,
    get_deliverable,
    get_requirement,
    requirement_views,
    steps_of,
)

router = Router(tags=["scope"])


class RequirementIn(Body):
    """The particulars of a need or requirement; ``need`` is the number of the need it serves."""

    title: str
    kind: str = "requirement"
    code: str = ""
    words: str = ""
    need: int | None = None
    priority: str = "should"
    state: str = "draft"
    party: int | None = None
    source: str = ""
    owner: int | None = None


class RequirementsIn(Body):
    """Needs and requirements to enter, all or none."""

    rows: list[RequirementIn]


class DeliverableIn(Body):
    """The particulars of a deliverable; ``requirements`` are the numbers of those it meets."""

    name: str
    kind: str = "product"
    code: str = ""
    is_mandatory: bool = True
    due_on: Day | None = None
    task_uid: str = ""
    criteria: str = ""
    owner: int | None = None
    requirements: list[int] = Field(default_factory=list)


class DeliverablesIn(Body):
    """Deliverables to enter, all or none."""

    rows: list[DeliverableIn]


class SubmissionIn(Body):
    """What is said where a deliverable is submitted; ``on`` is today unless given."""

    reason: str = ""
    on: Day | None = None


class JudgementIn(SubmissionIn):
    """What was decided of a deliverable: ``state`` is accepted or rejected."""

    state: str


class DropIn(Body):
    """Why a deliverable is dropped, or taken up ``again``."""

    reason: str
    again: bool = False


class ProjectRef(Named):
    """A project."""

    code: str


class RequirementOut(Schema):
    """A need or requirement; ``trace`` says how far it is on its way to acceptance."""

    id: int
    project: ProjectRef
    kind: str
    code: str
    title: str
    words: str
    need: int | None
    priority: str
    state: str
    party: Named | None
    source: str
    owner: Named | None
    deliverables: list[int]
    trace: str
    revision: int


class DeliverableOut(Schema):
    """A deliverable; ``days_late`` are past its due day while it is not accepted."""

    id: int
    project: ProjectRef
    code: str
    name: str
    kind: str
    is_mandatory: bool
    due_on: date | None
    days_late: int
    task_uid: str
    milestone: str
    milestone_on: date | None
    criteria: str
    owner: Named | None
    state: str
    said_on: date | None
    revision: int


class StepOut(Schema):
    """What became of a deliverable on a day."""

    state: str
    on: date
    reason: str
    recorded_by: Named
    recorded_at: datetime


class DeliverableDetail(DeliverableOut):
    """A deliverable with the requirements it meets and its steps, the newest first."""

    requirements: list[int]
    steps: list[StepOut]


@router.get("/deliverables", response={200: Page[DeliverableOut]}, summary="Deliverables")
def list_deliverables(
    request: HttpRequest,
    text: str = "",
    state: str = "",
    due: str = "",
    project: int | None = None,
    portfolio: int | None = None,
    mandatory: bool = False,
    cursor: str = "",
    limit: int = USUAL,
) -> Page[DeliverableOut]:
    """Return the deliverables of every project you may see, the first due first."""
    names = ("text", "state", "due", "project", "portfolio", "mandatory")
    known_only(request, *names, "cursor", "limit")
    wanted = DeliverableFilter(text, project, portfolio, state=state, due=due, mandatory=mandatory)
    by, on = asker(request), now().date()
    rows, following = page(find_deliverables(by, wanted, on), cursor, limit)
    return Page(items=[_deliverable(view) for view in deliverable_views(rows, on)], next=following)


@router.post("/projects/{project_id}/deliverables", response={201: list[DeliverableOut]}, summary="Enter deliverables")
def post_deliverables(request: HttpRequest, project_id: str, body: DeliverablesIn) -> Status[list[DeliverableOut]]:
    """Enter deliverables of a project, all or none."""
    by, at = asker(request), now()
    project = get_project(by, project_id)
    new = [_deliverable_given(by, one) for one in body.rows]
    made = actions.enter_deliverables(project=project, new=new, by=by, at=at)
    return Status(201, [_deliverable(view) for view in deliverable_views(made, at.date())])


@router.get("/deliverables/{deliverable_id}", response={200: DeliverableDetail}, summary="One deliverable")
def one_deliverable(request: HttpRequest, response: HttpResponse, deliverable_id: str) -> DeliverableDetail:
    """Return a deliverable with its steps."""
    return _detail(request, response, get_deliverable(asker(request), deliverable_id, now().date()))


@router.put("/deliverables/{deliverable_id}", response={200: DeliverableDetail}, summary="Change it")
def put_deliverable(
    request: HttpRequest, response: HttpResponse, deliverable_id: str, body: DeliverableIn
) -> DeliverableDetail:
    """Change the particulars of a deliverable, all at once; takes If-Match."""
    by, at = asker(request), now()
    row, new = get_deliverable(by, deliverable_id, at.date()), _deliverable_given(by, body)
    actions.change_deliverable(deliverable=row, new=new, revision=wanted_revision(request), by=by, at=at)
    return _detail(request, response, row)


@router.post("/deliverables/{deliverable_id}/submission", response={200: DeliverableDetail}, summary="Submit it")
def post_submission(
    request: HttpRequest, response: HttpResponse, deliverable_id: str, body: SubmissionIn
) -> DeliverableDetail:
    """Hand a deliverable in for acceptance; takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_deliverable(by, deliverable_id, at.date()), wanted_revision(request)
    actions.submit_deliverable(deliverable=row, **body.model_dump(), revision=revision, by=by, at=at)
    return _detail(request, response, row)


@router.post("/deliverables/{deliverable_id}/judgement", response={200: DeliverableDetail}, summary="Accept or reject")
def post_judgement(
    request: HttpRequest, response: HttpResponse, deliverable_id: str, body: JudgementIn
) -> DeliverableDetail:
    """Accept or reject what was submitted; takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_deliverable(by, deliverable_id, at.date()), wanted_revision(request)
    actions.judge_deliverable(deliverable=row, **body.model_dump(), revision=revision, by=by, at=at)
    return _detail(request, response, row)


@router.post("/deliverables/{deliverable_id}/drop", response={200: DeliverableDetail}, summary="Drop it")
def post_drop(request: HttpRequest, response: HttpResponse, deliverable_id: str, body: DropIn) -> DeliverableDetail:
    """Drop a deliverable, or take a dropped one up again; takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_deliverable(by, deliverable_id, at.date()), wanted_revision(request)
    actions.drop_deliverable(deliverable=row, **body.model_dump(), revision=revision, by=by, at=at)
    return _detail(request, response, row)


@router.get("/projects/{project_id}/requirements", response={200: Page[RequirementOut]}, summary="Requirements")
def list_requirements(
    request: HttpRequest,
    project_id: str,
    text: str = "",
    kind: str = "",
    state: str = "",
    cursor: str = "",
    limit: int = USUAL,
) -> Page[RequirementOut]:
    """Return the needs and requirements of a project, each traced to the deliverables that meet it."""
    known_only(request, "text", "kind", "state", "cursor", "limit")
    by = asker(request)
    wanted = RequirementFilter(get_project(by, project_id).pk, text, kind, state)
    rows, following = page(find_requirements(by, wanted, now().date()), cursor, limit)
    return Page(items=[_requirement(view) for view in requirement_views(rows)], next=following)


@router.get("/projects/{project_id}/trace", response={200: Page[TraceLine]}, summary="Needs traced to benefits")
def list_trace(
    request: HttpRequest, project_id: str, way: str = "forward", cursor: str = "", limit: int = USUAL
) -> Page[TraceLine]:
    """Return every way from a need to a benefit with its first gap, or ``back`` from deliverables."""
    known_only(request, "way", "cursor", "limit")
    by = asker(request)
    rows, following = page(trace(by, get_project(by, project_id), now().date(), way), cursor, limit, "number")
    return Page(items=rows, next=following)


@router.post("/projects/{project_id}/requirements", response={201: list[RequirementOut]}, summary="Enter requirements")
def post_requirements(request: HttpRequest, project_id: str, body: RequirementsIn) -> Status[list[RequirementOut]]:
    """Enter needs and requirements of a project, all or none."""
    by = asker(request)
    project = get_project(by, project_id)
    new = [_requirement_given(by, one) for one in body.rows]
    made = actions.enter_requirements(project=project, new=new, by=by, at=now())
    return Status(201, [_requirement(view) for view in requirement_views(made)])


@router.get("/requirements/{requirement_id}", response={200: RequirementOut}, summary="One requirement")
def one_requirement(request: HttpRequest, response: HttpResponse, requirement_id: str) -> RequirementOut:
    """Return a need or requirement."""
    row = get_requirement(asker(request), requirement_id, now().date())
    tag(response, row.revision)
    return _requirement(requirement_views([row])[0])


@router.put("/requirements/{requirement_id}", response={200: RequirementOut}, summary="Change it")
def put_requirement(
    request: HttpRequest, response: HttpResponse, requirement_id: str, body: RequirementIn
) -> RequirementOut:
    """Change a need or requirement, all at once; takes If-Match."""
    by, at = asker(request), now()
    row, new = get_requirement(by, requirement_id, at.date()), _requirement_given(by, body)
    row = actions.change_requirement(requirement=row, new=new, revision=wanted_revision(request), by=by, at=at)
    tag(response, row.revision)
    return _requirement(requirement_views([get_requirement(by, row.pk, at.date())])[0])


def requirement_of(by: User, number: int | None, field: str = "need") -> Requirement | None:
    """Return the need or requirement a number in a body stands for."""
    try:
        return None if number is None else get_requirement(by, number, now().date())
    except NotFound:
        raise Invalid("unknown", "There is no such requirement.", field) from None


def _deliverable_given(by: User, body: DeliverableIn) -> DeliverableParticulars:
    given = body.model_dump()
    given["owner"] = referred(by, "owner", given["owner"])
    numbers = dict.fromkeys(given.pop("requirements"))
    met = [requirement_of(by, one, "requirements") for one in numbers]
    return DeliverableParticulars(**given, requirements=tuple(one for one in met if one is not None))


def _requirement_given(by: User, body: RequirementIn) -> RequirementParticulars:
    given = body.model_dump()
    given |= {"owner": referred(by, "owner", given["owner"]), "need": requirement_of(by, given["need"], "need")}
    given["party"] = referred(by, "supplier", given["party"])
    return RequirementParticulars(**given)


def _project(row: Deliverable | Requirement) -> dict[str, Any]:
    return {"id": row.project_id, "name": row.project.name, "code": row.project.code}


def _deliverable(view: DeliverableView) -> DeliverableOut:
    return DeliverableOut.model_validate(_told(view))


def _told(view: DeliverableView) -> dict[str, Any]:
    row = view.row
    names = ("code", "name", "kind", "is_mandatory", "due_on", "task_uid", "criteria", "state", "revision")
    told = {name: getattr(row, name) for name in names} | {"id": row.pk, "project": _project(row)}
    late = {"days_late": view.days_late, "milestone": view.milestone, "milestone_on": view.forecast_on}
    return told | late | {"owner": named(row.owner), "said_on": view.said_on}


def _detail(request: HttpRequest, response: HttpResponse, row: Deliverable) -> DeliverableDetail:
    on = now().date()
    row = get_deliverable(asker(request), row.pk, on)
    tag(response, row.revision)
    names = ("state", "on", "reason", "recorded_at")
    steps = [
        {"recorded_by": named(one.recorded_by), **{name: getattr(one, name) for name in names}} for one in steps_of(row)
    ]
    met = list(row.requirements.values_list("pk", flat=True))
    return DeliverableDetail.model_validate(_told(deliverable_view(row, on)) | {"requirements": met, "steps": steps})


def _requirement(view: RequirementView) -> RequirementOut:
    row = view.row
    names = ("kind", "code", "title", "words", "priority", "state", "source", "revision")
    told = {name: getattr(row, name) for name in names} | {"id": row.pk, "project": _project(row)}
    people = {"party": named(row.party), "owner": named(row.owner), "need": row.need_id}
    met = [one.pk for one in view.deliverables]
    return RequirementOut.model_validate(told | people | {"deliverables": met, "trace": view.trace})
