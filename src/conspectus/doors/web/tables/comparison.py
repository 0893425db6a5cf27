"""The changes of a comparison by their kind: how many, the first of each, and the way to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.schedule.queries import ChangeView

from ..words import address

FIRST = 15  # rows of a kind before it is asked for whole
TITLES = {
    "added": _("Added"),
    "removed": _("Removed"),
    "renamed": _("Renamed"),
    "moved": _("Moved"),
    "longer": _("Longer"),
    "shorter": _("Shorter"),
    "link added": _("Links added"),
    "link removed": _("Links removed"),
    "link changed": _("Links changed"),
    "constraint": _("Constraints"),
    "calendar": _("Calendars"),
    "cost": _("Cost"),
    "progress": _("Progress"),
    "baseline": _("Stored baseline"),
    "status date": _("Status date"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Changes of one kind; ``all_href`` shows them all where only the first are shown."""

    ident: str
    title: str
    count: int
    rows: tuple[ChangeView, ...]
    with_days: bool
    all_href: str = ""


def sections(changes: Sequence[ChangeView], path: str, query: dict[str, str]) -> list[Section]:
    """Return a section for each kind there is, in the order of the kinds."""
    by_kind: dict[str, list[ChangeView]] = {}
    for change in changes:
        by_kind.setdefault(change.what, []).append(change)
    kinds = [*(kind for kind in TITLES if kind in by_kind), *(kind for kind in by_kind if kind not in TITLES)]
    return [_section(kind, by_kind[kind], path, query) for kind in kinds]


def _section(kind: str, changes: list[ChangeView], path: str, query: dict[str, str]) -> Section:
    ident = kind.replace(" ", "-")
    whole = query.get("all") == ident or len(changes) <= FIRST
    days = any(change.days is not None for change in changes)
    if days:  # the largest moves say most
        changes = sorted(changes, key=lambda change: -abs(change.days or 0.0))
    return Section(
        ident=ident,
        title=str(TITLES.get(kind, kind.capitalize())),
        count=len(changes),
        rows=tuple(changes if whole else changes[:FIRST]),
        with_days=days,
        all_href="" if whole else f"{address(path, query, all=ident)}#{ident}",
    )


def said_of(change: ChangeView) -> str:
    """Return what changed in words, without the name that already stands beside it."""
    said = change.words.removeprefix("Task ").removeprefix(f"“{change.name}” ")
    return said[:1].upper() + said[1:]
