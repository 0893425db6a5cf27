"""Circles over several projects: tasks that wait for each other by links between projects and within plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from conspectus.engine.joined.propagation import Tie
from conspectus.engine.plan import Kind, Plan

Node = tuple[int, str]  # project and task
T = TypeVar("T")


def circle_of(ties: Iterable[Tie], load: Callable[[int], Plan]) -> tuple[Node, ...]:
    """Return the ends of links on one circle in order, empty where there is none.

    Two ends of a plan hang together where the plan's own links lead from what it takes to what it gives. Only plans
    that lie on a circle of projects are asked for; so a house without any asks for none.
    """
    kept = [tie for tie in ties if tie.giver]
    knots = _knots(kept)
    inside = [tie for tie in kept if knots[tie.giver] == knots[tie.taker]]
    if not inside:
        return ()
    after: dict[Node, list[Node]] = {}
    enters: dict[int, set[str]] = {}
    leaves: dict[int, set[str]] = {}
    for tie in inside:
        after.setdefault((tie.giver, tie.giver_task), []).append((tie.taker, tie.taker_task))
        enters.setdefault(tie.taker, set()).add(tie.taker_task)
        leaves.setdefault(tie.giver, set()).add(tie.giver_task)
    for project, tasks in sorted(enters.items()):
        plan = load(project)
        for task in sorted(tasks):
            reached = reached_from(plan, task) & leaves.get(project, set())
            after.setdefault((project, task), []).extend((project, one) for one in sorted(reached - {task}))
    return _first_circle(after)


def reached_from(plan: Plan, task: str) -> set[str]:
    """Return the tasks of a plan that wait for one, it among them; what waits for a summary waits for all it holds."""
    row_of, links, parent = plan.row_of(), plan.links, plan.tasks.parent
    if task not in row_of:
        return set()
    after: dict[int, list[int]] = {}
    for before, then in zip(links.before.tolist(), links.after.tolist(), strict=True):
        after.setdefault(before, []).append(then)
    below: dict[int, list[int]] = {}
    for row, above in enumerate(parent.tolist()):
        if above >= 0:
            below.setdefault(above, []).append(row)
    seen, stack = set(), [row_of[task]]
    while stack:
        row = stack.pop()
        if row in seen:
            continue
        seen.add(row)
        stack += after.get(row, ())
        if plan.tasks.kind[row] == Kind.SUMMARY and row != row_of[task]:
            stack += below.get(row, ())  # a summary that waits holds back what it holds
        above = int(parent[row])
        while above >= 0:
            stack += [one for one in after.get(above, ()) if one not in seen]
            above = int(parent[above])
    return {plan.tasks.uid[row] for row in seen}


def _knots(ties: list[Tie]) -> dict[int, int]:
    """Return the number of the knot each project lies in (Tarjan, without recursion); alone it is a knot of its own."""
    out: dict[int, list[int]] = {}
    for tie in ties:
        out.setdefault(tie.giver, []).append(tie.taker)
        out.setdefault(tie.taker, [])
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    knot: dict[int, int] = {}
    path: list[int] = []
    for root in out:
        if root in order:
            continue
        stack = [(root, iter(out[root]))]
        order[root] = low[root] = len(order)
        path.append(root)
        while stack:
            node, following = stack[-1]
            other = next((one for one in following if one not in knot), None)
            if other is None:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == order[node]:
                    while True:
                        member = path.pop()
                        knot[member] = order[node]
                        if member == node:
                            break
            elif other in order:
                low[node] = min(low[node], order[other])
            else:
                order[other] = low[other] = len(order)
                path.append(other)
                stack.append((other, iter(out[other])))
    return knot


def _first_circle(after: Mapping[T, list[T]]) -> tuple[T, ...]:
    """Return the nodes of one circle in order."""
    done: set[T] = set()
    for root in after:
        path: list[T] = []
        within: set[T] = set()
        stack = [(root, iter(after.get(root, ())))]
        if root in done:
            continue
        path.append(root)
        within.add(root)
        while stack:
            node, following = stack[-1]
            other = next(following, None)
            if other is None:
                stack.pop()
                path.pop()
                within.discard(node)
                done.add(node)
            elif other in within:
                return tuple(path[path.index(other) :])
            elif other not in done:
                path.append(other)
                within.add(other)
                stack.append((other, iter(after.get(other, ()))))
    return ()
