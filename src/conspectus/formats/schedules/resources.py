"""Resources and their assignments from the child's columns."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from conspectus.engine.plan import NONE, Accrual, Assignments, Floats, ResourceKind, Resources
from conspectus.formats.schedules.columns import Columns, Spans, instant
from conspectus.formats.schedules.tasks import ACCRUALS

KINDS: dict[str, int] = {
    "WORK": ResourceKind.WORK,
    "NON_LABOR": ResourceKind.WORK,
    "MATERIAL": ResourceKind.MATERIAL,
    "COST": ResourceKind.COST,
}


RATE_ROW = re.compile(r"start=(\S+) end=([^\]\s]+)\]? costPerUse=(\S+) rates=([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Rates:
    """What a resource costs at one time: an hour of work, of overtime, and each use."""

    standard: float = math.nan
    overtime: float = math.nan
    per_use: float = math.nan
    rows: int = 0


def hourly(text: str, spans: Spans) -> float:
    """Return one rate such as ``25.0/h`` for an hour."""
    amount, _, unit = text.partition("/")
    if amount in ("", "null"):
        return math.nan
    return float(amount) * 60.0 / (spans.minutes(unit or "h") or 60.0)


def _rates(table: str, reference: int, spans: Spans) -> Rates:
    """Return the rates of the row in force at ``reference``, the first row where none is yet."""
    rows = RATE_ROW.findall(table)
    if not rows:
        return Rates()
    in_force = [row for row in rows if reference == NONE or instant(row[0]) <= reference] or rows[:1]
    _, _, use, rates = in_force[0] if reference == NONE else in_force[-1]
    prices = [hourly(text, spans) for text in rates.split(", ")]
    per_use = math.nan if use == "null" else float(use)
    return Rates(prices[0], prices[1] if len(prices) > 1 else math.nan, per_use, len(rows))


def _either(stored: Floats, table: list[float]) -> Floats:
    return np.where(np.isnan(stored), np.array(table, dtype=np.float64), stored)


def kept(columns: Columns, *, primavera: bool) -> list[int]:
    """Return the rows that are resources: the reader's own nameless row for unassigned work is not one."""
    names, unique = columns.text("NAME"), columns.text("UNIQUE_ID")
    blank = columns.flag("NULL")
    return [row for row in range(len(columns)) if not blank[row] and (primavera or names[row] or unique[row] != "0")]


def build(columns: Columns, scale: float, rows: dict[str, int], reference: int) -> Resources:
    """Return the plan's resources; ``rows`` finds calendars, ``reference`` says which of several rates counts."""
    rates = [_rates(text, reference, columns.spans) for text in columns.text("RATES")]
    standard = np.array([hourly(text, columns.spans) for text in columns.text("STANDARD_RATE")], dtype=np.float64)
    overtime = np.array([hourly(text, columns.spans) for text in columns.text("OVERTIME_RATE")], dtype=np.float64)
    units = columns.number("MAX_UNITS")
    return Resources(
        uid=columns.text("UNIQUE_ID"),
        name=columns.text("NAME"),
        kind=columns.map("TYPE", KINDS, ResourceKind.WORK),
        calendar=columns.map("CALENDAR_UNIQUE_ID", rows, -1),
        max_units=np.where(np.isnan(units), 1.0, units / 100.0),
        rate=_either(standard, [r.standard for r in rates]) * scale,
        overtime_rate=_either(overtime, [r.overtime for r in rates]) * scale,
        cost_per_use=np.nan_to_num(_either(columns.number("COST_PER_USE"), [r.per_use for r in rates])) * scale,
        accrual=columns.map("ACCRUE_AT", ACCRUALS, Accrual.PRORATED),
    )


def build_assignments(
    columns: Columns, tasks: dict[str, int], resources: dict[str, int], material: np.ndarray, scale: float
) -> Assignments:
    """Return the plan's assignments."""
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
        overtime_work=columns.minutes_exact("OVERTIME_WORK"),
    )
