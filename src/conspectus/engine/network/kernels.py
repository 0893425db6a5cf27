"""The compiled passes: order, forward, backward, floats; import this only where they run."""

from __future__ import annotations

from typing import Any

import numpy as np

from conspectus.engine.calendars.kernels import add_work, next_start, previous_finish, work_between
from conspectus.engine.kernels import njit
from conspectus.engine.plan import NONE


@njit()
def arrange(size: int, before: Any, after: Any) -> Any:
    """Return links by successor, links by predecessor and a topological order (Kahn), without recursion.

    The order is shorter than ``size`` when links run in a circle.
    """
    into, out = np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64)
    for link in range(len(before)):
        into[after[link] + 1] += 1
        out[before[link] + 1] += 1
    for node in range(size):
        into[node + 1] += into[node]
        out[node + 1] += out[node]
    by_after, by_before = np.empty(len(before), np.int64), np.empty(len(before), np.int64)
    at_in, at_out = into[:-1].copy(), out[:-1].copy()
    for link in range(len(before)):
        by_after[at_in[after[link]]] = link
        at_in[after[link]] += 1
        by_before[at_out[before[link]]] = link
        at_out[before[link]] += 1
    waiting = into[1:] - into[:-1]
    order = np.empty(size, np.int64)
    head = tail = 0
    for node in range(size):
        if waiting[node] == 0:
            order[tail] = node
            tail += 1
    while head < tail:
        node = order[head]
        head += 1
        for place in range(out[node], out[node + 1]):
            other = after[by_before[place]]
            waiting[other] -= 1
            if waiting[other] == 0:
                order[tail] = other
                tail += 1
    return into, by_after, out, by_before, order[:tail], waiting


@njit()
def finish_from(tables: Any, drives: Any, node: int, start: int) -> Any:
    """Return when the node's remaining work is done if it begins at ``start``."""
    latest = NONE
    for pair in range(drives.first[node], drives.first[node + 1]):
        found = add_work(tables, drives.row[pair], start, drives.left[pair])
        if found == NONE:
            return NONE
        latest = max(latest, found)
    return latest


@njit()
def start_from(tables: Any, drives: Any, node: int, finish: int) -> Any:
    """Return when the node's remaining work must begin to be done at ``finish``."""
    earliest = NONE
    for pair in range(drives.first[node], drives.first[node + 1]):
        found = add_work(tables, drives.row[pair], finish, -drives.left[pair])
        if found == NONE:
            return NONE
        earliest = found if earliest == NONE else min(earliest, found)
    return earliest


@njit()
def snap_start(tables: Any, drives: Any, node: int, start: int, rule: int) -> Any:
    """Move a start to where work goes on: rule 0 never, 1 always, 2 unless it ends a stretch of work."""
    if rule == 0:
        return start
    earliest = NONE
    for pair in range(drives.first[node], drives.first[node + 1]):
        row = drives.row[pair]
        found = next_start(tables, row, start)
        if rule == 2 and found > start and previous_finish(tables, row, start) == start:
            found = start
        earliest = found if earliest == NONE else min(earliest, found)
    return earliest


@njit()
def snap_finish(tables: Any, drives: Any, node: int, finish: int) -> Any:
    """Move a finish back to where work last went on."""
    latest = NONE
    for pair in range(drives.first[node], drives.first[node + 1]):
        latest = max(latest, previous_finish(tables, drives.row[pair], finish))
    return latest


@njit()
def ahead(tables: Any, drives: Any, rule: Any, start: Any, finish: Any) -> Any:
    """Return the earliest start a link allows its successor, and the finish it aims at (or ``NONE``)."""
    source = rule[2]
    if source == 3:
        return NONE, NONE
    date = start[rule[0]] if source == 0 else (finish[rule[0]] if source == 1 else rule[6])
    if date == NONE:
        return NONE, NONE
    target = NONE
    if rule[5] == 2:
        target = add_work(tables, rule[4], date, rule[3])
        date = start_from(tables, drives, rule[1], date)
    date = add_work(tables, rule[4], date, rule[3])
    if rule[3] < 0 and date < rule[6] and source != 2:
        date = rule[6]
    if rule[5] == 1:
        target = date
        date = start_from(tables, drives, rule[1], date)
    elif rule[5] == 3:
        date = next_start(tables, rule[4], date)
    return max(date, rule[7]), target


@njit()
def behind(tables: Any, drives: Any, rule: Any, start: Any, finish: Any) -> Any:
    """Return the latest finish a link allows its predecessor, or ``NONE``."""
    source = rule[2]
    if source == 3:
        return NONE
    date = start[rule[1]] if source == 0 else (finish[rule[1]] if source == 1 else rule[6])
    if date == NONE:
        return NONE
    node, end = rule[0], rule[5]
    if end == 2:
        date = snap_start(tables, drives, node, date, 1)
    elif end == 4:
        date = finish_from(tables, drives, node, date)
    date = add_work(tables, rule[4], date, -rule[3])
    if end == 3:
        date = snap_start(tables, drives, node, date, 1)
    if end == 1 or end == 2 or end == 3:
        date = finish_from(tables, drives, node, date)
    return date


@njit()
def forward(tables: Any, drives: Any, web: Any, rules: Any, nodes: Any, bounds: Any, start: Any, finish: Any) -> Any:
    """Fill early starts and finishes in order; return False when a date left the range of the tables."""
    whole = True
    for node in web.order:
        how = nodes.how[node]
        if how == 0:
            continue
        if how == 2:
            start[node], finish[node] = nodes.fixed_start[node], nodes.fixed_finish[node]
            continue
        date, aim, linked = NONE, NONE, False
        for place in range(web.into[node], web.into[node + 1]):
            found, target = ahead(tables, drives, rules[web.by_after[place]], start, finish)
            linked = linked or found != NONE
            if found > date:
                date, aim = found, target
        if not linked:
            date = nodes.base[node]
        date = max(date, nodes.floor[node])
        if how == 3:
            start[node] = finish[node] = date
            continue
        if nodes.delay[node] != 0:
            date = snap_start(tables, drives, node, date, nodes.snap[node]) + nodes.delay[node]
        date = snap_start(tables, drives, node, date, nodes.snap[node])
        done = NONE
        if nodes.bound[node] >= 0:
            date, done = bounded(tables, drives, node, date, linked, nodes, bounds)
        if done == NONE:
            done = finish_from(tables, drives, node, date)
            if aim > done and nodes.aims[node] and snap_finish(tables, drives, node, aim) == done:
                done = aim
        if date == NONE or done == NONE:
            whole = False
        start[node], finish[node] = date, done
    return whole


@njit()
def bounded(tables: Any, drives: Any, node: int, date: int, linked: bool, nodes: Any, bounds: Any) -> Any:
    """Apply a node's date constraints to its early start; also return a finish they fix, or ``NONE``."""
    row = bounds[nodes.bound[node]]
    done = NONE
    free = not linked and nodes.frees[node]  # an open start begins where its constraint says
    if row[0] != NONE and (free or date < row[0]):
        date = snap_start(
            tables, drives, node, row[0] if not free else max(row[0], nodes.floor[node]), nodes.snap[node]
        )
    if row[1] != NONE:
        early = start_from(tables, drives, node, row[1])
        if free or date < early:
            date = early
            done = row[1] if snap_finish(tables, drives, node, row[1]) == row[1] else NONE
    if row[2] != NONE and date > row[2]:
        date = snap_start(tables, drives, node, row[2], nodes.snap[node])
    if row[3] != NONE:
        date = min(date, start_from(tables, drives, node, row[3]))
    if row[4] != NONE:
        date = snap_start(tables, drives, node, row[4], nodes.snap[node])
        done = NONE
    if row[5] != NONE:
        date, done = start_from(tables, drives, node, row[5]), row[5]
    if row[6] != NONE:
        done = max(date, row[6])
        drives.left[drives.first[node]] = work_between(tables, drives.row[drives.first[node]], date, done)
    return date, done


@njit()
def backward(
    tables: Any, drives: Any, web: Any, rules: Any, nodes: Any, bounds: Any, limit: int, late: Any, early: Any
) -> Any:
    """Fill late starts and finishes in reverse order; return False when a date left the range of the tables."""
    whole = True
    start, finish = late
    for place in range(len(web.order) - 1, -1, -1):
        node = web.order[place]
        how = nodes.late_how[node]
        if how == 0:
            continue
        if how == 2:
            start[node], finish[node] = nodes.fixed_start[node], nodes.fixed_finish[node]
            continue
        date, linked = NONE, False
        for link in web.by_before[web.out[node] : web.out[node + 1]]:
            found = behind(tables, drives, rules[link], start, finish)
            if found != NONE and (not linked or found < date):
                date, linked = found, True
        if not linked:
            date = nodes.late_base[node]
        elif date > limit:
            date = limit
        if how == 3:
            start[node] = finish[node] = date
            continue
        if nodes.late_bound[node] >= 0:
            date = late_bounded(tables, drives, node, date, bounds[nodes.late_bound[node]])
        if nodes.late_snap[node] >= 0:
            date = snap_finish(tables, drives, node, date)
        begun = start_from(tables, drives, node, date)
        if nodes.late_snap[node] == 1:
            begun = snap_start(tables, drives, node, begun, 1)
        whole = whole and begun != NONE and date != NONE
        start[node], finish[node] = begun, date
        if nodes.alap[node]:
            as_late(tables, drives, web, rules, node, limit, early)
    return whole


@njit()
def late_bounded(tables: Any, drives: Any, node: int, date: int, row: Any) -> Any:
    """Apply a node's date constraints to its late finish."""
    if row[2] != NONE:
        date = min(date, finish_from(tables, drives, node, row[2]))
    if row[3] != NONE:
        date = min(date, row[3])
    if row[4] != NONE:
        date = finish_from(tables, drives, node, row[4])
    if row[5] != NONE:
        date = row[5]
    return date


@njit()
def as_late(tables: Any, drives: Any, web: Any, rules: Any, node: int, limit: int, early: Any) -> Any:
    """Move a node's early dates as late as its successors' early dates allow."""
    start, finish = early
    date = limit
    for link in web.by_before[web.out[node] : web.out[node + 1]]:
        found = behind(tables, drives, rules[link], start, finish)
        if found != NONE:
            date = min(date, found)
    begun = start_from(tables, drives, node, snap_finish(tables, drives, node, date))
    if begun > start[node]:
        start[node] = begun
        finish[node] = finish_from(tables, drives, node, begun)


@njit()
def floats(tables: Any, drives: Any, web: Any, rules: Any, nodes: Any, dates: Any, choice: int, ends: Any) -> Any:
    """Return total float, free float and the links that drive their successor's start."""
    es, ef, ls, lf = dates
    total, free = np.full(len(es), NONE, np.int64), np.full(len(es), NONE, np.int64)
    driving = np.zeros(len(rules), np.bool_)
    for node in range(len(es)):
        if nodes.how[node] == 0 or es[node] == NONE or lf[node] == NONE:
            continue
        row = nodes.clock[node]
        begin = work_between(tables, row, es[node], ls[node])
        end = work_between(tables, row, ef[node], lf[node])
        if choice == 1:
            total[node] = begin
        elif choice == 2 or nodes.begun[node]:
            total[node] = end
        else:
            total[node] = min(begin, end)
        least, linked = 0, False
        for link in web.by_before[web.out[node] : web.out[node + 1]]:
            rule = rules[link]
            after = rule[1]
            if nodes.how[after] == 0 or es[after] == NONE or (nodes.done[after] and nodes.how[after] == 2):
                continue
            date, aim = ahead(tables, drives, rule, es, ef)
            if date == NONE:
                continue
            if nodes.how[after] == 1:
                driving[link] = snap_start(tables, drives, after, date, nodes.snap[after]) == es[after]
            gap = (
                work_between(tables, row, aim, ef[after]) if aim != NONE else work_between(tables, row, date, es[after])
            )
            least, linked = (gap if not linked else min(least, gap)), True
        if not linked:
            least = work_between(tables, row, ef[node], ends) if nodes.open_free[node] else total[node]
        free[node] = 0 if nodes.done[node] else max(0, least)
        if nodes.done[node]:
            total[node] = 0
    return total, free, driving
