"""What is measured of the reporting cycle: asked, due, in time, late, returned, how often nothing changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conspectus.engine.measure import Reason
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.facts.choices.reports import CYCLES
from conspectus.rooms.periods.models import FiscalCalendar
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.models import Report, Request

CYCLES_BACK = 12


def cycle_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the reports asked of projects in cycles, at the end of a day, by project and name.

    Asks the database as often for one project as for a thousand of one portfolio.
    """
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    ids = [one.pk for one in projects]
    zones = _zones({one.portfolio_id for one in projects})
    asked: dict[int, list[Request]] = defaultdict(list)
    rows = Request.objects.filter(asked_at__lt=midnight).exclude(project=None).select_related("cycle__period")
    for row in of_these(rows, ids).order_by("cycle__period__starts_on"):
        asked[row.project_id or 0].append(row)
    reports: dict[int, list[Report]] = defaultdict(list)
    handed_in = Report.objects.filter(first_submitted_at__lt=midnight, programme=None).select_related("period")
    for report in of_these(handed_in, ids).order_by("period__starts_on"):
        reports[report.project_id or 0].append(report)
    newest = [rows[-1].pk for rows in reports.values()]
    returned = _returned(newest, midnight)
    return {
        one.pk: _of_requests(asked[one.pk], reports[one.pk], zones[one.portfolio_id], on)
        | _of_newest(reports[one.pk], returned)
        for one in projects
    }


def _zones(portfolios: set[int]) -> dict[int, ZoneInfo]:
    """Return where each portfolio counts its days."""
    told = dict(FiscalCalendar.objects.filter(portfolio__in=portfolios).values_list("portfolio", "zone"))
    return {one: ZoneInfo(told.get(one, FiscalCalendar().zone)) for one in portfolios}


def _returned(reports: Sequence[int], before: datetime) -> Counter[int]:
    """Count how often reports were returned, by the log of deeds."""
    lines = AuditLine.objects.filter(subject_kind="report", deed="return_report", at__lt=before)
    found = of_these(lines, [str(pk) for pk in reports], "subject_id")
    return Counter(int(pk) for pk in found.values_list("subject_id", flat=True))


def _of_requests(asked: Sequence[Request], reports: Sequence[Report], zone: ZoneInfo, on: date) -> dict[str, Measured]:
    found: dict[str, Measured] = {fact.name: Reason.NO_DATA for fact in CYCLES.facts}
    first = {row.period_id: row.first_submitted_at for row in reports}
    days = [(row, first.get(row.cycle.period_id)) for row in asked]
    came = [(row.cycle.due_on, instant.astimezone(zone).date() if instant else None) for row, instant in days]
    over = [(due, day) for due, day in came if due < on][-CYCLES_BACK:]
    found |= {
        "cycles_asked": len(over),
        "cycles_in_time": sum(day is not None and day <= due for due, day in over),
    }
    if not asked:
        return found
    due, day = came[-1]
    late = None if day is None else max((day - due).days, 0)
    return found | {
        "cycle_asked_on": asked[-1].asked_at.astimezone(zone).date(),
        "cycle_due_on": due,
        "cycle_submitted_on": Reason.NO_DATA if day is None else day,
        "cycle_late_days": Reason.NO_DATA if late is None else late,
    }


def _of_newest(reports: Sequence[Report], returned: Counter[int]) -> dict[str, Measured]:
    streak = 0
    for row in reversed(reports):
        if not row.repeated:
            break
        streak += 1
    if not reports:
        return {"cycle_unchanged_streak": 0}
    return {"cycle_unchanged_streak": streak, "cycle_returned": returned[reports[-1].pk]}
