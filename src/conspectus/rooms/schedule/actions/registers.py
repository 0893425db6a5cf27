"""What registers say of projects beside their plans, as the status room tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from conspectus.rooms.schedule.choices import WORST_FIRST, Colour
from conspectus.rooms.schedule.models import RegisterStatus
from conspectus.rooms.schedule.queries.views import Judgement

STEP = 500
Told = Mapping[str, tuple[Judgement, Judgement]]  # by dimension: for who may see cost, and for who may not


def keep_register_status(found: Mapping[int, Told], *, on: date) -> None:
    """Write down how the registers of projects judge them on a day, in place of what was known before.

    No audit line: nothing is decided, what was done is only judged.
    """
    rows = [
        RegisterStatus(
            project_id=project,
            worst=_worst(full for full, _ in told.values()),
            worst_unpriced=_worst(seen for _, seen in told.values()),
            told={name: [*_plain(full), *_plain(seen)] for name, (full, seen) in told.items()},
            judged_on=on,
        )
        for project, told in found.items()
    ]
    written = ["worst", "worst_unpriced", "told", "judged_on"]
    RegisterStatus.objects.bulk_create(
        rows, STEP, update_conflicts=True, unique_fields=["project"], update_fields=written
    )


def _worst(judged: Iterable[Judgement]) -> str:
    return min(
        (one.colour for one in judged),
        key=[str(colour) for colour in WORST_FIRST].index,
        default=Colour.NOT_ASSESSED.value,
    )


def _plain(one: Judgement) -> tuple[str, str]:
    return str(one.colour), one.words
