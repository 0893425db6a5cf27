"""What a PMO's own programs send by the hundred: reports of a period and roles, all of them or none."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.reports import ReportIn, declare
from conspectus.doors.api.v1.roles import give
from conspectus.doors.api.v1.shapes import GrantIn, GrantOut
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.status.actions import submit_report

router = Router(tags=["many at once"])


class ProjectReportIn(ReportIn):
    """A project's report; ``revision`` is that of the one you read, 0 where there is none; ``submit`` hands it in."""

    project: int
    revision: int = Field(0, ge=0, lt=2**31)
    submit: bool = False


class ReportsIn(Body):
    """Reports of projects for one period."""

    reports: list[ProjectReportIn]


class WrittenOut(Schema):
    """A report as it stands now."""

    project: int
    revision: int
    state: str


class WrittenAllOut(Schema):
    """The reports that were written, in the order they were sent."""

    reports: list[WrittenOut]


class GrantsIn(Body):
    """Roles to give."""

    roles: list[GrantIn]


class GrantsOut(Schema):
    """The roles that were given, in the order they were sent."""

    roles: list[GrantOut]


@router.put("/periods/{period_id}/reports", response={200: WrittenAllOut}, summary="Write many reports")
def put_reports(request: HttpRequest, period_id: str, body: ReportsIn) -> WrittenAllOut:
    """Write the reports of up to 200 projects for an open period, all or none; `findings` name each at fault."""
    by, at = asker(request), now()
    period = get_period(by, period_id)
    refuse_reading_only(by)

    def write(one: ProjectReportIn) -> WrittenOut:
        row = declare(get_project(by, one.project), period, one, one.revision, by=by, at=at)
        if one.submit:
            row = submit_report(report=row, revision=row.revision, by=by, at=at)
        return WrittenOut(project=one.project, revision=row.revision, state=row.state)

    return WrittenAllOut(reports=all_or_none(body.reports, write, numbered=gettext_noop("report %(number)s")))


@router.post("/roles/many", response={201: GrantsOut}, summary="Give many roles")
def post_grants(request: HttpRequest, body: GrantsIn) -> Status[GrantsOut]:
    """Give up to 200 roles, all or none; `findings` name each at fault."""
    by, at = asker(request), now()
    refuse_reading_only(by)
    given = all_or_none(body.roles, lambda one: give(one, by=by, at=at), numbered=gettext_noop("role %(number)s"))
    return Status(201, GrantsOut(roles=given))
