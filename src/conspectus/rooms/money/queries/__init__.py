"""Everything that is asked of the money of projects; who may not see cost is refused or told it is hidden."""

from conspectus.rooms.money.queries.contracts import Drawn, contract_called, contracts_for, drawn_under
from conspectus.rooms.money.queries.groups import FIGURES, MoneyGroup, MoneyRow, PortfolioMoney, portfolio_money
from conspectus.rooms.money.queries.ledger import (
    LedgerFilter,
    budgets,
    entries,
    entry_views,
    forecasts,
    get_entry,
    programme_budgets,
)
from conspectus.rooms.money.queries.standing import project_money
from conspectus.rooms.money.queries.suppliers import (
    ContractStanding,
    SupplierStanding,
    contract_standings,
    supplier_standing,
    supplier_standings,
)
from conspectus.rooms.money.queries.views import (
    BudgetView,
    EntryView,
    ForecastView,
    LineSum,
    MonthSum,
    ProjectMoney,
)

__all__ = [
    "FIGURES",
    "BudgetView",
    "ContractStanding",
    "Drawn",
    "EntryView",
    "ForecastView",
    "LedgerFilter",
    "LineSum",
    "MoneyGroup",
    "MoneyRow",
    "MonthSum",
    "PortfolioMoney",
    "ProjectMoney",
    "SupplierStanding",
    "budgets",
    "contract_called",
    "contract_standings",
    "contracts_for",
    "drawn_under",
    "entries",
    "entry_views",
    "forecasts",
    "get_entry",
    "portfolio_money",
    "programme_budgets",
    "project_money",
    "supplier_standing",
    "supplier_standings",
]
