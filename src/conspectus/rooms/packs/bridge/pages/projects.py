"""One page a project: status declared and computed, the words of its report, figures, milestones; in sheets a table."""

from __future__ import annotations

from conspectus.engine.measure import REASON_WORDS, Reason, missing, value
from conspectus.formats.packs.page import (
    IN_SHEETS,
    ON_PAPER,
    Beside,
    Cell,
    Column,
    Figure,
    Figures,
    Grid,
    Leaf,
    Page,
    Tone,
)
from conspectus.formats.packs.words import told
from conspectus.review.pages.cells import (
    TONES,
    brief,
    columns,
    count,
    percent,
    ratio,
    said,
    short_amount,
    status_words,
    text,
)
from conspectus.rooms.packs.bridge.book import Book, day
from conspectus.rooms.packs.bridge.pages.cells import (
    NOTHING,
    amount_in,
    computed,
    declared,
    gap,
    on,
    pieces,
    signed,
    strip,
)
from conspectus.rooms.packs.bridge.pages.connected import own_links
from conspectus.rooms.packs.bridge.pages.curves import curves_sheet, period_chart
from conspectus.rooms.packs.bridge.pages.growth import growth_cells, growth_figure
from conspectus.rooms.packs.bridge.pages.status import milestone_cells
from conspectus.rooms.portfolio.choices import FieldRight
from conspectus.rooms.portfolio.queries.field_values import FieldShown
from conspectus.rooms.schedule.queries.views import FiguresView
from conspectus.rooms.status.queries import ProjectStatus

_MILESTONES = 7
_BRIEF = 600  # letters of a report that stand in half the width
_TEXTS = (
    ("summary", "Where the project stands"),
    ("achieved", "Achieved"),
    ("planned", "Planned next"),
    ("decisions", "Decisions wanted"),
)


def projects(book: Book) -> tuple[Page, ...]:
    """Return a page for every project, and the sheets that hold them all as tables."""
    return (*project_pages(book), _figures_sheet(book), curves_sheet(book), _reports_sheet(book))


def project_pages(book: Book) -> tuple[Page, ...]:
    """Return the page of every project."""
    links = own_links(book)
    return tuple(_page(book, row, links.get(row.project_id)) for row in book.rows)


def _page(book: Book, row: ProjectStatus, links: Grid | None) -> Page:
    parts: list[Figures | Beside | Grid] = [Figures((*_standing(row), growth_figure(book, row.project_id)))]
    if row.figures is not None:
        parts.append(Figures(_amounts(row, row.figures)))
    curve = period_chart(book.earned.get(row.project_id, ()))
    beside: tuple[Leaf, ...] = (_next(book, row), *([curve] if curve else []))
    if sum(len(getattr(row.report, name)) for name, _ in _TEXTS) <= _BRIEF:
        parts.append(Beside((_status(book, row), _words(row)), beside, 0.56))
    else:  # long words take the whole width, and on slides another one
        parts += [Beside((_status(book, row),), beside, 0.56), _words(row)]
    if links is not None:
        parts.append(links)
    if held := [one for one in _told_fields(row) if one.words]:
        rows = tuple((text(one.label, Tone.STRONG), text(one.words)) for one in held)
        parts.append(Grid("Fields of the organisation", columns("Field|Holds", "1.4 8"), rows))
    return Page(row.code, row.name, tuple(parts), lead=_lead(row), media=ON_PAPER)


def _lead(row: ProjectStatus) -> str:
    figures = row.figures
    parts = [
        row.code,
        row.state.capitalize(),
        f"manager {row.manager}" if row.manager else "nobody manages it",
        row.programme,
        row.division,
        told(f"status date {figures.status_on}") if figures and figures.status_on else "no status date",
        figures.baseline_words if figures else _lacking(row),
    ]
    return " · ".join(part for part in parts if part)


def _lacking(row: ProjectStatus) -> str:
    return "no backlog by the end of the period" if row.by_backlog else "no plan by the end of the period"


def _standing(row: ProjectStatus) -> tuple[Figure, ...]:
    overall, figures = row.overall, row.figures
    said_level, steps = declared(overall), gap(overall.gap)
    quality = (
        value(figures.quality_passed / figures.quality_assessed)
        if figures and figures.quality_assessed
        else missing(Reason.NO_DATA)
    )
    stale = "" if row.stale_days is None else f"{row.stale_days} days before the period's end"
    return (
        Figure("Computed", status_words(overall.colour), "worst of those assessed", TONES[overall.colour]),
        Figure("Declared", said_level.text, "by the report", said_level.tone),
        Figure("Gap", steps.text, "above 0: reported better", steps.tone),
        Figure("Status date", day(figures.status_on if figures else None), stale),
        Figure("Forecast finish", day(figures.finish_on if figures else None)),
        Figure("Slip", signed(figures.current_slip_days if figures else None, late_is_red=True).text, "working days"),
        Figure("Quality", brief(percent(quality)).text, "checks passed"),
    )


def _amounts(row: ProjectStatus, figures: FiguresView) -> tuple[Figure, ...]:
    one = figures.money
    if one.bac.reason is Reason.HIDDEN:
        return (Figure("Money", "hidden", "made without the right to see it"),)
    amounts = (
        ("Approved budget" if one.budget.value is not None else "Budget of the baseline", one.held_to),
        ("Earned", one.earned_value),
        ("Spent", one.actual_cost),
        ("Forecast", one.forecast),
    )
    indices = (("CPI", one.cpi), ("SPI", one.spi), ("SPI(t)", one.spi_t))
    return (
        *(
            Figure(label, short_amount(each, one.currency) if each.value is not None else "–", _why(each.reason))
            for label, each in amounts
        ),
        *(Figure(label, brief(ratio(each)).text, _why(each.reason)) for label, each in indices),
    )


def _why(reason: Reason | None) -> str:
    return REASON_WORDS[reason] if reason else ""


def _status(book: Book, row: ProjectStatus) -> Grid:
    rows = tuple(
        (
            text(one.dimension.capitalize(), Tone.STRONG),
            declared(one),
            computed(one),
            said(" ".join(part for part in (one.declared_words, one.computed.words) if part)),
        )
        for one in row.dimensions[1:]
        if one.declared or one.computed.colour != "not_assessed" or one.dimension in ("schedule", "cost")
    )
    points = book.trends.get(row.project_id, ())
    if len(points) > 1:
        rows += ((text("Trend", Tone.STRONG), text("overall"), text("computed", Tone.MUTED), strip(points)),)
    return Grid("Status and why", columns("Dimension|Declared|Computed|Why", "1.1 1.2 1.2 4"), rows)


def _next(book: Book, row: ProjectStatus) -> Grid:
    opened = [one for one in row.milestones if not one.done]
    opened.sort(key=lambda one: (one.on is None, one.on or book.period.last_on, one.uid))
    rows = tuple((text(one.name), *milestone_cells(book, one)) for one in opened[:_MILESTONES])
    heads = "Milestone|State|Baseline|Forecast|Slip, days>"
    return Grid("Milestones open", columns(heads, "2.6 1.4 1.5 1.5 1"), rows, empty="No open milestones.")


def _words(row: ProjectStatus) -> Grid:
    rows = tuple(
        (text(label if not place else "", Tone.STRONG), text(piece))
        for name, label in _TEXTS
        for place, piece in enumerate(pieces(getattr(row.report, name)))
    )
    caption = f"Report, {row.report.state}" if row.report.state else "Report"
    return Grid(caption, columns("Of|Words", "2 8"), rows, empty="Nothing was reported in words.")


def _figures_sheet(book: Book) -> Page:
    heads = (
        "Code|Project|State|Programme|Division|Manager|Declared|Computed|Gap>|Schedule|Cost|Status date|Start|Finish"
        "|Slip, days>|Rebaselined>|Growth, %>|Tasks>|Done>|Currency|Approved budget>|BAC>|Planned>|Earned>|Spent>"
        "|Forecast>|CPI>|SPI>|SPI(t)>|Trend"
    )
    own = _own_fields(book)
    labels = (*columns(heads, " ".join(["1"] * 30)), *(Column(label) for label in own.values()))
    rows = tuple((*_figures_row(book, row), *_own_cells(row, own)) for row in book.rows)
    grid = Grid("", labels, rows, empty="No project.", media=IN_SHEETS)
    return Page("Projects", "Every figure of every project", (grid,), media=IN_SHEETS)


def _own_fields(book: Book) -> dict[str, str]:
    """Return the fields of the organisation that some project of the book holds, their labels by key."""
    return {one.key: one.label for row in book.rows for one in _told_fields(row)}


def _told_fields(row: ProjectStatus) -> list[FieldShown]:
    """Return the fields a kept pack may tell: whoever opens it later sees the projects and their cost, no more."""
    return [one for one in row.fields if set(one.needs) <= {FieldRight.COST.value}]


def _own_cells(row: ProjectStatus, own: dict[str, str]) -> tuple[Cell, ...]:
    held = {one.key: one for one in _told_fields(row)}
    return tuple(text(held[key].words) if key in held and held[key].words else NOTHING for key in own)


def _figures_row(book: Book, row: ProjectStatus) -> tuple[Cell, ...]:
    figures = row.figures or FiguresView()
    one = figures.money
    return (
        text(row.code),
        text(row.name, Tone.STRONG),
        *(text(part) for part in (row.state, row.programme, row.division, row.manager)),
        declared(row.overall),
        computed(row.overall),
        gap(row.overall.gap),
        computed(row.dimension("schedule")),
        computed(row.dimension("cost")),
        *(on(each) for each in (figures.status_on, figures.start_on, figures.finish_on)),
        signed(figures.current_slip_days),
        *growth_cells(book, row.project_id),
        *(count(each) for each in (figures.tasks, figures.done)),
        text(one.currency),
        *(
            amount_in(each, one.currency, book.look.unit)
            for each in (one.budget, one.bac, one.planned_value, one.earned_value, one.actual_cost, one.forecast)
        ),
        *(brief(ratio(each)) for each in (one.cpi, one.spi, one.spi_t)),
        strip(book.trends.get(row.project_id, ())),
    )


def _reports_sheet(book: Book) -> Page:
    heads = "Project|State|Overall, in words|" + "|".join(label for _, label in _TEXTS)
    rows = tuple(
        (
            text(row.name, Tone.STRONG),
            text(row.report.state or "none"),
            text(row.overall.declared_words),
            *(text(getattr(row.report, name)) for name, _ in _TEXTS),
        )
        for row in book.rows
    )
    grid = Grid("", columns(heads, " ".join(["1"] * 7)), rows, empty="No project.", media=IN_SHEETS)
    return Page("Reports", "What the projects report", (grid,), media=IN_SHEETS)
