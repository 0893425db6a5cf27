"""The quality of a project: its plan, its reviews, what does not conform; entered, pasted, changed, recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.quality import actions
from conspectus.rooms.quality.choices import CheckState
from conspectus.rooms.quality.models import QualityCheck
from conspectus.rooms.quality.queries import (
    CheckFilter,
    ConformityFilter,
    check_views,
    conformity_views,
    find_checks,
    find_nonconformities,
    get_check,
    quality_standings,
    reviews_of,
    rework_of,
)
from conspectus.rooms.scope.queries import DeliverableFilter, find_deliverables

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms import quality as forms
from ..forms.changing import saved
from ..words import several
from .choices import people_choices, picked
from .frame import frame
from .organisation import change_page


@require_safe
@page
def quality(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the quality plan of a project, what its reviews found, and what does not conform."""
    project, told = frame(request, project_id, "Quality")
    by, on = asker(request), at(request).date()
    rows = list(find_nonconformities(by, ConformityFilter(project=project.pk), on))
    told |= {
        "checks": check_views(list(find_checks(by, CheckFilter(project=project.pk), on)), on),
        "reviews": reviews_of(project),
        "rows": conformity_views(by, rows, on),
        "standing": quality_standings([project.pk], on).get(project.pk),
        "rework": rework_of(by, project, on),
        "entering": may(by, "enter_quality_checks", project, on),
        "raising": may(by, "raise_nonconformities", project, on),
    }
    return show(request, "quality/quality.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def paste(request: HttpRequest, project_id: str) -> HttpResponse:
    """Enter checks or non-conformities pasted from a sheet, all or none."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "raise_nonconformities", project, on.date())
    form = forms.PasteQualityForm(posted(request))

    def save(given: dict[str, Any]) -> None:
        put = actions.paste_checks if given["what"] == "checks" else actions.paste_nonconformities
        made = put(project=project, text=given["text"], by=by, at=on)
        done(request, _("%(rows)s entered.") % {"rows": several(len(made), "row")})

    if request.method == "POST" and saved(form, save):
        return redirect("project-quality", project.pk)
    return change_page(request, form, title=_("Paste from a sheet"), trail=trail(project), button=_("Enter these rows"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_check(request: HttpRequest, project_id: str) -> HttpResponse:
    """Enter a line of the quality plan."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "enter_quality_checks", project, on.date())
    form = forms.NewCheckForm(posted(request), **offered(by, project, on.date()))

    def save(given: dict[str, Any]) -> None:
        actions.enter_quality_checks(project=project, new=[form.given(picked(by, given))], by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("“%(name)s” is entered.") % {"name": form.cleaned_data["name"]})
        return redirect("project-quality", project.pk)
    return change_page(request, form, title=_("New check"), trail=trail(project), button=_("Enter it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_check(request: HttpRequest, check_id: str) -> HttpResponse:
    """Change a line of the quality plan, or drop it."""
    by, on = asker(request), at(request)
    row = get_check(by, check_id, on.date())
    require(by, "change_quality_check", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = get_check(by, check_id, on.date())
        names = ("name", "criteria", "method", "planned_on", "state", "revision")
        rows = {"deliverable": there.deliverable_id, "checker": there.checker_id}
        return rows | {name: getattr(there, name) for name in names}

    def save(given: dict[str, Any]) -> None:
        new, revision = form.given(picked(by, given)), given["revision"]
        actions.change_quality_check(check=row, new=new, revision=revision, by=by, at=on)

    form = forms.CheckForm(posted(request), initial=stored(), **offered(by, row.project, on.date(), row.checker))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("project-quality", row.project_id)
    title = _("Change %(name)s") % {"name": row}
    return change_page(request, form, title=title, here=_("Change"), trail=trail(row.project))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_review(request: HttpRequest, project_id: str) -> HttpResponse:
    """Record what a quality review found; the address may name the check it was planned by."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "record_quality_review", project, on.date())
    initial = {"held_on": on.date(), "of_check": query(request).get("check", "")}
    checks = [row for row in _checks(by, project, on.date()) if row.state == CheckState.PLANNED]
    form = forms.QualityReviewForm(posted(request), initial=initial, checks=checks, **offered(by, project, on.date()))

    def save(given: dict[str, Any]) -> None:
        actions.record_quality_review(project=project, new=form.given(picked(by, given)), by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The review is recorded."))
        return redirect("project-quality", project.pk)
    return change_page(request, form, title=_("Record a review"), trail=trail(project), button=_("Record it"))


def trail(project: Project) -> list[tuple[str, str]]:
    """Return the way to the quality of a project."""
    return [
        (_("Portfolio"), reverse("portfolio")),
        (project.name, reverse("project", args=[project.pk])),
        (_("Quality"), reverse("project-quality", args=[project.pk])),
    ]


def offered(by: User, project: Project, on: date, *present: Person | None) -> dict[str, Any]:
    """Return the people and deliverables that forms of quality offer."""
    deliverables = list(find_deliverables(by, DeliverableFilter(project=project.pk), on))
    return {"people": people_choices(*present), "deliverables": deliverables}


def _checks(by: User, project: Project, on: date) -> list[QualityCheck]:
    return list(find_checks(by, CheckFilter(project=project.pk), on))
