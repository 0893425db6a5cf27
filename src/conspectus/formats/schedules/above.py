"""What a plain plan says in the lines over its headings: status date, project, currency, start, working time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conspectus.formats.workbooks.cells import Cell, Row
from conspectus.formats.workbooks.words import fold

LABELS = {
    "status_date": "status date|data date|as of|as at|status as of|report date|statusdatum|stichtag|stand|stand vom|"
    "date d'etat|etat au|fecha de estado",
    "project": "project|project name|projekt|projektname|projet|nom du projet|proyecto|progetto",
    "currency": "currency|wahrung|devise|moneda|valuta",
    "start": "project start|project start date|projektstart|projektbeginn|debut du projet|inicio del proyecto",
    "days": "working days|work days|arbeitstage",
    "hours": "working hours|work hours|arbeitszeit|arbeitszeiten",
    "holidays": "holidays|non-working days|days off|feiertage|arbeitsfreie tage",
}
FIELDS = {label: field for field, labels in LABELS.items() for label in labels.split("|")}
# A title such as "Plan as of 30.06.2026": the words, then the date to the end.
TITLE = re.compile(
    r"\b(as of|as at|status date:?|data date:?|stand:?|stand vom|stichtag:?)\s+(\S*\d[^()]*)$", re.IGNORECASE
)


def labelled(rows: tuple[Row, ...]) -> dict[str, Cell]:
    """Return the cells that stand behind a label we know, by field."""
    found: dict[str, Cell] = {}
    for row in rows:
        for field, cell in _in(row):
            found.setdefault(field, cell)
    return found


def _in(row: Row) -> Iterator[tuple[str, Cell]]:
    filled = [cell for cell in row.cells if cell.text or cell.problem]
    for at, cell in enumerate(filled):
        label, colon, rest = cell.text.partition(":")
        field = FIELDS.get(fold(label))
        if field and rest.strip():
            yield field, Cell(cell.ref, rest.strip())
        elif field and at + 1 < len(filled) and (colon or len(filled) == 2):
            yield field, filled[at + 1]
        elif match := TITLE.search(cell.text):
            yield "status_date", Cell(cell.ref, match[2].strip())
