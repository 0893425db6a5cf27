"""A Gantt chart as frozen rows and links, whatever page asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.utils.translation import gettext

from conspectus.engine.plan import NONE, Link
from conspectus.rooms.schedule.queries import Gantt
from conspectus.rooms.schedule.queries import GanttRow as Task

from ..words import day, percent, plain, told

_EPOCH = datetime(1970, 1, 1)
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_DEEPEST = 6  # steps of indent; deeper rows stand at the last


@dataclass(frozen=True, slots=True)
class GanttMark:
    """A milestone drawn on the row of its project; ``kind`` is its state."""

    at: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class GanttRow:
    """One task as it is drawn; instants are engine minutes, ``NONE`` where unknown."""

    uid: str
    name: str
    depth: int
    shape: str  # task, summary, milestone
    start: int
    finish: int
    share: float  # complete, 0 to 1
    base_start: int = NONE
    base_finish: int = NONE
    late_finish: int = NONE
    float_days: float | None = None
    critical: bool = False
    active: bool = True
    deadline: int = NONE
    noticed: tuple[str, ...] = ()  # what findings say of it
    marks: tuple[GanttMark, ...] = ()

    @property
    def words(self) -> str:
        """The row in one sentence, for the tool tip."""
        given = {"name": self.name, "start": day(self.start), "finish": day(self.finish), "done": percent(self.share)}
        said = [gettext("%(name)s: %(start)s to %(finish)s, %(done)s complete") % given]
        if self.critical:
            said.append(gettext("on the critical path"))
        elif self.float_days is not None:
            said.append(gettext("%(days)s days of float") % {"days": plain(self.float_days)})
        if self.base_finish != NONE:
            base = {"start": day(self.base_start), "finish": day(self.base_finish)}
            said.append(gettext("baseline %(start)s to %(finish)s") % base)
        if self.deadline != NONE:
            said.append(gettext("deadline %(day)s") % {"day": day(self.deadline)})
        said += [told(words) for words in self.noticed]
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class GanttLink:
    """A link between two shown rows; ``type`` counts FS, SS, FF, SF.

    It hangs on the ends of the bars unless it ``leaves`` or ``arrives`` at an instant of its own.
    """

    before: int
    after: int
    type: int
    critical: bool
    leaves: int = NONE
    arrives: int = NONE


@dataclass(frozen=True, slots=True)
class GanttView:
    """All a drawing needs, the plan left behind."""

    rows: tuple[GanttRow, ...]
    links: tuple[GanttLink, ...]
    status_date: int
    today: int
    zoom: str
    rest: tuple[tuple[date, date], ...] = ()  # first and last day of each shaded stretch
    at: str = ""  # the task that is pointed at


def gantt_view(
    page: Gantt,
    *,
    zoom: str,
    today: datetime | None = None,
    at: str = "",
    findings: Mapping[str, tuple[str, ...]] = NOTHING,
) -> GanttView:
    """Return what is to be drawn of a page of a plan; ``findings`` are the words on each task by its uid."""
    place = {task.uid: row for row, task in enumerate(page.rows)}
    links = tuple(
        GanttLink(
            place[link.before], row, int(Link[link.type]), _hot(page.rows[place[link.before]], task, link.driving)
        )
        for row, task in enumerate(page.rows)
        for link in task.links
        if link.before in place
    )
    rows = tuple(_row(task, findings.get(task.uid, ())) for task in page.rows)
    return GanttView(rows, links, minute(page.status), minute(today), zoom, page.rest, at)


def minute(instant: datetime | None) -> int:
    """Return a naive local time as engine minutes."""
    return NONE if instant is None else int((instant - _EPOCH).total_seconds() // 60)


def _hot(before: Task, after: Task, driving: bool) -> bool:
    return driving and before.critical and after.critical


def _row(task: Task, noticed: tuple[str, ...]) -> GanttRow:
    done = task.percent_complete >= 1
    return GanttRow(
        uid=task.uid,
        name=task.name or "(no name)",
        depth=min(task.level, _DEEPEST),
        shape=task.kind if task.kind in ("milestone", "summary") else "task",
        start=minute(task.start),
        finish=minute(task.finish),
        share=task.percent_complete,
        base_start=minute(task.baseline_start),
        base_finish=minute(task.baseline_finish),
        late_finish=NONE if done else minute(task.late_finish),
        float_days=None if done else task.total_float_days,
        critical=task.critical and not done,
        active=task.active,
        deadline=minute(task.deadline),
        noticed=noticed,
    )
