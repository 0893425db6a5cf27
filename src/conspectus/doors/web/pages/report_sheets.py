"""Reports of a period in a workbook: handed out with what is known, read back row by row."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.formats.collection import FIELDS
from conspectus.journeys.report_sheets.desk import Desk
from conspectus.journeys.report_sheets.lines import SheetOutcome, SheetPreview
from conspectus.journeys.report_sheets.making import Narrowed, headings, report_sheet
from conspectus.journeys.report_sheets.said import SheetSaid
from conspectus.journeys.report_sheets.taking import SheetFile, preview_reports, take_reports
from conspectus.kit.errors import Invalid
from conspectus.kit.ids import row_id
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.queries import mappings_of
from conspectus.rooms.portfolio.rules import may

from ..answers import done, hand_over, page, show
from ..asking import asker, at, query, sent
from ..forms.report_sheets import ReportSheetForm
from ..sayings import said
from ..words import several
from .ledger_files import given_file
from .packs import TABLES
from .sheets import WRITTEN, columns_said, numbered_tables


@require_safe
@page
def workbook(request: HttpRequest, period_id: str) -> HttpResponse:
    """Hand over a workbook to fill in with the reports one may still write, as narrowed."""
    by, on, asked = asker(request), at(request), query(request)
    row = get_period(by, period_id, on.date())
    project = row_id(asked["project"]) if asked.get("project") else None
    wanted = Narrowed(asked.get("state", ""), asked.get("q", ""), project)
    data, _count = report_sheet(period=row, wanted=wanted, say=said, by=by, at=on)
    return hand_over(data, "reports.xlsx", TABLES["xlsx"])


@require_http_methods(["GET", "HEAD", "POST"])
@page
def filled(request: HttpRequest, period_id: str) -> HttpResponse:
    """Take a filled workbook, show what would become of each row, and write the reports when told to."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    Desk(row, by, on).require_any()
    mappings = mappings_of(row.portfolio, SheetKind.REPORTS)
    form = ReportSheetForm(*sent(request), mappings=[(str(one.pk), one.name) for one in mappings])
    told: dict[str, Any] = {"form": form, "period": row, "trail": _trail(row), "mappings": mappings}
    told["steering"] = may(by, "save_mapping", row.portfolio, on.date())
    if request.method == "POST" and form.is_valid():
        try:
            said_of = form.saying(columns_said(request.POST))
            file = said_of.file(row, **given_file(request, form), by=by, at=on)
            if request.POST.get("deed") in ("store", "partly"):
                told["refused"] = _take(request, file)
                if not told["refused"]:
                    return redirect("collection", row.pk)
            else:
                found = preview_reports(file=file, by=by, at=on)
                told |= _looked(found, said_of)
                if request.POST.get("deed") == "save":
                    _keep(request, said_of, found, form)
        except Invalid as refusal:
            form.take(refusal)
    return show(request, "cycles/filled.html", told, status=form.status)


def _take(request: HttpRequest, file: SheetFile) -> list[SheetOutcome]:
    """Take a sheet and return the rows that were refused."""
    shown, partly = request.POST.get("shown", "")[:64], request.POST.get("deed") == "partly"
    outcomes = take_reports(file=file, shown=shown, partly=partly, by=asker(request), at=at(request))
    refused = [one for one in outcomes if one.refused]
    done(request, _("%(rows)s taken.") % {"rows": several(len(outcomes) - len(refused), "row")})
    return refused


def _keep(request: HttpRequest, said_of: SheetSaid, found: SheetPreview, form: ReportSheetForm) -> None:
    """Keep how the sheet was read."""
    by, on, name = asker(request), at(request), request.POST.get("mapping_name", "")
    try:
        kept = said_of.keep(found, get_period(by, found.period_id, on.date()), name, by=by, at=on)
    except Invalid as refusal:
        form.add_error(None, refusal.words)
    else:
        done(request, _("The mapping “%(name)s” is saved for the next sheet.") % {"name": kept.name})


def _looked(found: SheetPreview, said_of: SheetSaid) -> dict[str, Any]:
    return {
        "found": found,
        "said": said_of,
        "tables": [] if found.own else numbered_tables(found.tables),
        "fields": [{"code": code, "label": label} for code, label in headings().items() if code in FIELDS],
        "written": WRITTEN,
    }


def _trail(period: Period) -> list[tuple[str, str]]:
    return [
        (_("Reporting cycles"), reverse("cycles", args=[period.portfolio_id])),
        (_("Reports of %(name)s") % {"name": period.name}, reverse("collection", args=[period.pk])),
    ]
