"""The portfolio on one page: counts, money, status distribution, and what wants attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from conspectus.engine.findings import Severity
from conspectus.formats.packs.page import (
    Beside,
    Cell,
    Chart,
    Figure,
    Figures,
    Grid,
    Leaf,
    Medium,
    Notes,
    Page,
    Series,
    Tone,
)
from conspectus.review.pages.cells import (
    SHAPES,
    TONES,
    brief,
    columns,
    days,
    plural,
    ratio,
    reason_words,
    said,
    short_amount,
    status,
    status_words,
    text,
)
from conspectus.review.result import COLOURS, DIMENSIONS, Money, ProjectReview, Review

_ORDER = {"red": 0, "amber": 1, "not_assessed": 2, "green": 3}
_STRIPS = 2  # currencies on the first page; the page Money has them all
_ROOM = 14  # rows of what wants attention on one page, two fewer for each strip of money


def overview(review: Review) -> Page:
    """Return the first page."""
    projects = review.projects
    strips = _money(review)
    drawn = (_distribution(projects),) if projects else (Notes(("No project was read.",), "Projects by status"),)
    return Page(
        "Portfolio",
        "Portfolio on a page",
        (
            Figures(_counts(review)),
            *(Figures(strip) for strip in strips),
            Beside(drawn, _attention(projects, _ROOM - 2 * len(strips)), 0.28),
        ),
        lead=_lead(review),
    )


def worst_first(projects: Sequence[ProjectReview]) -> list[ProjectReview]:
    """Return the projects by overall status, then by slip."""
    return sorted(projects, key=lambda p: (_ORDER[p.colour("overall")], -(p.slip_days.value or 0.0), p.name))


def by_weight(review: Review) -> list[Money]:
    """Return the totals, the currency most projects count in first; amounts of different money are not compared."""
    often = Counter(p.money.currency for p in review.projects if p.money.bac.value)
    return sorted(review.totals.values(), key=lambda total: (-often[total.currency], total.currency))


def _lead(review: Review) -> str:
    counts = {colour: sum(p.colour("overall") == colour for p in review.projects) for colour in COLOURS}
    if not review.projects:
        why = "No project could be read from what was handed in; the findings say why."
        return why if review.sources else "No file was handed in."
    said = ", ".join(f"{number} {colour.replace('_', ' ')}" for colour, number in counts.items() if number)
    other = [money.currency for money in by_weight(review) if money.bac.value][_STRIPS:]
    also = f" Budgets in {', '.join(other)} stand on the page Money." if other else ""
    of = f"{plural(len(review.projects), 'project')} from {plural(len(review.sources), 'file')}"
    return f"{of}: {said} overall.{also}"


def _counts(review: Review) -> tuple[Figure, ...]:
    projects = review.projects
    late = sum((p.slip_days.value or 0.0) > 0 for p in projects)
    overdue = sum(m.state == "late" for p in projects for m in p.milestones)
    red = sum(p.colour("overall") == "red" for p in projects)
    open_ = sum(p.colour("overall") == "not_assessed" for p in projects)
    refused = len({item.file for item in review.findings if item.refused})
    serious = sum(item.finding.severity in {Severity.ERROR, Severity.REFUSED} for item in review.findings)
    errors = f"{plural(serious, 'error')} in all"
    return (
        Figure("Projects", f"{len(projects)}", f"from {plural(len(review.sources), 'file')}"),
        Figure(f"{SHAPES['red']} Red overall", f"{red}", "worst of schedule and cost", Tone.RED if red else Tone.PLAIN),
        Figure(f"{SHAPES['not_assessed']} Not assessed", f"{open_}", "inputs are missing"),
        Figure("Finish after baseline", f"{late}", "projects", Tone.AMBER if late else Tone.PLAIN),
        Figure("Overdue milestones", f"{overdue}", "baseline passed, not done", Tone.AMBER if overdue else Tone.PLAIN),
        Figure("Files not read", f"{refused}", errors, Tone.RED if refused else Tone.PLAIN),
    )


def _money(review: Review) -> list[tuple[Figure, ...]]:
    """Return one strip a currency; no rate is assumed between them."""
    strips = []
    for money in [item for item in by_weight(review) if item.bac.value][:_STRIPS]:
        name = money.currency
        indices = [
            Figure(label, brief(ratio(item)).text, note if item.value is not None else reason_words(item))
            for label, item, note in (
                ("CPI", money.cpi, "earned over spent"),
                ("SPI", money.spi, "earned over planned"),
            )
        ]
        strips.append((
            Figure("Budget at completion", short_amount(money.bac, name), "current baselines"),
            Figure("Planned to date", short_amount(money.pv, name), "sum of planned value"),
            Figure("Earned", short_amount(money.ev, name), "sum of earned value"),
            Figure("Spent", short_amount(money.ac, name), "sum of actual cost"),
            *indices,
        ))  # fmt: skip
    return strips


def _distribution(projects: Sequence[ProjectReview]) -> Chart:
    series = tuple(
        Series(
            status_words(colour),
            tuple(float(sum(p.colour(dimension) == colour for p in projects)) for dimension in DIMENSIONS),
            TONES[colour],
        )
        for colour in COLOURS
    )
    said = "; ".join(
        f"{dimension}: " + ", ".join(f"{s.values[place]:.0f} {s.label[2:]}" for s in series)
        for place, dimension in enumerate(DIMENSIONS)
    )
    return Chart(
        "Projects by status", "stacked", tuple(d.capitalize() for d in DIMENSIONS), series, "projects", f"{said}."
    )


def _attention(projects: Sequence[ProjectReview], most: int) -> tuple[Leaf, ...]:
    """Return the projects to speak of; on paper as many as leave the page one page, slides see to that themselves."""
    wanted = [p for p in worst_first(projects) if p.colour("overall") in {"red", "amber"}]
    grid = Grid(
        "Wants attention first",
        columns("Project|Overall|Slip, days>|CPI>|Why", "2.4 1 0.9 0.7 5"),
        tuple(_attention_row(project) for project in wanted),
        empty="No project is red or amber." if projects else "No project was read.",
    )
    if len(wanted) <= most:
        return (grid,)
    more = f"{len(wanted) - most} more under Status of every project."
    printed = frozenset({Medium.PRINT})
    return (
        replace(grid, media=grid.media - printed),
        replace(grid, rows=grid.rows[:most], media=printed),
        Notes((more,), media=printed),
    )


def _attention_row(project: ProjectReview) -> tuple[Cell, ...]:
    leading = next((d for d in ("schedule", "cost") if project.colour(d) == project.colour("overall")), "overall")
    return (
        text(project.name, Tone.STRONG),
        status(project.colour("overall")),
        brief(days(project.slip_days, signed=True)),
        brief(ratio(project.money.cpi)),
        said(project.words(leading).split(". ")[0].rstrip(".") + "."),
    )
