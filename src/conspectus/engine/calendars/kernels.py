"""Working-time arithmetic inside compiled kernels; import this only where kernels run."""

from __future__ import annotations

from typing import Any

import numpy as np

from conspectus.engine.kernels import njit
from conspectus.engine.plan import DAY, NONE


@njit()
def stretch_at(tables: Any, row: int, instant: int) -> Any:
    """Return the first stretch (absolute index) that ends after the instant."""
    index = tables.by_day[tables.rows[row, 2] + instant // DAY - tables.span[0] // DAY]
    first, size = tables.rows[row, 0], tables.rows[row, 1]
    while index < size and tables.ends[first + index] <= instant:
        index += 1
    return first + index


@njit()
def worked(tables: Any, row: int, instant: int) -> Any:
    """Return working minutes of the range before the instant."""
    index = stretch_at(tables, row, instant)
    last = tables.rows[row, 0] + tables.rows[row, 1] - 1
    if index > last:
        return tables.before[last] + tables.ends[last] - tables.starts[last]
    return tables.before[index] + max(0, instant - tables.starts[index])


@njit()
def add_work(tables: Any, row: int, instant: int, minutes: int) -> Any:
    """Return the instant so much work later (earlier when negative); ``NONE`` outside the range."""
    if instant == NONE or row < 0:
        return NONE
    if minutes == 0:
        return instant
    if row == 0:
        return instant + minutes
    if instant < tables.span[0] or instant > tables.span[1]:
        return NONE
    target = worked(tables, row, instant) + minutes
    first, size, bucket = tables.rows[row, 0], tables.rows[row, 1], tables.rows[row, 4]
    last = first + size - 1
    total = tables.before[last] + tables.ends[last] - tables.starts[last]
    if target < 0 or target > total:
        return NONE
    index = first + min(size - 1, tables.by_work[tables.rows[row, 3] + target // bucket])
    if minutes > 0:
        while index > first and tables.before[index] >= target:
            index -= 1
        while tables.before[index] + tables.ends[index] - tables.starts[index] < target:
            index += 1
    else:
        while index < last and tables.before[index] + tables.ends[index] - tables.starts[index] <= target:
            index += 1
    return tables.starts[index] + target - tables.before[index]


@njit()
def work_between(tables: Any, row: int, start: int, finish: int) -> Any:
    """Return working minutes from start to finish, negative when finish lies earlier."""
    if row == 0 or row < 0:
        return finish - start
    low, high = tables.span[0], tables.span[1]
    start, finish = min(max(start, low), high), min(max(finish, low), high)
    return worked(tables, row, finish) - worked(tables, row, start)


@njit()
def next_start(tables: Any, row: int, instant: int) -> Any:
    """Return the instant if work goes on right after it, else the next beginning of work."""
    if row <= 0 or instant == NONE:
        return instant
    if instant < tables.span[0] or instant > tables.span[1]:
        return NONE
    index = stretch_at(tables, row, instant)
    if index >= tables.rows[row, 0] + tables.rows[row, 1]:
        return NONE
    return max(instant, tables.starts[index])


@njit()
def previous_finish(tables: Any, row: int, instant: int) -> Any:
    """Return the instant if work went on right before it, else the last end of work."""
    if row <= 0 or instant == NONE:
        return instant
    if instant < tables.span[0] or instant > tables.span[1]:
        return NONE
    first = tables.rows[row, 0]
    index = stretch_at(tables, row, instant)
    if index < first + tables.rows[row, 1] and tables.starts[index] < instant:
        return instant
    return tables.ends[index - 1] if index > first else NONE


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
