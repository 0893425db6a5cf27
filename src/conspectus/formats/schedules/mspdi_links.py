"""Links of an MSPDI file: inside the plan, and to other plans through rows that only stand for their tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conspectus.engine.plan import LagUnit, Link, OutsideLinks
from conspectus.formats.schedules.xmltext import block, tag, when

LINKS: dict[int, int] = {Link.FF: 0, Link.FS: 1, Link.SF: 2, Link.SS: 3}
LAGS: dict[int, int] = {LagUnit.WORKING: 7, LagUnit.ELAPSED: 8, LagUnit.PERCENT: 19, LagUnit.ELAPSED_PERCENT: 20}


def predecessor(uid: int, kind: int, lag: int, unit: int, *, path: str = "") -> Iterator[str]:
    """Yield one link from the task of this id; ``path`` names it in another plan."""
    in_percent = unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT)
    yield from block(
        "PredecessorLink",
        [
            tag("PredecessorUID", uid),
            tag("Type", LINKS[kind]),
            tag("CrossProject", int(bool(path))),
            *([tag("CrossProjectName", path)] if path else []),
            tag("LinkLag", round(lag / 100) if in_percent else lag * 10),
            tag("LagFormat", LAGS[unit]),
        ],
    )


class Ghosts:
    """The rows that stand for tasks of other plans, numbered after the plan's own."""

    def __init__(self, outside: OutsideLinks, task_ids: Sequence[int]) -> None:
        self.outside, self.task_ids = outside, task_ids
        self.rows = [row for row in range(len(outside)) if outside.project[row] and outside.other[row]]
        first = max(task_ids, default=0) + 1
        named = dict.fromkeys((outside.project[row], outside.other[row]) for row in self.rows)
        self.ids = {name: first + place for place, name in enumerate(named)}

    def before(self, task: int) -> Iterator[str]:
        """Yield the links into a task of the plan."""
        for row in self.rows:
            if self.outside.is_predecessor[row] and int(self.outside.task[row]) == task:
                name = (self.outside.project[row], self.outside.other[row])
                yield from self._link(row, self.ids[name], self._path(name))

    def lines(self) -> Iterator[str]:
        """Yield the rows, each with the links out of the plan that end in it."""
        for name, uid in self.ids.items():
            mine = [row for row in self.rows if (self.outside.project[row], self.outside.other[row]) == name]
            at = max(int(self.outside.at[row]) for row in mine)
            inside = [tag("UID", uid), tag("ID", uid), tag("Name", name[1]), tag("OutlineLevel", 1)]
            inside += [*when("Start", at), *when("Finish", at), tag("ExternalTask", 1)]
            inside.append(tag("ExternalTaskProject", self._path(name)))
            for row in mine:
                if not self.outside.is_predecessor[row]:
                    inside += self._link(row, self.task_ids[int(self.outside.task[row])], "")
            yield from block("Task", inside)

    def _path(self, name: tuple[str, str]) -> str:
        return f"{name[0]}\\{self.ids[name]}"

    def _link(self, row: int, uid: int, path: str) -> Iterator[str]:
        outside = self.outside
        yield from predecessor(uid, int(outside.type[row]), int(outside.lag[row]), int(outside.unit[row]), path=path)
