"""Actions of every register: the list, one action, given, changed and closed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.given_actions import action_views, actions_file, get_action
from conspectus.journeys.subjects import find_subject
from conspectus.kit.errors import Conflict, NotAllowed, NotFound
from conspectus.kit.subjects import Subject
from conspectus.rooms.followup import actions
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.queries.given import ActionFilter, action_view, actions_of, find_actions
from conspectus.rooms.followup.rules import (
    may_change_action,
    may_close_action,
    may_open_actions,
    place_of,
    require_may_open,
)
from conspectus.rooms.portfolio.choices import ViewOf
from conspectus.rooms.portfolio.queries import visible_portfolios
from conspectus.rooms.portfolio.rules import may

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms.actions import ActionForm, CloseActionForm, NewActionForm
from ..forms.changing import saved
from ..paging import window
from ..places import place
from ..tables.portfolio import asked_id
from .action_lists import ACTIONS
from .choices import people_choices, picked
from .narrowing import narrowing_choices
from .organisation import change_page
from .packs import TABLES
from .views import views_bar

NARROWING = ("text", "portfolio", "programme", "division", "whose", "state")
WHOSE = (
    ("", gettext_lazy("everybody’s")),
    ("mine", gettext_lazy("mine")),
    ("projects", gettext_lazy("of my projects")),
    ("given", gettext_lazy("given by me")),
)
STATES = (
    ("", gettext_lazy("open")),
    ("late", gettext_lazy("overdue")),
    ("soon", gettext_lazy("due within a week")),
    ("done", gettext_lazy("done")),
    ("dropped", gettext_lazy("dropped")),
    ("all", gettext_lazy("all")),
)


def subject_actions(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """Return what the panel of actions on a thing's page takes; the page has shown the thing to be visible."""
    on = at(request).date()
    place = place_of(subject.kind, subject.id, subject.project_id)
    giving = may_open_actions(asker(request), place, on)
    told: dict[str, Any] = {"given_actions": actions_of(subject, on)}
    if giving and subject.kind in ACTIONS.addresses:
        told["import_actions_href"] = reverse(ACTIONS.addresses[subject.kind], args=[subject.id])
    return told | {"giving_actions": giving}


@require_safe
@page
def action_list(request: HttpRequest) -> HttpResponse:
    """List the actions one may see, those longest overdue first."""
    by, on, asked = asker(request), at(request).date(), query(request)
    found = window(find_actions(by, read_action_filter(asked), on), request.path, asked)
    told = narrowing_choices(request, NARROWING) | found
    told |= {
        "places": [one for one in visible_portfolios(by, on) if may(by, "import_actions", one, on)],
        "rows": action_views(by, found["rows"], on),
        "whose": WHOSE,
        "carried": [("view", asked["view"])] if asked.get("view") else [],
        "action_states": STATES,
        "query": urlencode({name: value for name, value in asked.items() if name != "from"}),
    }
    return show(request, "actions/actions.html", told | views_bar(request, ViewOf.ACTION))


@require_safe
@page
def action_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the actions as narrowed, as a workbook or CSV that reads back in."""
    if kind not in TABLES:
        raise NotFound
    wanted = read_action_filter(query(request))
    return hand_over(
        actions_file(by=asker(request), at=at(request), kind=kind, wanted=wanted), f"actions.{kind}", TABLES[kind]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_action(request: HttpRequest, subject_kind: str, subject_id: str) -> HttpResponse:
    """Give an action about a thing."""
    by, on = asker(request), at(request)
    subject = find_subject(by, subject_kind, subject_id, on.date())
    require_may_open(by, place_of(subject.kind, subject.id, subject.project_id), on.date())
    form = NewActionForm(posted(request), initial={"owner": by.person_id}, people=people_choices(by.person))
    if request.method == "POST" and saved(
        form, lambda given: actions.open_action(subject=subject, new=form.given(picked(by, given)), by=by, at=on)
    ):
        done(request, _("The action is given."))
        return redirect(f"{place(subject)}#actions")
    title = _("New action about %(name)s") % {"name": subject.name}
    trail = [(subject.name, place(subject))]
    return change_page(request, form, title=title, here=_("New action"), trail=trail, button=_("Give this action"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def action(request: HttpRequest, action_id: str) -> HttpResponse:
    """Show an action, and close it with an answer."""
    by, on = asker(request), at(request)
    row, subject = get_action(by, action_id, on.date())
    closing = row.state == ActionState.OPEN and may_close_action(by, row, on.date())
    if request.method == "POST" and not may_close_action(by, row, on.date()):
        raise NotAllowed

    def stored() -> dict[str, Any]:
        there, _ = get_action(by, action_id, on.date())
        return {"state": ActionState.DONE, "answer": "", "revision": there.revision}

    form = CloseActionForm(posted(request), initial=stored())
    if request.method == "POST" and saved(
        form, lambda given: actions.close_action(action=row, **given, by=by, at=on), stored
    ):
        done(request, _("The action is closed."))
        return redirect("action", row.pk)
    told = {
        "action": action_view(row, on.date(), subject.name if subject else ""),
        "place": place(subject) if subject else "",
        "trail": _trail(),
        "form": form if closing else None,
        "changing": row.state == ActionState.OPEN and may_change_action(by, row, on.date()),
    }
    return show(request, "actions/action.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_action(request: HttpRequest, action_id: str) -> HttpResponse:
    """Change what is to be done, by whom and until when."""
    by, on = asker(request), at(request)
    row, _subject = get_action(by, action_id, on.date())
    if not may_change_action(by, row, on.date()):
        raise NotAllowed
    if row.state != ActionState.OPEN:
        raise Conflict("closed", _("This action is closed. Give a new one."))

    def stored() -> dict[str, Any]:
        there: Action = get_action(by, action_id, on.date())[0]
        told = {name: getattr(there, name) for name in ("words", "due_on", "revision")}
        return told | {"owner": there.owner_id}

    def save(given: dict[str, Any]) -> None:
        new = form.given(picked(by, given))
        actions.change_action(action=row, new=new, revision=given["revision"], by=by, at=on)

    form = ActionForm(posted(request), initial=stored(), people=people_choices(row.owner))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The action is changed."))
        return redirect("action", row.pk)
    trail = [*_trail(), (row.words, reverse("action", args=[row.pk]))]
    return change_page(request, form, title=_("Change this action"), here=_("Change"), trail=trail)


def read_action_filter(asked: dict[str, str]) -> ActionFilter:
    """Return what the address asks for; refuses what is no number."""
    places = {name: asked_id(asked, name) for name in ("portfolio", "programme", "division", "project")}
    return ActionFilter(asked.get("text", ""), asked.get("whose", ""), asked.get("state", ""), **places)


def _trail() -> list[tuple[str, str]]:
    return [(_("Actions"), reverse("actions"))]
