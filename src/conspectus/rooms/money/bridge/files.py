"""A file of ledger entries: read, each row matched to its project by code or name, never silently."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from conspectus.engine.findings import Finding, Severity
from conspectus.kit.texts import fold
from conspectus.rooms.money.bridge.entries import NewEntry
from conspectus.rooms.portfolio.models import Contract, Project

if TYPE_CHECKING:
    from conspectus.formats.costs import LedgerRow
    from conspectus.formats.workbooks import Manner

EPOCH = date(1970, 1, 1)
TEXTS = ("kind", "nature", "category", "currency", "supplier", "reference", "note", "place", "row")


@dataclass(frozen=True, slots=True)
class FileEntries:
    """The entries of a file and what was noticed in it; an error or refusal keeps all of it out."""

    entries: tuple[NewEntry, ...]
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> bool:
        """Whether something has to be corrected first."""
        return any(one.severity in (Severity.ERROR, Severity.REFUSED) for one in self.findings)


def read_entries(
    data: bytes, name: str, manner: Manner, projects: Iterable[Project], only: Project | None, today: date
) -> FileEntries:
    """Return the entries of a file for these projects; without a project column they are those of ``only``."""
    from conspectus.formats.costs import read_ledger

    by_key = _by_key(projects)
    money = {key: found[0].currency for key, found in by_key.items()}
    if only is not None:
        money[""] = only.currency
    read = read_ledger(data, name, manner=manner, currencies=money)
    findings, entries, unknown = list(read.findings), list[NewEntry](), Counter[str]()
    first_place: dict[str, str] = {}
    contracts = _contracts({row.contract for row in read.rows if row.contract}, projects)
    for row in read.rows:
        project, why = _project(row, by_key, only)
        contract = contracts.get((project.portfolio_id, fold(row.contract))) if project and row.contract else None
        if project is not None and row.contract and contract is None:
            project, why = None, f"There is no contract '{row.contract[:60]}', or there are several of this name."
        if project is None:
            unknown[why] += 1
            first_place.setdefault(why, row.place)
        else:
            given = {name: getattr(row, name) for name in TEXTS}
            entries.append(
                NewEntry(project=project, amount_minor=row.amount, on=_day(row, today), contract=contract, **given)
            )
    findings += [_nowhere(why, count, first_place[why]) for why, count in unknown.items()]
    return FileEntries(tuple(entries), tuple(findings))


def _contracts(asked: set[str], projects: Iterable[Project]) -> dict[tuple[int, str], Contract | None]:
    """Return the contracts of these projects' portfolios by reference and title; None for what several are called."""
    found: dict[tuple[int, str], Contract | None] = {}
    if not asked:
        return found
    places = {project.portfolio_id for project in projects}
    rows = Contract.objects.filter(portfolio__in=places).select_related("supplier").prefetch_related("projects")
    for row in rows:
        for key in {fold(row.reference), fold(row.title)} - {""}:
            found[row.portfolio_id, key] = None if (row.portfolio_id, key) in found else row
    return found


def _by_key(projects: Iterable[Project]) -> Mapping[str, list[Project]]:
    """Return projects by code, and by name where no code is the same."""
    found: dict[str, list[Project]] = defaultdict(list)
    every = list(projects)
    for project in every:
        found[project.code_key].append(project)
    codes = set(found)
    for project in every:
        if project.name_key not in codes:
            found[project.name_key].append(project)
    return dict(found)


def _project(row: LedgerRow, by_key: Mapping[str, list[Project]], only: Project | None) -> tuple[Project | None, str]:
    """Return the project of a row, or why there is none."""
    if not row.project:
        return only, "This row names no project. Add its code in a column called Project."
    found = by_key.get(fold(row.project), [])
    if not found and only is not None:
        return None, f"This row names '{row.project[:60]}', not this project. Import files of many on the page Money."
    if not found:
        return None, f"There is no project '{row.project[:60]}' open to you."
    return found[0], ""


def _nowhere(why: str, count: int, place: str) -> Finding:
    words = why if count == 1 else f"{why} It is so in {count} rows."
    return Finding(Severity.ERROR, "PROJECT", place, words, "Correct the column that names it.")


def _day(row: LedgerRow, today: date) -> date:
    """Return the day of a row: of a month or quarter its last, or today while it lasts."""
    first, last = (EPOCH + timedelta(days=day) for day in (row.first, row.last))
    return max(first, min(last, today)) if first < last else last
