"""Circles over projects: named by their path, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.bridge import circle_with, light_ties
from conspectus.rooms.links.choices import OPEN
from conspectus.rooms.links.models import Link
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.schedule.models import WatchedTask

if TYPE_CHECKING:
    from conspectus.engine.joined import Tie

_SHOWN = 12


def stored_circle(by: User, on: date | None = None) -> str:
    """Return the path of a circle among all open links, empty where there is none."""
    return named_circle(by, circle_with(open_ties()), on)


def circle_path(by: User, more: Sequence[tuple[int, str, int, str]], on: date | None = None) -> str:
    """Return the path of a circle among all open links and some that would come: giver, its task, taker, its task."""
    return named_circle(by, circle_with([*open_ties(), *light_ties((0, *one) for one in more)]), on)


def open_ties() -> list[Tie]:
    """Return the links between two projects that count, whoever asks: a circle is one for everybody."""
    rows = Link.objects.filter(state__in=OPEN, giver__isnull=False, taker__isnull=False, giver__gone=False)
    asked = ("pk", "giver__project_id", "giver__uid", "taker__project_id", "taker__uid")
    return light_ties(rows.filter(taker__gone=False).order_by("pk").values_list(*asked))


def named_circle(by: User, circle: Sequence[tuple[int, str]], on: date | None = None) -> str:
    """Return a circle's path; a project the reader may not see is not named."""
    if not circle:
        return ""
    projects = {project for project, _uid in circle}
    seen = dict(visible_projects(by, on).order_by().filter(pk__in=projects).values_list("pk", "code"))
    rows = WatchedTask.objects.filter(project__in=projects)
    names = {(project, uid): name for project, uid, name in rows.values_list("project", "uid", "name")}
    hidden = _("a project you may not see")
    steps = [f"{seen[one]} {names.get((one, uid)) or uid}" if one in seen else hidden for one, uid in circle]
    shown = steps if len(steps) <= _SHOWN else [*steps[: _SHOWN - 1], "…"]
    return " → ".join([*shown, steps[0]])
