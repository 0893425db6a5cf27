"""Ledger entries come in from a file: looked at, then recorded exactly as they were shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.journeys.look_at_plans import ASKED
from conspectus.kit.errors import Invalid
from conspectus.kit.staging import stage, take
from conspectus.rooms.money.actions import (
    ContractsPreview,
    LedgerPreview,
    RatesPreview,
    import_entries,
    preview_entries,
)
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import require

from ..answers import done, page, show
from ..asking import asker, at, sent
from ..forms.upload import LedgerFileForm


@require_http_methods(["GET", "HEAD", "POST"])
@page
def import_ledger(request: HttpRequest, project_id: str = "") -> HttpResponse:
    """Take a file, show what it would record, and record it when told to."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date()) if project_id else None
    if project is not None:
        require(by, "record_entries", project, on.date())
    form, found = LedgerFileForm(*sent(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            given = given_file(request, form) | {"project": project, "said": form.said, "by": by, "at": on}
            if request.POST.get("deed") == "store":
                done(request, import_entries(**given, expected_digest=form.cleaned_data["digest"]).words)
                return redirect(*(("ledger", project.pk) if project else ("all-money",)))
            found = preview_entries(**given)
        except Invalid as refusal:
            form.take(refusal)
    told = {"form": form, "project": project, "found": found, "trail": _trail(project)}
    return show(request, "money/import.html", told | again(form, found), status=form.status)


def given_file(request: HttpRequest, form: LedgerFileForm) -> dict[str, Any]:
    """Return the bytes and the name of the file: just chosen, or kept since it was looked at."""
    by, given = asker(request), form.cleaned_data
    if given["file"]:
        kept = stage(by.pk, [given["file"]])[0]
        return {"data": take(by.pk, kept.digest), "name": kept.name}
    return {"data": take(by.pk, given["digest"]), "name": given["name"] or "file"}


def again(form: LedgerFileForm, found: LedgerPreview | ContractsPreview | RatesPreview | None) -> dict[str, Any]:
    """Return what the next step sends of the file that is kept."""
    if found is None:
        return {}
    names = ("date_order", "amounts", "encoding", "currency", "kind")
    told = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
    return {
        "kept": told | {"digest": found.digest, "name": found.name},
        "asks": any(one.code in ASKED for one in found.findings),
        "file_note": _("or none: %(name)s is looked at again with what is answered below") % {"name": found.name},
    }


def _trail(project: Project | None) -> list[tuple[str, str]]:
    if project is None:
        return [(_("Portfolio"), reverse("portfolio")), (_("Money"), reverse("all-money"))]
    return [(_("Portfolio"), reverse("portfolio")), (project.name, reverse("money", args=[project.pk]))]
