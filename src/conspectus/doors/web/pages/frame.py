"""What all pages of one project share: its head, its tabs, what the reader may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import get_project, programmes_above, visible_programmes
from conspectus.rooms.portfolio.rules import may, sees_cost
from conspectus.rooms.schedule.queries import current_number, revision_detail

from ..asking import asker, at, query

TABS = (
    (gettext_noop("Overview"), "project"),
    (gettext_noop("Status"), "status"),
    (gettext_noop("Tasks"), "tasks"),
    (gettext_noop("Schedule quality"), "quality"),
    (gettext_noop("Earned value"), "earned-value"),
    (gettext_noop("Streams"), "streams"),
    (gettext_noop("Backlog"), "backlog"),
    (gettext_noop("Scope"), "scope"),
    (gettext_noop("Quality"), "project-quality"),
    (gettext_noop("Links"), "project-links"),
    (gettext_noop("Risks"), "project-register"),
    (gettext_noop("Changes"), "changes"),
    (gettext_noop("Stakeholders"), "project-stakeholders"),
    (gettext_noop("Money"), "money"),
    (gettext_noop("Revisions"), "revisions"),
    (gettext_noop("Baselines"), "baselines"),
    (gettext_noop("Compliance"), "project-compliance"),
    (gettext_noop("Gates"), "project-gates"),
    (gettext_noop("Lessons"), "project-lessons"),
    (gettext_noop("People"), "people"),
    (gettext_noop("Particulars"), "particulars"),
)
PROGRAMME_TABS = (
    (gettext_noop("Projects"), "programme"),
    (gettext_noop("Status"), "programme-status"),
    (gettext_noop("Risks"), "programme-register"),
    (gettext_noop("Budget"), "programme-budgets"),
)
DEEDS = {"import": "import_plan", "edit": "edit_plan", "approve": "set_baseline", "give": "give_project_role"}


def frame(request: HttpRequest, project_id: str, tab: str) -> tuple[Project, dict[str, Any]]:
    """Return the project, as far as the reader may see it, and what its pages share."""
    by, on = asker(request), at(request).date()
    project = get_project(by, project_id, on)
    trail, with_cost = [(_("Portfolio"), reverse("portfolio"))], sees_cost(by, project, on)
    if project.programme is not None:
        trail.append((project.programme.name, reverse("programme", args=[project.programme_id])))
    told: dict[str, Any] = {
        "project": project,
        "trail": trail,
        "tab": _(tab),
        "tabs": [(_(name), reverse(view, args=[project.pk])) for name, view in TABS if with_cost or view != "money"],
        "may": {name: may(by, deed, project, on) for name, deed in DEEDS.items()},
    }
    return project, told


def programme_frame(by: User, programme: Programme, tab: str) -> dict[str, Any]:
    """Return what the pages of a programme share: the way to it, and its tabs."""
    shown = PROGRAMME_TABS if sees_cost(by, programme) else PROGRAMME_TABS[:-1]
    tabs = [(_(name), reverse(view, args=[programme.pk])) for name, view in shown]
    trail = [(_("Portfolio"), reverse("portfolio"))]
    above = programmes_above([programme.portfolio_id])[programme.pk][:-1]
    seen = set(visible_programmes(by).values_list("pk", flat=True)) if above else set()
    trail += [(one.name, reverse("programme", args=[one.pk])) for one in above if one.pk in seen]
    return {"trail": trail, "tabs": tabs, "tab": _(tab)}


def with_detail(request: HttpRequest, project_id: str, tab: str) -> tuple[Project, dict[str, Any]]:
    """Return the same with the revision asked for, the newest unless the address names one; None before the first."""
    project, told = frame(request, project_id, tab)
    wanted = query(request).get("revision") or None
    detail = None
    if wanted is not None or current_number(project) is not None:
        detail = revision_detail(project, wanted, by=asker(request), on=at(request).date())
    return project, told | {"detail": detail, "revision": detail.revision if detail else None}
