"""What a file holds of money in time: phased amounts that are not even, resource curves, expenses."""

from __future__ import annotations

from typing import Any

MOST = 400_000  # pieces of one file; beyond, the rest of its amounts are spread evenly


def phases(assignments: Any, contours: list[str]) -> list[list[Any]]:
    """Return ``[row, kind, text]`` for the assignments whose amounts lie unevenly; ``contours`` says which may."""
    found: list[list[Any]] = []
    size = 0
    for row, assignment in enumerate(assignments):
        uneven = row < len(contours) and contours[row] not in ("", "FLAT")
        parts: list[tuple[str, Any]] = [
            ("ACTUAL_COST", assignment.getRawTimephasedActualCost()),
            ("BASELINE_COST", assignment.getRawTimephasedBaselineCost(0)),
        ]
        if uneven:
            parts += [
                ("WORK", assignment.getRawTimephasedActualRegularWork()),
                ("WORK", assignment.getRawTimephasedRemainingRegularWork()),
            ]
        kept = [(kind, items) for kind, items in parts if items is not None and items.size() > (kind != "WORK")]
        size += sum(int(items.size()) for _, items in kept)
        if size > MOST:
            break
        found += [[row, kind, str(items)] for kind, items in kept]
        if uneven and not any(kind == "WORK" for kind, _ in kept):
            curve = assignment.getWorkContour()
            values = None if curve is None or curve.isContourManual() else curve.getCurveValues()
            if values is not None:
                found.append([row, "CURVE", ",".join(str(float(value)) for value in values)])
    return found


def expenses(tasks: Any) -> list[list[str]]:
    """Return task, cost at completion, actual cost and accrual of each expense."""
    found = []
    for task in tasks:
        for item in task.getExpenseItems() or ():
            amounts = (item.getAtCompletionCost(), item.getActualCost())
            accrual = item.getAccrueType()
            texts = ["" if amount is None else str(amount) for amount in amounts]
            found.append([str(task.getUniqueID()), *texts, "" if accrual is None else str(accrual)])
    return found
