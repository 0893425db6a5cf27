"""Exported backlogs of Jira, Azure DevOps and GitHub: CSV, workbooks and JSON, by columns that are told once."""

from conspectus.formats.agile.fields import FIELDS, KINDS
from conspectus.formats.agile.keeping import pack, unpack
from conspectus.formats.agile.mapping import Columns, columns_of
from conspectus.formats.agile.reading import Guess, Reading, look_at_columns, read_backlog
from conspectus.formats.workbooks import Refused

__all__ = [
    "FIELDS",
    "KINDS",
    "Columns",
    "Guess",
    "Reading",
    "Refused",
    "columns_of",
    "look_at_columns",
    "pack",
    "read_backlog",
    "unpack",
]
