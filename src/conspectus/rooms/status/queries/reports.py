"""Reports of one project or programme, and overrides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from conspectus.kit.errors import Conflict, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import visible_programmes, visible_projects
from conspectus.rooms.status.bridge import of_subject
from conspectus.rooms.status.choices import ReportState
from conspectus.rooms.status.models import Override, Report, ReportDraft, ReportFinding


def report_for(subject: Project | Programme, period: Period) -> Report | None:
    """Return the report of a visible project or programme for a period, if there is one; of its portfolio alone."""
    if period.portfolio_id != subject.portfolio_id:
        raise Conflict("other_portfolio", "This period belongs to another portfolio.")
    return Report.objects.filter(**dict([of_subject(subject)]), period=period).first()


def report_before(project: Project, period: Period) -> Report | None:
    """Return the newest report of a project for an earlier period that was handed in, if there is one."""
    return reports_before([project.pk], period).get(project.pk)


def reports_before(projects: Collection[int], period: Period) -> dict[int, Report]:
    """Return the newest report of each of some projects for an earlier period that was handed in, by the project."""
    newest = Report.objects.filter(
        project=OuterRef("project"),
        period__starts_on__lt=period.starts_on,
        period__portfolio=period.portfolio_id,
        state__in=(ReportState.SUBMITTED, ReportState.ACCEPTED),
    ).order_by("-period__starts_on")
    rows = Report.objects.filter(pk=Subquery(newest.values("pk")[:1])).select_related("period")
    wanted = of_these(rows, projects).prefetch_related("declarations")
    return {row.project_id: row for row in wanted if row.project_id is not None}


def stored_answers(period: Period, projects: Collection[int]) -> dict[tuple[int, str, str], str]:
    """Return what was said to findings of the reports of some projects, by project, code and place."""
    rows = ReportFinding.objects.filter(report__period=period).exclude(answer="")
    told = of_these(rows, projects, "report__project").values_list("report__project", "code", "place", "answer")
    return {(project, code, place): answer for project, code, place, answer in told}


def own_draft(by: User, project: Project, period: Period) -> ReportDraft | None:
    """Return what ``by`` typed into the form of a report and did not send."""
    return ReportDraft.objects.filter(person=by.person_id, project=project, period=period).first()


def visible_reports(by: User, on: date | None = None) -> QuerySet[Report]:
    """Return the reports of every project and programme ``by`` may see."""
    rows = Report.objects.select_related("project", "programme__parent", "programme__portfolio", "period__portfolio")
    return rows.filter(_of_visible(by, on))


def _of_visible(by: User, on: date | None) -> Q:
    """Return the condition of rows of projects and programmes ``by`` may see."""
    return Q(project__in=visible_projects(by, on).order_by()) | Q(programme__in=visible_programmes(by, on).order_by())


def get_report(by: User, report_id: object, on: date | None = None) -> Report:
    """Return one report of a project or programme ``by`` may see."""
    row = visible_reports(by, on).filter(pk=row_id(report_id)).first()
    if row is None:
        raise NotFound
    return row


def overrides(subject: Project | Programme) -> QuerySet[Override]:
    """Return all overrides of a visible project or programme, newest first, those that ended as well."""
    return Override.objects.filter(**dict([of_subject(subject)])).select_related("made_by", "ended_by")


def get_override(by: User, override_id: object, on: date | None = None) -> Override:
    """Return one override of a project or programme ``by`` may see."""
    rows = Override.objects.select_related("project", "programme__parent", "programme__portfolio", "made_by")
    row = rows.filter(_of_visible(by, on), pk=row_id(override_id)).first()
    if row is None:
        raise NotFound
    return row


def reports_mark(period: Period) -> tuple[int, int]:
    """Return what changes whenever a report of the period does: how many there are, and the sum of their revisions."""
    found = Report.objects.filter(period=period).aggregate(count=Count("pk"), revisions=Sum("revision"))
    return found["count"], found["revisions"] or 0
