"""Gates of all projects: those ahead, conditions that are open, decisions with pass rates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conspectus.journeys.gate_files import conditions_file, decisions_file, gates_file
from conspectus.kit.errors import Invalid
from conspectus.rooms.governance.choices import Ahead
from conspectus.rooms.governance.queries import (
    GateFilter,
    condition_rows,
    decision_row,
    find_conditions,
    find_decisions,
    find_gates,
    gate_languages,
    gate_rows,
    pass_rates,
)
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.standards.queries import methods_for

from ..answers import hand_over, page, show
from ..asking import asker, at, query
from ..paging import window
from ..tables.portfolio import asked_id
from .narrowing import narrowing_choices
from .packs import TABLES

NARROWING = ("text", "portfolio", "programme", "division", "method", "ahead", "since", "until")


@require_safe
@page
def ahead(request: HttpRequest) -> HttpResponse:
    """List the gates that are planned or wait for a decision, with how ready their projects are."""
    by, on, asked = asker(request), at(request).date(), query(request)
    told = window(find_gates(by, _filter(request), on), request.path, asked)
    told["languages"] = gate_languages(told["rows"])
    told["rows"] = gate_rows(told["rows"], on)
    return _show(request, "gates", told | {"choices": Ahead.choices})


@require_safe
@page
def conditions(request: HttpRequest) -> HttpResponse:
    """List the conditions that are not settled."""
    by, on, asked = asker(request), at(request).date(), query(request)
    told = window(find_conditions(by, _filter(request), on), request.path, asked)
    told["languages"] = gate_languages(row.review for row in told["rows"])
    told["rows"] = condition_rows(told["rows"], on)
    return _show(request, "gate-conditions", told | {"choices": Ahead.choices[:1]})


@require_safe
@page
def decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions of a time, with how often gates were passed."""
    by, on, asked = asker(request), at(request).date(), query(request)
    wanted = _filter(request)
    told = window(find_decisions(by, wanted, on), request.path, asked)
    told["languages"] = gate_languages(told["rows"])
    told["rows"] = [decision_row(row) for row in told["rows"]]
    told["rates"] = pass_rates(by, wanted, on)
    return _show(request, "gate-decisions", told)


@require_safe
@page
def ahead_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the gates ahead as narrowed, every row."""
    return _file(request, kind, gates_file, "gates")


@require_safe
@page
def conditions_file_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the open conditions as narrowed, every row."""
    return _file(request, kind, conditions_file, "gate-conditions")


@require_safe
@page
def decisions_file_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the decisions as narrowed, every row."""
    return _file(request, kind, decisions_file, "gate-decisions")


def _show(request: HttpRequest, view: str, told: dict[str, Any]) -> HttpResponse:
    asked = query(request)
    narrowing = narrowing_choices(request, NARROWING)
    tail = f"?{urlencode({name: value for name, value in asked.items() if name != 'from'})}" if asked else ""
    told |= narrowing | {
        "asked": asked,
        "methods": [(row.key, row.name) for row in methods_for(asker(request))],
        "tabs": [(label, reverse(name)) for name, label in _tabs().items()],
        "tab": _tabs()[view],
        "view": view,
        "files": [(kind, reverse(f"{view}-file", args=[kind]) + tail) for kind in TABLES],
        "trail": [(_("Portfolio"), reverse("portfolio"))],
    }
    return show(request, "gates/board.html", told)


def _file(request: HttpRequest, kind: str, write: Callable[..., bytes], name: str) -> HttpResponse:
    if kind not in TABLES:
        raise Http404
    data = write(by=asker(request), at=at(request), kind=kind, wanted=_filter(request))
    return hand_over(data, f"{name}.{kind}", TABLES[kind])


def _filter(request: HttpRequest) -> GateFilter:
    asked = query(request)
    places: dict[str, Any] = {name: asked_id(asked, name) for name in ("portfolio", "programme", "division")}
    wanted = asked.get("ahead", "") if asked.get("ahead") in Ahead.values else ""
    projects = ProjectFilter(text=asked.get("text", ""), **places)
    return GateFilter(projects, asked.get("method", "")[:40], wanted, _day(asked, "since"), _day(asked, "until"))


def _day(asked: dict[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(asked[name]) if asked.get(name) else None
    except ValueError:
        raise Invalid(name, "Write the day as 2026-06-30.", name) from None


def _tabs() -> dict[str, str]:
    return {
        "gates": _("Ahead"),
        "gate-conditions": _("Open conditions"),
        "gate-decisions": _("Decisions and pass rates"),
    }
