"""A master list comes in: chosen, looked at with its mapping, then taken exactly as it was shown."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.formats import encodings
from conspectus.journeys.master_list.lines import ListPreview
from conspectus.journeys.master_list.own import list_fields
from conspectus.journeys.master_list.said import ListSaid
from conspectus.journeys.take_master_list import ListFile, preview_master_list, take_master_list
from conspectus.kit.errors import Invalid, NotAllowed, Stale
from conspectus.kit.staging import TooLarge, stage, take
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.models import ListMapping, Portfolio
from conspectus.rooms.portfolio.queries import (
    aliases_of,
    get_alias,
    get_mapping,
    get_project,
    mappings_of,
    visible_portfolios,
)
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.schedule.actions import AMOUNTS, DATE_ORDERS

from ..answers import done, page, show
from ..asking import asker, at, posted, sent
from ..forms.changing import saved
from ..forms.lists import AliasForm, ListForm
from .frame import frame

_PLACED = re.compile(r"(column|same)-([0-9]{1,6})")
MANNER = ("date_order", "amounts", "encoding", "currency")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def master_list(request: HttpRequest) -> HttpResponse:
    """Take a list and go on to what it would change."""
    by, on = asker(request), at(request)
    portfolios = [one for one in visible_portfolios(by, on.date()) if may(by, "create_project", one, on.date())]
    if not portfolios:
        raise NotAllowed(_("A master list is taken by those who steer a portfolio. Ask your PMO."))
    data, files = sent(request)
    form, status = ListForm(data, files, choices=_choices(portfolios)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                (kept,) = stage(by.pk, [form.cleaned_data["file"]])
            except TooLarge as refusal:
                form.add_error("file", refusal.words)
                status = 413
            else:
                told = {name: form.cleaned_data[name] for name in ("portfolio", "period", "mapping")}
                return redirect(
                    f"{reverse('list-preview', args=[kept.digest])}?{urlencode(told | {'name': kept.name})}"
                )
    mappings = [one for place in portfolios for one in mappings_of(place)]
    return show(request, "lists/upload.html", {"form": form, "mappings": mappings}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def list_preview(request: HttpRequest, digest: str) -> HttpResponse:
    """Show how a list is read and what each row would do; take it, or keep the mapping, when told to."""
    by, on = asker(request), at(request)
    given = request.POST if request.method == "POST" else request.GET
    said, name = _said(given), given.get("name", "list")[:200].replace("\0", "")
    file = said.file(take(by.pk, digest), name, by=by, at=on)
    refused = ""
    if request.method == "POST" and request.POST.get("deed") == "take":
        try:
            return _take(request, file)
        except (Invalid, Stale) as refusal:
            refused = refusal.words
    found = preview_master_list(file=file, by=by, at=on)
    if request.method == "POST" and request.POST.get("deed") == "save":
        refused = _save(request, file, found, said) or refused
    told = _shown(found, said, by, on.date()) | {"file": file, "leave": _left(given), "refused": refused}
    return show(request, "lists/preview.html", told, status=422 if refused or found.asks else 200)


@require_POST
@page
def remove_mapping(request: HttpRequest, mapping_id: str) -> HttpResponse:
    """Forget a saved mapping."""
    by, on = asker(request), at(request)
    row = get_mapping(by, mapping_id, on.date())
    actions.remove_mapping(mapping=row, by=by, at=on)
    done(request, _("The mapping “%(name)s” is removed.") % {"name": row.name})
    return redirect("master-list")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def names(request: HttpRequest, project_id: str) -> HttpResponse:
    """List the other names of a project and add one."""
    project, told = frame(request, project_id, "Particulars")
    by, on = asker(request), at(request)
    naming = may(by, "add_alias", project, on.date())
    if request.method == "POST":
        require(by, "add_alias", project, on.date())
    form = AliasForm(posted(request))
    if request.method == "POST" and saved(
        form, lambda given: actions.add_alias(project=project, **given, by=by, at=on)
    ):
        done(request, _("The project is found by “%(name)s” as well.") % {"name": form.cleaned_data["name"]})
        return redirect("names", project.pk)
    told |= {"form": form if naming else None, "aliases": aliases_of(project)}
    return show(request, "project/names.html", told, status=form.status)


@require_POST
@page
def remove_name(request: HttpRequest, alias_id: str) -> HttpResponse:
    """Take another name of a project away."""
    by, on = asker(request), at(request)
    row = get_alias(by, alias_id, on.date())
    actions.remove_alias(alias=row, by=by, at=on)
    done(request, _("The project is no longer found by “%(name)s”.") % {"name": row.name})
    return redirect("names", get_project(by, row.project_id, on.date()).pk)


def _shown(found: ListPreview, said: ListSaid, by: User, on: date) -> dict[str, object]:
    return {
        "found": found,
        "said": said,
        "fields": list(list_fields(by, on).values()),
        "same_as": {str(row): str(pk) for row, pk in said.same_as.items()},
        "written": {"date_orders": DATE_ORDERS, "amounts": AMOUNTS, "encodings": encodings.NAMED},
        "ready": sum(line.ready for line in found.lines),
        "asking": found.counts["ask"],
    }


def _take(request: HttpRequest, file: ListFile) -> HttpResponse:
    """Take the list but for the rows left out, and say what came of it."""
    by, on = asker(request), at(request)
    left = _left(request.POST)
    rows = None
    if left:
        rows = {line.row for line in preview_master_list(file=file, by=by, at=on).lines} - left
    taken = take_master_list(file=file, rows=rows, shown=request.POST.get("shown", "")[:64], by=by, at=on)
    return show(request, "lists/taken.html", {"taken": taken, "file": file})


def _save(request: HttpRequest, file: ListFile, found: ListPreview, said: ListSaid) -> str:
    """Keep how the list was read; return why not, where it is refused."""
    by, on = asker(request), at(request)
    columns = {one.heading: one.field for one in found.columns if one.heading}
    name = request.POST.get("mapping_name", "")
    try:
        actions.save_mapping(portfolio=file.portfolio, name=name, columns=columns, manner=said.manner, by=by, at=on)
    except Invalid as refusal:
        return refusal.words
    done(request, _("The mapping “%(name)s” is saved for the next list.") % {"name": name.strip()})
    return ""


def _said(given: QueryDict) -> ListSaid:
    """Return what a form or an address says of a list."""
    text = {
        name: given.get(name, "").strip()[:60].replace("\0", "") for name in ("portfolio", "period", "mapping", *MANNER)
    }
    columns, same_as = dict[str, str](), dict[int, int]()
    for name, value in given.items():
        match = _PLACED.fullmatch(name)
        if match is None:
            continue
        heading = str(given.get(f"heading-{match[2]}", ""))[:400]
        if match[1] == "column" and heading:
            columns[heading] = str(value)[:40]
        elif match[1] == "same" and str(value).isdecimal() and len(str(value)) < 16:
            same_as[int(match[2])] = int(str(value))
    return ListSaid(**text, columns=columns, same_as=same_as)


def _left(given: QueryDict) -> set[int]:
    return {int(row) for row in given.getlist("leave") if row.isdecimal() and len(row) < 8}


def _choices(portfolios: list[Portfolio]) -> dict[str, list[tuple[str, str]]]:
    several_places = len(portfolios) > 1
    periods = Period.objects.filter(portfolio__in=portfolios, state=PeriodState.OPEN).select_related("portfolio")
    mappings = ListMapping.objects.filter(portfolio__in=portfolios, kind=SheetKind.PROJECTS).select_related("portfolio")

    def named(row: Period | ListMapping) -> tuple[str, str]:
        return str(row.pk), f"{row.name} ({row.portfolio.name})" if several_places else row.name

    return {
        "portfolio": [(str(one.pk), one.name) for one in portfolios],
        "period": [named(one) for one in periods],
        "mapping": [named(one) for one in mappings],
    }
