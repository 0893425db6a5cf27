"""The lists of a home page with the addresses of what they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conspectus.journeys.home.views import Change, Decision, Step, Task

from ..places import page_of, talk_address

SHOWN = 8  # of a list before the rest is folded away
ALIKE = 4  # tasks that say the same and are due alike, from so many on, stand in one line that opens
MOST = 60

_STATUS = {"project": "status", "programme": "programme-status"}
_OF_PROJECT = {
    "findings": "quality",
    "plan": "project",
    "state": "project",
    "baseline": "baselines",
    "backlog": "backlog",
    "counting": "backlog",
    "lessons": "project-lessons",
}
_STEPS = {
    "portfolio": (
        _("Open a portfolio"),
        _("Projects are opened in a portfolio, and its totals are made in one currency."),
        "portfolios",
        _("Open a portfolio"),
    ),
    "projects": (
        _("Bring your projects"),
        _("Take the list you keep of them, in whatever workbook it is; or upload plans, and each becomes a project."),
        "master-list",
        _("Take a master list"),
    ),
    "people": (
        _("Let people in"),
        _("Each manager writes the report of a project and hands its plan in; give them an account and a role."),
        "accounts",
        _("Open accounts"),
    ),
    "period": (
        _("Open a period"),
        _("Projects report for periods. Lay those of a year from the list of portfolios, then open the first."),
        "portfolios",
        _("Lay periods"),
    ),
}


Line = tuple[Any, str]  # what is said, and the address it leads to


@dataclass(frozen=True, slots=True)
class Alike:
    """Tasks that say the same of several things, each with its address."""

    words: str
    late: bool
    due_on: date | None
    alike: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """A list with what is shown at once and what is folded away, how many there are, and how many are neither."""

    first: tuple[Line, ...]
    rest: tuple[Line, ...]
    count: int
    beyond: int


def linked_tasks(rows: Sequence[Task]) -> Folded:
    """Return tasks, each with the address where it is done; many alike are one line, where the first of them stood."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for row in rows:
        groups.setdefault((row.what, row.words, row.late, row.due_on), []).append((row, _task(row)))
    lines: list[Line] = []
    for row in rows:
        found = groups.get((row.what, row.words, row.late, row.due_on), [])
        if len(found) < ALIKE:
            lines.append((row, _task(row)))
        elif found[0][0] is row:
            lines.append((Alike(row.words, row.late, row.due_on, tuple(found)), ""))
    return _folded(lines, len(rows))


def linked_changes(rows: Sequence[Change]) -> Folded:
    """Return changes, each with the address where it is seen."""
    return _folded([(row, change_address(row)) for row in rows], len(rows))


def leads(rows: Sequence[Decision]) -> list[dict[str, Any]]:
    """Return the three things to look at first as their component takes them, each opening its source."""
    return [
        {
            "title": row.title,
            "name": f"{row.code} {row.project}".strip(),
            "href": _source(row),
            "colour": row.colour or "not_assessed",
            "words": row.words,
            "reason": row.reason,
            "definition": row.definition,
        }
        for row in rows
    ]


def first_steps(rows: Sequence[Step]) -> list[dict[str, Any]]:
    """Return the first steps with what each is for, and the button of the next one."""
    following = next((row for row in rows if not row.done), None)
    told = []
    for row in rows:
        title, words, view, action = _STEPS[row.what]
        href = reverse(view) if row is following else ""
        told.append({"title": title, "words": words, "done": row.done, "href": href, "action": action})
    return told


def _folded(lines: list[Line], count: int) -> Folded:
    beyond = sum(len(one.alike) if isinstance(one, Alike) else 1 for one, _ in lines[MOST:])
    return Folded(tuple(lines[:SHOWN]), tuple(lines[SHOWN:MOST]), count, beyond)


def _task(row: Task) -> str:
    if row.action_id is not None:
        return reverse("action", args=[row.action_id])
    if row.document_id is not None:
        return reverse("document", args=[row.document_id])
    if row.what == "article":
        return reverse("article", args=[row.subject_id])
    if row.what in ("method", "communication"):
        return reverse(row.what, args=[row.subject_id])
    if row.what == "override":
        return _aside(row)
    if row.what == "report" and row.project_id is not None:
        return f"{reverse('update', args=[row.project_id])}?period={row.period_id}"
    if row.period_id is not None:
        return _status(row.subject_kind, row.subject_id, row.period_id)
    if row.project_id is None:
        return page_of(row.subject_kind, row.subject_id)
    if row.what == "answers":
        return f"{reverse('findings')}?project={row.project_id}&state=answered"
    if row.what == "compliance":
        return f"{reverse('findings')}?project={row.project_id}&whose=mine"
    if row.what == "milestone":
        return reverse("project", args=[row.project_id]) + "#milestones"
    return reverse(_OF_PROJECT[row.what], args=[row.project_id])


def change_address(row: Change) -> str:
    """Return the address where a change is seen."""
    if row.what == "period":
        return reverse("period", args=[row.subject_id])
    if row.what == "asked":
        return reverse("update", args=[row.project_id]) if row.project_id else reverse("home")
    if row.what == "late":
        return reverse("collection", args=[row.subject_id])
    if row.what == "pack":
        return reverse("period-pack", args=[row.subject_id])
    if row.what == "action":
        return reverse("action", args=[row.action_id])
    if row.what == "link":
        return reverse("link", args=[row.subject_id])
    if row.what == "handed":
        return reverse("home")
    if row.what == "finding":
        return f"{reverse('findings')}?project={row.project_id}&state=all"
    if row.what == "gate":
        return reverse("gate-review", args=[row.subject_id])
    if row.what in ("exception", "closure", "article", "lesson"):
        return reverse(row.what, args=[row.subject_id])
    if row.what == "due":
        return _due(row)
    if row.what in ("nonconformity", "changerequest", "registerentry"):
        return page_of(row.what, row.subject_id)
    if row.what in ("comment", "named"):
        return talk_address(row.subject_kind, row.subject_id) + "#comments"
    if row.document_id is not None:
        return reverse("document", args=[row.document_id])
    if row.what == "plan":
        return reverse("revisions", args=[row.project_id])
    if row.what == "report":
        return reverse(_STATUS[row.subject_kind], args=[row.subject_id])
    if row.what == "override":
        return _aside(row)
    return reverse(_OF_PROJECT[row.what], args=[row.project_id])


def _due(row: Change) -> str:
    if row.subject_kind in ("method", "article"):
        return reverse(row.subject_kind, args=[row.subject_id])
    return reverse("action", args=[row.action_id]) if row.action_id else page_of(row.subject_kind, row.subject_id)


def _aside(row: Task | Change) -> str:
    return reverse("set-aside" if row.project_id else "programme-set-aside", args=[row.subject_id])


def _source(row: Decision) -> str:
    if row.project_id is None:
        return ""
    if row.what == "gap" and row.period_id is not None:
        return _status("project", row.project_id, row.period_id)
    return reverse("earned-value" if row.what == "overrun" else "project", args=[row.project_id])


def _status(kind: str, number: str | int, period: int) -> str:
    return f"{reverse(_STATUS[kind], args=[number])}?period={period}"
