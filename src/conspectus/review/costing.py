"""A cost book shared out: which posting belongs to which project and task; what fits nowhere is a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

import numpy as np

from conspectus.engine.earned import Budgeted, Costs, Earned
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import DAY, Plan
from conspectus.formats.costs import CostReading, CostRow, read_costs
from conspectus.formats.currencies import decimals

Posting = tuple[str, int, int]  # task uid or "", instant, minor units


@dataclass
class CostBook:
    """Postings waiting for their projects."""

    reading: CostReading
    used: set[int] = field(default_factory=set)

    def budget_of(self, plan: Plan, names: Iterable[str], *, alone: bool) -> Budgeted | None:
        """Return the planned amounts the book holds for a project, in the plan's currency; None where it holds none."""
        mine = self._mine(names, "planned", alone=alone)
        self.used |= {place for place, _ in mine}
        rows = [row for _, row in mine if not (row.currency and plan.currency and row.currency != plan.currency)]
        if not rows:
            return None
        tasks = _tasks(plan)
        return Budgeted(
            task=tuple(tasks.get(_key(row.task), "") if row.task else "" for row in rows),
            start=np.array([row.first * DAY for row in rows], dtype=np.int64),
            end=np.array([(row.last + 1) * DAY for row in rows], dtype=np.int64),
            amount=np.array([row.planned for row in rows], dtype=np.float64),
        )

    def _mine(self, names: Iterable[str], what: str, *, alone: bool) -> list[tuple[int, CostRow]]:
        wanted = {_key(name) for name in names if name}
        return [
            (place, row)
            for place, row in enumerate(self.reading.rows)
            if getattr(row, what) is not None and (_key(row.project) in wanted or (alone and not row.project))
        ]

    def costs_of(self, plan: Plan, names: Iterable[str], *, alone: bool) -> tuple[Costs | None, tuple[Finding, ...]]:
        """Return the actual costs the book holds for a project known by ``names``; None where it holds none.

        Rows without a project belong to the project that is ``alone``. Rows in another currency than the
        plan's are left out with a finding, for no rate is assumed.
        """
        mine = self._mine(names, "actual", alone=alone)
        if not mine:
            return None, ()
        self.used |= {place for place, _ in mine}
        rows = [row for _, row in mine]
        foreign = [row for row in rows if row.currency and plan.currency and row.currency != plan.currency]
        kept = [row for row in rows if row not in foreign]
        tasks = _tasks(plan)
        findings = [*_foreign(plan, foreign), *_lost_tasks(plan, kept, tasks)]
        postings = [posting for row in kept for posting in _postings(row, tasks)]
        found = Costs(
            task=tuple(uid for uid, _, _ in postings),
            at=np.array([at for _, at, _ in postings], dtype=np.int64),
            amount=np.array([amount for _, _, amount in postings], dtype=np.float64),
        )
        return found, tuple(findings)

    def leftovers(self) -> tuple[Finding, ...]:
        """Name the projects of the book that no file holds, and say what else was not used."""
        lost = Counter(row.project for place, row in enumerate(self.reading.rows) if place not in self.used)
        found = [
            Finding(
                Severity.WARNING,
                "COSTS_WITHOUT_PROJECT",
                self.reading.name,
                f"{number} cost rows name {f'the project {name!r}' if name else 'no project'}; no file holds it.",
                "Use the project's id or name as in its file.",
            )
            for name, number in lost.items()
        ]
        return tuple(found)


def cross_check(plan: Plan, found: Earned, book: Budgeted | None) -> tuple[Finding, ...]:
    """Compare the planned amounts of a cost book with the baseline that was used instead: both totals are told."""
    if book is None or found.source == book.label or found.bac.value is None:
        return ()
    planned, budget = float(book.amount.sum()), found.bac.value
    if abs(planned - budget) <= max(1.0, 0.001 * abs(budget)):
        return ()
    unit, code = 10 ** decimals(plan.currency), plan.currency
    book_says, base_says = (f"{amount / unit:,.2f} {code}".rstrip() for amount in (planned, budget))
    words = f"The cost book plans {book_says}, the baseline ({found.source}) holds {base_says}. The baseline counts."
    remedy = "Correct the one that is wrong, or have a new baseline approved."
    return (Finding(Severity.WARNING, "COSTS_PLANNED_DIFFER", plan.name, words, remedy),)


def open_book(data: bytes, name: str) -> CostBook:
    """Read a cost book; good rows are used although others are bad, which are findings."""
    return CostBook(read_costs(data, name, keep_good_rows=True))


def names_of(plan: Plan, project: str, file: str) -> tuple[str, ...]:
    """Return what a cost book may call a project: its id, its name, its file's name."""
    return (project, plan.uid, plan.name, file, PurePath(file).stem)


def _postings(row: CostRow, tasks: dict[str, str]) -> list[Posting]:
    """Return a row as postings; a month's or quarter's amount is spread evenly over its days, to the unit."""
    uid = tasks.get(_key(row.task), "") if row.task else ""
    days = row.last - row.first + 1
    amount = row.actual or 0
    parts = [amount * (n + 1) // days - amount * n // days for n in range(days)]
    return [(uid, (row.first + n) * DAY, part) for n, part in enumerate(parts) if part or days == 1]


def _tasks(plan: Plan) -> dict[str, str]:
    """Map what a cost book may call a task to its uid: the uid first, then WBS, then a name that is unique."""
    tasks = plan.tasks
    often = Counter(_key(name) for name in tasks.name)
    found = {_key(name): uid for uid, name in zip(tasks.uid, tasks.name, strict=True) if often[_key(name)] == 1}
    found |= {_key(wbs): uid for uid, wbs in zip(tasks.uid, tasks.wbs, strict=True) if wbs}
    return found | {_key(uid): uid for uid in tasks.uid}


def _foreign(plan: Plan, rows: Sequence[CostRow]) -> list[Finding]:
    if not rows:
        return []
    codes = ", ".join(sorted({row.currency for row in rows}))
    words = f"{len(rows)} cost rows are in {codes}, the plan is in {plan.currency}; they were left out."
    remedy = f"Give them in {plan.currency}."
    return [Finding(Severity.ERROR, "NO_RATE", plan.name, words, remedy)]


def _lost_tasks(plan: Plan, rows: Sequence[CostRow], tasks: dict[str, str]) -> list[Finding]:
    lost = sorted({row.task for row in rows if row.task and _key(row.task) not in tasks})
    if not lost:
        return []
    shown = ", ".join(lost[:5]) + (" …" if len(lost) > 5 else "")
    words = (
        f"Costs name {len(lost)} tasks that the plan does not hold ({shown}); they count for the project as a whole."
    )
    return [Finding(Severity.WARNING, "COSTS_WITHOUT_TASK", plan.name, words, "Use the task's id, WBS or name.")]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
