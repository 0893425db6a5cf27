"""The communication plan: across projects, one line with what was sent; entered, changed, sendings recorded."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.communication_files import communications_file
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.stakeholders import actions
from conspectus.rooms.stakeholders.models import Communication
from conspectus.rooms.stakeholders.queries import (
    CommunicationFilter,
    communication_views,
    documents_to_send,
    find_communications,
    get_communication,
    packs_to_send,
    sendings_of,
)

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import stakeholders as forms
from ..forms.changing import saved
from ..tables.portfolio import asked_id, span
from .choices import people_choices, picked
from .narrowing import narrowing_choices
from .organisation import change_page
from .packs import TABLES
from .stakeholders import trail

NARROWING = ("text", "due", "programme", "division", "portfolio", "project")
DUE = (
    ("", gettext_lazy("any day")),
    ("overdue", gettext_lazy("overdue")),
    ("7", gettext_lazy("next 7 days")),
    ("30", gettext_lazy("next 30 days")),
)


def read_filter(asked: dict[str, str]) -> CommunicationFilter:
    """Return what the address asks for; refuses what is no number."""
    places: dict[str, Any] = {name: asked_id(asked, name) for name in NARROWING[2:]}
    return CommunicationFilter(asked.get("text", ""), due=asked.get("due", ""), **places)


@require_safe
@page
def communications(request: HttpRequest) -> HttpResponse:
    """List what is to be communicated in all projects one may see, the first due first."""
    by, on, asked = asker(request), at(request).date(), query(request)
    found = find_communications(by, read_filter(asked), on)
    told = narrowing_choices(request, NARROWING) | span(found.count(), request.path, asked)
    rows = list(found[told["first"] - 1 : told["last"]])
    told |= {"plan": communication_views(rows, on), "dues": DUE, "query": urlencode(asked)}
    told |= {"trail": [(_("Portfolio"), reverse("portfolio"))]}
    return show(request, "stakeholders/communications.html", told)


@require_safe
@page
def communications_to_keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the communication plans as narrowed, as a workbook or CSV."""
    if kind not in TABLES:
        raise Http404
    data = communications_file(by=asker(request), at=at(request), kind=kind, wanted=read_filter(query(request)))
    return hand_over(data, f"communications.{kind}", TABLES[kind])


@require_safe
@page
def communication(request: HttpRequest, communication_id: str) -> HttpResponse:
    """Show a line of the communication plan and what was sent by it."""
    by, on = asker(request), at(request).date()
    row = get_communication(by, communication_id, on)
    told = {
        "row": row,
        "view": communication_views([row], on)[0],
        "sendings": sendings_of(row),
        "trail": trail(row.project),
        "changing": may(by, "change_communication", row.project, on),
        "sending": may(by, "record_sending", row.project, on) and not row.is_ended,
    }
    return show(request, "stakeholders/communication.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_communication(request: HttpRequest, project_id: str) -> HttpResponse:
    """Enter a line of the communication plan."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "enter_communications", project, on.date())
    form = forms.NewCommunicationForm(posted(request), people=people_choices())

    def save(given: dict[str, Any]) -> None:
        actions.enter_communications(project=project, new=[form.given(picked(by, given))], by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("“%(name)s” is entered.") % {"name": form.cleaned_data["what"]})
        return redirect("project-stakeholders", project.pk)
    title = _("New line of the communication plan")
    return change_page(request, form, title=title, trail=trail(project), button=_("Enter it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_communication(request: HttpRequest, communication_id: str) -> HttpResponse:
    """Change a line of the communication plan, or end it."""
    by, on = asker(request), at(request)
    row = get_communication(by, communication_id, on.date())
    require(by, "change_communication", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = get_communication(by, communication_id, on.date())
        names = ("audience", "what", "channel", "cadence", "next_on", "is_ended", "revision")
        return {name: getattr(there, name) for name in names} | {"owner": there.owner_id}

    def save(given: dict[str, Any]) -> None:
        new, revision = form.given(picked(by, given)), given["revision"]
        actions.change_communication(communication=row, new=new, revision=revision, by=by, at=on)

    form = forms.CommunicationForm(posted(request), initial=stored(), people=people_choices(row.owner))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["what"]})
        return redirect("communication", row.pk)
    return change_page(request, form, title=_("Change %(name)s") % {"name": row}, here=_("Change"), trail=_beyond(row))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def send(request: HttpRequest, communication_id: str) -> HttpResponse:
    """Record that something of the plan was communicated."""
    by, on = asker(request), at(request)
    row = get_communication(by, communication_id, on.date())
    require(by, "record_sending", row.project, on.date())
    enclosed: dict[str, Any] = {"documents": documents_to_send(row.project)}
    enclosed["packs"] = packs_to_send(by, row.project, at=on)
    form = forms.SendingForm(posted(request), initial={"on": on.date(), "revision": row.revision}, **enclosed)

    def save(given: dict[str, Any]) -> None:
        revision = given["revision"]
        actions.record_sending(communication=row, new=form.given(given), revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("It is recorded that “%(name)s” was sent.") % {"name": row.what})
        return redirect("communication", row.pk)
    title = _("Record what was sent: %(name)s") % {"name": row.what}
    return change_page(request, form, title=title, trail=_beyond(row), button=_("Record it"))


def _beyond(row: Communication) -> list[tuple[str, str]]:
    return [*trail(row.project), (str(row), reverse("communication", args=[row.pk]))]
