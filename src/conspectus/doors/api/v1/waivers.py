"""Waivers: asked for, decided, ended early."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.queries import WaiverView

router = Router(tags=["compliance"])


class WaiverIn(Body):
    """A waiver to ask for; ``ends_on`` is its last day."""

    policy: str
    reason: str
    starts_on: Day
    ends_on: Day


class WaiverDecisionIn(Body):
    """A decision on a waiver."""

    granted: bool
    words: str = ""


class EndIn(Body):
    """Why a waiver ends early."""

    words: str = ""


class WaiverStepOut(Schema):
    """What became of a waiver."""

    kind: str
    words: str
    on: date
    taken_by: Named | None
    taken_at: datetime


class WaiverOut(Schema):
    """A waiver as it stands today."""

    id: int
    project: int
    method: str
    policy: str
    state: str
    reason: str
    starts_on: date
    ends_on: date
    asked_by: Named | None
    asked_at: datetime
    steps: list[WaiverStepOut]


def waiver_out(one: WaiverView) -> WaiverOut:
    """Return a waiver as the API tells it."""
    row = one.waiver
    steps = [
        WaiverStepOut(
            kind=step.kind,
            words=step.words,
            on=step.on,
            taken_by=named(step.taken_by),
            taken_at=step.taken_at,
        )
        for step in one.steps
    ]
    told = {name: getattr(row, name) for name in ("policy", "reason", "starts_on", "ends_on", "asked_at")}
    return WaiverOut(
        id=row.pk,
        project=row.project_id,
        method=row.method.key,
        state=one.state,
        asked_by=named(row.asked_by),
        steps=steps,
        **told,
    )


@router.get("/waivers", response={200: Page[WaiverOut]}, summary="Waivers")
def list_waivers(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[WaiverOut]:
    """Return the waivers of the projects one sees, newest first."""
    known_only(request, "cursor", "limit")
    on = now().date()
    rows, following = page(queries.visible_waivers(asker(request), on), cursor, limit)
    return Page(items=[waiver_out(one) for one in queries.waiver_views(rows, on, None)], next=following)


@router.post("/projects/{project_id}/waivers", response={201: WaiverOut}, summary="Ask for a waiver")
def post_waiver(request: HttpRequest, project_id: str, body: WaiverIn) -> Status[WaiverOut]:
    """Ask that a project is not held to a clause until a day."""
    by, at = asker(request), now()
    row = actions.request_waiver(project=get_project(by, project_id), **body.model_dump(), by=by, at=at)
    return Status(201, waiver_out(queries.waiver_views([row], at.date(), None)[0]))


@router.post("/waivers/{waiver_id}/decision", response={200: WaiverOut}, summary="Decide on a waiver")
def post_waiver_decision(request: HttpRequest, waiver_id: str, body: WaiverDecisionIn) -> WaiverOut:
    """Grant or refuse a waiver; who asked does not decide."""
    by, at = asker(request), now()
    row = queries.get_waiver(by, waiver_id, at.date())
    actions.decide_waiver(waiver=row, granted=body.granted, words=body.words, by=by, at=at)
    return waiver_out(queries.waiver_views([row], at.date(), None)[0])


@router.post("/waivers/{waiver_id}/end", response={200: WaiverOut}, summary="End a waiver early")
def post_waiver_end(request: HttpRequest, waiver_id: str, body: EndIn) -> WaiverOut:
    """Hold the project to the clause again from today on."""
    by, at = asker(request), now()
    row = queries.get_waiver(by, waiver_id, at.date())
    actions.end_waiver(waiver=row, words=body.words, by=by, at=at)
    return waiver_out(queries.waiver_views([row], at.date(), None)[0])
