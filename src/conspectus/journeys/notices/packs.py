"""Readers told that a pack made by itself is there; who may not see all it shows is not."""

from __future__ import annotations

from datetime import datetime

from conspectus.rooms.accounts.queries import lines_about, users_of
from conspectus.rooms.outbox.actions import tell_some
from conspectus.rooms.outbox.choices import Kind
from conspectus.rooms.packs.queries import pack_schedule, versions_seen
from conspectus.rooms.periods.models import Period


def tell_readers(period: Period, version: int, *, at: datetime) -> int:
    """Tell the readers of a portfolio's packs of the one that was made last of a period; return how many."""
    persons = pack_schedule(period.portfolio).readers.values_list("pk", flat=True)
    line = lines_about("period", period.pk).filter(deed="make_pack").first()
    if line is None:
        return 0
    users = users_of(list(persons)).values()
    able = [one.person_id for one in users if (period.pk, version) in versions_seen(one, [period.pk], at=at)]
    return tell_some(line=line.number, persons=able, kind=Kind.PACK, subject=("pack", str(period.pk)), at=at)
