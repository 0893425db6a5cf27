"""Money of projects: approved budgets, the ledger of what was committed, spent and earned, and forecasts."""
