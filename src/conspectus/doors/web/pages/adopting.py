"""Many projects moved to a version: ticked in a list, what changes shown first, then all or none."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.portfolio.choices import MOST_CHANGED
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, named_projects
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.models import Version
from conspectus.rooms.standards.queries import adopting

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.standards import AdoptManyForm
from ..tables.portfolio import asked_id
from ..words import several
from .narrowing import narrowing_choices
from .standards import trail

NARROWING = ("text", "portfolio", "programme", "division")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def adopt_many(request: HttpRequest, version_id: str) -> HttpResponse:
    """Let the projects that are ticked follow a version; what it would come to is shown before."""
    by, on = asker(request), at(request)
    version, chosen = queries.get_version(version_id), _chosen(request)
    form = AdoptManyForm(posted(request), initial={"starts_on": on.date()})
    told: dict[str, Any] = {}

    def save(given: dict[str, Any]) -> None:
        refuse_reading_only(by)
        if not chosen:
            raise Invalid("projects", "Tick at least one project.")
        if request.POST.get("step") == "adopt":
            actions.adopt_version(projects=chosen, version=version, **given, by=by, at=on)
        else:
            told["lines"] = adopting.adoption_preview(by, chosen, version, given["starts_on"], on.date())
            told["differences"] = adopting.differences_for(chosen, version, on.date())

    if request.method == "POST" and saved(form, save) and "lines" not in told:
        words = _("%(projects)s follow this version now.") % {"projects": several(len(chosen), "project")}
        done(request, words)
        return redirect("version", version.pk)
    told["able"] = sum(not one.refusal for one in told.get("lines", ()))
    return _shown(request, version, form, told | {"chosen": [one.pk for one in chosen]})


def _shown(request: HttpRequest, version: Version, form: AdoptManyForm, told: dict[str, Any]) -> HttpResponse:
    by, on, asked = asker(request), at(request).date(), query(request)
    places: dict[str, Any] = {name: asked_id(asked, name) for name in NARROWING if name != "text"}
    wanted = ProjectFilter(text=asked.get("text", ""), **places)
    rows = adopting.candidates(by, version, wanted, on)
    told |= narrowing_choices(request, NARROWING) | {
        "version": version,
        "news": adopting.news_for(told["chosen"], version, on),
        "form": form,
        "total": rows.count(),
        "rows": adopting.candidate_rows(list(rows[:MOST_CHANGED]), on),
        "most": MOST_CHANGED,
        "trail": [*trail(), (str(version), reverse("version", args=[version.pk]))],
    }
    return show(request, "standards/adopt_many.html", told, status=form.status)


def _chosen(request: HttpRequest) -> list[Project]:
    """Return the projects ticked that may be seen; refuses more than one deed changes."""
    sent = map(str, request.POST.getlist("project"))
    numbers = {int(one) for one in sent if one.isascii() and one.isdecimal() and len(one) < 18}
    return named_projects(asker(request), ids=numbers, on=at(request).date()) if numbers else []
