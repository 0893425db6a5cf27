"""Facts about money: approved budgets, the ledger and the manager's forecast."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

NUMBER, MONEY, YES_NO, DATE = FactKind.NUMBER, FactKind.MONEY, FactKind.YES_NO, FactKind.DATE

BUDGETS = Area(
    "budgets",
    _("Budgets"),
    _("The budgets approved by the day."),
    (
        Fact("budgets", NUMBER, _("Budgets approved"), _("How many budgets were approved."), "budgets"),
        Fact("budget_first_on", DATE, _("First budget on"), _("The day the first was approved.")),
        Fact("budget_newest_on", DATE, _("Budget on"), _("The day the one in force was approved.")),
        Fact(
            "budget_approved",
            MONEY,
            _("Approved budget"),
            _("Without management reserve, with contingency."),
            cost=True,
        ),
        Fact("budget_first", MONEY, _("First approved budget"), _("The same of the first."), cost=True),
        Fact(
            "budget_growth_percent",
            NUMBER,
            _("Growth of the budget"),
            _("The budget in force less the first, over the first."),
            "%",
            cost=True,
        ),
        Fact("contingency", MONEY, _("Contingency"), _("What of it is held for known risks."), cost=True),
        Fact(
            "contingency_percent",
            NUMBER,
            _("Contingency over base"),
            _("Contingency over the base of the budget."),
            "%",
            cost=True,
        ),
        Fact(
            "reserve",
            MONEY,
            _("Management reserve"),
            _("What stands above the budget for what nobody foresaw."),
            cost=True,
        ),
        Fact(
            "budget_approver_is_manager",
            YES_NO,
            _("Budget approved by its manager"),
            _("Whether the project's own manager approved the one in force."),
        ),
        Fact(
            "budget_size",
            MONEY,
            _("Project size"),
            _("The approved budget in the portfolio's currency, by its budget rates."),
            cost=True,
        ),
    ),
)

LEDGER = Area(
    "ledger",
    _("Ledger and forecast"),
    _("Entries of the ledger up to the day, and the manager's own forecast."),
    (
        Fact("ledger_entries", NUMBER, _("Entries"), _("How many entries the ledger holds."), "entries"),
        Fact("ledger_newest_on", DATE, _("Newest entry"), _("The day of the newest entry of actual cost.")),
        Fact("spent", MONEY, _("Spent"), _("Actual cost up to the day, in the project's currency."), cost=True),
        Fact("committed", MONEY, _("Committed"), _("Commitments up to the day, paid or not."), cost=True),
        Fact("spent_percent", NUMBER, _("Spent of the budget"), _("Spent over the approved budget."), "%", cost=True),
        Fact(
            "spent_without_budget",
            YES_NO,
            _("Spent without a budget"),
            _("Whether the ledger holds cost and no budget is approved."),
        ),
        Fact("forecast_on", DATE, _("Manager's forecast on"), _("The day of the newest forecast the manager made.")),
        Fact(
            "forecast_cost",
            MONEY,
            _("Manager's forecast"),
            _("Spent up to its day and what was still to be spent then."),
            cost=True,
        ),
        Fact(
            "forecast_over_budget_percent",
            NUMBER,
            _("Forecast over budget"),
            _("Cost at completion, the manager's forecast else the plan's estimate, less the budget, over the budget."),
            "%",
            cost=True,
        ),
    ),
)
