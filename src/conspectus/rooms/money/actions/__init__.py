"""Everything that can be done to the money of projects."""

from conspectus.kit.amounts import minor_units
from conspectus.rooms.money.actions.budgets import approve_budget
from conspectus.rooms.money.actions.contract_files import (
    ContractLine,
    ContractsPreview,
    import_contracts,
    preview_contracts,
)
from conspectus.rooms.money.actions.forecasts import forecast_cost
from conspectus.rooms.money.actions.imports import LedgerPreview, import_entries, preview_entries
from conspectus.rooms.money.actions.ledger import Recorded, correct_entry, record_entries
from conspectus.rooms.money.actions.rates import RateLine, RatesPreview, import_rates, preview_rates, take_rates
from conspectus.rooms.money.bridge.budgets import NewLine
from conspectus.rooms.money.bridge.entries import EntriesRefused, NewEntry

__all__ = [
    "ContractLine",
    "ContractsPreview",
    "EntriesRefused",
    "LedgerPreview",
    "NewEntry",
    "NewLine",
    "RateLine",
    "RatesPreview",
    "Recorded",
    "approve_budget",
    "correct_entry",
    "forecast_cost",
    "import_contracts",
    "import_entries",
    "import_rates",
    "minor_units",
    "preview_contracts",
    "preview_entries",
    "preview_rates",
    "record_entries",
    "take_rates",
]
