"""What is the same of every list that comes as a sheet: what is said of it, its tables, what taking it came to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Schema
from ninja.files import UploadedFile

from conspectus.doors.api.access import asker
from conspectus.doors.api.uploads import contents
from conspectus.doors.api.v1.lists import ColumnOut, FindingShape, json_object
from conspectus.journeys.mapped import read_as
from conspectus.journeys.sheet_lines import Place, SheetFile, told
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.rules import require


class ListSheetIn(Schema):
    """What is said beside a sheet: how it is read.

    ``columns`` is a JSON object, heading: field. ``shown`` is the digest of the preview that was seen.
    """

    mapping: str = ""
    columns: str = ""
    date_order: str = ""
    encoding: str = ""
    shown: str = ""


class ReadTableOut(Schema):
    """A table of the sheet: where its headings stand, and what its columns are read as."""

    sheet: str
    heading_row: int
    caption: str
    kind: str
    columns: list[ColumnOut]


class FieldChangeOut(Schema):
    """One thing a row changes."""

    field: str
    label: str
    before: str
    after: str


class SheetOut(Schema):
    """A sheet as it would be taken, beside its lines; ``digest`` is handed back as ``shown`` to take just this."""

    file: str
    digest: str
    counts: dict[str, int]
    tables: list[ReadTableOut]
    findings: list[FindingShape]
    asks: list[FindingShape]


class RowsTakenOut(Schema):
    """What taking a sheet came to: rows opened and changed; those that say nothing new, or are refused."""

    opened: list[int]
    changed: list[int]
    same: int
    refused: int


class SheetDoor:
    """How lists of one kind are looked at and taken, wherever they go."""

    def __init__(self, kind: SheetKind, deed: str, preview: Callable[..., Any], take: Callable[..., Any]) -> None:
        self.kind, self.deed, self._preview, self._take = kind, deed, preview, take

    def preview(self, request: HttpRequest, place: Place, asked: ListSheetIn, file: UploadedFile) -> Any:
        """Return what taking a sheet would do, row by row; nothing is stored."""
        by, at = asker(request), now()
        require(by, self.deed, place, at.date())
        return told(self._preview(file=self._file(request, place, asked, file), by=by, at=at))

    def take(self, request: HttpRequest, place: Place, asked: ListSheetIn, file: UploadedFile) -> Any:
        """Take every row that is ready, all or none."""
        by, at = asker(request), now()
        require(by, self.deed, place, at.date())
        return self._take(file=self._file(request, place, asked, file), shown=asked.shown, by=by, at=at)

    def _file(self, request: HttpRequest, place: Place, asked: ListSheetIn, file: UploadedFile) -> SheetFile:
        columns = {heading: str(code) for heading, code in json_object(asked.columns, "columns").items()}
        manner = {"date_order": asked.date_order, "encoding": asked.encoding}
        said = {"columns": columns, "manner": manner}
        columns, written = read_as(self.kind, mapping=asked.mapping, **said, by=asker(request), at=now())
        return SheetFile(contents(file), file.name or self.kind.value, place, columns, written)
