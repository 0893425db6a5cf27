"""What changed since the frozen period before: colours, finishes, money, names, projects new and gone."""

from __future__ import annotations

from conspectus.formats.packs.page import Block, Cell, Figure, Figures, Grid, Notes, Page, Tone
from conspectus.review.pages.cells import columns, plural, text
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import NOTHING, amount_in, move, on, signed, unit_words
from conspectus.rooms.packs.choices import Unit
from conspectus.rooms.status.queries import PeriodChanges, ProjectCompared


def changes(book: Book) -> tuple[Page, ...]:
    """Return what changed, what fell furthest first."""
    found, before = book.changes, book.before
    if found is None or before is None:
        first = Notes((f"No period before {book.period.name} is frozen, so there is nothing to compare with.",))
        return (Page("Changes", "What changed", (first,)),)
    moved = found.of("changed")
    unit = book.look.unit
    grid = Grid(
        "Changed",
        columns("Project|Computed|Declared|Finish|Moved, days>|Budget>|Forecast>|Money in>", "2.6 2 2 1.1 0.8 1 1 1"),
        tuple(_row(one, unit) for one in moved),
        empty="No colour, finish, budget, forecast or name of a project is another.",
    )
    lead = f"Since {before.name}, version {before.version}. {plural(found.unchanged, 'project')} without change."
    parts: tuple[Block, ...] = (Figures(_counts(found)), grid, *_named(found))
    return (Page("Changes", f"What changed since {before.name}", parts, lead=lead),)


def _counts(found: PeriodChanges) -> tuple[Figure, ...]:
    moved = found.of("changed")
    steps = [one.computed.steps for one in moved if one.computed and one.computed.steps]
    worse, better = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    later = sum(bool(one.finish and (one.finish.days or 0) > 0) for one in moved)
    earlier = sum(bool(one.finish and (one.finish.days or 0) < 0) for one in moved)
    return (
        Figure("Worse", f"{worse}", "computed colour", Tone.RED if worse else Tone.PLAIN),
        Figure("Better", f"{better}", "computed colour", Tone.GREEN if better else Tone.PLAIN),
        Figure("Later", f"{later}", "forecast finish", Tone.AMBER if later else Tone.PLAIN),
        Figure("Earlier", f"{earlier}", "forecast finish"),
        Figure("New", f"{len(found.of('new'))}", "projects"),
        Figure("Gone", f"{len(found.of('gone'))}", "projects"),
    )


def _row(one: ProjectCompared, unit: Unit) -> tuple[Cell, ...]:
    name = f"{one.name} (before: {one.name_before})" if one.name_before else one.name
    codes = {found.currency for found in one.money if found.difference.value is not None}
    return (
        Cell(name, tone=Tone.STRONG, opens=f"project:{one.project_id}"),
        move(one.computed),
        move(one.declared),
        on(one.finish.after) if one.finish else NOTHING,
        signed(one.finish.days, late_is_red=True) if one.finish else NOTHING,
        *(_money(one, what, unit) for what in ("budget", "forecast")),
        text(", ".join(unit_words(code, unit) for code in sorted(codes)), Tone.MUTED),
    )


def _money(one: ProjectCompared, what: str, unit: Unit) -> Cell:
    """Return by how much an amount moved, with its sign."""
    found = next((found for found in one.money if found.what == what), None)
    if found is None:
        return NOTHING
    cell = amount_in(found.difference, found.currency, unit)
    rose = isinstance(cell.value, float) and cell.value > 0
    tone = Tone.RED if rose and what == "forecast" else cell.tone
    return Cell(f"+{cell.text}" if rose else cell.text, cell.value, cell.form, tone)


def _named(found: PeriodChanges) -> tuple[Grid, ...]:
    rows = tuple(
        (text(one.name, Tone.STRONG), text(one.code), text(what))
        for kind, what in (("new", "new"), ("gone", "gone"))
        for one in found.of(kind)
    )
    return (Grid("New and gone", columns("Project|Code|What", "4 1.5 1"), rows),) if rows else ()
