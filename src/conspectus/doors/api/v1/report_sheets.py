"""Reports of a period in a workbook: handed out with what is known, read back row by row."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field, Json

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import known_only
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.shapes import SaidIn
from conspectus.journeys.mapped import MANNER
from conspectus.journeys.report_sheets.lines import SheetOutcome, SheetPreview
from conspectus.journeys.report_sheets.making import Narrowed, report_sheet
from conspectus.journeys.report_sheets.said import SheetSaid
from conspectus.journeys.report_sheets.taking import SheetFile, preview_reports, take_reports
from conspectus.kit.ids import row_id
from conspectus.rooms.periods.queries import get_period

router = Router(tags=["reporting cycle"])


class SheetIn(SaidIn):
    """What goes with a filled sheet: ``columns`` maps headings to fields as JSON, over what a saved mapping says.

    ``deed`` is for rows naming none.
    """

    mapping: str = ""
    columns: Json[dict[str, str]] = Field(default_factory=dict)
    deed: str = ""
    shown: str = ""
    partly: bool = False


class SheetLineOut(Schema):
    """One row: whose report it is, and what would become of it; empty where it is passed over.

    ``kind`` is report, milestones, register or actions; those beside reports are named by ``about``, and would
    ``open``, ``change`` or ``close`` one; rows that say nothing new are left out.
    """

    sheet: str
    row: int
    code: str
    name: str
    project_id: int | None
    deed: str
    overall: str
    kind: str
    about: str
    ready: bool
    findings: list[dict[str, Any]]


class SheetPreviewOut(Schema):
    """What taking a sheet would do, row by row; ``shown`` goes with the taking, so that it is what was seen."""

    shown: str
    ready: int
    bad: int
    columns: dict[str, str]
    unused: list[str]
    mapping: dict[str, str]
    asks: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    lines: list[SheetLineOut]


class SheetTakenOut(Schema):
    """What became of the rows that were ready."""

    reports: list[SheetOutcome]


@router.get("/periods/{period_id}/report-sheet", response={200: bytes}, summary="Workbook of reports to fill in")
def report_sheet_book(
    request: HttpRequest, period_id: str, state: str = "", q: str = "", project: str = ""
) -> HttpResponse:
    """Hand over a workbook (XLSX) with the reports one may still write, milestones, risks and actions beside them."""
    known_only(request, "state", "q", "project")
    by = asker(request)
    wanted = Narrowed(state, q, row_id(project) if project else None)
    data, _count = report_sheet(period=get_period(by, period_id), wanted=wanted, by=by, at=now())
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="reports.xlsx"'
    return answer


@router.post(
    "/periods/{period_id}/report-sheet/preview", response={200: SheetPreviewOut}, summary="Look at a filled workbook"
)
def preview_sheet(
    request: HttpRequest, period_id: str, file: File[UploadedFile], given: Form[SheetIn]
) -> SheetPreviewOut:
    """Say what would become of each row of a filled workbook, or of a sheet of one's own; nothing is written."""
    by = asker(request)
    return _shown(preview_reports(file=_file(by, period_id, file, given), by=by, at=now()))


@router.post("/periods/{period_id}/report-sheet", response={200: SheetTakenOut}, summary="Take a filled workbook")
def take_sheet(request: HttpRequest, period_id: str, file: File[UploadedFile], given: Form[SheetIn]) -> SheetTakenOut:
    """Write and submit the reports of a filled workbook, and what it says beside them; all good unless ``partly``."""
    by = asker(request)
    taken = _file(by, period_id, file, given)
    rows = take_reports(file=taken, shown=given.shown, partly=given.partly, by=by, at=now())
    return SheetTakenOut(reports=list(rows))


def _file(by: Any, period_id: str, file: UploadedFile, given: SheetIn) -> SheetFile:
    manner = {name: getattr(given, name) for name in MANNER}
    said = SheetSaid(given.deed, given.mapping, given.columns, **manner)
    return said.file(get_period(by, period_id), contents(file), file.name or "", by=by, at=now())


def _shown(found: SheetPreview) -> SheetPreviewOut:
    from conspectus.review.show import finding_row

    names = ("sheet", "row", "code", "name", "project_id", "deed", "overall", "kind", "about", "ready")
    lines = [
        SheetLineOut(**{name: getattr(one, name) for name in names}, findings=[finding_row(f) for f in one.findings])
        for one in found.lines
    ]
    told: dict[str, Any] = {name: getattr(found, name) for name in ("shown", "ready", "bad", "columns")}
    told |= {name: [finding_row(one) for one in getattr(found, name)] for name in ("asks", "findings")}
    return SheetPreviewOut(**told, unused=list(found.unused), mapping=dict(found.mapping), lines=lines)
