"""The tables of the portfolio: status grid, milestones, money."""

from __future__ import annotations

from collections.abc import Sequence

from conspectus.engine.measure import Measure
from conspectus.engine.plan import NONE
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.page import IN_SHEETS, ON_PAPER, Cell, Chart, Grid, Page, Series, Tone
from conspectus.formats.packs.words import told
from conspectus.review.dates import day
from conspectus.review.pages.cells import (
    amount,
    brief,
    columns,
    currency_name,
    date_cell,
    days,
    finish_cell,
    gaps,
    percent,
    plural,
    ratio,
    said,
    status,
    status_date_cell,
    text,
)
from conspectus.review.pages.overview import by_weight, worst_first
from conspectus.review.result import Curve, GroupReview, Milestone, Money, ProjectReview, Review

_STATES = {
    "late": ("◆ late", Tone.RED),
    "slipping": ("▲ slipping", Tone.AMBER),
    "on time": ("● on time", Tone.GREEN),
    "open": ("○ open", Tone.NONE),
    "done": ("● done", Tone.MUTED),
}
_ON_PAPER = 40
_HEADS = "Project|Milestone|State|Baseline|Forecast|Slip, days>"
_RANK = {"late": 0, "slipping": 1}


def status_grid(review: Review) -> Page:
    """Return one row a project with its colours and the reasons."""
    rows = tuple(
        (
            text(p.name, Tone.STRONG),
            status(p.colour("schedule")),
            status(p.colour("cost")),
            status(p.colour("overall")),
            status_date_cell(p),
            finish_cell(p),
            brief(days(p.slip_days, signed=True)),
            brief(ratio(p.money.spi_t)),
            brief(ratio(p.money.cpi)),
            brief(percent(p.quality)),
            said(_why(p)),
        )
        for p in worst_first(review.projects)
    )
    heads = "Project|Schedule|Cost|Overall|Status date|Finish|Slip, days>|SPI(t)>|CPI>|Quality>|Why"
    grid = Grid(
        "", columns(heads, "2.3 1.55 1.55 1.55 1.45 1.45 0.9 0.8 0.75 0.85 4.6"), rows, empty="No project was read."
    )
    lead = "Overall is the worst of the dimensions assessed; the reason stands where that is not green."
    return Page("Status", "Status of every project", (*_groups(review), grid), lead=lead)


def _groups(review: Review) -> tuple[Grid, ...]:
    """Return one row a group, judged by its own sums, with how its projects stand."""
    rows = tuple(
        (
            text(group.name, Tone.STRONG),
            *(status(judged.colour) for judged in group.status),
            text(portions(group)),
            brief(ratio(group.money.spi_t)),
            brief(ratio(group.money.cpi)),
            said(" ".join((group.words, *(judged.words for judged in group.status if judged.dimension != "overall")))),
        )
        for group in review.groups
    )
    heads = "Group|Schedule|Cost|Overall|Projects|SPI(t)>|CPI>|Why"
    grid = Grid("By their own sums", columns(heads, "2.6 1.45 1.45 1.45 2.4 0.85 0.85 4"), rows)
    return (grid,) if rows else ()


def portions(group: GroupReview) -> str:
    """Return how many of a group's projects have which colour."""
    return ", ".join(f"{one.projects} {one.colour.replace('_', ' ')}" for one in group.portions if one.projects)


def _why(project: ProjectReview) -> str:
    said = [project.words(d) for d in ("schedule", "cost") if project.colour(d) != "green"]
    missing = gaps(project)
    return " ".join(dict.fromkeys([*said, missing])).strip()


def milestones(review: Review) -> Page:
    """Return milestones: on paper the overdue and the next ones, in the workbook all."""
    found = [(p, m) for p in review.projects for m in p.milestones]
    urgent = sorted((item for item in found if item[1].state != "done"), key=lambda item: _urgency(item[1]))
    shown = urgent[:_ON_PAPER]
    more = f": the first {len(shown)} open ones; the workbook holds all" if len(urgent) > len(shown) else ""
    paper = Grid(
        "Overdue first, then slipping, then by date" + more,
        columns(_HEADS, "3 4 1.2 1.1 1.1 1"),
        tuple(_milestone(p, m) for p, m in shown),
        empty="The plans hold no open milestones.",
        media=ON_PAPER,
    )
    every = Grid(
        "",
        columns(_HEADS, "3 4 1.2 1.1 1.1 1"),
        tuple(_milestone(p, m) for p, m in found),
        empty="The plans hold no milestones.",
        media=IN_SHEETS,
    )
    late = sum(m.state == "late" for _, m in found)
    lead = f"{len(found)} milestones, {late} of them overdue against the baseline."
    return Page("Milestones", "Milestones", (paper, every), lead=lead)


def milestone_state(item: Milestone) -> Cell:
    """Return a milestone's state in shape and word."""
    words, tone = _STATES[item.state]
    return Cell(words, tone=tone)


def _milestone(project: ProjectReview, item: Milestone) -> tuple[Cell, ...]:
    return (
        text(project.name),
        text(item.name, Tone.STRONG if item.critical else Tone.PLAIN),
        milestone_state(item),
        date_cell(item.baseline),
        date_cell(item.finish),
        brief(days(item.slip_days, signed=True)),
    )


def _urgency(item: Milestone) -> tuple[int, int]:
    return _RANK.get(item.state, 2), item.finish if item.finish != NONE else 1 << 60


def money(review: Review) -> Page:
    """Return earned value by project and currency with totals from sums, and the S-curve of the largest currency."""
    ranked = sorted(review.projects, key=lambda p: -(p.money.bac.value or 0.0))
    grids = []
    for currency in (total.currency for total in by_weight(review)):
        group = [p for p in ranked if p.money.currency == currency]
        members = [p for p in group if any(m.value for m in (p.money.bac, p.money.ac))]
        if members:
            grids.append(_money_grid(currency, members, review.totals[currency]))
    curve = portfolio_curve(review)
    without = sum(1 for p in review.projects if not any(m.value for m in (p.money.bac, p.money.ac)))
    lead = "Indices of a total come from its sums, never from means. The sheet Measures says why a figure is missing."
    if without:
        lead += f" {plural(without, 'project')} without costs not listed."
    nothing = Grid("Money", columns("Project", "1"), (), empty="No project holds a budget or costs.")
    return Page("Money", "Money", (*((curve,) if curve else ()), *(grids or [nothing])), lead=lead)


def _money_grid(currency: str, members: Sequence[ProjectReview], total: Money) -> Grid:
    heads = "Project|BAC>|PV>|EV>|AC>|CV>|SV>|CPI>|SPI>|SPI(t)>|EAC>|VAC>"
    rows = [_money_row(text(p.name, Tone.STRONG), p.money) for p in members]
    rows.append(_money_row(text("Total from sums"), total))
    widths = "2.8 1.2 1.2 1.2 1.2 1.1 1.1 0.9 0.9 0.9 1.2 1.2"
    return Grid(f"Earned value, {currency_name(total)}", columns(heads, widths), tuple(rows), total_rows=1)


def _money_row(name: Cell, item: Money) -> tuple[Cell, ...]:
    code = item.currency
    cells = (
        *(amount(measure, code) for measure in (item.bac, item.pv, item.ev, item.ac)),
        *(amount(measure, code, _sign(measure)) for measure in (item.cv, item.sv)),
        *(ratio(measure) for measure in (item.cpi, item.spi, item.spi_t)),
        amount(item.eac, code),
        amount(item.vac, code, _sign(item.vac)),
    )
    return (name, *(brief(cell) for cell in cells))


def _sign(measure: Measure) -> Tone:
    return Tone.RED if (measure.value or 0.0) < 0 else Tone.PLAIN


def portfolio_curve(review: Review) -> Chart | None:
    """Return the S-curve of the currency most projects count in."""
    ranked = [item for item in by_weight(review) if item.bac.value]
    if not ranked:
        return None
    currency = ranked[0].currency
    members = [p.curve for p in review.projects if p.money.currency == currency and p.curve.days]
    return curve_chart(sum_curves(members), currency)


def scale_of(major: float) -> tuple[int, str]:
    if major >= 2e6:
        return 1_000_000, "million"
    return (1_000, "thousand") if major >= 2e4 else (1, "")


def sum_curves(curves: Sequence[Curve]) -> Curve:
    """Add cumulative curves month by month; each holds its last value after its end."""
    instants = sorted({instant for curve in curves for instant in curve.days})
    planned: list[float | None] = [None] * len(instants)
    earned: list[float | None] = [None] * len(instants)
    spent: list[float | None] = [None] * len(instants)
    for curve in curves:
        _add(planned, instants, curve.days, curve.planned)
        _add(earned, instants, curve.days, curve.earned)
        _add(spent, instants, curve.days, curve.spent)
    lasts = [at for c in curves for at, v in zip(c.days, c.earned, strict=True) if v is not None]
    last = max(lasts, default=-1)
    cut = [v if at <= last else None for at, v in zip(instants, earned, strict=True)]
    paid = [v if at <= last else None for at, v in zip(instants, spent, strict=True)]
    return Curve(tuple(instants), tuple(v or 0.0 for v in planned), tuple(cut), tuple(paid))


def _add(
    target: list[float | None], instants: Sequence[int], when: Sequence[int], amounts: Sequence[float | None]
) -> None:
    known = [(at, v) for at, v in zip(when, amounts, strict=True) if v is not None]
    if not known:
        return
    place, held = 0, 0.0
    for index, instant in enumerate(instants):
        while place < len(known) and known[place][0] <= instant:
            held = known[place][1]
            place += 1
        if place:
            target[index] = (target[index] or 0.0) + held


def curve_chart(curve: Curve, currency: str) -> Chart | None:
    """Return a native line chart of a curve, in thousands or millions where amounts are large."""
    if len(curve.days) < 2:
        return None
    highest = max([*curve.planned, *(v for v in (*curve.earned, *curve.spent) if v is not None)])
    scale, size = scale_of(highest / 10 ** decimals(currency))
    unit = 10 ** decimals(currency) * scale
    caption = f"Planned, earned and spent, {' '.join((currency or 'no currency', size)).strip()}"

    def major(amounts: Sequence[float | None]) -> tuple[float | None, ...]:
        return tuple(None if v is None else v / unit for v in amounts)

    lines = [Series("Planned", major(curve.planned))]
    for label, amounts, dashed in (("Earned", curve.earned, False), ("Spent", curve.spent, True)):
        if any(v is not None for v in amounts):
            lines.append(Series(label, major(amounts), dashed=dashed))
    labels = tuple(told(day(at, end=True)).split(" ", 1)[1] for at in curve.days)
    said = [f"{s.label} reaches {max(v for v in s.values if v is not None):,.1f}" for s in lines]
    words = f"{caption}, cumulative from {labels[0]} to {labels[-1]}. " + "; ".join(said) + "."
    return Chart(caption, "line", labels, tuple(lines), currency, words)
