"""A workbook to begin with, for teams without a planning program: headings, a few rows, and how to fill them in."""

from __future__ import annotations

import io

NAME = "plan-template.xlsx"
HEADINGS = (
    "Id", "Level", "Task", "Duration", "Predecessors", "Start", "Percent", "Cost", "Actual cost", "Actual start",
    "Actual finish", "Baseline start", "Baseline finish", "Baseline cost", "Resource", "Deadline", "Note",
)  # fmt: skip
ROWS: tuple[tuple[str | int, ...], ...] = (
    (1, 1, "Design"),
    (2, 2, "Draw the plans", "10d"),
    (3, 2, "Have them approved", "2w", "2"),
    (4, 1, "Building"),
    (5, 2, "Order piles", "8d", "3"),
    (6, 2, "Drive piles", "15d", "5FS+2d; 3SS+1w"),
    (7, 1, "Handed over", "0d", "6"),
)
HELP = (
    ("Status date", "The day up to which progress and costs are entered, such as 2026-06-30."),
    ("Id", "A number or name of its own for each task; keep it when rows move."),
    ("Level", "1 for what stands at the top, 2 for what is below it, and so on. Leave out for a plain list."),
    ("Duration", "5d, 3w or 4h of working time; 0d is a milestone."),
    (
        "Predecessors",
        "3 waits for the end of task 3, 3FS+2d two days more; 3SS-1d begins a day before 3; 2; 3 waits for both.",
    ),
    ("Start", "Only for tasks that wait for nothing: the first day they can begin."),
    ("Percent", "How much is done: 50 %."),
    ("Cost", "Planned cost of the task in the project's currency, without the sign."),
    ("Actual start, actual finish", "When it really began and ended; empty if not yet."),
    ("Baseline ...", "What was agreed, to measure against. Leave out until a plan is approved."),
)


def write_template() -> bytes:
    """Return the workbook; handed in as it is, it is a plan."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    plan = book.worksheets[0]
    plan.title = "Plan"
    plan.append(["Status date"])
    plan.append([])
    plan.append(HEADINGS)
    for row in ROWS:
        plan.append(row)
    for cell in plan[3]:
        cell.font = Font(bold=True)
    plan.freeze_panes = "D4"
    plan.column_dimensions["C"].width = 32
    plan.column_dimensions["E"].width = 20
    how = book.create_sheet("How to fill it in")
    for line in HELP:
        how.append(line)
    how.column_dimensions["A"].width = 28
    how.column_dimensions["B"].width = 100
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
