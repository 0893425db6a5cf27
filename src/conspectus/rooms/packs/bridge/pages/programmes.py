"""The programmes: what each reports beside its own sums, how its projects spread, the one that stands worst."""

from __future__ import annotations

from conspectus.formats.packs.page import Cell, Grid, Page, Tone
from conspectus.review.pages.cells import SHAPES, TONES, brief, columns, plural, ratio, said, text
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import NOTHING, amount_in, computed, declared, gap
from conspectus.rooms.packs.bridge.pages.growth import HEADS, programme_cells
from conspectus.rooms.status.queries import DimensionStatus, ProgrammeStatus


def programmes(book: Book) -> tuple[Page, ...]:
    """Return one row a programme, then what each reports and what its sums say; no page where there is none."""
    if not book.reported:
        return ()
    heads = "Programme|Declared|By its sums|Gap>|Schedule|Cost|Projects|Worse than its sums|Budget>|Forecast>|CPI>"
    rows = tuple(_row(book, one) for one in book.reported)
    grid = Grid("", columns(f"{heads}|{HEADS}", "2.3 1.1 1.1 0.6 1.1 1.1 1.8 2 1.3 1.3 0.6 1.1 0.8"), rows)
    words = Grid(
        "In their words, and by the sums",
        columns("Programme|Manager|Scope|Quality|Risk|The report says|The sums say", "2 1.4 1 1 1 3.3 3.3"),
        tuple(_words(one) for one in book.reported),
    )
    lead = f"{plural(len(book.reported), 'programme')}. Computed from the sums of all projects in each and below it."
    return (Page("Programmes", "Programmes", (grid, words), lead=lead),)


def _row(book: Book, one: ProgrammeStatus) -> tuple[Cell, ...]:
    sums, worst = one.roll_up, one.worst
    money: tuple[Cell, ...] = (NOTHING, NOTHING, NOTHING)
    if sums is not None:
        cells = (amount_in(each, sums.currency, book.look.unit) for each in (sums.budget, sums.forecast))
        money = (*cells, brief(ratio(sums.cpi)))
    return (
        text(one.name, Tone.STRONG),
        declared(one.overall),
        computed(one.overall),
        gap(one.overall.gap),
        computed(one.dimension("schedule")),
        computed(one.dimension("cost")),
        _spread(one),
        Cell(f"{SHAPES[worst.colour]} {worst.name}", tone=TONES[worst.colour]) if worst else NOTHING,
        *money,
        *programme_cells(book, one.programme_id),
    )


def _by_registers(one: DimensionStatus) -> Cell:
    """Return what registers say; a dash where they say nothing, as in periods frozen before they were asked."""
    return NOTHING if one.colour == "not_assessed" else computed(one)


def _spread(one: ProgrammeStatus) -> Cell:
    """Return how many projects have each colour, the worst first."""
    parts = tuple((f"{SHAPES[colour]}{count} ", TONES[colour]) for colour, count in one.counts)
    return Cell("".join(words for words, _ in parts).strip(), parts=parts) if parts else NOTHING


def _words(one: ProgrammeStatus) -> tuple[Cell, ...]:
    told = one.report.summary or one.overall.declared_words
    return (
        text(one.name, Tone.STRONG),
        text(one.manager or "nobody"),
        *(_by_registers(one.dimension(name)) for name in ("scope", "quality", "risk")),
        text(told[:600]) if told else Cell("No report.", tone=Tone.MUTED),
        said(one.overall.computed.words),
    )
