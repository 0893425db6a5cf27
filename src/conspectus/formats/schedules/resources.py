"""Resources and their assignments from the child's columns."""

from __future__ import annotations

import numpy as np

from conspectus.engine.plan import Accrual, Assignments, Floats, ResourceKind, Resources
from conspectus.formats.schedules.columns import Columns, Spans
from conspectus.formats.schedules.tasks import ACCRUALS

KINDS: dict[str, int] = {
    "WORK": ResourceKind.WORK,
    "NON_LABOR": ResourceKind.WORK,
    "MATERIAL": ResourceKind.MATERIAL,
    "COST": ResourceKind.COST,
}


def _hourly(columns: Columns, name: str, scale: float, spans: Spans) -> Floats:
    """Return rates in minor units an hour."""

    def one(text: str) -> float:
        amount, _, unit = text.partition("/")
        minutes = spans.minutes(unit or "h") or 60.0
        return float(amount) * scale * 60.0 / minutes if amount else float("nan")

    return np.array([one(text) for text in columns.text(name)], dtype=np.float64)


def kept(columns: Columns, *, primavera: bool) -> list[int]:
    """Return the rows that are resources: the reader's own nameless row for unassigned work is not one."""
    names, unique = columns.text("NAME"), columns.text("UNIQUE_ID")
    blank = columns.flag("NULL")
    return [row for row in range(len(columns)) if not blank[row] and (primavera or names[row] or unique[row] != "0")]


def build(columns: Columns, scale: float, rows: dict[str, int]) -> Resources:
    """Return the plan's resources; ``rows`` finds calendars."""
    units = columns.number("MAX_UNITS")
    return Resources(
        uid=columns.text("UNIQUE_ID"),
        name=columns.text("NAME"),
        kind=columns.map("TYPE", KINDS, ResourceKind.WORK),
        calendar=columns.map("CALENDAR_UNIQUE_ID", rows, -1),
        max_units=np.where(np.isnan(units), 1.0, units / 100.0),
        rate=_hourly(columns, "STANDARD_RATE", scale, columns.spans),
        overtime_rate=_hourly(columns, "OVERTIME_RATE", scale, columns.spans),
        cost_per_use=np.nan_to_num(columns.number("COST_PER_USE")) * scale,
        accrual=columns.map("ACCRUE_AT", ACCRUALS, Accrual.PRORATED),
    )


def build_assignments(
    columns: Columns, tasks: dict[str, int], resources: dict[str, int], material: np.ndarray, scale: float
) -> Assignments:
    """Return the plan's assignments; those of left-out tasks are left out too."""
    task = columns.map("TASK_UNIQUE_ID", tasks, -1)
    columns = columns.keep(np.flatnonzero(task >= 0))
    task = columns.map("TASK_UNIQUE_ID", tasks, -1)
    resource = columns.map("RESOURCE_UNIQUE_ID", resources, -1)
    units = columns.number("ASSIGNMENT_UNITS")
    of_material = (resource >= 0) & material[resource] if len(material) else np.zeros(len(task), dtype=np.bool_)
    share = np.where(of_material, 60.0, 1.0)  # the reader calls one unit of material one hour
    return Assignments(
        task=task,
        resource=resource,
        units=np.where(np.isnan(units), 1.0, units / 100.0),
        work=columns.minutes_exact("WORK") / share,
        actual_work=columns.minutes_exact("ACTUAL_WORK") / share,
        remaining_work=columns.minutes_exact("REMAINING_WORK") / share,
        cost=columns.number("COST") * scale,
        actual_cost=columns.number("ACTUAL_COST") * scale,
        remaining_cost=columns.number("REMAINING_COST") * scale,
        delay=columns.minutes("ASSIGNMENT_DELAY", 0),
        levelling_delay=columns.minutes("LEVELING_DELAY", 0),
        start=columns.instant("START"),
        finish=columns.instant("FINISH"),
        actual_start=columns.instant("ACTUAL_START"),
        actual_finish=columns.instant("ACTUAL_FINISH"),
    )
