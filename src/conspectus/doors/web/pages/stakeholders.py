"""Stakeholders of a project: their map, one with how they stood over time; entered, pasted, changed, assessed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.subjects import subject_of
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.stakeholders import actions
from conspectus.rooms.stakeholders.models import Stakeholder
from conspectus.rooms.stakeholders.queries import (
    CommunicationFilter,
    communication_views,
    find_communications,
    find_stakeholders,
    get_stakeholder,
    influence_map,
    stakeholder_views,
)
from conspectus.rooms.stakeholders.rules import sees_confidential

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms import stakeholders as forms
from ..forms.changing import saved
from ..panels.stances import draw_stances
from ..words import several
from .choices import people_choices, picked
from .followup import talk
from .frame import frame
from .organisation import change_page


@require_safe
@page
def stakeholders(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show who has a stake in a project, their influence and interest, and what is communicated to whom."""
    project, told = frame(request, project_id, "Stakeholders")
    by, on = asker(request), at(request).date()
    gone = query(request).get("gone", "") == "yes"
    views = stakeholder_views(list(find_stakeholders(by, on, project=project.pk, gone=gone)), on)
    plan = list(find_communications(by, CommunicationFilter(project=project.pk, ended=gone), on))
    told |= {
        "rows": views,
        "map": influence_map(views) if views else (),
        "steps": range(1, 6),
        "plan": communication_views(plan, on),
        "gone": gone,
        "all_shown": sees_confidential(by, project, on),
        "entering": may(by, "enter_stakeholders", project, on),
        "sending": may(by, "record_sending", project, on),
    }
    return show(request, "stakeholders/stakeholders.html", told)


@require_safe
@page
def stakeholder(request: HttpRequest, stakeholder_id: str) -> HttpResponse:
    """Show a stakeholder and how they stood over time."""
    by, on = asker(request), at(request).date()
    row = get_stakeholder(by, stakeholder_id, on)
    history = list(row.assessments.select_related("recorded_by").order_by("-on", "-pk"))
    told: dict[str, Any] = {
        "row": row,
        "view": stakeholder_views([row], on)[0],
        "history": history,
        "stances": draw_stances(history, row.stance, on),
        "trail": trail(row.project),
        "changing": may(by, "change_stakeholder", row.project, on),
    }
    return show(request, "stakeholders/stakeholder.html", told | talk(request, subject_of(row)))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_stakeholder(request: HttpRequest, project_id: str) -> HttpResponse:
    """Enter a stakeholder of a project."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "enter_stakeholders", project, on.date())
    form = forms.NewStakeholderForm(posted(request), people=people_choices())

    def save(given: dict[str, Any]) -> None:
        new = (form.given(picked(by, given)), form.judged(given))
        actions.enter_stakeholders(project=project, new=[new], by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("“%(name)s” is entered.") % {"name": form.cleaned_data["name"]})
        return redirect("project-stakeholders", project.pk)
    return change_page(request, form, title=_("New stakeholder"), trail=trail(project), button=_("Enter it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_stakeholder(request: HttpRequest, stakeholder_id: str) -> HttpResponse:
    """Change who a stakeholder is, and what is wanted of them."""
    by, on = asker(request), at(request)
    row = get_stakeholder(by, stakeholder_id, on.date())
    require(by, "change_stakeholder", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = get_stakeholder(by, stakeholder_id, on.date())
        names = ("name", "organisation", "role", "approach", "is_confidential", "left_on", "revision")
        told = {name: getattr(there, name) for name in names}
        return told | {"wanted": there.stance, "owner": there.owner_id}

    def save(given: dict[str, Any]) -> None:
        new, revision = form.given(picked(by, given)), given["revision"]
        actions.change_stakeholder(stakeholder=row, new=new, revision=revision, by=by, at=on)

    form = forms.ChangeStakeholderForm(posted(request), initial=stored(), people=people_choices(row.owner))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("stakeholder", row.pk)
    return change_page(request, form, title=_("Change %(name)s") % {"name": row}, here=_("Change"), trail=beyond(row))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def assess(request: HttpRequest, stakeholder_id: str) -> HttpResponse:
    """Say how a stakeholder stands now."""
    by, on = asker(request), at(request)
    row = get_stakeholder(by, stakeholder_id, on.date())
    require(by, "assess_stakeholder", row.project, on.date())
    now = stakeholder_views([row], on.date())[0].now
    names = ("influence", "interest", "stance")
    initial = {name: getattr(now, name) for name in names} if now else {}
    form = forms.AssessForm(posted(request), initial=initial | {"on": on.date()})

    def save(given: dict[str, Any]) -> None:
        actions.assess_stakeholder(stakeholder=row, new=actions.Judged(**given), by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("How “%(name)s” stands is recorded.") % {"name": row.name})
        return redirect("stakeholder", row.pk)
    title = _("How does %(name)s stand?") % {"name": row}
    return change_page(request, form, title=title, trail=beyond(row), button=_("Record it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def paste(request: HttpRequest, project_id: str) -> HttpResponse:
    """Enter stakeholders or lines of the communication plan pasted from a sheet, all or none."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "enter_stakeholders", project, on.date())
    form = forms.PasteStakeholdersForm(posted(request))

    def save(given: dict[str, Any]) -> None:
        put = actions.paste_stakeholders if given["what"] == "stakeholders" else actions.paste_communications
        made = put(project=project, text=given["text"], by=by, at=on)
        done(request, _("%(rows)s entered.") % {"rows": several(len(made), "row")})

    if request.method == "POST" and saved(form, save):
        return redirect("project-stakeholders", project.pk)
    return change_page(request, form, title=_("Paste from a sheet"), trail=trail(project), button=_("Enter these rows"))


def trail(project: Project) -> list[tuple[str, str]]:
    """Return the way to the stakeholders of a project."""
    return [
        (_("Portfolio"), reverse("portfolio")),
        (project.name, reverse("project", args=[project.pk])),
        (_("Stakeholders"), reverse("project-stakeholders", args=[project.pk])),
    ]


def beyond(row: Stakeholder) -> list[tuple[str, str]]:
    """Return the way to a stakeholder."""
    return [*trail(row.project), (str(row), reverse("stakeholder", args=[row.pk]))]
