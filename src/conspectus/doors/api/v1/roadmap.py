"""The roadmap and the calendar of milestones."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Query, Router, Schema
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.v1.portfolio import BYTES, FILES, AskedTable, Number
from conspectus.doors.api.v1.shapes import Page
from conspectus.journeys.links import roadmap_now
from conspectus.journeys.milestone_files import milestones_csv
from conspectus.rooms.schedule.queries import MilestoneFilter, MilestoneRow, Roadmap, milestones
from conspectus.rooms.schedule.queries.roadmap import PROJECTS

router = Router(tags=["roadmap"])


class AskedMilestones(Schema):
    """What a list of milestones is narrowed to."""

    text: str = ""
    portfolio: Number | None = None
    programme: Number | None = None
    division: Number | None = None
    manager: Number | None = None
    mine: bool = False
    window: str = ""
    state: str = ""
    slipped: str = ""
    month: str = ""

    def wanted(self) -> MilestoneFilter:
        """Return the one filter object of the list."""
        return MilestoneFilter(**{name: getattr(self, name) for name in AskedMilestones.model_fields})


class MilestonePage(AskedMilestones):
    """The same, a page at a time."""

    cursor: str = ""
    limit: int = USUAL


@router.get("/roadmap", response={200: Roadmap}, summary="The roadmap across projects")
def get_roadmap(
    request: HttpRequest,
    asked: Query[AskedTable],
    milestones: bool = True,
    first: Annotated[int, Field(ge=0, le=10**9)] = 0,
) -> Roadmap:
    """Return projects in groups, where ``group`` asks for some, with spans, baselines, milestones and links."""
    known_only(request, *(set(AskedTable.model_fields) - {"cursor", "limit"}), "milestones", "first")
    by, at = asker(request), now()
    return roadmap_now(by, asked.wanted(), milestones=milestones, at=at, offset=first, most=PROJECTS)


@router.get("/milestones", response={200: Page[MilestoneRow]}, summary="Milestones across projects")
def list_milestones(request: HttpRequest, asked: Query[MilestonePage]) -> Page[MilestoneRow]:
    """Return milestones by date, with how far each moved since its baseline and since the last period."""
    known_only(request, *MilestonePage.model_fields)
    rows = milestones(asker(request), asked.wanted(), at=now())
    found, following = page(rows, asked.cursor, asked.limit, key="milestone_id")
    return Page(items=found, next=following)


@router.get(
    "/milestones/file",
    response={200: bytes},
    summary="The same as CSV",
    openapi_extra={"responses": {200: {"content": {FILES["csv"]: {"schema": BYTES}}}}},
)
def get_milestone_file(request: HttpRequest, asked: Query[AskedMilestones]) -> HttpResponse:
    """Return every milestone the same filters leave as CSV."""
    known_only(request, *AskedMilestones.model_fields)
    data = milestones_csv(by=asker(request), at=now(), wanted=asked.wanted())
    answer = HttpResponse(data, content_type=FILES["csv"])
    answer.headers["Content-Disposition"] = 'attachment; filename="milestones.csv"'
    return answer
