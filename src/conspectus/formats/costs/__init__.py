"""Money tables in: cost books by project, task and period, and ledger entries, from a workbook or delimited text."""

from __future__ import annotations

from conspectus.formats.costs.book import CostReading, CostRow, read_costs
from conspectus.formats.costs.ledger import LedgerReading, LedgerRow, read_ledger
from conspectus.formats.workbooks import Manner

__all__ = ["CostReading", "CostRow", "LedgerReading", "LedgerRow", "Manner", "read_costs", "read_ledger"]
