"""Who plays which part in a project."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.kit.errors import NotFound
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_grant, grants_over, project_people
from conspectus.rooms.portfolio.rules import roles_to_give

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.organisation import RoleForm
from .choices import people_choices, picked, role_meanings
from .frame import frame


@require_http_methods(["GET", "HEAD", "POST"])
@page
def people(request: HttpRequest, project_id: str) -> HttpResponse:
    """List the people of a project and give roles in it."""
    project, told = frame(request, project_id, "People")
    by, giving = asker(request), told["may"]["give"]
    roles = roles_to_give(by, project, at(request).date()) if giving else []
    form = RoleForm(posted(request), people=people_choices(), roles=roles)

    def save(given: dict[str, Any]) -> None:
        role = actions.give_project_role(project=project, **picked(by, given), by=by, at=at(request))
        done(
            request,
            _("%(name)s has the role %(role)s now.") % {"name": role.person.name, "role": role.get_role_display()},
        )

    if request.method == "POST" and saved(form, save):
        return redirect("people", project.pk)
    told |= {"form": form, "named": _named(project), "roles": project_people(project), "meanings": role_meanings(roles)}
    told |= {"grants": grants_over(by, project, at(request).date()) if giving else ()}
    return show(request, "project/people.html", told, status=form.status)


@require_POST
@page
def take_role(request: HttpRequest, project_id: str, role_id: str) -> HttpResponse:
    """Take a person out of a role."""
    project, _told = frame(request, project_id, "People")
    found = next((one for one in project_people(project) if str(one.pk) == role_id), None)
    if found is None:
        raise NotFound
    actions.take_project_role(project_role=found, by=asker(request), at=at(request))
    done(request, _("%(name)s no longer has this role.") % {"name": found.person.name})
    return redirect("people", project.pk)


@require_POST
@page
def end_grant(request: HttpRequest, project_id: str, grant_id: str) -> HttpResponse:
    """End a grant over the project as of now."""
    project, _told = frame(request, project_id, "People")
    grant = get_grant(asker(request), grant_id, at(request).date())
    if (grant.scope_kind, grant.scope_id) != ("project", project.pk):
        raise NotFound
    actions.end_grant(grant=grant, by=asker(request), at=at(request))
    done(request, _("The grant of %(name)s is ended; it stays on record.") % {"name": grant.person.name})
    return redirect("people", project.pk)


def _named(project: Project) -> list[tuple[str, str]]:
    named = [(project.manager, _("Project manager")), (project.sponsor, _("Sponsor"))]
    if project.programme is not None:
        named.append((project.programme.manager, _("Programme manager")))
    return [(person.name, role) for person, role in named if person is not None]
