"""Exported backlogs of Jira, Azure DevOps and GitHub: CSV, workbooks and JSON, by columns that are told once."""

from conspectus.formats.agile.fields import FIELDS, KINDS
from conspectus.formats.agile.mapping import Columns, columns_of
from conspectus.formats.agile.reading import Reading, read_backlog
from conspectus.formats.workbooks import Refused

__all__ = ["FIELDS", "KINDS", "Columns", "Reading", "Refused", "columns_of", "read_backlog"]
