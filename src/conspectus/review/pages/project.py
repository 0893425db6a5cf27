"""One page a project: where it stands, why, what comes next, and what to mend."""

from __future__ import annotations

from conspectus.engine.measure import Measure
from conspectus.engine.plan import NONE
from conspectus.formats.packs.page import ON_PAPER, Beside, Cell, Figure, Figures, Grid, Leaf, Notes, Page, Tone
from conspectus.formats.packs.words import told
from conspectus.review.dates import day, status_day
from conspectus.review.pages.cells import (
    TONES,
    brief,
    columns,
    date_cell,
    days,
    finish_cell,
    percent,
    ratio,
    reason_words,
    said,
    short_amount,
    status,
    status_words,
    text,
)
from conspectus.review.pages.confidence import check_result, is_check, ranked, severity
from conspectus.review.pages.tables import curve_chart, milestone_state
from conspectus.review.result import DIMENSIONS, ProjectReview, Review

_MILESTONES, _CHECKS, _FINDINGS = 7, 5, 4


def project_page(review: Review, project: ProjectReview) -> Page:
    """Return a project's page; its tables are cut to what a page holds, the workbook has the rest."""
    chart = curve_chart(project.curve, project.money.currency)
    left: list[Leaf] = [_status(project)]
    left.append(chart or Notes(("The plan holds no costs over time, so there is no curve.",), "Money"))
    return Page(
        project.id or project.name,
        project.name or project.file,
        (
            Figures(_dates(project)),
            Figures(_amounts(project)),
            Beside(tuple(left), (_next(project), _mend(project), _findings(review, project)), 0.5),
        ),
        lead=_lead(project),
        media=ON_PAPER,
    )


def _lead(project: ProjectReview) -> str:
    counts = project.counts
    parts = [
        f"{project.file} ({project.kind})",
        f"status date {told(status_day(project.status_date))}" if status_day(project.status_date) else "no status date",
        f"{counts.tasks:,} tasks, {counts.done:,} done, {counts.critical:,} critical",
        f"baseline {project.baseline_source}" if project.baseline_source else "no baseline",
    ]
    return " · ".join(parts)


def _dates(project: ProjectReview) -> tuple[Figure, ...]:
    overall = project.colour("overall")
    return (
        Figure("Overall", status_words(overall), "worst of those assessed", TONES[overall]),
        Figure("Start", told(day(project.start)) or "–", _dateless(project.start)),
        Figure("Forecast finish", finish_cell(project).text, _dateless(project.finish)),
        Figure("Baseline finish", told(day(project.baseline_finish, end=True)) or "–"),
        _figure("Slip", project.slip_days, days(project.slip_days, signed=True), "working days"),
        _figure("Least float", project.float_days, days(project.float_days), "working days"),
        _figure("Quality", project.quality, percent(project.quality), "checks passed"),
    )


def _dateless(instant: int) -> str:
    return "the plan holds no dates" if instant == NONE else ""


def _amounts(project: ProjectReview) -> tuple[Figure, ...]:
    money = project.money
    amounts = [
        _figure(label, item, text(short_amount(item, money.currency)), note)
        for label, item, note in (
            ("Budget (BAC)", money.bac, ""),
            ("Earned (EV)", money.ev, "to the status date"),
            ("Spent (AC)", money.ac, "to the status date"),
            ("Estimate (EAC)", money.eac, "budget over CPI"),
        )
    ]
    indices = [
        _figure(label, item, ratio(item), note)
        for label, item, note in (
            ("CPI", money.cpi, "EV / AC"),
            ("SPI", money.spi, "EV / PV"),
            ("SPI(t)", money.spi_t, "earned schedule / actual time"),
        )
    ]
    return (*amounts, *indices)


def _figure(label: str, measure: Measure, cell: Cell, note: str) -> Figure:
    """Return a figure; without a value the note says why."""
    return Figure(label, cell.text, note) if measure.value is not None else Figure(label, "–", reason_words(measure))


def _status(project: ProjectReview) -> Grid:
    rows = tuple(
        (text(d.capitalize(), Tone.STRONG), status(project.colour(d)), said(project.words(d))) for d in DIMENSIONS
    )
    return Grid("Status and why", columns("Dimension|Status|Why", "1.2 1.6 5"), rows)


def _next(project: ProjectReview) -> Grid:
    late = [m for m in project.milestones if m.state == "late"]
    coming = [m for m in project.milestones if m.state in {"slipping", "on time", "open"}]
    coming.sort(key=lambda m: m.finish if m.finish != NONE else 1 << 60)
    rows = tuple(
        (
            text(m.name),
            milestone_state(m),
            date_cell(m.baseline),
            date_cell(m.finish),
            brief(days(m.slip_days, signed=True)),
        )
        for m in (late + coming)[:_MILESTONES]
    )
    heads = "Milestone|State|Baseline|Forecast|Slip, days>"
    return Grid("Milestones open", columns(heads, "3 1.4 1.3 1.3 1.1"), rows, empty="No open milestones.")


def _mend(project: ProjectReview) -> Grid:
    failed = [check for check in project.checks if check.passed is False][:_CHECKS]
    rows = tuple((text(check.name, Tone.STRONG), check_result(check), said(check.words)) for check in failed)
    assessed = any(check.passed is not None for check in project.checks)
    empty = "All that could be assessed passed." if assessed else "None could be assessed."
    return Grid("Schedule checks not passed", columns("Check|Result|In words", "1.6 1 4"), rows, empty=empty)


def _place(project: ProjectReview, place: str) -> str:
    return "" if place in {project.name, project.file} else place


def _findings(review: Review, project: ProjectReview) -> Grid:
    rows = tuple(
        (
            severity(item),
            text(_place(project, item.finding.place)),
            said(f"{item.finding.words} {item.finding.remedy}".strip()),
        )
        for item in [found for found in ranked(review.of(project.id)) if not is_check(found)][:_FINDINGS]
    )
    return Grid("Findings", columns("Severity|Where|What", "1.1 1.5 4"), rows, empty="Nothing was noticed.")
