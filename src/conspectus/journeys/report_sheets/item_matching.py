"""Rows of milestones, risks and actions held against what stands: what each changes or opens, why it cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.collection import ReadItem
from conspectus.formats.collection.items import Value
from conspectus.formats.registers.values import state as state_named
from conspectus.formats.registers.values import word
from conspectus.journeys.report_sheets.desk import Desk
from conspectus.journeys.report_sheets.items import (
    ACTIONS,
    KINDS,
    MILESTONES,
    REGISTER,
    WRITTEN,
    Item,
    Writable,
    digest_of,
    items_named,
    opened_already,
    told_of,
)
from conspectus.journeys.report_sheets.lines import SheetLine
from conspectus.journeys.sheet_rows import words_of
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.accounts.queries import people
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.choices import EntryKind, EntryState
from conspectus.rooms.risks.rules import check_certain, check_state

OPEN, CHANGE, CLOSE = "open", "change", "close"


@dataclass(slots=True)
class MatchedItem:
    """A row with what it changes: ``item`` as it stands, none where it opens one; ``values`` as they would be."""

    line: SheetLine
    project: Project | None = None
    item: Item | None = None
    values: dict[str, Value] = field(default_factory=dict)
    owner: Person | None = None
    faults: list[Finding] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Of which kind the thing is."""
        return self.line.kind

    @property
    def changed(self) -> set[str]:
        """The names of what the row changes."""
        if self.item is None:
            return set(self.values)
        before, after = told_of(self.kind, self.item.values), told_of(self.kind, self.values)
        return {name for name in before if before[name] != after[name]}

    def fault(self, code: str, words: str, remedy: str = "", severity: Severity = Severity.ERROR) -> None:
        """Say why the row cannot be taken."""
        place = f"{self.line.sheet}, " + _("row %(number)s") % {"number": self.line.row}
        self.faults.append(Finding(severity, code, place, words, remedy))


@dataclass(frozen=True, slots=True)
class _Key:
    project: int
    revision: int
    digest: str
    ident: str


class ItemMatching:
    """Holds the rows of things against what stands; asks the same number of times for one row and for all."""

    def __init__(self, desk: Desk, read: Sequence[ReadItem]) -> None:
        self.desk, self.read = desk, read
        self.keys = {id(one): key for one in read if (key := _key(one.key))}
        self.standing: dict[str, dict[tuple[int, str], Item]] = {}
        for kind in WRITTEN:
            named = [self.keys[id(one)] for one in read if one.kind == kind and id(one) in self.keys]
            touched = [one for one in named if one.project in desk.projects]
            self.standing[kind] = items_named(kind, [(one.project, one.ident) for one in touched])
        self.writable = Writable(list(desk.projects), desk.by, desk.on)
        self.codes = {one.code_key: one for one in desk.projects.values()}
        fresh = {one.kind for one in read if not one.key}
        self.there = {kind: opened_already(kind, list(desk.projects)) for kind in fresh - {MILESTONES}}
        everybody = list(people()) if read else []
        self.several = Counter(fold(one.name) for one in everybody)
        self.people = {fold(one.name): one for one in everybody}
        self.states = {REGISTER: words_of(EntryState), ACTIONS: words_of(ActionState)}
        self.kinds = words_of(EntryKind)

    def rows(self) -> list[MatchedItem]:
        """Return the rows that say something new, or cannot be read; untouched ones are passed over in silence."""
        found, seen = [], set[tuple[str, int, str]]()
        for read in self.read:
            row = self._known(read, seen) if read.key else self._new(read)
            if row is not None:
                row.line = replace(row.line, findings=tuple(row.faults))
                found.append(row)
        return found

    def _begun(self, read: ReadItem, project: Project | None, item: Item | None) -> MatchedItem:
        code, name = (project.code, project.name) if project else (str(read.values.get("code") or ""), "")
        title = str((item.values if item and read.kind == MILESTONES else read.values).get("title") or "")
        pk = project.pk if project else None
        line = SheetLine(read.row, code, name, pk, CHANGE, "", read.sheet, read.kind, title)
        return MatchedItem(line, project, item, faults=list(read.faults))

    def _known(self, read: ReadItem, seen: set[tuple[str, int, str]]) -> MatchedItem | None:
        """Return what a row that was made here changes; None where it changes nothing."""
        key = self.keys.get(id(read))
        project = self.desk.projects.get(key.project) if key else None
        item = self.standing[read.kind].get((key.project, key.ident)) if key else None
        row = self._begun(read, project, item)
        if key is None or project is None:
            row.fault("NOT_HERE", _("No project of this row that you see is asked for a report in this period."))
            return row
        self._say(row, read, item)
        if not row.faults and digest_of(read.kind, row.values) == key.digest:
            return None  # untouched
        if item is None:
            row.fault("GONE", _("This is not there any more."))
            return row
        if not row.faults and self._same(row, item):
            return None
        if (read.kind, key.project, key.ident) in seen:
            row.fault("TWICE", _("This has a row above already."))
        elif project.pk not in self.writable.projects[read.kind]:
            row.fault("NOT_YOURS", _("You may not change this."))
        elif item.revision != key.revision:
            words = _("This was changed since the workbook was made.")
            row.fault("CHANGED", words, _("Make a new workbook, or change it on its page."))
        elif read.kind == MILESTONES and item.shut:
            row.fault("PLAN_ELSEWHERE", _("Change it where the plan is made, and hand the plan in."))
        else:
            self._check(row, str(item.values.get("kind") or ""))
        seen.add((read.kind, key.project, key.ident))
        return row

    def _new(self, read: ReadItem) -> MatchedItem | None:
        """Return what an empty row that was filled in opens; None where nothing was filled in."""
        said = {name for name in read.values if name not in ("code", "state", "kind")}
        if not said and not read.faults and not read.values.get("kind"):
            return None
        code = fold(str(read.values.get("code") or ""))
        able = self.writable.projects[read.kind]
        only = next(iter(able)) if len(able) == 1 and not code else None
        project = self.desk.projects[only] if only else self.codes.get(code)
        row = self._begun(read, project, None)
        row.line = replace(row.line, deed=OPEN)
        if read.kind == MILESTONES:
            row.fault("MILESTONE_NEW", _("Milestones begin in a plan."), _("Add it to the plan, and hand the plan in."))
            return row
        self._say(row, read, None)
        if project is None:
            words = _("No project of this code that you see is asked for a report in this period.")
            row.fault("NOT_HERE", words if code else _("Name the project in the first column."))
        elif project.pk not in able:
            row.fault("NOT_YOURS", _("You may not change this."))
        else:
            self._check(row, str(row.values.get("kind") or ""))
            place = (project.pk, str(row.values.get("kind") or ""), fold(row.line.about))
            if not row.faults and place in self.there[read.kind]:
                row.line = replace(row.line, deed="")
                row.fault("THERE", _("This is there already; it is left as it is."), severity=Severity.NOTE)
            self.there[read.kind].add(place)
        return row

    def _say(self, row: MatchedItem, read: ReadItem, item: Item | None) -> None:
        """Put what a row says into its values, choices by their codes; what is not known is a fault."""
        values: dict[str, Value] = {name: read.values.get(name) for name in WRITTEN[read.kind]}
        if "state" in values:
            values["state"] = self._chosen(row, read, "state", self.states[read.kind]) or "open"
        if read.kind == REGISTER and item is None:
            values["kind"] = self._chosen(row, read, "kind", self.kinds) if "kind" in read.values else KINDS[0].value
        if read.kind == ACTIONS and values["done_on"] and values["state"] == ActionState.OPEN:
            values["state"] = ActionState.DONE.value
        name = fold(str(values.get("owner") or ""))
        kept = item.row.owner if item is not None and read.kind != MILESTONES else None
        row.owner = kept if kept is not None and fold(kept.name) == name else self.people.get(name)
        if name and row.owner is None:
            row.fault("OWNER", _("'%(name)s' is nobody on record.") % {"name": str(values["owner"])[:60]})
        elif name and row.owner is not kept and self.several[name] > 1:
            row.fault("OWNER", _("Several people are called %(name)s.") % {"name": str(values["owner"])[:60]})
        row.values = values

    @staticmethod
    def _chosen(row: MatchedItem, read: ReadItem, name: str, known: Mapping[str, str]) -> str:
        text = str(read.values.get(name) or "")
        found = known.get(word(text), "") if text else ""
        if text and not found and name == "state" and read.kind == REGISTER:
            found = state_named(text)
        if text and not found:
            row.fault("WORD", _("'%(text)s' is not known here.") % {"text": text[:60]})
        return found

    @staticmethod
    def _same(row: MatchedItem, item: Item) -> bool:
        """Return whether what a row says stands already; the day of closing counts where the row names it."""
        differs = row.changed
        return not (differs - {"done_on"} if not row.values.get("done_on") else differs)

    def _check(self, row: MatchedItem, kind: str) -> None:
        """Say what would be refused; a row with a cell that cannot be read is refused for that alone."""
        if row.faults:
            return
        if row.kind == MILESTONES:
            self._check_milestone(row)
            return
        if not row.values.get("title"):
            row.fault("EMPTY", _("Say what it is."))
        ending, state = "outcome" if row.kind == REGISTER else "answer", str(row.values["state"])
        was = str(row.item.values["state"]) if row.item else "open"
        if row.kind == REGISTER:
            self._check_entry(row, kind, state)
        elif was != ActionState.OPEN:
            row.fault("CLOSED", _("This action is closed already."))
        if state != "open":
            row.line = replace(row.line, deed=CLOSE)
            if not row.values.get(ending):
                row.fault("HOW_ENDED", _("Say in a sentence how it ended."))
            if row.item is None:
                row.fault("NEW_CLOSED", _("What is new begins open."))
        elif row.kind == ACTIONS and row.values.get("answer"):
            row.fault("ANSWER", _("An answer closes an action: choose done or dropped."))
        done_on, row_opened = row.values.get("done_on"), getattr(row.item.row if row.item else None, "opened_at", None)
        if done_on and row_opened and not row_opened.date() <= done_on <= self.desk.on:  # type: ignore[operator]
            row.fault("DONE_ON", _("The day it was done lies between the day it was given and today."))

    @staticmethod
    def _check_entry(row: MatchedItem, kind: str, state: str) -> None:
        if kind not in KINDS:
            row.fault("KIND", _("A new row is a risk, an opportunity or an issue."))
            return
        for check in (partial(check_state, kind, state), partial(check_certain, kind, row.values)):
            try:
                check()
            except Invalid as refusal:
                row.fault(refusal.code.upper(), refusal.words)

    def _check_milestone(self, row: MatchedItem) -> None:
        done_on: Any = row.values.get("done_on")
        if row.item is not None and row.item.row.done:
            row.fault("DONE", _("This milestone is done already."))
        elif done_on and done_on > self.desk.on:
            row.fault("DONE_ON", _("The day it was done does not lie ahead."))
        elif not done_on and not row.values.get("finish_on"):
            row.fault("EMPTY", _("Say when it is forecast, or when it was done."))


def _key(text: str) -> _Key | None:
    """Return what a hidden key names; None where it is none of ours."""
    parts = text.split(".", 3)
    if len(parts) < 4 or not all(one.isascii() and one.isdecimal() and len(one) < 10 for one in parts[:2]):
        return None
    return _Key(int(parts[0]), int(parts[1]), parts[2], parts[3])
