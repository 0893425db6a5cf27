"""What does not fit in a project's report and what is answered; a report that says nothing changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.reports import AnswerIn, one_report
from conspectus.kit.errors import NotFound
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.status.actions import answer_findings, repeat_report
from conspectus.rooms.status.queries import ProjectStatus, report_for
from conspectus.rooms.status.queries.doubts import findings_now

router = Router(tags=["reports"])


class FindingOut(Schema):
    """Something that does not fit in a report, and what is said to it."""

    code: str
    place: str
    words: str
    remedy: str
    answer: str
    answered_by: str


class AnswersIn(Body):
    """What is said to findings; an empty answer takes one back."""

    answers: list[AnswerIn] = Field(max_length=50)


@router.get("/{project_id}/reports/{period_id}/findings", response={200: list[FindingOut]}, summary="Findings")
def list_findings(request: HttpRequest, project_id: str, period_id: str) -> list[FindingOut]:
    """Return what does not fit in a report: as the data say now while it is written, else as it was handed in."""
    by, at = asker(request), now()
    project, period = get_project(by, project_id), get_period(by, period_id)
    report = report_for(project, period)
    found = findings_now(project, period, report, with_cost=sees_cost(by, project), on=at.date())
    names = ("code", "place", "words", "remedy", "answer", "answered_by")
    return [FindingOut(**{name: getattr(one, name) for name in names}) for one in found]


@router.put("/{project_id}/reports/{period_id}/findings", response={200: ProjectStatus}, summary="Answer findings")
def put_findings(
    request: HttpRequest, response: HttpResponse, project_id: str, period_id: str, body: AnswersIn
) -> ProjectStatus:
    """Answer findings of a report that is not submitted; takes If-Match."""
    by = asker(request)
    report = report_for(get_project(by, project_id), get_period(by, period_id))
    if report is None:
        raise NotFound
    answers = {(one.code, one.place): one.answer for one in body.answers}
    answer_findings(report=report, answers=answers, revision=wanted_revision(request), by=by, at=now())
    return one_report(request, response, project_id, period_id)


@router.post("/{project_id}/reports/{period_id}/repetition", response={200: ProjectStatus}, summary="Nothing changed")
def post_repetition(request: HttpRequest, response: HttpResponse, project_id: str, period_id: str) -> ProjectStatus:
    """Submit what was reported before, as unchanged; takes If-Match, "0" where there is no report yet."""
    by = asker(request)
    project, period = get_project(by, project_id), get_period(by, period_id)
    repeat_report(project=project, period=period, revision=wanted_revision(request), by=by, at=now())
    return one_report(request, response, project_id, period_id)
