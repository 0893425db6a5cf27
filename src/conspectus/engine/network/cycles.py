"""Naming tasks that wait for each other."""

from __future__ import annotations

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.network.frame import Frame
from conspectus.engine.network.result import CycleError
from conspectus.engine.plan import Ints

_SHOWN = 12


def cycle_error(frame: Frame, waiting: Ints) -> CycleError:
    """Return the refusal that names one circle among the nodes still waiting."""
    before_of: dict[int, int] = {}
    for before, after in zip(frame.before.tolist(), frame.after.tolist(), strict=True):
        if waiting[before] > 0 and waiting[after] > 0:
            before_of.setdefault(after, before)
    node = next(iter(before_of))
    seen: dict[int, int] = {}
    path: list[int] = []
    while node not in seen:
        seen[node] = len(path)
        path.append(node)
        node = before_of[node]
    circle = path[seen[node] :][::-1]
    count = len(frame.plan.tasks)
    rows = [each if each < count else int(frame.gate_of[each - count]) for each in circle]
    rows = [row for place, row in enumerate(rows) if row != rows[place - 1] or len(rows) == 1]
    return CycleError(_finding(frame, rows))


def _finding(frame: Frame, rows: list[int]) -> Finding:
    tasks = frame.plan.tasks
    first = rows.index(min(rows))
    rows = rows[first:] + rows[:first]
    names = [tasks.name[row] or f"task {tasks.uid[row]}" for row in rows]
    shown = names if len(names) <= _SHOWN else [*names[: _SHOWN - 1], f"… ({len(names) - _SHOWN + 1} more)"]
    path = " → ".join([*shown, names[0]])
    return Finding(
        Severity.REFUSED,
        "LINK_CYCLE",
        f"task {tasks.uid[rows[0]]}",
        f"These tasks wait for each other: {path}.",
        "Remove one of these links, then schedule again.",
        tuple(tasks.uid[row] for row in rows),
    )
