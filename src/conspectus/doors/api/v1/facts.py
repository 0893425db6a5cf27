"""Facts: the catalogue of what is measured, and what was measured of a project as at a day."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Day
from conspectus.doors.api.v1.shapes import Page
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.facts.choices import Fact
from conspectus.rooms.facts.queries.own import areas_seen
from conspectus.rooms.facts.queries.seen import FactLine, plain_value, project_facts_seen
from conspectus.rooms.portfolio.queries import get_project

router = Router(tags=["facts"])


class CatalogueOut(Schema):
    """One fact of the catalogue; ``cost`` marks what only those see who may see cost."""

    name: str
    kind: str
    label: str
    meaning: str
    unit: str
    cost: bool


class FactOut(Schema):
    """What one fact was and since when: a value, money in whole units of ``currency``, or the reason why none."""

    name: str
    value: bool | float | str | list[str] | None
    reason: str | None
    currency: str
    since: date | None


class ProjectFactsOut(Schema):
    """The newest sheet of a project as at a day; without ``valid_on`` nothing was measured by then."""

    on: date
    known_by: date | None
    valid_on: date | None
    recorded_at: datetime | None
    digest: str
    facts: list[FactOut]


@router.get("/facts", response={200: Page[CatalogueOut]}, summary="What is measured")
@written_for(PLAIN)
def list_facts(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[CatalogueOut]:
    """Return the catalogue: every fact a policy may use, one's own fields last."""
    known_only(request, "cursor", "limit")
    facts = [fact for area in areas_seen(asker(request), now().date()) for fact in area.facts]
    rows, following = page(facts, cursor, limit, key="name")
    return Page(items=[_entry(one) for one in rows], next=following)


@router.get("/projects/{project_id}/facts", response={200: ProjectFactsOut}, summary="Facts of a project")
def get_facts(
    request: HttpRequest, project_id: str, on: Day | None = None, known_by: Day | None = None
) -> ProjectFactsOut:
    """Return what was measured of a project as at ``on`` (today), as known today or by the end of ``known_by``."""
    known_only(request, "on", "known_by")
    by = asker(request)
    found = project_facts_seen(by, get_project(by, project_id), on or now().date(), known_by)
    names = ("on", "known_by", "valid_on", "recorded_at", "digest")
    lines = [_told(line) for area in found.areas for line in area.lines if line.measured]
    return ProjectFactsOut(**{name: getattr(found, name) for name in names}, facts=lines)


def _entry(fact: Fact) -> CatalogueOut:
    told = {name: str(getattr(fact, name)) for name in ("name", "kind", "label", "meaning", "unit")}
    return CatalogueOut(**told, cost=fact.cost)


def _told(line: FactLine) -> FactOut:
    value, reason = plain_value(line.value), line.reason or None
    return FactOut(name=line.fact.name, value=value, reason=reason, currency=line.currency, since=line.since)
