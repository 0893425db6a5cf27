"""Each row of a list held against the actions there are: what it gives, changes or closes, why it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from conspectus.formats.actionlists import ACTION_FIELDS, state_of
from conspectus.formats.registers import ReadEntry
from conspectus.formats.registers.values import word
from conspectus.journeys.action_list.lines import ActionLine
from conspectus.journeys.action_list.things import Things
from conspectus.journeys.sheet_lines import CHANGE, NEW, REFUSED, SAME, FieldChange, Place, PlannedRow
from conspectus.journeys.sheet_rows import ENDED, Everybody, Projects, words_of
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.errors import Invalid, Refusal
from conspectus.kit.subjects import Subject
from conspectus.kit.texts import clean_text, fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import ActionParticulars, ListedAction, check_action
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.queries.given import actions_in
from conspectus.rooms.followup.rules import may_change_action


class Desk:
    """Who takes a list of actions into which place, and all that its rows are held against; asked once."""

    def __init__(self, place: Place, *, by: User, at: datetime) -> None:
        self.place, self.by, self.on = place, by, at.date()
        self.projects = Projects(place, "open_action", by=by, on=self.on)
        self.things, self.everybody = Things(place, by=by, on=self.on), Everybody()
        rows = list(actions_in(by, place, self.on).order_by("-pk"))
        self.by_id = {row.pk: row for row in rows}
        # Of several that say the same the open one counts, else the newest.
        self.by_words = {_key(row): row for row in sorted(rows, key=lambda one: one.state == ActionState.OPEN)}
        self.subjects = seen_subjects(by, {(row.subject_kind, row.subject_id) for row in rows}, self.on)
        self.states = words_of(ActionState)
        self.seen: dict[object, int] = {}
        self._able: dict[int, bool] = {}

    def plan(self, found: ReadEntry) -> PlannedRow:
        """Return what one row would do."""
        line = ActionLine(found.sheet, found.row, REFUSED, found.texts.get("words", ""))
        try:
            if found.faults:
                raise Invalid("row", "%(why)s", "file", why=" ".join(found.faults))
            notes: list[str] = []
            if number := found.texts.get("action", ""):
                return self._known(found, self._numbered(number), line, notes)
            if not line.words:
                raise Invalid("words", "What is to be done is empty.", "words")
            place = self.projects.named(found.texts.get("project", ""))
            subject = self.things.named(found.texts.get("about", ""), place, notes)
            line = replace(line, about=subject.name)
            row = self.by_words.get((*subject.reference, fold(line.words)))
            if row is None:
                return self._new(found, subject, line, notes)
            return self._known(found, row, replace(line, words=row.words), notes)
        except Refusal as refusal:
            return PlannedRow(replace(line, refused=refusal.words))

    def _numbered(self, number: str) -> Action:
        row = self.by_id.get(int(number)) if number.isdecimal() and len(number) < 16 else None
        if row is None:
            raise Invalid("action", "There is no action %(number)s here.", "action", number=number[:20])
        return row

    def _new(self, found: ReadEntry, subject: Subject, line: ActionLine, notes: list[str]) -> PlannedRow:
        """Return what a row would do that gives an action."""
        self._once((*subject.reference, fold(line.words)), found)
        owner = self.everybody.owner(found.texts["owner"], notes) if "owner" in found.texts else None
        state = self._state(found, notes)
        opened_on, closed_on = found.days.get("opened_on"), found.days.get("closed_on")
        self._check_days(opened_on, closed_on)
        answer = self._answer(found, state, notes)
        closed_on = None if state == ActionState.OPEN else closed_on
        new = check_action(ActionParticulars(line.words, owner, found.days.get("due_on")))
        line = replace(line, deed=NEW, owner=owner.name if owner else "", due_on=new.due_on, state=state)
        listed = ListedAction(subject, new, state, answer, opened_on, closed_on, found.days.get("first_due_on"))
        return PlannedRow(replace(line, notes=tuple(notes)), listed)

    def _known(self, found: ReadEntry, row: Action, line: ActionLine, notes: list[str]) -> PlannedRow:
        """Return what a row would do to an action there is; what it does not say stays."""
        self._once(row.pk, found)
        subject = self.subjects.get((row.subject_kind, row.subject_id))
        owner = self.everybody.owner(found.texts["owner"], notes) if "owner" in found.texts else row.owner
        owner = owner or row.owner
        words = line.words if line.words.split() != row.words.split() else row.words
        new = check_action(ActionParticulars(words or row.words, owner, found.days.get("due_on", row.due_on)))
        state = self._state(found, notes, row.state)
        line = replace(line, deed=SAME, words=new.words, about=subject.name if subject else "")
        line = replace(line, owner=owner.name if owner else "", due_on=new.due_on)
        line = replace(line, state=row.state, action_id=row.pk)
        if row.state != ActionState.OPEN:
            line = replace(line, owner=row.owner.name if row.owner else "", words=row.words, due_on=row.due_on)
            if state != row.state:
                note = _("This action is %(label)s and stays so; leave its number out to give another.")
                notes.append(note % {"label": str(ActionState(row.state).label).lower()})
            return PlannedRow(replace(line, notes=tuple(notes)))
        changes = _changes(row, new, state)
        if not changes:
            return PlannedRow(replace(line, notes=tuple(notes)))
        if not self._may_change(row):
            words = "Who gave an action, or works on the project it belongs to, may change it."
            raise Invalid("action", words, "action")
        self._check_days(row.opened_at.date(), found.days.get("closed_on"))
        closed_on = found.days.get("closed_on") if state != ActionState.OPEN else None
        listed = ListedAction(
            subject or Subject(row.subject_kind, row.subject_id, "", row.project_id), new, state,
            self._answer(found, state, notes), closed_on=closed_on, action=row, revision=row.revision,
        )  # fmt: skip
        return PlannedRow(replace(line, deed=CHANGE, state=state, changes=changes, notes=tuple(notes)), listed)

    def _may_change(self, row: Action) -> bool:
        """Return whether the asker may change an action; asked once for those of a project."""
        key = row.project_id or -row.pk
        if key not in self._able:
            self._able[key] = may_change_action(self.by, row, self.on)
        return self._able[key]

    def _once(self, key: object, found: ReadEntry) -> None:
        """Refuse a second row that means the same action."""
        first = self.seen.setdefault(key, found.row)
        if first != found.row:
            raise Invalid("row", "Row %(first)s says the same action. Merge the two rows.", "file", first=first)

    def _state(self, found: ReadEntry, notes: list[str], usual: str = ActionState.OPEN) -> str:
        """Return where an action stands: as its word says, else done where a day says so."""
        text = found.texts.get("state", "")
        known = (self.states.get(word(text)) or state_of(text)) if text else ""
        if text and not known:
            notes.append(_("'%(text)s' is not known here and is left out.") % {"text": text[:60]})
        if not known and "closed_on" in found.days:
            return ActionState.DONE
        return known or usual

    def _answer(self, found: ReadEntry, state: str, notes: list[str]) -> str:
        """Return how an action ended; one that is open has no answer yet, which is said."""
        text = found.texts.get("answer", "")
        if state == ActionState.OPEN:
            if text:
                notes.append(_("Its answer is kept once it is done or dropped; now it is left out."))
            return ""
        return clean_text(text, "answer") or ENDED

    def _check_days(self, opened_on: date | None, closed_on: date | None) -> None:
        """Refuse days to come of what is told as past, and an end before the beginning."""
        for name, day in (("opened_on", opened_on), ("closed_on", closed_on)):
            if day is not None and day > self.on:
                raise Invalid(name, "%(label)s lies in the future.", name, label=ACTION_FIELDS[name].label)
        if opened_on is not None and closed_on is not None and closed_on < opened_on:
            raise Invalid("closed_on", "It was done before it was given.", "closed_on")


def _key(row: Action) -> tuple[str, str, str]:
    return row.subject_kind, row.subject_id, fold(row.words)


def _changes(row: Action, new: ActionParticulars, state: str) -> tuple[FieldChange, ...]:
    """Return what a row would change of an open action."""
    pairs = [
        ("words", row.words, new.words),
        ("owner", row.owner.name if row.owner else "", new.owner.name if new.owner else ""),
        ("due_on", str(row.due_on or ""), str(new.due_on or "")),
        ("state", str(ActionState(row.state).label), str(ActionState(state).label)),
    ]
    return tuple(
        FieldChange(name, ACTION_FIELDS[name].label, before, after) for name, before, after in pairs if before != after
    )
