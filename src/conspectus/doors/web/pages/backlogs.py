"""The backlog of a project: uploaded, shown with its burn-up and the range of its finish, and how it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.engine.agile import Unit
from conspectus.formats.agile import columns_of
from conspectus.kit.errors import Invalid
from conspectus.kit.staging import stage, take
from conspectus.rooms.agile import actions
from conspectus.rooms.agile.bridge import digest_of
from conspectus.rooms.agile.choices import COLUMNS
from conspectus.rooms.agile.queries import (
    NOBODY,
    BacklogDetail,
    backlog_detail,
    backlog_view,
    choices_of,
    choices_on,
    revisions_of,
)
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require, sees_cost

from ..answers import done, page, show
from ..asking import asker, at, posted, query, sent
from ..forms.agile import BacklogColumnsForm, BacklogFileForm, DeliveryForm
from ..forms.changing import saved
from ..panels.backlog import backlog_figures, burn_up_curve, forecast_words, preview_rows, unit_word
from .frame import frame

if TYPE_CHECKING:
    from conspectus.rooms.agile.actions import BacklogPreview

SHOWN_WEEKS, SHOWN_UPLOADS, SHOWN_ITEMS = 13, 60, 40
KEPT = ("as_of", "date_order", "encoding")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def backlog(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show where the backlog stands, its pace and when it will be done; offer its columns to the portfolio."""
    project, told = frame(request, project_id, "Backlog")
    if request.method == "POST":
        return _save_columns(request, project)
    by, on = asker(request), at(request).date()
    uploads, choice = list(revisions_of(project)[:SHOWN_UPLOADS]), choices_on([project], on).get(project.pk, NOBODY)
    told["may"] |= {
        "upload": may(by, "import_backlog", project, on),
        "choose": may(by, "choose_delivery", project, on),
        "save": may(by, "save_backlog_columns", project.portfolio, on),
    }
    told |= {"uploads": [backlog_view(row, choice) for row in uploads], "choice": choice}
    if uploads:
        number, with_cost = query(request).get("number") or None, sees_cost(by, project, on)
        told |= _shown(backlog_detail(project, number, on=on, with_cost=with_cost))
    return show(request, "agile/backlog.html", told)


def _shown(detail: BacklogDetail) -> dict[str, Any]:
    pace = detail.pace
    return {
        "backlog": detail,
        "pace": pace,
        "points": pace.unit is Unit.POINTS,
        "unit": unit_word(pace.unit),
        "words": forecast_words(pace.forecast),
        "key_figures": backlog_figures(detail),
        "curve": burn_up_curve(pace),
        "curve_rows": pace.burn_up[::-1],
        "weeks": pace.weeks[: -SHOWN_WEEKS - 1 : -1],
        "sprints": pace.sprints[::-1],
        "dated": any(one.starts_on or one.ends_on for one in pace.sprints),
        "found": detail,
        "changes": _changes(detail),
    }


def _changes(detail: BacklogDetail) -> list[tuple[str, int, tuple[Any, ...]]]:
    """Return what is new since the backlog before, by what happened, each with its first items."""
    changed = detail.changed
    if changed is None:
        return []
    parts: tuple[tuple[str, tuple[Any, ...]], ...] = (
        (_("Added"), changed.added),
        (_("Removed"), changed.removed),
        (_("Estimated anew"), tuple(item for item, _before in changed.estimated)),
        (_("In another state"), tuple(item for item, _before in changed.moved)),
    )
    return [(label, len(items), items[:SHOWN_ITEMS]) for label, items in parts if items]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def upload(request: HttpRequest, project_id: str) -> HttpResponse:
    """Take an export, show how it is read and what it says, and store it when told to."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "import_backlog", project, on.date())
    form, told = BacklogFileForm(*sent(request)), dict[str, Any]()
    if request.method == "POST" and form.is_valid():
        try:
            given = _given_file(request, form) | {"project": project, "by": by, "at": on}
            told |= _looked(request, form, given)
            if told["found"] is not None and request.POST.get("deed") == "store":
                stored = actions.import_backlog(**given, said=told["said"], expected_digest=told["found"].digest)
                done(request, stored.words)
                return redirect("backlog", project.pk)
        except Invalid as refusal:
            form.take(refusal)
    told |= {"form": form, "project": project, "trail": _trail(project)}
    return show(request, "agile/upload.html", told, status=form.status)


def _given_file(request: HttpRequest, form: BacklogFileForm) -> dict[str, Any]:
    """Return the bytes and the name of the file: just chosen, or kept since it was looked at."""
    by, given = asker(request), form.cleaned_data
    if given["file"]:
        kept = stage(by.pk, [given["file"]])[0]
        return {"data": take(by.pk, kept.digest), "name": kept.name}
    return {"data": take(by.pk, given["digest"]), "name": given["name"] or "backlog"}


def _looked(request: HttpRequest, form: BacklogFileForm, given: dict[str, Any]) -> dict[str, Any]:
    """Return how the file is read, with what was said of its columns, and what it says; a refusal stays in the form."""
    again = "column_title" in request.POST and not form.cleaned_data["file"]
    headings = {"headings": {name: request.POST.get(f"column_{name}", "") for name in COLUMNS}}
    guess = actions.guess_columns(**given, said=form.said(headings if again else None))
    columns = BacklogColumnsForm(request.POST if again else None, guess=guess)
    said = form.said(columns.told() if again and columns.is_valid() else None)
    if said.columns is not None:
        columns = BacklogColumnsForm(guess=replace(guess, columns=columns_of(said.columns)))
    found: BacklogPreview | None = None
    try:
        found = actions.preview_backlog(**given, said=said)
    except Invalid as refusal:
        form.take(refusal)
    kept = {"digest": digest_of(given["data"]), "name": given["name"]}
    kept |= {name: form.cleaned_data.get(name) or "" for name in KEPT}  # a refusal took its field out
    unsure = found is not None and any(one.code == "STATE_UNKNOWN" for one in found.findings)
    told = {"found": found, "columns": columns, "said": said, "kept": kept, "unsure": unsure}
    return told | {"says": preview_rows(found) if found else []}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def counting(request: HttpRequest, project_id: str) -> HttpResponse:
    """Choose how the backlog counts from a day on."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "choose_delivery", project, on.date())
    now = choices_on([project], on.date()).get(project.pk, NOBODY)
    uploads = [backlog_view(row, now) for row in revisions_of(project)]
    form = DeliveryForm(posted(request), uploads=uploads, now=now)
    if request.method == "POST" and saved(
        form, lambda given: actions.choose_delivery(project=project, new=form.new(given), by=by, at=on)
    ):
        done(request, _("It is recorded how the backlog counts."))
        return redirect("backlog", project.pk)
    told = {"form": form, "trail": _trail(project), "project": project, "history": choices_of(project)}
    return show(request, "agile/counting.html", told, status=form.status)


def _save_columns(request: HttpRequest, project: Project) -> HttpResponse:
    """Let every project of the portfolio begin with the columns of one backlog."""
    number, by = request.POST.get("number", ""), asker(request)
    actions.save_backlog_columns(project=project, number=number, by=by, at=at(request))
    done(request, _("Other projects of this portfolio now begin with these columns."))
    return redirect("backlog", project.pk)


def _trail(project: Project) -> list[tuple[str, str]]:
    return [
        (_("Portfolio"), reverse("portfolio")),
        (project.name, reverse("project", args=[project.pk])),
        (_("Backlog"), reverse("backlog", args=[project.pk])),
    ]
