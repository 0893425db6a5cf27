"""Decisions wanted, where green is not green, the status of every project, and milestones due or missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from conspectus.engine.status.worth import Call, Verdict, worth
from conspectus.formats.packs.page import IN_SHEETS, ON_PAPER, Cell, Figure, Figures, Grid, Page, Tone
from conspectus.review.pages.cells import (
    brief,
    columns,
    count,
    percent,
    plural,
    ratio,
    reason_words,
    said,
    status,
    text,
)
from conspectus.rooms.packs.bridge.book import Book, day
from conspectus.rooms.packs.bridge.pages.cells import (
    NOTHING,
    computed,
    declared,
    gap,
    named,
    on,
    pieces,
    signed,
    strip,
    worst_first,
)
from conspectus.rooms.packs.bridge.pages.growth import HEADS, growth_cells
from conspectus.rooms.packs.bridge.pages.waiting import waiting
from conspectus.rooms.schedule.queries.views import MilestoneView
from conspectus.rooms.status.queries import GapGroup, ProgrammeStatus, ProjectStatus

AHEAD_DAYS = 90
_ON_PAPER = 40
Status = ProjectStatus | ProgrammeStatus
_MISSED, _DUE = ("◆ missed", Tone.RED), ("○ due", Tone.NONE)


def decisions(book: Book) -> tuple[Page, ...]:
    """Return what waits for a decision, then what the reports want decided, the worst project first."""
    whole = [one for one in book.reported if one.report.decisions]
    asked = [row for row in worst_first(book.rows) if row.report.decisions]
    rows = tuple(_decision(row, piece, first=not place) for row in whole for place, piece in _pieces(row))
    rows += tuple(_decision(row, piece, first=not place) for row in asked for place, piece in _pieces(row))
    called, found = _called(book), waiting(book)
    grid = Grid(
        "Wanted by the reports" if called or found else "",
        columns("Of|Overall|Decision wanted|Reported by", "2 1.2 5.5 1.4"),
        rows,
        empty="No report wants a decision.",
    )
    programmes = f" and {plural(len(whole), 'programme')}" if whole else ""
    lead = f"{plural(len(asked), 'project')} of {len(book.rows)}{programmes}, in the words of the reports."
    return (Page("Decisions", "Decisions wanted", (*called, *found, grid), lead=lead),)


def _called(book: Book) -> tuple[Grid, ...]:
    """Return the projects that the figures ask to stop or to rescue."""
    found = [(verdict, row) for row in book.rows if (verdict := _verdict(row)) is not None]
    found.sort(key=lambda pair: (pair[0].call != Call.STOP, -pair[0].share))
    rows = tuple(
        (named(row), computed(row.overall), text(told.call, Tone.STRONG), text(told.words)) for told, row in found
    )
    heads = columns("Project|Overall|Call|Why, by the figures", "2 1.2 1 5.9")
    return (Grid("To stop or to rescue", heads, rows),) if rows else ()


def _verdict(row: ProjectStatus) -> Verdict | None:
    if row.figures is None:
        return None
    money = row.figures.money
    return worth(money.budget, money.forecast, money.actual_cost, row.figures.schedule.colour)


def _pieces(row: Status) -> list[tuple[int, str]]:
    return list(enumerate(pieces(row.report.decisions)))


def _decision(row: Status, words: str, *, first: bool) -> tuple[Cell, ...]:
    if not first:
        return text(""), text(""), text(words), text("")
    return named(row), computed(row.overall), text(words), text(row.report.submitted_by or row.manager)


def gaps(book: Book) -> tuple[Page, ...]:
    """Return the projects whose reports are better than their data."""
    view = book.gaps
    whole = view.whole
    figures = Figures(
        (
            Figure(
                "Optimism rate", brief(percent(whole.optimism)).text, reason_words(whole.optimism) or "of all pairs"
            ),
            Figure("Declared and computed", f"{whole.pairs}", "projects with both"),
            Figure("Declared better", f"{whole.better}", "than the data", Tone.AMBER if whole.better else Tone.PLAIN),
            Figure("Declared worse", f"{whole.worse}", "than the data"),
            Figure("Nothing declared", f"{view.not_declared}", "projects"),
            Figure("Not assessed", f"{view.not_assessed}", "declared, without data to compare"),
        )
    )
    heads = "Project|Manager|Declared|Computed|The report says|The data say|Gap>"
    grid = Grid(
        "Reported better than the data",
        columns(heads, "2.1 1.3 1.2 1.2 2.6 3.4 0.6"),
        tuple(_gap_row(row) for row in view.optimistic),
        empty="No report is better than the data.",
    )
    whole_ones = [one for one in view.programmes if (one.overall.gap or 0) > 0]
    above = Grid(
        "Programmes reported better than their sums",
        columns(heads.replace("Project", "Programme"), "2.1 1.3 1.2 1.2 2.6 3.4 0.6"),
        tuple(_gap_row(one) for one in whole_ones),
    )
    groups = [
        _group_grid(label, [group for group in found if group.better])
        for label, found in (
            ("By manager", view.by_manager),
            ("By division", view.by_division),
            ("By programme", view.by_programme),
        )
    ]
    lead = "Gap: declared rank minus computed rank, where green is 3, amber 2 and red 1."
    blocks = (figures, grid, *((above,) if whole_ones else ()), *(groups if view.optimistic else ()))
    return (Page("Gaps", "Where green is not green", blocks, lead=lead),)


def _gap_row(row: Status) -> tuple[Cell, ...]:
    worst = next((one for one in row.dimensions[1:] if one.computed.colour == row.overall.computed.colour), row.overall)
    return (
        named(row),
        text(row.manager or "nobody"),
        declared(row.overall),
        status(row.overall.computed.colour),
        text(row.overall.declared_words or row.report.summary[:300]),
        said(worst.computed.words),
        gap(row.overall.gap),
    )


def _group_grid(caption: str, found: Sequence[GapGroup]) -> Grid:
    rows = tuple(
        (
            text(group.name, Tone.STRONG),
            count(group.pairs),
            count(group.better),
            count(group.worse),
            brief(percent(group.optimism)),
        )
        for group in found
    )
    return Grid(caption, columns("Group|Pairs>|Better>|Worse>|Optimism>", "4 1 1 1 1"), rows)


def status_grid(book: Book) -> tuple[Page, ...]:
    """Return one row a project: declared, computed, gap, schedule, cost, and the strip of frozen periods."""
    heads = "Project|Declared|Computed|Trend|Schedule|Cost|Status date|Finish|Gap>|Slip, days>|SPI(t)>|CPI>|" + HEADS
    widths = "2.3 1.15 1.15 2 1.15 1.15 1.2 1.2 0.6 0.8 0.75 0.65 1.1 0.85"
    grid = Grid("", columns(heads, widths), tuple(_status_row(book, row) for row in worst_first(book.rows)))
    longest = max((len(points) for points in book.trends.values()), default=0)
    lead = "The worst first. Gap above 0: reported better than the data."
    if longest > 1:
        lead += f" Trend: overall as computed in the last {longest} frozen periods, oldest first."
    return (Page("Status", "Status of every project", (grid,), lead=lead),)


def _status_row(book: Book, row: ProjectStatus) -> tuple[Cell, ...]:
    figures = row.figures
    return (
        named(row),
        declared(row.overall),
        computed(row.overall),
        strip(book.trends.get(row.project_id, ())),
        computed(row.dimension("schedule")),
        computed(row.dimension("cost")),
        on(figures.status_on if figures else None),
        on(figures.finish_on if figures else None),
        gap(row.overall.gap),
        signed(figures.current_slip_days if figures else None, late_is_red=True),
        brief(ratio(figures.money.spi_t)) if figures else NOTHING,
        brief(ratio(figures.money.cpi)) if figures else NOTHING,
        *growth_cells(book, row.project_id),
    )


def milestones(book: Book) -> tuple[Page, ...]:
    """Return milestones missed, and those due in the next days; the workbook has all that are open."""
    end = book.period.last_on
    until = end + timedelta(days=AHEAD_DAYS)
    opened = [(row, one) for row in book.rows for one in row.milestones if not one.done]
    missed = sorted(
        (item for item in opened if _missed(book, item[1])), key=lambda item: (item[1].baseline_on or end, item[0].code)
    )
    due = sorted(
        (item for item in opened if item[1].on and end < item[1].on <= until and not _missed(book, item[1])),
        key=lambda item: (item[1].on or end, item[0].code),
    )
    parts = [
        _milestones(book, f"Missed: baseline passed by {day(end)}, not done", missed, "No milestone is missed."),
        _milestones(book, f"Due from {day(end + timedelta(days=1))} to {day(until)}", due, "No milestone is due."),
        Grid("Open milestones", _COLUMNS, tuple(_milestone(book, row, one) for row, one in opened), media=IN_SHEETS),
    ]
    lead = f"{plural(len(missed), 'milestone')} missed, {len(due)} due in the next {AHEAD_DAYS} days."
    return (Page("Milestones", f"Milestones due in {AHEAD_DAYS} days and missed", tuple(parts), lead=lead),)


_COLUMNS = columns("Project|Milestone|State|Baseline|Forecast|Slip, days>", "3 4 1.2 1.1 1.1 1")


def _milestones(book: Book, caption: str, found: list[tuple[ProjectStatus, MilestoneView]], empty: str) -> Grid:
    more = f"; the first {_ON_PAPER} of {len(found)}, the workbook holds all" if len(found) > _ON_PAPER else ""
    rows = tuple(_milestone(book, row, one) for row, one in found[:_ON_PAPER])
    return Grid(caption + more, _COLUMNS, rows, empty=empty, media=ON_PAPER)


def _milestone(book: Book, row: ProjectStatus, one: MilestoneView) -> tuple[Cell, ...]:
    return (
        named(row, Tone.PLAIN),
        text(one.name, Tone.STRONG if one.critical else Tone.PLAIN),
        *milestone_cells(book, one),
    )


def milestone_cells(book: Book, one: MilestoneView) -> tuple[Cell, ...]:
    """Return state, baseline, forecast and slip of an open milestone."""
    words, tone = _MISSED if _missed(book, one) else _DUE
    slipped = signed(None if one.slip_days is None else round(one.slip_days, 1), late_is_red=True)
    return Cell(words, tone=tone), on(one.baseline_on), on(one.on), slipped


def _missed(book: Book, one: MilestoneView) -> bool:
    return not one.done and one.baseline_on is not None and one.baseline_on <= book.period.last_on
