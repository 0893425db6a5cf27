"""Compliance: the share of clauses that are met, what could not be told, the oldest findings, waivers that run out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from conspectus.engine.measure import Measure
from conspectus.formats.packs.page import (
    IN_SHEETS,
    ON_PAPER,
    Block,
    Cell,
    Chart,
    Column,
    Figure,
    Figures,
    Grid,
    Notes,
    Page,
    Series,
    Tone,
)
from conspectus.review.pages.cells import columns, count, percent, plural, text
from conspectus.rooms.packs.bridge.book import Book, day
from conspectus.rooms.packs.bridge.pages.cells import on
from conspectus.rooms.packs.bridge.parts import COMPLIANCE, FINDINGS
from conspectus.rooms.standards.queries import Counts
from conspectus.rooms.standards.queries.kept import KeptCompliance, KeptFinding

OLDEST = 10
ENDING = timedelta(days=90)
TITLE = "Compliance"
NOT_KEPT = Notes(("This period was frozen before compliance was kept with it.",))
_HEADS = "Compliance>|Satisfied>|Not satisfied>|Waived>|Not assessable>"
_WIDTHS = "1.1 1 1 1 1"


def compliance(book: Book) -> tuple[Page, ...]:
    """Return how projects keep to their methods, without an order of merit."""
    rows: Sequence[KeptCompliance] | None = book.parts.get(COMPLIANCE)
    if rows is None:
        return (Page(TITLE, TITLE, (NOT_KEPT,)),)
    findings: Sequence[KeptFinding] = book.parts.get(FINDINGS, ())
    whole = sum((row.counts for row in rows), Counts())
    told, bare = whole.satisfied + whole.failed, sum(not row.method for row in rows)
    lead = (
        f"With a method: {plural(len(rows) - bare, 'project')}, without: {bare}. Clauses that could be told: {told:,}."
    )
    blocks: tuple[Block, ...] = (
        Figures(_figures(whole, findings, book)),
        Grid("By method", columns(f"Method|Projects>|{_HEADS}", f"3 1 {_WIDTHS}"), _methods(rows), empty=_NOBODY),
        *_trend(book),
        *_findings(book, findings),
        _waivers(book, rows),
        Grid("By project", columns(f"Project|Method|{_HEADS}", f"3 2 {_WIDTHS}"), _projects(rows), media=IN_SHEETS),
    )
    return (Page(TITLE, TITLE, blocks, lead=lead),)


_NOBODY = "No project follows a method."


def _figures(whole: Counts, findings: Sequence[KeptFinding], book: Book) -> tuple[Figure, ...]:
    end = book.period.last_on
    late = sum(one.due_on is not None and one.due_on < end for one in findings)
    return (
        Figure("Compliance", percent(whole.ratio).text, "satisfied of those that could be told"),
        Figure("Not satisfied", f"{whole.failed:,}", "clauses of all projects"),
        Figure("Waived", f"{whole.waived:,}", "with an end"),
        Figure("Not assessable", f"{whole.not_assessable:,}", "facts are missing"),
        Figure("Open findings", f"{len(findings):,}"),
        Figure("Overdue", f"{late:,}", "findings", Tone.RED if late else Tone.PLAIN),
    )


def _counts(counts: Counts) -> tuple[Cell, ...]:
    numbers = (counts.satisfied, counts.failed, counts.waived, counts.not_assessable)
    return (percent(counts.ratio), *map(count, numbers))


def _methods(rows: Sequence[KeptCompliance]) -> tuple[tuple[Cell, ...], ...]:
    found: dict[tuple[str, str], list[Counts]] = {}
    for row in rows:
        if row.method:
            found.setdefault((row.method, row.number), []).append(row.counts)
    return tuple(
        (text(" ".join(key), Tone.STRONG), count(len(each)), *_counts(sum(each, Counts())))
        for key, each in sorted(found.items())
    )


def _projects(rows: Sequence[KeptCompliance]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (text(row.place, Tone.STRONG), text(f"{row.method} {row.number}".strip() or "none"), *_counts(row.counts))
        for row in rows
    )


def _trend(book: Book) -> tuple[Chart, ...]:
    """Return compliance over frozen periods; nothing where there is one only."""
    points = book.compliance_trend
    ratios: list[Measure] = [one.counts.ratio for one in points]
    values = [one.value for one in ratios if one.value is not None]
    if len(values) < 2:
        return ()
    words = f"Compliance went from {values[0]:.0%} to {values[-1]:.0%}."
    share = tuple(None if one.value is None else 100 * one.value for one in ratios)
    series = (Series("Compliance", share, Tone.STRONG),)
    return (Chart("Compliance by period, %", "line", tuple(one.period for one in points), series, "%", words),)


def _findings(book: Book, rows: Sequence[KeptFinding]) -> tuple[Grid, ...]:
    heads: tuple[Column, ...] = columns("Clause|Project|Open, days>|Came back>|Owner|Due", "3.6 2.4 0.9 0.9 1.6 1.1")
    cells, end = [], book.period.last_on
    for row in rows:
        due, late = on(row.due_on), row.due_on is not None and row.due_on < end
        cells.append(
            (
                text(f"{row.clause} {row.title}", Tone.STRONG),
                text(row.place),
                count(max((end - row.opened_on).days, 0)),
                count(row.reopened),
                text(row.owner or "nobody"),
                Cell(due.text, due.value, due.form, Tone.RED) if late else due,
            )
        )
    empty = "No finding is open."
    return (
        Grid("Oldest findings", heads, tuple(cells[:OLDEST]), empty=empty, media=ON_PAPER),
        Grid("Open findings", heads, tuple(cells), empty=empty, media=IN_SHEETS),
    )


def _waivers(book: Book, rows: Sequence[KeptCompliance]) -> Grid:
    until = book.period.last_on + ENDING
    found = sorted(
        ((one.ends_on, row.place, one) for row in rows for one in row.waivers if one.ends_on <= until),
        key=lambda each: each[:2],
    )
    cells = tuple(
        (text(f"{one.clause} {one.title}", Tone.STRONG), text(place), on(ends_on), text(one.reason))
        for ends_on, place, one in found
    )
    heads = columns("Clause|Project|Last day|Reason", "3 2.2 1.1 3.4")
    return Grid(f"Waivers that run out by {day(until)}", heads, cells, empty="No waiver runs out.")
