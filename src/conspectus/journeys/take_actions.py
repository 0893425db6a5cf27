"""Actions kept in a sheet become actions here: shown row by row first, then taken as they were shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conspectus.formats.actionlists import ACTION_LIST
from conspectus.journeys.action_list.desk import Desk
from conspectus.journeys.action_list.lines import ActionListPreview
from conspectus.journeys.sheet_lines import PlannedRow, SheetFile, SheetTaken, read_sheet, take_planned
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import import_actions
from conspectus.rooms.portfolio.rules import require


def preview_actions(*, file: SheetFile, by: User, at: datetime) -> ActionListPreview:
    """Return what taking a list of actions would do, row by row; stores nothing.

    Refuses a file that cannot be read, and an asker who may not give actions in the place.
    """
    return _planned(file, by, at)[0]


def take_actions(*, file: SheetFile, shown: str = "", by: User, at: datetime) -> SheetTaken:
    """Take all rows that are ready in one deed, as they were shown."""
    preview, planned = _planned(file, by, at)
    told: dict[str, Any] = {"place": file.place, "source": file.name, "by": by, "at": at}
    return take_planned(preview, planned, shown, lambda rows: import_actions(rows=rows, **told))


def _planned(file: SheetFile, by: User, at: datetime) -> tuple[ActionListPreview, list[PlannedRow]]:
    require(by, "import_actions", file.place, at.date())
    found = read_sheet(file, ACTION_LIST)
    desk = Desk(file.place, by=by, at=at)
    planned = [desk.plan(one) for one in found.entries]
    lines = tuple(one.line for one in planned)
    return ActionListPreview(file.name, found.tables, lines, found.findings, found.asks), planned
