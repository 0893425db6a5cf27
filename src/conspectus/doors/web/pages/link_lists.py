"""Links that come as sheets: looked at with their mapping, then taken exactly as they were shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.formats.linklists import LINK_FIELDS
from conspectus.journeys.link_list.lines import LinkFile, LinkListPreview, Place
from conspectus.journeys.mapped import read_as
from conspectus.journeys.register_list.desk import portfolio_of
from conspectus.journeys.register_list.said import RegisterSaid
from conspectus.journeys.take_links import preview_links, take_links
from conspectus.kit.errors import Invalid, Stale
from conspectus.kit.staging import TooLarge, stage, take
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_portfolio, mappings_of
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, sent
from ..forms.links import LinkFileForm
from ..words import several
from .frame import frame
from .register_lists import WRITTEN, not_readable, numbered_tables, said_of

IMPORT = {"project": "import-project-links", "portfolio": "import-links"}


def _door(kind: str, words: str) -> Any:
    """Return the view of one kind of place."""

    def view(request: HttpRequest, /, **told: str) -> HttpResponse:
        return _import(request, kind, told[f"{kind}_id"])

    view.__doc__ = words
    return require_http_methods(["GET", "HEAD", "POST"])(page(view))


def links_of(place: Place) -> str:
    """Return the address of the links a place has."""
    if isinstance(place, Project):
        return reverse("project-links", args=[place.pk])
    return f"{reverse('links')}?portfolio={place.pk}"


def _import(request: HttpRequest, kind: str, place_id: str) -> HttpResponse:
    """Take a sheet and show what each row would do; take it, or keep its mapping, when told to."""
    by, on = asker(request), at(request).date()
    place = frame(request, place_id, "Links")[0] if kind == "project" else get_portfolio(by, place_id, on)
    require(by, "import_links", place, on)
    told: dict[str, Any] = {"place": place, "back": links_of(place), "again": reverse(IMPORT[kind], args=[place.pk])}
    told["trail"] = [(_("Links"), reverse("links")), (str(place), links_of(place))]
    told["steering"] = may(by, "save_mapping", portfolio_of(place), on)
    given = request.POST if request.method == "POST" else request.GET
    return _look(request, place, given, told) if given.get("digest") else _choose(request, place, told)


def _choose(request: HttpRequest, place: Place, told: dict[str, Any]) -> HttpResponse:
    fresh = request.method == "POST" and "refused" not in told
    data, files = (None, None) if "refused" in told else sent(request)
    mappings = mappings_of(portfolio_of(place), SheetKind.LINKS)
    form, status = LinkFileForm(data, files, mappings=[(str(one.pk), one.name) for one in mappings]), 200
    if fresh:
        status = 422
        if form.is_valid():
            try:
                (kept,) = stage(asker(request).pk, [form.cleaned_data["file"]])
            except TooLarge as refusal:
                form.add_error("file", refusal.words)
                status = 413
            else:
                said = {"mapping": form.cleaned_data["mapping"], "digest": kept.digest, "name": kept.name}
                return redirect(f"{request.path}?{urlencode(said)}")
    told |= {"form": form, "mappings": mappings}
    return show(request, "links/import.html", told, status=422 if told.get("refused") else status)


def _look(request: HttpRequest, place: Place, given: QueryDict, told: dict[str, Any]) -> HttpResponse:
    by, on, said, refused = asker(request), at(request), said_of(given), ""
    name = given.get("name", "links")[:200].replace("\0", "")
    read = {"columns": said.columns, "manner": said.manner}
    columns, manner = read_as(SheetKind.LINKS, mapping=said.mapping, **read, by=by, at=on)
    file = LinkFile(take(by.pk, given.get("digest", "")[:64]), name, place, columns, manner)
    try:
        found = preview_links(file=file, by=by, at=on)
    except Invalid as refusal:
        return _choose(request, place, told | not_readable(refusal, given, name, said))
    try:
        if request.POST.get("deed") == "take":
            return _taken(request, file, request.POST.get("shown", "")[:64] or found.digest)
        if request.POST.get("deed") == "save":
            _save(request, place, found, said)
    except (Invalid, Stale) as refusal:
        refused = refusal.words
    told |= {"found": found, "said": said, "digest": given["digest"], "refused": refused}
    told |= {"tables": numbered_tables(found.tables), "fields": list(LINK_FIELDS.values())}
    told["written"] = {name: ways for name, ways in WRITTEN.items() if name != "amounts"}
    return show(request, "links/import_preview.html", told, status=422 if refused or found.asks else 200)


def _taken(request: HttpRequest, file: LinkFile, shown: str) -> HttpResponse:
    taken = take_links(file=file, shown=shown, by=asker(request), at=at(request))
    counts = {"opened": several(len(taken.opened), "link"), "changed": several(len(taken.changed), "link")}
    words = _("%(opened)s proposed.") if not taken.changed else _("%(opened)s proposed, %(changed)s asked anew.")
    done(request, words % counts)
    return redirect(links_of(file.place))


def _save(request: HttpRequest, place: Place, found: LinkListPreview, said: RegisterSaid) -> None:
    """Keep how the sheet was read."""
    name = request.POST.get("mapping_name", "")
    kept: dict[str, Any] = {"columns": found.mapping, "manner": said.manner, "kind": SheetKind.LINKS}
    actions.save_mapping(portfolio=portfolio_of(place), name=name, **kept, by=asker(request), at=at(request))
    done(request, _("The mapping “%(name)s” is saved for the next list.") % {"name": name.strip()})


import_project_links = _door("project", "Take a sheet of links of a project.")
import_links = _door("portfolio", "Take a sheet of links of a portfolio.")
