"""Each row of a sheet held against the register: what it opens, what it changes, why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from conspectus.formats.currencies import decimals, written
from conspectus.formats.masterlist import Amount
from conspectus.formats.registers import REGISTER_FIELDS, ReadEntry
from conspectus.formats.registers.values import state as state_named
from conspectus.formats.registers.values import word
from conspectus.journeys.register_list.lines import EntryLine
from conspectus.journeys.register_list.linked import LINKED, Touchable
from conspectus.journeys.sheet_lines import CHANGE, NEW, REFUSED, SAME, FieldChange, Place, PlannedRow
from conspectus.journeys.sheet_rows import ENDED, Everybody, Projects, portfolio_of, words_of
from conspectus.kit.currencies import currency_code
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.risks.actions import Listed, Particulars, Quantities, particulars_of
from conspectus.rooms.risks.choices import RESPONSES, Category, EntryState, Response
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.risks.queries.entries import RegisterFilter, find_entries
from conspectus.rooms.risks.rules import ONLY_UNCERTAIN, check_certain, check_state

TEXTS = ("title", "cause", "effect", "response_words", "key")
FIGURES = (
    "probability", "impact_time", "impact_cost", "impact_quality", "percent", "days", "residual_probability",
    "residual_impact", "residual_percent",
)  # fmt: skip
SEVERAL = frozenset({*LINKED, "tasks"})


class Desk:
    """Who takes a register into which place, and all that its rows are held against; asked once, not for each row."""

    def __init__(self, place: Place, currency: str, *, by: User, at: datetime) -> None:
        self.place, self.currency, self.by, self.at = place, currency, by, at
        on, kind = at.date(), type(place).__name__.lower()
        rows = find_entries(by, RegisterFilter(state="all", **{kind: place.pk}), on)  # type: ignore[arg-type]
        own = [
            row
            for row in rows.prefetch_related("also", "objectives", "parties", "contracts", "tasks")
            if self._inside(row)
        ]
        self.by_id = {row.pk: row for row in own}
        self.by_key: dict[str, list[RegisterEntry]] = {}
        for row in own:
            self.by_key.setdefault(fold(row.key), []).append(row)
        self.by_title = {(row.place, row.kind, fold(row.title)): row for row in reversed(own)}
        self.projects, self.everybody = Projects(place, "import_register_entries", by=by, on=on), Everybody()
        self.categories, self.responses = words_of(Category), words_of(Response)
        self.states = words_of(EntryState)
        self.touchable = Touchable(portfolio_of(place), by, on)
        self.seen: dict[Any, int] = {}

    def plan(self, found: ReadEntry) -> PlannedRow:
        """Return what one row would do."""
        kind, title = found.kind, found.texts.get("title", "")
        told: dict[str, Any] = {
            "sheet": found.sheet,
            "row": found.row,
            "title": title,
            "key": found.texts.get("key", ""),
        }
        try:
            if found.faults:
                raise Invalid("row", "%(why)s", "file", why=" ".join(found.faults))
            there = self._there(found)
            kind = there.kind if there is not None else kind
            if not title and there is None:
                raise Invalid("title", "The event is empty.", "title")
            self._once(found, there)
            return self._known(found, there, told) if there is not None else self._new(found, told)
        except Invalid as refusal:
            return PlannedRow(EntryLine(**told, deed=REFUSED, kind=kind, refused=refusal.words))

    def _new(self, found: ReadEntry, told: dict[str, Any]) -> PlannedRow:
        notes: list[str] = []
        place = self._place(found)
        particulars = self._particulars(found, None, place, notes)
        line = EntryLine(**told, deed=NEW, kind=found.kind, place=str(place), notes=tuple(notes))
        return PlannedRow(line, Listed(particulars, place))

    def _known(self, found: ReadEntry, row: RegisterEntry, told: dict[str, Any]) -> PlannedRow:
        notes: list[str] = []
        if found.texts.get("project") and self._place(found) != row.place:
            notes.append(_("It stays where it is, in %(place)s.") % {"place": row.place})
        new = self._particulars(found, row, row.place, notes)
        changes = _changes(row, new)
        told |= {"title": told["title"] or row.title, "kind": row.kind, "entry_id": row.pk, "place": str(row.place)}
        deed = CHANGE if changes else SAME
        line = EntryLine(**told, deed=deed, changes=changes, notes=tuple(notes))
        return PlannedRow(line, Listed(new, row.place, row, row.revision) if changes else None)

    def _inside(self, row: RegisterEntry) -> bool:
        """Return whether an entry lies in the place and not only reaches it."""
        if isinstance(self.place, Project):
            return row.project_id == self.place.pk
        return True

    def _there(self, found: ReadEntry) -> RegisterEntry | None:
        """Return the entry a row means: by our number, by the number of its list, else by place, kind and event."""
        number = found.texts.get("entry", "")
        if number:
            row = self.by_id.get(int(number)) if number.isdecimal() and len(number) < 16 else None
            if row is None:
                raise Invalid("entry", "There is no entry %(number)s in this register.", "entry", number=number[:20])
            return row
        place = self._place(found)
        known = self.by_key.get(fold(found.texts["key"]), []) if "key" in found.texts else []
        here = [row for row in known if row.place == place]
        if here or (len(known) == 1 and "project" not in found.texts):
            return (here or known)[0]
        return self.by_title.get((place, found.kind, fold(found.texts.get("title", ""))))

    def _once(self, found: ReadEntry, there: RegisterEntry | None) -> None:
        """Refuse a second row that means the same."""
        own = fold(found.texts.get("key", "")) or (found.kind, fold(found.texts.get("title", "")))
        means = there.pk if there is not None else (self._place(found), own)
        first = self.seen.setdefault(means, found.row)
        if first != found.row:
            raise Invalid("row", "Row %(first)s says the same entry. Merge the two rows.", "file", first=first)

    def _place(self, found: ReadEntry) -> Place:
        """Return where a new entry goes: the project its row names, else the place the list is taken into."""
        return self.projects.named(found.texts.get("project", ""))

    def _particulars(self, found: ReadEntry, row: RegisterEntry | None, place: Place, notes: list[str]) -> Particulars:
        """Return what is kept of an entry after the row: what it does not say stays."""
        kind = row.kind if row is not None else found.kind
        said: dict[str, Any] = {name: found.texts[name] for name in TEXTS if name in found.texts}
        said |= {name: found.days[name] for name in ("expected_on", "review_on") if name in found.days}
        numbers = {name: found.numbers[name] for name in FIGURES if name in found.numbers}
        if "impact" in found.numbers and not numbers.keys() & {"impact_time", "impact_cost", "impact_quality"}:
            numbers |= _gravest(row, found.numbers["impact"])
        if not _fits(lambda: check_certain(kind, numbers), notes):
            numbers = {name: value for name, value in numbers.items() if name not in ONLY_UNCERTAIN}
        said |= numbers | self._amounts(found, row, place, notes)
        said |= self._chosen(found, kind, notes) | self._ended(found, row, kind, notes)
        said |= self.touchable.named(found.texts, row, place, notes)
        if row is not None:
            kept = {name for name in TEXTS if name in said and said[name].split() == getattr(row, name).split()}
            return particulars_of(row, **{name: value for name, value in said.items() if name not in kept})
        figures = {name: said.pop(name) for name in (*FIGURES, "cost_minor", "residual_cost_minor") if name in said}
        return Particulars(kind=kind, quantities=Quantities(**figures), **said)

    def _amounts(self, found: ReadEntry, row: RegisterEntry | None, place: Place, notes: list[str]) -> dict[str, Any]:
        """Return amounts in minor units with their currency; who does not see cost changes none."""
        if not found.amounts:
            return {}
        if row is not None and not sees_cost(self.by, place, self.at.date()):
            notes.append(_("You do not see its money, so it is left as it is."))
            return {}
        usual = place.currency if isinstance(place, Project | Portfolio) else place.portfolio.currency
        named = [one.currency for one in found.amounts.values() if one.currency]
        kept = row.currency if row is not None else self.currency or usual
        code = currency_code(named[0] if named else found.texts.get("currency") or kept)
        names = {"cost": "cost_minor", "residual_cost": "residual_cost_minor"}
        told = {names[name]: _minor(one, code) for name, one in found.amounts.items()}
        return told | {"currency": code}

    def _chosen(self, found: ReadEntry, kind: str, notes: list[str]) -> dict[str, Any]:
        """Return category, response and owner; what is not known is said and left out."""
        told: dict[str, Any] = {}
        if text := found.texts.get("category"):
            told["category"] = self.categories.get(word(text))
        if text := found.texts.get("response"):
            known = self.responses.get(word(text))
            told["response"] = known if known in RESPONSES.get(kind, frozenset()) else None
        if text := found.texts.get("owner"):
            told["owner"] = self.everybody.owner(text, notes)
        for name in ("category", "response"):
            if name in told and told[name] is None:
                text = found.texts[name][:60]
                notes.append(_("'%(text)s' is not known here and is left out.") % {"text": text})
        return {name: value for name, value in told.items() if value is not None}

    def _ended(self, found: ReadEntry, row: RegisterEntry | None, kind: str, notes: list[str]) -> dict[str, Any]:
        """Return the state, with how it ended where it did."""
        told = {"outcome": found.texts["outcome"]} if "outcome" in found.texts else {}
        text = found.texts.get("state", "")
        if not text:
            return told
        known = self.states.get(word(text)) or state_named(text)
        if not known:
            notes.append(_("'%(text)s' is not known here and is left out.") % {"text": text[:60]})
        if not known or not _fits(lambda: check_state(kind, known), notes, text):
            return told
        if known != EntryState.OPEN and not (told or (row is not None and row.outcome)):
            told["outcome"] = ENDED
        return told | {"state": known}


def _fits(check: Callable[[], None], notes: list[str], text: str = "") -> bool:
    """Return whether a check lets something through; what it refuses is said, and left out."""
    try:
        check()
    except Invalid as refusal:
        said = _("%(why)s It is left out.") % {"why": refusal.words}
        notes.append(f"'{text[:60]}': {said}" if text else said)
        return False
    return True


def _gravest(row: RegisterEntry | None, impact: int) -> dict[str, int]:
    """Return where one figure for the impact goes: to cost, unless the entry's gravest is that already."""
    if row is not None and max(row.impact_time or 0, row.impact_cost or 0, row.impact_quality or 0) == impact:
        return {}
    return {"impact_cost": impact}


def _minor(one: Amount, code: str) -> int:
    """Return an amount in minor units of its currency; one that named none was read with two decimals."""
    return round(one.minor * 10.0 ** (decimals(code) - decimals(one.currency)))


def _changes(row: RegisterEntry, new: Particulars) -> tuple[FieldChange, ...]:
    found = []
    for name, label in REGISTER_FIELDS.items():
        column = f"{name}_minor" if name in ("cost", "residual_cost") else name
        holder = new.quantities if hasattr(new.quantities, column) else new
        if not hasattr(row, column) or not hasattr(holder, column):
            continue
        before, after = getattr(row, column), getattr(holder, column)
        if name in SEVERAL:
            held = before.all()
            before = "; ".join(sorted(one.uid if name == "tasks" else str(one) for one in held))
            after = "; ".join(sorted(map(str, after)))
        if before != after:
            shown = [_shown(one, column, row.currency) for one in (before, after)]
            found.append(FieldChange(name, label.label, *shown))
    return tuple(found)


def _shown(value: Any, column: str, currency: str) -> str:
    if value is None:
        return ""
    return f"{written(value, currency)} {currency}" if column.endswith("_minor") else str(value)
