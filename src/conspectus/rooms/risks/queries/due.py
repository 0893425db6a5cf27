"""Entries whose review falls due, whoever may see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from conspectus.kit.many import of_these
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.risks.choices import EntryState
from conspectus.rooms.risks.models import RegisterEntry


def reviews_due(first: date, last: date) -> QuerySet[RegisterEntry]:
    """Return the open entries to be reviewed between two days, both counted in; not those of projects that ended."""
    rows = RegisterEntry.objects.filter(state=EntryState.OPEN, review_on__range=(first, last))
    rows = rows.exclude(project__state__in=ENDED)
    return rows.select_related("project__programme", "programme").order_by("review_on", "pk")


def review_days(ids: Collection[int], *, escalated: bool = False) -> dict[int, date]:
    """Return when some entries are to be reviewed: those that are open, and escalated if that is asked."""
    rows = RegisterEntry.objects.filter(state=EntryState.OPEN, review_on__isnull=False).exclude(
        project__state__in=ENDED
    )
    rows = rows.exclude(escalated_to="") if escalated else rows
    return dict(of_these(rows.order_by(), ids, "pk").values_list("pk", "review_on"))
