"""Lists that come as sheets or pasted rows: looked at with their mapping, then taken exactly as they were shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.formats import encodings
from conspectus.formats.masterlist import Field
from conspectus.formats.registers import Described
from conspectus.journeys.mapped import MANNER, read_as
from conspectus.journeys.register_list.said import RegisterSaid
from conspectus.journeys.sheet_lines import Place, SheetFile, SheetPreview, SheetTaken
from conspectus.journeys.sheet_rows import portfolio_of
from conspectus.kit.errors import Invalid, Stale
from conspectus.kit.staging import TooLarge, stage, take
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.queries import get_portfolio, get_programme, get_project, mappings_of
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.schedule.actions import AMOUNTS, DATE_ORDERS

from ..answers import done, page, show
from ..asking import asker, at, sent
from ..forms.sheets import SheetForm

_COLUMN = re.compile(r"column-([0-9]{1,6})")
WRITTEN = {"date_orders": DATE_ORDERS, "amounts": AMOUNTS, "encodings": encodings.NAMED}
_PLACES: dict[str, Callable[..., Place]] = {
    "project": get_project,
    "programme": get_programme,
    "portfolio": get_portfolio,
}


def read_plainly(kind: SheetKind) -> Callable[..., SheetFile]:
    """Return what makes a sheet of what is said of it, for lists of which no more is said than of any."""

    def read(said: RegisterSaid, place: Place, data: bytes, name: str, **who: Any) -> SheetFile:
        columns, manner = read_as(kind, mapping=said.mapping, columns=said.columns, manner=said.manner, **who)
        return SheetFile(data, name, place, columns, manner)

    return read


@dataclass(frozen=True, slots=True)
class SheetList:
    """A kind of list that comes as sheets: how it is read, looked at and taken, and what its pages say."""

    kind: SheetKind
    deed: str
    fields: Mapping[str, Field]
    preview: Callable[..., SheetPreview]
    take: Callable[..., SheetTaken]
    read: Callable[..., Any]  # said, place, data, name, by, at
    addresses: Mapping[str, str]  # the names of its pages by kind of place
    way: Callable[[Place], list[tuple[str, str]]]  # down to the list of a place, which is the last of it
    words: Callable[[Place], dict[str, str]]  # title, lede, hint, into, none and none_words
    taken: Callable[[SheetTaken], str]
    lines: str  # the template of its rows
    form: type[SheetForm]
    pasted: Described | None = None  # where rows may be pasted as well
    carried: tuple[str, ...] = ("mapping",)
    amounts: bool = False


def sheet_page(what: SheetList, kind: str, words: str) -> Any:
    """Return the view that takes such lists into one kind of place."""

    def view(request: HttpRequest, /, **told: str) -> HttpResponse:
        by, on = asker(request), at(request).date()
        place = _PLACES[kind](by, told[f"{kind}_id"], on)
        require(by, what.deed, place, on)
        trail = what.way(place)
        shown: dict[str, Any] = {"place": place, "trail": trail, "back": trail[-1][1], "words": what.words(place)}
        shown["again"] = reverse(what.addresses[kind], args=[place.pk])
        shown["steering"] = may(by, "save_mapping", portfolio_of(place), on)
        given = request.POST if request.method == "POST" else request.GET
        return (_look if given.get("digest") else _choose)(request, what, place, given, shown)

    view.__doc__ = words
    return require_http_methods(["GET", "HEAD", "POST"])(page(view))


def _choose(
    request: HttpRequest, what: SheetList, place: Place, given: QueryDict, told: dict[str, Any]
) -> HttpResponse:
    fresh = request.method == "POST" and "refused" not in told
    data, files = (None, None) if "refused" in told else sent(request)
    mappings = mappings_of(portfolio_of(place), what.kind)
    form = what.form(data, files, mappings=[(str(one.pk), one.name) for one in mappings], pasted=what.pasted)
    status = 200
    if fresh:
        status = 422
        if form.is_valid():
            try:
                (kept,) = stage(asker(request).pk, [form.sheet()])
            except TooLarge as refusal:
                form.add_error("file", refusal.words)
                status = 413
            else:
                said = {name: form.cleaned_data[name] for name in what.carried}
                return redirect(f"{request.path}?{urlencode(said | {'digest': kept.digest, 'name': kept.name})}")
    told |= {"form": form, "mappings": mappings}
    return show(request, "sheets/import.html", told, status=422 if told.get("refused") else status)


def _look(request: HttpRequest, what: SheetList, place: Place, given: QueryDict, told: dict[str, Any]) -> HttpResponse:
    by, on, said, refused = asker(request), at(request), said_of(given), ""
    name = given.get("name", what.kind.value)[:200].replace("\0", "")
    file = what.read(said, place, take(by.pk, given.get("digest", "")[:64]), name, by=by, at=on)
    carried = [(one, getattr(said, one)) for one in what.carried]
    try:
        found = what.preview(file=file, by=by, at=on)
    except Invalid as refusal:
        more = not_readable(refusal, given, name, said) | {"carried": carried}
        return _choose(request, what, place, given, told | more)
    try:
        if request.POST.get("deed") == "take":
            shown = request.POST.get("shown", "")[:64] or found.digest
            done(request, what.taken(what.take(file=file, shown=shown, by=by, at=on)))
            return redirect(told["back"])
        if request.POST.get("deed") == "save":
            _save(request, what.kind, place, found, said)
    except (Invalid, Stale) as refusal:
        refused = refusal.words
    told |= {"found": found, "said": said, "digest": given["digest"], "refused": refused, "carried": carried}
    told |= {"tables": numbered_tables(found.tables), "fields": list(what.fields.values()), "lines": what.lines}
    told["written"] = {one: ways for one, ways in WRITTEN.items() if one != "amounts" or what.amounts}
    return show(request, "sheets/preview.html", told, status=422 if refused or found.asks else 200)


def _save(request: HttpRequest, kind: SheetKind, place: Place, found: SheetPreview, said: RegisterSaid) -> None:
    """Keep how the sheet was read."""
    name = request.POST.get("mapping_name", "")
    kept: dict[str, Any] = {"columns": found.mapping, "manner": said.manner, "kind": kind}
    actions.save_mapping(portfolio=portfolio_of(place), name=name, **kept, by=asker(request), at=at(request))
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
