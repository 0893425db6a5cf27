"""A filled sheet of reports read back: shown row by row first, then taken by the deeds the form of a month has."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conspectus.formats.collection import ReadSheet, read_reports
from conspectus.formats.workbooks import Manner, Refused
from conspectus.journeys.report_sheets.desk import Desk
from conspectus.journeys.report_sheets.item_matching import ItemMatching, MatchedItem
from conspectus.journeys.report_sheets.item_taking import plan_milestones, take_items
from conspectus.journeys.report_sheets.lines import SheetOutcome, SheetPreview
from conspectus.journeys.report_sheets.matching import DEEDS, SUBMIT, UNCHANGED, MatchedRow, Matching
from conspectus.journeys.update_report import write_update
from conspectus.kit.errors import Conflict, Invalid, Refusal, SignInAgain, Stale
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.status.actions import repeat_report
from conspectus.rooms.status.models import Report

PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A sheet and what was said of it: ``columns`` maps headings to fields, ``deed`` is for rows that name none."""

    data: bytes
    name: str
    period: Period
    columns: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = PLAIN
    deed: str = ""


def preview_reports(*, file: SheetFile, by: User, at: datetime) -> SheetPreview:
    """Return what taking a filled sheet would do, row by row; stores nothing.

    Refuses a file that cannot be read, a period that is not open, and who may write none of its reports.
    """
    return _planned(file, by, at)[0]


def take_reports(
    *, file: SheetFile, shown: str = "", partly: bool = False, by: User, at: datetime
) -> tuple[SheetOutcome, ...]:
    """Write what the rows of a sheet say, each row whole or not at all; ``partly`` leaves the bad ones out.

    ``shown`` is the digest of the preview that was seen: where its rows are others now, nothing is taken.
    """
    preview, rows, items = _planned(file, by, at)
    if preview.asks:
        raise Invalid("asks", f"{preview.asks[0].words} {preview.asks[0].remedy}".strip(), "columns")
    if shown and shown != preview.shown:
        raise Stale("The reports have changed since this sheet was looked at. Look at it again, then take it.", 0)
    if preview.bad and not partly:
        raise Invalid(
            "rows",
            "Rows cannot be taken: %(count)s. Correct them, or take the good ones alone.",
            "file",
            count=preview.bad,
        )
    if not preview.ready:
        raise Invalid("nothing", "No row of this sheet is ready and says what is to become of it.", "file")
    reports = [_taken(one, file.period, by, at) for one in rows if one.line.ready]
    return (*reports, *take_items(items, by, at))


def _planned(file: SheetFile, by: User, at: datetime) -> tuple[SheetPreview, list[MatchedRow], list[MatchedItem]]:
    desk = Desk(file.period, by, at)
    desk.require_any()
    if file.deed not in ("", *DEEDS):
        raise Invalid("deed", "Rows may be %(known)s.", "deed", known=", ".join(DEEDS))
    if file.period.state != PeriodState.OPEN:
        label = PeriodState(file.period.state).label.lower()
        words = "%(now)s is %(label)s; reports can be changed while it is open."
        raise Conflict("period", words, now=file.period.name, label=label)
    found = _read(file)
    rows = Matching(desk, found, file.deed).rows()
    items = ItemMatching(desk, found.items).rows()
    plan_milestones(items, by, desk.on)
    preview = SheetPreview(
        name=file.name,
        digest=hashlib.sha256(file.data).hexdigest(),
        period_id=file.period.pk,
        own=found.own,
        tables=found.tables,
        mapping=found.mapping,
        lines=(*(one.line for one in rows), *(one.line for one in items)),
        findings=found.findings,
        asks=found.asks,
    )
    return preview, rows, items


def _read(file: SheetFile) -> ReadSheet:
    try:
        return read_reports(file.data, file.name, told=file.columns, manner=file.manner)
    except Refused as refusal:
        told = refusal.finding
        raise Invalid(told.code.lower(), f"{told.words} {told.remedy}".strip(), "file") from None


def _taken(row: MatchedRow, period: Period, by: User, at: datetime) -> SheetOutcome:
    line, project = row.line, row.project
    assert project is not None
    try:
        report = _written(row, period, by, at)
    except SignInAgain:
        raise
    except Refusal as refusal:
        return SheetOutcome(
            line.row, line.code, line.name, project.pk, line.deed, refused=refusal.words, sheet=line.sheet
        )
    return SheetOutcome(line.row, line.code, line.name, project.pk, line.deed, state=report.state, sheet=line.sheet)


def _written(row: MatchedRow, period: Period, by: User, at: datetime) -> Report:
    assert row.project is not None
    if row.line.deed == UNCHANGED:
        return repeat_report(project=row.project, period=period, revision=row.revision, by=by, at=at)
    assert row.update is not None
    submit = row.line.deed == SUBMIT
    return write_update(
        project=row.project, period=period, new=row.update, submit=submit, revision=row.revision, by=by, at=at
    )
