"""Quality checks across projects: what is planned, due, held, passed and failed; also to take along."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conspectus.journeys.quality_files import checks_file
from conspectus.rooms.quality.choices import CheckMethod
from conspectus.rooms.quality.queries import CheckFilter, check_views, find_checks

from ..answers import hand_over, page, show
from ..asking import asker, at, query
from ..tables.portfolio import asked_id, span
from .narrowing import narrowing_choices
from .nonconformities import WHOSE
from .packs import TABLES

NARROWING = ("text", "which", "method", "whose", "programme", "division", "portfolio", "project")
COURSES = (
    ("", gettext_lazy("any course")),
    ("overdue", gettext_lazy("overdue")),
    ("coming", gettext_lazy("next 30 days")),
    ("open", gettext_lazy("not held yet")),
    ("held", gettext_lazy("held")),
    ("passed", gettext_lazy("last passed")),
    ("remarks", gettext_lazy("last passed with remarks")),
    ("failed", gettext_lazy("last failed")),
    ("dropped", gettext_lazy("dropped")),
)
METHODS = (("", gettext_lazy("any way")), *CheckMethod.choices)
SORTS = (
    ("planned", gettext_lazy("planned first")),
    ("-planned", gettext_lazy("planned last")),
    ("held", gettext_lazy("held last")),
    ("project", gettext_lazy("by project")),
)


def read_filter(asked: dict[str, str]) -> CheckFilter:
    """Return what the address asks for; refuses what is no number."""
    given: dict[str, Any] = {name: asked.get(name, "") for name in NARROWING[:4]}
    given |= {name: asked_id(asked, name) for name in NARROWING[4:]}
    return CheckFilter(**given, sort=asked.get("sort", "") or "planned")


@require_safe
@page
def quality_checks(request: HttpRequest) -> HttpResponse:
    """List the quality checks of all projects one may see, the first planned first."""
    by, on, asked = asker(request), at(request).date(), query(request)
    found = find_checks(by, read_filter(asked), on)
    told = narrowing_choices(request, NARROWING) | span(found.count(), request.path, asked)
    told |= {"rows": check_views(list(found[told["first"] - 1 : told["last"]]), on), "query": urlencode(asked)}
    told |= {"courses": COURSES, "methods": METHODS, "sorts": SORTS, "whose": WHOSE}
    told |= {"trail": [(_("Portfolio"), reverse("portfolio"))]}
    return show(request, "quality/checks.html", told)


@require_safe
@page
def quality_checks_to_keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the checks as narrowed, as a workbook or CSV."""
    if kind not in TABLES:
        raise Http404
    data = checks_file(by=asker(request), at=at(request), kind=kind, wanted=read_filter(query(request)))
    return hand_over(data, f"quality-checks.{kind}", TABLES[kind])
