"""What a person says beside a register that comes as a sheet, the same at every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conspectus.journeys.mapped import MANNER, read_as
from conspectus.journeys.register_list.lines import RegisterFile
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project


@dataclass(frozen=True, slots=True)
class RegisterSaid:
    """What is said of a sheet; what ``columns`` says goes before the saved ``mapping``."""

    kind: str = "threat"
    mapping: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    amounts: str = ""
    encoding: str = ""
    currency: str = ""

    def file(
        self, place: Project | Programme | Portfolio, data: bytes, name: str, *, by: User, at: datetime
    ) -> RegisterFile:
        """Return the sheet with all that is said of it; refuses what is not there and what cannot be said."""
        columns, manner = read_as(
            SheetKind.REGISTER, mapping=self.mapping, columns=self.columns, manner=self.manner, by=by, at=at
        )
        return RegisterFile(data, name, place, self.kind or "threat", columns, manner)

    @property
    def manner(self) -> dict[str, str]:
        """How the sheet is written, as a mapping keeps it."""
        return {key: getattr(self, key) for key in MANNER}
