"""One plan, computed, as the contract of `plan show` has it: our dates beside those the file stores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from conspectus.engine.findings import Finding
from conspectus.engine.plan import NONE, Ints, Plan
from conspectus.formats.schedules import Reading


def show(reading: Reading, mode: str = "auto") -> dict[str, Any]:
    """Return ``{"projects": [...], "findings": [...]}`` for a file that was read."""
    projects, findings = [], list(reading.findings)
    for plan in reading.plans:
        project, noticed = show_plan(plan, mode)
        projects.append(project)
        findings.extend(noticed)
    return {"projects": projects, "findings": [finding_row(item, reading.name) for item in findings]}


def show_plan(plan: Plan, mode: str = "auto") -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Schedule a plan and return its rows and what was noticed; a plan in a circle has no computed dates."""
    from conspectus.engine.network import CycleError, schedule

    try:
        computed = schedule(plan, mode)
    except CycleError as refusal:
        columns: list[Sequence[Any]] = [[None] * len(plan.tasks)] * len(_FIELDS)
        return _project(plan, "", columns), (refusal.finding,)
    columns = [
        _instants(computed.early_start),
        _instants(computed.early_finish),
        _instants(computed.late_start),
        _instants(computed.late_finish),
        _minutes(computed.total_float),
        _minutes(computed.free_float),
        [bool(flag) for flag in computed.critical],
    ]
    return _project(plan, computed.mode, columns), computed.findings


_FIELDS = (
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "total_float_minutes",
    "free_float_minutes",
    "critical",
)


def _project(plan: Plan, mode: str, columns: Sequence[Sequence[Any]]) -> dict[str, Any]:
    from conspectus.engine.plan import Kind

    tasks = plan.tasks
    stored = (
        _instants(tasks.stored_early_start),
        _instants(tasks.stored_early_finish),
        _instants(tasks.stored_late_start),
        _instants(tasks.stored_late_finish),
        _minutes(tasks.stored_total_float),
        _minutes(tasks.stored_free_float),
        [None if flag < 0 else bool(flag) for flag in tasks.stored_critical],
    )
    rows = [
        {
            "uid": uid,
            "name": name,
            "summary": bool(kind == Kind.SUMMARY),
            **dict(zip(_FIELDS, ours, strict=True)),
            "stored": dict(zip(_FIELDS, theirs, strict=True)),
        }
        for uid, name, kind, ours, theirs in zip(
            tasks.uid, tasks.name, tasks.kind, zip(*columns, strict=True), zip(*stored, strict=True), strict=True
        )
    ]
    status_date = _instants(np.array([plan.status_date], dtype=np.int64))[0]
    return {"id": plan.uid, "name": plan.name, "status_date": status_date, "mode": mode, "tasks": rows}


def finding_row(finding: Finding, file: str = "", project: str = "") -> dict[str, Any]:
    """Return a finding as every contract writes it."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "file": file,
        "project": project,
        "place": finding.place,
        "words": finding.words,
        "remedy": finding.remedy,
        "tasks": list(finding.tasks),
    }


def _instants(column: Ints) -> list[str | None]:
    """Write a column of minutes as ``YYYY-MM-DDTHH:MM``."""
    known = column != NONE
    text = np.datetime_as_string(np.where(known, column, 0).astype("datetime64[m]"), unit="m")
    return [str(item) if there else None for item, there in zip(text, known, strict=True)]


def _minutes(column: Ints) -> list[int | None]:
    return [None if item == NONE else item for item in column.tolist()]
