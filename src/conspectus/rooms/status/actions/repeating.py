"""A report that says nothing changed, and what somebody typed and did not send yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, Stale
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.actions.answers import keep_findings
from conspectus.rooms.status.actions.reports import FORECASTS, TEXTS, own_report, refuse_closed
from conspectus.rooms.status.choices import WRITABLE, ReportState
from conspectus.rooms.status.models import Declaration, Report, ReportDraft
from conspectus.rooms.status.queries.doubts import is_contradiction, report_doubts, said_in
from conspectus.rooms.status.queries.reports import report_before
from conspectus.rooms.status.rules import require_reporting

UNCHANGED = "Nothing changed."
LARGEST_DRAFT = 100_000
MOST_SECONDS = 600  # between two savings
A_DAY = 8 * 3600


@deed("repeat_report", "reported that nothing changed", needs=Ability.PLAN)
def repeat_report(*, project: Project, period: Period, revision: int, by: User, at: datetime) -> Report:
    """Submit for a period what was reported before it, words and status, marked as unchanged.

    Refuses where nothing was reported before, a report already submitted, and where the data say that something
    changed; the findings left are answered with "Nothing changed."
    """
    require_reporting(by, "repeat_report", project, period, at.date())
    refuse_closed(period, project)
    last = report_before(project, period)
    if last is None:
        raise Conflict("nothing_before", "Nothing was reported before this period. Write the report.")
    found = report_doubts(project, period, said_in(last), at.date())
    against = [one for one in found if is_contradiction(one)]
    if against:
        raise Conflict(
            "contradicted",
            "The data say that something changed, findings: %(count)s. Write the report.",
            count=len(against),
        )
    with audited("repeat_report", by=by, at=at) as line:
        report = own_report(project, period, revision)
        if ReportState(report.state) not in WRITABLE:
            label = ReportState(report.state).label.lower()
            raise Conflict("submitted", "This report is %(label)s. It can be changed once it is returned.", label=label)
        for name in ("scale", *TEXTS, *FORECASTS):
            setattr(report, name, getattr(last, name))
        report.repeated, report.state = True, ReportState.SUBMITTED
        report.submitted_by, report.submitted_at = by.person, at
        report.first_submitted_at = report.first_submitted_at or at
        report.save()
        report.declarations.all().delete()
        Declaration.objects.bulk_create(
            Declaration(report=report, dimension=one.dimension, level=one.level, rank=one.rank, words=one.words)
            for one in last.declarations.all()
        )
        keep_findings(report, found, {(one.code, one.place): UNCHANGED for one in found}, by=by, at=at)
        ReportDraft.objects.filter(person=by.person_id, project=project, period=period).delete()
        line.about("report", report.pk, project=project.pk, period=period.name, of=last.period.name)
    return report


def keep_draft(
    *,
    project: Project,
    period: Period,
    body: Mapping[str, str] | None,
    seconds: int = 0,
    revision: int,
    by: User,
    at: datetime,
) -> ReportDraft:
    """Keep what ``by`` typed into the form of a report, for them alone; None where it is stored and the time stays.

    ``revision`` is that of the draft there was, 0 where there was none. It leaves no audit line: nothing is said yet.
    """
    require_reporting(by, "submit_report", project, period, at.date())
    text = "" if body is None else json.dumps(dict(body), ensure_ascii=False)
    if len(text) > LARGEST_DRAFT:
        raise Invalid("draft", "This is more than a report holds. Shorten it.", "draft")
    with transaction.atomic():
        rows = ReportDraft.objects.select_for_update().filter(person=by.person_id, project=project, period=period)
        row = rows.first()
        if row is None:
            row = ReportDraft(person=by.person, project=project, period=period, revision=0)
        elif body is not None and revision != row.revision:
            raise Stale("This report is open in another window. Go on there, or load this page again.", row.revision)
        row.body, row.saved_at, row.revision = text, at, row.revision + 1
        row.seconds = min(row.seconds + max(0, min(seconds, MOST_SECONDS)), A_DAY)
        row.save()
    return row
