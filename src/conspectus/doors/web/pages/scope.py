"""The scope of a project: needs and requirements traced to deliverables; entered one by one or pasted, changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import PartyFilter, find_parties, get_party, get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.scope import actions
from conspectus.rooms.scope.bridge import task_dates
from conspectus.rooms.scope.choices import RequirementKind
from conspectus.rooms.scope.models import Requirement
from conspectus.rooms.scope.queries import (
    DeliverableFilter,
    RequirementFilter,
    deliverable_views,
    find_deliverables,
    find_requirements,
    get_requirement,
    requirement_views,
    scope_standings,
)

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms import scope as forms
from ..forms.changing import Choices, saved
from ..words import several
from .choices import people_choices, picked
from .frame import frame
from .organisation import change_page


@require_safe
@page
def scope(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show what the project is to deliver and why, and how far that is accepted."""
    project, told = frame(request, project_id, "Scope")
    by, on = asker(request), at(request).date()
    rows = list(find_deliverables(by, DeliverableFilter(project=project.pk), on))
    told |= {
        "deliverables": deliverable_views(rows, on),
        "tasks": task_dates(project, {row.task_uid for row in rows if row.task_uid}),
        "requirements": requirement_views(list(find_requirements(by, RequirementFilter(project=project.pk), on))),
        "standing": scope_standings([project.pk], on).get(project.pk),
        "entering": may(by, "enter_deliverables", project, on),
    }
    return show(request, "scope/scope.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def paste(request: HttpRequest, project_id: str) -> HttpResponse:
    """Enter deliverables or requirements pasted from a sheet, all or none."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "enter_deliverables", project, on.date())
    form = forms.PasteForm(posted(request))

    def save(given: dict[str, Any]) -> None:
        put = actions.paste_deliverables if given["what"] == "deliverables" else actions.paste_requirements
        made = put(project=project, text=given["text"], by=by, at=on)
        done(request, _("%(rows)s entered.") % {"rows": several(len(made), "row")})

    if request.method == "POST" and saved(form, save):
        return redirect("scope", project.pk)
    return change_page(request, form, title=_("Paste from a sheet"), trail=trail(project), button=_("Enter these rows"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_requirement(request: HttpRequest, project_id: str) -> HttpResponse:
    """Enter a need or requirement."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "enter_requirements", project, on.date())
    form = forms.NewRequirementForm(posted(request), **_offered(by, project))

    def save(given: dict[str, Any]) -> None:
        new = form.given(_picked(by, given, project))
        actions.enter_requirements(project=project, new=[new], by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("“%(name)s” is entered.") % {"name": form.cleaned_data["title"]})
        return redirect("scope", project.pk)
    return change_page(request, form, title=_("New requirement"), trail=trail(project), button=_("Enter it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_requirement(request: HttpRequest, requirement_id: str) -> HttpResponse:
    """Change a need or requirement."""
    by, on = asker(request), at(request)
    row = get_requirement(by, requirement_id, on.date())
    require(by, "change_requirement", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = get_requirement(by, requirement_id, on.date())
        names = ("title", "kind", "code", "words", "priority", "state", "source", "revision")
        rows = {"need": there.need_id, "party": there.party_id, "owner": there.owner_id}
        return rows | {name: getattr(there, name) for name in names}

    def save(given: dict[str, Any]) -> None:
        new = form.given(_picked(by, given, row.project))
        actions.change_requirement(requirement=row, new=new, revision=given["revision"], by=by, at=on)

    form = forms.RequirementForm(posted(request), initial=stored(), **_offered(by, row.project, row))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["title"]})
        return redirect("scope", row.project_id)
    return change_page(
        request, form, title=_("Change %(name)s") % {"name": row}, here=_("Change"), trail=trail(row.project)
    )


def trail(project: Project) -> list[tuple[str, str]]:
    """Return the way to the scope of a project."""
    return [
        (_("Portfolio"), reverse("portfolio")),
        (project.name, reverse("project", args=[project.pk])),
        (_("Scope"), reverse("scope", args=[project.pk])),
    ]


def _offered(by: User, project: Project, row: Requirement | None = None) -> dict[str, Choices]:
    needs = Requirement.objects.filter(project=project, kind=RequirementKind.NEED)
    parties = find_parties(by, PartyFilter(portfolio=project.portfolio_id))
    return {
        "people": people_choices(row.owner if row else None),
        "needs": [(str(one.pk), str(one)) for one in needs if row is None or one.pk != row.pk],
        "parties": [(str(one.pk), one.name) for one in parties],
    }


def _picked(by: User, given: dict[str, Any], project: Project) -> dict[str, Any]:
    found = picked(by, given)
    try:
        found["party"] = get_party(by, given["party"]) if given["party"] else None
    except NotFound:
        raise Invalid("unknown", _("What was chosen here is not there any more. Choose again."), "party") from None
    found["need"] = (
        Requirement.objects.filter(project=project, pk=int(given["need"])).first() if given["need"] else None
    )
    return found
