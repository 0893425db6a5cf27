"""What a file holds that the plan does not carry, said once a kind so that nobody has to wonder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Plan
from conspectus.formats.schedules.datesonly import MARK

NAMES = {
    "custom fields": ("LOST_CUSTOM_FIELDS", "definitions of custom fields"),
    "user-defined fields": ("LOST_USER_FIELDS", "definitions of user-defined fields"),
    "activity codes": ("LOST_ACTIVITY_CODES", "activity codes"),
    "views": ("LOST_VIEWS", "views"),
    "work contours": ("LOST_CONTOURS", "definitions of work contours"),
    "unreadable parts": ("LOST_PARTS", "parts that could not be read"),
}


def list_losses(sent: dict[str, Any], plan: Plan) -> Iterator[Finding]:
    """Yield a note for each kind of content that was not carried over."""
    for name, count in sent["lost"].items():
        code, words = NAMES[name]
        yield Finding(Severity.NOTE, code, "project", f"{count} {words} were not carried over.")
    contours = [
        c for c in sent["assignments"]["columns"].get("WORK_CONTOUR", "").split("\x1e") if c not in ("", "FLAT")
    ]
    if contours:
        words = f"{len(contours)} assignments follow a work contour; their work is spread evenly."
        yield Finding(Severity.NOTE, "LOST_CONTOURS", "assignments", words)
    if plan.options.extra.get(MARK):
        words = "The file holds dates without times; the usual start and end of the day were used."
        yield Finding(Severity.NOTE, "DATES_WITHOUT_TIMES", "project", words)
    if plan.options.program == "primavera" and 0 in plan.baselines and sent["project"].get("FILE_TYPE") == "XER":
        words = "The file holds no baseline; the planned dates stand in for it, as Primavera does."
        yield Finding(Severity.NOTE, "BASELINE_FROM_PLANNED", "project", words, "Set an approved baseline.")
