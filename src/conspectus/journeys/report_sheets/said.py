"""What a person says beside a sheet of reports, the same at every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conspectus.journeys.mapped import MANNER, read_as
from conspectus.journeys.report_sheets.lines import SheetPreview
from conspectus.journeys.report_sheets.taking import SheetFile
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import save_mapping
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.models import ListMapping


@dataclass(frozen=True, slots=True)
class SheetSaid:
    """What is said of a sheet: what becomes of rows that do not say; ``columns`` goes before a saved ``mapping``."""

    deed: str = ""
    mapping: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    amounts: str = ""
    encoding: str = ""
    currency: str = ""

    def file(self, period: Period, data: bytes, name: str, *, by: User, at: datetime) -> SheetFile:
        """Return the sheet with all that is said of it; refuses what is not there and what cannot be said."""
        columns, manner = read_as(
            SheetKind.REPORTS, mapping=self.mapping, columns=self.columns, manner=self.manner, by=by, at=at
        )
        return SheetFile(data, name, period, columns, manner, self.deed)

    def keep(self, found: SheetPreview, period: Period, name: str, *, by: User, at: datetime) -> ListMapping:
        """Keep how a sheet was read, for the next one."""
        return save_mapping(
            portfolio=period.portfolio,
            name=name,
            columns=found.mapping,
            manner=self.manner,
            kind=SheetKind.REPORTS,
            by=by,
            at=at,
        )

    @property
    def manner(self) -> dict[str, str]:
        """How the sheet is written, as a mapping keeps it."""
        return {key: getattr(self, key) for key in MANNER}
