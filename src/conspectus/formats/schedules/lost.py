"""What a file holds that the plan does not carry, said once a kind so that nobody has to wonder."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
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


def of_file(projects: Sequence[dict[str, Any]], said: Container[str]) -> Iterator[Finding]:
    """Yield a note for each kind of content of the file that was not carried over, however many projects share it.

    ``said`` holds the codes of what was noticed before; definitions count under one name, fields of users first.
    """
    counts = {name: max(sent["lost"].get(name, 0) for sent in projects) for name in NAMES}
    if counts["user-defined fields"] or "LOST_USER_FIELDS" in said:
        counts["custom fields"] = 0
    for name, count in counts.items():
        code, *what = NAMES[name]
        if count and code not in said:
            yield Finding(Severity.NOTE, code, "file", _words(count, *what))


def of_project(sent: dict[str, Any], plan: Plan) -> Iterator[Finding]:
    """Yield what one project does not say itself and was taken from elsewhere."""
    if plan.options.extra.get(MARK):
        words = "The file holds dates without times; the usual start and end of the day were used."
        yield Finding(Severity.NOTE, "DATES_WITHOUT_TIMES", "project", words)
    if plan.options.program == "primavera" and 0 in plan.baselines and sent["project"].get("FILE_TYPE") == "XER":
        words = "The file holds no baseline; the planned dates stand in for it, as Primavera does."
        yield Finding(Severity.NOTE, "BASELINE_FROM_PLANNED", "project", words, "Set an approved baseline.")
