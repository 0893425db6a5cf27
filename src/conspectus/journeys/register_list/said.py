"""What a person says beside a register that comes as a sheet, the same at every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conspectus.journeys.register_list.lines import RegisterFile
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import get_mapping
from conspectus.rooms.schedule.actions import Said

MANNER = ("date_order", "amounts", "encoding", "currency")


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
        columns, kept = dict(self.columns), dict[str, str]()
        if self.mapping:
            row = get_mapping(by, self.mapping, at.date())
            if row.kind != SheetKind.REGISTER:
                raise Invalid("mapping", "This mapping reads lists of projects, not registers.", "mapping")
            columns, kept = {**row.columns, **columns}, dict(row.manner)
        said = Said(**{key: getattr(self, key) or kept.get(key, "") for key in MANNER})
        said.check()
        return RegisterFile(data, name, place, self.kind or "threat", columns, said.manner())

    @property
    def manner(self) -> dict[str, str]:
        """How the sheet is written, as a mapping keeps it."""
        return {key: getattr(self, key) for key in MANNER}
