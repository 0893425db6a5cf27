"""How a sheet is read: what is said of it now goes before what a saved mapping keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from conspectus.formats.workbooks import Manner
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.queries import get_mapping
from conspectus.rooms.schedule.actions import Said

MANNER = ("date_order", "amounts", "encoding", "currency")


def read_as(
    kind: SheetKind, *, mapping: str, columns: Mapping[str, str], manner: Mapping[str, str], by: User, at: datetime
) -> tuple[dict[str, str], Manner]:
    """Return what the columns of a sheet hold and how it is written; refuses what is not there and cannot be said."""
    kept = dict[str, str]()
    if mapping:
        row = get_mapping(by, mapping, at.date())
        if row.kind != kind:
            raise Invalid("mapping", "This mapping reads sheets of another kind.", "mapping")
        columns, kept = {**row.columns, **columns}, dict(row.manner)
    said = Said(**{key: manner.get(key) or kept.get(key, "") for key in MANNER})
    said.check()
    return dict(columns), said.manner()
