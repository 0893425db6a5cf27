"""Which rows of a plan are shown: depth, a subtree, a choice, and a window of at most 300."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from conspectus.engine.plan import NONE, Flags, Ints, Kind, Plan

WINDOW = 300
SHOWS = ("all", "critical", "late", "milestones")
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Ask:
    """What the reader asks to see; read from the address and kept within its limits."""

    show: str = "all"
    level: int = 0  # 0: every level
    under: str = ""  # uid of a summary task: it and all below it
    first: int = 0  # row of the window among those chosen
    zoom: str = "fit"

    @classmethod
    def read(cls, query: Mapping[str, str], zooms: tuple[str, ...]) -> Ask:
        """Read the address; what makes no sense falls back to the usual."""
        return cls(
            show=query.get("show", "") if query.get("show", "") in SHOWS else "all",
            level=min(_number(query.get("level", "")), DEEPEST),
            under=query.get("under", "")[:200],
            first=max(_number(query.get("from", "")) - 1, 0),
            zoom=query.get("zoom", "") if query.get("zoom", "") in zooms else "fit",
        )

    def query(self) -> dict[str, str]:
        """Return the address's part that says the same."""
        said = {
            "show": self.show if self.show != "all" else "",
            "level": str(self.level or ""),
            "under": self.under,
            "from": str(self.first + 1) if self.first else "",
            "zoom": self.zoom if self.zoom != "fit" else "",
        }
        return {name: value for name, value in said.items() if value}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0


@dataclass(frozen=True, eq=False)
class Window:
    """The rows shown, in outline order, of how many."""

    rows: Ints
    first: int
    total: int

    @property
    def last(self) -> int:
        """Number of the last row shown, counted from one."""
        return self.first + len(self.rows)


def depths(plan: Plan) -> Ints:
    """Return how deep each task lies; the top is 0, whatever order the file lists them in."""
    parent = plan.tasks.parent
    depth = np.zeros(len(parent), dtype=np.int64)
    above = parent.copy()
    for _ in range(len(parent)):
        inside = above >= 0
        if not inside.any():
            break
        depth[inside] += 1
        above[inside] = parent[above[inside]]
    return depth


def below(plan: Plan, top: int) -> Flags:
    """Flag a task and everything under it."""
    parent = plan.tasks.parent
    inside = np.zeros(len(parent), dtype=np.bool_)
    inside[top] = True
    while True:
        more = (parent >= 0) & inside[np.maximum(parent, 0)] & ~inside
        if not more.any():
            return inside
        inside |= more


def window(plan: Plan, ask: Ask, *, depth: Ints, critical: Flags, finish: Ints) -> Window:
    """Choose the rows that ``ask`` names and cut the window out of them."""
    chosen = np.ones(len(plan.tasks), dtype=np.bool_)
    if ask.under:
        top = plan.row_of().get(ask.under)
        chosen = below(plan, top) if top is not None else ~chosen
    if ask.level:
        chosen &= depth < ask.level
    if ask.show == "critical":
        chosen &= critical
    if ask.show == "milestones":
        chosen &= np.isin(plan.tasks.kind, (Kind.START_MILESTONE, Kind.FINISH_MILESTONE))
    if ask.show == "late":
        chosen &= late(plan, finish)
    rows = np.flatnonzero(chosen)
    first = min(ask.first, max((len(rows) - 1) // WINDOW * WINDOW, 0)) if len(rows) else 0
    return Window(rows[first : first + WINDOW], first, len(rows))


def late(plan: Plan, finish: Ints) -> Flags:
    """Flag the tasks that finish after their baseline or their deadline."""
    base = plan.baselines[0].finish if 0 in plan.baselines else np.full(len(plan.tasks), NONE)
    known = finish != NONE
    behind = known & (base != NONE) & (finish > base)
    return behind | (known & (plan.tasks.deadline != NONE) & (finish > plan.tasks.deadline))
