"""Registers: of a project, a programme, of everything one may see; their heat maps; changed in bulk; pasted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from conspectus.journeys.registers import register_file
from conspectus.kit.errors import Refusal, SignInAgain
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import ViewOf
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import get_portfolio, get_programme, visible_portfolios
from conspectus.rooms.portfolio.rules import may
from conspectus.rooms.risks import actions
from conspectus.rooms.risks.choices import Category, EntryKind, EntryState
from conspectus.rooms.risks.queries.burn_down import burn_down
from conspectus.rooms.risks.queries.entries import RegisterFilter, entries_to_change, entry_views, find_entries
from conspectus.rooms.risks.queries.exposure import Exposure, exposures, heat_map, top_exposures
from conspectus.rooms.risks.queries.touched import open_entries_on

from ..answers import done, hand_over, page, show
from ..asking import asker, at, query
from ..paging import window
from ..panels.burn_down import burn_curve
from ..tables.portfolio import asked_id
from ..words import address, money, several
from .choices import people_choices
from .frame import frame, programme_frame
from .narrowing import narrowing_choices
from .packs import TABLES
from .register_changes import NOT_AGAIN, Again, asked_changes, refused_again
from .views import views_bar

Place = Project | Programme | Portfolio
TEXTS = ("text", "kind", "state", "category", "band", "cell", "whose")
TOUCHED = ("objective", "party", "contract", "task")
NARROWING = (*TEXTS, "late", "escalated", "portfolio", "programme", "division")
STATES = (("", gettext_lazy("open")), *((one.value, one.label) for one in EntryState if one != "open"))
STATES += (("all", gettext_lazy("all")),)
BANDS = (
    ("", gettext_lazy("any")),
    ("top", gettext_lazy("top, 15 to 25")),
    ("middle", gettext_lazy("middle, 6 to 14")),
    ("low", gettext_lazy("low, 1 to 5")),
    ("none", gettext_lazy("not assessed")),
)
WHOSE = (("", gettext_lazy("everybody’s")), ("mine", gettext_lazy("mine")), ("nobody", gettext_lazy("nobody’s")))
SORTED = (
    ("title", gettext_lazy("Event")),
    ("-score", gettext_lazy("Score")),
    ("-residual", gettext_lazy("Remains")),
    ("-exposure", gettext_lazy("Expected money")),
    ("review", gettext_lazy("Next review")),
    ("-age", gettext_lazy("Age")),
)
OFFERED = {
    "kinds": (("", gettext_lazy("any")), *EntryKind.choices),
    "register_states": STATES,
    "categories": (("", gettext_lazy("any")), *Category.choices),
    "bands": BANDS,
    "whose": WHOSE,
    "entry_kinds": EntryKind.choices,
    "bulk_states": EntryState.choices,
    "bulk_categories": Category.choices,
}
NEW = {"project": "new-project-entry", "programme": "new-programme-entry", "portfolio": "new-portfolio-entry"}
IMPORT = {"project": "import-project-entries", "programme": "import-programme-entries", "portfolio": "import-entries"}
PASTE = {"project": "paste-project-entries", "programme": "paste-programme-entries", "portfolio": "paste-entries"}


@require_safe
@page
def registers(request: HttpRequest) -> HttpResponse:
    """Show the registers of everything one may see."""
    return _of_all(request)


@require_safe
@page
def project_register(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the register of a project with the entries that reach it."""
    return _of_project(request, project_id)


@require_safe
@page
def programme_register(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Show the register of a programme: its own entries and those of its projects."""
    return _of_programme(request, programme_id)


def _of_all(request: HttpRequest, again: Again = NOT_AGAIN) -> HttpResponse:
    by, on = asker(request), at(request).date()
    places = [one for one in visible_portfolios(by, on) if may(by, "open_register_entry", one, on)]
    told = {"trail": [], "over": "layouts/base.html", "places": places} | views_bar(request, ViewOf.REGISTER)
    told |= _register(request, {}, None)
    return show(request, "registers/register.html", told | again.told(told), status=again.status)


def _of_project(request: HttpRequest, project_id: str, again: Again = NOT_AGAIN) -> HttpResponse:
    project, told = frame(request, project_id, "Risks")
    told |= _register(request, {"project": project.pk}, project)
    return show(request, "registers/project.html", told | again.told(told), status=again.status)


def _of_programme(request: HttpRequest, programme_id: str, again: Again = NOT_AGAIN) -> HttpResponse:
    by, on = asker(request), at(request).date()
    row = get_programme(by, programme_id, on)
    told = {"programme": row} | programme_frame(by, row, "Risks") | _register(request, {"programme": row.pk}, row)
    return show(request, "registers/programme.html", told | again.told(told), status=again.status)


@require_safe
@page
def register_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the entries as narrowed, as a workbook or CSV that reads back in."""
    if kind not in TABLES:
        raise Http404
    wanted = read_register_filter(query(request), {})
    data = register_file(by=asker(request), at=at(request), kind=kind, wanted=wanted)
    return hand_over(data, f"register.{kind}", TABLES[kind])


@require_POST
@page
def change_entries(request: HttpRequest) -> HttpResponse:
    """Change state, owner, category or day of review of the entries chosen; refused, the register comes back."""
    back = request.POST.get("back", "")
    inside = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    back = back if inside else reverse("registers")
    by, on = asker(request), at(request)
    try:
        rows = actions.change_register_entries(changes=asked_changes(request.POST, by, on), by=by, at=on)
    except SignInAgain:
        raise
    except Refusal as refusal:
        return _come_back(request, back, refused_again(request.POST, refusal, by, on.date()))
    done(request, _("%(entries)s changed.") % {"entries": several(len(rows), "entry")})
    return redirect(back)


def _come_back(request: HttpRequest, back: str, again: Again) -> HttpResponse:
    """Show the register the entries were chosen in, as if its address had been asked."""
    ways: dict[str, Callable[..., HttpResponse]] = {
        "project-register": _of_project,
        "programme-register": _of_programme,
    }
    there = urlsplit(back)
    try:
        found = resolve(there.path)
    except Resolver404:
        found = resolve(reverse("registers"))
    way = ways.get(found.url_name or "")
    request.path = there.path if way or found.url_name == "registers" else reverse("registers")
    request.path_info, request.GET = request.path, QueryDict(there.query)
    request.META["QUERY_STRING"] = there.query
    return way(request, *found.args, **found.kwargs, again=again) if way else _of_all(request, again)


def place_named(request: HttpRequest, kind: str, place_id: str) -> Place:
    """Return the project, programme or portfolio an address names."""
    by, on = asker(request), at(request).date()
    if kind == "project":
        return frame(request, place_id, "Risks")[0]
    return (get_programme if kind == "programme" else get_portfolio)(by, place_id, on)


def register_of(place: Place) -> str:
    """Return the address of the register a place has."""
    if isinstance(place, Project):
        return reverse("project-register", args=[place.pk])
    if isinstance(place, Programme):
        return reverse("programme-register", args=[place.pk])
    return f"{reverse('registers')}?portfolio={place.pk}"


def touching(by: User, name: str, number: int, on: date) -> dict[str, Any]:
    """Return the open entries that touch an objective, a party or a contract, as its page shows them."""
    asked: dict[str, Any] = {name: number}
    rows, count = open_entries_on(by, RegisterFilter(**asked), on)
    href = f"{reverse('registers')}?{urlencode(asked)}"
    return {"touching": rows, "touching_count": count, "touching_href": href}


def place_trail(place: Place) -> list[tuple[str, str]]:
    """Return the way to a place's register."""
    return [(_("Registers"), reverse("registers")), (str(place), register_of(place))]


def read_register_filter(asked: dict[str, str], fixed: dict[str, int]) -> RegisterFilter:
    """Return what the address asks for; refuses what is no number."""
    told: dict[str, Any] = {name: asked.get(name, "") for name in TEXTS}
    told |= {name: asked.get(name) == "yes" for name in ("late", "escalated")}
    told |= {
        name: asked_id(asked, name) for name in ("portfolio", "programme", "division", "project", *TOUCHED)
    } | fixed
    return RegisterFilter(**told, sort=asked.get("sort") or "-score")


def _register(request: HttpRequest, fixed: dict[str, int], place: Place | None) -> dict[str, Any]:
    """Return what a register shows as a list or as a map."""
    by, on, asked = asker(request), at(request).date(), query(request)
    wanted = read_register_filter(asked, fixed)
    told = narrowing_choices(request, NARROWING) | OFFERED | _ways(request, asked, fixed)
    told["carried"] = [(name, asked[name]) for name in (*TOUCHED, "view") if asked.get(name)]
    told["exposures"] = [_exposure_told(one) for one in exposures(by, wanted, on)]
    told |= {"map": _map, "trend": _trend}.get(asked.get("as", ""), _list)(request, asked, wanted)
    if place is not None:
        kind = type(place).__name__.lower()
        for name, ways in (("new_href", NEW), ("paste_href", PASTE), ("import_href", IMPORT)):
            told[name] = reverse(ways[kind], args=[place.pk])
        told["writing"] = may(by, "open_register_entry", place, on)
    return told | {"place": place, "people": people_choices(), "here": request.get_full_path(), "fixed": fixed}


def _list(request: HttpRequest, asked: dict[str, str], wanted: RegisterFilter) -> dict[str, Any]:
    by, on = asker(request), at(request).date()
    found = window(find_entries(by, wanted, on), request.path, asked)
    ordered = [(label, _sort(request, asked, name)) for name, label in SORTED]
    choosable = entries_to_change(by, found["rows"], on)
    return found | {"rows": entry_views(by, found["rows"], on), "sorted": ordered, "choosable": choosable}


def _trend(request: HttpRequest, asked: dict[str, str], wanted: RegisterFilter) -> dict[str, Any]:
    found = burn_down(asker(request), wanted, at(request).date())
    return {"trend": found, "trend_title": EntryKind(found.kind).label, "curve": burn_curve(found)}


def _map(request: HttpRequest, asked: dict[str, str], wanted: RegisterFilter) -> dict[str, Any]:
    by, on = asker(request), at(request).date()
    of, other = EntryKind.THREAT, EntryKind.OPPORTUNITY
    if asked.get("kind") == other:
        of, other = other, of
    told = {"map": heat_map(by, wanted, of, on), "map_title": of.label, "top": top_exposures(by, wanted, on)}
    return told | {"other_href": address(request.path, asked, kind=other)}


def _ways(request: HttpRequest, asked: dict[str, str], fixed: dict[str, int]) -> dict[str, Any]:
    """Return the addresses of a register's other forms."""
    cells = address(request.path, asked, **{"as": None, "from": None, "cell": None, "kind": None})
    return {
        "query": urlencode({name: value for name, value in asked.items() if name not in ("from", "as")} | fixed),
        "list_href": address(request.path, asked, **{"as": None, "from": None}),
        "trend_href": address(request.path, asked, **{"as": "trend", "from": None, "cell": None}),
        "map_href": address(request.path, asked, **{"as": "map", "from": None, "cell": None}),
        "cell_href": cells,
        "join": "&" if "?" in cells else "?",
    }


def _exposure_told(one: Exposure) -> tuple[Exposure, list[tuple[str, str]]]:
    """Return an exposure with what it is made of, and what it leaves out."""
    told = [(_("Entries"), str(one.count))]
    if one.inherent.value is not None:
        told.append((_("Before any response"), money(one.inherent.value, one.currency)))
    told += [(_("Without amounts"), str(one.without_amounts))] if one.without_amounts else []
    told += [(_("Not open to you"), str(one.hidden))] if one.hidden else []
    told += [(_("Without a rate"), ", ".join(one.no_rate))] if one.no_rate else []
    return one, told


def _sort(request: HttpRequest, asked: dict[str, str], name: str) -> str:
    now = asked.get("sort") or "-score"
    turned = name if now != name else name[1:] if name.startswith("-") else f"-{name}"
    return address(request.path, asked, sort=turned, **{"from": None})
