"""Findings of compliance: the list, one finding, given to somebody, answered, the answer agreed or returned."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.finding_table import findings_file
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.choices import Binding, FindingAnswer, FindingState
from conspectus.rooms.standards.models import ComplianceFinding
from conspectus.rooms.standards.queries import findings as found_of
from conspectus.rooms.standards.rules import may_answer, may_decide, require_may_answer, require_may_confirm

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import findings as forms
from ..forms.changing import saved
from ..paging import window
from ..tables.portfolio import asked_id
from ..words import address
from .choices import people_choices, picked
from .followup import talk
from .narrowing import narrowing_choices
from .organisation import change_page
from .packs import TABLES

TEXTS = ("text", "whose", "state", "severity", "sort")
KEYS = ("method", "policy")
PLACES = ("portfolio", "programme", "division", "project")
NARROWING = ("text", "whose", "state", "severity", "days", *KEYS, *PLACES)
WHOSE = (
    ("", gettext_lazy("everybody’s")),
    ("mine", gettext_lazy("mine")),
    ("projects", gettext_lazy("of my projects")),
)
STATES = (
    ("", gettext_lazy("open")),
    ("unanswered", gettext_lazy("not answered")),
    ("answered", gettext_lazy("answered")),
    ("agreed", gettext_lazy("answer agreed")),
    ("late", gettext_lazy("overdue")),
    ("closed", gettext_lazy("closed")),
    ("all", gettext_lazy("all")),
)
AGES = (("", gettext_lazy("any age")), ("30", "> 30"), ("90", "> 90"), ("180", "> 180"), ("365", "> 365"))
HEADS = ("project", "clause", "opened", "due")


@require_safe
@page
def findings(request: HttpRequest) -> HttpResponse:
    """List the findings of the projects the reader sees, what is due first before the rest."""
    by, on, asked = asker(request), at(request).date(), query(request)
    wanted = read_finding_filter(asked)
    found = window(found_of.find_findings(by, wanted, on), request.path, asked)
    told = narrowing_choices(request, NARROWING) | found
    told |= {
        "rows": found_of.finding_rows(found["rows"], on),
        "counts": found_of.finding_counts(by, wanted, on),
        "whose": WHOSE,
        "finding_states": STATES,
        "ages": AGES,
        "bindings": [("", _("any")), *Binding.choices],
        "methods": [(row.key, row.name) for row in queries.methods_for(by)],
        "carried": [(name, asked[name]) for name in ("project", "policy", "sort") if asked.get(name)],
        "files": [(kind, f"{reverse('findings-file', args=[kind])}?{urlencode(asked)}") for kind in TABLES],
        "heads": {name: _heading(request, asked, name) for name in HEADS},
    }
    return show(request, "findings/findings.html", told)


@require_safe
@page
def findings_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the findings as narrowed and ordered, every row."""
    if kind not in TABLES:
        raise Http404
    data = findings_file(by=asker(request), at=at(request), kind=kind, wanted=read_finding_filter(query(request)))
    return hand_over(data, f"findings.{kind}", TABLES[kind])


def read_finding_filter(asked: dict[str, str]) -> found_of.FindingFilter:
    """Return what the address asks for; refuses what is no number."""
    told: dict[str, Any] = {name: asked.get(name, "") for name in TEXTS}
    told |= {name: asked.get(name, "")[:60] for name in KEYS}
    told |= {name: asked_id(asked, name) for name in PLACES}
    return found_of.FindingFilter(**told, least_days=asked_id(asked, "days"))


def _heading(request: HttpRequest, asked: dict[str, str], name: str) -> dict[str, str]:
    """Return where a column's heading leads, and how it sorts now."""
    sort = asked.get("sort") or "due"
    order = "ascending" if sort == name else "descending" if sort == f"-{name}" else ""
    following = f"-{name}" if order == "ascending" else name
    return {"href": address(request.path, asked, sort=following, **{"from": None}), "order": order}


@require_safe
@page
def finding(request: HttpRequest, finding_id: str) -> HttpResponse:
    """Show a finding: what is asked, who owes the answer until when, and all that happened to it."""
    by, on = asker(request), at(request).date()
    row = found_of.get_finding(by, finding_id, on)
    view, is_open = found_of.finding_row(row, on), row.state != FindingState.CLOSED
    policy, language = found_of.clause_of(row)
    asked, told_by_waiver = row.state == FindingState.ANSWERED, row.answer == FindingAnswer.WAIVER
    told = {
        "finding": row,
        "view": view,
        "policy": policy,
        "language": language,
        "steps": found_of.steps_of(row),
        "trail": trail_of(row)[:-1],
        "assigning": is_open and may(by, "assign_finding", row.project, on),
        "answering": is_open and may_answer(by, row, on),
        "waiving": is_open and may(by, "request_waiver", row.project, on),
        "confirming": asked and not told_by_waiver and may_decide(by, row.project, on),
        "own": row.answered_by_id == by.person_id,
    } | talk(request, subject_of(row))
    return show(request, "findings/finding.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def assign(request: HttpRequest, finding_id: str) -> HttpResponse:
    """Give a finding to somebody, with the day it is due."""
    by, on = asker(request), at(request)
    row = found_of.get_finding(by, finding_id, on.date())
    require(by, "assign_finding", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = found_of.get_finding(by, finding_id, on.date())
        return {"owner": there.owner_id, "due_on": there.due_on, "revision": there.revision}

    def save(given: dict[str, Any]) -> None:
        actions.assign_finding(finding=row, **{"due_on": row.due_on, **picked(by, given)}, by=by, at=on)

    people, dated = people_choices(row.owner), may_decide(by, row.project, on.date())
    form = forms.FindingOwnerForm(posted(request), initial=stored(), people=people, dated=dated)
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The finding is given."))
        return redirect("finding", row.pk)
    told = {"title": _("Give this finding to somebody"), "here": _("Owner"), "button": _("Give it")}
    return change_page(request, form, trail=trail_of(row), **told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def answer(request: HttpRequest, finding_id: str) -> HttpResponse:
    """Answer a finding."""
    by, on = asker(request), at(request)
    row = found_of.get_finding(by, finding_id, on.date())
    require_may_answer(by, row, on.date())

    def stored() -> dict[str, Any]:
        there = found_of.get_finding(by, finding_id, on.date())
        told = {"mend_by": there.mend_by, "words": there.words, "revision": there.revision}
        return told | {"kind": there.answer if there.answer != FindingAnswer.WAIVER else ""}

    def save(given: dict[str, Any]) -> None:
        actions.answer_finding(finding=row, new=form.given(given), revision=given["revision"], by=by, at=on)

    form = forms.FindingAnswerForm(posted(request), initial=stored())
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The finding is answered."))
        return redirect("finding", row.pk)
    told = {"title": _("Answer this finding"), "here": _("Answer"), "button": _("Answer it")}
    return change_page(request, form, trail=trail_of(row), **told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def confirm(request: HttpRequest, finding_id: str) -> HttpResponse:
    """Agree to the answer of a finding, or return it."""
    by, on = asker(request), at(request)
    row = found_of.get_finding(by, finding_id, on.date())
    require_may_confirm(by, row, on.date())

    def stored() -> dict[str, Any]:
        return {"revision": found_of.get_finding(by, finding_id, on.date()).revision}

    def save(given: dict[str, Any]) -> None:
        told = form.given(given) | {"revision": given["revision"]}
        actions.confirm_answer(finding=row, **told, by=by, at=on)

    form = forms.FindingConfirmForm(posted(request), initial=stored())
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The decision is recorded."))
        return redirect("finding", row.pk)
    told = {"title": _("Decide on the answer"), "here": _("Decision"), "button": _("Record it")}
    return change_page(request, form, trail=trail_of(row), **told)


def trail_of(row: ComplianceFinding) -> list[tuple[str, str]]:
    """Return the way to a finding: all of them, the project's compliance, then itself."""
    project = reverse("project-compliance", args=[row.project_id])
    return [
        (_("Findings"), reverse("findings")),
        (row.project.name, project),
        (row.clause, reverse("finding", args=[row.pk])),
    ]
