"""The registers: top risks and opportunities with their heat maps, issues, and actions overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.page import (
    IN_SHEETS,
    ON_PAPER,
    Beside,
    Block,
    Cell,
    Chart,
    Column,
    Figure,
    Figures,
    Form,
    Grid,
    Notes,
    Page,
    Series,
    Tone,
)
from conspectus.review.pages.cells import columns, count, plural, short_amount, text
from conspectus.review.pages.tables import scale_of
from conspectus.rooms.followup.queries.kept import KeptAction
from conspectus.rooms.packs.bridge.book import Book, day
from conspectus.rooms.packs.bridge.pages.cells import NOTHING, amount_in, on, unit_words
from conspectus.rooms.packs.bridge.parts import ACTIONS, REGISTER
from conspectus.rooms.risks.bridge import band
from conspectus.rooms.risks.choices import STEPS, TOP_SCORE, EntryKind, Response
from conspectus.rooms.risks.queries.kept import KeptEntry

TOP_TEN = 10
_ON_PAPER = 15  # issues and actions; the workbook has all
_TONES = {"top": Tone.RED, "middle": Tone.AMBER, "low": Tone.GREEN, "none": Tone.MUTED}
_Places = Counter[tuple[int | None, int | None]]
NOT_KEPT = Notes(("This period was frozen before registers were kept with it.",))


def risks(book: Book) -> tuple[Page, ...]:
    """Return the open risks and opportunities: counts, heat maps, the ten that cost most, and how they went."""
    rows = book.parts.get(REGISTER)
    title = "Top risks and opportunities"
    if rows is None:
        return (Page("Risks", title, (NOT_KEPT,)),)
    threats, chances = (_of(rows, kind) for kind in (EntryKind.THREAT, EntryKind.OPPORTUNITY))
    home = unit_words(rows[0].home, book.look.unit) if rows else "no currency"
    heads = f"Risk|Project|Score|Left|Expected, {home}>|Response|Owner|Next review"
    blocks: tuple[Block, ...] = (
        Figures(_figures(threats, chances)),
        Beside(
            (_map("Risks: before any response → left", threats),),
            (_map("Opportunities: before any response → left", chances),),
        ),
        Grid(
            "Top risks",
            columns(heads, "2.6 1.8 1 1 1.3 2.6 1.3 1.1"),
            tuple(_risk(book, row) for row in _top(threats)[:TOP_TEN]),
            empty="No risk is open.",
            media=ON_PAPER,
        ),
        Grid(
            "Top opportunities",
            columns(heads.replace("Risk", "Opportunity", 1), "2.6 1.8 1 1 1.3 2.6 1.3 1.1"),
            tuple(_risk(book, row) for row in _top(chances)[:TOP_TEN]),
            empty="No opportunity is open.",
            media=ON_PAPER,
        ),
        Grid(
            "Open risks and opportunities",
            columns(heads, "2.6 1.8 1 1 1.3 2.6 1.3 1.1"),
            tuple(_risk(book, row) for row in (*_top(threats), *_top(chances))),
            media=IN_SHEETS,
        ),
        *_burn_down(book),
    )
    lead = "Score is probability times impact, each 1 to 5. Expected money is probability times impact in money."
    return (Page("Risks", title, blocks, lead=f"{lead} {_left_out(threats + chances)}".strip()),)


def issues(book: Book) -> tuple[Page, ...]:
    """Return the open issues, the gravest first."""
    rows = book.parts.get(REGISTER)
    if rows is None:
        return (Page("Issues", "Issues", (NOT_KEPT,)),)
    found, end = _of(rows, EntryKind.ISSUE), book.period.last_on
    late = [row for row in found if row.expected_on is not None and row.expected_on <= end]
    lead = f"{plural(len(found), 'issue')} open, {len(late)} past the day they were to be resolved."
    heads = columns("Issue|Project|Score|Open, days>|To be resolved|Response|Owner", "3 2 1 0.9 1.2 2.8 1.4")
    grids = _short(heads, tuple(_issue(row, end) for row in found), "Open issues", "No issue is open.")
    return (Page("Issues", "Issues", grids, lead=lead),)


def overdue_actions(book: Book) -> tuple[Page, ...]:
    """Return the actions that were overdue on the period's last day, the longest first."""
    rows: Sequence[KeptAction] | None = book.parts.get(ACTIONS)
    if rows is None:
        return (Page("Actions", "Overdue actions", (NOT_KEPT,)),)
    end = book.period.last_on
    late = [row for row in rows if row.due_on is not None and row.due_on < end]
    nobody = sum(not row.owner for row in rows)
    lead = f"{len(late)} of {plural(len(rows), 'action')} overdue on {day(end)}, {nobody} open without an owner."
    heads = columns("Action|Of|Owner|Due|Late, days>|First due", "4.4 2.4 1.6 1.1 0.9 1.1")
    grids = _short(heads, tuple(_action(row, end) for row in late), "Overdue actions", "No action is overdue.")
    return (Page("Actions", "Overdue actions", grids, lead=lead),)


def _of(rows: Sequence[KeptEntry], kind: EntryKind) -> list[KeptEntry]:
    return [row for row in rows if row.kind == kind]


def _top(rows: Sequence[KeptEntry]) -> list[KeptEntry]:
    """Return entries by what they are expected to cost, then those without amounts by their score."""
    return sorted(rows, key=lambda row: (row.exposure is None, -(row.exposure or 0), -row.score, row.entry_id))


def _figures(threats: Sequence[KeptEntry], chances: Sequence[KeptEntry]) -> tuple[Figure, ...]:
    top = sum(row.score >= TOP_SCORE for row in threats)
    bare = sum(row.score >= TOP_SCORE and not (row.response and row.owner) for row in threats)
    home = next((row.home for row in (*threats, *chances)), "")
    return (
        Figure("Risks", f"{len(threats)}", "open"),
        Figure("In the top band", f"{top}", "score of 15 or more", Tone.RED if top else Tone.PLAIN),
        Figure("Unanswered", f"{bare}", "top band without response or owner", Tone.RED if bare else Tone.PLAIN),
        Figure("Expected cost", short_amount(_sum(threats), home), "of what is left of open risks"),
        Figure("Opportunities", f"{len(chances)}", "open"),
        Figure("Expected gain", short_amount(_sum(chances), home), "never set off against risks"),
    )


def _sum(rows: Sequence[KeptEntry]) -> Measure:
    """Return the expected money of entries in the portfolio's currency; none where a rate is missing."""
    known = [row.exposure for row in rows if row.exposure is not None]
    if any(row.without_rate for row in rows):
        return missing(Reason.NO_RATE)
    if known or not rows:
        return value(sum(known))
    return missing(Reason.HIDDEN if any(row.hidden for row in rows) else Reason.NO_DATA)


def _left_out(rows: Sequence[KeptEntry]) -> str:
    """Say which money is in no sum."""
    bare = sum(row.exposure is None and not row.hidden and not row.without_rate for row in rows)
    hidden, codes = sum(row.hidden for row in rows), sorted({row.without_rate for row in rows} - {""})
    return " ".join(
        (
            *([f"{bare} without amounts."] if bare else ()),
            *([f"The money of {hidden} is hidden."] if hidden else ()),
            *([f"No rate for {', '.join(codes)}."] if codes else ()),
        )
    )


def _map(caption: str, rows: Sequence[KeptEntry]) -> Grid:
    """Return probability downward from 5 against impact from 1: entries before any response, and those left there."""
    before: _Places = Counter((row.probability, row.impact) for row in rows)
    after: _Places = Counter((row.residual_probability, row.residual_impact) for row in rows)
    lines = tuple(
        (
            text(f"{probability}", Tone.STRONG),
            *(_place(probability, impact, before, after) for impact in range(1, STEPS + 1)),
        )
        for probability in range(STEPS, 0, -1)
    )
    heads = "Probability|" + "|".join(f"Impact {impact}" for impact in range(1, STEPS + 1))
    return Grid(caption, columns(heads, "1.4 1 1 1 1 1"), lines)


def _place(probability: int, impact: int, before: _Places, after: _Places) -> Cell:
    here = (probability, impact)
    tone = _TONES[band(probability * impact)]
    if not before[here] and not after[here]:
        return Cell("·", tone=Tone.MUTED)
    return Cell(f"{before[here]} → {after[here]}", tone=tone)


def _score(number: int) -> Cell:
    return Cell(f"{number}", float(number), Form.INTEGER, _TONES[band(number)]) if number else NOTHING


def _risk(book: Book, row: KeptEntry) -> tuple[Cell, ...]:
    money = Cell("hidden", tone=Tone.MUTED) if row.hidden else NOTHING
    if row.exposure is not None:
        money = amount_in(value(row.exposure), row.home, book.look.unit)
    return (
        text(row.title, Tone.STRONG),
        text(row.place or "another project"),
        _score(row.score),
        _score(row.residual_score),
        money,
        _response(row),
        text(row.owner or "nobody"),
        on(row.review_on),
    )


def _response(row: KeptEntry) -> Cell:
    kind = str(Response(row.response).label) if row.response else ""
    words = ": ".join(part for part in (kind, row.response_words) if part)
    return text(words) if words else Cell("none", tone=Tone.MUTED)


def _issue(row: KeptEntry, end: date) -> tuple[Cell, ...]:
    due = on(row.expected_on)
    late = row.expected_on is not None and row.expected_on <= end
    return (
        text(row.title, Tone.STRONG),
        text(row.place or "another project"),
        _score(row.score),
        count(max((end - row.opened_on).days, 0)),
        Cell(due.text, due.value, due.form, Tone.RED) if late else due,
        _response(row),
        text(row.owner or "nobody"),
    )


def _action(row: KeptAction, end: date) -> tuple[Cell, ...]:
    assert row.due_on is not None
    moved = row.first_due_on if row.first_due_on != row.due_on else None
    return (
        text(row.words, Tone.STRONG),
        text(row.place),
        text(row.owner or "nobody"),
        on(row.due_on),
        count((end - row.due_on).days, Tone.RED),
        on(moved),
    )


def _short(heads: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], caption: str, empty: str) -> tuple[Grid, ...]:
    """Return a table cut to what paper holds, and the whole for the workbook."""
    more = f"; the first {_ON_PAPER} of {len(rows)}, the workbook holds all" if len(rows) > _ON_PAPER else ""
    return (
        Grid(caption + more, heads, rows[:_ON_PAPER], empty=empty, media=ON_PAPER),
        Grid(caption, heads, rows, empty=empty, media=IN_SHEETS),
    )


def _burn_down(book: Book) -> tuple[Chart, ...]:
    """Return expected money of open risks over frozen periods; nothing where there is one period only."""
    points, rows = book.risk_trend, book.parts[REGISTER]
    if len(points) < 2 or not any(one.priced for one in points):
        return ()
    home = next((row.home for row in rows), "")
    most = max(max(one.inherent, one.exposure) for one in points)
    scale, size = scale_of(most / 10 ** decimals(home))
    unit = 10 ** decimals(home) * scale
    told = " ".join(part for part in (home, size) if part)
    series = (
        Series("Before any response", tuple(one.inherent / unit for one in points), Tone.MUTED, dashed=True),
        Series("Left", tuple(one.exposure / unit for one in points), Tone.RED),
    )
    last, first = points[-1], points[0]
    words = f"Expected cost of open risks went from {first.exposure / unit:,.1f} to {last.exposure / unit:,.1f} {told}."
    names = tuple(one.period for one in points)
    return (Chart(f"Expected cost of open risks by period, {told}", "line", names, series, home, words),)
