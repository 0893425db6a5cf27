"""The way back to green: all exceptions one may see, and those of one project or programme."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.recovery_table import recovery_file
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.choices import ExceptionState, Wanting
from conspectus.rooms.governance.queries import (
    ExceptionFilter,
    exception_rows,
    exceptions_of,
    find_exceptions,
    recovery_counts,
)
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import get_programme, visible_portfolios
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.exceptions import ExceptionAskForm
from ..paging import window
from ..words import address
from .frame import frame, programme_frame
from .packs import TABLES


@require_safe
@page
def recovery(request: HttpRequest) -> HttpResponse:
    """List exceptions: plans wanted but not written, decisions wanted, promises missed."""
    by, on, asked = asker(request), at(request).date(), query(request)
    wanted = _filter(asked)
    told = window(find_exceptions(by, wanted, on), request.path, asked)
    told["rows"] = exception_rows(by, told["rows"], on)
    counts = recovery_counts(by, wanted.portfolio, on)
    told |= {
        "wanted": wanted,
        "counts": [(one.value, str(one.label), getattr(counts, one.value)) for one in Wanting],
        "states": ExceptionState.choices,
        "places": list(visible_portfolios(by, on)),
        "narrowed": any(asked.get(name) for name in ("wanting", "state", "portfolio")),
        "files": [(kind, address(reverse("recovery-file", args=[kind]), asked, **{"from": None})) for kind in TABLES],
        "heads": {name: _heading(request, asked, name) for name in ("subject", "opened", "wanted_by")},
        "meanings": _meanings(),
        "trail": [(_("Portfolio"), reverse("portfolio"))],
    }
    return show(request, "governance/recovery.html", told)


@require_safe
@page
def recovery_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the exceptions as narrowed and ordered, every row."""
    if kind not in TABLES:
        raise Http404
    data = recovery_file(by=asker(request), at=at(request), kind=kind, wanted=_filter(query(request)))
    return hand_over(data, f"recovery.{kind}", TABLES[kind])


@require_http_methods(["GET", "HEAD", "POST"])
@page
def recovery_of(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the exceptions of a project, and ask for one by hand."""
    project, told = frame(request, project_id, "Status")
    return _of(request, project, told | {"frame": "project/frame.html"})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def programme_recovery(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Show the exceptions of a programme, and ask for one by hand."""
    programme = get_programme(asker(request), programme_id, at(request).date())
    told = {"programme": programme, "frame": "programmes/frame.html"}
    return _of(request, programme, told | programme_frame(asker(request), programme, "Status"))


def _of(request: HttpRequest, subject: Project | Programme, told: dict[str, Any]) -> HttpResponse:
    by, on = asker(request), at(request)
    asking = may(by, "open_exception", subject, on.date())
    if request.method == "POST":
        require(by, "open_exception", subject, on.date())
    form = ExceptionAskForm(posted(request) if asking else None)

    def save(given: dict[str, Any]) -> None:
        told["made"] = actions.open_exception(subject=subject, words=given["words"], by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The exception is asked for; write its cause, effect and options."))
        return redirect("exception", told["made"].pk)
    rows = exception_rows(by, exceptions_of(subject), on.date())
    told |= {"rows": rows, "form": form if asking else None}
    return show(request, "governance/of_subject.html", told, status=form.status)


def _filter(asked: dict[str, str]) -> ExceptionFilter:
    place = asked.get("portfolio", "")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 18 else None
    wanting = asked.get("wanting", "") if asked.get("wanting") in Wanting.values else ""
    state = asked.get("state", "") if asked.get("state") in ("all", *ExceptionState.values) else ""
    sort = asked.get("sort", "")
    known = sort if sort.removeprefix("-") in ("opened", "wanted_by", "subject") else ""
    return ExceptionFilter(wanting, state, number, sort=known)


def _meanings() -> list[tuple[str, str]]:
    """Return what the columns of promises mean."""
    return [
        (_("Kept"), _("Promises done by their day.")),
        (_("Missed"), _("Promises whose day passed before they were done or replaced.")),
        (_("Green for"), _("The latest day for which a dimension is promised green and that stands.")),
    ]


def _heading(request: HttpRequest, asked: dict[str, str], name: str) -> dict[str, str]:
    """Return where a column's heading leads, and how it sorts now."""
    sort = _filter(asked).sort or "opened"
    order = "ascending" if sort == name else "descending" if sort == f"-{name}" else ""
    following = f"-{name}" if order == "ascending" else name
    return {"href": address(request.path, asked, sort=following, **{"from": None}), "order": order}
