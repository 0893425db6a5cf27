"""Registers that come as sheets or pasted rows: looked at with their mapping, then taken exactly as they were shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.formats import encodings
from conspectus.formats.registers import REGISTER_FIELDS
from conspectus.journeys.mapped import MANNER
from conspectus.journeys.register_list.desk import portfolio_of
from conspectus.journeys.register_list.lines import RegisterFile, RegisterPreview
from conspectus.journeys.register_list.said import RegisterSaid
from conspectus.journeys.registers import pasted
from conspectus.journeys.take_register import preview_register, take_register
from conspectus.kit.errors import Invalid, Stale
from conspectus.kit.staging import TooLarge, stage, take
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.queries import mappings_of
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.risks.choices import EntryKind
from conspectus.rooms.schedule.actions import AMOUNTS, DATE_ORDERS

from ..answers import done, page, show
from ..asking import asker, at, posted, query, sent
from ..forms.registers import PasteForm, RegisterFileForm
from ..words import several
from .registers import IMPORT, Place, place_named, place_trail, register_of

_COLUMN = re.compile(r"column-([0-9]{1,6})")
WRITTEN = {"date_orders": DATE_ORDERS, "amounts": AMOUNTS, "encodings": encodings.NAMED}


def _door(kind: str, show_it: Callable[[HttpRequest, str, str], HttpResponse], words: str) -> Any:
    """Return the view of one kind of place."""

    def view(request: HttpRequest, /, **told: str) -> HttpResponse:
        return show_it(request, kind, told[f"{kind}_id"])

    view.__doc__ = words
    return require_http_methods(["GET", "HEAD", "POST"])(page(view))


def _paste(request: HttpRequest, kind: str, place_id: str) -> HttpResponse:
    """Look at the rows first, then store them, all of them or none."""
    by, on = asker(request), at(request)
    place = place_named(request, kind, place_id)
    require(by, "import_register_entries", place, on.date())
    form = PasteForm(posted(request), initial={"kind": query(request).get("kind", EntryKind.THREAT)})
    told: dict[str, Any] = {"form": form, "place": place, "trail": place_trail(place), "back": register_of(place)}
    if request.method == "POST" and form.is_valid():
        try:
            file = pasted(form.cleaned_data["rows"], form.cleaned_data["kind"], place)
            found = preview_register(file=file, by=by, at=on)
            told |= {"found": found}
            if found.asks:
                form.add_error("rows", f"{found.asks[0].words} {found.asks[0].remedy}")
            elif request.POST.get("store") == "yes" and not found.counts["refused"]:
                return _taken(request, file, found)
        except Invalid as refusal:
            form.take(refusal)
    return show(request, "registers/paste.html", told, status=form.status)


def _import(request: HttpRequest, kind: str, place_id: str) -> HttpResponse:
    """Take a sheet and show what each row would do; take it, or keep its mapping, when told to."""
    place = place_named(request, kind, place_id)
    require(asker(request), "import_register_entries", place, at(request).date())
    told = {"place": place, "trail": place_trail(place), "back": register_of(place)}
    given = request.POST if request.method == "POST" else request.GET
    told["again"] = reverse(IMPORT[kind], args=[place.pk])
    return _look(request, place, given, told) if given.get("digest") else _choose(request, place, told)


def _choose(request: HttpRequest, place: Place, told: dict[str, Any]) -> HttpResponse:
    by = asker(request)
    fresh = request.method == "POST" and "refused" not in told
    data, files = (None, None) if "refused" in told else sent(request)
    mappings = mappings_of(portfolio_of(place), SheetKind.REGISTER)
    form, status = RegisterFileForm(data, files, mappings=[(str(one.pk), one.name) for one in mappings]), 200
    if fresh:
        status = 422
        if form.is_valid():
            try:
                (kept,) = stage(by.pk, [form.cleaned_data["file"]])
            except TooLarge as refusal:
                form.add_error("file", refusal.words)
                status = 413
            else:
                said = {name: form.cleaned_data[name] for name in ("kind", "mapping")}
                return redirect(f"{request.path}?{urlencode(said | {'digest': kept.digest, 'name': kept.name})}")
    steering = may(by, "save_mapping", portfolio_of(place), at(request).date())
    told |= {"form": form, "mappings": mappings, "steering": steering}
    return show(request, "registers/import.html", told, status=422 if told.get("refused") else status)


def _look(request: HttpRequest, place: Place, given: QueryDict, told: dict[str, Any]) -> HttpResponse:
    by, on, said, refused = asker(request), at(request), said_of(given), ""
    name = given.get("name", "register")[:200].replace("\0", "")
    file = said.file(place, take(by.pk, given.get("digest", "")[:64]), name, by=by, at=on)
    try:
        found = preview_register(file=file, by=by, at=on)
    except Invalid as refusal:
        return _choose(request, place, told | not_readable(refusal, given, name, said))
    wanted = request.POST.get("deed", "")
    try:
        if wanted == "take":
            return _taken(request, file, found, request.POST.get("shown", "")[:64])
        if wanted == "save":
            _save(request, place, found, said)
    except (Invalid, Stale) as refusal:
        refused = refusal.words
    steering = may(by, "save_mapping", portfolio_of(place), on.date())
    told |= {"found": found, "said": said, "digest": given["digest"], "refused": refused, "steering": steering}
    told |= {"tables": numbered_tables(found.tables), "fields": list(REGISTER_FIELDS.values()), "written": WRITTEN}
    return show(request, "registers/import_preview.html", told, status=422 if refused or found.asks else 200)


def _taken(request: HttpRequest, file: RegisterFile, found: RegisterPreview, shown: str = "") -> HttpResponse:
    taken = take_register(file=file, shown=shown or found.digest, by=asker(request), at=at(request))
    counts = {"opened": several(len(taken.opened), "entry"), "changed": several(len(taken.changed), "entry")}
    words = _("%(opened)s entered.") if not taken.changed else _("%(opened)s entered, %(changed)s changed.")
    done(request, words % counts)
    return redirect(register_of(file.place))


def _save(request: HttpRequest, place: Place, found: RegisterPreview, said: RegisterSaid) -> None:
    """Keep how the sheet was read."""
    name = request.POST.get("mapping_name", "")
    actions.save_mapping(
        portfolio=portfolio_of(place),
        name=name,
        columns=found.mapping,
        manner=said.manner,
        kind=SheetKind.REGISTER,
        by=asker(request),
        at=at(request),
    )
    done(request, _("The mapping “%(name)s” is saved for the next list.") % {"name": name.strip()})


def not_readable(refusal: Invalid, given: QueryDict, name: str, said: RegisterSaid) -> dict[str, Any]:
    """Return what a page shows of a file that cannot be read; where its letters are unclear, a way to say them."""
    ways = encodings.NAMED if refusal.code == "encoding_unclear" else {}
    told = {"refused": refusal.words, "digest": given["digest"], "name": name, "said": said}
    return told | {"encodings": ways}


def said_of(given: QueryDict) -> RegisterSaid:
    """Return what a form or an address says of a sheet."""
    text = {name: given.get(name, "").strip()[:60].replace("\0", "") for name in ("kind", "mapping", *MANNER)}
    return RegisterSaid(**text, columns=columns_said(given))


def columns_said(given: QueryDict) -> dict[str, str]:
    """Return the field of each heading, as the table of columns sends them."""
    columns = dict[str, str]()
    for name, value in given.items():
        match = _COLUMN.fullmatch(name)
        heading = str(given.get(f"heading-{match[1]}", ""))[:400] if match else ""
        if heading:
            columns.setdefault(heading, str(value)[:40])
    return columns


def numbered_tables(found: Iterable[Any]) -> list[tuple[Any, list[tuple[int, Any]]]]:
    """Return each table with its columns, numbered through the file; a heading is asked of once."""
    tables, number, asked = [], 0, set[str]()
    for table in found:
        columns = []
        for one in table.columns:
            number += 1
            columns.append((0 if one.heading in asked or not one.heading else number, one))
            asked.add(one.heading)
        tables.append((table, columns))
    return tables


paste_project_entries = _door("project", _paste, "Enter many entries of a project at once.")
paste_programme_entries = _door("programme", _paste, "Enter many entries of a programme at once.")
paste_portfolio_entries = _door("portfolio", _paste, "Enter many entries of a portfolio at once.")
import_project_entries = _door("project", _import, "Take a sheet into the register of a project.")
import_programme_entries = _door("programme", _import, "Take a sheet into the register of a programme.")
import_portfolio_entries = _door("portfolio", _import, "Take a sheet into the register of a portfolio.")
