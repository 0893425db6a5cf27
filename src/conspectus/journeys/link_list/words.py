"""Words people type into lists of links: gives or takes, the type of a link, its lag, what lies outside."""

from __future__ import annotations

import re

from conspectus.formats.registers.values import word
from conspectus.journeys.sheet_rows import words_of
from conspectus.kit.errors import Invalid
from conspectus.rooms.links.choices import LinkKind

OUTSIDE = frozenset({
    "outside", "external", "event", "ausserhalb", "extern", "von ausserhalb", "nach ausserhalb", "ereignis", "externe",
})  # fmt: skip
GIVES = frozenset({
    "g", "give", "gives", "given", "out", "output", "provides", "supplies", "gibt", "geben", "liefert", "abgabe", "ab",
    "donne",
})  # fmt: skip
TAKES = frozenset({
    "t", "take", "takes", "get", "gets", "in", "input", "needs", "receives", "nimmt", "nehmen", "erhaelt", "bekommt",
    "braucht", "bezug", "annahme", "zu", "prend", "recoit",
})  # fmt: skip
_KINDS = {"ea": LinkKind.FINISH_START, "aa": LinkKind.START_START, "ee": LinkKind.FINISH_FINISH,
          "ae": LinkKind.START_FINISH}  # fmt: skip
_LAG = re.compile(r"^([+-]?\d{1,6})(?:[.,]0+)?\s*(?:d|days?|working days?|wd|t|tage?|arbeitstage?|at)?$")


def gives(text: str) -> bool:
    """Return whether the own project gives; refuses words that say neither."""
    said = word(text)
    if said not in GIVES | TAKES:
        raise Invalid("direction", "'%(text)s' says neither that it gives nor that it takes.", "direction",
                      text=text[:40])  # fmt: skip
    return said in GIVES


def kind_of(text: str) -> str:
    """Return the type of a link: two letters in English or German, or its words; finish to start unless said."""
    said = re.sub(r"[\s_/>-]+", " ", word(text))
    known = {**_KINDS, **{re.sub(r"[\s-]+", " ", key): value for key, value in words_of(LinkKind).items()}}
    short = "".join(part[0] for part in said.split() if part not in ("to", "zu", "bis"))
    found = known.get(said) or known.get(short) if said else LinkKind.FINISH_START
    if found is None:
        raise Invalid("kind", "'%(text)s' is no type of link; write fs, ss, ff or sf.", "kind", text=text[:40])
    return str(found)


def lag_of(text: str) -> int:
    """Return a lag in working days; none is no lag."""
    if not text:
        return 0
    match = _LAG.match(word(text.replace("−", "-")))
    if match is None:
        raise Invalid("lag", "'%(text)s' is no whole number of working days.", "lag", text=text[:40])
    return int(match[1])
