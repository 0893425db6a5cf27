"""Cost books in: planned and actual amounts by project, task and period from a workbook or delimited text."""

from __future__ import annotations

from conspectus.formats.costs.book import CostReading, CostRow, read_costs
from conspectus.formats.workbooks import Manner

__all__ = ["CostReading", "CostRow", "Manner", "read_costs"]
