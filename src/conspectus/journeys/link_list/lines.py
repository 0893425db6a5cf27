"""What a list of links from a sheet would do, as it is shown: one line a row; nothing is stored yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from conspectus.journeys.sheet_lines import FieldChange, SheetPreview
from conspectus.rooms.portfolio.models import Portfolio, Project

Place = Project | Portfolio


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One row of the sheet: proposes a link, asks for other terms of one, changes nothing, or is refused."""

    sheet: str
    row: int
    deed: str
    words: str = ""
    giver: str = ""
    taker: str = ""
    by_on: date | None = None
    link_id: int | None = None
    agreed: bool = False  # at once: the asker answers for every side
    changes: tuple[FieldChange, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class LinkListPreview(SheetPreview):
    """A list of links as it would be taken."""

    line: ClassVar[type[LinkLine]] = LinkLine
    lines: tuple[LinkLine, ...]
