"""Lessons as rows pasted from a sheet: the first line names the columns."""

from __future__ import annotations

from conspectus.formats.workbooks import Refused, read_delimited
from conspectus.formats.workbooks.words import fold
from conspectus.kit.errors import Invalid

HEADINGS = {
    "title": ("lesson", "name", "titel", "erfahrung"),
    "happened": ("what happened", "event", "was geschah"),
    "cause": ("why", "reason", "ursache", "warum"),
    "advice": ("recommendation", "what to do", "rat", "empfehlung"),
    "category": ("kategorie",),
    "stage": ("phase",),
    "went_well": ("went well", "good", "gelungen"),
}
YES = frozenset(("yes", "y", "true", "1", "x", "ja"))
_KNOWN = {fold(word): name for name, words in HEADINGS.items() for word in (name, *words)}


def pasted_lessons(text: str) -> list[dict[str, str]]:
    """Return the rows by the names of their columns; refuses an unknown heading and a table without rows."""
    try:
        sheet = read_delimited(text.encode(), "pasted")
    except Refused as refused:
        raise Invalid("text", str(refused), "text") from None
    rows = [[cell.text.strip() for cell in row.cells] for row in sheet.rows if any(cell.text for cell in row.cells)]
    if len(rows) < 2:
        raise Invalid("text", "Paste a table: a line of headings, then a line for each.", "text")
    strange = next((one for one in rows[0] if one and fold(one) not in _KNOWN), "")
    if strange:
        raise Invalid(
            "heading", "“%(heading)s” is no heading here. These are: %(there)s.", "text",
            heading=strange[:60], there=", ".join(HEADINGS),
        )  # fmt: skip
    heads = [_KNOWN.get(fold(one), "") for one in rows[0]]
    return [{name: one for name, one in zip(heads, row, strict=False) if name and one} for row in rows[1:]]
