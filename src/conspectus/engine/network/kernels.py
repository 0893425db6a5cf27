"""The compiled passes: order, forward, backward; import this only where they run."""

from __future__ import annotations

from typing import Any

import numpy as np

from conspectus.engine.calendars.kernels import add_work, next_start, previous_finish, work_between
from conspectus.engine.kernels import njit
from conspectus.engine.plan import DAY, NONE


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
def reach(tables: Any, drives: Any, node: int, at: int, sign: int) -> Any:
    """Return when a node's remaining work is done if begun at ``at`` (sign 1), or must begin to be done then (-1)."""
    found = NONE
    for pair in range(drives.first[node], drives.first[node + 1]):
        date = add_work(tables, drives.row[pair], at, sign * drives.left[pair])
        if date == NONE:
            return NONE
        if found == NONE or sign * (date - found) > 0:
            found = date
    return found


@njit()
def reach_many(tables: Any, drives: Any, nodes: Any, starts: Any) -> Any:
    """Return when the remaining work of each node is done."""
    result = np.empty(len(nodes), np.int64)
    for index in range(len(nodes)):
        result[index] = reach(tables, drives, nodes[index], starts[index], 1)
    return result


@njit()
def snap(tables: Any, drives: Any, node: int, at: int, rule: int) -> Any:
    """Move a date to working time: rule 0 not, 1 on to work, 2 on unless it ends a stretch, 3 back to work."""
    if rule == 0 or at == NONE:
        return at
    found = NONE
    for pair in range(drives.first[node], drives.first[node + 1]):
        row = drives.row[pair]
        if rule == 3:
            found = max(found, previous_finish(tables, row, at))
            continue
        date = next_start(tables, row, at)
        if rule == 2 and date > at and previous_finish(tables, row, at) == at:
            date = at
        if found == NONE or date < found:
            found = date
    return found


@njit()
def nearest(tables: Any, drives: Any, node: int, at: int) -> Any:
    """Return the instant nearest to another at which a node's work goes on or has just ended."""
    later, sooner = snap(tables, drives, node, at, 1), snap(tables, drives, node, at, 3)
    return sooner if at - sooner < later - at else later


@njit()
def ahead(tables: Any, drives: Any, rules: Any, link: int, start: Any, finish: Any) -> Any:
    """Return the earliest start a link allows its successor, and the finish it aims at (or ``NONE``)."""
    code = rules.code[link]
    source, end = code & 3, (code >> 2) & 7
    if source == 3:
        return NONE, NONE
    before = rules.before[link]
    date = start[before] if source == 0 else (finish[before] if source == 1 else rules.at[link])
    if date == NONE:
        return NONE, NONE
    lag = rules.lag[link] if code & 32 else 0
    if end == 0 and lag == 0:
        return date, NONE
    target, row = NONE, rules.clock[link]
    if end == 2 or end == 4:
        target = add_work(tables, row, date, lag) if end == 2 else NONE
        date = reach(tables, drives, rules.after[link], date, -1)
    date = add_work(tables, row, date, lag)
    if lag < 0 and source != 2:
        date = max(date, rules.lead_floor)
    if end == 1 or end == 5:
        target = date if lag <= 0 and end == 1 else NONE
        date = reach(tables, drives, rules.after[link], date, -1)
    elif end == 3:
        date = next_start(tables, row, date)
    if code & 64:
        date = max(date, rules.finish_floor)
    return date, target


@njit()
def behind(tables: Any, drives: Any, rules: Any, link: int, start: Any, finish: Any) -> Any:
    """Return the latest finish a link allows its predecessor, and the latest start it asks for (or ``NONE``)."""
    code = rules.code[link]
    source, end = code & 3, (code >> 2) & 7
    if source == 3:
        return NONE, NONE
    after = rules.after[link]
    date = start[after] if source == 0 else (finish[after] if source == 1 else rules.at[link])
    if date == NONE:
        return NONE, NONE
    lag = rules.lag[link] if code & 32 else 0
    if end == 0 and lag == 0:
        return date, NONE
    node = rules.before[link]
    if end == 2:
        date = next_start(tables, rules.near[link], date)
    elif end == 4:
        date = reach(tables, drives, node, date, 1)
    date = add_work(tables, rules.clock[link], date, -lag)
    begun = date if end == 5 else NONE
    if end == 1 or end == 3:
        begun = snap(tables, drives, node, date, 1)
    if end == 3:
        if lag < 0:
            begun = date
        elif lag == 0:
            begun = nearest(tables, drives, node, date)
        date = snap(tables, drives, node, date, 1)
    if end == 1 or end == 2 or end == 3 or end == 5:
        date = reach(tables, drives, node, date, 1)
    return date, begun


@njit()
def closing(tables: Any, drives: Any, web: Any, node: int, at: Any, reached: Any) -> Any:
    """Return a finish milestone's date: where work ended before its date, if a link leads there."""
    date, floor = at
    back = snap(tables, drives, node, date, 3)
    if back < floor:
        return date
    for place in range(web.into[node], web.into[node + 1]):
        if reached[web.by_after[place]] == back:
            return back
    return date


@njit()
def forward(tables: Any, drives: Any, web: Any, rules: Any, nodes: Any, bounds: Any, dates: Any, reached: Any) -> Any:
    """Fill early dates in order; return False when a date leaves the range of the tables.

    ``dates`` are starts and finishes of nodes, ``reached`` the start each link allows.
    """
    start, finish = dates
    code, befores, lag, clock = rules.code, rules.before, rules.lag, rules.clock
    into, links = web.into, web.by_after
    first, rows, left = drives.first, drives.row, drives.left
    for node in web.order:
        how = nodes.how[node]
        if how == 0:
            continue
        if how == 2:
            start[node], finish[node] = nodes.fixed_start[node], nodes.fixed_finish[node]
            continue
        date, aim, lead = NONE, NONE, False
        for place in range(into[node], into[node + 1]):
            link = links[place]
            target = NONE
            plain = code[link] & 31
            if plain <= 1:  # the commonest links: to the start, with or without lag
                found = finish[befores[link]] if plain == 1 else start[befores[link]]
                if code[link] != plain and found != NONE:
                    found = add_work(tables, clock[link], found, lag[link])
                    if lag[link] < 0:
                        found = max(found, rules.lead_floor)
            else:
                found, target = ahead(tables, drives, rules, link, start, finish)
            reached[link] = found
            if found > date:
                date, aim, lead = found, target, lag[link] < 0
        linked = date != NONE
        if not linked:
            date = nodes.base[node]
        date = max(date, nodes.floor[node])
        if how == 3:
            start[node] = finish[node] = date
            continue
        rule, pair = nodes.snap[node], first[node]
        if rule == 1 and first[node + 1] == pair + 1:
            date = next_start(tables, rows[pair], date)
        else:
            date = snap(tables, drives, node, date, rule)
        if rule == 2 and linked and nodes.aims[node] == 0:
            date = closing(tables, drives, web, node, (date, nodes.floor[node]), reached)
        if nodes.delay[node] != 0:
            date = snap(tables, drives, node, date + nodes.delay[node], rule)
        done = NONE
        if nodes.bound[node] >= 0 and date != NONE:
            date, done = bounded(tables, drives, node, date, linked, nodes, bounds)
        if done == NONE:
            if first[node + 1] == pair + 1:
                done = add_work(tables, rows[pair], date, left[pair])
            else:
                done = reach(tables, drives, node, date, 1)
            if aim > done and snap(tables, drives, node, aim, 3) == done:
                on = aim if lead else snap(tables, drives, node, aim, 1)
                done = on if nodes.aims[node] == 0 or on == aim else done
        start[node], finish[node] = date, done
        if date == NONE or done == NONE:
            return False
    return True


@njit()
def bounded(tables: Any, drives: Any, node: int, date: int, linked: bool, nodes: Any, bounds: Any) -> Any:
    """Apply a node's date constraints to its early start; also return a finish they fix, or ``NONE``."""
    place = nodes.bound[node]
    rule, floor = nodes.snap[node], nodes.floor[node]
    low_start, low_finish = bounds[place, 0], bounds[place, 1]
    high_start, high_finish = bounds[place, 2], bounds[place, 3]
    done = NONE
    free = not linked and nodes.frees[node]  # an open start begins where its constraint says
    if low_start != NONE and (free or date < low_start):
        date = snap(tables, drives, node, max(low_start, floor), rule)
    if bounds[place, 7] != NONE and (free or date < bounds[place, 7]):
        hour = date % DAY if linked else 0  # a date alone bounds the day, logic says the hour
        date = snap(tables, drives, node, max(bounds[place, 7] + hour, floor), rule)
    if low_finish != NONE:
        early = reach(tables, drives, node, low_finish, -1)
        if early == low_finish and nodes.aims[node] == 0:
            early = snap(tables, drives, node, early, rule)
        if early >= floor and (free or date < early):
            date = early
            done = low_finish if snap(tables, drives, node, low_finish, 3) == low_finish else NONE
    if high_start != NONE and date > high_start:
        date = snap(tables, drives, node, high_start, rule)
    if high_finish != NONE:
        date = min(date, reach(tables, drives, node, high_finish, -1))
    if bounds[place, 4] != NONE:
        date, done = snap(tables, drives, node, bounds[place, 4], rule), NONE
    if bounds[place, 5] != NONE:
        date, done = reach(tables, drives, node, bounds[place, 5], -1), bounds[place, 5]
    if bounds[place, 6] > date:
        pair = drives.first[node]
        asked = work_between(tables, drives.row[pair], date, bounds[place, 6])
        done = bounds[place, 6] if asked != drives.left[pair] else done
        drives.left[pair] = asked
    return date, done


@njit()
def backward(tables: Any, drives: Any, web: Any, rules: Any, nodes: Any, bounds: Any, limit: int, dates: Any) -> Any:
    """Fill late dates in reverse order; return False when a date leaves the range of the tables.

    ``dates`` are early starts, early finishes, late starts, late finishes.
    """
    early_start, early_finish, start, finish = dates
    code, afters, lag, clock = rules.code, rules.after, rules.lag, rules.clock
    out, links = web.out, web.by_before
    first, rows, left = drives.first, drives.row, drives.left
    for place in range(len(web.order) - 1, -1, -1):
        node = web.order[place]
        how = nodes.late_how[node]
        if how == 0:
            continue
        if how == 2:
            start[node], finish[node] = nodes.fixed_start[node], nodes.fixed_finish[node]
            continue
        date, linked, asked, asks = limit, False, NONE, False
        for index in range(out[node], out[node + 1]):
            link = links[index]
            plain = code[link] & 31
            if plain <= 1:
                found = finish[afters[link]] if plain == 1 else start[afters[link]]
                if code[link] != plain:
                    found = add_work(tables, clock[link], found, -lag[link])
                asks = asks and found > date
            else:
                found, begun = behind(tables, drives, rules, link, start, finish)
                if found != NONE and found <= date:  # of links that leave the same, all have to ask
                    asks = begun != NONE and code[link] & 32 == 0 and (asks or found < date)
                if begun != NONE and (asked == NONE or begun < asked):
                    asked = begun
            if found != NONE:
                date, linked = min(date, found), True
        if not linked:
            date = nodes.late_base[node]
        if nodes.late_bound[node] >= 0:
            date = late_bounded(tables, drives, node, date, nodes.late_bound[node], bounds)
        if how == 3:
            start[node] = finish[node] = date
            continue
        rule, pair, told = nodes.late_snap[node], first[node], date
        if first[node + 1] == pair + 1:
            if rule == 2 or (rule == 3 and linked):
                date = opening(tables, drives, web, rules, nodes.begun, node, (date, limit), (start, finish))
            elif rule >= 0:
                date = previous_finish(tables, rows[pair], date)
            begun = add_work(tables, rows[pair], date, -left[pair])
            begun = next_start(tables, rows[pair], begun) if rule == 1 else begun
        else:
            date = snap(tables, drives, node, date, 3) if rule >= 0 else date
            begun = reach(tables, drives, node, date, -1)
            begun = snap(tables, drives, node, begun, 1) if rule == 1 else begun
        free = asked != NONE and nodes.late_starts[node] and not mandatory(nodes.late_bound[node], bounds)
        if free and (asked < begun or (rule == 0 and asks and asked == told and not nodes.begun[node])):
            begun = asked
            date = asked if rule >= 2 and asks else date  # both dates of a start milestone
        start[node], finish[node] = begun, date
        if nodes.alap[node]:
            as_late(tables, drives, web, rules, node, limit, (early_start, early_finish))
        if begun == NONE or date == NONE:
            return False
    return True


@njit()
def opening(tables: Any, drives: Any, web: Any, rules: Any, begun: Any, node: int, at: Any, late: Any) -> Any:
    """Return a start milestone's late date: back to work before a successor's start, else as logic gives it."""
    least, back = NONE, False
    (date, limit), (start, finish) = at, late
    for index in range(web.out[node], web.out[node + 1]):
        link = web.by_before[index]
        found, _ = behind(tables, drives, rules, link, start, finish)
        if found != NONE and (least == NONE or found < least):
            plain = rules.code[link] & 31 == 0 and not begun[rules.after[link]]
            least, back = found, plain and (date == limit if found > date else rules.lag[link] == 0)
    if not back or snap(tables, drives, node, date, 1) == date:
        return date
    return snap(tables, drives, node, date, 3)


@njit()
def mandatory(place: int, bounds: Any) -> Any:
    """Tell whether a constraint fixes a node's late dates, whatever its links ask for."""
    return place >= 0 and max(bounds[place, 4], bounds[place, 5]) != NONE


@njit()
def late_bounded(tables: Any, drives: Any, node: int, date: int, place: int, bounds: Any) -> Any:
    """Apply a node's date constraints to its late finish."""
    if bounds[place, 2] != NONE:
        date = min(date, reach(tables, drives, node, bounds[place, 2], 1))
    if bounds[place, 3] != NONE:
        date = min(date, bounds[place, 3])
    if bounds[place, 4] != NONE:
        date = reach(tables, drives, node, bounds[place, 4], 1)
    if bounds[place, 5] != NONE:
        date = bounds[place, 5]
    if bounds[place, 6] != NONE:
        date = min(date, bounds[place, 6])
    return date


@njit()
def as_late(tables: Any, drives: Any, web: Any, rules: Any, node: int, limit: int, early: Any) -> Any:
    """Move a node's early dates as late as its successors' early dates allow."""
    start, finish = early
    date = limit
    for index in range(web.out[node], web.out[node + 1]):
        found, _ = behind(tables, drives, rules, web.by_before[index], start, finish)
        if found != NONE:
            date = min(date, found)
    begun = reach(tables, drives, node, snap(tables, drives, node, date, 3), -1)
    if begun > start[node]:
        start[node] = begun
        finish[node] = reach(tables, drives, node, begun, 1)
