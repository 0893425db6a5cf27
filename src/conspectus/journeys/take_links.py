"""Links kept in a sheet become links here: shown row by row first, then taken as they were shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from conspectus.formats.linklists import LINK_LIST
from conspectus.journeys.link_list.desk import Desk, PlannedLink
from conspectus.journeys.link_list.lines import LinkListPreview
from conspectus.journeys.sheet_lines import REFUSED, SheetFile, SheetTaken, read_sheet, take_planned
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions import import_links
from conspectus.rooms.links.queries.circles import circle_path
from conspectus.rooms.portfolio.models import Programme
from conspectus.rooms.portfolio.rules import require


def preview_links(*, file: SheetFile, by: User, at: datetime) -> LinkListPreview:
    """Return what taking a list of links would do, row by row; stores nothing.

    Refuses a file that cannot be read, and an asker who may not plan in the place.
    """
    return _planned(file, by, at)[0]


def take_links(*, file: SheetFile, shown: str = "", by: User, at: datetime) -> SheetTaken:
    """Take all rows that are ready in one deed, all of them or none; those at fault are left out as they were shown.

    ``shown`` is the digest of the preview that was seen: where the lines have changed since, nothing is taken.
    """
    preview, planned = _planned(file, by, at)
    told: dict[str, Any] = {"place": file.place, "source": file.name, "by": by, "at": at}
    return take_planned(preview, planned, shown, lambda rows: import_links(rows=rows, **told))


def _planned(file: SheetFile, by: User, at: datetime) -> tuple[LinkListPreview, list[PlannedLink]]:
    require(by, "import_links", file.place, at.date())
    found = read_sheet(file, LINK_LIST)
    assert not isinstance(file.place, Programme)  # no door takes links of one
    desk = Desk(file.place, by=by, at=at)
    planned = _without_circles([desk.plan(one) for one in found.entries], by, at)
    lines = tuple(one.line for one in planned)
    return LinkListPreview(file.name, found.tables, lines, found.findings, found.asks), planned


def _without_circles(planned: Sequence[PlannedLink], by: User, at: datetime) -> list[PlannedLink]:
    """Refuse each row that would close a circle with what is there and the rows before it, with the path."""
    ties = [(*one.tie[0], *one.tie[1]) for one in planned if one.tie is not None]
    if not ties or not circle_path(by, ties, at.date()):
        return list(planned)
    kept: list[tuple[int, str, int, str]] = []
    found = []
    for one in planned:
        tie = None if one.tie is None else (*one.tie[0], *one.tie[1])
        path = "" if tie is None else circle_path(by, [*kept, tie], at.date())
        if path:
            words = Invalid("circle", "Projects would wait for each other in a circle: %(path)s.", path=path).words
            found.append(PlannedLink(replace(one.line, deed=REFUSED, refused=words)))
            continue
        kept += [] if tie is None else [tie]
        found.append(one)
    return found
