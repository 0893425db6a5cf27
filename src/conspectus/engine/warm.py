"""Compile the kernels once and keep them: run before parallel tests or after installation."""

from __future__ import annotations

import numpy as np

from conspectus.engine.network import schedule
from conspectus.engine.plan import Links, Plan, Tasks


def main() -> None:
    """Schedule a plan of two tasks, which compiles and caches every kernel on the way."""
    tasks = Tasks(uid=("1", "2"), name=("A", "B"), duration=np.array([480, 960]))
    plan = Plan(tasks=tasks, links=Links(before=np.array([0]), after=np.array([1])))
    schedule(plan)


if __name__ == "__main__":
    main()
