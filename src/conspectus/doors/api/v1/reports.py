"""What a project declares for a period, and computed colours set aside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import handed_over
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.journeys.told import status_page_now
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.status.actions import (
    FORECASTS,
    TEXTS,
    Declared,
    Words,
    accept_report,
    declare_status,
    end_override,
    override_status,
    return_report,
    submit_report,
)
from conspectus.rooms.status.choices import ReportState
from conspectus.rooms.status.models import Override, Report
from conspectus.rooms.status.queries import ProjectStatus, get_override, overrides, project_status, report_for

router = Router(tags=["reports"])


class DeclaredIn(Body):
    """What is declared of one dimension: a level of the scale, and why."""

    dimension: str
    level: str
    words: str = ""


class ReportIn(Body):
    """A whole report: what is left out is declared no more. ``scale`` is rag, confidence_5 or confidence_3."""

    declared: list[DeclaredIn]
    scale: str = "rag"
    summary: str = ""
    achieved: str = ""
    planned: str = ""
    decisions: str = ""
    decide_on: Day | None = None
    finish_on: Day | None = None
    forecast_minor: int | None = None


class AnswerIn(Body):
    """What is said to a finding of a report, named by its code and place."""

    code: str
    place: str
    answer: str


class ReportStateIn(Body):
    """The state to move a report to: submitted, accepted, or returned with words.

    With a submission go answers to its findings and the minutes it took, where they are said.
    """

    state: str
    words: str = ""
    answers: list[AnswerIn] = Field([], max_length=50)
    minutes: int | None = None


class OverrideIn(Body):
    """A computed colour to set aside until a day."""

    dimension: str
    colour: str
    computed: str
    reason: str
    ends_on: Day


class OverrideOut(Schema):
    """A computed colour that was set aside; ``ended_at`` where it was ended before its day."""

    id: int
    dimension: str
    colour: str
    computed: str
    reason: str
    made_by: Named
    made_at: datetime
    ends_on: date
    ended_at: datetime | None


@router.get("/{project_id}/reports/{period_id}", response={200: ProjectStatus}, summary="Status in a period")
def one_report(request: HttpRequest, response: HttpResponse, project_id: str, period_id: str) -> ProjectStatus:
    """Return what was declared for a period beside what was computed; its ETag is what a change sends as If-Match."""
    by = asker(request)
    project, period = get_project(by, project_id), get_period(by, period_id)
    report_for(project, period)  # refuses a period of another portfolio
    found = project_status(by, project, period, at=now())
    tag(response, found.report.revision)
    return found


@router.get("/{project_id}/reports/{period_id}/page", response={200: bytes}, summary="Status report on a page")
def one_page(request: HttpRequest, project_id: str, period_id: str, kind: str = "pdf") -> HttpResponse:
    """Return a project's status report as one page: ``pdf`` or ``pptx``; frozen, else as everything stands."""
    known_only(request, "kind")
    by, at = asker(request), now()
    data = status_page_now(get_project(by, project_id), get_period(by, period_id), kind, by=by, at=at)
    return handed_over(data, f"status-report.{kind}", "application/octet-stream")


@router.put("/{project_id}/reports/{period_id}", response={200: ProjectStatus}, summary="Write the report")
def put_report(
    request: HttpRequest, response: HttpResponse, project_id: str, period_id: str, body: ReportIn
) -> ProjectStatus:
    """Write a project's report for an open period, whole; takes If-Match, "0" where there is none yet."""
    by = asker(request)
    written(request, get_project(by, project_id), get_period(by, period_id), body)
    return one_report(request, response, project_id, period_id)


@router.post("/{project_id}/reports/{period_id}/state", response={200: ProjectStatus}, summary="Move a report")
def post_report_state(
    request: HttpRequest, response: HttpResponse, project_id: str, period_id: str, body: ReportStateIn
) -> ProjectStatus:
    """Submit a report, accept it, or return it with words; takes If-Match."""
    by = asker(request)
    moved(request, get_project(by, project_id), get_period(by, period_id), body)
    return one_report(request, response, project_id, period_id)


def written(request: HttpRequest, subject: Project | Programme, period: Period, body: ReportIn) -> None:
    """Write the report of a project or programme."""
    declare(subject, period, body, wanted_revision(request), by=asker(request), at=now())


def declare(
    subject: Project | Programme, period: Period, body: ReportIn, revision: int, *, by: User, at: datetime
) -> Report:
    """Write a report as it was sent."""
    return declare_status(
        subject=subject,
        period=period,
        declared=[Declared(**one.model_dump()) for one in body.declared],
        words=Words(**{name: getattr(body, name) for name in (*TEXTS, *FORECASTS)}),
        scale=body.scale,
        revision=revision,
        by=by,
        at=at,
    )


def moved(request: HttpRequest, subject: Project | Programme, period: Period, body: ReportStateIn) -> None:
    """Move the report of a project or programme to another state."""
    report = report_for(subject, period)
    if report is None:
        raise NotFound
    given: dict[str, Any] = {"report": report, "revision": wanted_revision(request), "by": asker(request), "at": now()}
    if body.state == ReportState.SUBMITTED:
        answers = {(one.code, one.place): one.answer for one in body.answers}
        submit_report(**given, answers=answers, minutes=body.minutes)
    elif body.state == ReportState.ACCEPTED:
        accept_report(**given)
    elif body.state == ReportState.RETURNED:
        return_report(**given, words=body.words)
    else:
        raise Invalid("state", "A report is moved to submitted, accepted or returned.", "state")


@router.get("/{project_id}/overrides", response={200: Page[OverrideOut]}, summary="Overrides")
def list_overrides(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[OverrideOut]:
    """Return what was ever set aside of a project's computed status, newest first."""
    known_only(request, "cursor", "limit")
    rows, following = page(overrides(get_project(asker(request), project_id)), cursor, limit)
    return Page(items=[override_out(row) for row in rows], next=following)


@router.post("/{project_id}/overrides", response={201: OverrideOut}, summary="Set a colour aside")
def post_override(request: HttpRequest, project_id: str, body: OverrideIn) -> Status[OverrideOut]:
    """Set a computed colour aside until a day; both stay readable."""
    by = asker(request)
    row = override_status(subject=get_project(by, project_id), **body.model_dump(), by=by, at=now())
    return Status(201, override_out(row))


@router.delete("/{project_id}/overrides/{override_id}", response={200: OverrideOut}, summary="End an override")
def delete_override(request: HttpRequest, project_id: str, override_id: str) -> OverrideOut:
    """Let the computed colour count again; the override stays on record."""
    by = asker(request)
    project, row = get_project(by, project_id), get_override(by, override_id)
    if row.project_id != project.pk:
        raise NotFound
    return override_out(end_override(override=row, by=by, at=now()))


def override_out(row: Override) -> OverrideOut:
    """Return an override as it is sent."""
    names = ("dimension", "colour", "computed", "reason", "made_at", "ends_on", "ended_at")
    told = {name: getattr(row, name) for name in names}
    return OverrideOut.model_validate({"id": row.pk, "made_by": named(row.made_by), **told})
