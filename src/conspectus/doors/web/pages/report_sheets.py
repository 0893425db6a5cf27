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
from conspectus.journeys.report_sheets.lines import SheetPreview
from conspectus.journeys.report_sheets.making import Narrowed, headings, report_sheet
from conspectus.journeys.report_sheets.taking import SheetFile, preview_reports, take_reports
from conspectus.kit.errors import Invalid
from conspectus.kit.ids import row_id
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import get_period

from ..answers import done, hand_over, page, show
from ..asking import asker, at, query, sent
from ..forms.report_sheets import ReportSheetForm
from ..sayings import said
from ..words import several
from .ledger_files import given_file
from .packs import TABLES


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
    form = ReportSheetForm(*sent(request))
    told: dict[str, Any] = {"form": form, "period": row, "trail": _trail(row)}
    if request.method == "POST" and form.is_valid():
        try:
            file = SheetFile(period=row, **given_file(request, form), **form.reading())
            deed = request.POST.get("deed")
            if deed in ("store", "partly"):
                shown, partly = request.POST.get("shown", ""), deed == "partly"
                outcomes = take_reports(file=file, shown=shown, partly=partly, by=by, at=on)
                refused = [one for one in outcomes if one.refused]
                done(request, _("%(reports)s taken.") % {"reports": several(len(outcomes) - len(refused), "report")})
                if not refused:
                    return redirect("collection", row.pk)
                told["refused"] = refused
            else:
                told |= _looked(form, preview_reports(file=file, by=by, at=on))
        except Invalid as refusal:
            form.take(refusal)
    return show(request, "cycles/filled.html", told, status=form.status)


def _looked(form: ReportSheetForm, found: SheetPreview) -> dict[str, Any]:
    return {
        "found": found,
        "kept": form.kept(found) | {"shown": found.shown},
        "columns": form.columns(found),
        "fields": [(code, label) for code, label in headings().items() if code in FIELDS],
        "file_note": _("or none: %(name)s is looked at again with what is answered below") % {"name": found.name},
    }


def _trail(period: Period) -> list[tuple[str, str]]:
    return [
        (_("Reporting cycles"), reverse("cycles", args=[period.portfolio_id])),
        (_("Reports of %(name)s") % {"name": period.name}, reverse("collection", args=[period.pk])),
    ]
