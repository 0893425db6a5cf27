"""Stakeholders of projects, and the communication plan with what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.quality import project_of
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.scope import ProjectRef
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.stakeholders import actions
from conspectus.rooms.stakeholders.actions import (
    CommunicationParticulars,
    Judged,
    SendingGiven,
    StakeholderParticulars,
)
from conspectus.rooms.stakeholders.models import Communication, Sending, Stakeholder
from conspectus.rooms.stakeholders.queries import (
    CommunicationFilter,
    CommunicationView,
    StakeholderView,
    communication_views,
    documents_to_send,
    find_communications,
    find_stakeholders,
    get_communication,
    get_stakeholder,
    packs_to_send,
    sendings_of,
    stakeholder_views,
)

router = Router(tags=["stakeholders"])
T = TypeVar("T")


class AssessmentIn(Body):
    """How a stakeholder stands: influence and interest from 1 to 5; ``on`` is today unless given."""

    influence: int
    interest: int
    stance: str = "neutral"
    words: str = ""
    on: Day | None = None


class StakeholderIn(Body):
    """Who a stakeholder is; ``stance`` is the one wanted."""

    name: str
    organisation: str = ""
    role: str = ""
    stance: str = "supportive"
    approach: str = ""
    owner: int | None = None
    is_confidential: bool = True
    left_on: Day | None = None


class NewStakeholderIn(StakeholderIn):
    """A stakeholder to enter, and how they stand."""

    assessment: AssessmentIn


class StakeholdersIn(Body):
    """Stakeholders to enter, all or none."""

    rows: list[NewStakeholderIn]


class CommunicationIn(Body):
    """A line of the communication plan."""

    audience: str
    what: str
    channel: str = "meeting"
    cadence: str = "monthly"
    owner: int | None = None
    next_on: Day | None = None
    is_ended: bool = False


class CommunicationsIn(Body):
    """Lines of the communication plan to enter, all or none."""

    rows: list[CommunicationIn]


class SendingIn(Body):
    """What was sent, with a document of the project or a board pack; ``on`` is today unless given."""

    words: str = ""
    on: Day | None = None
    document: int | None = None
    pack: int | None = None


class AssessmentOut(Schema):
    """How a stakeholder stood on a day."""

    on: date
    influence: int
    interest: int
    stance: str
    words: str


class StakeholderOut(Schema):
    """A stakeholder; ``gap`` is how many steps the stance is short of the one wanted."""

    id: int
    project: ProjectRef
    name: str
    organisation: str
    role: str
    stance: str
    gap: int
    approach: str
    owner: Named | None
    is_confidential: bool
    left_on: date | None
    assessment: AssessmentOut | None
    revision: int


class StakeholderDetail(StakeholderOut):
    """A stakeholder with all assessments, the newest first."""

    assessments: list[AssessmentOut]


class CommunicationOut(Schema):
    """A line of the communication plan."""

    id: int
    project: ProjectRef
    audience: str
    what: str
    channel: str
    cadence: str
    owner: Named | None
    next_on: date | None
    days_late: int
    is_ended: bool
    sent: int
    last_on: date | None
    revision: int


class SendingOut(Schema):
    """What was sent."""

    on: date
    planned_on: date | None
    words: str
    document: int | None
    pack: int | None
    sent_by: Named
    recorded_at: datetime


class CommunicationDetail(CommunicationOut):
    """A line of the communication plan with what was sent, the newest first."""

    sendings: list[SendingOut]


@router.get("/projects/{project_id}/stakeholders", response={200: Page[StakeholderOut]}, summary="Stakeholders")
def list_stakeholders(
    request: HttpRequest, project_id: str, gone: bool = False, cursor: str = "", limit: int = USUAL
) -> Page[StakeholderOut]:
    """Return the stakeholders of a project that you may see, by name; ``gone`` with those without a stake any more."""
    known_only(request, "gone", "cursor", "limit")
    by, on = asker(request), now().date()
    found = find_stakeholders(by, on, project=get_project(by, project_id).pk, gone=gone)
    rows, following = page(found, cursor, limit)
    return Page(items=[_stakeholder(view) for view in stakeholder_views(rows, on)], next=following)


@router.post("/projects/{project_id}/stakeholders", response={201: list[StakeholderOut]}, summary="Enter some")
def post_stakeholders(request: HttpRequest, project_id: str, body: StakeholdersIn) -> Status[list[StakeholderOut]]:
    """Enter stakeholders of a project with how they stand, all or none."""
    by, at = asker(request), now()
    project = get_project(by, project_id)
    new = [(_who(by, one), Judged(**one.assessment.model_dump())) for one in body.rows]
    made = actions.enter_stakeholders(project=project, new=new, by=by, at=at)
    return Status(201, [_stakeholder(view) for view in stakeholder_views(made, at.date())])


@router.get("/stakeholders/{stakeholder_id}", response={200: StakeholderDetail}, summary="One stakeholder")
def one_stakeholder(request: HttpRequest, response: HttpResponse, stakeholder_id: str) -> StakeholderDetail:
    """Return a stakeholder and how they stood over time."""
    on = now().date()
    row = get_stakeholder(asker(request), stakeholder_id, on)
    tag(response, row.revision)
    told = [AssessmentOut.model_validate(one, from_attributes=True) for one in row.assessments.order_by("-on", "-pk")]
    return StakeholderDetail.model_validate(_told(stakeholder_views([row], on)[0]) | {"assessments": told})


@router.put("/stakeholders/{stakeholder_id}", response={200: StakeholderDetail}, summary="Change it")
def put_stakeholder(
    request: HttpRequest, response: HttpResponse, stakeholder_id: str, body: StakeholderIn
) -> StakeholderDetail:
    """Change who a stakeholder is, all at once; takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_stakeholder(by, stakeholder_id, at.date()), wanted_revision(request)
    actions.change_stakeholder(stakeholder=row, new=_who(by, body), revision=revision, by=by, at=at)
    return one_stakeholder(request, response, stakeholder_id)


@router.post("/stakeholders/{stakeholder_id}/assessments", response={201: AssessmentOut}, summary="Assess it")
def post_assessment(request: HttpRequest, stakeholder_id: str, body: AssessmentIn) -> Status[AssessmentOut]:
    """Say how a stakeholder stands; earlier assessments stay."""
    by, at = asker(request), now()
    row = get_stakeholder(by, stakeholder_id, at.date())
    made = actions.assess_stakeholder(stakeholder=row, new=Judged(**body.model_dump()), by=by, at=at)
    return Status(201, AssessmentOut.model_validate(made, from_attributes=True))


@router.get("/communications", response={200: Page[CommunicationOut]}, summary="Communication plans")
def list_communications(
    request: HttpRequest,
    text: str = "",
    project: int | None = None,
    portfolio: int | None = None,
    due: str = "",
    ended: bool = False,
    cursor: str = "",
    limit: int = USUAL,
) -> Page[CommunicationOut]:
    """Return what is to be communicated in every project you may see, the first due first."""
    known_only(request, "text", "project", "portfolio", "due", "ended", "cursor", "limit")
    by, on = asker(request), now().date()
    wanted = CommunicationFilter(text, project, portfolio, due=due, ended=ended)
    rows, following = page(find_communications(by, wanted, on), cursor, limit)
    return Page(items=[_communication(view) for view in communication_views(rows, on)], next=following)


@router.post("/projects/{project_id}/communications", response={201: list[CommunicationOut]}, summary="Plan some")
def post_communications(
    request: HttpRequest, project_id: str, body: CommunicationsIn
) -> Status[list[CommunicationOut]]:
    """Enter lines of a project's communication plan, all or none."""
    by, at = asker(request), now()
    project = get_project(by, project_id)
    new = [_what(by, one) for one in body.rows]
    made = actions.enter_communications(project=project, new=new, by=by, at=at)
    return Status(201, [_communication(view) for view in communication_views(made, at.date())])


@router.get("/communications/{communication_id}", response={200: CommunicationDetail}, summary="One line")
def one_communication(request: HttpRequest, response: HttpResponse, communication_id: str) -> CommunicationDetail:
    """Return a line of the communication plan with what was sent."""
    on = now().date()
    row = get_communication(asker(request), communication_id, on)
    tag(response, row.revision)
    told = _line(communication_views([row], on)[0])
    return CommunicationDetail.model_validate(told | {"sendings": [_sending(one) for one in sendings_of(row)]})


@router.put("/communications/{communication_id}", response={200: CommunicationDetail}, summary="Change it")
def put_communication(
    request: HttpRequest, response: HttpResponse, communication_id: str, body: CommunicationIn
) -> CommunicationDetail:
    """Change a line of the communication plan, or end it; takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_communication(by, communication_id, at.date()), wanted_revision(request)
    actions.change_communication(communication=row, new=_what(by, body), revision=revision, by=by, at=at)
    return one_communication(request, response, communication_id)


@router.post("/communications/{communication_id}/sendings", response={201: CommunicationDetail}, summary="Sent")
def post_sending(
    request: HttpRequest, response: HttpResponse, communication_id: str, body: SendingIn
) -> Status[CommunicationDetail]:
    """Record that it was sent; the day it is due next follows; takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_communication(by, communication_id, at.date()), wanted_revision(request)
    document = _one_of(documents_to_send(row.project) if body.document else (), body.document, "document")
    pack = _one_of(packs_to_send(by, row.project, at=at) if body.pack else (), body.pack, "pack")
    new = SendingGiven(body.words, body.on, document, pack)
    actions.record_sending(communication=row, new=new, revision=revision, by=by, at=at)
    return Status(201, one_communication(request, response, communication_id))


def _one_of(rows: Sequence[T], number: int | None, name: str) -> T | None:
    if number is None:
        return None
    for row in rows:
        if getattr(row, "pk", None) == number:
            return row
    raise Invalid("unknown", f"There is no such {name}.", name)


def _who(by: User, body: StakeholderIn) -> StakeholderParticulars:
    given = body.model_dump()
    given.pop("assessment", None)
    return StakeholderParticulars(**given | {"owner": referred(by, "owner", body.owner)})


def _what(by: User, body: CommunicationIn) -> CommunicationParticulars:
    return CommunicationParticulars(**body.model_dump() | {"owner": referred(by, "owner", body.owner)})


def _stakeholder(view: StakeholderView) -> StakeholderOut:
    return StakeholderOut.model_validate(_told(view))


def _told(view: StakeholderView) -> dict[str, Any]:
    row: Stakeholder = view.row
    names = ("name", "organisation", "role", "stance", "approach", "is_confidential", "left_on", "revision")
    told = {name: getattr(row, name) for name in names} | {"id": row.pk, "project": project_of(row), "gap": view.gap}
    now_ = None if view.now is None else AssessmentOut.model_validate(view.now, from_attributes=True)
    return told | {"owner": named(row.owner), "assessment": now_}


def _communication(view: CommunicationView) -> CommunicationOut:
    return CommunicationOut.model_validate(_line(view))


def _line(view: CommunicationView) -> dict[str, Any]:
    row: Communication = view.row
    names = ("audience", "what", "channel", "cadence", "next_on", "is_ended", "revision")
    told = {name: getattr(row, name) for name in names} | {"id": row.pk, "project": project_of(row)}
    told |= {"owner": named(row.owner), "sent": view.sent, "days_late": view.days_late}
    return told | {"last_on": view.last.on if view.last else None}


def _sending(row: Sending) -> dict[str, Any]:
    names = ("on", "planned_on", "words", "recorded_at")
    told = {name: getattr(row, name) for name in names} | {"sent_by": named(row.sent_by)}
    return told | {"document": row.document_id, "pack": row.pack_id}
