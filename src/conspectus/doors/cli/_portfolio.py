"""The portfolio as a terminal table: one row a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from conspectus.review.dates import day, status_day
from conspectus.review.pages.cells import amount, brief, days, gaps, percent, ratio, status_words
from conspectus.review.result import ProjectReview, Review

HEADS = (
    "Project", "Overall", "Schedule", "Cost", "Status date", "Start", "Finish", "Baseline finish", "Slip d", "Float d",
    "Critical", "Quality", "Cur", "BAC", "PV", "EV", "AC", "CPI", "SPI", "SPI(t)", "EAC", "Findings", "Missing",
)  # fmt: skip
LEFT = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 12, 22})


def portfolio_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Yield the row of each project, then the totals by currency."""
    said = Counter(project.name for project in review.projects)
    for project in review.projects:
        # Where projects share a name, their files tell them apart.
        name = project.name if said[project.name] == 1 else f"{project.name} ({project.file})"
        yield _row(review, project, name)
    for currency, money in review.totals.items():
        if money.bac.value or money.ac.value:
            blank = ("",) * 11
            sums = tuple(amount(m, currency).text for m in (money.bac, money.pv, money.ev, money.ac))
            indices = (ratio(money.cpi).text, ratio(money.spi).text, "")
            yield (
                f"Total {currency or 'without a currency'}",
                *blank,
                currency,
                *sums,
                *indices,
                amount(money.eac, currency).text,
                "",
                "",
            )


def _row(review: Review, p: ProjectReview, name: str) -> tuple[str, ...]:
    money, code = p.money, p.money.currency
    return (
        name,
        *(status_words(p.colour(d)) for d in ("overall", "schedule", "cost")),
        status_day(p.status_date) or "none",
        day(p.start) or "–",
        day(p.finish, end=p.finish > p.start) or "–",
        day(p.baseline_finish, end=True) or "–",
        *(brief(cell).text for cell in (days(p.slip_days, signed=True), days(p.float_days))),
        f"{p.counts.critical:,}",
        brief(percent(p.quality)).text,
        code,
        *(brief(amount(m, code)).text for m in (money.bac, money.pv, money.ev, money.ac)),
        *(brief(ratio(m)).text for m in (money.cpi, money.spi, money.spi_t)),
        brief(amount(money.eac, code)).text,
        str(len(review.of(p.id))),
        gaps(p),
    )
