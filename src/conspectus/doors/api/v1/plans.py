"""The plan of a project: handed in, shown, compared, approved."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.archives import XML, handed_over
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.runs import RunOut, accepted, wants_run
from conspectus.doors.api.v1.shapes import BaselineIn, ImportedOut, Page, PlanOut, SaidIn
from conspectus.engine.measure import Measure
from conspectus.kit.errors import Invalid, NotFound
from conspectus.review.modes import MODES
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.runs.choices import Kind
from conspectus.rooms.schedule.actions import Imported, Preview, import_plan, preview_import, set_baseline
from conspectus.rooms.schedule.queries import (
    BaselineView,
    CheckChange,
    CheckView,
    ComparisonView,
    CurveView,
    FiguresView,
    Gantt,
    MilestoneView,
    RevisionDetail,
    RevisionView,
    WorkView,
    baselines,
    compare_revisions,
    earned_by_work,
    gantt,
    get_revision,
    plan_file,
    plan_json,
    quality_history,
    quality_trend,
    revision_detail,
    revision_trend,
    revisions,
)

router = Router(tags=["plans"])


class Handed(SaidIn):
    """What goes with a file: which of its projects, what was previewed, and what the file leaves open."""

    project: str = ""
    digest: str = ""
    expected_revision: int | None = None

    def asked(self, project: Project) -> dict[str, Any]:
        """Return what a run is asked to import; refuses an answer that is none before it waits."""
        self.said.check()
        return {
            "project": project.pk,
            "choice": self.project,
            "digest": self.digest,
            "expected_revision": self.expected_revision,
            "said": asdict(self.said),
        }


class QualityOut(Schema):
    """The schedule quality check of a revision, what changed in it, and how many checks each revision passed."""

    revision: int
    passed: int
    assessed: int
    checks: list[CheckView]
    changes: list[CheckChange]
    trend: list[tuple[int, int, int]]


class EarnedOut(Schema):
    """Earned value of a revision: every measure a value or a reason, money in minor units."""

    revision: int
    baseline: str
    currency: str
    measures: dict[str, Measure]
    curve: CurveView


class StatusOut(Schema):
    """Computed status of a project with its figures and milestones."""

    revision: int
    figures: FiguresView
    milestones: list[MilestoneView]


@router.get("/{project_id}/plan", response={200: PlanOut}, summary="The current plan")
def get_plan(request: HttpRequest, project_id: str, revision: int | None = None, mode: str = "auto") -> Any:
    """Return the plan with computed and stored dates, as ``conspectus plan show`` prints it."""
    known_only(request, "revision", "mode")
    if mode not in MODES:
        raise Invalid("mode", "The mode is auto, microsoft or primavera.", "mode")
    return plan_json(get_project(asker(request), project_id), revision, mode)


@router.get("/{project_id}/gantt", response={200: Gantt}, summary="Tasks for a Gantt")
def get_gantt(request: HttpRequest, project_id: str, offset: int = 0, limit: int = 500) -> Gantt:
    """Return tasks with baseline, floats and links, a page at a time."""
    known_only(request, "offset", "limit")
    if not (0 <= offset <= 10**9 and 1 <= limit <= 5000):
        raise Invalid("limit", "The offset is 0 or more, the limit 1 to 5000.", "limit")
    return gantt(get_project(asker(request), project_id), offset=offset, most=limit)


@router.get("/{project_id}/revisions", response={200: Page[RevisionView]}, summary="Revisions")
def list_revisions(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[RevisionView]:
    """Return the project's plan revisions, newest first."""
    known_only(request, "cursor", "limit")
    by = asker(request)
    rows, following = page(revisions(get_project(by, project_id), by=by), cursor, limit, key="number")
    return Page(items=rows, next=following)


@router.get("/{project_id}/revisions/{number}", response={200: RevisionDetail}, summary="A revision")
def one_revision(request: HttpRequest, project_id: str, number: str) -> RevisionDetail:
    """Return one revision with measures, checks, findings, milestones and S-curve."""
    by = asker(request)
    return revision_detail(get_project(by, project_id), number, by=by)


@router.get(
    "/{project_id}/revisions/{number}/mspdi",
    response={200: bytes},
    summary="A revision as a Microsoft Project XML file",
)
def get_plan_file(request: HttpRequest, project_id: str, number: str) -> HttpResponse:
    """Return a stored plan as MSPDI, which Microsoft Project and most other programs open."""
    by = asker(request)
    name, data = plan_file(get_project(by, project_id), number, by=by)
    return handed_over(data, name, XML)


@router.get(
    "/{project_id}/revisions/{old}/compare/{new}",
    response={200: ComparisonView},
    summary="Compare two revisions",
)
def get_comparison(request: HttpRequest, project_id: str, old: str, new: str) -> ComparisonView:
    """Return what changed by task and in sum, and what moved the finish."""
    by = asker(request)
    return compare_revisions(get_project(by, project_id), old, new, by=by)


@router.post("/{project_id}/import/preview", response={200: Preview}, summary="Preview a file")
def post_preview(request: HttpRequest, project_id: str, handed: Form[Handed], file: File[UploadedFile]) -> Preview:
    """Say what importing a file would change; nothing is stored."""
    by = asker(request)
    project = get_project(by, project_id)
    data = contents(file)
    return preview_import(
        project=project,
        data=data,
        name=file.name or "",
        plan_choice=handed.project or None,
        said=handed.said,
        by=by,
        at=now(),
    )


@router.post(
    "/{project_id}/import",
    response={200: ImportedOut, 201: ImportedOut, 202: RunOut},
    summary="Import",
)
def post_import(
    request: HttpRequest, response: HttpResponse, project_id: str, handed: Form[Handed], file: File[UploadedFile]
) -> Status[Any]:
    """Store a file's plan as the newest revision; the same file again changes nothing and answers 200."""
    by = asker(request)
    project = get_project(by, project_id)
    if wants_run(request):
        require(by, "import_plan", project)
        return accepted(request, response, Kind.IMPORT, [file], handed.asked(project))
    done = import_plan(
        project=project,
        data=contents(file),
        name=file.name or "",
        plan_choice=handed.project or None,
        expected_digest=handed.digest,
        expected_revision=handed.expected_revision,
        said=handed.said,
        by=by,
        at=now(),
    )
    return Status(201 if done.changed else 200, imported(done))


@router.get("/{project_id}/baseline", response={200: list[BaselineView]}, summary="Baselines")
def list_baselines(request: HttpRequest, project_id: str) -> list[BaselineView]:
    """Return the approved baselines, the original first."""
    by = asker(request)
    return list(baselines(get_project(by, project_id), by=by))


@router.post("/{project_id}/baseline", response={201: BaselineView}, summary="Approve a baseline")
def post_baseline(request: HttpRequest, project_id: str, body: BaselineIn) -> Status[BaselineView]:
    """Approve a revision as the project's next baseline."""
    by = asker(request)
    project = get_project(by, project_id)
    try:
        revision = get_revision(project, body.revision)
    except NotFound:
        raise Invalid("revision", "There is no such revision.", "revision") from None
    row = set_baseline(project=project, revision=revision, reason=body.reason, source=body.source, by=by, at=now())
    return Status(201, next(one for one in baselines(project, by=by) if one.number == row.number))


@router.get("/{project_id}/quality", response={200: QualityOut}, summary="Schedule quality")
def get_quality(request: HttpRequest, project_id: str) -> QualityOut:
    """Return the 14-point check of the current plan with tasks, remedies and the trend."""
    by = asker(request)
    project = get_project(by, project_id)
    found = revision_detail(project, by=by)
    figures = found.revision.figures
    return QualityOut(
        revision=found.revision.number,
        passed=figures.quality_passed,
        assessed=figures.quality_assessed,
        checks=list(found.checks),
        changes=list(quality_trend(quality_history(project, found.revision.number))),
        trend=list(revision_trend(project)),
    )


@router.get("/{project_id}/earned-value", response={200: EarnedOut}, summary="Earned value")
def get_earned(request: HttpRequest, project_id: str) -> EarnedOut:
    """Return earned value and earned schedule of the current plan."""
    by = asker(request)
    found = revision_detail(get_project(by, project_id), by=by)
    figures = found.revision.figures
    return EarnedOut(
        revision=found.revision.number,
        baseline=figures.baseline_words,
        currency=figures.money.currency,
        measures=found.measures,
        curve=found.curve,
    )


@router.get("/{project_id}/earned-value/work", response={200: WorkView}, summary="Earned value by work")
def get_earned_by_work(request: HttpRequest, project_id: str, levels: int = 2) -> WorkView:
    """Return earned value of each part of the work, as many levels of the outline as asked; 0 is all of them."""
    known_only(request, "levels")
    if not 0 <= levels <= 50:
        raise Invalid("levels", "The levels are 0 (all) to 50.", "levels")
    by = asker(request)
    return earned_by_work(get_project(by, project_id), levels=levels, by=by)


@router.get("/{project_id}/status", response={200: StatusOut}, summary="Computed status")
def get_status(request: HttpRequest, project_id: str) -> StatusOut:
    """Return computed status, figures and milestones of the current plan."""
    by = asker(request)
    found = revision_detail(get_project(by, project_id), by=by)
    return StatusOut(revision=found.revision.number, figures=found.revision.figures, milestones=list(found.milestones))


def imported(done: Imported) -> ImportedOut:
    """Return what an import did as the API tells it."""
    from conspectus.review.show import finding_row

    row = done.revision
    return ImportedOut(
        changed=done.changed,
        words=done.words,
        revision=row.number,
        source_digest=row.source_digest,
        document_digest=row.document_id,
        findings=[finding_row(item, row.source_name) for item in done.findings],
    )
