"""Register entries taken from a list: new ones opened, known ones changed, in one deed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.risks.actions.entries import Particulars, Place, fill, keep, make
from conspectus.rooms.risks.models import RegisterEntry

MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: where a new entry goes, or the entry it changes, read at its revision."""

    new: Particulars
    place: Place
    entry: RegisterEntry | None = None
    revision: int = 0


@deed("import_register_entries", "took entries of a register from a list", needs=Ability.CONTRIBUTE)
def import_register_entries(
    *, place: Place, rows: Sequence[Listed], source: str, by: User, at: datetime
) -> list[RegisterEntry]:
    """Open and change the entries a list says: all of them or none, each at fault named by its place in the order."""
    require(by, "import_register_entries", place, at.date())
    for one in {row.place for row in rows} - {place}:
        require(by, "import_register_entries", one, at.date())
    with audited("import_register_entries", by=by, at=at) as line:
        reached = _reaching(row.entry.pk for row in rows if row.entry is not None)
        made = all_or_none(rows, lambda row: _take(row, by, at), name=_name, most=MOST_ROWS)
        opened = [one.pk for one, row in zip(made, rows, strict=True) if row.entry is None]
        changed = [one.pk for one, row in zip(made, rows, strict=True) if row.entry is not None]
        reached |= _reaching(one.pk for one in made)
        told = {"source": source[:200], "opened": opened, "changed": changed}
        line.about(type(place).__name__.lower(), place.pk, **told, **({"reaches": sorted(reached)} if reached else {}))
    return made


def _reaching(entries: Iterable[int]) -> set[int]:
    """Return the other projects that entries reach."""
    links = RegisterEntry.also.through.objects.filter(registerentry__in=list(entries))
    return set(links.values_list("project", flat=True))


def _name(row: Listed) -> str:
    return row.new.title[:80] if row.entry is None else row.entry.reference


def _take(row: Listed, by: User, at: datetime) -> RegisterEntry:
    if row.entry is None:
        return make(row.place, row.new, by, at)
    found = lock_row(row.entry, row.revision)
    fill(found, row.new, at)
    keep(found, row.new)
    return found
