"""The appendix: what each figure means, and the files all of it came from."""

from __future__ import annotations

from conspectus.engine.measure import REASON_WORDS
from conspectus.formats.packs.page import IN_SHEETS, Cell, Grid, Page, Tone
from conspectus.review.dates import iso
from conspectus.review.pages.cells import (
    amount,
    columns,
    count,
    date_cell,
    days,
    finish_cell,
    percent,
    ratio,
    status,
    text,
)
from conspectus.review.result import ProjectReview, Review, Work

_DEFINITIONS = (
    ("Status date", "The instant up to which work counts: the one given, else the file's. A bare date means its end."),
    ("Slip", "Forecast finish minus baseline finish in working days of the project's calendar; plus is later."),
    ("Least float", "The smallest total float of the unfinished tasks, in working days."),
    ("BAC", "Budget at completion: the cost in the current baseline."),
    ("PV", "Planned value: budget planned to the status date."),
    ("EV", "Earned value: budget of the work done by the status date, by the technique of each task."),
    ("AC", "Actual cost of the work done by the status date."),
    ("CV, SV", "Cost variance EV - AC; schedule variance EV - PV. Plus is good."),
    ("CPI, SPI", "Cost and schedule performance index: EV / AC, EV / PV. Above 1 is good. A total's come from sums."),
    ("SPI(t)", "Earned schedule over actual time; unlike SPI it does not drift to 1 when a late project ends."),
    ("EAC, VAC", "Estimate at completion BAC / CPI; variance at completion BAC - EAC."),
    ("Status, schedule", "Worse of SPI(t) (green from 0.95, amber from 0.90) and slip as % of plan length (5, 10)."),
    ("Status, cost", "Estimate at completion against the budget: green to 5 % over, amber to 10 %."),
    ("Status, overall", "The worst of the dimensions assessed. What has no inputs is not assessed, never green."),
    ("Quality", "Share of the assessable checks of a 14-point schedule check (DCMA style) that are passed."),
    ("Milestone states", "Late: baseline passed, not done. Slipping: forecast after baseline. Open: no baseline."),
)  # fmt: skip


def appendix(review: Review) -> tuple[Page, ...]:
    """Return definitions, sources, and the workbook's sheet of every measure."""
    words = tuple((text(term, Tone.STRONG), text(meaning)) for term, meaning in _DEFINITIONS)
    reasons = tuple((text(r.value, Tone.MUTED), text(f"No value, because {said}.")) for r, said in REASON_WORDS.items())
    files = tuple(
        (text(s.name, Tone.STRONG), text(s.kind or "unknown"), count(s.projects), count(s.size), text(s.digest))
        for s in review.sources
    )
    return (
        _measures(review),
        _estimates(review),
        _work(review),
        Page("Definitions", "What the figures mean", (
            Grid("Definitions", columns("Term|Meaning", "1.4 8"), words),
            Grid("Why a figure may be missing", columns("Reason|Meaning", "1.4 8"), reasons),
        )),
        Page("Sources", "Where the figures come from", (
            Grid(
                "Files read", columns("File|Kind|Projects>|Bytes>|SHA-256", "3 0.9 0.8 1 5"), files,
                empty="No file was handed in.",
            ),
        )),
    )  # fmt: skip


def _measures(review: Review) -> Page:
    heads = (
        "Id|Project|File|Kind|Mode|Status date|Start|Finish|Baseline finish|Slip, days>|Least float, days>|Tasks>|Done>"
        "|Critical>|Quality>|Currency|BAC>|PV>|EV>|AC>|CV>|SV>|CPI>|SPI>|SPI(t)>|EAC>|VAC>|TCPI>|Complete>"
        "|Schedule|Cost|Overall|Findings>"
    )
    rows = tuple(_measure_row(review, project) for project in review.projects)
    grid = Grid("", columns(heads, " ".join(["1"] * 33)), rows, empty="No project was read.", media=IN_SHEETS)
    return Page("Measures", "Every measure of every project", (grid,), media=IN_SHEETS)


def _measure_row(review: Review, p: ProjectReview) -> tuple[Cell, ...]:
    money, code = p.money, p.money.currency
    return (
        text(p.id),
        text(p.name, Tone.STRONG),
        text(p.file),
        text(p.kind),
        text(p.mode),
        text((iso(p.status_date.instant) or "none").replace("T", " ")),
        date_cell(p.start, end=False),
        finish_cell(p),
        date_cell(p.baseline_finish),
        days(p.slip_days, signed=True),
        days(p.float_days),
        count(p.counts.tasks),
        count(p.counts.done),
        count(p.counts.critical),
        percent(p.quality),
        text(code),
        *(amount(m, code) for m in (money.bac, money.pv, money.ev, money.ac, money.cv, money.sv)),
        *(ratio(m) for m in (money.cpi, money.spi, money.spi_t)),
        *(amount(m, code) for m in (money.eac, money.vac)),
        ratio(money.tcpi),
        percent(money.percent_complete),
        *(status(p.colour(d)) for d in ("schedule", "cost", "overall")),
        count(len(review.of(p.id))),
    )


def _estimates(review: Review) -> Page:
    """Return every estimate and forecast of the projects that have a budget."""
    heads = (
        "Project|Currency|EAC as planned>|EAC CPI>|EAC CPI x SPI>|EAC weighted>|EAC SPI>|EAC SPI(t)>|EAC CPI x SPI(t)>"
        "|EAC weighted (t)>|EAC bottom-up>|ETC>|TCPI to EAC>|ES>|AT>|PD>|SV(t)>|TSPI>|Duration IEAC(t)>"
        "|Duration ES as planned>|Duration ES, CPI>|Duration ED>|Duration ED, SPI>|Duration PV>|Duration PV, SPI>"
    )
    rows = tuple(_estimate_row(p) for p in review.projects if p.money.bac.value)
    grid = Grid("", columns(heads, " ".join(["1"] * 25)), rows, empty="No project holds a budget.", media=IN_SHEETS)
    return Page("Estimates", "Every estimate; durations in months", (grid,), media=IN_SHEETS)


def _estimate_row(p: ProjectReview) -> tuple[Cell, ...]:
    m, code = p.money, p.money.currency
    money = (
        m.eac_planned, m.eac_cpi, m.eac_composite, m.eac_weighted, m.eac_spi, m.eac_spi_t, m.eac_cpi_spi_t,
        m.eac_weighted_spi_t, m.eac_bottom_up, m.etc,
    )  # fmt: skip
    time = (
        m.tcpi_eac, m.es, m.at, m.pd, m.sv_t, m.tspi, m.ieac_t, m.duration_es_1, m.duration_es_sci_t, m.duration_ed_1,
        m.duration_ed_spi, m.duration_pv_1, m.duration_pv_spi,
    )  # fmt: skip
    figures = (*(amount(each, code) for each in money), *(ratio(each) for each in time))
    return (text(p.name, Tone.STRONG), text(code), *figures)


def _work(review: Review) -> Page:
    """Return earned value by work breakdown."""
    heads = "Project|Level>|WBS|Work|Currency|BAC>|PV>|EV>|AC>|CV>|SV>|CPI>|SPI>|EAC>|VAC>|Complete>"
    rows = tuple(_work_row(p, row) for p in review.projects for row in p.work)
    grid = Grid("", columns(heads, " ".join(["1"] * 16)), rows, empty="No project holds a budget.", media=IN_SHEETS)
    return Page("Work", "Earned value by work breakdown", (grid,), media=IN_SHEETS)


def _work_row(p: ProjectReview, row: Work) -> tuple[Cell, ...]:
    code = p.money.currency
    return (
        text(p.name),
        count(row.level),
        text(row.wbs),
        text(row.name, Tone.STRONG if row.summary else Tone.PLAIN),
        text(code),
        *(amount(each, code) for each in (row.bac, row.pv, row.ev, row.ac, row.cv, row.sv)),
        *(ratio(each) for each in (row.cpi, row.spi)),
        *(amount(each, code) for each in (row.eac, row.vac)),
        percent(row.percent_complete),
    )
