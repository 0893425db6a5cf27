"""What a freeze keeps of registers for the pages of packs, by name, and what of it a reader sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import GenericAlias
from typing import Any

from conspectus.kit.errors import Conflict
from conspectus.kit.frozen import NotAsWritten, from_json, to_json
from conspectus.rooms.changes.queries.kept import KeptChange, KeptGrowth, kept_changes, kept_growth
from conspectus.rooms.followup.queries.kept import KeptAction, kept_actions
from conspectus.rooms.governance.queries.kept import KeptException, kept_exceptions
from conspectus.rooms.governance.queries.kept_gates import KeptGate, kept_gates
from conspectus.rooms.links.queries.kept import KeptEnd, KeptLink, kept_links
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.risks.queries.kept import KeptEntry, kept_entries
from conspectus.rooms.standards.queries.kept import KeptCompliance, KeptFinding, kept_compliance, kept_findings

REGISTER, ACTIONS, LINKS, EXCEPTIONS = "register", "actions", "links", "exceptions"
COMPLIANCE, FINDINGS = "compliance", "findings"
CHANGES = "changes"
GATES = "gates"
GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Reader:
    """Which projects of a portfolio somebody sees, of which the cost, and whether that is all of them."""

    seen: frozenset[int]
    cost: frozenset[int]
    whole: bool

    def sees(self, row: Any) -> bool:
        """Return whether a row's place is seen: its project, a project of its programme, or any of the portfolio."""
        if row.project_id is not None:
            return row.project_id in self.seen
        return bool(self.seen.intersection(row.within)) if row.programme_id is not None else bool(self.seen)

    def sees_cost(self, row: Any) -> bool:
        """Return whether the money of a row's place is seen; of a programme to who sees that of all its projects."""
        if row.project_id is not None:
            return row.project_id in self.cost
        inside = row.programme_id is not None and bool(row.within) and self.cost.issuperset(row.within)
        return self.whole or inside


@dataclass(frozen=True, slots=True)
class Part:
    """Something kept: the name it is kept by, its rows, where they are from, and a row as its reader may see it.

    ``name`` has ten letters at most and never changes: frozen periods hold it.
    """

    name: str
    rows: type
    gather: Callable[[Portfolio, date], tuple[Any, ...]]
    shown: Callable[[Any, Reader], Any | None]


def _entry(row: KeptEntry, reader: Reader) -> KeptEntry | None:
    if not reader.sees(row):
        if not reader.seen.intersection(row.also):
            return None
        row = replace(row, project_id=None, place="")
    elif reader.sees_cost(row):
        return row
    return replace(row, hidden=True, inherent=None, exposure=None, without_rate="")


def _action(row: KeptAction, reader: Reader) -> KeptAction | None:
    return row if reader.sees(row) else None


def _of_project(row: Any, reader: Reader) -> Any | None:
    return row if reader.sees(row) else None


def _gate(row: KeptGate, reader: Reader) -> KeptGate | None:
    return row if row.project_id in reader.seen else None


def _link(row: KeptLink, reader: Reader) -> KeptLink | None:
    """Return a link to who sees either of its projects; of one they do not see only its dates."""
    seen = [one.project_id in reader.seen for one in (row.giver, row.taker)]
    if not any(seen):
        return None
    giver, taker = (_end(one, reader) for one in (row.giver, row.taker))
    return replace(row, giver=giver, taker=taker)


def _end(end: KeptEnd, reader: Reader) -> KeptEnd:
    if end.project_id is None or end.project_id in reader.seen:
        return end
    return replace(end, project_id=None, place="another project", task="")


def _exception(row: KeptException, reader: Reader) -> KeptException | None:
    if not reader.sees(row):
        return None
    return row if reader.sees_cost(row) else replace(row, cost_dimensions=())


def _change(row: KeptChange, reader: Reader) -> KeptChange | None:
    if not reader.sees(row):
        return None
    return row if reader.sees_cost(row) else replace(row, cost_minor=None, hidden=True)


def _growth(row: KeptGrowth, reader: Reader) -> KeptGrowth | None:
    if not reader.sees(row):
        return None
    return row if reader.sees_cost(row) else replace(row, first_minor=None, current_minor=None, hidden=True)


PARTS: dict[str, Part] = {
    one.name: one
    for one in (
        Part(REGISTER, KeptEntry, kept_entries, _entry),
        Part(ACTIONS, KeptAction, kept_actions, _action),
        Part(COMPLIANCE, KeptCompliance, kept_compliance, _of_project),
        Part(FINDINGS, KeptFinding, kept_findings, _of_project),
        Part(LINKS, KeptLink, kept_links, _link),
        Part(CHANGES, KeptChange, kept_changes, _change),
        Part(EXCEPTIONS, KeptException, kept_exceptions, _exception),
        Part(GATES, KeptGate, kept_gates, _gate),
        Part(GROWTH, KeptGrowth, kept_growth, _growth),
    )
}

Parts = Mapping[str, tuple[Any, ...]]


def gather_parts(portfolio: Portfolio, on: date) -> dict[str, tuple[Any, ...]]:
    """Return everything that is kept of a portfolio's registers as they stand at the end of a day, by name."""
    return {one.name: one.gather(portfolio, on) for one in PARTS.values()}


def part_text(name: str, rows: tuple[Any, ...]) -> str:
    """Return the rows of a part as a snapshot's body."""
    return to_json(_many(name), rows).decode()


def part_rows(name: str, body: str) -> tuple[Any, ...]:
    """Return the rows a snapshot's body holds."""
    try:
        return tuple(from_json(_many(name), body.encode()))
    except NotAsWritten:
        raise Conflict(
            "snapshot",
            "This snapshot cannot be read by this version of Conspectus. Restore it from a backup, or ask for help.",
        ) from None


def shown_parts(found: Parts, reader: Reader) -> dict[str, tuple[Any, ...]]:
    """Return parts as far as their reader may see them."""
    return {
        name: tuple(told for row in rows if (told := PARTS[name].shown(row, reader)) is not None)
        for name, rows in found.items()
    }


def _many(name: str) -> Any:
    return GenericAlias(tuple, (PARTS[name].rows, ...))
