"""The ten-minute update: one prefilled form for the month of a project, kept as one types."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.journeys.report_sheets.begun import prefilled, report_values
from conspectus.journeys.update_report import write_update
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.staging import TooLarge, stage, take
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require, sees_cost
from conspectus.rooms.schedule.actions import FileRefused, import_plan
from conspectus.rooms.status import actions
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import RAG, WRITABLE, Dimension
from conspectus.rooms.status.models import Report, ReportDraft
from conspectus.rooms.status.queries import ProjectStatus, project_status, report_for
from conspectus.rooms.status.queries.cycles import cycle_of
from conspectus.rooms.status.queries.doubts import Said, findings_now
from conspectus.rooms.status.queries.reports import own_draft, report_before
from conspectus.rooms.status.queries.views import FindingView
from conspectus.rooms.status.rules import require_reporting

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.updates import ANSWER, UpdateForm, answers_sent
from ..scripts import update_words
from .frame import frame
from .periods import pressed_at
from .reports import period_asked


@require_http_methods(["GET", "HEAD", "POST"])
@page
def update(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the form of the month's report, all prefilled; keep it, submit it, or say that nothing changed."""
    project, told = frame(request, project_id, "Status")
    by, on = asker(request), at(request)
    period = period_asked(request, project)
    if period is None or not _writable(project, period):
        return redirect(f"{reverse('status', args=[project.pk])}{f'?period={period.pk}' if period else ''}")
    require_reporting(by, "submit_report", project, period, on.date())
    if request.method == "POST" and request.POST.get("deed") == "unchanged":
        actions.repeat_report(project=project, period=period, revision=pressed_at(request), by=by, at=on)
        return _done(request, project, period, submitted=True)
    if request.method == "POST" and request.POST.get("deed") == "plan":
        return _plan_handed_in(request, project, period, told)
    status = project_status(by, project, period, at=on)
    form = _form(request, project, period, status)
    submit = request.POST.get("deed") == "submit"

    def write(given: dict[str, Any]) -> Report:
        new, revision = form.update(given, request.POST), given["revision"]
        return write_update(project=project, period=period, new=new, submit=submit, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, write, lambda: _values(request, project, period, status)):
        return _done(request, project, period, submitted=submit)
    told |= _shown(request, project, period, status, form)
    return show(request, "cycles/update.html", told, status=form.status)


def _plan_handed_in(request: HttpRequest, project: Project, period: Period, told: dict[str, Any]) -> HttpResponse:
    """Keep what is typed, then import the plan that goes with it; refused, its findings stand beside the form."""
    require(asker(request), "import_plan", project, at(request).date())
    _kept(request, project, period)
    refused = _imported(request, project)
    if not refused:
        return redirect(f"{reverse('update', args=[project.pk])}?period={period.pk}")
    status = project_status(asker(request), project, period, at=at(request))
    form = _form(request, project, period, status, sent=False)
    told |= _shown(request, project, period, status, form) | refused
    return show(request, "cycles/update.html", told, status=422)


def _imported(request: HttpRequest, project: Project) -> dict[str, Any]:
    """Import the plan that was sent; return why it was refused."""
    by, on, file = asker(request), at(request), request.FILES.get("plan")
    if file is None:
        return {"plan_refused": _("Choose a file.")}
    try:
        (staged,) = stage(by.pk, [file])
        stored = import_plan(project=project, data=take(by.pk, staged.digest), name=staged.name, by=by, at=on)
    except FileRefused as refusal:
        return {"plan_refused": refusal.words, "plan_findings": refusal.findings}
    except (Invalid, TooLarge) as refusal:
        return {"plan_refused": refusal.words}
    done(request, stored.words)
    return {}


def _kept(request: HttpRequest, project: Project, period: Period) -> ReportDraft:
    """Keep what is typed for its author."""
    left_out = ("csrfmiddlewaretoken", "deed", "draft", "seconds")
    body = {name: str(value) for name, value in list(request.POST.items())[:200] if name not in left_out}
    numbers = {name: _number(request.POST.get(name, "")) for name in ("draft", "seconds")}
    return actions.keep_draft(
        project=project,
        period=period,
        body=body,
        seconds=numbers["seconds"],
        revision=numbers["draft"],
        by=asker(request),
        at=at(request),
    )


@require_POST
@page
def draft(request: HttpRequest, project_id: str) -> HttpResponse:
    """Keep what is typed into the form; a script sends it every few seconds."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    period = period_asked(request, project)
    if period is None or not _writable(project, period):
        raise Conflict("submitted", "This report is submitted already, or its period is not open.")
    return JsonResponse({"draft": _kept(request, project, period).revision})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _writable(project: Project, period: Period) -> bool:
    row = report_for(project, period)
    return period.state == PeriodState.OPEN and (row is None or row.state in WRITABLE)


def _done(request: HttpRequest, project: Project, period: Period, *, submitted: bool) -> HttpResponse:
    words = _("The report for %(name)s is submitted.") if submitted else _("The report for %(name)s is kept.")
    done(request, words % {"name": period.name})
    view = "status" if submitted else "update"
    return redirect(f"{reverse(view, args=[project.pk])}?period={period.pk}")


def _values(request: HttpRequest, project: Project, period: Period, status: ProjectStatus) -> dict[str, Any]:
    """Return what the form begins with: what is stored, else what the last report and the data say."""
    row, currency = report_for(project, period), _currency(request, project)
    return report_values(row, currency) if row else prefilled(status, report_before(project, period), currency)


def _currency(request: HttpRequest, project: Project) -> str:
    return project.currency if sees_cost(asker(request), project, at(request).date()) else ""


def _form(
    request: HttpRequest, project: Project, period: Period, status: ProjectStatus, *, sent: bool = True
) -> UpdateForm:
    """Return the form with what was sent, or else as its author left it."""
    row, kept = report_for(project, period), own_draft(asker(request), project, period)
    values = _values(request, project, period, status)
    if kept is not None and kept.body:
        values |= json.loads(kept.body)
    scale = row.scale if row else RAG
    data, currency = posted(request) if sent else None, _currency(request, project)
    return UpdateForm(data, scale=scale, currency=currency, initial=values)


def _shown(
    request: HttpRequest, project: Project, period: Period, status: ProjectStatus, form: UpdateForm
) -> dict[str, Any]:
    by, on, row = asker(request), at(request), report_for(project, period)
    begun, asked = own_draft(by, project, period), [_row(form, status, one) for one in Dimension]
    return {
        "period": period,
        "status": status,
        "form": form,
        "report": row,
        "cycle": cycle_of(period),
        "asked": [one for one in asked if one[3]],
        "others": [one for one in asked if not one[3]],
        "findings": _findings(request, project, period, form),
        "draft": begun.revision if begun else 0,
        "drafted": begun.saved_at if begun and begun.body else None,
        "last": report_before(project, period),
        "may_upload": may(by, "import_plan", project, on.date()),
        "script_words": update_words(),
    }


def _findings(
    request: HttpRequest, project: Project, period: Period, form: UpdateForm
) -> list[tuple[FindingView, str, str]]:
    """Return what does not fit in what the form says, each with the name and the value of its answer."""
    given: Any = form.data if form.is_bound else form.initial
    seen, on, typed = bool(form.currency), at(request).date(), answers_sent(given)
    said = _said(given, form.scale)
    found = findings_now(project, period, report_for(project, period), with_cost=seen, on=on, said=said)
    return [(one, f"{ANSWER}{one.code} {one.place}", typed.get((one.code, one.place), one.answer)) for one in found]


def _row(form: UpdateForm, status: ProjectStatus, one: Dimension) -> tuple[Any, Any, Any, bool]:
    """Return a dimension as computed with its two fields, and whether it is asked first."""
    found, level = status.dimension(one.value), form[one.value]
    asked = one is Dimension.OVERALL or found.computed.colour != "not_assessed" or bool(level.value())
    return found, level, form[f"{one.value}_words"], asked


def _said(given: Any, scale: str) -> Said:
    """Return what the form says, as far as it can be read."""
    levels = {one.value: level_of(scale, str(given.get(one.value) or "")) for one in Dimension}
    return Said(
        ranks={name: level.rank for name, level in levels.items() if level},
        reasons=frozenset(one.value for one in Dimension if str(given.get(f"{one.value}_words") or "").strip()),
        summary=str(given.get("summary") or ""),
        decisions=str(given.get("decisions") or ""),
        decide_on=_day(given.get("decide_on")),
        finish_on=_day(given.get("finish_on")),
    )


def _day(given: object) -> date | None:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given or ""))
    except ValueError:
        return None
