"""What registers say of projects beside their plans, as the status room tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from conspectus.kit.many import of_these
from conspectus.rooms.schedule.bridge.judging import WRITTEN, judge_by
from conspectus.rooms.schedule.bridge.registers import registers_json
from conspectus.rooms.schedule.bridge.tolerances import tolerances_on
from conspectus.rooms.schedule.choices import WORST_FIRST, Colour
from conspectus.rooms.schedule.models import PlanSummary, RegisterStatus
from conspectus.rooms.schedule.queries.alone import Alone, alone_columns
from conspectus.rooms.schedule.queries.views import Judgement

if TYPE_CHECKING:
    from conspectus.engine.status import RegisterPart

STEP = 500
Told = Mapping[str, tuple[Judgement, Judgement]]  # by dimension: for who may see cost, and for who may not


def keep_register_status(
    found: Mapping[int, Told], alone: Mapping[int, Alone], parts: Mapping[int, RegisterPart], *, on: date
) -> None:
    """Write down how the registers of projects judge them on a day, in place of what was known before.

    ``alone`` holds those without a plan that stand by their backlogs, ``parts`` what each brings into groups.

    No audit line: nothing is decided, what was done is only judged.
    """
    rows = [
        RegisterStatus(
            project_id=project,
            worst=_worst(full for full, _ in told.values()),
            worst_unpriced=_worst(seen for _, seen in told.values()),
            told={name: [*_plain(full), *_plain(seen)] for name, (full, seen) in told.items()},
            judged_on=on,
            part=registers_json(parts[project]),
            **alone_columns(alone.get(project)),
        )
        for project, told in found.items()
    ]
    before = of_these(RegisterStatus.objects.filter(told__has_key="schedule"), list(found)).values_list("pk", flat=True)
    _judge_schedules({pk: told.get("schedule") for pk, told in found.items()}, set(before), on)
    written = ["worst", "worst_unpriced", "told", "judged_on", "part", *alone_columns(None)]
    RegisterStatus.objects.bulk_create(
        rows, STEP, update_conflicts=True, unique_fields=["project"], update_fields=written
    )


def _judge_schedules(found: Mapping[int, tuple[Judgement, Judgement] | None], before: set[int], on: date) -> None:
    """Put what throughput says of the schedule into the figures of the newest plan, or take it out again."""
    wanted = {pk for pk, told in found.items() if told is not None or pk in before}
    if not wanted:
        return
    newest = PlanSummary.objects.filter(is_current=True, project__in=wanted).select_related("project")
    rows = list(newest)
    held = tolerances_on([row.project for row in rows], on)
    for row in rows:
        told = found[row.project_id]
        if told is None:
            judge_by(row, held[row.project_id])
        else:
            row.schedule_colour, row.schedule_words = told[0].colour, told[0].words
    PlanSummary.objects.bulk_update(rows, WRITTEN, batch_size=STEP)


def _worst(judged: Iterable[Judgement]) -> str:
    return min(
        (one.colour for one in judged),
        key=[str(colour) for colour in WORST_FIRST].index,
        default=Colour.NOT_ASSESSED.value,
    )


def _plain(one: Judgement) -> tuple[str, str]:
    return str(one.colour), one.words
