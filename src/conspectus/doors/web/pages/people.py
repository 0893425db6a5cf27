"""Who plays which part in a project."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.accounts.queries import people as all_people
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_grant, grants_over, project_people

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.project import RoleForm
from .frame import frame


@require_http_methods(["GET", "HEAD", "POST"])
@page
def people(request: HttpRequest, project_id: str) -> HttpResponse:
    """List the people of a project and give roles in it."""
    project, told = frame(request, project_id, "People")
    by, giving = asker(request), told["may"]["give"]
    form = RoleForm(posted(request), people=all_people() if giving else ())
    if request.method == "POST" and form.is_valid():
        try:
            person = get_person(form.cleaned_data["person"])
            role = form.cleaned_data["role"]
            actions.give_project_role(project=project, person=person, role=role, by=by, at=at(request))
            done(request, f"{person.name} has the role now.")
            return redirect("people", project.pk)
        except Invalid as refusal:
            form.take(refusal)
    told |= {"form": form, "named": _named(project), "roles": project_people(project)}
    told |= {"grants": grants_over(by, project, at(request).date()) if giving else ()}
    return show(request, "project/people.html", told, status=422 if form.errors else 200)


@require_POST
@page
def take_role(request: HttpRequest, project_id: str, role_id: str) -> HttpResponse:
    """Take a person out of a role."""
    project, _ = frame(request, project_id, "People")
    found = next((one for one in project_people(project) if str(one.pk) == role_id), None)
    if found is None:
        raise NotFound
    actions.take_project_role(project_role=found, by=asker(request), at=at(request))
    done(request, f"{found.person.name} no longer has this role.")
    return redirect("people", project.pk)


@require_POST
@page
def end_grant(request: HttpRequest, project_id: str, grant_id: str) -> HttpResponse:
    """End a grant over the project as of now."""
    project, _ = frame(request, project_id, "People")
    grant = get_grant(asker(request), grant_id, at(request).date())
    if (grant.scope_kind, grant.scope_id) != ("project", project.pk):
        raise NotFound
    actions.end_grant(grant=grant, by=asker(request), at=at(request))
    done(request, f"The grant of {grant.person.name} is ended; it stays on record.")
    return redirect("people", project.pk)


def _named(project: Project) -> list[tuple[str, str]]:
    named = [(project.manager, "Project manager"), (project.sponsor, "Sponsor")]
    if project.programme is not None:
        named.append((project.programme.manager, "Programme manager"))
    return [(person.name, role) for person, role in named if person is not None]
