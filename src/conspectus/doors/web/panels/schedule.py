"""What of a plan is shown, as its address says, and the links that show it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.queries import Gantt, gantt

from ..words import address
from .timescale import ZOOMS

WINDOW = 300
_ZOOM_WORDS = {
    "fit": _("fit"),
    "quarter": _("years"),
    "month": _("quarters"),
    "week": _("months"),
    "day": pgettext_lazy("zoom", "days"),
}
_SHOWS = (("", _("all tasks")), ("critical", _("critical path")))
_LEVELS = (("", _("all levels")), ("1", "1"), ("2", "2"), ("3", "3"))


@dataclass(frozen=True, slots=True)
class Ask:
    """What the reader asks to see; what makes no sense falls back to the usual."""

    show: str = ""
    level: int = 0
    under: str = ""
    first: int = 0
    zoom: str = "fit"
    text: str = ""
    at: str = ""

    @classmethod
    def read(cls, query: dict[str, str]) -> Ask:
        """Read the address."""
        zoom = query.get("zoom", "")
        return cls(
            show="critical" if query.get("show") == "critical" else "",
            level=min(_number(query.get("level", "")), 50),
            under=query.get("under", "")[:200],
            first=max(_number(query.get("from", "")) - 1, 0),
            zoom=zoom if zoom in ZOOMS else "fit",
            text=query.get("find", "")[:200],
            at=query.get("at", "")[:200],
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to show the plan; ``here`` where it is shown so already."""

    name: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Ways that exclude one another."""

    label: str
    items: tuple[Choice, ...]


def page_of(project: Project, number: object, ask: Ask) -> Gantt:
    """Return the window of the plan that is asked for."""
    return gantt(
        project,
        number,
        text=ask.text,
        critical_only=ask.show == "critical",
        level=ask.level,
        under=ask.under,
        at=ask.at,
        offset=ask.first,
        most=WINDOW,
    )


def around(told: Gantt, ask: Ask, path: str, query: dict[str, str], *, zooms: bool) -> dict[str, Any]:
    """Return the links around a chart or table: zoom, what is shown, and the windows before and after."""
    to = f"{path}#schedule" if zooms else path

    def href(**changes: str | int | None) -> str:
        made = address(path, query, **{"at": None, **changes})
        return f"{made}#schedule" if zooms else made

    groups = [
        Group(gettext("Show"), tuple(Choice(str(w), href(show=v, **{"from": None}), v == ask.show) for v, w in _SHOWS)),
        Group(
            gettext("Levels"),
            tuple(Choice(str(w), href(level=v, **{"from": None}), v == str(ask.level or "")) for v, w in _LEVELS),
        ),
    ]
    if zooms:
        each = (Choice(str(words), href(zoom=zoom), zoom == ask.zoom) for zoom, words in _ZOOM_WORDS.items())
        groups.insert(0, Group(gettext("Zoom"), tuple(each)))
    if ask.under:
        groups.append(
            Group(gettext("Below one task"), (Choice(gettext("show the whole plan"), href(under=None), False),))
        )
    first, last = told.first, told.first + len(told.rows)
    kept = {name: query[name] for name in ("revision", "show", "level", "under", "zoom") if query.get(name)}
    return {
        "gantt_tools": groups,
        "gantt_find": ask.text,
        "gantt_kept": kept if zooms else {name: value for name, value in kept.items() if name != "zoom"},
        "gantt_unfound": href(find=None),
        "gantt_first": first + 1 if told.rows else 0,
        "gantt_last": last,
        "gantt_total": told.total,
        "gantt_before": href(**{"from": max(first - WINDOW, 0) + 1}) if first else "",
        "gantt_after": href(**{"from": last + 1}) if last < told.total else "",
        "under_base": address(path, {**query, "under": "", "from": "", "at": "", "x": "1"}).replace("x=1", "")
        if zooms
        else "",
        "whole": to,
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0
