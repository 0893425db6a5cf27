"""The compiled measure of floats and drivers; import this only where it runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from conspectus.engine.calendars.kernels import work_between
from conspectus.engine.kernels import njit
from conspectus.engine.network.kernels import ahead, snap
from conspectus.engine.plan import NONE


@njit()
def floats(tables: Any, drives: Any, web: Any, rules: Any, nodes: Any, dates: Any, choice: int, ends: int) -> Any:
    """Return total float, free float and the links that drive their successor's start.

    ``choice`` is 0 for the smaller of start and finish float, 1 start, 2 finish;
    ``ends`` is where free float of tasks without successors is counted to.
    """
    es, ef, ls, lf = dates
    size = len(es)
    total, free = np.full(size, NONE, np.int64), np.full(size, NONE, np.int64)
    driving = np.zeros(len(rules.code), np.bool_)
    for node in range(size):
        if nodes.how[node] == 0 or es[node] == NONE or lf[node] == NONE:
            continue
        row = nodes.clock[node]
        end = work_between(tables, row, ef[node], lf[node])
        if choice == 1 or (choice == 0 and not nodes.begun[node]):
            begin = work_between(tables, row, es[node], ls[node])
            end = begin if choice == 1 else min(begin, end)
        total[node] = end
        least, linked = 0, False
        for index in range(web.out[node], web.out[node + 1]):
            link = web.by_before[index]
            after = rules.after[link]
            if nodes.how[after] == 0 or es[after] == NONE or (nodes.done[after] and nodes.how[after] == 2):
                continue
            date, aim = ahead(tables, drives, rules, link, es, ef)
            if date == NONE:
                continue
            if date == es[after]:
                driving[link] = nodes.how[after] != 2
            elif nodes.how[after] == 1 and date < es[after]:
                driving[link] = snap(tables, drives, after, date, nodes.snap[after]) == es[after]
            if aim != NONE:
                gap = work_between(tables, row, aim, ef[after])
            elif linked and least == 0:
                continue
            else:
                gap = work_between(tables, row, date, es[after])
            least, linked = (gap if not linked else min(least, gap)), True
        if not linked:
            least = work_between(tables, row, ef[node], ends) if nodes.open_free[node] else end
        free[node] = 0 if nodes.done[node] else max(0, least)
        if nodes.done[node]:
            total[node] = 0
    return total, free, driving
