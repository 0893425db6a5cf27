"""Compliance: of all projects one may see, of one project, of one clause; adoption, tailoring, waivers."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.compliance_files import compliance_file
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.bridge.differences import Difference
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Version
from conspectus.rooms.standards.queries.dated import WaiverView
from conspectus.rooms.standards.queries.findings import findings_of
from conspectus.rooms.standards.queries.indicators import project_indicators
from conspectus.rooms.standards.rules import may_decide

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import standards as forms
from ..forms.changing import Choices, saved
from ..tables.portfolio import asked_id, carried
from ..tables.portfolio import window as rows_of
from .frame import frame
from .narrowing import narrowing_choices
from .organisation import change_page
from .packs import TABLES

NARROWING = ("text", "portfolio", "programme", "division", "method")
SHOWN = ("clauses", "projects", "divisions", "methods")
MOST_TREND = 200  # projects; beyond, the trend is asked for


def asked_compliance(request: HttpRequest) -> queries.ComplianceFilter:
    """Return what an address asks of compliance."""
    asked = query(request)
    narrowed: dict[str, Any] = {name: asked_id(asked, name) for name in ("portfolio", "programme", "division")}
    return queries.ComplianceFilter(
        ProjectFilter(text=asked.get("text", ""), **narrowed),
        _day(asked, at(request).date()),
        asked.get("known") == "today",
        asked.get("method", "")[:40],
    )


def _day(asked: dict[str, str], today: date) -> date:
    try:
        return queries.asked_day(date.fromisoformat(asked["on"]) if asked.get("on") else None, today)
    except ValueError:
        raise Invalid("on", "Write the day as 2026-06-30.", "on") from None


@require_safe
@page
def compliance(request: HttpRequest) -> HttpResponse:
    """Show how the projects the reader sees keep to their methods on a day."""
    by, asked = asker(request), query(request)
    wanted = asked_compliance(request)
    found = queries.compliance_overview(by, wanted)
    shown = asked.get("by", "") if asked.get("by") in SHOWN else SHOWN[0]
    told = narrowing_choices(request, (*NARROWING, "on", "known"))
    wants_trend = len(found.projects) <= MOST_TREND or asked.get("trend") == "yes"
    told |= {
        "found": found,
        "wanted": wanted,
        "asked": asked,
        "carried": carried(asked, ("by",)),
        "methods": [(row.key, row.name) for row in queries.methods_for(by)],
        "shown": shown,
        "tabs": [(label, f"?{urlencode({**asked, 'by': name})}") for name, label in _tabs()],
        "tab": dict(_tabs())[shown],
        "trend": queries.compliance_trend(by, wanted) if wants_trend and found.projects else [],
        "division_trends": queries.division_trends(by, wanted) if wants_trend and shown == "divisions" else (),
        "more_trend": bool(found.projects) and not wants_trend,
        "waiting": _waiting(by, at(request).date()),
        "query": urlencode(asked),
        **rows_of(getattr(found, shown), request.path, asked),
    }
    return show(request, "standards/compliance.html", told)


def _waiting(by: User, on: date) -> list[tuple[WaiverView, str]]:
    """Return the waivers that wait for a decision, each with its clause by number and title."""
    rows = queries.waivers_to_decide(by, on)
    titles = queries.waived_titles([one.waiver for one in rows], on)
    return [(one, titles[one.waiver.pk]) for one in rows]


def _tabs() -> list[tuple[str, str]]:
    return [
        ("clauses", _("By clause")),
        ("projects", _("By project")),
        ("divisions", _("By division")),
        ("methods", _("By method")),
    ]


@require_safe
@page
def compliance_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over compliance project by project and clause by clause, as a workbook or CSV."""
    if kind not in TABLES:
        raise NotFound
    data = compliance_file(by=asker(request), at=at(request), kind=kind, wanted=asked_compliance(request))
    return hand_over(data, f"compliance.{kind}", TABLES[kind])


@require_safe
@page
def project_compliance(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show how a project keeps to the method it follows, on a day."""
    project, told = frame(request, project_id, "Compliance")
    by, asked, today = asker(request), query(request), at(request).date()
    on, later = _day(asked, today), asked.get("known") == "today"
    known_by = None if later else on
    view = queries.project_view(project, on, known_by=known_by)
    told |= _clauses_told(project, view, on == today) | {
        "view": view,
        "on": on,
        "today": today,
        "asked": asked,
        "indicators": project_indicators(by, project, on, view.stood.tier, known_by=known_by) if view.stood else (),
        "trend": queries.project_trend(project, on, as_known_then=not later) if view.stood else [],
        "adopting": may(by, "adopt_version", project, today),
        "waiving": may_decide(by, project, today),
        "person": by.person_id,
    }
    return show(request, "standards/project.html", told)


def _clauses_told(project: Project, view: queries.ProjectView, now: bool) -> dict[str, Any]:
    """Return each clause with its open finding, which is one of today."""
    found = findings_of(project) if now else {}
    if view.stood is None:
        return {"open_findings": found, "clauses": []}
    method = view.stood.version.method_id
    clauses = [(one, found.get((method, one.policy.key))) for one in view.stood.clauses]
    language = method_of(queries.get_version(view.stood.version.pk)).language
    return {"open_findings": found, "clauses": clauses, "language": language}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def adopt(request: HttpRequest, project_id: str) -> HttpResponse:
    """Let a project follow a version; the difference to the one it follows is shown before."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "adopt_version", project, on.date())
    held = queries.followed_version(project, on.date())
    choices = _versions(held.pk if held else None)
    start = {"starts_on": on.date(), "version": query(request).get("version") or (choices[0][0] if choices else "")}
    form = forms.AdoptForm(posted(request), initial=start, versions=choices)

    def save(given: dict[str, Any]) -> object:
        wanted = queries.get_version(given.pop("version"))
        return actions.adopt_version(projects=[project], version=wanted, **given, by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The method is adopted."))
        return redirect("project-compliance", project.pk)
    chosen = str(form["version"].value() or "")
    wanted = queries.get_version(chosen) if chosen else None
    told = {"project": project, "form": form, "held": held, "wanted": wanted, "trail": _trail(project)}
    told["difference"] = _difference(held, wanted)
    told["news"] = queries.news_of(held, wanted) if wanted is not None else []
    return show(request, "standards/adopt.html", told, status=form.status)


def _versions(held: int | None) -> Choices:
    """Return the newest version of each method, but for the one that is followed."""
    return [(str(row.pk), f"{row.name} {row.number}") for row in queries.newest_versions() if row.pk != held]


def _difference(held: Version | None, wanted: Version | None) -> Difference | None:
    """Return what moving to another version of the same method changes."""
    if held is None or wanted is None or held.method_id != wanted.method_id:
        return None
    return queries.compare_versions(held, wanted)


def _trail(project: Project) -> list[tuple[str, str]]:
    above, own = reverse("project", args=[project.pk]), reverse("project-compliance", args=[project.pk])
    return [(project.name, above), (_("Compliance"), own)]


def _clause(request: HttpRequest, project_id: str, policy: str) -> tuple[Project, Any, Any]:
    """Return a project the reader sees, its view of today and how it stands to one clause."""
    on = at(request).date()
    project = get_project(asker(request), project_id, on)
    view = queries.project_view(project, on, known_by=None)
    found = next((one for one in view.stood.clauses if one.policy.key == policy), None) if view.stood else None
    if found is None:
        raise NotFound
    return project, view, found


@require_safe
@page
def clause(request: HttpRequest, project_id: str, policy: str) -> HttpResponse:
    """Show a clause in a project: what it asks, how it stands, what was decided about it."""
    by, on = asker(request), at(request).date()
    project, view, found = _clause(request, project_id, policy)
    told = {
        "project": project,
        "clause": found,
        "words": queries.check_expression(found.policy.expression, tuple(found.policy.limits or ())).words,
        "version": view.stood.version,
        "language": method_of(queries.get_version(view.stood.version.pk)).language,
        "tailorings": [one for one in view.tailorings if one.policy == policy],
        "waivers": [one for one in view.waivers if one.waiver.policy == policy],
        "tailoring": may_decide(by, project, on),
        "asking": may(by, "request_waiver", project, on),
        "trail": _trail(project),
    }
    return show(request, "standards/clause.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def tailor(request: HttpRequest, project_id: str, policy: str) -> HttpResponse:
    """Let a clause not apply here, or with other limits."""
    by, on = asker(request), at(request)
    require(by, "tailor_clause", get_project(by, project_id, on.date()), on.date())
    project, _view, found = _clause(request, project_id, policy)
    form = forms.TailorForm(posted(request), initial={"starts_on": on.date()}, limits=found.policy.limits or {})
    if request.method == "POST" and saved(
        form, lambda given: actions.tailor_clause(project=project, policy=policy, **form.given(given), by=by, at=on)
    ):
        done(request, _("The tailoring is recorded."))
        return redirect("clause", project.pk, policy)
    way = [*_trail(project), (found.policy.clause, reverse("clause", args=[project.pk, policy]))]
    title = _("Tailor %(clause)s") % {"clause": f"{found.policy.clause} {found.policy.title}"}
    return change_page(request, form, title=title, here=_("Tailor"), trail=way, button=_("Record the tailoring"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def waive(request: HttpRequest, project_id: str, policy: str) -> HttpResponse:
    """Ask that a project is not held to a clause for a while."""
    by, on = asker(request), at(request)
    require(by, "request_waiver", get_project(by, project_id, on.date()), on.date())
    project, _view, found = _clause(request, project_id, policy)
    form = forms.WaiverForm(posted(request), initial={"starts_on": on.date()})
    if request.method == "POST" and saved(
        form, lambda given: actions.request_waiver(project=project, policy=policy, **given, by=by, at=on)
    ):
        done(request, _("The waiver is asked for."))
        return redirect("clause", project.pk, policy)
    way = [*_trail(project), (found.policy.clause, reverse("clause", args=[project.pk, policy]))]
    title = _("Waiver of %(clause)s") % {"clause": f"{found.policy.clause} {found.policy.title}"}
    return change_page(request, form, title=title, here=_("Waiver"), trail=way, button=_("Ask for this waiver"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decide(request: HttpRequest, waiver_id: str) -> HttpResponse:
    """Grant or refuse a waiver."""
    by, on = asker(request), at(request)
    row = queries.get_waiver(by, waiver_id, on.date())
    require(by, "decide_waiver", row.project, on.date())
    form = forms.WaiverDecisionForm(posted(request))
    if request.method == "POST" and saved(
        form, lambda given: actions.decide_waiver(waiver=row, **form.given(given), by=by, at=on)
    ):
        done(request, _("The decision is recorded."))
        return redirect("clause", row.project_id, row.policy)
    told = {"waiver": row, "policy": queries.waived_policy(row, on.date()), "form": form, "trail": _trail(row.project)}
    return show(request, "standards/decide.html", told, status=form.status)


@require_POST
@page
def end(request: HttpRequest, waiver_id: str) -> HttpResponse:
    """End a waiver before its day."""
    by, on = asker(request), at(request)
    row = queries.get_waiver(by, waiver_id, on.date())
    actions.end_waiver(waiver=row, words=request.POST.get("words", ""), by=by, at=on)
    done(request, _("The waiver has ended; the clause binds again."))
    return redirect("clause", row.project_id, row.policy)
