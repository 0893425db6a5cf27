"""Backlogs that grow old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from conspectus.journeys.notices.clock.watch import Watch
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.agile.choices import OLD_DAYS
from conspectus.rooms.agile.queries.since import backlogs_of_days, days_of_newest
from conspectus.rooms.outbox.actions import Due


def _old(first: date, last: date) -> Iterator[Due]:
    """Yield backlogs to who manages their project."""
    for row in backlogs_of_days(first, last):
        manager = row.project.manager_id
        if manager is not None:
            yield Due(row.pk, (SubjectKind.PROJECT.value, str(row.project_id)), row.as_of, frozenset({manager}))


BACKLOGS = (
    Watch("backlog_old", -OLD_DAYS - 1, _("The newest backlog is of %(day)s; upload a new one"), _old, days_of_newest),
)
