"""What all pages of one project share: its head, its tabs, what the reader may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import get_project, programmes_above, visible_programmes
from conspectus.rooms.portfolio.rules import may, sees_cost
from conspectus.rooms.schedule.queries import current_number, revision_detail

from ..asking import asker, at, query

TABS = (
    ("Overview", "project"),
    ("Status", "status"),
    ("Tasks", "tasks"),
    ("Quality", "quality"),
    ("Earned value", "earned-value"),
    ("Streams", "streams"),
    ("Money", "money"),
    ("Revisions", "revisions"),
    ("Baselines", "baselines"),
    ("People", "people"),
    ("Particulars", "particulars"),
)
PROGRAMME_TABS = (("Projects", "programme"), ("Status", "programme-status"), ("Budget", "programme-budgets"))
DEEDS = {"import": "import_plan", "edit": "edit_plan", "approve": "set_baseline", "give": "give_project_role"}


def frame(request: HttpRequest, project_id: str, tab: str) -> tuple[Project, dict[str, Any]]:
    """Return the project, as far as the reader may see it, and what its pages share."""
    by, on = asker(request), at(request).date()
    project = get_project(by, project_id, on)
    trail, with_cost = [("Portfolio", reverse("portfolio"))], sees_cost(by, project, on)
    if project.programme is not None:
        trail.append((project.programme.name, reverse("programme", args=[project.programme_id])))
    told: dict[str, Any] = {
        "project": project,
        "trail": trail,
        "tab": tab,
        "tabs": [(name, reverse(view, args=[project.pk])) for name, view in TABS if with_cost or view != "money"],
        "may": {name: may(by, deed, project, on) for name, deed in DEEDS.items()},
    }
    return project, told


def programme_frame(by: User, programme: Programme, tab: str) -> dict[str, Any]:
    """Return what the pages of a programme share: the way to it, and its tabs."""
    shown = PROGRAMME_TABS if sees_cost(by, programme) else PROGRAMME_TABS[:-1]
    tabs = [(name, reverse(view, args=[programme.pk])) for name, view in shown]
    trail = [("Portfolio", reverse("portfolio"))]
    above = programmes_above([programme.portfolio_id])[programme.pk][:-1]
    seen = set(visible_programmes(by).values_list("pk", flat=True)) if above else set()
    trail += [(one.name, reverse("programme", args=[one.pk])) for one in above if one.pk in seen]
    return {"trail": trail, "tabs": tabs, "tab": tab}


def with_detail(request: HttpRequest, project_id: str, tab: str) -> tuple[Project, dict[str, Any]]:
    """Return the same with the revision asked for, the newest unless the address names one; None before the first."""
    project, told = frame(request, project_id, tab)
    wanted = query(request).get("revision") or None
    detail = None
    if wanted is not None or current_number(project) is not None:
        detail = revision_detail(project, wanted, by=asker(request), on=at(request).date())
    return project, told | {"detail": detail, "revision": detail.revision if detail else None}
