"""Rates by date, phased amounts and expenses from the child's columns, and where their sums do not agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Accrual, Assignments, Floats, Ints, Plan
from conspectus.engine.pricing import Expenses, Phase, Phases, Rates
from conspectus.formats.schedules.columns import Columns, Spans, instant
from conspectus.formats.schedules.resources import RATE_ROW, hourly
from conspectus.formats.schedules.tasks import ACCRUALS

PIECE = re.compile(r"start=(\S+) totalAmount=([-+\d.Ee]+)([a-z]*) finish=(\S+)")
PART = 10_000  # a curve's places are ten-thousandths of the assignment
_ROUNDING = 1.0  # minor unit, or minute: sums closer than this agree


def rate_tables(assignments: Columns, *, primavera: bool) -> Ints:
    """Return which rate table of its resource prices each assignment, -1 where none of them does."""
    if not primavera:
        return assignments.whole("COST_RATE_TABLE", 0)
    own = np.array([text in ("", "RESOURCE") for text in assignments.text("RATE_SOURCE")], dtype=np.bool_)
    return np.where(own, assignments.whole("RATE_INDEX", 0), -1)


def rates(people: Columns, assigned: Assignments, scale: float, *, primavera: bool) -> tuple[Rates, list[Finding]]:
    """Return the rates of the tables in use, where a table holds several or is not the first."""
    rows: list[tuple[int, int, int, float, float, float]] = []
    findings: list[Finding] = []
    names = people.text("NAME")
    for resource, table in sorted(set(zip(assigned.resource.tolist(), assigned.rate_table.tolist(), strict=True))):
        if resource < 0 or table < 0:
            continue
        column = "RATES" if primavera or not table else f"RATES{table}"
        entries = RATE_ROW.findall(people.text(column)[resource])
        if len(entries) < 2 and not table:
            continue
        findings += _ranges(names[resource], entries)
        for start, _, use, priced in entries:
            hours = [hourly(text, people.spans) * scale for text in priced.split(", ")]
            place = min(table, len(hours) - 1) if primavera else 0
            overtime = hours[1] if len(hours) > 1 and not primavera else hours[place]
            per_use = 0.0 if use == "null" else float(use) * scale
            rows.append((resource, table, instant(start), hours[place], overtime, per_use))
    rows.sort(key=lambda row: row[:3])
    columns: list[Any] = list(zip(*rows, strict=True)) or [()] * 6
    return Rates(*columns), findings


def _ranges(name: str, entries: Sequence[tuple[str, ...]]) -> Iterator[Finding]:
    """Find rates whose dates overlap or leave days without any."""
    spans = sorted((instant(entry[0]), instant(entry[1])) for entry in entries)
    for (_, end), (start, _) in pairwise(spans):
        if end >= start:
            words = f"Rates of '{name}' overlap in time; where they do, the later one is used."
            yield Finding(Severity.WARNING, "RATES_OVERLAP", "resources", words, "Correct the dates of the rates.")
            return
        if start - end > 1:
            words = f"The rates of '{name}' leave time without a rate; the earlier one is used there."
            yield Finding(Severity.WARNING, "RATES_GAP", "resources", words, "Correct the dates of the rates.")
            return


def phases(sent: Sequence[Sequence[Any]], row_of: dict[int, int], scale: float, spans: Spans) -> Phases:
    """Return the phased amounts; ``row_of`` finds assignments by the place they were sent at."""
    rows: list[tuple[int, int, int, int, float]] = []
    for place, kind, text in sent:
        row = row_of.get(place, -1)
        if row < 0:
            continue
        if kind == "CURVE":
            rows += [(row, int(Phase.CURVE), *part) for part in _curve([float(one) for one in text.split(",")])]
            continue
        for start, amount, unit, finish in PIECE.findall(text):
            size = float(amount) * (spans.minutes(unit) or 1.0) if unit else float(amount) * scale
            if size > 0:
                rows.append((row, int(Phase[kind]), instant(start), instant(finish), size))
    rows.sort(key=lambda each: each[:3])
    columns: list[Any] = list(zip(*rows, strict=True)) or [()] * 5
    return Phases(*columns)


def _curve(values: Sequence[float]) -> Iterator[tuple[int, int, float]]:
    """Return the parts of a resource curve; its first value is what is spent at once at the start."""
    each = PART // max(1, len(values) - 1)
    for number, weight in enumerate(values):
        first = max(0, number - 1) * each
        if weight > 0:
            yield first, first + (each if number else 1), weight


def expenses(sent: Sequence[Sequence[str]], row_of: dict[str, int], scale: float) -> Expenses:
    """Return the expenses of the tasks that were kept."""
    kept = [item for item in sent if item[0] in row_of]
    return Expenses(
        task=np.array([row_of[item[0]] for item in kept], dtype=np.int64),
        cost=np.array([float(item[1] or 0) for item in kept], dtype=np.float64) * scale,
        actual_cost=np.array([float(item[2] or 0) for item in kept], dtype=np.float64) * scale,
        accrual=np.array([ACCRUALS.get(item[3], Accrual.PRORATED) for item in kept], dtype=np.int64),
    )


def sums(plan: Plan, assigned: Columns, scale: float) -> Iterator[Finding]:
    """Compare phased amounts with the totals they are parts of: the totals count."""
    for kind, what, total in (
        (Phase.ACTUAL_COST, "actual cost", plan.assignments.actual_cost),
        (Phase.BASELINE_COST, "baseline cost", assigned.number("BASELINE_COST") * scale),
        (Phase.WORK, "work", plan.assignments.work - np.nan_to_num(plan.assignments.overtime_work)),
    ):
        mine = plan.phases.kind == kind
        if not mine.any():
            continue
        phased: Floats = np.bincount(
            plan.phases.assignment[mine], plan.phases.amount[mine], minlength=len(total)
        ).astype(np.float64)
        near = 1e-3 if kind == Phase.WORK else 1e-6  # tools round the hours of a contour
        held = np.zeros(len(total), dtype=np.bool_)
        held[plan.phases.assignment[mine]] = True
        wrong = np.flatnonzero(held & ~np.isnan(total) & (np.abs(phased - total) > _ROUNDING + near * np.abs(total)))
        if len(wrong):
            yield _unequal(plan, what, wrong, (phased, total), 60.0 if kind == Phase.WORK else scale)


def _unequal(plan: Plan, what: str, wrong: Ints, sides: tuple[Floats, Floats], unit: float) -> Finding:
    first = int(wrong[0])
    phased, total = (side[first] / unit for side in sides)
    hours = " hours" if what == "work" else ""
    task = int(plan.assignments.task[first])
    words = (
        f"Phased {what} {phased:,.2f} ≠ total {total:,.2f}{hours} "
        f"in task '{plan.tasks.name[task]}'; the total counts, spread as the phases say."
    )
    if len(wrong) > 1:
        words += f" So in {len(wrong) - 1} more."
    uids = tuple(dict.fromkeys(plan.tasks.uid[int(plan.assignments.task[row])] for row in wrong))
    return Finding(Severity.WARNING, "PHASED_TOTAL", "assignments", words, "Save the file again in its own tool.", uids)
