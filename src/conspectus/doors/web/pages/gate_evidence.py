"""Evidence of gates chosen: which document or deliverable of a project is what a gate asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.rooms.governance import actions
from conspectus.rooms.governance.queries import evidence_options
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.queries import followed_version, get_version

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.gate_evidence import EvidenceForm


@require_http_methods(["GET", "HEAD", "POST"])
@page
def choose(request: HttpRequest, project_id: str) -> HttpResponse:
    """Choose what is evidence for a gate; what is called so is proposed."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "choose_evidence", project, on.date())
    found = evidence_options(project, query(request).get("gate", ""), on.date())
    form = EvidenceForm(posted(request), initial={"revision": found.revision}, items=found.items)

    def save(given: dict[str, Any]) -> object:
        new, revision = form.chosen(given), given["revision"]
        return actions.choose_evidence(project=project, chosen=new, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The evidence is chosen."))
        return redirect("project-gates", project.pk)
    trail = [(project.name, reverse("project", args=[project.pk]))]
    trail.append((_("Gates"), reverse("project-gates", args=[project.pk])))
    told = {"form": form, "found": found, "project": project, "trail": trail}
    followed = followed_version(project, on.date())
    told["language"] = method_of(get_version(followed.pk)).language if followed else ""
    return show(request, "gates/evidence.html", told, status=form.status)
