"""Plans from a plain workbook or delimited text, for teams without a scheduling program."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import DAY, NONE
from conspectus.formats import currencies
from conspectus.formats.schedules import above, gate, trimming, verify
from conspectus.formats.schedules.headings import DATES, SYNONYMS, UNITS_IN_HEADINGS, WEAK, YES
from conspectus.formats.schedules.outcome import Reading
from conspectus.formats.schedules.outlines import settle
from conspectus.formats.schedules.tabular import Entry, Head, assemble
from conspectus.formats.schedules.worktime import STANDARD, WorkTime, read_worktime
from conspectus.formats.workbooks import Manner, Refused, Row, read_delimited, read_workbook
from conspectus.formats.workbooks.cells import BadCell, Cell, Table, find_table, refuse
from conspectus.formats.workbooks.locales import choose_locale
from conspectus.formats.workbooks.values import (
    Instant,
    day_first,
    parse_amount,
    parse_date,
    parse_duration,
    parse_percent,
)
from conspectus.formats.workbooks.words import EMPTY, UNDECIDED, UNITS, fold

AMOUNTS = ("cost", "actual_cost", "baseline_cost")
TIMES = ("days", "hours", "holidays")
TEXTS = frozenset({"id", "wbs", "name", "note", "resource", "phase"})
SIGNS = {"€": "EUR", "£": "GBP"}
CODE = re.compile(r"(?<![A-Z])([A-Z]{3})(?![A-Z])")
LONGEST = 36_525 * DAY
THOUSANDS = re.compile(r"^(?:T|k|K)\s?(?:€|£|\$|[A-Z]{3})$|^(?:in )?(?:thousands|thousand|Tsd\.?)\b", re.IGNORECASE)


def read(admitted: gate.Admitted, name: str, manner: Manner) -> Reading:
    """Return the plan a table holds; any row that does not do refuses the file, with all such rows named."""
    try:
        sheets = (
            read_workbook(admitted.data, name)
            if admitted.kind == "workbook"
            else [read_delimited(admitted.data, name, admitted.charset)]
        )
        table, findings = trimming.trim(find_table(sheets, SYNONYMS, ("name",), WEAK))
        if not table.rows:
            raise refuse("TABLE_EMPTY", name, "The table holds no tasks.", "Add a row for each task.")
        reader = _Reader(table, manner)
        entries = settle(reader.entries())
        head = reader.head(PurePath(name).stem)
    except Refused as refused:
        return Reading(name, admitted.kind, (), (refused.finding,))
    findings = [*table.sheet.findings, *findings, *reader.findings, *reader.noticed()]
    plan, found = assemble(entries, head, table.sheet.place)
    findings += found
    if any(f.code == "TASK_ID_TWICE" for f in found):
        return Reading(name, admitted.kind, (), tuple(findings))
    findings += verify.verify(plan, plan.tasks.kind == -1)
    errors = sum(f.severity is Severity.ERROR for f in findings)
    if errors:
        words = f"{errors} rows have problems, listed here. Nothing was used."
        findings.append(Finding(Severity.REFUSED, "ROWS_BROKEN", name, words, "Correct them and retry."))
    refused_whole = any(f.severity is Severity.REFUSED for f in findings)
    return Reading(name, admitted.kind, () if refused_whole else (plan,), tuple(findings))


class _Reader:
    """Turns rows into entries and collects what is wrong with their cells."""

    def __init__(self, table: Table, manner: Manner) -> None:
        self.table, self.manner = table, manner
        self.labelled = above.labelled(table.above)
        self.undecided: list[str] = []
        self.scale = {f: 1000 if THOUSANDS.match(table.units.get(f, "")) else 1 for f in AMOUNTS}
        amounts = (self._cell(row, field) for row in table.rows for field in AMOUNTS)
        self.locale = choose_locale(amounts, manner.locale, table.sheet.name)
        self.findings: list[Finding] = []
        every = [self._cell(row, field) for row in table.rows for field in DATES]
        every += [self.labelled[field] for field in ("status_date", "start") if field in self.labelled]
        self.day_first = day_first(every, manner.date_order, table.sheet.name or "table")
        self.currency = self._currency()
        shares = [self._cell(row, "percent").text for row in table.rows]
        bare = [float(s.replace(",", ".")) for s in shares if re.fullmatch(r"\d+([.,]\d+)?", s)]
        self.points = any(number > 1 for number in bare) or "%" in table.units.get("percent", "")
        self.mixed = self.points and any(0 < number < 1 for number in bare)
        self.ones = not self.points and bool(bare) and set(bare) <= {0.0, 1.0} and 1.0 in bare
        self.usual = self._usual_unit()
        self.time = self._worktime()

    def _currency(self) -> str:
        """Return the plan's currency: its column's, its label's, that of headings or amounts, else the one told."""
        named = {self._cell(row, "currency").text.upper() for row in self.table.rows} - {""}
        named = named or ({self.labelled["currency"].text.upper()} if "currency" in self.labelled else set())
        if len(named) > 1:
            words = f"The plan uses several currencies ({', '.join(sorted(named))}); a plan has one."
            raise refuse("CURRENCY_MIXED", "column currency", words, "Keep one currency a plan.")
        code = next(iter(named), "")
        if code and code not in currencies.KNOWN:
            words = f"'{code}' is not a currency code in use."
            raise refuse("CURRENCY_UNKNOWN", "column currency", words, "Use a code such as EUR.")
        return code or self._written() or self.manner.currency

    def _written(self) -> str:
        """Return the currency the headings or the amounts themselves name."""
        cells = (self._cell(row, field).value for row in self.table.rows for field in AMOUNTS)
        texts = [self.table.units.get(field, "") for field in AMOUNTS] + [c for c in cells if isinstance(c, str)]
        found = {SIGNS[sign] for text in texts for sign in SIGNS if sign in text}
        found |= {code for text in texts for code in CODE.findall(text) if code in currencies.KNOWN}
        if len(found) > 1:
            words = f"The plan uses several currencies ({', '.join(sorted(found))}); a plan has one."
            raise refuse("CURRENCY_MIXED", "column cost", words, "Keep one currency a plan.")
        return next(iter(found), "")

    def _usual_unit(self) -> str:
        """Return the unit of a bare duration: what the heading says, else days."""
        at = self.table.columns.get("duration", -1)
        heading = fold(self._headings()[at].text) if at >= 0 else ""
        said = fold(self.table.units.get("duration", "")) or UNITS_IN_HEADINGS.get(heading, "")
        return said if said in UNITS else "d"

    def _worktime(self) -> WorkTime:
        """Return the working time told over the headings; what cannot be read there is said and left out."""
        try:
            return read_worktime({field: self.labelled[field] for field in TIMES if field in self.labelled})
        except BadCell as bad:
            place = self.table.sheet.place(next(self.labelled[f] for f in TIMES if f in self.labelled))
            remedy = "Write Mon-Fri, 08:00-12:00, 13:00-17:00, and holidays as 2026-12-25."
            self.findings.append(Finding(Severity.WARNING, "WORKING_TIME_UNREAD", place, str(bad), remedy))
            return STANDARD

    def _headings(self) -> tuple[Cell, ...]:
        return self.table.sheet.rows[len(self.table.above)].cells

    def head(self, name: str) -> Head:
        """Return what the lines over the headings and the columns say of the whole plan."""
        said = [self._date(row, "status_date") for row in self.table.rows]
        given = {one.minutes + (0 if one.has_time else DAY) for one in said if one is not None}
        if "status_date" in self.labelled:
            given |= self._label("status_date", DAY)
        start = self._label("start", self.time.start) if "start" in self.labelled else set()
        project = self.labelled["project"].text if "project" in self.labelled else ""
        return Head(project or name, self.currency, max(given, default=NONE), max(start, default=NONE), self.time)

    def _label(self, field: str, add: int) -> set[int]:
        """Return the date behind a label, none where it is none: such lines may hold anything."""
        try:
            found = parse_date(self.labelled[field], day_comes_first=self.day_first)
        except BadCell as bad:
            place = self.table.sheet.place(self.labelled[field])
            self.findings.append(Finding(Severity.WARNING, "DATE_UNREAD", place, str(bad), "Write it as 2026-06-30."))
            return set()
        return set() if found is None else {found.minutes + (0 if found.has_time else add)}

    def _date(self, row: Row, field: str) -> Instant | None:
        try:
            return parse_date(self._cell(row, field), day_comes_first=self.day_first)
        except BadCell:
            return None  # named with its row

    def entries(self) -> list[Entry]:
        """Return all rows; those with a bad cell are left out and named in the findings."""
        found = []
        for row in self.table.rows:
            try:
                found.append(self._entry(row))
            except BadCell as bad:
                place = self._place(row, str(bad))
                self.findings.append(Finding(Severity.ERROR, "CELL", place, str(bad), "Correct the cell."))
        return found

    def noticed(self) -> list[Finding]:
        """Return what was left aside or taken one way where another was possible."""
        return trimming.noticed(self.table, self.undecided, mixed=self.mixed, ones=self.ones)

    def _place(self, row: Row, words: str) -> str:
        named = next((c for c in row.cells if c.ref in re.findall(r"[A-Z]+\d+", words)), None)
        return self.table.sheet.place(named or row.number)

    def _cell(self, row: Row, field: str) -> Cell:
        """Return a cell; what only says that nothing is known counts as empty."""
        cell = self.table.cell(row, field)
        if field in TEXTS or not isinstance(cell.value, str):
            return cell
        said = fold(cell.text)
        if said in UNDECIDED:
            self.undecided.append(self.table.sheet.place(cell))
        return replace(cell, value=None) if said in EMPTY or said in UNDECIDED else cell

    def _text(self, row: Row, field: str) -> str:
        cell = self._cell(row, field)
        if cell.problem:
            raise BadCell(cell.problem)
        return cell.text

    def _entry(self, row: Row) -> Entry:
        dates = {field: parse_date(self._cell(row, field), day_comes_first=self.day_first) for field in DATES}
        minutes, elapsed = self._duration(row)
        level = self._text(row, "level")
        if level and not level.isdigit():
            raise BadCell(f"{self._cell(row, 'level').ref} is not an outline level such as 2.")
        name = self._text(row, "name")
        if not name:
            raise BadCell(f"{self._cell(row, 'name').ref} has no name.")
        texts = {
            f: self._text(row, f) for f in ("id", "wbs", "note", "predecessors", "successors", "resource", "phase")
        }
        return Entry(
            row=row.number,
            level=int(level) if level else 0,
            name=name,
            indent=self._cell(row, "name").indent,
            duration=minutes,
            elapsed=elapsed,
            milestone=fold(self._text(row, "milestone")) in YES,
            percent=parse_percent(self._cell(row, "percent"), points=self.points),
            dates=dates,
            time=self.time,
            amounts={field: self._amount(row, field) for field in AMOUNTS},
            **texts,
        )

    def _duration(self, row: Row) -> tuple[float | None, bool]:
        text = self._text(row, "duration")
        if not text:
            return None, False
        minutes, elapsed = parse_duration(text, self._cell(row, "duration").ref, self.usual, self.time.lengths)
        if minutes < 0:
            raise BadCell(f"A duration cannot be negative ({self._cell(row, 'duration').ref}).")
        if minutes > LONGEST:
            raise BadCell(f"A duration cannot be longer than a century ({self._cell(row, 'duration').ref}).")
        return minutes, elapsed

    def _amount(self, row: Row, field: str) -> int | None:
        amount = parse_amount(self._cell(row, field), self.locale, self.currency)
        if amount is not None and amount < 0:
            raise BadCell(f"Costs cannot be negative; use a credit. ({self._cell(row, field).ref})")
        return None if amount is None else amount * self.scale[field]
