"""One register entry: opened, shown with its history, changed, converted, escalated."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.subjects import subject_of
from conspectus.kit.manner import inside
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import ContractState
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.portfolio.rules import may, require, sees_cost
from conspectus.rooms.risks import actions
from conspectus.rooms.risks.choices import UNCERTAIN, Category, EntryKind, EntryState, Response
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import entry_views, get_entry, visible_entries
from conspectus.rooms.risks.queries.touched import linked_rows, touches_of
from conspectus.rooms.risks.rules import sees_amounts
from conspectus.rooms.schedule.queries.named import tasks_to_name

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms import registers as forms
from ..forms.changing import saved
from .choices import people_choices, picked
from .followup import talk
from .organisation import change_page
from .registers import Place, place_named, place_trail, register_of


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_project_entry(request: HttpRequest, project_id: str) -> HttpResponse:
    """Open an entry of a project."""
    return _new(request, "project", project_id)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_programme_entry(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Open an entry of a programme."""
    return _new(request, "programme", programme_id)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_portfolio_entry(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Open an entry of a portfolio."""
    return _new(request, "portfolio", portfolio_id)


def _new(request: HttpRequest, kind: str, place_id: str) -> HttpResponse:
    by, on = asker(request), at(request)
    place = place_named(request, kind, place_id)
    require(by, "open_register_entry", place, on.date())
    asked = query(request).get("kind", "")
    of = EntryKind(asked) if asked in EntryKind.values else EntryKind.THREAT
    portfolio = place if isinstance(place, Portfolio) else place.portfolio
    initial = {"owner": by.person_id, "currency": place.currency if isinstance(place, Project) else ""}
    told: dict[str, Any] = {"people": people_choices(by.person), "amounts": sees_cost(by, place, on.date())}
    told["linked"] = _linked(by, place, None, on.date())
    form = forms.NewEntryForm(posted(request), initial=initial, kind=of, place=portfolio, **told)
    if request.method == "POST" and saved(
        form,
        lambda given: actions.open_register_entry(place=place, new=form.given(picked(by, given), by), by=by, at=on),
    ):
        done(request, _("“%(title)s” is entered.") % {"title": form.cleaned_data["title"]})
        return redirect(register_of(place))
    title = _("New %(kind)s of %(place)s") % {"kind": inside(of.label), "place": place}
    return change_page(request, form, title=title, here=of.label, trail=place_trail(place), button=_("Enter it"))


@require_safe
@page
def entry(request: HttpRequest, register_id: str) -> HttpResponse:
    """Show an entry with what it reaches, where it came from and what it became."""
    by, on = asker(request), at(request).date()
    row = get_entry(by, register_id, on)
    (view,) = entry_views(by, [row], on)
    near = visible_entries(by, on)
    told: dict[str, Any] = {
        "entry": row,
        "view": view,
        "amounts": not view.amounts_hidden,
        "uncertain": row.kind in UNCERTAIN,
        "kind_label": EntryKind(row.kind).label,
        "state_label": EntryState(row.state).label,
        "category_label": Category(row.category).label,
        "response_label": Response(row.response).label if row.response else "",
        "also": visible_projects(by, on).filter(shared_register=row),
        "also_count": row.also.count(),
        "touches": touches_of(by, row, on, named=bool(view.place)),
        "before": near.filter(became=row).first(),
        "became": near.filter(came_from=row),
        "escalations": row.escalations.select_related("by"),
        "changing": may(by, "change_register_entry", row.place, on),
        "trail": place_trail(row.place) if view.place else [(_("Registers"), reverse("registers"))],
    }
    return show(request, "registers/entry.html", told | talk(request, subject_of(row)))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_entry(request: HttpRequest, register_id: str) -> HttpResponse:
    """Change what is kept of an entry."""
    by, on, row = _asked(request, register_id, "change_register_entry")
    told: dict[str, Any] = {"people": people_choices(row.owner), "amounts": sees_amounts(by, row, on.date())}
    told["linked"] = _linked(by, row.place, row, on.date())

    def stored() -> dict[str, Any]:
        return forms.stored_entry(by, get_entry(by, register_id, on.date()))

    def save(given: dict[str, Any]) -> None:
        new = form.given(picked(by, given), by, row)
        actions.change_register_entry(entry=row, new=new, revision=given["revision"], by=by, at=on)

    form = forms.EntryForm(posted(request), initial=stored(), kind=row.kind, place=row.portfolio, **told)
    return _changed(request, form, save, stored, row, _("Change %(title)s"), _("Change"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def convert_entry(request: HttpRequest, register_id: str) -> HttpResponse:
    """Open what an entry became."""
    by, on, row = _asked(request, register_id, "convert_register_entry")
    initial = {"revision": row.revision, "kind": EntryKind.ISSUE}
    form = forms.ConvertForm(posted(request), initial=initial, now=row.kind)

    def save(given: dict[str, Any]) -> None:
        actions.convert_register_entry(entry=row, **given, by=by, at=on)

    return _changed(request, form, save, lambda: initial, row, _("Convert %(title)s"), _("Convert"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def escalate_entry(request: HttpRequest, register_id: str) -> HttpResponse:
    """Give an entry to a level above, or back."""
    by, on, row = _asked(request, register_id, "escalate_register_entry")
    initial = {"revision": row.revision, "level": row.escalated_to}
    form = forms.EscalateForm(posted(request), initial=initial)

    def save(given: dict[str, Any]) -> None:
        actions.escalate_register_entry(entry=row, **given, by=by, at=on)

    return _changed(request, form, save, lambda: initial, row, _("Escalate %(title)s"), _("Escalate"))


def _linked(by: User, place: Place, row: RegisterEntry | None, on: date) -> forms.Linked:
    """Return what an entry may be linked to: what goes on in its portfolio, and what it is linked to already."""
    portfolio = place if isinstance(place, Portfolio) else place.portfolio
    live = {"objectives": Q(retired_on=None), "parties": Q(is_active=True), "contracts": ~Q(state=ContractState.ENDED)}
    choices = {}
    for name, rows in linked_rows(by, on).items():
        held = {one.pk for one in getattr(row, name).all()} if row else set()
        found = rows.filter(live[name] | Q(pk__in=held), portfolio=portfolio)
        choices[name] = [(str(one.pk), str(one)) for one in found]
    return forms.Linked(choices, tasks_to_name(place) if isinstance(place, Project) else ())


def _asked(request: HttpRequest, register_id: str, deed: str) -> tuple[Any, Any, RegisterEntry]:
    by, on = asker(request), at(request)
    row = get_entry(by, register_id, on.date())
    require(by, deed, row.place, on.date())
    return by, on, row


def _changed(
    request: HttpRequest, form: Any, save: Any, stored: Any, row: RegisterEntry, title: str, here: str
) -> HttpResponse:
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The register is changed."))
        return redirect("register-entry", row.pk)
    trail = [*place_trail(row.place), (row.title, reverse("register-entry", args=[row.pk]))]
    return change_page(request, form, title=title % {"title": row.title}, here=here, trail=trail)
