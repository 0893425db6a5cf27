"""A draft worked out: read as a table, scheduled, and everything that is wrong said by row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.network import CycleError, Schedule, schedule
from conspectus.engine.plan import Plan
from conspectus.formats.schedules.drafts import (
    COLUMNS,
    FINISHES,
    MOST_ROWS,
    STARTS,
    CellFinding,
    Draft,
    Written,
    is_blank,
    read_written,
    unclear_date,
    write_draft,
)
from conspectus.formats.schedules.outcome import Reading

TRIES = 6  # a row tells one bad cell at a time
PLACE = re.compile(r"^(?:row |line )?([A-Z]*)(\d+)$")
FIELDS = {
    "PREDECESSOR": "predecessors", "LAG_OUT_OF_RANGE": "predecessors", "TASK_ID_TWICE": "id", "TOTAL_ROW": "name",
    "ROW_LEFT_OUT": "name", "DURATION_ASSUMED": "duration", "LINK_CYCLE": "predecessors",
}  # fmt: skip
QUIET = frozenset({"ROWS_BROKEN", "COLUMNS_UNUSED", "PREDECESSORS_BY_ROW", "CURRENCY_NOT_NAMED"})
BROKEN = frozenset({"CELL", "TOTAL_ROW", "ROW_LEFT_OUT", "WORKING_TIME_UNREAD", "DATE_UNREAD", "CELLS_UNDECIDED"})
NAMELESS = "(no name)"


@dataclass(frozen=True, eq=False, slots=True)
class WorkedOut:
    """The plan of a draft with its dates; where ``broken``, those it has without the cells that cannot be read."""

    written: Written
    plan: Plan | None
    schedule: Schedule | None
    findings: tuple[CellFinding, ...]
    noticed: tuple[Finding, ...]
    broken: bool

    @property
    def row_of(self) -> dict[str, int]:
        """The draft's row of each task by its id."""
        return _rows_by_id(self.plan, self.written) if self.plan is not None else {}


def work_out(draft: Draft, after: int, currency: str) -> WorkedOut:
    """Read and schedule a draft; what cannot be read is said, left empty, and the rest worked out all the same."""
    rows = [row for row in draft.rows if not is_blank(row)]
    written = write_draft(draft, after)
    if not rows or len(rows) > MOST_ROWS:
        words = (
            f"The editor holds up to {MOST_ROWS} rows; there are {len(rows)}." if rows else "The plan holds no task."
        )
        remedy = "Hand a longer plan in as a workbook." if rows else "Type the name of the first task."
        return WorkedOut(written, None, None, (CellFinding(-1, "", "error", words, remedy),), (), broken=True)
    said = dict.fromkeys(_unclear(draft))
    for _ in range(TRIES):
        current = write_draft(_without(draft, said), after) if said else written
        reading = read_written(current, currency)
        plan = reading.plans[0] if reading.plans else None
        found, dates = _dated(reading, plan)
        if any(item.code == "CELL" for item in found):  # its row is left out, so what others say of it is untrue
            found = tuple(item for item in found if item.code == "CELL")
        told = [one for item in found for one in _placed(item, plan, current, draft)]
        faults = [one for one in told if one.severity in ("error", "refused") and one not in said]
        said |= dict.fromkeys(told)
        if not faults or dates is not None:
            break
    wrong = {(one.row, one.field) for one in said if one.severity in ("error", "refused")}
    said = {one: None for one in said if one.severity in ("error", "refused") or (one.row, one.field) not in wrong}
    broken = plan is None or dates is None or any(one.severity in ("error", "refused") for one in said)
    return WorkedOut(written if not broken else current, plan, dates, tuple(said), found, broken=broken)


def _dated(reading: Reading, plan: Plan | None) -> tuple[tuple[Finding, ...], Schedule | None]:
    if plan is None:
        return reading.findings, None
    try:
        dates = schedule(plan)
    except CycleError as refusal:
        return (*reading.findings, refusal.finding), None
    refused = any(item.severity == Severity.REFUSED for item in dates.findings)
    return (*reading.findings, *dates.findings), None if refused else dates


def _unclear(draft: Draft) -> Iterator[CellFinding]:
    """Yield the dates that may mean two days."""
    for number, row in enumerate(draft.rows):
        for name in (*STARTS, *FINISHES):
            if finding := unclear_date(row.get(name, "")):
                yield CellFinding(number, name, "error", finding.words, "Write it as 2026-04-03.")
    for name in ("status_date", "start"):
        if finding := unclear_date(draft.head.get(name, "")):
            yield CellFinding(-1, name, "error", finding.words, "Write it as 2026-04-03.")


def _without(draft: Draft, said: Mapping[CellFinding, None]) -> Draft:
    """Return the draft with the cells that cannot be read emptied, so that the others still give dates."""
    rows, head = [dict(row) for row in draft.rows], dict(draft.head)
    for one in said:
        if one.severity not in ("error", "refused") or not one.field:
            continue
        if one.row < 0:
            head[one.field] = ""
        elif one.field == "name":
            rows[one.row]["name"] = f"{NAMELESS} {one.row + 1}"
        elif one.field == "id":
            rows[one.row]["id"] = f"{rows[one.row].get('id', '')} (row {one.row + 1})"
        else:
            rows[one.row][one.field] = ""
    return Draft(head, tuple(rows))


def _placed(finding: Finding, plan: Plan | None, written: Written, draft: Draft) -> Iterator[CellFinding]:
    """Yield a finding at each cell it is about."""
    if finding.code in QUIET:
        return
    severity = "error" if finding.code in BROKEN else finding.severity.value
    field, row, line = FIELDS.get(finding.code, ""), -1, -1
    if match := PLACE.match(finding.place):
        line = int(match[2])
        row = written.line_of.get(line, -1)
        field = _column(match[1]) if match[1] and row >= 0 else field
    if row < 0 and line in written.head_line_of:
        field = written.head_line_of[line]
    if row < 0 and finding.tasks and plan is not None:
        by_id = _rows_by_id(plan, written)
        rows = [by_id[uid] for uid in finding.tasks if uid in by_id]
        # Of a loop the last one is let go of, so that the others show where they lie.
        for number, at in enumerate(rows):
            loose = finding.code == "LINK_CYCLE" and number < len(rows) - 1
            yield CellFinding(at, field, "warning" if loose else severity, finding.words, finding.remedy)
        return
    if row >= 0 and finding.code == "CELL" and not field:
        field = "name"
    yield CellFinding(row, field, severity, _words(finding, row, field, draft), finding.remedy)


def _column(letters: str) -> str:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return list(COLUMNS)[number - 1] if number <= len(COLUMNS) else ""


def _words(finding: Finding, row: int, field: str, draft: Draft) -> str:
    """Return the words with the cell's text in place of the cell's address, which nobody sees here."""
    typed = draft.rows[row].get(field, "") if row >= 0 else ""
    words = re.sub(r"\s*\([A-Z]+\d+\)\.?$", ".", finding.words).replace("..", ".")
    if field == "name" and not typed:
        return "This row has no name."
    if finding.code == "TOTAL_ROW":
        return f"A row called '{typed}' is taken for a sum of the others. Call it otherwise."
    if finding.code == "TASK_ID_TWICE":
        return f"The id '{typed}' is used twice."
    words = re.sub(r"^[A-Z]{1,2}\d+ ", f"'{typed}' ", words)
    return words.replace("which is not in the file", "which is not in the plan")


def _rows_by_id(plan: Plan | None, written: Written) -> dict[str, int]:
    """Return the draft's row of each task: rows and lines come in the same order."""
    if plan is None:
        return {}
    return dict(zip(plan.tasks.uid, sorted(written.line_of.values()), strict=False))
