"""What lists over all projects are narrowed by: the choices of their filter, and what is chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from conspectus.rooms.accounts.queries import divisions
from conspectus.rooms.portfolio.queries import visible_portfolios, visible_programmes

from ..asking import asker, at, query
from ..tables import portfolio as table


def narrowing_choices(request: HttpRequest, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what may be chosen, and whether one of these names narrows the list."""
    by, on, asked = asker(request), at(request).date(), query(request)
    return {
        "asked": asked,
        "narrowed": any(asked.get(name) for name in names),
        "states": table.states(),
        "statuses": table.statuses(),
        "programmes": visible_programmes(by, on),
        "portfolios": visible_portfolios(by, on),
        "divisions": divisions(),
    }


def asked_of(request: HttpRequest) -> dict[str, str]:
    """Return the address's query with the columns as one list, though a form sends each by itself."""
    asked = query(request)
    columns = ",".join(str(one) for one in request.GET.getlist("columns") if one).replace("\0", "")[:4000]
    return asked | ({"columns": columns} if columns else {})
