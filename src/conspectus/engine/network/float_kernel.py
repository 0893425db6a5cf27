"""The compiled measure of floats and drivers; import this only where it runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from conspectus.engine.calendars.kernels import next_start, work_between, worked
from conspectus.engine.kernels import njit
from conspectus.engine.network.kernels import ahead, snap
from conspectus.engine.plan import NONE


@njit()
def floats(tables: Any, drives: Any, web: Any, rules: Any, nodes: Any, dates: Any, reached: Any, ask: Any) -> Any:
    """Return total float, free float and the links that drive their successor's start.

    ``ask`` is which total float (0 the smaller of start and finish float, 1 start,
    2 finish) and where free float of tasks without successors is counted to.
    """
    choice, ends = ask
    es, ef, ls, lf = dates
    how, begun, done, clock = nodes.how, nodes.begun, nodes.done, nodes.clock
    code, afters, out, links = rules.code, rules.after, web.out, web.by_before
    first, rows, snaps = drives.first, drives.row, nodes.snap
    size = len(es)
    total, free = np.full(size, NONE, np.int64), np.full(size, NONE, np.int64)
    driving = np.zeros(len(code), np.bool_)
    for node in range(size):
        if how[node] == 0 or es[node] == NONE or lf[node] == NONE:
            continue
        row = clock[node]
        # most links leave from the finish: what was worked before it is counted once
        near = row > 0 and ef[node] >= tables[0] and ef[node] < tables[1]
        spent = worked(tables, row, ef[node]) if near else 0
        end = work_between(tables, row, ef[node], lf[node])
        if choice == 1 or (choice == 0 and not begun[node]):
            begin = work_between(tables, row, es[node], ls[node])
            end = begin if choice == 1 else min(begin, end)
        least, linked = 0, False
        for index in range(out[node], out[node + 1]):
            link = links[index]
            after = afters[link]
            if how[after] == 0 or es[after] == NONE or (done[after] and how[after] == 2):
                continue
            date, aim, to = reached[link], NONE, (code[link] >> 2) & 7
            if to == 1 or to == 2 or to == 4 or how[after] == 2 or nodes.alap[node]:
                date, aim = ahead(tables, drives, rules, link, es, ef)
            if date == NONE:
                continue
            if date >= es[after]:
                driving[link] = date == es[after] and how[after] != 2
            elif how[after] == 1:
                if snaps[after] == 1 and first[after + 1] == first[after] + 1:
                    driving[link] = next_start(tables, rows[first[after]], date) == es[after]
                else:
                    driving[link] = snap(tables, drives, after, date, snaps[after]) == es[after]
            if linked and least <= 0:
                continue
            gap = work_between(tables, row, aim, ef[after]) if aim != NONE else 0
            if aim == NONE and date != es[after]:
                if date == ef[node] and near and date < es[after] < tables[1]:
                    gap = worked(tables, row, es[after]) - spent
                else:
                    gap = work_between(tables, row, date, es[after])
            least, linked = (gap if not linked else min(least, gap)), True
        if not linked:
            least = work_between(tables, row, ef[node], ends) if nodes.open_free[node] else end
        total[node] = 0 if done[node] else end
        free[node] = 0 if done[node] else max(0, least)
    return total, free, driving
