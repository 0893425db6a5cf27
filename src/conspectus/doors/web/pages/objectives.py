"""Strategic objectives: the tree with what serves each, what serves none, and what a project serves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.models import Objective, Portfolio, Project
from conspectus.rooms.portfolio.queries import (
    contributions_on,
    get_objective,
    get_portfolio,
    get_project,
    objectives_of,
    visible_portfolios,
)
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.schedule.queries.objectives import objectives_view

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import Choices, saved
from ..forms.objectives import NewObjectiveForm, ObjectiveForm, PartsForm
from .choices import division_choices, people_choices, picked
from .followup import talk
from .organisation import change_page, tabs, trail_to
from .own_fields import own_panel
from .periods import pressed_at
from .registers import touching

PLAIN = ("name", "measure", "unit", "target", "weight", "starts_on", "ends_on", "revision")


@require_safe
@page
def objectives(request: HttpRequest) -> HttpResponse:
    """Show the objectives of one portfolio with what serves each, and what serves none."""
    by, on = asker(request), at(request)
    places, wanted = list(visible_portfolios(by, on.date())), query(request).get("portfolio")
    place = get_portfolio(by, wanted, on.date()) if wanted else next(iter(places), None)
    told: dict[str, Any] = {"tabs": tabs(by), "tab": _("Objectives"), "places": places, "place": place}
    if place is not None:
        told |= {"view": objectives_view(by, place, at=on)}
        told |= {"setting": may(by, "create_objective", place, on.date())}
    return show(request, "objectives/objectives.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_objective(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Set an objective of a portfolio."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    require(by, "create_objective", place, on.date())
    initial = {"below": query(request).get("below", ""), "weight": 1}
    form = NewObjectiveForm(posted(request), initial=initial, choices=_choices(request, place))

    def save(given: dict[str, Any]) -> None:
        actions.create_objective(portfolio=place, new=actions.NewObjective(**_taken(by, given)), by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The objective “%(name)s” is set.") % {"name": form.cleaned_data["name"]})
        return redirect(_address(place))
    title = _("New objective of %(name)s") % {"name": place.name}
    return change_page(request, form, title=title, trail=_trail(place), button=_("Set this objective"))


@require_safe
@page
def objective(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Show one objective and the projects that serve it or anything below it."""
    by, on = asker(request), at(request)
    row = get_objective(by, objective_id, on.date())
    view = objectives_view(by, row.portfolio, at=on)
    told: dict[str, Any] = {
        "objective": row,
        "view": next((one for one in view.tree if one.objective_id == row.pk), None),
        "below": [one for one in view.tree if one.parent_id == row.pk],
        "serving": view.serving_of(row.pk),
        "trail": _trail(row.portfolio),
        "changing": row.retired_on is None and may(by, "change_objective", row.portfolio, on.date()),
    }
    told |= talk(request, subject_of(row)) | own_panel(by, row, on.date())
    told |= touching(by, "objective", row.pk, on.date())
    return show(request, "objectives/objective.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_objective(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Change an objective, or move it with all below it."""
    by, on = asker(request), at(request)
    row = get_objective(by, objective_id, on.date())
    require(by, "change_objective", row.portfolio, on.date())

    def stored() -> dict[str, Any]:
        now = get_objective(by, objective_id, on.date())
        linked = {"below": now.parent_id, "owner": now.owner_id, "division": now.division_id}
        return linked | {name: getattr(now, name) for name in PLAIN}

    def save(given: dict[str, Any]) -> None:
        revision = given.pop("revision")
        actions.change_objective(objective=row, changes=_taken(by, given), revision=revision, by=by, at=on)

    form = ObjectiveForm(posted(request), initial=stored(), choices=_choices(request, row.portfolio, row))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The objective is now “%(name)s”.") % {"name": form.cleaned_data["name"]})
        return redirect("objective", row.pk)
    trail = [*_trail(row.portfolio), (row.name, reverse("objective", args=[row.pk]))]
    return change_page(request, form, title=_("Change %(name)s") % {"name": row.name}, here=_("Change"), trail=trail)


@require_POST
@page
def retire_objective(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Retire an objective with all below it."""
    by, on = asker(request), at(request)
    row = get_objective(by, objective_id, on.date())
    require(by, "retire_objective", row.portfolio, on.date())
    row = actions.retire_objective(objective=row, revision=pressed_at(request), by=by, at=on)
    done(request, _("“%(name)s” is retired: nothing counts toward it any more.") % {"name": row.name})
    return redirect("objective", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def contributions(request: HttpRequest, project_id: str) -> HttpResponse:
    """Say which objectives a project serves, and in which parts."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "set_contributions", project, on.date())
    offered = objectives_of(project.portfolio, on.date())
    rows = {str(one.pk): one for one in offered}

    def stored() -> dict[str, Any]:
        return _held(get_project(by, project_id, on.date()), request)

    def save(given: dict[str, Any]) -> None:
        parts = [actions.Serves(rows[number], part, words) for number, part, words in form.given(given)]
        more = {"starting": given["starting"], "revision": given["revision"]}
        actions.set_contributions(project=project, contributions=parts, **more, by=by, at=on)

    form = PartsForm(posted(request), initial=stored(), offered=_indented(offered))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("What the project serves is kept."))
        return redirect("particulars", project.pk)
    told = {"form": form, "project": project, "place": project.portfolio, "title": _("What this project serves")}
    told |= {"trail": [(project.name, reverse("particulars", args=[project.pk]))]}
    return show(request, "objectives/contributions.html", told, status=form.status)


def _held(project: Project, request: HttpRequest) -> dict[str, Any]:
    """Return what a project contributes today as its form takes it."""
    today = at(request).date()
    held: dict[str, Any] = {"revision": project.revision, "starting": today}
    for one in contributions_on([project.pk], today).get(project.pk, []):
        held |= {f"part-{one.objective_id}": f"{one.basis_points / 100:g}", f"words-{one.objective_id}": one.words}
    return held


def _taken(by: User, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a form gave as the action takes it."""
    found = picked(by, given)
    return {"parent" if name == "below" else name: value for name, value in found.items()}


def _choices(request: HttpRequest, place: Portfolio, row: Objective | None = None) -> dict[str, Choices]:
    """Return the places, owners and divisions an objective can have; it cannot lie below itself."""
    there = objectives_of(place, at(request).date())
    places = [one for one in there if row is None or not one.path.startswith(row.path)]
    people = people_choices(row.owner if row else None)
    return {"below": _indented(places), "owner": people, "division": division_choices()}


def _indented(rows: list[Objective]) -> Choices:
    return [(str(one.pk), "\u2003" * (one.path.count("/") - 2) + one.name) for one in rows]


def _address(place: Portfolio) -> str:
    return f"{reverse('objectives')}?portfolio={place.pk}"


def _trail(place: Portfolio) -> list[tuple[str, str]]:
    return [trail_to("Objectives")[0], (_("Objectives of %(name)s") % {"name": place.name}, _address(place))]
