"""The organisation: portfolios with their programmes, divisions, people; each listed, opened and changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from conspectus.kit.errors import Invalid, NotAllowed
from conspectus.rooms.accounts import actions as accounts
from conspectus.rooms.accounts import queries as known
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import (
    keeps_people,
    may_administer,
    may_change_person,
    require_administrator,
    require_may_change_person,
    require_people_keeper,
)
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.models import Portfolio, Programme
from conspectus.rooms.portfolio.queries import (
    ProjectFilter,
    find_projects,
    get_portfolio,
    get_programme,
    visible_portfolios,
    visible_programmes,
)
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms import organisation as forms
from ..forms.changing import saved
from ..words import several
from .choices import division_choices, people_choices, picked

TABS = (
    (gettext_noop("Portfolios"), "portfolios"),
    (gettext_noop("Objectives"), "objectives"),
    (gettext_noop("Standards"), "standards"),
    (gettext_noop("Parties"), "parties"),
    (gettext_noop("Divisions"), "divisions"),
    (gettext_noop("Fields"), "fields"),
    (gettext_noop("People"), "persons"),
    (gettext_noop("Accounts"), "accounts"),
    (gettext_noop("Outbox"), "outbox"),
)


def defines_fields(by: User) -> bool:
    """Return whether the reader steers the organisation, whose fields they define."""
    return may(by, "create_field", None)


KEPT_BY = {
    "Fields": defines_fields,
    "People": keeps_people,
    "Accounts": may_administer,
    "Outbox": may_administer,
}  # the others are open to all


def tabs(by: User) -> list[tuple[str, str]]:
    """Return the pages of the organisation that are open to the reader."""
    return [(_(name), reverse(view)) for name, view in TABS if name not in KEPT_BY or KEPT_BY[name](by)]


def trail_to(area: str) -> list[tuple[str, str]]:
    """Return the way to something listed on a page of the organisation."""
    return [(_("Organisation"), reverse("portfolios")), (_(area), reverse(dict(TABS)[area]))]


def change_page(request: HttpRequest, form: Any, *, trail: list[tuple[str, str]], **told: Any) -> HttpResponse:
    """Show a form that changes something stored, or opens something new; ``Back`` leads where it lies."""
    told |= {"form": form, "trail": trail, "back": trail[-1][1]}
    return show(request, "organisation/change.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def portfolios(request: HttpRequest) -> HttpResponse:
    """List portfolios with their programmes, and open another portfolio."""
    by, on = asker(request), at(request)
    opening = may(by, "create_portfolio", None)
    form = forms.NewPortfolioForm(posted(request) if opening else None)
    if request.method == "POST" and not opening:
        raise NotAllowed
    if request.method == "POST" and saved(form, lambda given: actions.create_portfolio(**given, by=by, at=on)):
        done(request, _("The portfolio “%(name)s” is open.") % {"name": form.cleaned_data["name"]})
        return redirect("portfolios")
    programmes = list(visible_programmes(by, on.date()))
    rows = [
        (one, may(by, "change_portfolio", one), may(by, "create_programme", one), _below(by, one, programmes))
        for one in visible_portfolios(by, on.date())
    ]
    told = {"tabs": tabs(by), "tab": _("Portfolios"), "rows": rows, "form": form if opening else None}
    return show(request, "organisation/portfolios.html", told, status=form.status)


def _below(by: User, portfolio: Portfolio, programmes: list[Programme]) -> list[tuple[Programme, bool]]:
    return [(one, may(by, "change_programme", one)) for one in programmes if one.portfolio_id == portfolio.pk]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_portfolio(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Change name and purpose of a portfolio."""
    by, on = asker(request), at(request)

    def stored() -> dict[str, Any]:
        row = get_portfolio(by, portfolio_id, on.date())
        return {"name": row.name, "purpose": row.purpose, "revision": row.revision}

    row = get_portfolio(by, portfolio_id, on.date())
    require(by, "change_portfolio", row, on.date())
    form = forms.PortfolioForm(posted(request), initial=stored())
    if request.method == "POST" and saved(
        form, lambda given: actions.change_portfolio(portfolio=row, **given, by=by, at=on), stored
    ):
        done(request, _("The portfolio is now “%(name)s”.") % {"name": form.cleaned_data["name"]})
        return redirect("portfolios")
    return change_page(request, form, title=row.name, trail=trail_to("Portfolios"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_programme(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Open a programme in a portfolio."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    require(by, "create_programme", place, on.date())
    form = forms.NewProgrammeForm(posted(request), people=people_choices())
    if request.method == "POST" and saved(
        form, lambda given: actions.create_programme(portfolio=place, **picked(by, given), by=by, at=on)
    ):
        done(request, _("The programme “%(name)s” is open.") % {"name": form.cleaned_data["name"]})
        return redirect("portfolios")
    title = _("New programme in %(name)s") % {"name": place.name}
    return change_page(request, form, title=title, trail=trail_to("Portfolios"), button=_("Open this programme"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_programme(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Change name, purpose and manager of a programme."""
    by, on = asker(request), at(request)

    def stored() -> dict[str, Any]:
        row = get_programme(by, programme_id, on.date())
        return {"name": row.name, "purpose": row.purpose, "manager": row.manager_id, "revision": row.revision}

    row = get_programme(by, programme_id, on.date())
    require(by, "change_programme", row, on.date())
    form = forms.ProgrammeForm(posted(request), initial=stored(), people=people_choices(row.manager))
    if request.method == "POST" and saved(
        form, lambda given: actions.change_programme(programme=row, **picked(by, given), by=by, at=on), stored
    ):
        done(request, _("The programme is now “%(name)s”.") % {"name": form.cleaned_data["name"]})
        return redirect("programme", row.pk)
    trail = [(_("Portfolio"), reverse("portfolio")), (row.name, reverse("programme", args=[row.pk]))]
    return change_page(request, form, title=_("Change %(name)s") % {"name": row.name}, here=_("Change"), trail=trail)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def place_programme(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Put a programme under another, and name the project whose plan is its own."""
    by, on = asker(request), at(request)

    def stored() -> dict[str, Any]:
        row = get_programme(by, programme_id, on.date())
        return {"parent": row.parent_id, "own_plan": row.own_plan_id, "revision": row.revision}

    row = get_programme(by, programme_id, on.date())
    require(by, "arrange_programme", row, on.date())
    others = visible_programmes(by, on.date()).filter(portfolio=row.portfolio_id).exclude(path__startswith=row.path)
    inside = find_projects(by, ProjectFilter(programme=row.pk), on.date()).filter(programme=row.pk)
    form = forms.PlaceForm(posted(request), initial=stored(), programmes=others, projects=inside)
    if request.method == "POST" and saved(
        form, lambda given: actions.arrange_programme(programme=row, **form.rows(given), by=by, at=on), stored
    ):
        done(request, _("%(name)s is in its place.") % {"name": row.name})
        return redirect("programme-status", row.pk)
    trail = [(_("Portfolio"), reverse("portfolio")), (row.name, reverse("programme", args=[row.pk]))]
    return change_page(request, form, title=_("Place of %(name)s") % {"name": row.name}, here=_("Place"), trail=trail)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def divisions(request: HttpRequest) -> HttpResponse:
    """Show the tree of divisions, and create another."""
    by, on = asker(request), at(request)
    opening, day = may_administer(by), asked_day(request)
    found = known.divisions_on(day) if day else list(known.divisions())
    form = forms.NewDivisionForm(posted(request) if opening else None, divisions=division_choices())
    if request.method == "POST":
        require_administrator(by)
        if saved(form, lambda given: accounts.create_division(**picked(by, given), by=by, at=on)):
            done(request, _("The division “%(name)s” is there.") % {"name": form.cleaned_data["name"]})
            return redirect("divisions")
    told: dict[str, Any] = {"tabs": tabs(by), "tab": _("Divisions"), "form": form if opening else None}
    told["day"] = day
    giving = may(by, "grant_role", None)  # who steers everywhere; not asked for each division
    told["rows"] = [(one, name, giving) for one, (_, name) in zip(found, division_choices(found), strict=True)]
    return show(request, "organisation/divisions.html", told, status=form.status)


def asked_day(request: HttpRequest) -> date | None:
    """Return the day the address asks for, none where it names none; refuses what is no day."""
    text = query(request).get("on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("on", _("Enter a date such as 2027-03-31."), "on") from None


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_division(request: HttpRequest, division_id: str) -> HttpResponse:
    """Rename a division or move it."""
    by, on = asker(request), at(request)
    require_administrator(by)

    def stored() -> dict[str, Any]:
        row = known.get_division(division_id)
        return {"name": row.name, "parent": row.parent_id, "revision": row.revision}

    row = known.get_division(division_id)
    others = known.divisions().exclude(path__startswith=row.path)
    form = forms.DivisionForm(posted(request), initial=stored(), divisions=division_choices(others))
    if request.method == "POST" and saved(
        form, lambda given: accounts.change_division(division=row, **picked(by, given), by=by, at=on), stored
    ):
        done(request, _("The division “%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("divisions")
    return change_page(request, form, title=row.name, trail=trail_to("Divisions"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def persons(request: HttpRequest) -> HttpResponse:
    """List everybody on record, and enter a person who need not sign in."""
    by, on = asker(request), at(request)
    require_people_keeper(by)
    form = forms.NewPersonForm(posted(request), divisions=division_choices())
    if request.method == "POST" and saved(
        form, lambda given: accounts.create_person(**picked(by, given), by=by, at=on)
    ):
        done(request, _("%(name)s is entered.") % {"name": form.cleaned_data["name"]})
        return redirect("persons")
    told = {"tabs": tabs(by), "tab": _("People"), "form": form}
    told["rows"] = rows = [(one, may_change_person(by, one)) for one in known.all_people(by)]
    told["note"] = several(len(rows), "person")
    return show(request, "organisation/persons.html", told, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_person(request: HttpRequest, person_id: str) -> HttpResponse:
    """Change somebody's particulars."""
    by, on = asker(request), at(request)
    require_people_keeper(by)

    def stored() -> dict[str, Any]:
        row = known.get_person(person_id)
        names = ("name", "email", "is_active", "revision")
        return {"division": row.division_id, **{name: getattr(row, name) for name in names}}

    row = known.get_person(person_id)
    require_may_change_person(by, row)
    form = forms.PersonForm(posted(request), initial=stored(), divisions=division_choices())
    if request.method == "POST" and saved(
        form, lambda given: accounts.change_person(person=row, **picked(by, given), by=by, at=on), stored
    ):
        done(request, _("The particulars of %(name)s are changed.") % {"name": form.cleaned_data["name"]})
        return redirect("persons")
    return change_page(request, form, title=row.name, trail=trail_to("People"))
