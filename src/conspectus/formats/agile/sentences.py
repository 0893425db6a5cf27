"""What is said of an export that was read, with names for what changes; pages say it in the reader's language."""

from __future__ import annotations

STATES_UNKNOWN = "Nobody told what these states mean; they count as not started: %(name)s."
SAY_STATES = "Say what they mean."
ROW_EMPTY = "The row has neither key nor title."
KEY_TWICE = "The key %(name)s stands in the file twice; the first row counts."
DAY_MISSING = "Accepted, but the file does not tell since when: %(name)s."
EXPORT_DAYS = "Export the day it was closed."
POINTS_ODD = "No estimate from 0 to 10,000, and so left out: “%(name)s”."
DAY_ODD = "No day, and so left out: “%(name)s”."
DAY_TO_COME = "Moved after %(day)s, the day the export is said to be of: %(name)s."
GIVE_DAY = "Give the day the export was made."
DAYS_CROSSED = "Done before it was started: %(name)s."
NO_POINTS = "No item has an estimate; items are counted."
NO_STARTS = "The file tells of no item when it was started; cycle times and ages stay open."
EXPORT_STARTS = "Export the day work began, or Jira's history."
MORE_ROWS = "The same of %(number)s rows more."
COLUMN_MISSING = "No column was told to hold %(needed)s of each item."
NEEDED = ("the title", "the state", "the title and the state")
SAY_COLUMN = "The headings read: %(name)s. Say which it is."
NO_ITEMS = "The file holds no item that counts."
LOOK_AT_TYPES = "Look at the types and columns."
FILE_EMPTY = "The file is empty."
EXPORT_BACKLOG = "Export the backlog again."
NO_HEADINGS = "No row of headings was found."
HEADINGS_NEEDED = "Needed are a title and a state for each item."
EXPORT_HEADINGS = "Export the backlog with its headings."
TOO_MANY_ROWS = "The limit is %(number)s rows and %(columns)s columns."
TOO_MANY_ITEMS = "The limit is %(number)s items; this file has %(items)s."
NARROW = "Narrow the query, then export again."
NO_LIST = "The JSON holds no list of issues or work items."
EXPORT_LIST = "Export a search, a query or a project, not a single item."
NOT_UTF8 = "The JSON is not UTF-8 at byte %(number)s."
SAVE_UTF8 = "Save it as UTF-8 and retry."
TOO_DEEP = "The JSON is nested deeper than %(number)s levels."
EXPORT_AGAIN = "Export it again."
DAMAGED = "The JSON is not well formed at line %(line)s, column %(column)s."
CUT_OFF = "Export it again; a copy may be cut off."
NO_NUMBER = "The JSON holds something that is no number."
PAGE_OF = "The file holds %(part)s items of %(all)s."
ONE_PAGE = "The file holds one page of several."
EXPORT_PAGES = "Export all pages into one file."

SENTENCES = (
    STATES_UNKNOWN, SAY_STATES, ROW_EMPTY, KEY_TWICE, DAY_MISSING, EXPORT_DAYS, POINTS_ODD, DAY_ODD, DAY_TO_COME,
    GIVE_DAY, DAYS_CROSSED, NO_POINTS, NO_STARTS, EXPORT_STARTS, MORE_ROWS, COLUMN_MISSING, SAY_COLUMN, NO_ITEMS,
    LOOK_AT_TYPES, FILE_EMPTY, EXPORT_BACKLOG, NO_HEADINGS, HEADINGS_NEEDED, EXPORT_HEADINGS, TOO_MANY_ROWS,
    TOO_MANY_ITEMS, NARROW, NO_LIST, EXPORT_LIST, NOT_UTF8, SAVE_UTF8, TOO_DEEP, EXPORT_AGAIN, DAMAGED, CUT_OFF,
    NO_NUMBER, PAGE_OF, ONE_PAGE, EXPORT_PAGES,
)  # fmt: skip
PLACES = ("row %(number)s", "further rows")
