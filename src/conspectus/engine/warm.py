"""Compile the kernels once and keep them: run before parallel tests or after installation."""

from __future__ import annotations

from conspectus.engine.network import schedule
from conspectus.engine.plan import Links, Plan, Tasks


def main() -> None:
    """Schedule a plan of two tasks, which compiles and caches every kernel on the way."""
    plan = Plan(tasks=Tasks(uid=("1", "2"), name=("A", "B"), duration=[480, 960]), links=Links(before=[0], after=[1]))
    schedule(plan)


if __name__ == "__main__":
    main()
