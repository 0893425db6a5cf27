"""A review as JSON: the contract of `review --json` and of the API; documented in docs/contracts.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conspectus.engine.measure import Measure
from conspectus.review.dates import iso
from conspectus.review.result import (
    DIMENSIONS,
    CheckRow,
    GroupReview,
    Judged,
    Milestone,
    Money,
    ProjectReview,
    Review,
    Source,
    Work,
)
from conspectus.review.show import finding_row

_MONEY = {
    "budget_at_completion_minor": "bac",
    "planned_value_minor": "pv",
    "earned_value_minor": "ev",
    "actual_cost_minor": "ac",
    "cost_variance_minor": "cv",
    "schedule_variance_minor": "sv",
    "estimate_at_completion_minor": "eac",
    "variance_at_completion_minor": "vac",
    "estimate_to_complete_minor": "etc",
    "estimate_planned_minor": "eac_planned",
    "estimate_cpi_minor": "eac_cpi",
    "estimate_composite_minor": "eac_composite",
    "estimate_weighted_minor": "eac_weighted",
    "estimate_bottom_up_minor": "eac_bottom_up",
    "estimate_spi_minor": "eac_spi",
    "estimate_spi_time_minor": "eac_spi_t",
    "estimate_cpi_spi_time_minor": "eac_cpi_spi_t",
    "estimate_weighted_spi_time_minor": "eac_weighted_spi_t",
}
_RATIOS = {
    "cost_performance_index": "cpi",
    "schedule_performance_index": "spi",
    "schedule_performance_index_time": "spi_t",
    "to_complete_performance_index": "tcpi",
    "percent_complete_ratio": "percent_complete",
    "earned_schedule_periods": "es",
    "actual_time_periods": "at",
    "estimated_duration_periods": "ieac_t",
    "schedule_variance_periods": "sv_t",
    "planned_duration_periods": "pd",
    "to_complete_schedule_performance_index": "tspi",
    "cost_variance_ratio": "cv_percent",
    "schedule_variance_ratio": "sv_percent",
    "percent_spent_ratio": "percent_spent",
    "percent_scheduled_ratio": "percent_scheduled",
    "variance_at_completion_ratio": "vac_percent",
    "to_complete_performance_index_estimate": "tcpi_eac",
    **{f"duration_{name}_periods": f"duration_{name}" for name in (
        "pv_1", "pv_spi", "pv_sci", "ed_1", "ed_spi", "ed_sci", "es_1", "es_spi_t", "es_sci_t",
    )},
}  # fmt: skip
_WORK = {name: field for name, field in _MONEY.items() if field in ("bac", "pv", "ev", "ac", "cv", "sv", "eac", "vac")}
_WORK_RATIOS = {name: field for name, field in _RATIOS.items() if field in ("cpi", "spi", "percent_complete")}


def as_dict(review: Review, pack: Sequence[str] = ()) -> dict[str, Any]:
    """Return ``{"projects": [...], "findings": [...], "pack": [...]}`` and what stands beside them."""
    return {
        "projects": [_project(review, project) for project in review.projects],
        "findings": [finding_row(item.finding, item.file, item.project) for item in review.findings],
        "pack": list(pack),
        "totals": [money_row(money) for money in review.totals.values()],
        "sources": [_source(source) for source in review.sources],
        "status_date": review.status_date.text or None,
        "groups": [_group(group) for group in review.groups],
    }


def _group(group: GroupReview) -> dict[str, Any]:
    return {
        "name": group.name,
        "projects": group.projects,
        "status": {judged.dimension: _judged(judged) for judged in group.status},
        "words": group.words,
        "distribution": [
            {"status": one.colour, "projects": one.projects, "budget_at_completion_minor": round(one.budget)}
            for one in group.portions
        ],
        "not_assessed": list(group.not_assessed),
        "deciding": group.deciding or None,
        **money_row(group.money),
    }


def measure_row(measure: Measure) -> dict[str, Any]:
    """Return ``{"value": ..., "reason": ...}``; exactly one is not null."""
    return {"value": measure.value, "reason": measure.reason.value if measure.reason is not None else None}


def money_row(money: Money) -> dict[str, Any]:
    """Return earned value by its names; amounts are whole minor units."""
    amounts = {name: minor_row(getattr(money, field)) for name, field in _MONEY.items()}
    ratios = {name: measure_row(getattr(money, field)) for name, field in _RATIOS.items()}
    return {"currency": money.currency or None, **amounts, **ratios}


def work_row(row: Work) -> dict[str, Any]:
    """Return earned value of one task of the outline and of all below it."""
    return {
        "uid": row.uid or None,
        "name": row.name,
        "wbs": row.wbs,
        "level": row.level,
        "summary": row.summary,
        **{name: minor_row(getattr(row, field)) for name, field in _WORK.items()},
        **{name: measure_row(getattr(row, field)) for name, field in _WORK_RATIOS.items()},
    }


def minor_row(measure: Measure) -> dict[str, Any]:
    """Return an amount as a whole number of minor units (half to even)."""
    row = measure_row(measure)
    return row if measure.value is None else row | {"value": round(measure.value)}


def _project(review: Review, project: ProjectReview) -> dict[str, Any]:
    counts = project.counts
    return {
        "id": project.id,
        "name": project.name,
        "file": project.file,
        "kind": project.kind,
        "mode": project.mode or None,
        "status_date": project.status_date.text or None,
        "status_date_origin": project.status_date.origin,
        "start": iso(project.start),
        "finish": iso(project.finish),
        "baseline_finish": iso(project.baseline_finish),
        "baseline_source": project.baseline_source or None,
        "slip_days": measure_row(project.slip_days),
        "total_float_days": measure_row(project.float_days),
        "quality_ratio": measure_row(project.quality),
        "tasks": counts.tasks,
        "tasks_done": counts.done,
        "tasks_started": counts.started,
        "critical_tasks": counts.critical,
        "links": counts.links,
        **money_row(project.money),
        "status": {judged.dimension: _judged(judged) for judged in _in_order(project)},
        "milestones": [_milestone(item) for item in project.milestones],
        "checks": [check_dict(check) for check in project.checks],
        "findings": len(review.of(project.id)),
        "work_breakdown": [work_row(row) for row in project.work],
    }


def _in_order(project: ProjectReview) -> list[Judged]:
    return [Judged(d, project.colour(d), project.words(d)) for d in DIMENSIONS]


def _judged(judged: Judged) -> dict[str, Any]:
    return {"status": judged.colour, "words": judged.words}


def _milestone(item: Milestone) -> dict[str, Any]:
    return {
        "uid": item.uid,
        "name": item.name,
        "baseline": iso(item.baseline),
        "finish": iso(item.finish),
        "done": item.done,
        "critical": item.critical,
        "slip_days": measure_row(item.slip_days),
        "state": item.state,
    }


def check_dict(check: CheckRow) -> dict[str, Any]:
    """Return one schedule check as every contract writes it."""
    return {
        "code": check.code,
        "name": check.name,
        "measure": measure_row(check.measure),
        "unit": check.unit,
        "threshold": check.threshold,
        "passed": check.passed,
        "words": check.words,
        "remedy": check.remedy,
        "tasks": list(check.tasks),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "kind": source.kind or None,
        "bytes": source.size,
        "sha256": source.digest,
        "projects": source.projects,
    }
