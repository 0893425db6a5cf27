"""The headings a plain plan may use, and the field each one means."""

from __future__ import annotations

HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "task id", "activity id", "no", "nr", "number", "#", "uid", "code", "activity code"),
    "wbs": ("wbs", "wbs code", "outline number", "outline"),
    "level": ("level", "outline level", "indent"),
    "name": ("task", "name", "task name", "activity", "activity name", "title", "description", "work package"),
    "start": ("start", "start date", "begin", "begins", "planned start", "early start"),
    "finish": ("finish", "finish date", "end", "end date", "ends", "planned finish", "due", "due date"),
    "duration": ("duration", "dur", "length", "planned duration", "duration (days)", "days"),
    "predecessors": ("predecessors", "predecessor", "depends on", "after", "dependencies", "waits for"),
    "cost": ("cost", "budget", "planned cost", "total cost", "budgeted cost"),
    "actual_cost": ("actual cost", "cost to date", "spent"),
    "currency": ("currency", "currency code"),
    "percent": ("percent", "percent complete", "% complete", "complete", "%", "progress", "% done", "done"),
    "actual_start": ("actual start", "started", "actual begin"),
    "actual_finish": ("actual finish", "finished", "actual end", "completed on"),
    "baseline_start": ("baseline start", "bl start", "original start"),
    "baseline_finish": ("baseline finish", "bl finish", "original finish", "baseline end"),
    "baseline_cost": ("baseline cost", "bl cost"),
    "milestone": ("milestone", "is milestone"),
    "resource": ("resource", "resources", "resource names", "assigned to", "owner", "who", "responsible"),
    "deadline": ("deadline",),
    "note": ("note", "notes", "comment", "comments", "remarks"),
}
SYNONYMS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
DATES = (
    "start", "finish", "actual_start", "actual_finish", "baseline_start", "baseline_finish", "deadline",
)  # fmt: skip
YES = frozenset({"y", "yes", "true", "x", "1", "✓", "milestone"})
