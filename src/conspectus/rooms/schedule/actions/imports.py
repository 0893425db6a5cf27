"""A plan is handed in: read, judged and previewed without a trace, then stored in one short transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError
from django.db.models import QuerySet

from conspectus.engine.findings import Finding
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, Stale
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require, sees_cost
from conspectus.rooms.schedule.actions.limits import check_costs
from conspectus.rooms.schedule.actions.watching import renew_watched
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.figures import Figures, clean, figure, finding_json
from conspectus.rooms.schedule.bridge.files import HandedIn, PlanChoice, file_digest, read_file, safe_name
from conspectus.rooms.schedule.bridge.said import NOTHING, Said
from conspectus.rooms.schedule.bridge.standing import standing_of
from conspectus.rooms.schedule.bridge.tolerances import ToleranceView, tolerances_on
from conspectus.rooms.schedule.models import Milestone, OutsideLink, PlanDocument, PlanRevision, PlanSummary
from conspectus.rooms.schedule.queries.changes import comparison_view
from conspectus.rooms.schedule.queries.figures import figures_view
from conspectus.rooms.schedule.queries.views import ComparisonView, FiguresView

if TYPE_CHECKING:
    from conspectus.engine.plan import Plan


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``changed`` is False when the same file had come in before."""

    revision: PlanRevision
    changed: bool
    words: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing of it is stored.

    Hand ``digest`` and ``expected_revision`` to ``import_plan`` to import
    exactly what was shown, or nothing.
    """

    digest: str
    expected_revision: int
    name: str
    kind: str
    plan_uid: str
    plan_name: str
    choices: tuple[PlanChoice, ...]
    findings: tuple[Finding, ...]
    before: FiguresView | None
    after: FiguresView | None
    comparison: ComparisonView | None
    already: str  # words, where the same file came in before
    words: str


@deed("import_plan", "imported a plan revision", needs=Ability.PLAN)
def import_plan(
    *,
    project: Project,
    data: bytes,
    name: str,
    plan_choice: str | None = None,
    expected_digest: str = "",
    expected_revision: int | None = None,
    said: Said = NOTHING,
    by: User,
    at: datetime,
) -> Imported:
    """Store a file's plan as the project's newest revision.

    ``said`` answers what the file leaves open: its status date, how dates and amounts are written.
    The same file twice changes nothing and says so, unless something else is said of it. Refuses a file that cannot
    be read (``FileRefused``), a choice among several projects not made
    (``ChooseProject``), a file other than the one previewed and a project
    that got another revision since (``Stale``). A refused file stores nothing.
    """
    require(by, "import_plan", project, at.date())
    name = safe_name(name)
    check_file(data, expected_digest)
    said.check()
    known = _same_file(project, file_digest(data), plan_choice, said)
    if known is not None:
        return _nothing_new(known)
    current = current_revision(project)
    _check_expected(expected_revision, current)
    usual = current.plan_uid if current else ""
    handed = read_file(data, name, choice=plan_choice, usual=usual, said=said, currency=project.currency)
    known = _same_plan(project, handed)
    if known is not None:
        return _nothing_new(known)
    return keep_revision("import_plan", project, _under_known_ids(handed, current), current, by=by, at=at)


def preview_import(
    *,
    project: Project,
    data: bytes,
    name: str,
    plan_choice: str | None = None,
    said: Said = NOTHING,
    by: User,
    at: datetime,
) -> Preview:
    """Say what importing this file would change; refuses what ``import_plan`` refuses and stores nothing."""
    require(by, "import_plan", project, at.date())
    name = safe_name(name)
    check_file(data, "")
    current = current_revision(project)
    usual = current.plan_uid if current else ""
    handed = read_file(data, name, choice=plan_choice, usual=usual, said=said, currency=project.currency)
    known = _same_plan(project, handed)
    already = _nothing_new(known).words if known else ""
    return shown_before(project, _under_known_ids(handed, current), current, already, by=by, at=at)


def plan_to_come(
    *, project: Project, data: bytes, name: str, plan_choice: str | None = None, said: Said = NOTHING
) -> Plan:
    """Return the plan a file would bring as the newest, its tasks under the ids they have now."""
    current = current_revision(project)
    usual = current.plan_uid if current else ""
    handed = read_file(data, safe_name(name), choice=plan_choice, usual=usual, said=said, currency=project.currency)
    return _under_known_ids(handed, current).plan


def shown_before(
    project: Project, handed: HandedIn, current: PlanRevision | None, already: str, *, by: User, at: datetime
) -> Preview:
    """Return what storing this would change; nothing is stored."""
    figures = figure(handed.plan, standing_of(project, at.date()), handed.given, handed.findings)
    with_cost = sees_cost(by, project, at.date())
    comparison = _comparison(current, handed, with_cost=with_cost)
    return Preview(
        digest=handed.digest,
        expected_revision=current.number if current else 0,
        name=handed.name,
        kind=handed.kind,
        plan_uid=handed.plan.uid,
        plan_name=handed.plan.name,
        choices=handed.choices,
        findings=figures.findings,
        before=figures_view(current.summary, with_cost=with_cost) if current else None,
        after=figures_view(PlanSummary(**figures.summary), with_cost=with_cost),
        comparison=comparison,
        already=already,
        words=already or _preview_words(comparison, figures),
    )


def keep_revision(
    name: str, project: Project, handed: HandedIn, current: PlanRevision | None, *, by: User, at: datetime
) -> Imported:
    """Store what was read as the revision after ``current``, in one short transaction, as the deed of this name."""
    standing = standing_of(project, at.date())
    figures = figure(handed.plan, standing, handed.given, handed.findings)
    document = document_of(handed)
    approved = standing.current.number if standing.current else 0
    try:
        with audited(name, by=by, at=at) as line:
            # Reading took a while: the right may be gone by now, or the project ended.
            require(by, name, Project.objects.select_for_update().get(pk=project.pk), at.date())
            known = _same_plan(project, handed)
            if known is not None:  # the same file came in at the same moment
                line.nothing_changed()
                return _nothing_new(known)
            _check_unmoved(project, current, approved, standing.tolerance, at.date())
            check_costs(project, standing)
            number = current.number + 1 if current else 1
            revision = _store(project, number, handed, figures, document, by, at)
            line.about("project", project.pk, **_told(revision, handed))
    except IntegrityError:
        raise Conflict(
            "import_at_once", "Another plan came in at the same moment. Look at it, then try again."
        ) from None
    words = f"{handed.name} is now revision {number}."
    return Imported(revision, changed=True, words=words, findings=figures.findings)


def check_file(data: bytes, expected_digest: str) -> None:
    """Refuse what is empty, too large, or not the file that was previewed."""
    if not data:
        raise Invalid("empty_file", "The file is empty.", "file")
    most = settings.UPLOAD_MOST_BYTES
    if len(data) > most:
        raise Invalid("too_large", "The file is larger than %(most)s MB.", "file", most=most // 2**20)
    if expected_digest and file_digest(data) != expected_digest:
        raise Invalid("other_file", "This is not the file that was previewed. Preview it again.", "file")


def current_revision(project: Project) -> PlanRevision | None:
    """Return the newest revision of a project's plan."""
    return project.plan_revisions.select_related("summary").order_by("-number").first()


def _check_expected(expected: int | None, current: PlanRevision | None) -> None:
    newest = current.number if current else 0
    if expected is not None and expected != newest:
        raise Stale("Revision %(newest)s came in after your preview. Preview the file again.", newest, newest=newest)


def _check_unmoved(
    project: Project, current: PlanRevision | None, approved: int, tolerance: ToleranceView, on: date
) -> None:
    """Refuse when the project got another revision, baseline or tolerance while this file was being read."""
    newest = project.plan_revisions.order_by("-number").values_list("number", flat=True).first() or 0
    if newest != (current.number if current else 0):
        raise Stale("Revision %(newest)s came in meanwhile. Look at it, then try again.", newest, newest=newest)
    if project.baselines.count() != approved:
        raise Conflict("baseline_meanwhile", "A baseline was approved meanwhile. Try again.")
    if tolerances_on([project], on)[project.pk] != tolerance:
        raise Conflict("tolerance_meanwhile", "The tolerance became another meanwhile. Try again.")


def _same_source(project: Project, digest: str, said: Said) -> QuerySet[PlanRevision]:
    rows = project.plan_revisions.select_related("imported_by", "summary").filter(source_digest=digest)
    return rows.filter(status_given=said.given().text, manner=said.words)


def _same_file(project: Project, digest: str, choice: str | None, said: Said) -> PlanRevision | None:
    rows = _same_source(project, digest, said)
    for row in rows.order_by("-number"):
        if not choice or choice in (row.plan_uid, row.plan_name):
            return row
    return None


def _same_plan(project: Project, handed: HandedIn) -> PlanRevision | None:
    rows = _same_source(project, handed.digest, handed.said)
    return rows.filter(plan_uid=clean(handed.plan.uid)[:200]).first()


def _nothing_new(known: PlanRevision) -> Imported:
    when = f"{known.imported_at:%Y-%m-%d %H:%M} UTC"
    words = f"This file was imported by {known.imported_by.name} at {when}; 0 changes."
    if not known.summary.is_current:
        words += f" It is revision {known.number}; later ones came in. To return to it, save the file anew."
    return Imported(known, changed=False, words=words, findings=())


def _under_known_ids(handed: HandedIn, current: PlanRevision | None) -> HandedIn:
    """Return the file's plan with renumbered tasks under the ids they had before, so that what hangs on them stays."""
    from conspectus.engine.compare import as_before

    if current is None or not any(handed.plan.tasks.guid):
        return handed
    plan, noticed = as_before(handed.plan, load_plan(current.document_id))
    return replace(handed, plan=plan, findings=(*handed.findings, *noticed)) if noticed else handed


def _comparison(current: PlanRevision | None, handed: HandedIn, *, with_cost: bool) -> ComparisonView | None:
    if current is None:
        return None
    old, schedule = load_plan(current.document_id), load_schedule(current.document_id)
    sides = (old, schedule), (handed.plan, handed.schedule)
    return comparison_view(f"revision {current.number}", handed.name, *sides, with_cost=with_cost)


def _preview_words(comparison: ComparisonView | None, figures: Figures) -> str:
    if comparison is None:
        return f"This is the first plan: {figures.summary['tasks']} tasks."
    return comparison.words[0] if comparison.words else "Nothing changes in the plan."


def document_of(handed: HandedIn) -> tuple[str, bytes, int]:
    """Return the plan that was read as it is kept: digest, bytes, version."""
    from conspectus.formats import plans

    data = plans.write_plan(handed.plan)
    return plans.digest(data), data, plans.VERSION


def _store(
    project: Project,
    number: int,
    handed: HandedIn,
    figures: Figures,
    document: tuple[str, bytes, int],
    by: User,
    at: datetime,
) -> PlanRevision:
    """Write document, revision, figures and milestones."""
    digest, data, version = document
    PlanDocument.objects.get_or_create(digest=digest, defaults={"data": data, "version": version})
    revision = PlanRevision.objects.create(
        project=project,
        number=number,
        document_id=digest,
        plan_uid=clean(handed.plan.uid)[:200],
        plan_name=clean(handed.plan.name),
        source_digest=handed.digest,
        source_name=handed.name,
        source_kind=handed.kind,
        source_size=handed.size,
        reader_version=handed.reader,
        findings=[finding_json(item) for item in figures.findings],
        imported_by=by.person,
        imported_at=at,
        status_given=handed.said.given().text,
        manner=handed.said.words,
    )
    PlanSummary.objects.filter(project=project, is_current=True).update(is_current=False)
    write_figures(revision, figures)
    renew_watched(revision, handed.plan, handed.schedule)
    return revision


def write_figures(revision: PlanRevision, figures: Figures) -> None:
    """Write a revision's figures, milestones and links to other plans, in place of the ones it had."""
    kept = {**figures.summary, "project_id": revision.project_id, "is_current": True}
    PlanSummary.objects.update_or_create(revision=revision, defaults=kept)
    Milestone.objects.filter(revision=revision).delete()
    rows = [Milestone(revision=revision, **item) for item in figures.milestones]
    Milestone.objects.bulk_create(rows, batch_size=500)
    OutsideLink.objects.filter(revision=revision).delete()
    OutsideLink.objects.bulk_create([OutsideLink(revision=revision, **item) for item in figures.outside])


def _told(revision: PlanRevision, handed: HandedIn) -> Mapping[str, Any]:
    """Return what the audit log keeps of an import."""
    said = {"status_given": revision.status_given, "manner": revision.manner}
    return {
        **{key: text for key, text in said.items() if text},
        "revision": revision.number,
        "file": handed.name,
        "file_kind": handed.kind,
        "source_digest": handed.digest,
        "document_digest": revision.document_id,
    }
