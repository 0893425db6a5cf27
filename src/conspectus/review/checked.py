"""One file's schedule quality, as the contract of `plan check` has it."""

from __future__ import annotations

from typing import Any

from conspectus.engine.checks import compare_quality
from conspectus.engine.findings import Finding
from conspectus.engine.measure import Reason, missing
from conspectus.engine.network import CycleError, schedule
from conspectus.engine.plan import NONE, Plan
from conspectus.formats.schedules import Reading
from conspectus.review.compared import pairs
from conspectus.review.contract import check_dict, measure_row
from conspectus.review.dates import of_file
from conspectus.review.quality import quality_of
from conspectus.review.result import CheckRow, StatusDate
from conspectus.review.show import finding_row


def check_reading(reading: Reading, given: StatusDate, before: Reading | None = None) -> dict[str, Any]:
    """Return ``{"projects": [...], "findings": [...]}`` with the checks of each project, and their trend."""
    files = (before, reading) if before else (reading,)
    projects, findings = [], [finding_row(item, file.name) for file in files for item in file.findings]
    earlier = {new.uid: old for old, new in pairs(before.plans, reading.plans)} if before else {}
    for plan in reading.plans:
        status = given if given.instant != NONE else of_file(plan.status_date)
        quality, checks, noticed = _checked(plan, status)
        findings += [finding_row(item, reading.name) for item in noticed]
        projects.append(
            {
            "id": plan.uid,
            "name": plan.name,
            "status_date": status.text or None,
            "quality_ratio": measure_row(quality),
            "checks": [check_dict(check) for check in checks],
            } | _trend(earlier.get(plan.uid), checks)
        )  # fmt: skip
    return {"projects": projects, "findings": findings}


def _trend(older: Plan | None, checks: tuple[CheckRow, ...]) -> dict[str, Any]:
    """Return what became of each check since an earlier plan, judged by that plan's own status date."""
    if older is None:
        return {}
    _, before, _ = _checked(older, of_file(older.status_date))
    return {
        "trend": [
            {
                "code": change.code,
                "name": change.name,
                "before": measure_row(change.older),
                "after": measure_row(change.newer),
                "change": measure_row(change.change),
                "direction": change.direction,
                "words": change.words,
            }
            for change in compare_quality(before, checks)
        ]
    }


def _checked(plan: Plan, status: StatusDate) -> tuple[Any, tuple[CheckRow, ...], tuple[Finding, ...]]:
    try:
        computed = schedule(plan)
    except CycleError as refusal:
        return missing(Reason.NO_DATA), (), (refusal.finding,)
    quality, checks, noticed = quality_of(plan, computed, status)
    return quality, checks, (*computed.findings, *noticed)
