"""What a file holds that the plan does not carry, said once a kind so that nobody has to wonder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import Plan
from conspectus.formats.schedules.datesonly import MARK

NAMES = {  # code, one of it, several
    "custom fields": ("LOST_CUSTOM_FIELDS", "definition of a custom field", "definitions of custom fields"),
    "user-defined fields": (
        "LOST_USER_FIELDS",
        "definition of a user-defined field",
        "definitions of user-defined fields",
    ),
    "activity codes": ("LOST_ACTIVITY_CODES", "activity code", "activity codes"),
    "views": ("LOST_VIEWS", "view", "views"),
    "unreadable parts": ("LOST_PARTS", "part that could not be read", "parts that could not be read"),
}


def _words(count: int, one: str, many: str) -> str:
    """Return how many of what are lost."""
    return f"1 {one} was not carried over." if count == 1 else f"{count} {many} were not carried over."


def list_losses(sent: dict[str, Any], plan: Plan) -> Iterator[Finding]:
    """Yield a note for each kind of content that was not carried over."""
    for name, count in sent["lost"].items():
        code, *what = NAMES[name]
        yield Finding(Severity.NOTE, code, "project", _words(count, *what))
    if plan.options.extra.get(MARK):
        words = "The file holds dates without times; the usual start and end of the day were used."
        yield Finding(Severity.NOTE, "DATES_WITHOUT_TIMES", "project", words)
    if plan.options.program == "primavera" and 0 in plan.baselines and sent["project"].get("FILE_TYPE") == "XER":
        words = "The file holds no baseline; the planned dates stand in for it, as Primavera does."
        yield Finding(Severity.NOTE, "BASELINE_FROM_PLANNED", "project", words, "Set an approved baseline.")
