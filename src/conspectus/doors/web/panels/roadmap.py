"""The roadmap as rows of the Gantt chart: groups, their projects with milestones, the first levels of opened plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conspectus.engine.plan import DAY, NONE
from conspectus.rooms.schedule.queries import Gantt, Roadmap, RoadmapGroup, RoadmapMilestone, RoadmapProject

from ..words import address, day, several
from .drawing import Drawing, draw
from .gantt import GanttLink, GanttMark, GanttRow, GanttView, gantt_view, minute
from .schedule import Choice, Group

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LEVELS = (("programme", _("groups")), ("project", _("projects")), ("", _("with milestones")))
GROUPED = (("", _("programme")), ("division", _("division")), ("manager", _("manager")), ("none", _("not at all")))
ZOOMS = (("", _("fit")), ("quarter", _("years")), ("month", _("quarters")), ("week", _("months")))
FORMS = (("", _("chart")), ("table", _("table")))
SHEET = 80  # rows that stay readable on one sheet of paper; longer roadmaps are cut into pages
MOST_OPEN = 5  # plans shown at once
STATES = {
    "done": pgettext_lazy("milestone", "done"),
    "missed": _("missed"),
    "due": _("due, not reported"),
    "late": _("late"),
    "on_time": _("on time"),
}
_NOBODY = {"programme": _("No programme"), "division": _("No division"), "manager": _("No manager")}
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class RoadmapAsk:
    """What the reader asks to see; what makes no sense falls back to the usual."""

    level: str = ""  # programme, project, or empty: with milestones
    group: str = "programme"  # programme, division, manager, or empty: not grouped
    zoom: str = "fit"
    table: bool = False
    opened: tuple[int, ...] = ()
    first: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> RoadmapAsk:
        """Read the address."""
        level, group, zoom = (query.get(name, "") for name in ("level", "group", "zoom"))
        opened = [int(one) for one in query.get("open", "").split(",") if _is_number(one)]
        start = query.get("from", "")
        return cls(
            level=level if level in ("programme", "project") else "",
            group="" if group == "none" else group if group in _NOBODY else "programme",
            zoom=zoom if zoom and zoom in dict(ZOOMS) else "fit",
            table=query.get("show") == "table",
            opened=tuple(dict.fromkeys(opened))[:MOST_OPEN],
            first=max(int(start) - 1, 0) if _is_number(start) else 0,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """What stands beside a bar: a name that leads on, its dates, its slip, and the way to open or close its plan."""

    name: str
    depth: int
    kind: str  # group, project, task
    href: str = ""
    code: str = ""
    colour: str = ""
    start: str = ""
    finish: str = ""
    slip: float | None = None
    toggle: str = ""
    opened: bool = False
    note: str = ""


def roadmap_lines(
    found: Roadmap, plans: Mapping[int, Gantt], ask: RoadmapAsk, path: str, query: dict[str, str]
) -> list[tuple[Line, GanttRow]]:
    """Return the lines of the roadmap, each with its row of the chart."""
    made: list[tuple[Line, GanttRow]] = []
    for group in found.groups:
        if ask.group:
            made.append(_group_line(group, ask.group))
        if ask.level == "programme" and ask.group:
            continue
        for project in group.projects:
            made.append(_project_line(project, ask, path, query))
            if project.project_id in plans:
                made += _task_lines(project, plans[project.project_id], bool(ask.group))
    return made


def draw_roadmap(lines: list[tuple[Line, GanttRow]], found: Roadmap, *, zoom: str, today: datetime) -> Drawing:
    """Lay the roadmap out; links whose projects are not drawn are left out."""
    place = {row.uid: number for number, (_, row) in enumerate(lines)}
    links = tuple(
        GanttLink(
            place[f"p{link.before}"],
            place[f"p{link.after}"],
            0,
            link.late,
            leaves=_end(link.before_on),
            arrives=_end(link.after_on),
        )
        for link in found.links
        if f"p{link.before}" in place and f"p{link.after}" in place
    )
    rows = tuple(row for _, row in lines)
    return draw(GanttView(rows, links, NONE, minute(today), zoom))


def roadmap_tools(ask: RoadmapAsk, path: str, query: dict[str, str]) -> list[Group]:
    """Return the links that show the roadmap otherwise."""

    def ways(name: str, words: Iterable[tuple[str, StrOrPromise]], now: str, **more: None) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                str(text),
                address(path, query, **{name: value, **more}),
                (value or "fit" if name == "zoom" else value) == now,
            )
            for value, text in words
        )

    group = "" if ask.group == "programme" else ask.group or "none"
    return [
        Group(gettext("Zoom"), ways("zoom", ZOOMS, ask.zoom)),
        Group(gettext("Show"), ways("level", LEVELS, ask.level)),
        Group(pgettext("grouping", "By"), ways("group", GROUPED, group, **{"from": None})),
        Group(pgettext("shape", "As"), ways("show", FORMS, "table" if ask.table else "")),
    ]


def milestone_words(one: RoadmapMilestone) -> str:
    """Return a milestone in one sentence."""
    given = {"name": one.name or gettext("(no name)"), "day": day(one.on), "state": STATES[one.state]}
    said = gettext("%(name)s: %(day)s, %(state)s") % given
    if one.baseline_on is None:
        return said
    said = gettext("%(milestone)s; baseline %(day)s") % {"milestone": said, "day": day(one.baseline_on)}
    days = abs(round(one.slip_days or 0))
    if not days:
        return said
    late = ngettext("%(days)s working day late", "%(days)s working days late", days)
    early = ngettext("%(days)s working day early", "%(days)s working days early", days)
    return f"{said}, {(late if (one.slip_days or 0) > 0 else early) % {'days': days}}"


def range_words(one: RoadmapProject) -> str:
    """Return the range of the finish of a project that its backlog judges."""
    return gettext("by throughput: %(half)s with 50 %%, %(sure)s with 80 %%") % {
        "half": day(one.half_on),
        "sure": day(one.finish_on),
    }


def _group_line(group: RoadmapGroup, by: str) -> tuple[Line, GanttRow]:
    name = group.name or str(_NOBODY[by])
    href = reverse(by, args=[group.key]) if group.key and by in ("programme", "division") else ""
    line = Line(name, 0, "group", href=href, start=day(group.start_on), finish=day(group.finish_on),
                note=several(len(group.projects), "project"))  # fmt: skip
    row = GanttRow(
        f"g{group.key}", name, 0, "summary", _start(group.start_on), _end(group.finish_on), 0.0,
        base_start=_start(group.baseline_start_on), base_finish=_end(group.baseline_finish_on),
    )  # fmt: skip
    return line, row


def _project_line(one: RoadmapProject, ask: RoadmapAsk, path: str, query: dict[str, str]) -> tuple[Line, GanttRow]:
    opened = one.project_id in ask.opened
    left = [str(number) for number in ask.opened if number != one.project_id]
    toggled = left if opened else [*left[-MOST_OPEN + 1 :], str(one.project_id)]
    planned = one.start_on and not one.half_on  # a backlog has no tasks to open
    toggle = address(path, query, open=",".join(toggled)) if planned else ""
    depth = int(bool(ask.group))
    line = Line(
        one.name, depth, "project", href=f"/projects/{one.project_id}/", code=one.code, colour=one.colour,
        start=day(one.start_on), finish=day(one.finish_on), slip=one.slip_days, toggle=toggle, opened=opened,
        note="" if one.start_on or one.half_on else gettext("no plan yet"),
    )  # fmt: skip
    dated = one.milestones if not ask.level else ()
    marks = tuple(GanttMark(_end(m.on) - DAY // 2, m.state, milestone_words(m)) for m in dated if m.on)
    if one.half_on:
        marks += (GanttMark(_end(one.half_on) - DAY // 2, "half", range_words(one)),)
    row = GanttRow(
        f"p{one.project_id}", f"{one.code} {one.name}", depth, "task", _start(one.start_on), _end(one.finish_on),
        one.done_ratio, base_start=_start(one.baseline_start_on), base_finish=_end(one.baseline_finish_on), marks=marks,
    )  # fmt: skip
    return line, row


def _task_lines(project: RoadmapProject, plan: Gantt, grouped: bool) -> list[tuple[Line, GanttRow]]:
    """Return the first levels of an opened plan."""
    deeper = 2 if grouped else 1
    tasks = [replace(row, uid=f"t{project.project_id}-{row.uid}", depth=row.depth + deeper)
             for row in gantt_view(plan, zoom="fit").rows]  # fmt: skip
    return [(Line(row.name, row.depth, "task", start=day(row.start), finish=_last(row.finish)), row) for row in tasks]


def _last(instant: int) -> str:
    return day(instant if instant == NONE else instant - 1)


def _start(on: date | None) -> int:
    return NONE if on is None else (on - _EPOCH).days * DAY


def _end(on: date | None) -> int:
    return NONE if on is None else ((on - _EPOCH).days + 1) * DAY


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def roadmap_words(found: Roadmap) -> dict[str, Any]:
    """Return what the roadmap comes to in words: what is said of it where it is not seen."""
    every = [one for group in found.groups for one in group.projects]
    states = [dated.state for one in every for dated in one.milestones]
    told = ", ".join(f"{states.count(word)} {label}" for word, label in STATES.items() if word in states)
    late = sum(link.late for link in found.links)
    given = {"projects": several(len(every), "project"), "milestones": told or pgettext("milestone", "none")}
    words = gettext("%(projects)s; milestones: %(milestones)s") % given
    if found.links:
        tied = {"words": words, "links": several(len(found.links), "link"), "late": late}
        words = gettext("%(words)s; %(links)s between them, %(late)s late or broken") % tied
    return {"roadmap_words": words}
