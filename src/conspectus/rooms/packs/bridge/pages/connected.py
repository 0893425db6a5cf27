"""What projects wait for from each other, and the way back to green: links and recovery plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from conspectus.formats.packs.page import (
    IN_SHEETS,
    ON_PAPER,
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Form,
    Grid,
    Notes,
    Page,
    Tone,
)
from conspectus.review.pages.cells import columns, count, plural, text
from conspectus.rooms.governance.choices import ExceptionState
from conspectus.rooms.governance.queries.kept import KeptException
from conspectus.rooms.links.choices import ALARMING, LinkState, Standing
from conspectus.rooms.links.queries.kept import KeptEnd, KeptLink, of_one
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import NOTHING, on, signed
from conspectus.rooms.packs.bridge.parts import EXCEPTIONS, LINKS
from conspectus.rooms.status.choices import Dimension

NEXT_DAYS, _ON_PAPER = 90, 15
_TONES = {Standing.ON_TIME: Tone.GREEN, Standing.LATE: Tone.AMBER, Standing.BROKEN: Tone.RED, Standing.GONE: Tone.RED}
_LINK_HEADS = ("What|Gives|Takes|Agreed|Forecast|Late, days>|Slack, days>|Stands", "2.6 2.4 2.4 1.1 1.1 0.9 0.9 1.2")
_WAY_HEADS = (
    "Project|Why|Open, days>|Stands|Decision wanted|From|By|Kept>|Missed>|Open>|Green by",
    "2.2 1.6 0.8 1.3 2.4 1.3 1 0.6 0.7 0.6 1",
)
_OWN = 4  # links on a project's one page
LINKS_NOT_KEPT = Notes(("This period was frozen before links were kept with it.",))
PLANS_NOT_KEPT = Notes(("This period was frozen before recovery plans were kept with it.",))


def interdependencies(book: Book) -> tuple[Page, ...]:
    """Return the links that are late or broken and the next agreed dates; the workbook has all open ones."""
    rows: Sequence[KeptLink] | None = book.parts.get(LINKS)
    if rows is None:
        return (Page("Links", "Interdependencies", (LINKS_NOT_KEPT,)),)
    end = book.period.last_on
    late = [row for row in rows if row.standing in ALARMING]
    asked = sum(row.state == LinkState.PROPOSED for row in rows)
    last = end + timedelta(days=NEXT_DAYS)
    due = [row for row in rows if end < row.due_on <= last and row.standing != Standing.DONE and row not in late]
    lead = f"{plural(len(rows), 'link')} open, {len(late)} late or broken, {asked} not agreed by both sides."
    blocks = (
        _table("Late and broken links", late, "No link is late or broken."),
        _table(f"Due in the next {NEXT_DAYS} days", due, "No link is due."),
        Grid("Open links", columns(*_LINK_HEADS), tuple(map(_link, rows)), empty="No link is open.", media=IN_SHEETS),
    )
    return (Page("Links", "Interdependencies", blocks, lead=lead),)


def own_links(book: Book) -> dict[int, Grid]:
    """Return the open links of each project as its page tells them, the worst first."""
    found: dict[int, list[KeptLink]] = defaultdict(list)
    for row in book.parts.get(LINKS, ()):
        for project in {row.giver.project_id, row.taker.project_id} - {None}:
            found[project].append(row)
    return {project: _own(project, rows) for project, rows in found.items()}


def _own(project: int, rows: Sequence[KeptLink]) -> Grid:
    late = sum(row.standing in ALARMING for row in rows)
    shown = f"the first {_OWN} of " if len(rows) > _OWN else ""
    caption = f"Gives and takes: {shown}{plural(len(rows), 'link')}, {late} late or broken"
    return Grid(caption, columns(*_LINK_HEADS), tuple(map(_link, of_one(rows, project)[:_OWN])))


def recovery_plans(book: Book) -> tuple[Page, ...]:
    """Return the open exceptions with what was promised, the longest open first."""
    rows: Sequence[KeptException] | None = book.parts.get(EXCEPTIONS)
    if rows is None:
        return (Page("Recovery", "Recovery plans", (PLANS_NOT_KEPT,)),)
    end, heads = book.period.last_on, columns(*_WAY_HEADS)
    lines = tuple(_way_back(row, end) for row in rows)
    blocks: tuple[Block, ...] = (
        Figures(_figures(rows)),
        Grid(_cut("Open exceptions", len(lines)), heads, lines[:_ON_PAPER], empty="Nothing is out of its tolerance.",
             media=ON_PAPER),
        Grid("Open exceptions", heads, lines, empty="Nothing is out of its tolerance.", media=IN_SHEETS),
    )  # fmt: skip
    lead = "A red status or a breach of tolerance asks for a plan; promises count as kept by their first day only."
    return (Page("Recovery", "Recovery plans", blocks, lead=lead),)


def _cut(caption: str, number: int) -> str:
    more = f"; the first {_ON_PAPER} of {number}, the workbook holds all" if number > _ON_PAPER else ""
    return caption + more


def _table(caption: str, rows: Sequence[KeptLink], empty: str) -> Grid:
    heads: tuple[Column, ...] = columns(*_LINK_HEADS)
    lines = tuple(map(_link, rows[:_ON_PAPER]))
    return Grid(_cut(caption, len(rows)), heads, lines, empty=empty, media=ON_PAPER)


def _link(row: KeptLink) -> tuple[Cell, ...]:
    standing = Standing(row.standing)
    asked = row.state == LinkState.PROPOSED
    stands = "Not agreed" if asked and standing not in ALARMING else str(standing.label)
    return (
        text(row.words, Tone.STRONG),
        _end(row.giver),
        _end(row.taker),
        on(row.due_on),
        on(row.giver.on),
        signed(row.late_days, late_is_red=True) if row.late_days and row.late_days > 0 else NOTHING,
        signed(row.slack_days),
        text(stands, Tone.AMBER if asked else _TONES.get(standing, Tone.PLAIN)),
    )


def _end(end: KeptEnd) -> Cell:
    return text(" · ".join(part for part in (end.place, end.task) if part))


def _figures(rows: Sequence[KeptException]) -> tuple[Figure, ...]:
    states = [row.state for row in rows]
    missed, kept = sum(row.missed for row in rows), sum(row.kept for row in rows)
    return (
        Figure("Exceptions", f"{len(rows)}", "open"),
        _some("Plan wanted", states.count(ExceptionState.WANTED), "nothing written yet"),
        _some("Decision wanted", states.count(ExceptionState.WRITTEN), "options are written"),
        Figure("On the way back", f"{states.count(ExceptionState.DECIDED)}", "decided on"),
        Figure("Promises kept", f"{kept}", "by the day promised", Tone.GREEN if kept else Tone.PLAIN),
        Figure("Promises missed", f"{missed}", "late, or not yet", Tone.RED if missed else Tone.PLAIN),
    )


def _some(label: str, number: int, note: str) -> Figure:
    return Figure(label, f"{number}", note, Tone.AMBER if number else Tone.PLAIN)


def _way_back(row: KeptException, end: date) -> tuple[Cell, ...]:
    why = " · ".join(str(Dimension(one).label) for one in dict.fromkeys((*row.dimensions, *row.cost_dimensions)))
    due = on(row.wanted_by)
    late = row.state == ExceptionState.WRITTEN and row.wanted_by is not None and row.wanted_by <= end
    return (
        text(row.place, Tone.STRONG),
        text(why) if why else NOTHING,
        count(max((end - row.opened_on).days, 0)),
        text(str(ExceptionState(row.state).label)),
        text(row.wanted) if row.wanted else NOTHING,
        text(row.wanted_from) if row.wanted_from else NOTHING,
        Cell(due.text, due.value, due.form, Tone.RED) if late else due,
        count(row.kept),
        count(row.missed, Tone.RED) if row.missed else count(0),
        count(row.open),
        on(row.green_on) if row.green_on else Cell("nothing", form=Form.TEXT, tone=Tone.MUTED),
    )
