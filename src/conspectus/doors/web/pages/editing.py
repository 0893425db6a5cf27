"""The plan editor: a table and its chart, looked at before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.formats.packs.words import marked
from conspectus.formats.schedules.drafts import COLUMNS
from conspectus.kit.errors import Invalid, Stale
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions import edit_plan, preview_edit
from conspectus.rooms.schedule.queries import DraftRow, DraftView, PlanDraft, draft_view, plan_draft

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.editing import PlanForm, shown, table_text
from ..panels.drawing import draw
from ..panels.gantt import gantt_view, minute
from ..scripts import planner_words
from ..words import day, last_day, plain, several
from .frame import frame


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the newest plan as a table to type in; look at what typing changes, then save it as a revision."""
    project, told = frame(request, project_id, "Tasks")
    by, on = asker(request), at(request)
    require(by, "edit_plan", project, on.date())
    sent = posted(request)
    anew = (sent or query(request)).get("anew", "") in ("1", "True")
    found = plan_draft(project, anew=anew, by=by, on=on.date())
    form = PlanForm(sent, initial=_initial(found, anew=anew))
    if request.method == "POST" and form.is_valid():
        answer = _answered(request, project, form, told)
        if answer is not None:
            return answer
    columns = shown(with_cost=found.with_cost)
    told |= {
        "found": found,
        "form": form,
        "columns": " ".join(columns),
        "script_words": planner_words(),
        "following": form["revision"].value() or 0,
        "table_columns": [COLUMNS[name] for name in columns],
    }
    return show(request, "project/edit.html", told, status=412 if told.get("stale") else form.status)


@require_POST
@page
def dates(request: HttpRequest, project_id: str) -> HttpResponse:
    """Answer what a draft works out to: dates by row, what is wrong by cell, and the chart."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "edit_plan", project, on.date())
    form = PlanForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"words": " ".join(str(one) for found in form.errors.values() for one in found)}, status=422
        )
    view = draft_view(project, form.draft(), by=by, on=on.date())
    chart = draw(gantt_view(view.gantt, zoom="fit", today=on.replace(tzinfo=None)))
    told = {
        "rows": [_row(row) for row in view.rows],
        "findings": [{**_finding(one), "words": marked(one.words)} for one in view.findings],
        "words": _words(view),
        "broken": view.broken,
        "chart": marked(render_to_string("project/edit_chart.html", {"chart": chart})),
    }
    return JsonResponse(told)


def _initial(found: PlanDraft, *, anew: bool) -> Mapping[str, Any]:
    table = table_text(found.draft, shown(with_cost=found.with_cost))
    return {**found.draft.head, "revision": found.revision, "table": table, "anew": anew}


def _answered(request: HttpRequest, project: Project, form: PlanForm, told: dict[str, Any]) -> HttpResponse | None:
    """Save, or put what saving would change into the page; a refusal stays in the form."""
    by, on, given = asker(request), at(request), form.cleaned_data
    draft, anew = form.draft(), given["anew"]
    try:
        if request.POST.get("deed") == "save":
            kept = edit_plan(project=project, draft=draft, revision=given["revision"], anew=anew, by=by, at=on)
            done(request, kept.words)
            return redirect("project", project.pk)
        view = draft_view(project, draft, by=by, on=on.date())
        told["view"], told["preview"] = view, preview_edit(project=project, draft=draft, anew=anew, by=by, at=on)
    except Stale as stale:
        told |= {"stale": stale.words, "newest": stale.revision}
        told |= {"view": draft_view(project, draft, by=by, on=on.date())}
        told["preview"] = preview_edit(project=project, draft=draft, anew=anew, by=by, at=on)
        form.data = {**request.POST.dict(), "revision": str(stale.revision)}
    except Invalid as refusal:
        form.take(refusal)
    return None


def _row(row: DraftRow) -> dict[str, Any]:
    point = row.kind == "milestone"
    return {
        "kind": row.kind,
        "start": "" if row.start is None or point else day(minute(row.start)),
        "finish": "" if row.finish is None else last_day(minute(row.finish)),
        "float": "" if row.float_days is None else plain(row.float_days),
        "critical": row.critical,
    }


def _finding(one: Any) -> dict[str, Any]:
    return {"row": one.row, "field": one.field, "severity": one.severity, "remedy": one.remedy}


def _words(view: DraftView) -> str:
    """Return where the plan ends, in a sentence."""
    faults = sum(one.severity in ("error", "refused") for one in view.findings)
    said = _("%(cells)s to correct.") % {"cells": several(faults, "cell")} + " " if faults else ""
    if view.finish_on is None:
        return said + _("No dates yet.")
    told = {"day": day(view.finish_on), "revision": view.revision}
    if view.moved_days is None:
        return said + _("Finish %(day)s.") % told
    if not view.moved_days:
        return said + _("Finish %(day)s, as in revision %(revision)s.") % told
    told["days"] = several(abs(view.moved_days), "working day")
    if view.moved_days > 0:
        return said + _("Finish %(day)s, %(days)s later than revision %(revision)s.") % told
    return said + _("Finish %(day)s, %(days)s earlier than revision %(revision)s.") % told
