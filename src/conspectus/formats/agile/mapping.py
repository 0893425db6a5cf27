"""Which column holds what, what its states and types mean: proposed by a tool's own words, kept as people left it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from conspectus.engine.agile import ItemState
from conspectus.formats.agile.fields import CATEGORY, FIELDS, HEADINGS, KINDS, usual_kind, usual_state
from conspectus.formats.agile.raw import Raw
from conspectus.formats.workbooks.words import fold

MOST_MEANINGS = 200  # states or types that are asked about


@dataclass(frozen=True, slots=True)
class Columns:
    """How an export is read: heading by field, meaning by state and by type as the tool writes them.

    ``date_order`` is ``dmy``, ``mdy`` or empty.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""

    def as_json(self) -> dict[str, object]:
        """Return it as it is kept."""
        return {
            "headings": dict(sorted(self.headings.items())),
            "states": dict(sorted(self.states.items())),
            "kinds": dict(sorted(self.kinds.items())),
            "date_order": self.date_order,
        }


def columns_of(kept: Mapping[str, object]) -> Columns:
    """Return what was kept, leaving out what no version of this program knows."""
    headings, states, kinds = (_texts(kept.get(name)) for name in ("headings", "states", "kinds"))
    order = kept.get("date_order")
    return Columns(
        {name: text for name, text in headings.items() if name in FIELDS},
        {text: state for text, state in states.items() if state in set(ItemState)},
        {text: kind for text, kind in kinds.items() if kind in KINDS},
        order if isinstance(order, str) and order in ("dmy", "mdy") else "",
    )


def _texts(kept: object) -> dict[str, str]:
    found = kept if isinstance(kept, dict) else {}
    return {str(key): text for key, text in found.items() if isinstance(text, str)}


def propose(raw: Raw, said: Columns) -> Columns:
    """Return how an export would be read: as kept where that fits, else by what the tool usually calls things."""
    plain = {fold(heading): heading for heading in raw.headings}
    headings: dict[str, str] = {}
    title = said.headings.get("title")
    kept = said.headings if not title or title in raw.headings else {}  # of another layout
    for name in FIELDS:
        own = kept.get(name)
        if own is not None and (own in raw.headings or not own):
            headings[name] = own
        elif own is None or own not in raw.headings:
            headings |= _usual(name, plain, headings.values())
    headings = {name: heading for name, heading in headings.items() if heading or name in kept}
    states = {}
    for text, category in _states(raw, headings.get("state", "")).items():
        states[text] = said.states.get(text) or str(usual_state(text, category) or ItemState.NOT_STARTED)
    kinds = {
        text: said.kinds.get(text) or usual_kind(text, tasks_are_parts=raw.tool == "azure")
        for text in counted(raw, headings.get("type", ""))
    }
    return Columns(headings, states, kinds, said.date_order)


def _usual(name: str, plain: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    found = next((plain[one] for one in HEADINGS[name] if one in plain and plain[one] not in taken), None)
    return {} if found is None else {name: found}


def counted(raw: Raw, heading: str) -> dict[str, int]:
    """Return the texts of a column and how often each stands there, the most frequent first."""
    found = Counter(texts[-1] for row in raw.rows if heading and (texts := row.values.get(heading)))
    return dict(found.most_common(MOST_MEANINGS))


def unknown_states(raw: Raw, columns: Columns) -> tuple[str, ...]:
    """Return the states nobody told the meaning of and no tool is known to use."""
    told = _states(raw, columns.headings.get("state", ""))
    return tuple(text for text, category in told.items() if usual_state(text, category) is None)


def _states(raw: Raw, heading: str) -> dict[str, str]:
    """Return each state with the category its tool puts it into, where it tells one; those passed through too."""
    category = next((one for one in raw.headings if fold(one) in CATEGORY), "")
    found: dict[str, str] = {}
    for row in raw.rows:
        if heading and (texts := row.values.get(heading)):
            found.setdefault(texts[-1], (row.values.get(category) or ("",))[-1])
        for _, state in row.moves:
            found.setdefault(state, "")
        if len(found) >= MOST_MEANINGS:  # this is no column of states
            break
    return found
