"""A register kept in a sheet becomes one kept here: shown row by row first, then taken as it was shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conspectus.formats.registers import ReadRegister, read_register
from conspectus.formats.workbooks import Refused
from conspectus.journeys.register_list.desk import Desk
from conspectus.journeys.register_list.lines import RegisterFile, RegisterPreview
from conspectus.journeys.sheet_lines import PlannedRow, SheetTaken, not_readable, take_planned
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.risks.actions import import_register_entries
from conspectus.rooms.risks.choices import EntryKind


def preview_register(*, file: RegisterFile, by: User, at: datetime) -> RegisterPreview:
    """Return what taking a register would do, row by row; stores nothing.

    Refuses a file that cannot be read, and an asker who may not write the register.
    """
    return _planned(file, by, at)[0]


def take_register(*, file: RegisterFile, shown: str = "", by: User, at: datetime) -> SheetTaken:
    """Take all rows that are ready in one deed, all of them or none; those at fault are left out as they were shown.

    ``shown`` is the digest of the preview that was seen: where the lines have changed since, nothing is taken.
    """
    preview, planned = _planned(file, by, at)
    told: dict[str, Any] = {"place": file.place, "source": file.name, "by": by, "at": at}
    return take_planned(preview, planned, shown, lambda rows: import_register_entries(rows=rows, **told))


def _planned(file: RegisterFile, by: User, at: datetime) -> tuple[RegisterPreview, list[PlannedRow]]:
    require(by, "import_register_entries", file.place, at.date())
    if file.kind not in EntryKind.values:
        raise Invalid("kind", "An entry is a threat, an opportunity, an issue, an assumption or a decision.", "kind")
    found = _read(file)
    desk = Desk(file.place, file.manner.currency, by=by, at=at)
    planned = [desk.plan(one) for one in found.entries]
    lines = tuple(one.line for one in planned)
    return RegisterPreview(file.name, found.tables, lines, found.findings, found.asks), planned


def _read(file: RegisterFile) -> ReadRegister:
    try:
        return read_register(file.data, file.name, told=file.columns, usual=file.kind, manner=file.manner)
    except Refused as refusal:
        raise not_readable(refusal) from None
