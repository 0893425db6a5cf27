"""Tables people type: workbooks and delimited text, opened with care and read cell by cell."""

from __future__ import annotations

from conspectus.formats.workbooks.cells import Cell, Manner, Row, Sheet
from conspectus.formats.workbooks.delimited import read_delimited
from conspectus.formats.workbooks.opening import Refused, is_workbook, read_workbook

__all__ = ["Cell", "Manner", "Refused", "Row", "Sheet", "is_workbook", "read_delimited", "read_workbook"]
