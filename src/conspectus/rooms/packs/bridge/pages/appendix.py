"""The appendix: what each figure means, and the frozen periods and plans all of it came from, by digest."""

from __future__ import annotations

from datetime import UTC

from conspectus.engine.measure import REASON_WORDS
from conspectus.formats.packs.page import IN_SHEETS, Cell, Grid, Page, Tone
from conspectus.review.pages.cells import columns, text
from conspectus.rooms.packs.bridge.book import Book, Frozen, day
from conspectus.rooms.packs.bridge.pages.cells import NOTHING, on
from conspectus.rooms.schedule.queries.views import STALE_DAYS

_DEFINITIONS = (
    ("Frozen", "All figures are those of the snapshots of the period named; what changed later changes nothing here."),
    ("Computed", "Status by the data: the worst of the dimensions assessed. Without inputs not assessed, never green."),
    ("Declared", "The level the project's report gives, on its own scale; the words are the report's."),
    ("Set aside", "A computed colour that counts as another for a while, by the PMO, with a reason."),
    ("Gap", "Declared rank minus computed rank (green 3, amber 2, red 1). Above 0: reported better than the data."),
    ("Optimism rate", "Share of the projects both declared and assessed whose gap is above 0."),
    ("Schedule", "Worse of SPI(t) (green from 0.95, amber from 0.90) and slip in % of the planned length (5, 10)."),
    (
        "Cost",
        "Estimate at completion against the approved budget, else the baseline's: green to 5 % over, amber to 10 %.",
    ),
    ("Stale", f"The status date lies more than {STALE_DAYS} days before the period's end, or there is none."),
    ("Slip", "Forecast finish minus approved finish in working days; plus is later. Moves are calendar days."),
    (
        "Rebaselined, growth",
        "Baselines approved after the first, and the cost of the newest over that of the first: slip and budget are "
        "measured against the newest. Of several projects from sums.",
    ),
    ("Budget", "The approved budget without management reserve; where none is approved, that of the baseline (BAC)."),
    ("Planned, earned, spent", "PV, EV and AC to each project's status date."),
    ("CPI, SPI, SPI(t)", "EV / AC; EV / PV; earned schedule over actual time. A total's come from sums."),
    ("Forecast", "Estimate at completion BAC / CPI. The range spans every estimate the sums allow."),
    ("Variance", "Budget minus forecast; below 0 more will be spent than the budget."),
    (
        "To stop",
        "Schedule red, and forecast minus spent exceeds the approved budget: the rest alone costs more than the whole.",
    ),
    ("To rescue", "Schedule red, and the forecast exceeds 125 % of the approved budget."),
    ("Missed", "A milestone whose baseline date has passed by the period's last day and that is not done."),
    ("Programme", "Judged by its own sums, never by a mean of colours."),
)


def appendix(book: Book) -> tuple[Page, ...]:
    """Return definitions and sources."""
    words = tuple((text(term, Tone.STRONG), text(meaning)) for term, meaning in _DEFINITIONS)
    reasons = tuple((text(r.value, Tone.MUTED), text(f"No value, because {said}.")) for r, said in REASON_WORDS.items())
    return (
        Page(
            "Definitions",
            "What the figures mean",
            (
                Grid("Definitions", columns("Term|Meaning", "1.6 8"), words),
                Grid("Why a figure may be missing", columns("Reason|Meaning", "1.6 8"), reasons, media=IN_SHEETS),
            ),
        ),
        _sources(book),
    )


def _sources(book: Book) -> Page:
    periods = tuple(_period(one) for one in (book.period, book.before) if one is not None)
    plans = tuple(
        (
            text(row.name, Tone.STRONG),
            text(f"{row.revision}") if row.revision else NOTHING,
            on(row.figures.status_on if row.figures else None),
            text(row.document_digest or "no plan", Tone.PLAIN if row.document_digest else Tone.MUTED),
            text(book.digests.get(row.project_id, "")),
        )
        for row in book.rows
    )
    heads = "Period|Days|Version|Frozen|SHA-256 of all it holds"
    return Page(
        "Sources",
        "Where the figures come from",
        (
            Grid("Frozen periods", columns(heads, "1.2 2.2 0.8 1.8 5"), periods),
            Grid(
                "Plans and snapshots",
                columns(
                    "Project|Revision|Status date|SHA-256 of the plan|SHA-256 of the snapshot", "2.4 0.9 1.1 3.4 3.4"
                ),
                plans,
                empty="No project.",
            ),
        ),
    )


def _period(one: Frozen) -> tuple[Cell, ...]:
    frozen = one.frozen_at.astimezone(UTC)
    return (
        text(one.name, Tone.STRONG),
        text(f"{day(one.starts_on)} to {day(one.last_on)}"),
        text(f"{one.version}"),
        text(f"{day(frozen.date())}, {frozen:%H:%M} UTC"),
        text(one.digest),
    )
