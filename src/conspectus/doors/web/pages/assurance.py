"""Assurance reviews: the third opinion across projects, those of one project, one review, published, superseded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.subjects import subject_of
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.models import AssuranceReview
from conspectus.rooms.governance.queries import (
    AssuranceFilter,
    assurance_view,
    get_review,
    opinions,
    reviews_of,
    scale_on,
)
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project, visible_portfolios
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.assurance import AssuranceForm
from ..forms.changing import saved
from .choices import people_choices, picked
from .followup import talk
from .frame import frame


@require_safe
@page
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the newest review of each project beside what is declared and what is computed."""
    by, on, asked = asker(request), at(request), query(request)
    place = asked.get("portfolio", "")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 18 else None
    wanted = AssuranceFilter(number, asked.get("worse") == "yes")
    told = {
        "rows": opinions(by, wanted, at=on),
        "wanted": wanted,
        "narrowed": wanted != AssuranceFilter(),
        "places": list(visible_portfolios(by, on.date())),
        "trail": [(_("Portfolio"), reverse("portfolio"))],
    }
    return show(request, "governance/assurance.html", told)


@require_safe
@page
def reviews_of_project(request: HttpRequest, project_id: str) -> HttpResponse:
    """List the reviews of a project."""
    project, told = frame(request, project_id, "Status")
    told["rows"] = [assurance_view(row) for row in reviews_of(project)]
    told["publishing"] = may(asker(request), "publish_review", project, at(request).date())
    return show(request, "governance/project_assurance.html", told)


@require_safe
@page
def review(request: HttpRequest, assurance_id: str) -> HttpResponse:
    """Show a review with its ratings and recommendations, which are its actions."""
    by, on = asker(request), at(request).date()
    row = get_review(by, assurance_id, on)
    view = assurance_view(row)
    told = {"view": view, "trail": _trail(row.project)} | talk(request, subject_of(row))
    told["superseding"] = view.standing and may(by, "publish_review", row.project, on)
    return show(request, "governance/review.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def publish(request: HttpRequest, project_id: str) -> HttpResponse:
    """Publish a review of a project."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "publish_review", project, on.date())
    initial = {"reviewed_on": on.date(), "scale": scale_on(on.date()), "reviewer": str(by.person_id)}
    form = AssuranceForm(posted(request), initial=initial, people=people_choices())
    return _write(request, project, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def supersede(request: HttpRequest, assurance_id: str) -> HttpResponse:
    """Publish a review in place of another."""
    by, on = asker(request), at(request)
    old = get_review(by, assurance_id, on.date())
    require(by, "publish_review", old.project, on.date())
    names = ("reviewed_on", "scale", "level", "words", "findings")
    initial = {name: getattr(old, name) for name in names} | {"reviewer": str(old.reviewer_id)}
    for one in old.ratings.all():
        initial |= {one.dimension: one.level, f"{one.dimension}_words": one.words}
    people = people_choices(old.reviewer)
    form = AssuranceForm(posted(request), initial=initial, people=people, superseding=True)
    return _write(request, old.project, form, old)


def _write(request: HttpRequest, project: Project, form: Any, old: AssuranceReview | None) -> HttpResponse:
    by, on, made = asker(request), at(request), []

    def save(given: dict[str, Any]) -> None:
        new = form.given(given, picked(by, {"person": given["reviewer"]})["person"])
        more = {"supersedes": old, "reason": given.get("reason", "")}
        made.append(actions.publish_review(project=project, new=new, **more, by=by, at=on))

    if request.method == "POST" and saved(form, save):
        done(request, _("The review is published; give its recommendations as actions below."))
        return redirect("assurance-review", made[0].pk)
    told = {"form": form, "project": project, "old": old, "trail": _trail(project)}
    return show(request, "governance/publish.html", told, status=form.status)


def _trail(project: Project) -> list[tuple[str, str]]:
    return [
        (_("Assurance"), reverse("assurance")),
        (project.name, reverse("project-assurance", args=[project.pk])),
    ]
