"""What is measured of reporting and status: reports, what they declare, and how far that lies from what is computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from conspectus.engine.measure import Reason
from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.facts.choices.reports import REPORTS, STATUS
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.fields import ALL_SEEN
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import Dimension, ReportState
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries.standing import assemble
from conspectus.rooms.status.queries.views import ProjectStatus

Facts = dict[str, Measured]
PERIODS = 12  # how far back reports are looked for
HANDED_IN = (ReportState.SUBMITTED, ReportState.ACCEPTED)
NONE = Reason.NO_DATA


def report_facts(projects: Sequence[Project], on: date) -> dict[int, Facts]:
    """Return what is measured of the reports and the status of projects at the end of a day, by project and name.

    Asks the database the same number of times for one project and for a thousand that reported for the same periods.
    """
    periods = _periods(projects, on)
    reports = _reports(projects, on)
    newest = {pk: rows[-1] for pk, rows in reports.items()}
    current = {one.pk: periods[one.portfolio_id][-1] for one in projects if periods[one.portfolio_id]}
    now = _statuses(projects, current, on)
    told_for = {pk: row.period for pk, row in newest.items() if row.period != current.get(pk)}
    then = now | _statuses([one for one in projects if one.pk in told_for], told_for, on)
    found = {}
    for one in projects:
        ended = [row for row in periods[one.portfolio_id] if one.created_at.date() < row.ends_on <= on][-PERIODS:]
        facts = _of_reports(reports.get(one.pk, []), ended) | _of_status(now.get(one.pk))
        if one.pk in newest and one.pk in then:
            facts |= _of_gap(then[one.pk])
        found[one.pk] = facts
    return found


def _periods(projects: Sequence[Project], on: date) -> dict[int, list[Period]]:
    """Return the periods of each portfolio that began by a day and were opened, in order of time."""
    found: dict[int, list[Period]] = defaultdict(list)
    rows = Period.objects.filter(portfolio__in={one.portfolio_id for one in projects}, starts_on__lte=on)
    for row in rows.exclude(state=PeriodState.PLANNED).order_by("starts_on"):
        found[row.portfolio_id].append(row)
    return found


def _reports(projects: Sequence[Project], on: date) -> dict[int, list[Report]]:
    """Return the reports of each project handed in by the end of a day, by their periods."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = Report.objects.filter(programme=None, submitted_at__lt=midnight).exclude(state=ReportState.DRAFT)
    rows = rows.select_related("period").prefetch_related("declarations").order_by("period__starts_on")
    rows = rows.filter(period__starts_on__gt=on - timedelta(days=32 * (PERIODS + 1)))
    found: dict[int, list[Report]] = defaultdict(list)
    for row in of_these(rows, [one.pk for one in projects]):
        found[row.project_id or 0].append(row)
    return dict(found)


def _statuses(projects: Sequence[Project], wanted: dict[int, Period], on: date) -> dict[int, ProjectStatus]:
    """Return where projects stand, each in the period named for it."""
    by_period: dict[Period, list[Project]] = defaultdict(list)
    for one in projects:
        if one.pk in wanted:
            by_period[wanted[one.pk]].append(one)
    found = {}
    for period, members in by_period.items():
        for status in assemble(members, period, with_cost=None, on=on, sight=ALL_SEEN):
            found[status.project_id] = status
    return found


def _of_reports(rows: Sequence[Report], ended: Sequence[Period]) -> Facts:
    submitted = {row.period_id for row in rows if row.state in HANDED_IN}
    found: Facts = {fact.name: NONE for fact in REPORTS.facts}
    found |= {
        "reports_submitted": sum(row.pk in submitted for row in ended),
        "reports_missing": tuple(row.ends_on - timedelta(days=1) for row in ended if row.pk not in submitted),
    }
    if not rows:
        return found
    newest, last = rows[-1], rows[-1].period.ends_on - timedelta(days=1)
    declared = list(newest.declarations.all())
    overall = next((row.level for row in declared if row.dimension == Dimension.OVERALL), "")
    level = level_of(newest.scale, overall)
    words = f"{newest.summary} {newest.achieved} {newest.planned}".split()
    return found | {
        "report_newest_on": newest.submitted_at.date() if newest.submitted_at else NONE,
        "report_period_on": last,
        "report_delay_days": (newest.submitted_at.date() - last).days if newest.submitted_at else NONE,
        "report_newest_state": newest.state,
        "report_words": len(words),
        "declared_overall": level.colour if level else NONE,
        "declared_dimensions": len(declared),
        "declared_unexplained": sum(row.rank < 3 and not row.words.strip() for row in declared),
    }


def _of_status(status: ProjectStatus | None) -> Facts:
    if status is None:
        return {fact.name: NONE for fact in STATUS.facts}
    parts = [one for one in status.dimensions if one.dimension != Dimension.OVERALL]
    overrides = [one.override for one in status.dimensions if one.override is not None]
    return {
        "overall_colour": status.overall.colour,
        "gap_overall": NONE,
        "gap_better": NONE,
        "dimensions_assessed": sum(one.computed.colour != Colour.NOT_ASSESSED for one in parts),
        "overrides_running": len(overrides),
        "override_starts": tuple(sorted(one.made_at.date() for one in overrides)),
        "override_ends": tuple(sorted(one.ends_on for one in overrides)),
    }


def _of_gap(status: ProjectStatus) -> Facts:
    return {
        "gap_overall": NONE if status.overall.gap is None else status.overall.gap,
        "gap_better": tuple(one.dimension for one in status.dimensions if one.gap is not None and one.gap > 0),
    }
