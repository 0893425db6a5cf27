"""Snapshots of a period about to be frozen: staged unseen in small steps, then published by the freeze."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from conspectus.kit.errors import Conflict
from conspectus.rooms.periods.models import Period
from conspectus.rooms.status.bridge import seal
from conspectus.rooms.status.models import Snapshot
from conspectus.rooms.status.queries.reports import reports_mark

STEP = 100
BUSY = gettext_noop(
    "Somebody else is freezing this period, or a report was handed in just now. Look again, then decide."
)


def keep_snapshots(period: Period, rows: Sequence[Snapshot]) -> None:
    """Stage the snapshots of a period's next version; what a freeze that was broken off left behind goes."""
    Snapshot.objects.filter(period=period, version__gt=period.version).delete()
    try:
        for begin in range(0, len(rows), STEP):
            with transaction.atomic():
                Snapshot.objects.bulk_create(rows[begin : begin + STEP])
    except IntegrityError:
        raise Conflict("freezing", BUSY) from None


def confirm_snapshots(period: Period, digest: str, heard: tuple[int, int]) -> None:
    """Refuse the freeze where what is staged is not what was made, or a report was written meanwhile."""
    rows = Snapshot.objects.filter(period=period, version=period.version + 1)
    found = rows.values_list("subject_kind", "subject_id", "digest")
    if seal({f"{kind} {pk}": each for kind, pk, each in found}) != digest or reports_mark(period) != heard:
        raise Conflict("freezing", BUSY)
