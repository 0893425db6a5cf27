"""Which tasks are critical: little float, or on the longest path."""

from __future__ import annotations

import numpy as np

from conspectus.engine.network.setting import Setting
from conspectus.engine.plan import NONE, Flags, Ints


def critical_tasks(setting: Setting, total: Ints, finish: Ints, driving: Flags, done: Flags) -> Flags:
    """Tell which tasks are critical by the plan's own option; finished ones are not."""
    options = setting.plan.options
    if options.critical_by_longest_path:
        return longest_path(setting, finish, driving) & ~done
    return np.asarray(setting.frame.usable & ~done & (total != NONE) & (total <= options.critical_float))


def longest_path(setting: Setting, finish: Ints, driving: Flags) -> Flags:
    """Follow driving links back from the tasks that finish last."""
    links = setting.plan.links
    before_of: dict[int, list[int]] = {}
    for link in np.flatnonzero(driving).tolist():
        before_of.setdefault(int(links.after[link]), []).append(int(links.before[link]))
    usable = setting.frame.usable
    found = usable & (finish == finish[usable].max(initial=NONE)) & (finish != NONE)
    stack = np.flatnonzero(found).tolist()
    while stack:
        for before in before_of.get(stack.pop(), ()):
            if not found[before]:
                found[before] = True
                stack.append(before)
    return np.asarray(found)
