"""Gates: decisions of the period, what is ahead with how ready it is, conditions that stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from conspectus.formats.packs.page import ON_PAPER, Block, Cell, Figure, Figures, Grid, Notes, Page, Tone
from conspectus.review.pages.cells import columns, count, text
from conspectus.rooms.governance.choices import PASSES, GateDecision
from conspectus.rooms.governance.queries.kept_gates import KeptCondition, KeptGate
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import NOTHING, on
from conspectus.rooms.packs.bridge.parts import GATES

TITLE = "Gates and decisions"
NEXT_DAYS = timedelta(days=90)
NOT_KEPT = Notes(("This period was frozen before gates were kept with it.",))
_ON_PAPER = 15
_DECIDED = ("Project|Gate|Review>|Rating|Decision|Decided|By", "2.4 2.4 0.8 1.3 1.8 1.1 1.6")
_AHEAD = ("Project|Gate|Planned|Stands|Evidence|Blocking>|Conditions>", "2.4 2.4 1.1 1.8 1 0.9 1")
_OPEN = ("Condition|Project|Gate|Owner|Due|Late, days>", "3 2.2 2.2 1.5 1.1 0.9")
_TONES = {GateDecision.PASS: Tone.GREEN, GateDecision.REPEAT: Tone.AMBER, GateDecision.STOP: Tone.RED}


def gates(book: Book) -> tuple[Page, ...]:
    """Return the decisions of the period, the gates of the next 90 days and those overdue, and open conditions."""
    rows: Sequence[KeptGate] | None = book.parts.get(GATES)
    if rows is None:
        return (Page("Gates", TITLE, (NOT_KEPT,)),)
    start, end = book.period.starts_on, book.period.last_on
    decided = [row for row in rows if row.decided_on is not None and start <= row.decided_on <= end]
    ahead = [row for row in rows if row.decided_on is None and (row.waits or row.planned_on <= end + NEXT_DAYS)]
    standing = sorted(
        ((one, row) for row in rows for one in row.conditions), key=lambda pair: (pair[0].due_on, pair[1].place)
    )
    blocks: tuple[Block, ...] = (
        Figures(_figures(decided, ahead, standing, end)),
        _grid("Decided in the period", _DECIDED, [_decision(row) for row in decided], "Nothing was decided."),
        _grid("Gates ahead", _AHEAD, [_coming(row, end) for row in ahead], "No gate is planned."),
        _grid("Open conditions", _OPEN, [_condition(*pair, end) for pair in standing], "No condition is open."),
    )
    lead = "A gate is a decision between two stages; evidence is counted by what is kept, not by what is ticked."
    return (Page("Gates", TITLE, blocks, lead=lead),)


def _grid(caption: str, heads: tuple[str, str], lines: list[tuple[Cell, ...]], empty: str) -> Grid:
    more = f"; the first {_ON_PAPER} of {len(lines)}, the workbook holds all" if len(lines) > _ON_PAPER else ""
    return Grid(caption + more, columns(*heads), tuple(lines[:_ON_PAPER]), empty=empty, media=ON_PAPER)


def _figures(
    decided: Sequence[KeptGate],
    ahead: Sequence[KeptGate],
    standing: Sequence[tuple[KeptCondition, KeptGate]],
    end: date,
) -> tuple[Figure, ...]:
    passed = sum(row.decision in PASSES for row in decided)
    late = sum(not row.waits and row.planned_on < end for row in ahead)
    overdue = sum(one.due_on < end for one, _ in standing)
    return (
        Figure("Decided", f"{len(decided)}", "in the period"),
        Figure("Passed", f"{passed}", "with or without conditions"),
        Figure("Ahead", f"{len(ahead)}", "planned in the next 90 days, or waiting"),
        Figure("Overdue", f"{late}", "planned for a day that passed", Tone.RED if late else Tone.PLAIN),
        Figure("Conditions", f"{len(standing)}", "not confirmed"),
        Figure("Overdue", f"{overdue}", "conditions", Tone.RED if overdue else Tone.PLAIN),
    )


def _decision(row: KeptGate) -> tuple[Cell, ...]:
    label = str(GateDecision(row.decision).label)
    return (
        text(row.place, Tone.STRONG),
        text(row.name),
        count(row.number),
        text(row.rating_name) if row.rating_name else NOTHING,
        text(label, _TONES.get(GateDecision(row.decision), Tone.PLAIN)),
        on(row.decided_on),
        text(row.decided_by),
    )


def _coming(row: KeptGate, end: date) -> tuple[Cell, ...]:
    late = not row.waits and row.planned_on < end
    stands = "Waits for a decision" if row.waits else "overdue" if late else "Planned"
    return (
        text(row.place, Tone.STRONG),
        text(row.name),
        on(row.planned_on),
        text(stands, Tone.RED if late else Tone.PLAIN),
        text(f"{row.present}/{row.asked}"),
        count(row.blocking),
        count(row.open_conditions),
    )


def _condition(one: KeptCondition, row: KeptGate, end: date) -> tuple[Cell, ...]:
    late = (end - one.due_on).days
    return (
        text(one.words, Tone.STRONG),
        text(row.place),
        text(row.name),
        text(one.owner),
        on(one.due_on),
        count(late) if late > 0 else NOTHING,
    )
