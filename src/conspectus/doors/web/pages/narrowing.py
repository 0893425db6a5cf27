"""What lists over all projects are narrowed by: the choices of their filter, and what is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from conspectus.rooms.accounts.models import Division
from conspectus.rooms.accounts.queries import divisions
from conspectus.rooms.portfolio.models import Portfolio, Programme
from conspectus.rooms.portfolio.queries import visible_portfolios, visible_programmes

from ..asking import asker, at, query
from ..tables import portfolio as table

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def narrowing_choices(request: HttpRequest, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what may be chosen, and whether one of these names narrows the list."""
    asked = query(request)
    places = visible_portfolios(asker(request), at(request).date())
    narrowed = any(asked.get(name) for name in names)
    return {"asked": asked, "narrowed": narrowed, "offered": choices_offered(request, places)}


def choices_offered(request: HttpRequest, portfolios: Iterable[Portfolio]) -> dict[str, list[tuple[str, StrOrPromise]]]:
    """Return what a list of projects can be narrowed to, by the name in its address."""
    places: dict[str, Iterable[Programme | Division | Portfolio]] = {
        "programme": visible_programmes(asker(request), at(request).date()),
        "division": divisions(),
        "portfolio": portfolios,
    }
    named: dict[str, list[tuple[str, StrOrPromise]]] = {"status": [*table.statuses()], "state": [*table.states()]}
    named["exception"] = [*table.EXCEPTIONS]
    return named | {name: [(str(row.pk), row.name) for row in rows] for name, rows in places.items()}


def asked_of(request: HttpRequest) -> dict[str, str]:
    """Return the address's query with the columns as one list, though a form sends each by itself."""
    asked = query(request)
    columns = ",".join(str(one) for one in request.GET.getlist("columns") if one).replace("\0", "")[:4000]
    return asked | ({"columns": columns} if columns else {})
