"""The portfolio on a page: counts by computed and declared colour, the optimism rate, money, what wants attention."""

from __future__ import annotations

from conspectus.formats.packs.page import Beside, Cell, Chart, Figure, Figures, Grid, Page, Series, Tone
from conspectus.formats.packs.words import told
from conspectus.review.pages.cells import (
    SHAPES,
    TONES,
    brief,
    columns,
    percent,
    plural,
    ratio,
    reason_words,
    said,
    short_amount,
    status_words,
)
from conspectus.review.result import COLOURS, GroupReview
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.pages.cells import computed, declared, named, signed, worst_first
from conspectus.rooms.packs.bridge.pages.growth import growth_of_all
from conspectus.rooms.packs.bridge.pages.money import sums
from conspectus.rooms.schedule.queries.views import STALE_DAYS
from conspectus.rooms.status.queries import ProjectStatus

_STRIPS = 2  # currencies on the first page; the page Money has them all
_ROOM = 11  # rows of what wants attention, two fewer for each strip of money


def overview(book: Book) -> tuple[Page, ...]:
    """Return the first page after the title."""
    strips = _money(book)
    return (
        Page(
            "Portfolio",
            "Portfolio on a page",
            (
                Figures(_counts(book)),
                *(Figures(strip) for strip in strips),
                Beside((_distribution(book),), (_attention(book, _ROOM - 2 * len(strips)),), 0.3),
            ),
            lead=_lead(book),
        ),
    )


def stale(row: ProjectStatus) -> bool:
    """Return whether a project's status date is too old, or there is none."""
    return row.stale_days is None or row.stale_days > STALE_DAYS


def _lead(book: Book) -> str:
    if not book.rows:
        return "No project of this period may be seen by who made this pack."
    if book.whole is not None:
        judged = next(one for one in book.whole.status if one.dimension == "overall")
        return f"{plural(len(book.rows), 'project')}. By its own sums {status_words(judged.colour)}. " + told(
            book.whole.words
        )
    return plural(len(book.rows), "project") + "."


def _counts(book: Book) -> tuple[Figure, ...]:
    rows, whole = book.rows, book.gaps.whole
    red = sum(row.overall.colour == "red" for row in rows)
    said_red = sum(row.overall.declared_colour == "red" for row in rows)
    old = sum(map(stale, rows))
    rate = brief(percent(whole.optimism)).text
    note = f"{whole.better} of {whole.pairs} declared better" if whole.pairs else reason_words(whole.optimism)
    tones = {True: Tone.AMBER, False: Tone.PLAIN}
    return (
        Figure("Projects", f"{len(rows)}", f"{sum(bool(row.overall.declared) for row in rows)} reported"),
        Figure(f"{SHAPES['red']} Red computed", f"{red}", "by the data", Tone.RED if red else Tone.PLAIN),
        Figure(f"{SHAPES['red']} Red declared", f"{said_red}", "by the reports", Tone.RED if said_red else Tone.PLAIN),
        Figure("Optimism rate", rate, note, tones[whole.better > 0]),
        Figure("Mean gap", signed(_hundredths(whole.mean.value)).text, "steps; above 0 is better than the data"),
        Figure("Stale", f"{old}", f"no status date within {STALE_DAYS} days", tones[old > 0]),
        growth_of_all(book),
    )


def _hundredths(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def _money(book: Book) -> list[tuple[Figure, ...]]:
    found = [item for item in sums(book) if item.budget.value]
    if book.whole is not None and len(found) > 1:
        return [_of_all(book.whole)]
    strips: list[tuple[Figure, ...]] = []
    for total in found[:_STRIPS]:
        code = total.currency
        low, high = (short_amount(one, code) for one in (total.low, total.high))
        strips.append(
            (
                Figure("Budget", short_amount(total.budget, code), plural(total.projects, "project")),
                Figure("Earned", short_amount(total.found.ev, code), "sum of earned value"),
                Figure("Spent", short_amount(total.found.ac, code), "sum of actual cost"),
                Figure("CPI", brief(ratio(total.found.cpi)).text, reason_words(total.found.cpi) or "earned over spent"),
                Figure("Forecast, least", low, "lowest estimate at completion"),
                Figure("Forecast, most", high, "highest estimate"),
            )
        )
    return strips


def _of_all(whole: GroupReview) -> tuple[Figure, ...]:
    """Return the money of the whole portfolio in its own currency, by the rates its lead names."""
    money, code = whole.money, whole.money.currency
    known = [one for one in (money.eac_planned, money.eac_cpi, money.eac_composite) if one.value is not None]
    low, high = (
        short_amount(pick(known, key=lambda one: one.value or 0.0, default=money.eac), code) for pick in (min, max)
    )
    return (
        Figure("Budget", short_amount(money.bac, code), "of projects with cost in their plan"),
        Figure("Earned", short_amount(money.ev, code), "sum of earned value"),
        Figure("Spent", short_amount(money.ac, code), "sum of actual cost"),
        Figure("CPI", brief(ratio(money.cpi)).text, reason_words(money.cpi) or "earned over spent"),
        Figure("Forecast, least", low, "lowest estimate at completion"),
        Figure("Forecast, most", high, "highest estimate"),
    )


def _distribution(book: Book) -> Chart:
    kinds = ("Computed", "Declared")
    series = tuple(
        Series(
            status_words(colour) if colour != "not_assessed" else "○ not assessed or declared",
            (
                float(sum(row.overall.colour == colour for row in book.rows)),
                float(sum((row.overall.declared_colour or "not_assessed") == colour for row in book.rows)),
            ),
            TONES[colour],
        )
        for colour in COLOURS
    )
    words = "; ".join(
        f"{kind}: " + ", ".join(f"{one.values[place]:.0f} {one.label[2:]}" for one in series)
        for place, kind in enumerate(kinds)
    )
    return Chart("Overall status", "stacked", kinds, series, "projects", f"{words}.")


def _attention(book: Book, most: int) -> Grid:
    wanted = [row for row in worst_first(book.rows) if row.overall.colour in {"red", "amber"}]
    if len(wanted) > most:
        caption = f"Wants attention first: {most} of {len(wanted)}, all under Status of every project"
    else:
        caption = "Wants attention first"
    return Grid(
        caption,
        columns("Project|Computed|Declared|Why", "2.2 1.2 1.2 5"),
        tuple(_attention_row(row) for row in wanted[:most]),
        empty="No project is red or amber.",
    )


def _attention_row(row: ProjectStatus) -> tuple[Cell, ...]:
    leading = next((one for one in row.dimensions[1:] if one.colour == row.overall.colour), row.overall)
    why = leading.computed.words.split(". ")[0].rstrip(".") + "."
    return named(row), computed(row.overall), declared(row.overall), said(why)
