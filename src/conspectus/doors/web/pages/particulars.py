"""A project opened, its particulars changed, its state moved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import FieldSubject
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import contributions_on, get_project, placements_of, shares_on
from conspectus.rooms.portfolio.rules import may, may_somewhere

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import Choices, saved
from ..forms.own_fields import own_values
from ..forms.particulars import ChangeProjectForm, NewProjectForm
from .choices import division_choices, people_choices, picked, portfolio_choices, programme_choices
from .frame import frame
from .organisation import change_page
from .own_fields import own_fields


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_project(request: HttpRequest) -> HttpResponse:
    """Open a project."""
    by, on = asker(request), at(request)
    if not may_somewhere(by, "create_project", on.date()):
        raise NotAllowed(_("Projects are opened by those who steer a portfolio or a programme. Ask your PMO."))
    initial = {name: query(request).get(name, "") for name in ("portfolio", "programme")}
    own = own_fields(by, FieldSubject.PROJECT, on.date())
    form = NewProjectForm(posted(request), initial=initial, choices=_choices(by), own=own.fields)
    opened: list[Project] = []

    def save(given: dict[str, Any]) -> None:
        opened.append(actions.create_project(new=actions.NewProject(**picked(by, own_values(given))), by=by, at=on))

    if request.method == "POST" and saved(form, save):
        done(request, _("The project %(code)s is open. Upload its plan next.") % {"code": opened[0].code})
        return redirect("project", opened[0].pk)
    return change_page(
        request,
        form,
        title=_("New project"),
        trail=[(_("Portfolio"), reverse("portfolio"))],
        button=_("Open this project"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def particulars(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show a project's particulars, change them, move it to another state."""
    project, told = frame(request, project_id, "Particulars")
    by, on = asker(request), at(request)
    steering = may(by, "change_project_state", project, on.date())
    own = own_fields(by, FieldSubject.PROJECT, on.date(), project)
    form = ChangeProjectForm(
        posted(request),
        initial=_stored(project) | own.stored,
        choices=_choices(by, project),
        own=own.fields,
        steering=steering,
    )
    if request.method == "POST" and _done(request, project, form):
        return redirect("particulars", project.pk)
    told |= {"form": form if may(by, "change_project", project, on.date()) else None}
    told |= _belonging(request, project)
    told |= {"rows": [*_rows(project), *own.rows], "own": own.rows}
    return show(request, "project/particulars.html", told, status=form.status)


def _belonging(request: HttpRequest, project: Project) -> dict[str, Any]:
    """Return what a project serves and where it belonged, and whether the reader may change it."""
    by, on = asker(request), at(request).date()
    return {
        "served": contributions_on([project.pk], on).get(project.pk, []),
        "shares": shares_on([project.pk], on).get(project.pk, []),
        "placements": placements_of(project)[:30],
        "may_share": may(by, "set_shares", project, on),
        "may_serve": may(by, "set_contributions", project, on),
    }


def _done(request: HttpRequest, project: Project, form: Any) -> bool:
    """Change the particulars and say so."""
    by, on = asker(request), at(request)

    def stored() -> dict[str, Any]:
        row = get_project(by, project.pk, on.date())
        return _stored(row) | own_fields(by, FieldSubject.PROJECT, on.date(), row).stored

    def save(given: dict[str, Any]) -> None:
        revision, day = given.pop("revision"), given.pop("effective_on", None)
        changes = picked(by, own_values(given))
        actions.change_project(project=project, changes=changes, effective_on=day, revision=revision, by=by, at=on)

    if not saved(form, save, stored):
        return False
    done(request, _("The particulars are changed."))
    return True


def _stored(project: Project) -> dict[str, Any]:
    plain = {name: getattr(project, name) for name in ("code", "name", "summary", "revision", "state")}
    return plain | {
        name: getattr(project, f"{name}_id") for name in ("portfolio", "programme", "division", "manager", "sponsor")
    }


def _choices(by: User, project: Project | None = None) -> dict[str, Choices]:
    present = (project.manager, project.sponsor) if project else ()
    everybody = people_choices(*present)
    return {
        "portfolio": portfolio_choices(by),
        "programme": programme_choices(by),
        "division": division_choices(),
        "manager": everybody,
        "sponsor": everybody,
    }


def _rows(project: Project) -> list[tuple[str, str]]:
    named = (
        (_("Portfolio"), project.portfolio),
        (_("Programme"), project.programme),
        (_("Division"), project.division),
        (_("Manager"), project.manager),
        (_("Sponsor"), project.sponsor),
    )
    rows = [(label, row.name) for label, row in named if row is not None]
    return [
        (_("Code"), project.code),
        (_("State"), project.get_state_display()),
        *rows,
        (_("Currency"), project.currency),
    ]
