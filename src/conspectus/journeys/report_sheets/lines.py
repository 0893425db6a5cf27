"""A filled sheet of reports as it is shown before it is taken, and what became of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.collection import ReadTable

BAD = (Severity.ERROR, Severity.REFUSED)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row: whose report it is and what would become of it; ``deed`` is empty where it is passed over.

    ``kind`` says what else a row may be: a milestone, an entry of the register or an action, named by ``about``.
    """

    row: int
    code: str
    name: str
    project_id: int | None
    deed: str  # submit, keep, unchanged, or empty; of other things open, change, close
    overall: str  # level declared
    sheet: str = ""
    kind: str = "report"  # milestones, register, actions
    about: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def bad(self) -> bool:
        """True where the row cannot be taken."""
        return any(one.severity in BAD for one in self.findings)

    @property
    def ready(self) -> bool:
        """True where taking the sheet does something for this row."""
        return bool(self.deed) and not self.bad


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What taking a filled sheet would do, row by row; ``digest`` names the file, ``shown`` all that is shown."""

    name: str
    digest: str
    period_id: int
    own: bool  # made here, and known by its codes
    tables: tuple[ReadTable, ...]
    mapping: Mapping[str, str]  # heading: field, as it is saved
    lines: tuple[SheetLine, ...]
    findings: tuple[Finding, ...] = ()
    asks: tuple[Finding, ...] = ()  # what must be told before the rows can be read
    shown: str = field(init=False, default="")

    def __post_init__(self) -> None:
        seen = repr((self.period_id, self.lines))
        object.__setattr__(self, "shown", hashlib.sha256(seen.encode()).hexdigest())

    @property
    def columns(self) -> dict[str, str]:
        """The heading each field is read from first."""
        found = [(one.field, one.heading) for table in self.tables for one in table.columns if one.field]
        return dict(reversed(found))

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings that are not taken."""
        return tuple(heading for heading, code in self.mapping.items() if not code)

    @property
    def ready(self) -> int:
        """How many rows can be taken."""
        return sum(one.ready for one in self.lines)

    @property
    def bad(self) -> int:
        """How many rows cannot."""
        return sum(one.bad for one in self.lines)


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """What became of a row: the state of its report or of what it opened or changed, or why it was refused."""

    row: int
    code: str
    name: str
    project_id: int
    deed: str
    state: str = ""
    refused: str = ""
    sheet: str = ""
    kind: str = "report"
    about: str = ""
