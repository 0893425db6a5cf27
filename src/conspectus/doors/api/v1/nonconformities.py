"""Non-conformities of projects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.quality import deliverable_of, project_of
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.scope import ProjectRef
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.engine.measure import Measure
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.quality import actions
from conspectus.rooms.quality.actions import ConformityParticulars
from conspectus.rooms.quality.models import NonConformity
from conspectus.rooms.quality.queries import (
    ConformityFilter,
    ConformityView,
    conformity_view,
    conformity_views,
    find_nonconformities,
    get_nonconformity,
    steps_of,
)

router = Router(tags=["quality"])


class NonConformityIn(Body):
    """The particulars of a non-conformity; ``found_on`` is today unless given."""

    title: str
    words: str = ""
    severity: str = "major"
    found_on: Day | None = None
    place: str = ""
    deliverable: int | None = None
    party: int | None = None
    origin: str = "unknown"
    cause: str = ""
    treatment: str = "open"
    owner: int | None = None
    due_on: Day | None = None


class NonConformitiesIn(Body):
    """Non-conformities to raise, all or none."""

    rows: list[NonConformityIn]


class MendingIn(Body):
    """What was done about it; ``on`` is today unless given."""

    words: str
    on: Day | None = None


class VerificationIn(Body):
    """Whether the correction holds; where not, ``words`` say why."""

    holds: bool
    words: str = ""
    on: Day | None = None


class ConformityDropIn(Body):
    """Why it is dropped, or taken up ``again``."""

    words: str
    again: bool = False


class ConformityEscalationIn(Body):
    """Why it is given to the portfolio."""

    reason: str


class ReworkIn(Body):
    """The cost of rework in minor units; what was spent is a part of the ledger."""

    planned_minor: int | None = None
    spent_minor: int | None = None


class NonConformityOut(Schema):
    """A non-conformity; the cost of rework as far as you may see it; ``issue`` is what it was escalated as."""

    id: int
    project: ProjectRef
    number: int
    title: str
    words: str
    severity: str
    state: str
    found_on: date
    age_days: int
    due_on: date | None
    days_late: int
    settled_on: date | None
    place: str
    deliverable: int | None
    party: Named | None
    origin: str
    cause: str
    treatment: str
    owner: Named | None
    rework_planned: Measure
    rework_spent: Measure
    issue: int | None
    revision: int


class ConformityStepOut(Schema):
    """What became of a non-conformity on a day."""

    state: str
    on: date
    words: str
    recorded_by: Named
    recorded_at: datetime


class NonConformityDetail(NonConformityOut):
    """A non-conformity with its steps, the newest first."""

    steps: list[ConformityStepOut]


@router.get("/nonconformities", response={200: Page[NonConformityOut]}, summary="Non-conformities")
def list_nonconformities(
    request: HttpRequest,
    text: str = "",
    state: str = "",
    severity: str = "",
    due: str = "",
    project: int | None = None,
    portfolio: int | None = None,
    cursor: str = "",
    limit: int = USUAL,
) -> Page[NonConformityOut]:
    """Return the non-conformities of every project you may see, the oldest first."""
    known_only(request, "text", "state", "severity", "due", "project", "portfolio", "cursor", "limit")
    by, on = asker(request), now().date()
    wanted = ConformityFilter(text, project, portfolio, state=state, severity=severity, due=due, sort="-age")
    rows, following = page(find_nonconformities(by, wanted, on), cursor, limit)
    return Page(items=[_conformity(view) for view in conformity_views(by, rows, on)], next=following)


@router.post("/projects/{project_id}/nonconformities", response={201: list[NonConformityOut]}, summary="Raise some")
def post_nonconformities(
    request: HttpRequest, project_id: str, body: NonConformitiesIn
) -> Status[list[NonConformityOut]]:
    """Raise non-conformities of a project, all or none."""
    by, at = asker(request), now()
    project = get_project(by, project_id)
    new = [_conformity_given(by, one) for one in body.rows]
    made = actions.raise_nonconformities(project=project, new=new, by=by, at=at)
    return Status(201, [_conformity(view) for view in conformity_views(by, made, at.date())])


@router.get("/nonconformities/{nonconformity_id}", response={200: NonConformityDetail}, summary="One of them")
def one_nonconformity(request: HttpRequest, response: HttpResponse, nonconformity_id: str) -> NonConformityDetail:
    """Return a non-conformity with its steps."""
    on = now().date()
    row = get_nonconformity(asker(request), nonconformity_id, on)
    tag(response, row.revision)
    names = ("state", "on", "words", "recorded_at")
    steps = [
        {"recorded_by": named(one.recorded_by), **{name: getattr(one, name) for name in names}} for one in steps_of(row)
    ]
    told = _told(conformity_view(asker(request), row, on))
    return NonConformityDetail.model_validate(told | {"steps": steps})


@router.put("/nonconformities/{nonconformity_id}", response={200: NonConformityDetail}, summary="Change it")
def put_nonconformity(
    request: HttpRequest, response: HttpResponse, nonconformity_id: str, body: NonConformityIn
) -> NonConformityDetail:
    """Change the particulars of a non-conformity, all at once; takes If-Match."""
    row, new = _one(request, nonconformity_id), _conformity_given(asker(request), body)
    new = new if new.found_on else replace(new, found_on=row.found_on)
    actions.change_nonconformity(nonconformity=row, new=new, **_by_hand(request))
    return one_nonconformity(request, response, nonconformity_id)


@router.post("/nonconformities/{nonconformity_id}/correction", response={200: NonConformityDetail}, summary="Corrected")
def post_correction(
    request: HttpRequest, response: HttpResponse, nonconformity_id: str, body: MendingIn
) -> NonConformityDetail:
    """Say what was done about it; takes If-Match."""
    row = _one(request, nonconformity_id)
    actions.correct_nonconformity(nonconformity=row, **body.model_dump(), **_by_hand(request))
    return one_nonconformity(request, response, nonconformity_id)


@router.post("/nonconformities/{nonconformity_id}/verification", response={200: NonConformityDetail}, summary="Verify")
def post_verification(
    request: HttpRequest, response: HttpResponse, nonconformity_id: str, body: VerificationIn
) -> NonConformityDetail:
    """Close what somebody else corrected, or open it again; takes If-Match."""
    row = _one(request, nonconformity_id)
    actions.verify_nonconformity(nonconformity=row, **body.model_dump(), **_by_hand(request))
    return one_nonconformity(request, response, nonconformity_id)


@router.post("/nonconformities/{nonconformity_id}/drop", response={200: NonConformityDetail}, summary="Drop it")
def post_conformity_drop(
    request: HttpRequest, response: HttpResponse, nonconformity_id: str, body: ConformityDropIn
) -> NonConformityDetail:
    """Drop what turned out to be none, or take it up again; takes If-Match."""
    row = _one(request, nonconformity_id)
    actions.drop_nonconformity(nonconformity=row, **body.model_dump(), **_by_hand(request))
    return one_nonconformity(request, response, nonconformity_id)


@router.post("/nonconformities/{nonconformity_id}/escalation", response={200: NonConformityDetail}, summary="Escalate")
def post_conformity_escalation(
    request: HttpRequest, response: HttpResponse, nonconformity_id: str, body: ConformityEscalationIn
) -> NonConformityDetail:
    """Give it to the portfolio as an issue; takes If-Match."""
    row = _one(request, nonconformity_id)
    actions.escalate_nonconformity(nonconformity=row, **body.model_dump(), **_by_hand(request))
    return one_nonconformity(request, response, nonconformity_id)


@router.post(
    "/nonconformities/{nonconformity_id}/rework", response={200: NonConformityDetail}, summary="Cost of rework"
)
def post_rework(
    request: HttpRequest, response: HttpResponse, nonconformity_id: str, body: ReworkIn
) -> NonConformityDetail:
    """Say what putting it right is to cost and has cost; takes If-Match."""
    row = _one(request, nonconformity_id)
    actions.record_rework(nonconformity=row, **body.model_dump(), **_by_hand(request))
    return one_nonconformity(request, response, nonconformity_id)


def _one(request: HttpRequest, number: str) -> NonConformity:
    return get_nonconformity(asker(request), number, now().date())


def _by_hand(request: HttpRequest) -> dict[str, Any]:
    return {"revision": wanted_revision(request), "by": asker(request), "at": now()}


def _conformity_given(by: User, body: NonConformityIn) -> ConformityParticulars:
    given = body.model_dump()
    given |= {"owner": referred(by, "owner", given["owner"]), "deliverable": deliverable_of(by, body.deliverable)}
    given["party"] = referred(by, "supplier", given["party"])
    return ConformityParticulars(**given)


def _conformity(view: ConformityView) -> NonConformityOut:
    return NonConformityOut.model_validate(_told(view))


def _told(view: ConformityView) -> dict[str, Any]:
    row = view.row
    names = ("number", "title", "words", "severity", "state", "found_on", "due_on", "place", "origin", "cause")
    told = {name: getattr(row, name) for name in (*names, "treatment", "revision")}
    told |= {"id": row.pk, "project": project_of(row), "party": named(row.party), "owner": named(row.owner)}
    told |= {"deliverable": row.deliverable_id, "issue": row.issue_id, "settled_on": view.settled_on}
    told |= {"age_days": view.age_days, "days_late": view.days_late}
    return told | {"rework_planned": view.planned, "rework_spent": view.spent}
