"""What a person says beside a master list, the same at every door: where it goes, how it is read, what rows mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conspectus.journeys.mapped import MANNER, read_as
from conspectus.journeys.take_master_list import ListFile
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.status.choices import SCALES


@dataclass(frozen=True, slots=True)
class ListSaid:
    """What is said of a list; rows of the database by their number, empty where nothing is said.

    What ``columns`` says goes before the saved ``mapping``.
    """

    portfolio: str
    period: str = ""
    mapping: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    same_as: Mapping[int, int] = field(default_factory=dict)
    date_order: str = ""
    amounts: str = ""
    encoding: str = ""
    currency: str = ""
    scale: str = ""

    def file(self, data: bytes, name: str, *, by: User, at: datetime) -> ListFile:
        """Return the list with all that is said of it; refuses what is not there and what cannot be said."""
        portfolio = get_portfolio(by, self.portfolio, at.date())
        period = get_period(by, self.period, at.date()) if self.period else None
        columns, manner = read_as(
            SheetKind.PROJECTS, mapping=self.mapping, columns=self.columns, manner=self.manner, by=by, at=at
        )
        if self.scale and self.scale not in SCALES:
            raise Invalid(
                "scale", "There is no such rating scale. There are: %(scales)s.", "scale", scales=", ".join(SCALES)
            )
        return ListFile(data, name, portfolio, period, columns, manner, dict(self.same_as), self.scale)

    @property
    def manner(self) -> dict[str, str]:
        """How the list is written, as a mapping keeps it."""
        return {key: getattr(self, key) for key in MANNER}
