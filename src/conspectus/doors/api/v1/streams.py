"""Work streams of a project."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.rooms.portfolio.actions import NewStream, cut_project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.schedule.queries.streams import work_streams
from conspectus.rooms.schedule.queries.views import StreamView

router = Router(tags=["projects"])


class StreamIn(Body):
    """A work stream: ``codes`` are beginnings of the WBS, such as "2, 3.1"; ``lead`` a person's number."""

    name: str
    codes: str
    lead: int | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None


class StreamsIn(Body):
    """All work streams of a project, in order; none makes it whole again."""

    streams: list[StreamIn]


@router.get("/{project_id}/streams", response={200: list[StreamView]}, summary="Work streams")
def list_streams(request: HttpRequest, response: HttpResponse, project_id: str) -> list[StreamView]:
    """Return the work streams with dates, progress and earned value, then the tasks in none; ETag is the project's."""
    by = asker(request)
    project = get_project(by, project_id)
    tag(response, project.revision)
    return list(work_streams(project, by=by, on=now().date()))


@router.put("/{project_id}/streams", response={200: list[StreamView]}, summary="Cut it into work streams")
def put_streams(request: HttpRequest, response: HttpResponse, project_id: str, body: StreamsIn) -> list[StreamView]:
    """Replace the work streams of a project; takes If-Match of the project."""
    by = asker(request)
    project = get_project(by, project_id)
    new = [
        NewStream(one.name, one.codes, referred(by, "person", one.lead), one.starts_on, one.ends_on)
        for one in body.streams
    ]
    cut_project(project=project, streams=new, revision=wanted_revision(request), by=by, at=now())
    return list_streams(request, response, project_id)
