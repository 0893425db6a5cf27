"""Saved views of the portfolio table: opened, kept, shared, and the one it begins with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.queries import get_view, may_keep, visible_portfolios, visible_views
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import Choices, saved
from ..forms.views import NewViewForm, ViewForm
from ..tables.portfolio import chosen_of
from ..words import address
from .choices import picked
from .narrowing import asked_of
from .organisation import change_page


@require_safe
@page
def views(request: HttpRequest) -> HttpResponse:
    """List the views one may use."""
    by, on = asker(request), at(request).date()
    rows = [
        (view, may_keep(by, view, on), address(reverse("portfolio"), {}, view=view.pk))
        for view in visible_views(by, on)
    ]
    return show(request, "portfolio/views.html", {"rows": rows, "trail": [(_("Portfolio"), reverse("portfolio"))]})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_view(request: HttpRequest) -> HttpResponse:
    """Keep what the address chooses of the portfolio table."""
    by, on = asker(request), at(request)
    form = NewViewForm(posted(request), portfolios=_steered(request))
    choices = chosen_of(asked_of(request))

    def save(given: dict[str, Any]) -> None:
        view = actions.save_view(**picked(by, given), choices=choices, by=by, at=on)
        form.cleaned_data["view"] = view.pk

    if request.method == "POST" and saved(form, save):
        done(request, _("The view “%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
        return redirect(address(reverse("portfolio"), choices, view=form.cleaned_data["view"]))
    return change_page(request, form, title=_("Save this view"), button=_("Save the view"), trail=_trail())


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_view(request: HttpRequest, view_id: str) -> HttpResponse:
    """Rename and share a view; keep in it what the address chooses, where it chooses anything."""
    by, on = asker(request), at(request)
    view = get_view(by, view_id, on.date())
    if not may_keep(by, view, on.date()):
        require(by, "change_view", view.portfolio, on.date())
    choices = chosen_of(asked_of(request)) or view.choices

    def stored() -> dict[str, Any]:
        now = get_view(by, view_id, on.date())
        return {"name": now.name, "portfolio": now.portfolio_id, "revision": now.revision}

    form = ViewForm(posted(request), initial=stored(), portfolios=_steered(request))

    def save(given: dict[str, Any]) -> None:
        actions.change_view(view=view, **picked(by, given), choices=choices, by=by, at=on)

    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The view “%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect(address(reverse("portfolio"), choices, view=view.pk))
    return change_page(request, form, title=view.name, trail=_trail())


@require_POST
@page
def remove_view(request: HttpRequest, view_id: str) -> HttpResponse:
    """Remove a view."""
    by, on = asker(request), at(request)
    view = get_view(by, view_id, on.date())
    actions.remove_view(view=view, by=by, at=on)
    done(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect("views")


@require_POST
@page
def first_view(request: HttpRequest, view_id: str) -> HttpResponse:
    """Let the portfolio table open with a view; with all projects again where it is ``none``."""
    by, on = asker(request), at(request)
    view = None if view_id == "none" else get_view(by, view_id, on.date())
    actions.begin_with_view(view=view, by=by, at=on)
    done(
        request,
        _("The portfolio opens with “%(name)s”.") % {"name": view.name}
        if view
        else _("The portfolio opens with all projects."),
    )
    return redirect("views")


def _steered(request: HttpRequest) -> Choices:
    """Return the portfolios in which one may share a view."""
    by, on = asker(request), at(request).date()
    return [(str(one.pk), one.name) for one in visible_portfolios(by, on) if may(by, "save_view", one, on)]


def _trail() -> list[tuple[str, str]]:
    return [(_("Portfolio"), reverse("portfolio")), (_("Saved views"), reverse("views"))]
