"""Compliance for any day; adoption, tailoring and waivers of projects."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred_projects
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.portfolio.queries import ProjectFilter, get_project
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.models import Adoption, Tailoring
from conspectus.rooms.standards.queries import Counts
from conspectus.rooms.standards.queries.adopting import AdoptionLine, adoption_preview, news_for
from conspectus.rooms.standards.queries.indicators import IndicatorRow, project_indicators

router = Router(tags=["compliance"])


class CountsOut(Schema):
    """How many clauses stand how; ``ratio`` is null where nothing could be told, and ``reason`` says why."""

    satisfied: int
    failed: int
    waived: int
    not_assessable: int
    not_applicable: int
    applicable: int
    ratio: float | None
    reason: str | None


class ClauseOut(Schema):
    """How a project stands to a clause."""

    policy: str
    clause: str
    title: str
    severity: str
    standing: str
    missing: list[str]
    waiver: int | None
    tailored: bool


class TrendOut(Schema):
    """What it came to at the end of a month."""

    on: date
    counts: CountsOut


class ProjectComplianceOut(Schema):
    """How a project stands on a day to the version it follows; ``version`` is null where it follows none."""

    on: date
    version: int | None
    method: str
    number: str
    tier: str
    counts: CountsOut
    clauses: list[ClauseOut]
    indicators: list[IndicatorRow]
    trend: list[TrendOut]


class GroupOut(Schema):
    """Compliance of a method or a division."""

    id: int | None
    name: str
    projects: int
    counts: CountsOut


class ClauseSumOut(Schema):
    """A clause over the projects that follow its version."""

    version: int
    policy: str
    clause: str
    title: str
    counts: CountsOut


class ProjectSumOut(Schema):
    """A project's clauses in sum."""

    project: int
    code: str
    name: str
    method: str
    number: str
    tier: str
    counts: CountsOut


class OverviewOut(Schema):
    """Compliance of the projects one sees; ``without`` counts those that follow no method."""

    on: date
    counts: CountsOut
    projects: list[ProjectSumOut]
    clauses: list[ClauseSumOut]
    methods: list[GroupOut]
    divisions: list[GroupOut]
    without: int


class AdoptionOut(Schema):
    """A version a project follows from a day on."""

    id: int
    project: int
    version: int
    starts_on: date
    reason: str
    adopted_by: Named | None
    recorded_at: datetime


class AdoptionIn(Body):
    """A version to follow from a day on."""

    version: int
    starts_on: Day
    reason: str = ""


class AdoptionsIn(Body):
    """Projects that are to follow a version; with ``rehearse`` only what it would come to is told."""

    projects: list[int]
    starts_on: Day
    reason: str = ""
    rehearse: bool = False


class AdoptionLineOut(Schema):
    """What adopting does to a project; refused with why."""

    project: int
    code: str
    name: str
    before: str
    counts: CountsOut
    after: CountsOut
    refusal: str


class NewsOut(Schema):
    """What is new in a version."""

    number: str
    words: str


class AdoptionsOut(Schema):
    """What adopting does or would do, in the order of the codes; ``news`` of all versions that are gone through."""

    adopted: bool
    news: list[NewsOut]
    projects: list[AdoptionLineOut]


class TailoringIn(Body):
    """What a project does otherwise; ``kind`` is off, limits or as_written."""

    policy: str
    kind: str
    reason: str
    starts_on: Day
    limits: dict[str, float] = Field(default_factory=dict)


class TailoringOut(Schema):
    """A tailoring as recorded; its limits are decimal texts."""

    id: int
    policy: str
    kind: str
    limits: dict[str, str]
    reason: str
    starts_on: date
    approved_by: Named | None
    recorded_at: datetime


def counts_out(counts: Counts) -> CountsOut:
    """Return counts as the API tells them."""
    names = ("satisfied", "failed", "waived", "not_assessable", "not_applicable", "applicable")
    ratio = counts.ratio
    told = {name: getattr(counts, name) for name in names}
    return CountsOut(ratio=ratio.value, reason=str(ratio.reason) if ratio.reason else None, **told)


def _adoption(row: Adoption) -> AdoptionOut:
    told = {name: getattr(row, name) for name in ("starts_on", "reason", "recorded_at")}
    people = named(row.adopted_by)
    return AdoptionOut(id=row.pk, project=row.project_id, version=row.version_id, adopted_by=people, **told)


def _tailoring(row: Tailoring) -> TailoringOut:
    names = ("policy", "kind", "limits", "reason", "starts_on", "recorded_at")
    told = {name: getattr(row, name) for name in names}
    return TailoringOut(id=row.pk, approved_by=named(row.approved_by), **told)


@router.get("/compliance", response={200: OverviewOut}, summary="Compliance of all one sees")
def get_compliance(
    request: HttpRequest,
    on: Day | None = None,
    known: str = "",
    portfolio: int | None = None,
    programme: int | None = None,
    division: int | None = None,
    method: str = "",
) -> OverviewOut:
    """Return compliance as at a day, by what was known then; ``known=today`` takes what is known today."""
    known_only(request, "on", "known", "portfolio", "programme", "division", "method")
    places = ProjectFilter(portfolio=portfolio, programme=programme, division=division)
    day = queries.asked_day(on, now().date())
    wanted = queries.ComplianceFilter(places, day, known == "today", method)
    return overview_out(queries.compliance_overview(asker(request), wanted))


def overview_out(found: queries.Overview) -> OverviewOut:
    """Return an overview as the API tells it."""
    projects = [
        ProjectSumOut(project=row.project_id, counts=counts_out(row.counts), **_named(row)) for row in found.projects
    ]
    names = ("policy", "clause", "title")
    clauses = [
        ClauseSumOut(
            version=row.version_id, counts=counts_out(row.counts), **{name: getattr(row, name) for name in names}
        )
        for row in found.clauses
    ]
    return OverviewOut(
        on=found.on,
        counts=counts_out(found.counts),
        projects=projects,
        clauses=clauses,
        methods=[_group(row) for row in found.methods],
        divisions=[_group(row) for row in found.divisions],
        without=found.without,
    )


def _named(row: queries.overview.ProjectRow) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("code", "name", "method", "number", "tier")}


def _group(row: queries.overview.GroupRow) -> GroupOut:
    return GroupOut(id=row.id, name=row.name, projects=row.projects, counts=counts_out(row.counts))


@router.get(
    "/projects/{project_id}/compliance", response={200: ProjectComplianceOut}, summary="Compliance of a project"
)
def get_project_compliance(
    request: HttpRequest, project_id: str, on: Day | None = None, known: str = ""
) -> ProjectComplianceOut:
    """Return how a project stood on a day, by what was known then; ``known=today`` takes what is known today."""
    known_only(request, "on", "known")
    by = asker(request)
    project, day = get_project(by, project_id), queries.asked_day(on, now().date())
    known_by = None if known == "today" else day
    view = queries.project_view(project, day, known_by=known_by)
    stood = view.stood
    trend = queries.project_trend(project, day, as_known_then=known != "today") if stood else []
    return ProjectComplianceOut(
        on=day,
        version=stood.version.pk if stood else None,
        method=stood.version.method.key if stood else "",
        number=stood.version.number if stood else "",
        tier=stood.tier if stood else "",
        counts=counts_out(stood.counts if stood else Counts()),
        clauses=[_clause(one) for one in stood.clauses] if stood else [],
        indicators=list(project_indicators(by, project, day, stood.tier, known_by=known_by)) if stood else [],
        trend=[TrendOut(on=each, counts=counts_out(counts)) for each, counts in trend],
    )


def _clause(one: queries.ClauseStanding) -> ClauseOut:
    policy = one.policy
    return ClauseOut(
        policy=policy.key,
        clause=policy.clause,
        title=policy.title,
        severity=policy.severity,
        standing=one.standing,
        missing=list(one.missing),
        waiver=one.waiver,
        tailored=one.tailored,
    )


@router.get("/projects/{project_id}/adoptions", response={200: Page[AdoptionOut]}, summary="Versions followed")
def list_adoptions(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[AdoptionOut]:
    """Return the versions a project followed, newest first."""
    known_only(request, "cursor", "limit")
    view = queries.project_view(get_project(asker(request), project_id), now().date(), known_by=None)
    rows, following = page(view.adoptions, cursor, limit)
    return Page(items=[_adoption(row) for row in rows], next=following)


@router.post("/projects/{project_id}/adoptions", response={201: AdoptionOut}, summary="Adopt a version")
def post_adoption(request: HttpRequest, project_id: str, body: AdoptionIn) -> Status[AdoptionOut]:
    """Let a project follow a version from a day on; the compliance of earlier days stays as it was."""
    by = asker(request)
    project = get_project(by, project_id)
    version = queries.get_version(body.version)
    (row,) = actions.adopt_version(
        projects=[project], version=version, starts_on=body.starts_on, reason=body.reason, by=by, at=now()
    )
    return Status(201, _adoption(row))


@router.post("/standards/versions/{version_id}/adoptions", response={200: AdoptionsOut}, summary="Adopt for many")
def post_adoptions(request: HttpRequest, version_id: str, body: AdoptionsIn) -> AdoptionsOut:
    """Let up to 500 projects follow a version, all or none; ``rehearse`` tells only what it would come to."""
    by, at = asker(request), now()
    version = queries.get_version(version_id)
    refuse_reading_only(by)
    projects = sorted(referred_projects(by, body.projects).values(), key=lambda one: (one.code, one.pk))
    lines = adoption_preview(by, projects, version, body.starts_on, at.date())
    news = [
        NewsOut(number=one.number, words=one.words)
        for one in news_for([one.pk for one in projects], version, at.date())
    ]
    if not body.rehearse:
        actions.adopt_version(
            projects=projects, version=version, starts_on=body.starts_on, reason=body.reason, by=by, at=at
        )
    return AdoptionsOut(adopted=not body.rehearse, news=news, projects=[_line(one) for one in lines])


def _line(one: AdoptionLine) -> AdoptionLineOut:
    told = {name: getattr(one, name) for name in ("code", "name", "before", "refusal")}
    return AdoptionLineOut(project=one.project_id, counts=counts_out(one.counts), after=counts_out(one.after), **told)


@router.get("/projects/{project_id}/tailorings", response={200: Page[TailoringOut]}, summary="Tailorings")
def list_tailorings(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[TailoringOut]:
    """Return what a project does otherwise than its method says, newest first."""
    known_only(request, "cursor", "limit")
    view = queries.project_view(get_project(asker(request), project_id), now().date(), known_by=None)
    rows, following = page(view.tailorings, cursor, limit)
    return Page(items=[_tailoring(row) for row in rows], next=following)


@router.post("/projects/{project_id}/tailorings", response={201: TailoringOut}, summary="Tailor a clause")
def post_tailoring(request: HttpRequest, project_id: str, body: TailoringIn) -> Status[TailoringOut]:
    """Let a clause not apply to a project, apply with other limits, or as written again, from a day on."""
    by = asker(request)
    row = actions.tailor_clause(project=get_project(by, project_id), **body.model_dump(), by=by, at=now())
    return Status(201, _tailoring(row))
