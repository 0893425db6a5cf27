"""Options of a field as people write them: a line each, a tree by indenting, days in brackets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.models import Field, FieldOption

OPTION_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_DAYS = re.compile(r"\s*\((?:from (\d{4}-\d\d-\d\d))?\s*(?:until (\d{4}-\d\d-\d\d))?\)$")


@dataclass(frozen=True, slots=True)
class Offered:
    """An option, or a node of a tree below the node ``parent`` names; it counts until before ``ends_on``."""

    key: str
    label: str
    parent: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def read_options(text: str) -> tuple[Offered, ...]:
    """Return the options of a text: ``key: Label (from 2026-01-01 until 2027-01-01)``, all but the label at will.

    Two spaces, or a tab, put a node below the one before it.
    """
    found: list[Offered] = []
    above: list[str] = []  # the key of the last node of each level
    for line in text.expandtabs(2).splitlines():
        if not line.strip():
            continue
        depth = (len(line) - len(line.lstrip(" "))) // 2
        if depth > len(above):
            raise Invalid(
                "options", "'%(line)s' is indented further than one level.", "options", line=line.strip()[:60]
            )
        label, starts_on, ends_on = _dated(line.strip())
        key, colon, rest = label.partition(":")
        if colon and OPTION_KEY.fullmatch(key.strip()):
            key, label = key.strip(), rest.strip()
        else:
            key = _key_of(label, len(found) + 1)
        found.append(Offered(key, label, above[depth - 1] if depth else "", starts_on, ends_on))
        above = [*above[:depth], key]
    return tuple(found)


def options_text(field: Field) -> str:
    """Return the options of a field as ``read_options`` reads them, retired ones with their last day."""
    rows = list(field.options.all())
    lines: list[str] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in rows:
            if row.parent_id == parent:
                lines.append(f"{'  ' * depth}{row.key}: {row.label}{_days(row)}")
                walk(row.pk, depth + 1)

    walk(None, 0)
    return "\n".join(lines)


def _dated(text: str) -> tuple[str, date | None, date | None]:
    match = _DAYS.search(text)
    if match is None or not any(match.groups()):
        return text, None, None
    try:
        days = [date.fromisoformat(day) if day else None for day in match.groups()]
    except ValueError:
        raise Invalid("options", "'%(text)s' holds a day that is none.", "options", text=text[:60]) from None
    return text[: match.start()], days[0], days[1]


def _days(row: FieldOption) -> str:
    parts = [f"{word} {day.isoformat()}" for word, day in (("from", row.starts_on), ("until", row.ends_on)) if day]
    return f" ({' '.join(parts)})" if parts else ""


def _key_of(label: str, number: int) -> str:
    """Return a key made of the letters of a label."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_") or f"option_{number}"
