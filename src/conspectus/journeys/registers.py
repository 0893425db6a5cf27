"""Registers across rooms: rows pasted from a sheet, looked at and stored; lists as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.queries import people
from conspectus.rooms.risks.actions import Particulars, Quantities
from conspectus.rooms.risks.choices import RESPONSES, Category, EntryKind, EntryState, Response
from conspectus.rooms.risks.queries.entries import RegisterFilter, RegisterView, entry_views, find_entries

# Headings in English and German, by what they mean.
HEADINGS: dict[str, tuple[str, ...]] = {
    "title": ("risk", "event", "title", "issue", "opportunity", "assumption", "decision", "description", "risiko",
              "ereignis", "titel", "problem", "chance", "annahme", "entscheidung", "beschreibung"),
    "cause": ("cause", "root cause", "reason", "ursache", "grund"),
    "effect": ("effect", "consequence", "impact description", "auswirkung", "folge", "wirkung"),
    "category": ("category", "kategorie", "type", "art"),
    "probability": ("probability", "likelihood", "p", "eintrittswahrscheinlichkeit", "wahrscheinlichkeit", "w"),
    "impact": ("impact", "severity", "i", "schaden", "schadensausmaß", "tragweite", "ausmaß"),
    "owner": ("owner", "responsible", "verantwortlich", "verantwortlicher", "verantwortliche"),
    "response": ("response", "strategy", "strategie", "reaktion"),
    "response_words": ("mitigation", "measures", "action", "actions", "maßnahme", "maßnahmen", "gegenmaßnahme"),
    "review_on": ("review", "next review", "due", "überprüfung", "termin", "fällig"),
}  # fmt: skip
WORDS = {
    "very low": 1, "low": 2, "medium": 3, "moderate": 3, "high": 4, "very high": 5,
    "sehr gering": 1, "sehr niedrig": 1, "gering": 2, "niedrig": 2, "mittel": 3, "hoch": 4, "sehr hoch": 5,
}  # fmt: skip
HEADS = (
    "Entry", "Kind", "Event", "Code", "Place", "Category", "Probability", "Impact", "Score", "Remaining score",
    "Probability, %", "Impact in money", "Expected money", "Currency", "Response", "Owner", "Next review", "State",
    "Escalated to", "Opened on", "Age, calendar d",
)  # fmt: skip
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One pasted line: what would be entered, and what is not taken as it stands."""

    line: int
    particulars: Particulars | None
    words: tuple[str, ...]


def read_pasted(text: str, kind: str) -> tuple[PastedRow, ...]:
    """Return what pasted lines say, by their headings in English or German where the first line holds some."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not 0 < len(lines) <= MOST_LINES + 1:
        raise Invalid("rows", "Paste %(least)s to %(most)s lines at once.", "rows", least=1, most=MOST_LINES)
    columns, begin = _columns(lines[0][1])
    everybody = {fold(one.name): one for one in people()}
    return tuple(_row(number, line.split("\t"), columns, kind, everybody) for number, line in lines[begin:])


def _columns(line: str) -> tuple[dict[str, int], int]:
    named = {heading: name for name, headings in HEADINGS.items() for heading in headings}
    found: dict[str, int] = {}
    for place, cell in enumerate(line.split("\t")):
        name = named.get(fold(cell))
        if name is not None:
            found.setdefault(name, place)
    return (found, 1) if "title" in found and ("\t" in line or len(found) == 1) else ({"title": 0}, 0)


def _row(
    number: int, cells: Sequence[str], columns: dict[str, int], kind: str, everybody: dict[str, Person]
) -> PastedRow:
    given = {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()}
    words: list[str] = []
    owner = everybody.get(fold(given.get("owner", "")))
    if given.get("owner") and owner is None:
        words.append(_("'%(name)s' is nobody on record; the owner stays open.") % {"name": given["owner"][:60]})
    try:
        steps = {name: _step(given.get(name, ""), name) for name in ("probability", "impact")}
        new = Particulars(
            kind=kind,
            title=given["title"],
            cause=given.get("cause", ""),
            effect=given.get("effect", ""),
            category=_choice(Category, given.get("category", ""), Category.OTHER, words),
            quantities=Quantities(
                probability=steps["probability"] if kind in RESPONSES else None, impact_cost=steps["impact"]
            ),
            response=_choice(Response, given.get("response", ""), "", words, RESPONSES.get(kind, frozenset())),
            response_words=given.get("response_words", ""),
            owner=owner,
            review_on=_day(given.get("review_on", "")),
        )
    except Invalid as refusal:
        return PastedRow(number, None, (*words, refusal.words))
    if not new.title:
        return PastedRow(number, None, (_("The event is empty."),))
    return PastedRow(number, new, tuple(words))


def _step(text: str, field: str) -> int | None:
    if not text:
        return None
    numbered = text[0] in "12345" and not text[1:2].strip(" -.")
    found = WORDS.get(fold(text)) or (int(text[0]) if numbered else None)
    if found is None:
        raise Invalid("number", "'%(text)s' is no step from 1 to 5.", field, text=text[:40])
    return found


def _choice(
    choices: type[Category] | type[Response], text: str, empty: str, words: list[str], known: object = None
) -> str:
    key = fold(text)
    for one in choices:
        if key and key in (one.value, fold(str(one.label))) and (known is None or one in known):  # type: ignore[operator]
            return one.value
    if key:
        words.append(_("'%(text)s' is not known here and is left out.") % {"text": text[:60]})
    return empty


def _day(text: str) -> date | None:
    if not text:
        return None
    day, month, year = [*text.split("."), "", ""][:3]
    try:
        return date(int(year), int(month), int(day)) if "." in text else date.fromisoformat(text)
    except ValueError:
        raise Invalid("date", "'%(text)s' is no day such as 2027-03-31.", "review_on", text=text[:40]) from None


@written_for(PLAIN)
def register_csv(*, by: User, at: datetime, wanted: RegisterFilter) -> bytes:
    """Return the entries the filter leaves as CSV; no text in it can become a formula."""
    from conspectus.formats.packs.delimited import write_delimited

    rows = tuple(_cells(row) for row in entry_views(by, list(find_entries(by, wanted, at.date())), at.date()))
    return write_delimited(Grid(caption="", columns=tuple(Column(head, 1.0, False) for head in HEADS), rows=rows))


def _cells(row: RegisterView) -> tuple[Cell, ...]:
    from conspectus.formats.currencies import written

    def amount(minor: int | None) -> str:
        return "" if minor is None else written(minor, row.currency)

    def day(found: date | None) -> str:
        return found.isoformat() if found else ""

    told = (
        row.entry_id, EntryKind(row.kind).label, row.title, row.code, row.place, Category(row.category).label,
        row.probability, row.impact or None, row.score or None, row.residual_score or None, row.percent,
        amount(row.cost_minor), amount(row.exposure_minor), row.currency,
        Response(row.response).label if row.response else "", row.owner, day(row.review_on),
        EntryState(row.state).label, row.escalated_to, day(row.opened_on), row.age_days,
    )  # fmt: skip
    return tuple(Cell("" if one is None else str(one)) for one in told)
