"""Facts: the catalogue of what is measured, and what was measured of a project as at a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from conspectus.kit.errors import Invalid
from conspectus.rooms.facts.bridge import Known
from conspectus.rooms.facts.choices import FactKind
from conspectus.rooms.facts.queries.own import areas_seen
from conspectus.rooms.facts.queries.seen import FactLine, project_facts_seen

from ..answers import page, show
from ..asking import asker, at, query
from ..words import day, hundredth, whole
from .frame import frame

TAB = gettext_noop("Particulars")


@require_safe
@page
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show every fact a policy may use."""
    trail = [(_("Organisation"), reverse("portfolios"))]
    areas = areas_seen(asker(request), at(request).date())
    return show(request, "facts/catalogue.html", {"areas": areas, "trail": trail})


@require_safe
@page
def of_project(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show what was measured of a project as at a day, as known today or by the end of another day."""
    project, told = frame(request, project_id, TAB)
    today = at(request).date()
    on, known_by = _day(request, "on") or today, _day(request, "known_by")
    found = project_facts_seen(asker(request), project, on, known_by)
    areas = [
        (area.label, area.source, [(line, _words(line)) for line in area.lines if line.measured])
        for area in found.areas
    ]
    told |= {"found": found, "areas": [one for one in areas if one[2]], "on": on, "known_by": known_by, "today": today}
    return show(request, "facts/project.html", told)


def _day(request: HttpRequest, name: str) -> date | None:
    text = query(request).get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(name, "Enter a date such as 2027-03-31.", name) from None


def _words(line: FactLine) -> str:
    """Return a value as its reader writes it; a list that is empty says so."""
    value = line.value
    if isinstance(value, tuple):
        return ", ".join(_one(one, line) for one in value) or _("none")
    return _one(value, line)


def _one(value: Known, line: FactLine) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return f"{whole(value)} {line.currency}" if line.fact.kind == FactKind.MONEY else hundredth(value)
    return str(value)
