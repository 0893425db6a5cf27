"""How often projects were rebaselined and how far their baselines grew, beside what is told of time and money."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from conspectus.formats.packs.page import Cell, Figure, Tone
from conspectus.review.pages.cells import count, plural
from conspectus.rooms.changes.queries.kept import KeptGrowth
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import NOTHING, signed
from conspectus.rooms.packs.bridge.parts import GROWTH

HEADS = "Rebaselined>|Growth, %>"
_HIDDEN = Cell("hidden", tone=Tone.MUTED)


def growth_cells(book: Book, project_id: int) -> tuple[Cell, Cell]:
    """Return how often a project was rebaselined and how far it grew; dashes where no baseline was approved."""
    return _cells(_of(book, project_id))


def programme_cells(book: Book, programme_id: int) -> tuple[Cell, Cell]:
    """Return the same of all projects in a programme and below it, from sums."""
    return _cells([one for one in _kept(book) if programme_id in one.programmes])


def total_cells(book: Book, projects: Iterable[int]) -> tuple[Cell, Cell]:
    """Return the same of projects together, from sums."""
    wanted = frozenset(projects)
    return _cells([one for one in _kept(book) if one.project_id in wanted])


def growth_figure(book: Book, project_id: int) -> Figure:
    """Return the same of a project as a figure beside its slip."""
    mine = _of(book, project_id)
    if not mine:
        return Figure("Rebaselined", "–", "no baseline is approved" if GROWTH in book.parts else "not kept")
    return Figure("Rebaselined", plural(mine[0].rebaselines, "time"), _grown(mine))


def growth_of_all(book: Book) -> Figure:
    """Return how many projects were rebaselined, as a figure of the whole."""
    found = [one for one in _kept(book) if one.rebaselines]
    if GROWTH not in book.parts:
        return Figure("Rebaselined", "–", "not kept")
    return Figure("Rebaselined", f"{len(found)}", _grown(list(_kept(book))) or "projects")


def _grown(found: list[KeptGrowth]) -> str:
    percent = _percent(found)
    return f"baseline cost {percent / 100:+.1%}" if percent is not None else ""


def _cells(found: list[KeptGrowth]) -> tuple[Cell, Cell]:
    if not found:
        return NOTHING, NOTHING
    percent = _percent(found)
    grown = _HIDDEN if any(one.hidden for one in found) else signed(None if percent is None else round(percent, 1))
    return count(sum(one.rebaselines for one in found)), grown


def _percent(found: list[KeptGrowth]) -> float | None:
    """Return growth from sums; None where currencies differ, a cost is hidden, or none is known."""
    if len({one.currency for one in found}) != 1 or any(one.hidden for one in found):
        return None
    known = [(one.first_minor, one.current_minor) for one in found if one.first_minor and one.current_minor is not None]
    first = sum(one or 0 for one, _ in known)
    return 100.0 * (sum(one or 0 for _, one in known) - first) / first if first else None


def _of(book: Book, project_id: int) -> list[KeptGrowth]:
    kept = _kept(book)  # in the order of projects
    place = bisect_left(kept, project_id, key=lambda one: one.project_id)
    return [kept[place]] if place < len(kept) and kept[place].project_id == project_id else []


def _kept(book: Book) -> tuple[KeptGrowth, ...]:
    return book.parts.get(GROWTH, ())
