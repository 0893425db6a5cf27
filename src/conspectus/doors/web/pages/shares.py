"""The parts in which a project serves programmes and divisions, set by page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.kit.errors import NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import divisions
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import ShareKind
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project, shares_on, visible_programmes
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.objectives import PartsForm
from .choices import division_choices


@require_http_methods(["GET", "HEAD", "POST"])
@page
def shares(request: HttpRequest, project_id: str, served: str) -> HttpResponse:
    """Say in which parts a project serves programmes, or divisions."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    if served not in ShareKind.values:
        raise NotFound
    kind = ShareKind(served)
    require(by, "set_shares", project, on.date())
    targets = _targets(by, project, kind, request)

    def stored() -> dict[str, Any]:
        return _held(get_project(by, project_id, on.date()), kind, request)

    def save(given: dict[str, Any]) -> None:
        parts = [actions.Part(targets[number], part) for number, part, _ in form.given(given)]
        more = {"kind": kind, "starting": given["starting"], "revision": given["revision"]}
        actions.set_shares(project=project, parts=parts, **more, by=by, at=on)

    form = PartsForm(posted(request), initial=stored(), offered=_offered(targets, kind), words=False)
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The parts are kept."))
        return redirect("particulars", project.pk)
    told = {"form": form, "project": project, "kind": kind.label}
    told |= {"trail": [(project.name, reverse("particulars", args=[project.pk]))]}
    return show(request, "portfolio/shares_form.html", told, status=form.status)


def _held(project: Project, kind: str, request: HttpRequest) -> dict[str, Any]:
    """Return the parts of today as their form takes them."""
    today = at(request).date()
    held: dict[str, Any] = {"revision": project.revision, "starting": today}
    rows = shares_on([project.pk], today, kind).get(project.pk, [])
    return held | {f"part-{one.target.pk}": f"{one.basis_points / 100:g}" for one in rows}


def _targets(by: User, project: Project, kind: str, request: HttpRequest) -> dict[str, Any]:
    """Return the programmes, of which the reader steers all but the home, or the divisions a project may serve."""
    on = at(request).date()
    if kind == ShareKind.DIVISION:
        return {str(one.pk): one for one in divisions()}
    rows = visible_programmes(by, on)
    return {str(one.pk): one for one in rows if one.pk == project.programme_id or may(by, "set_shares", one, on)}


def _offered(targets: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    if kind == ShareKind.DIVISION:
        return division_choices(targets.values())
    return [(number, f"{one.name} ({one.portfolio.name})") for number, one in targets.items()]
