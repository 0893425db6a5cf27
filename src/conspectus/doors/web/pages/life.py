"""The life of a project: the states it came to, the next step, and its reopening by decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.kit.errors import Conflict
from conspectus.rooms.closure.queries import lacks_closure
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import NEXT_STATES, REOPENED, State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.queries.life import life_of, predecessors_of
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.life import MoveForm, ReopenForm
from .frame import frame


@require_http_methods(["GET", "HEAD", "POST"])
@page
def life(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show a project's life; move it to a state that may follow."""
    project, told = frame(request, project_id, "Particulars")
    by, on = asker(request), at(request)
    form = _move_form(project, posted(request))

    def save(given: dict[str, Any]) -> None:
        actions.change_project_state(project=project, **form.given(given, by), by=by, at=on)

    if request.method == "POST" and _kept(request, project, form, save, _("The project is moved.")):
        return redirect("life", project.pk)
    return _shown(request, project, told, form, ReopenForm(initial={"revision": project.revision}))


@require_POST
@page
def reopen(request: HttpRequest, project_id: str) -> HttpResponse:
    """Bring a project back that has ended."""
    project, told = frame(request, project_id, "Particulars")
    by, on = asker(request), at(request)
    require(by, "reopen_project", project, on.date())
    form = ReopenForm(posted(request), initial={"revision": project.revision})

    def save(given: dict[str, Any]) -> None:
        actions.reopen_project(project=project, **given, by=by, at=on)

    if _kept(request, project, form, save, _("The project is open again.")):
        return redirect("life", project.pk)
    return _shown(request, project, told, _move_form(project), form)


def _move_form(project: Project, sent: Any = None) -> MoveForm:
    """Return the form of the next step, with what may follow; filled in where it was sent."""
    states = [(one.value, str(one.label)) for one in NEXT_STATES[State(project.state)]]
    return MoveForm(sent, initial={"revision": project.revision}, states=states)


def _kept(request: HttpRequest, project: Project, form: Any, save: Any, words: str) -> bool:
    """Do the deed and say so; what conflicts with the state is said at the form."""
    by, on = asker(request), at(request).date()

    def stored() -> dict[str, Any]:
        row = get_project(by, project.pk, on)
        return {"revision": row.revision, "state": row.state}

    try:
        if not saved(form, save, stored):
            return False
    except Conflict as refusal:
        form.add_error(None, refusal.words)
        return False
    done(request, words)
    return True


def _shown(request: HttpRequest, project: Project, told: dict[str, Any], move: Any, again: Any) -> HttpResponse:
    by, on = asker(request), at(request).date()
    state = State(project.state)
    told["lacking"] = lacks_closure(by, project, on)
    told |= {"steps": life_of(by, project, on), "before": predecessors_of(by, project, on)}
    told["move_form"] = move if NEXT_STATES[state] and may(by, "change_project_state", project, on) else None
    told["again_form"] = again if state in REOPENED and may(by, "reopen_project", project, on) else None
    told["reopens"] = state in REOPENED
    return show(request, "project/life.html", told, status=max(move.status, again.status))
