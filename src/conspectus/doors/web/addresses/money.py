"""Addresses of money, parties, contracts and rates."""

from __future__ import annotations

from django.urls import path

from conspectus.doors.web.pages import (
    contract_files,
    contracts,
    cost_rules,
    growth,
    ledger_files,
    money,
    parties,
    rate_files,
    rates,
)

money_addresses = [
    path("portfolios/<str:portfolio_id>/new-party/", parties.new_party, name="new-party"),
    path("parties/", parties.parties, name="parties"),
    path("portfolios/<str:portfolio_id>/import-contracts/", contract_files.import_file, name="import-contracts"),
    path("suppliers/", parties.suppliers, name="suppliers"),
    path("parties/<str:party_id>/", parties.party, name="party"),
    path("parties/<str:party_id>/change/", parties.change_party, name="change-party"),
    path("parties/<str:party_id>/new-contract/", contracts.new_contract, name="new-contract"),
    path("contracts/<str:contract_id>/", contracts.contract, name="contract"),
    path("contracts/<str:contract_id>/change/", contracts.change_contract, name="change-contract"),
    path("contracts/<str:contract_id>/variation/", contracts.vary, name="vary-contract"),
    path("contracts/<str:contract_id>/claim/", contracts.claim, name="claim-contract"),
    path("claims/<str:claim_id>/decision/", contracts.decide, name="decide-claim"),
    path("portfolios/<str:portfolio_id>/rates/", rates.rates, name="rates"),
    path("portfolios/<str:portfolio_id>/import-rates/", rate_files.import_file, name="import-rates"),
    path("portfolios/<str:portfolio_id>/actual-cost/", cost_rules.actual_cost, name="actual-cost"),
    path("money/", money.all_money, name="all-money"),
    path("portfolios/<str:portfolio_id>/cost-growth/", growth.growth, name="cost-growth"),
    path("money/import/", ledger_files.import_ledger, name="import-all"),
    path("projects/<str:project_id>/money/import/", ledger_files.import_ledger, name="import-ledger"),
    path("projects/<str:project_id>/money/", money.money, name="money"),
    path("projects/<str:project_id>/money/ledger/", money.ledger, name="ledger"),
    path("projects/<str:project_id>/money/ledger/<str:entry_id>/", money.correct, name="correct-entry"),
    path("projects/<str:project_id>/money/budgets/", money.budgets, name="budgets"),
    path("programmes/<str:programme_id>/budgets/", money.programme_budgets, name="programme-budgets"),
    path("projects/<str:project_id>/money/forecasts/", money.forecasts, name="forecasts"),
]
