"""What a sheet would do, as it is shown: one line a row, nothing stored yet; the same of every list that comes so."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from conspectus.engine.findings import Finding
from conspectus.formats.registers import Described, ReadRegister, ReadTable, read_described
from conspectus.formats.workbooks import Manner, Refused
from conspectus.kit.errors import Invalid, Stale
from conspectus.kit.frozen import to_json
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project

Place = Project | Programme | Portfolio

NEW, CHANGE, SAME, REFUSED = DEEDS = ("new", "change", "same", "refused")


def counted(lines: Iterable[Any], deeds: Sequence[str]) -> dict[str, int]:
    """Return how many lines there are of each deed."""
    found = Counter(line.deed for line in lines)
    return {deed: found[deed] for deed in deeds}


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A sheet and all that was said of it; ``columns`` map headings."""

    data: bytes
    name: str
    place: Place
    columns: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = field(default_factory=Manner)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing a row changes, as it is and as it would be."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """A sheet as it would be taken, with lines of its own kind; ``asks`` must be answered before there are any."""

    line: ClassVar[type[Any]]

    file: str
    tables: tuple[ReadTable, ...]
    lines: tuple[Any, ...]
    findings: tuple[Finding, ...]
    asks: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each deed."""
        return counted(self.lines, DEEDS)

    @property
    def ready(self) -> int:
        """How many lines can be taken."""
        return self.counts[NEW] + self.counts[CHANGE]

    @property
    def digest(self) -> str:
        """What changes whenever the lines do."""
        kind: Any = tuple.__class_getitem__((self.line, ...))
        return hashlib.sha256(to_json(kind, self.lines)).hexdigest()

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each heading, as a mapping is saved."""
        return {one.heading: one.field for table in self.tables for one in table.columns if one.heading}


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One line with what taking it needs, as the deed of its list takes it; nothing where it takes nothing."""

    line: Any
    listed: Any = None


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """What taking a sheet came to: rows opened and changed, left as they are, or refused."""

    opened: tuple[int, ...]
    changed: tuple[int, ...]
    same: int
    refused: int


def told(preview: SheetPreview) -> dict[str, Any]:
    """Return a preview as JSON takes it, the same at every door."""
    found: dict[str, Any] = json.loads(to_json(type(preview), preview))[0]
    for table, kept in zip(found["tables"], preview.tables, strict=True):
        for column, its in zip(table["columns"], kept.columns, strict=True):
            column["letter"] = its.letter
    return found | {"counts": preview.counts, "digest": preview.digest}


def require_ready(preview: SheetPreview, shown: str) -> None:
    """Refuse to take a sheet that asks, that has changed since it was shown, or of which nothing can be taken."""
    if preview.asks:
        raise Invalid("asks", f"{preview.asks[0].words} {preview.asks[0].remedy}".strip(), "columns")
    if shown and shown != preview.digest:
        raise Stale("What is here has changed since this list was looked at. Look at it again, then take it.", 0)
    if preview.ready:
        return
    if preview.counts[REFUSED] and not preview.counts[SAME]:
        first = next(line for line in preview.lines if line.deed == REFUSED)
        raise Invalid("rows", "No row of this list can be taken. Row %(row)s: %(why)s", "file", row=first.row,
                      why=first.refused)  # fmt: skip
    raise Invalid("rows", "No row of this list says anything new. Nothing was changed.", "file")


def take_planned(
    preview: SheetPreview, planned: Sequence[PlannedRow], shown: str, store: Callable[[list[Any]], Sequence[Any]]
) -> SheetTaken:
    """Take all rows that are ready by one deed, all of them or none; those at fault are left out as they were shown.

    ``shown`` is the digest of the preview that was seen: where the lines have changed since, nothing is taken.
    """
    require_ready(preview, shown)
    ready = [one for one in planned if one.listed is not None]
    made = list(zip(store([one.listed for one in ready]), ready, strict=True))
    opened, changed = (tuple(row.pk for row, one in made if one.line.deed == deed) for deed in (NEW, CHANGE))
    counts = preview.counts
    assert (len(opened), len(changed)) == (counts[NEW], counts[CHANGE])
    return SheetTaken(opened, changed, counts[SAME], counts[REFUSED])


def read_sheet(file: SheetFile, kind: Described) -> ReadRegister:
    """Return what a sheet says; refuses a file that cannot be used at all."""
    try:
        return read_described(file.data, file.name, kind, told=file.columns, manner=file.manner)
    except Refused as refusal:
        raise not_readable(refusal) from None


def pasted_sheet(text: str, kind: Described) -> bytes:
    """Return pasted lines as a sheet; those without headings get the ones such rows are read by."""
    data = text.encode()
    try:
        headed = not read_described(data, "pasted.tsv", kind).asks
    except Refused:
        headed = False
    if headed or not kind.unheaded:
        return data
    # A line alone is a row here, not a heading between rows: it says nothing of its second column.
    lines = (line if "\t" in line else f"{line}\t-" for line in text.splitlines() if line.strip())
    return "\n".join((kind.unheaded, *lines)).encode()


def not_readable(refusal: Refused) -> Invalid:
    """Return the refusal of a file that cannot be used at all."""
    found = refusal.finding
    return Invalid(found.code.lower(), f"{found.words} {found.remedy}".strip(), "file")
