"""What is said of cells and columns of sheets, with names for what changes; pages say it in the reader's language."""

from __future__ import annotations

SENTENCES = (
    "'%(name)s' is no colour such as green, amber or red (%(cell)s).",
    "'%(name)s' is no number such as 1234.56 (%(cell)s).",
    "'%(name)s' is no amount such as 1,234.56 or 1.2m (%(cell)s).",
    "'%(name)s' is neither yes nor no (%(cell)s).",
    "'%(name)s' is no state such as proposed, active, on hold or completed (%(cell)s).",
    "'%(name)s' is none of keep, submit, unchanged (%(cell)s).",
    "%(cell)s is not a date.",
    "The date must lie between 1970 and 2149 (%(cell)s).",
    "The amount is too large. (%(cell)s)",
    "Correct the cell and read the file again.",
    "Row %(number)s is a sum; it is left out.",
    "Row %(number)s holds '%(name)s' alone, as a heading between rows does; it is left out.",
    "%(number)s column(s) are not taken: %(name)s.",
    "No table of reports was found on %(name)s.",
    "No register was found on %(name)s.",
    "No column holds the projects' names or codes.",
    "No column holds what may happen, or has.",
    "Say which column holds them.",
    "Say which column holds it.",
    "Say whether the day or the month comes first.",
    "Say how amounts are written: en 1,234.56; de 1.234,56; fr 1 234,56; ch 1'234.56.",
    "Sheet '%(name)s' is hidden and was not read.",
    "%(number)s columns are called '%(name)s'; %(letter)s is read.",
    "If another one is meant, rename the others in the sheet.",
    "This may be any list: nothing but '%(name)s' speaks of risks, issues or the like.",
    "Say which column holds the event.",
    "%(cell)s belongs to a cell that spans rows; its amount is read for the first of them.",
)
