"""Working-time arithmetic inside compiled kernels; import this only where kernels run."""

from __future__ import annotations

from typing import Any

import numpy as np

from conspectus.engine.kernels import njit
from conspectus.engine.plan import DAY, NONE

_HEAD = 8


@njit()
def worked(tables: Any, row: int, instant: int) -> Any:
    """Return working minutes of the range before the instant."""
    head = _HEAD * row
    index, size = tables[tables[head + 2] + instant // DAY - tables[2]], tables[head + 1]
    place = tables[head] + 3 * index
    while index < size and tables[place + 1] <= instant:
        index += 1
        place += 3
    if index == size:
        return tables[head + 5]
    return tables[place + 2] + max(0, instant - tables[place])


@njit()
def add_work(tables: Any, row: int, instant: int, minutes: int) -> Any:
    """Return the instant so much work later (earlier when negative); ``NONE`` outside the range."""
    if instant == NONE or row < 0:
        return NONE
    if minutes == 0:
        return instant
    if row == 0:
        return instant + minutes
    if instant < tables[0] or instant >= tables[1]:
        return NONE
    head = _HEAD * row
    target = worked(tables, row, instant) + minutes
    if target < 0 or target > tables[head + 5]:
        return NONE
    first, last = tables[head], tables[head] + 3 * (tables[head + 1] - 1)
    place = min(last, first + 3 * tables[tables[head + 3] + target // tables[head + 4]])
    if minutes > 0:
        while place > first and tables[place + 2] >= target:
            place -= 3
        while tables[place + 2] + tables[place + 1] - tables[place] < target:
            place += 3
    else:
        while place < last and tables[place + 2] + tables[place + 1] - tables[place] <= target:
            place += 3
    return tables[place] + target - tables[place + 2]


@njit()
def work_between(tables: Any, row: int, start: int, finish: int) -> Any:
    """Return working minutes from start to finish, negative when finish lies earlier."""
    if row <= 0 or start == finish:
        return finish - start
    low, high = tables[0], tables[1] - 1
    start, finish = min(max(start, low), high), min(max(finish, low), high)
    return worked(tables, row, finish) - worked(tables, row, start)


@njit()
def next_start(tables: Any, row: int, instant: int) -> Any:
    """Return the instant if work goes on right after it, else the next beginning of work."""
    if row <= 0 or instant == NONE:
        return instant
    if instant < tables[0] or instant >= tables[1]:
        return NONE
    head = _HEAD * row
    index, size = tables[tables[head + 2] + instant // DAY - tables[2]], tables[head + 1]
    place = tables[head] + 3 * index
    while index < size and tables[place + 1] <= instant:
        index += 1
        place += 3
    return NONE if index == size else max(instant, tables[place])


@njit()
def previous_finish(tables: Any, row: int, instant: int) -> Any:
    """Return the instant if work went on right before it, else the last end of work."""
    if row <= 0 or instant == NONE:
        return instant
    if instant < tables[0] or instant >= tables[1]:
        return NONE
    head = _HEAD * row
    index, size = tables[tables[head + 2] + instant // DAY - tables[2]], tables[head + 1]
    place = tables[head] + 3 * index
    while index < size and tables[place + 1] <= instant:
        index += 1
        place += 3
    if index < size and tables[place] < instant:
        return instant
    return tables[place - 2] if index > 0 else NONE


@njit()
def add_many(tables: Any, rows: Any, instants: Any, minutes: Any) -> Any:
    """Return :func:`add_work` for arrays of equal length."""
    result = np.empty(len(rows), np.int64)
    for index in range(len(rows)):
        result[index] = add_work(tables, rows[index], instants[index], minutes[index])
    return result


@njit()
def between_many(tables: Any, rows: Any, starts: Any, finishes: Any) -> Any:
    """Return :func:`work_between` for arrays of equal length, ``NONE`` where an end is missing."""
    result = np.empty(len(rows), np.int64)
    for index in range(len(rows)):
        if starts[index] == NONE or finishes[index] == NONE:
            result[index] = NONE
        else:
            result[index] = work_between(tables, rows[index], starts[index], finishes[index])
    return result


@njit()
def next_starts(tables: Any, rows: Any, instants: Any) -> Any:
    """Return :func:`next_start` for arrays of equal length."""
    result = np.empty(len(rows), np.int64)
    for index in range(len(rows)):
        result[index] = next_start(tables, rows[index], instants[index])
    return result
