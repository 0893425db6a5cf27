"""Rows of a filled sheet held against the reports asked for: whose each is, what it would write, why it cannot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.collection import ReadReport, ReadSheet
from conspectus.formats.collection.columns import DIMENSIONS
from conspectus.journeys.report_sheets.desk import Desk
from conspectus.journeys.report_sheets.lines import SheetLine
from conspectus.journeys.update_report import Update
from conspectus.kit.amounts import minor_units
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_text, fold
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.actions import MOST_MINUTES, TEXTS, Declared, Words, said_by
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import RAG, WRITABLE, Dimension, ReportState
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries.cycles import cycle_of
from conspectus.rooms.status.queries.doubts import doubts_of, doubts_seen
from conspectus.rooms.status.queries.reports import stored_answers

SUBMIT, KEEP, UNCHANGED = "submit", "keep", "unchanged"
DEEDS = (SUBMIT, KEEP, UNCHANGED)
DAYS = ("decide_on", "finish_on")
NAMED = frozenset({"code", "name"})


@dataclass(slots=True)
class MatchedRow:
    """A row with whose report it is and what it would write."""

    line: SheetLine
    project: Project | None = None
    update: Update | None = None
    revision: int = 0
    answer: str = ""
    faults: list[Finding] = field(default_factory=list)

    def fault(self, code: str, words: str, remedy: str = "") -> None:
        """Say why the row cannot be taken."""
        place = _("row %(number)s") % {"number": self.line.row}
        place = f"{self.line.sheet}, {place}" if self.line.sheet else place
        self.faults.append(Finding(Severity.ERROR, code, place, words, remedy))


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whose report a row is, the revision it was made from, and whether it was made for another period."""

    project: Project | None
    revision: int = 0
    elsewhere: bool = False


class Matching:
    """Holds the rows of a sheet against a desk."""

    def __init__(self, desk: Desk, found: ReadSheet, deed: str) -> None:
        self.desk, self.found, self.deed = desk, found, deed
        self._codes = {one.code_key: one for one in desk.projects.values()}
        self._names = {one.name_key: one for one in desk.projects.values()}

    def rows(self) -> list[MatchedRow]:
        """Return every row with what it would write, or why it cannot."""
        rows, taken = [], set[int]()
        for read, meant in self._joined():
            code, name = read.texts.get("code", ""), read.texts.get("name", "")
            deed = read.deed or self.deed
            line = SheetLine(read.row, code, name, None, deed, read.levels.get("overall", ""), read.sheet)
            row = MatchedRow(line, meant.project, revision=meant.revision, faults=list(read.faults))
            if meant.project is not None:
                self._hold(read, row, meant.project, taken)
            elif meant.elsewhere:
                row.fault("OTHER_PERIOD", _("This row was made for another period."))
            else:
                words = _("No project of this code or name that you see is asked for a report in this period.")
                row.fault("NOT_HERE", words)
            rows.append(row)
        self._look_through(rows)
        for row in rows:
            row.line = replace(row.line, findings=tuple(row.faults))
        return rows

    def _joined(self) -> list[tuple[ReadReport, _Meant]]:
        """Return the rows with what each means; what another table says of a project is added to its first row."""
        found: list[tuple[ReadReport, _Meant]] = []
        first: dict[int, int] = {}
        for read in self.found.rows:
            meant = self._meant(read)
            place = first.get(meant.project.pk) if meant.project is not None else None
            if place is not None and not (found[place][0].fields & read.fields) - NAMED:
                found[place] = (found[place][0].joined(read), meant)
                continue
            if meant.project is not None:
                first.setdefault(meant.project.pk, len(found))
            found.append((read, meant))
        return found

    def _meant(self, read: ReadReport) -> _Meant:
        """Return the project a row means: by its key, else by its code, else by its name."""
        key = read.texts.get("key", "").split(".")
        if len(key) == 3 and all(one.isascii() and one.isdecimal() and len(one) < 10 for one in key):
            period, pk, revision = map(int, key)
            here = period == self.desk.period.pk
            return _Meant(self.desk.projects.get(pk) if here else None, revision, elsewhere=not here)
        code, name = fold(read.texts.get("code", "")), fold(read.texts.get("name", ""))
        found = self._codes.get(code) or self._names.get(name) or self._codes.get(name)
        stored = self.desk.reports.get(found.pk) if found is not None else None
        return _Meant(found, stored.revision if stored else 0)

    def _hold(self, read: ReadReport, row: MatchedRow, project: Project, taken: set[int]) -> None:
        """Say why a report cannot be written, else what it would hold."""
        row.line = replace(row.line, code=project.code, name=project.name, project_id=project.pk)
        stored = self.desk.reports.get(project.pk)
        if not row.line.deed:
            return  # passed over
        if project.pk in taken:
            row.fault("TWICE", _("This project has a row above already."))
        elif project.pk not in self.desk.mine:
            row.fault("NOT_YOURS", _("You may not write the report of this project."))
        elif stored is not None and stored.state not in WRITABLE:
            state = str(ReportState(stored.state).label).lower()
            row.fault("SUBMITTED", _("This report is %(state)s already.") % {"state": state})
        elif row.revision != (stored.revision if stored else 0):
            words = _("This report was changed since the workbook was made.")
            row.fault("CHANGED", words, _("Make a new workbook, or use the form."))
        elif row.line.deed in (SUBMIT, KEEP):
            row.update = self._update(read, row, project, stored)
        taken.add(project.pk)

    def _update(self, read: ReadReport, row: MatchedRow, project: Project, stored: Report | None) -> Update:
        """Return what a row writes; what the sheet has no column for stays as it is stored."""
        scale, columns = stored.scale if stored else RAG, read.fields
        told = {one.dimension: one for one in stored.declarations.all()} if stored else {}
        declared = []
        for one in DIMENSIONS:
            before = told.get(one)
            level = read.levels.get(one, "") if one in columns else before.level if before else ""
            words = read.texts.get(f"{one}_words", "") if f"{one}_words" in columns else before.words if before else ""
            if level and level_of(scale, level) is None:
                said = _("%(dimension)s: this level is not of the scale of this report.")
                row.fault("LEVEL", said % {"dimension": Dimension(one).label})
            elif level:
                declared.append(Declared(one, level, self._text(row, one, words)))
        row.answer = self._text(row, "answer", read.texts.get("answer", ""), 2000)
        return Update(declared, self._words(read, row, project, stored), scale, {}, _minutes(read, row))

    def _words(self, read: ReadReport, row: MatchedRow, project: Project, stored: Report | None) -> Words:
        columns = read.fields
        told: dict[str, object] = {}
        for name in TEXTS:
            text = read.texts.get(name, "") if name in columns else getattr(stored, name, "")
            told[name] = self._text(row, name, text)
        for name in DAYS:
            told[name] = read.days.get(name) if name in columns else getattr(stored, name, None)
        told["forecast_minor"] = stored.forecast_minor if stored else None
        if "forecast" in columns and self.desk.sees_cost(project.pk):
            told["forecast_minor"] = self._amount(read, row, project)
        return Words(**told)  # type: ignore[arg-type]

    def _amount(self, read: ReadReport, row: MatchedRow, project: Project) -> int | None:
        text = read.numbers.get("forecast", "")
        if text and read.currency and read.currency != project.currency:
            words = _("The forecast is in %(currency)s; this project is kept in %(own)s.")
            row.fault("CURRENCY", words % {"currency": read.currency, "own": project.currency})
            return None
        try:
            amount = minor_units(text, project.currency, "forecast") if text else None
        except Invalid as refusal:
            row.fault("FORECAST", refusal.words)
            return None
        if amount is not None and amount < 0:
            row.fault("FORECAST", _("Enter an amount above 0."))
        return amount

    def _text(self, row: MatchedRow, name: str, text: str, most: int = 4000) -> str:
        try:
            return clean_text(text, name, most=most)
        except Invalid as refusal:
            row.fault("TEXT", refusal.words)
            return ""

    def _look_through(self, rows: list[MatchedRow]) -> None:
        """Look for what does not fit in the reports to be submitted, all at once, and give each its answers."""
        desk = self.desk
        handed = {row.project.pk: row for row in rows if row.project and row.update and row.line.deed == SUBMIT}
        projects = [row.project for row in handed.values() if row.project is not None]
        if not projects:
            return
        said = {
            pk: said_by(row.update.declared, row.update.words, row.update.scale)
            for pk, row in handed.items()
            if row.update
        }
        doubts = doubts_of(said, projects, desk.period, desk.on)
        cycle, answered = cycle_of(desk.period), stored_answers(desk.period, list(handed))
        for pk, row in handed.items():
            assert row.update is not None
            if not any(one.dimension == Dimension.OVERALL for one in row.update.declared):
                row.fault("OVERALL", _("Declare at least the overall status before you submit."))
            keys = [(one.code, one.place) for one in doubts[pk]]
            answers = {key: row.answer or answered.get((pk, *key), "") for key in keys}
            row.update = replace(row.update, found=doubts[pk], answers=answers)
            if cycle is not None and cycle.answers_needed and not all(answers.values()):
                seen = doubts_seen(doubts[pk], desk.sees_cost(pk))
                row.faults += [replace(one, severity=Severity.WARNING) for one in seen]
                row.fault("UNANSWERED", _("What does not fit in this report wants an answer."))


def _minutes(read: ReadReport, row: MatchedRow) -> int | None:
    text = read.numbers.get("minutes", "")
    if not text:
        return None
    minutes = int(Decimal(text)) if Decimal(text) == int(Decimal(text)) else 0
    if not 0 < minutes <= MOST_MINUTES:
        row.fault("MINUTES", _("Minutes lie between 1 and %(most)s.") % {"most": MOST_MINUTES})
        return None
    return minutes
