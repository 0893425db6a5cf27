"""A plan in which one task comes later: what is asked before it happens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conspectus.engine.joined.propagation import Member
from conspectus.engine.network.again import Prepared
from conspectus.engine.plan import NONE, Constraint, Plan


def slipped(plan: Plan, member: Member, row: int, days: int) -> Prepared:
    """Return the plan with a task so many working days later, whatever held it where it was.

    A task that has not begun starts so much later; of one under way the rest takes so much longer. Its own date
    constraints give way: a slip is what happens, not what was wished. Days are those of the plan's calendar.
    """
    tasks, more = plan.tasks, days * member.minutes_per_day
    now = member.prepared.run({})
    begun = bool(tasks.actual_start[row] != NONE)
    columns: dict[str, Any] = {
        name: getattr(tasks, name).copy()
        for name in (
            "constraint", "constraint_at", "constraint2", "constraint2_at", "manual", "expected_finish", "duration",
            "remaining_duration",
        )
    }  # fmt: skip
    columns["constraint2"][row], columns["constraint2_at"][row] = Constraint.ASAP, NONE
    columns["manual"][row], columns["expected_finish"][row] = False, NONE
    first = int(now.finish[row] if begun else now.start[row])
    if begun and plan.options.program == "primavera":
        columns["duration"][row] += more
        if columns["remaining_duration"][row] != NONE:
            columns["remaining_duration"][row] += more
        columns["constraint"][row], columns["constraint_at"][row] = Constraint.ASAP, NONE
    else:
        kind = Constraint.FINISH_NO_EARLIER if begun else Constraint.START_NO_EARLIER
        columns["constraint"][row], columns["constraint_at"][row] = kind, int(member.clock.add(first, more))
    return Prepared(replace(plan, tasks=replace(tasks, **columns)))
