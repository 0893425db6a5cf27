"""Findings and confidence in the data: what was noticed, how good the plans are, how fresh they are."""

from __future__ import annotations

from collections import Counter

from conspectus.engine.findings import Severity
from conspectus.formats.packs.page import IN_SHEETS, ON_PAPER, Cell, Figure, Figures, Form, Grid, Page, Tone
from conspectus.review.pages.cells import columns, count, percent, plural, reason, said, status_date_cell, text
from conspectus.review.result import CheckRow, Noticed, ProjectReview, Review

SEVERITY_WORDS = {
    Severity.REFUSED: ("◆ refused", Tone.RED),
    Severity.ERROR: ("◆ error", Tone.RED),
    Severity.WARNING: ("▲ warning", Tone.AMBER),
    Severity.NOTE: ("○ note", Tone.MUTED),
}
RANK = {severity: place for place, severity in enumerate(SEVERITY_WORDS)}
_ON_PAPER = 30


def confidence(review: Review) -> tuple[Page, ...]:
    """Return the page of data confidence and the pages of findings and checks."""
    return (_quality_page(review), _findings_page(review), _checks_page(review))


def severity(item: Noticed) -> Cell:
    """Return a finding's severity in shape and word."""
    words, tone = SEVERITY_WORDS[item.finding.severity]
    return Cell(words, tone=tone)


def ranked(items: tuple[Noticed, ...]) -> list[Noticed]:
    """Return the findings, the gravest first; failed checks, which have a place of their own, after the others."""
    return sorted(items, key=lambda item: (RANK[item.finding.severity], is_check(item)))


def is_check(item: Noticed) -> bool:
    """Say whether a finding only repeats a schedule check, which has its own place."""
    return item.finding.code.startswith("QUALITY_")


def check_result(check: CheckRow) -> Cell:
    """Return whether a check passed, in shape and word."""
    if check.passed is None:
        return Cell("○ not assessed", tone=Tone.NONE)
    return Cell("● passed", tone=Tone.GREEN) if check.passed else Cell("◆ failed", tone=Tone.RED)


def _quality_page(review: Review) -> Page:
    rows = tuple(_quality_row(review, p) for p in sorted(review.projects, key=lambda p: p.quality.value or 0.0))
    heads = "Project|Quality>|Checks failed|Tasks>|Links>|Baseline|Status date|Errors>|Warnings>"
    grid = Grid("", columns(heads, "2.8 0.8 3.9 0.7 0.7 1.9 1.1 0.8 0.9"), rows, empty="No project was read.")
    lead = "How far the plans can be trusted: the share of assessable schedule checks passed, and what is missing."
    return Page("Confidence", "Confidence in the data", (grid,), lead=lead)


def _quality_row(review: Review, project: ProjectReview) -> tuple[Cell, ...]:
    failed = [check.name for check in project.checks if check.passed is False]
    found = Counter(item.finding.severity for item in review.of(project.id))
    return (
        text(project.name, Tone.STRONG),
        percent(project.quality),
        text(", ".join(failed) or "none", Tone.PLAIN if failed else Tone.MUTED),
        count(project.counts.tasks),
        count(project.counts.links),
        text(project.baseline_source or "none", Tone.PLAIN if project.baseline_source else Tone.MUTED),
        status_date_cell(project),
        count(found[Severity.ERROR], Tone.RED if found[Severity.ERROR] else Tone.PLAIN),
        count(found[Severity.WARNING]),
    )


def _findings_page(review: Review) -> Page:
    every = ranked(review.findings)
    serious = [item for item in every if item.finding.severity != Severity.NOTE and not is_check(item)]
    kinds = _alike(serious)
    names = {p.id: p.name for p in review.projects}
    found = Counter(item.finding.severity for item in every)
    figures = Figures(
        tuple(
            Figure(words, f"{found[level]:,}", tone=tone if found[level] else Tone.PLAIN)
            for level, (words, tone) in SEVERITY_WORDS.items()
        )
    )
    paper = Grid(
        "Gravest first",
        columns("Severity|File|Project|Where|What and what to do", "1 2 1.8 1.2 5.6"),
        tuple(_finding(alike, names) for alike in kinds[:_ON_PAPER]),
        empty="Nothing grave was noticed.",
        media=ON_PAPER,
    )
    sheet = Grid(
        "",
        columns("Severity|Code|File|Project|Where|What|What to do|Tasks>", "1 1.6 2 2 1.8 5 4 0.8"),
        tuple(_finding_row(item, names) for item in every),
        empty="Nothing was noticed.",
        media=IN_SHEETS,
    )
    lead = f"{len(every):,} findings."
    if len(kinds) > _ON_PAPER:
        lead += f" The {_ON_PAPER} gravest kinds are shown; the workbook holds all, notes included."
    elif len(every) > len(serious):
        lead += " Notes are in the workbook; failed schedule checks stand under confidence."
    return Page("Findings", "Findings", (figures, paper, sheet), lead=lead)


def _alike(found: list[Noticed]) -> list[list[Noticed]]:
    """Return findings that say the same of several projects or files as one, in the order they came."""
    kinds: dict[tuple[object, ...], list[Noticed]] = {}
    for item in found:
        told = item.finding
        kinds.setdefault((told.severity, told.code, told.words, told.remedy), []).append(item)
    return list(kinds.values())


def _finding(alike: list[Noticed], names: dict[str, str]) -> tuple[Cell, ...]:
    item, files, projects = alike[0], {one.file for one in alike}, {one.project for one in alike}
    if len(alike) > 1:
        return (
            severity(item),
            text(plural(len(files), "file"), Tone.MUTED),
            text(plural(len(projects), "project")),
            text(f"{len(alike)} times" if len(projects) < len(alike) else ""),
            said(f"{item.finding.words} {item.finding.remedy}".strip()),
        )
    return (
        severity(item),
        text(item.file, Tone.MUTED),
        text(names.get(item.project, "")),
        text("" if item.finding.place in {names.get(item.project), item.file} else item.finding.place),
        said(f"{item.finding.words} {item.finding.remedy}".strip()),
    )


def _finding_row(item: Noticed, names: dict[str, str]) -> tuple[Cell, ...]:
    return (
        severity(item),
        text(item.finding.code, Tone.MUTED),
        text(item.file),
        text(names.get(item.project, "")),
        text(item.finding.place),
        said(item.finding.words),
        said(item.finding.remedy),
        count(len(item.finding.tasks)),
    )


def _measure(check: CheckRow) -> Cell:
    if check.measure.value is None:
        return reason(check.measure)
    number = round(check.measure.value, 3)
    return Cell(f"{number:g} {check.unit}", number, Form.NUMBER)


def _checks_page(review: Review) -> Page:
    rows = tuple(
        (
            text(project.name, Tone.STRONG),
            text(check.name),
            check_result(check),
            _measure(check),
            text(check.unit),
            text(check.threshold),
            count(len(check.tasks)),
            said(check.words),
            text(check.remedy),
        )
        for project in review.projects
        for check in project.checks
    )  # fmt: skip
    heads = "Project|Check|Result|Measure>|Unit|Threshold|Tasks>|In words|What to do"
    grid = Grid("", columns(heads, "3 2 1.2 1 1 1 0.8 4 4"), rows, empty="No project was read.", media=IN_SHEETS)
    return Page("Quality checks", "Schedule quality, every check", (grid,), media=IN_SHEETS)
