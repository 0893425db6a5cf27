"""What is measured of the exceptions of projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.governance.models import ExceptionReport, Promise
from conspectus.rooms.portfolio.models import Project


def exception_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the exceptions of projects open at the end of a day, by project and name."""
    ids = [one.pk for one in projects]
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    standing = Q(closed_at=None) | Q(closed_at__gte=midnight)
    rows = ExceptionReport.objects.filter(standing, programme=None, opened_at__lt=midnight).order_by("opened_at", "pk")
    held: dict[int, list[Any]] = defaultdict(list)
    told = of_these(rows, ids).values_list("project", "opened_at", "written_at", "decided_at", "wanted_by")
    for project, *row in told:
        held[project].append(row)
    promised: dict[int, list[date]] = defaultdict(list)
    open_ones = Promise.objects.filter(
        Q(done=None) | Q(done__done_on__gt=on), replaced_by=None, made_at__lt=midnight, exception__closed_at=None
    )
    due = of_these(open_ones, ids, "exception__project").order_by("promised_on")
    for project, day in due.values_list("exception__project", "promised_on"):
        promised[project].append(day)
    return {one.pk: _facts(held[one.pk], promised[one.pk], midnight) for one in projects}


def _facts(rows: Sequence[Any], promised: Sequence[date], midnight: datetime) -> dict[str, Measured]:
    def still(at: datetime | None) -> bool:
        return at is None or at >= midnight

    return {
        "exceptions_open": tuple(opened.date() for opened, *_ in rows),
        "exceptions_unwritten": tuple(opened.date() for opened, written, *_ in rows if still(written)),
        "exceptions_undecided": tuple(
            sorted(by for _, written, decided, by in rows if not still(written) and still(decided) and by is not None)
        ),
        "promises_due": tuple(promised),
    }
