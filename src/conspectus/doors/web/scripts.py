"""What scripts say on pages: each sentence by its English, handed to the script in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from conspectus.formats.schedules.drafts import COLUMNS

PLANNER = (
    gettext_noop("Start"),
    gettext_noop("Finish"),
    gettext_noop("Float, d"),
    gettext_noop("Dates are computed as you type."),
    gettext_noop("Tasks of the plan"),
    gettext_noop("Bars of the tasks; the table beside holds their dates"),
    gettext_noop("What is to correct"),
    gettext_noop("Rows"),
    gettext_noop("{field}, row {row}"),
    gettext_noop("The plan"),
    gettext_noop("Row {row}, {field}"),
    gettext_noop("Row {row}"),
    gettext_noop("The editor holds up to {most} rows; hand a longer plan in as a workbook."),
    gettext_noop("Your session has ended. What you typed is kept: press “Look at what changes” and sign in again."),
    gettext_noop(
        "The dates could not be computed just now. What you typed is kept; it is tried again with the next change."
    ),
    gettext_noop("The server cannot be reached. What you typed is kept; it is tried again with the next change."),
    gettext_noop("Insert a row"),
    gettext_noop("Delete the row"),
    gettext_noop("Indent"),
    gettext_noop("Outdent"),
    gettext_noop("Move up"),
    gettext_noop("Move down"),
    gettext_noop("Undo"),
    gettext_noop("Redo"),
    gettext_noop("Take what is stored"),
    gettext_noop("What you typed here before and did not save is back."),
    gettext_noop("Chart, scrolls"),
    gettext_noop(
        "Type to replace a cell, Enter or F2 to change it, Tab to the next cell while typing; arrows "
        "walk, with Shift they select; paste rows from a spreadsheet. Dates such as 2026-03-31, "
        "durations 5d, 2w, 4h, predecessors 3FS+2d; 5SS."
    ),
)


UPDATE = (
    gettext_noop("Kept."),
    gettext_noop(
        "The server cannot be reached. What you typed is kept in this browser and sent when it answers again."
    ),
    gettext_noop("Your session has ended. What you typed is kept in this browser: sign in again, it comes back."),
    gettext_noop("This report is open in another window. What you type here is kept in this browser only."),
    gettext_noop("What you typed here before and did not send is back."),
)


def update_words() -> dict[str, str]:
    """Return what the form of a report says, by its English."""
    return {words: gettext(words) for words in UPDATE}


def planner_words() -> dict[str, str]:
    """Return what the plan editor says and calls its columns, by its English."""
    return {words: gettext(words) for words in (*PLANNER, *COLUMNS.values())}
