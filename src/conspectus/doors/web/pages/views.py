"""Saved views of lists: opened, kept, shared, and the one the portfolio table begins with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import CHOSEN_OF, ViewOf
from conspectus.rooms.portfolio.models import SavedView
from conspectus.rooms.portfolio.queries import get_view, may_keep, visible_portfolios, visible_views
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import Choices, saved
from ..forms.views import NewViewForm, ViewForm
from ..tables.portfolio import chosen_of
from ..words import address
from .choices import picked
from .narrowing import asked_of
from .organisation import change_page

LISTS: dict[str, str] = {ViewOf.PORTFOLIO: "portfolio", ViewOf.REGISTER: "registers", ViewOf.ACTION: "actions"}


@require_safe
@page
def views(request: HttpRequest) -> HttpResponse:
    """List the views one may use."""
    by, on = asker(request), at(request).date()
    rows = [(view, may_keep(by, view, on), view_address(view), ViewOf(view.of).label) for view in visible_views(by, on)]
    return show(request, "portfolio/views.html", {"rows": rows, "trail": [(_("Portfolio"), reverse("portfolio"))]})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_view(request: HttpRequest) -> HttpResponse:
    """Keep what the address chooses of a list: of the portfolio table, unless ``of`` names another."""
    by, on = asker(request), at(request)
    form = NewViewForm(posted(request), portfolios=_steered(request))
    of = query(request).get("of") or ViewOf.PORTFOLIO
    choices = _chosen(request, of)

    def save(given: dict[str, Any]) -> None:
        form.cleaned_data["view"] = actions.save_view(**picked(by, given), choices=choices, of=of, by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The view “%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
        return redirect(view_address(form.cleaned_data["view"]))
    return change_page(request, form, title=_("Save this view"), button=_("Save the view"), trail=_trail())


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_view(request: HttpRequest, view_id: str) -> HttpResponse:
    """Rename and share a view; keep in it what the address chooses, where it chooses anything."""
    by, on = asker(request), at(request)
    view = get_view(by, view_id, on.date())
    if not may_keep(by, view, on.date()):
        require(by, "change_view", view.portfolio, on.date())
    choices = _chosen(request, view.of) or view.choices

    def stored() -> dict[str, Any]:
        now = get_view(by, view_id, on.date())
        return {"name": now.name, "portfolio": now.portfolio_id, "revision": now.revision}

    form = ViewForm(posted(request), initial=stored(), portfolios=_steered(request))

    def save(given: dict[str, Any]) -> None:
        form.cleaned_data["view"] = actions.change_view(view=view, **picked(by, given), choices=choices, by=by, at=on)

    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The view “%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect(view_address(form.cleaned_data["view"]))
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


def view_address(view: SavedView) -> str:
    """Return where a view opens: its list, as it was chosen."""
    return address(reverse(LISTS[view.of]), dict(sorted(view.choices.items())), view=view.pk)


def views_bar(request: HttpRequest, of: str) -> dict[str, Any]:
    """Return the links to the views of a list, and to save what it shows now where no view has it."""
    by, asked = asker(request), query(request)
    rows = list(visible_views(by, at(request).date(), of))
    view = next((one for one in rows if str(one.pk) == asked.get("view", "")), None)
    shown = _chosen(request, of)
    kept = any(one.choices == shown for one in rows)
    changing = view is not None and shown and view.choices != shown and may_keep(by, view, at(request).date())
    told = {
        "views": [(one.name, view_address(one), one == view) for one in rows],
        "save_view": "" if kept or not shown else address(reverse("new-view"), {"of": of, **shown}),
        "keep_view": address(reverse("change-view", args=[view.pk]), shown) if view and changing else "",
    }
    return told | {"view": view, "everything": reverse(LISTS[of]), "everything_words": _("All open ones")}


def _chosen(request: HttpRequest, of: str) -> dict[str, str]:
    if of == ViewOf.PORTFOLIO:
        return chosen_of(asked_of(request))
    asked = query(request)
    return {name: asked[name] for name in sorted(CHOSEN_OF.get(of, ())) if asked.get(name)}


def _steered(request: HttpRequest) -> Choices:
    """Return the portfolios in which one may share a view."""
    by, on = asker(request), at(request).date()
    return [(str(one.pk), one.name) for one in visible_portfolios(by, on) if may(by, "save_view", one, on)]


def _trail() -> list[tuple[str, str]]:
    return [(_("Portfolio"), reverse("portfolio")), (_("Saved views"), reverse("views"))]
