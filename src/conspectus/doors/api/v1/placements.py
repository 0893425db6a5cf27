"""Where projects belonged from which day on, and how divisions stood under the tree of then or of now."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.rooms.accounts.queries import get_division
from conspectus.rooms.portfolio.queries import get_project, placements_of
from conspectus.rooms.status.queries import DivisionPoint, division_trend

router = Router(tags=["portfolio"])


class PlacementOut(Schema):
    """A project's programme, division or manager from a day on; of those that reach a day the last recorded counts."""

    id: int
    kind: str
    value: Named | None
    from_on: date
    recorded_at: datetime
    recorded_by: Named | None


@router.get(
    "/projects/{project_id}/placements",
    response={200: Page[PlacementOut]},
    summary="Where it belonged",
)
def list_placements(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[PlacementOut]:
    """Return from which day a project had which programme, division and manager, newest first."""
    known_only(request, "cursor", "limit")
    rows, following = page(placements_of(get_project(asker(request), project_id)), cursor, limit)
    told = [
        {"id": row.pk, "kind": row.kind, "from_on": row.from_on, "recorded_at": row.recorded_at}
        | {"value": named(row.value), "recorded_by": named(row.recorded_by)}
        for row in rows
    ]
    return Page(items=[PlacementOut.model_validate(one) for one in told], next=following)


@router.get("/divisions/{division_id}/trend", response={200: list[DivisionPoint]}, summary="Its trend")
def get_division_trend(request: HttpRequest, division_id: str, tree: str = "then") -> list[DivisionPoint]:
    """Return how a division stood in its frozen periods, under the tree of ``then`` or of ``now``."""
    known_only(request, "tree")
    return list(division_trend(asker(request), get_division(division_id), tree=tree, at=now()))
