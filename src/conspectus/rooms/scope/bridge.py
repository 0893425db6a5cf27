"""The tasks deliverables hang on, as the newest plan has them; rows pasted from a sheet as particulars."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import TextChoices

from conspectus.formats.workbooks import Cell, Refused, read_delimited
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import parse_date
from conspectus.formats.workbooks.words import fold
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.figures import day_of
from conspectus.rooms.schedule.queries import current_number
from conspectus.rooms.schedule.queries.revisions import get_revision

T = TypeVar("T")
YES = frozenset({"yes", "y", "x", "true", "1", "ja", "j"})
NO = frozenset({"no", "n", "false", "0", "nein", "-"})
Headings = Mapping[str, tuple[str, ...]]  # by the name of a column, the words that head it
HEADINGS: dict[str, Headings] = {
    "deliverables": {
        "code": ("code", "id", "no", "nr", "kennung"),
        "name": ("name", "deliverable", "title", "liefergegenstand", "titel", "lieferobjekt"),
        "kind": ("kind", "type", "art", "typ"),
        "is_mandatory": ("mandatory", "required", "pflicht", "verbindlich"),
        "due_on": ("due", "due on", "due date", "date", "fällig", "fällig am", "termin", "datum"),
        "task_uid": ("task", "task uid", "uid", "vorgang"),
        "criteria": ("criteria", "acceptance criteria", "kriterien", "abnahmekriterien"),
        "requirements": ("requirements", "meets", "anforderungen", "erfüllt"),
    },
    "requirements": {
        "code": ("code", "id", "no", "nr", "kennung"),
        "title": ("title", "requirement", "name", "titel", "anforderung"),
        "kind": ("kind", "type", "art", "typ"),
        "words": ("words", "description", "beschreibung"),
        "need": ("need", "serves", "bedarf", "dient"),
        "priority": ("priority", "priorität"),
        "state": ("state", "status", "stand"),
        "source": ("source", "customer", "quelle", "kunde"),
    },
}


@dataclass(frozen=True, slots=True)
class TaskDate:
    """A task of the newest plan; without a name it is gone from it."""

    name: str = ""
    finish_on: date | None = None


def task_dates(project: Project, uids: Collection[str]) -> dict[str, TaskDate]:
    """Return the tasks of some uids as the newest plan has them; those it does not hold are told as gone."""
    found = dict.fromkeys(uids, TaskDate())
    if not found or current_number(project) is None:
        return found
    digest = get_revision(project).document_id
    plan, schedule = load_plan(digest), load_schedule(digest)
    for row, uid in enumerate(plan.tasks.uid):
        if uid in found:
            finish = day_of(int(schedule.finish[row]), end=True)
            found[uid] = TaskDate(str(plan.tasks.name[row]) or str(uid), finish)
    return found


def pasted(text: str, headings: Headings) -> list[dict[str, str]]:
    """Return the rows of a pasted table by the names of their columns; the first line names the columns.

    Refuses a heading that is not known and a table without rows.
    """
    try:
        sheet = read_delimited(text.encode(), "pasted")
    except Refused as refused:
        raise Invalid("text", str(refused), "text") from None
    known = {fold(word): name for name, words in headings.items() for word in (name, *words)}
    rows = [row for row in sheet.rows if any(cell.text for cell in row.cells)]
    if len(rows) < 2:
        raise Invalid("text", "Paste a table: a line of headings, then a line for each.", "text")
    heads = []
    for cell in rows[0].cells:
        if cell.text and fold(cell.text) not in known:
            there = ", ".join(headings)
            raise Invalid(
                "heading", "“%(heading)s” is no heading here. These are: %(there)s.", "text",
                heading=cell.text[:60], there=there,
            )  # fmt: skip
        heads.append(known.get(fold(cell.text), ""))
    return [_row(heads, [cell.text.strip() for cell in row.cells]) for row in rows[1:]]


def _row(heads: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    return {name: text for name, text in zip(heads, texts, strict=False) if name and text}


def each_row(rows: Sequence[Mapping[str, str]], make: Callable[[Mapping[str, str]], T]) -> list[T]:
    """Return what is made of each row; refuses the first that cannot be, by its number."""
    made = []
    for number, row in enumerate(rows, start=1):
        try:
            made.append(make(row))
        except Invalid as refusal:
            raise Invalid("row", "Row %(number)s: %(why)s", "text", number=number, why=refusal.words) from None
    return made


def day_typed(text: str, field: str) -> date | None:
    """Return a day as people type it, such as 2027-03-31 or 31.3.2027; None where nothing is typed."""
    try:
        found = parse_date(Cell(field, text))
    except BadCell:
        raise Invalid(field, "“%(text)s” is no date such as 2027-03-31.", field, text=text[:40]) from None
    return None if found is None else day_of(found.minutes)


def yes_or_no(text: str, field: str) -> bool:
    """Return what a yes or no says; refuses another word."""
    if fold(text) in YES | NO:
        return fold(text) in YES
    raise Invalid(field, "“%(text)s” is neither yes nor no.", field, text=text[:40])


def word_of(text: str, kinds: type[TextChoices], field: str) -> str:
    """Return the value that a word stands for, by its name or its label."""
    found = {fold(str(one.label)): one.value for one in kinds} | {fold(one.value): one.value for one in kinds}
    if fold(text) not in found:
        there = ", ".join(kinds.values)
        raise Invalid(field, "“%(text)s” is none of: %(there)s.", field, text=text[:40], there=there)
    return str(found[fold(text)])
