"""Facts recorded: a sheet for each project of which anything changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from conspectus.kit.locks import one_at_a_time
from conspectus.rooms.facts.bridge import differ, kept_of, packed
from conspectus.rooms.facts.choices import Measured, is_fact
from conspectus.rooms.facts.models import Followed, Sheet
from conspectus.rooms.facts.queries import kept_at

AT_ONCE = 200


def record_facts(measured: Mapping[int, Mapping[str, Measured]], *, on: date, source: str, at: datetime) -> int:
    """Keep what was measured of projects on a day, of each only where it differs; return how many sheets were written.

    No audit line: nothing is decided, what other deeds did is measured.
    """
    unknown = {name for values in measured.values() for name in values if not is_fact(name)}
    if unknown:
        raise ValueError(f"not in the catalogue of facts: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        one_at_a_time("facts")
        before = kept_at(measured.keys(), on)
        rows = []
        for project, values in measured.items():
            kept = kept_of(values, before.get(project, {}), on)
            if project in before and not differ(kept, before[project]):
                continue
            digest, body = packed(kept)
            rows.append(Sheet(project_id=project, valid_on=on, recorded_at=at, source=source, digest=digest, body=body))
        Sheet.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def keep_place(number: int, *, everything_at: datetime) -> None:
    """Remember how far the audit log was followed, and when all was last measured."""
    Followed.objects.update_or_create(pk=1, defaults={"number": number, "everything_at": everything_at})
