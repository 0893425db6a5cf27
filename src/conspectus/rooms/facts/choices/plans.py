"""Facts about plans: what the newest one says, its baselines, milestones, quality and earned value."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

TEXT, NUMBER, MONEY = FactKind.TEXT, FactKind.NUMBER, FactKind.MONEY
YES_NO, DATE, DATES = FactKind.YES_NO, FactKind.DATE, FactKind.DATES

PLAN = Area(
    "plan",
    _("Plan"),
    _("The newest plan with a status date on or before the day; without one, none of these has a value."),
    (
        Fact("plan_revisions", NUMBER, _("Plans handed in"), _("How many revisions of its plan came in."), "revisions"),
        Fact("plan_imported_on", DATE, _("Plan handed in on"), _("The day the newest plan came in.")),
        Fact("plan_status_on", DATE, _("Status date of the plan"), _("The day up to which its progress is told.")),
        Fact("plan_start_on", DATE, _("Start"), _("The first day of work.")),
        Fact("plan_finish_on", DATE, _("Forecast finish"), _("The last day of work as now planned.")),
        Fact(
            "plan_length_days", NUMBER, _("Length"), _("Calendar days from the start to the forecast finish."), "days"
        ),
        Fact("plan_tasks", NUMBER, _("Tasks"), _("Tasks without summaries."), "tasks"),
        Fact("plan_tasks_done", NUMBER, _("Tasks done"), _("Tasks that are finished."), "tasks"),
        Fact("plan_critical_tasks", NUMBER, _("Critical tasks"), _("Unfinished tasks on the critical path."), "tasks"),
        Fact("plan_milestones", NUMBER, _("Milestones"), _("Milestones of the plan."), "milestones"),
        Fact("plan_errors", NUMBER, _("Errors in the plan"), _("What contradicts itself in the plan."), "findings"),
        Fact("plan_warnings", NUMBER, _("Warnings about the plan"), _("What was noticed as doubtful."), "findings"),
        Fact(
            "plan_findings",
            FactKind.TEXTS,
            _("Findings about the plan"),
            _("The code of each thing noticed, such as DEADLINE_MISSED or PROGRESS_IN_FUTURE."),
        ),
        Fact(
            "plan_outside_links",
            NUMBER,
            _("Links to other plans"),
            _("Links whose other end lies in another plan."),
            "links",
        ),
        Fact("float_least_days", NUMBER, _("Least float"), _("The least total float of unfinished work."), "days"),
        Fact("slip_days", NUMBER, _("Slip"), _("Working days the finish lies after the current baseline's."), "days"),
        Fact(
            "slip_first_days",
            NUMBER,
            _("Slip from the first baseline"),
            _("The same against the first approved."),
            "days",
        ),
        Fact(
            "slip_percent",
            NUMBER,
            _("Slip over planned length"),
            _("Calendar days late against the baseline in force, over its length."),
            "%",
        ),
        Fact("schedule_colour", TEXT, _("Computed schedule status"), _("green, amber, red or not_assessed.")),
        Fact("cost_colour", TEXT, _("Computed cost status"), _("green, amber, red or not_assessed."), cost=True),
        Fact(
            "milestones_open",
            DATES,
            _("Open milestones"),
            _("The planned day of each milestone not yet reached."),
        ),
        Fact(
            "milestones_open_baselined",
            DATES,
            _("Open milestones by baseline"),
            _("The baseline's day of each milestone not yet reached."),
        ),
        Fact(
            "milestone_worst_slip_days",
            NUMBER,
            _("Worst slip of a milestone"),
            _("The most working days an open milestone lies after its baseline."),
            "days",
        ),
    ),
)

BASELINES = Area(
    "baselines",
    _("Baselines"),
    _("The baselines approved by the day."),
    (
        Fact("baselines", NUMBER, _("Baselines"), _("How many baselines were approved."), "baselines"),
        Fact("rebaselines", NUMBER, _("Rebaselines"), _("How often the baseline was approved anew."), "times"),
        Fact("baseline_first_on", DATE, _("First baseline on"), _("The day the first was approved.")),
        Fact("baseline_newest_on", DATE, _("Baseline on"), _("The day the one in force was approved.")),
        Fact("baseline_finish_on", DATE, _("Finish by the baseline"), _("The finish the one in force agreed.")),
        Fact(
            "baseline_approver_is_manager",
            YES_NO,
            _("Baseline approved by its manager"),
            _("Whether the project's own manager approved the one in force."),
        ),
        Fact(
            "baseline_reason_words",
            NUMBER,
            _("Length of the reason"),
            _("How many words the reason of the baseline in force has."),
            "words",
        ),
    ),
)

EARNED = Area(
    "earned",
    _("Earned value"),
    _("The newest plan's figures at its status date."),
    (
        Fact("spi_t", NUMBER, _("SPI(t)"), _("Schedule performance index of time, from earned schedule.")),
        Fact("spi", NUMBER, _("SPI"), _("Earned over planned value."), cost=True),
        Fact("cpi", NUMBER, _("CPI"), _("Earned value over actual cost."), cost=True),
        Fact("tcpi", NUMBER, _("TCPI"), _("The cost efficiency that must be reached to keep the budget."), cost=True),
        Fact("percent_complete", NUMBER, _("Percent complete"), _("Earned value over the budget at completion."), "%"),
        Fact(
            "budget_at_completion", MONEY, _("Budget at completion"), _("The cost of the plan's baseline."), cost=True
        ),
        Fact("planned_value", MONEY, _("Planned value"), _("What was to be done by the status date."), cost=True),
        Fact(
            "earned_value", MONEY, _("Earned value"), _("What was done by the status date, at planned cost."), cost=True
        ),
        Fact("actual_cost", MONEY, _("Actual cost"), _("What was spent by the status date."), cost=True),
        Fact(
            "cost_at_completion", MONEY, _("Estimate at completion"), _("What it will have cost in the end."), cost=True
        ),
    ),
)


def _point(name: str, label: str | Promise, meaning: str | Promise, unit: str = "%") -> Fact:
    return Fact(name, NUMBER, label, meaning, unit)


QUALITY = Area(
    "quality",
    _("Schedule quality"),
    _("The fourteen points of the schedule check on the newest plan."),
    (
        Fact(
            "quality_passed", NUMBER, _("Points passed"), _("How many of the points that could be assessed it passes.")
        ),
        Fact("quality_assessed", NUMBER, _("Points assessed"), _("How many of the fourteen could be assessed.")),
        _point("check_logic", _("Tasks without logic"), _("Unfinished tasks without predecessor or successor.")),
        _point("check_leads", _("Leads"), _("Links with negative lag.")),
        _point("check_lags", _("Lags"), _("Links with positive lag.")),
        _point("check_relationship_types", _("Finish-to-start links"), _("Links from a finish to a start.")),
        _point("check_hard_constraints", _("Hard constraints"), _("Tasks whose dates hold whatever the logic says.")),
        _point("check_high_float", _("High float"), _("Tasks with more than 44 working days of total float.")),
        _point("check_negative_float", _("Negative float"), _("Tasks with total float below zero.")),
        _point("check_high_duration", _("Long tasks"), _("Tasks longer than 44 working days.")),
        _point("check_invalid_dates", _("Invalid dates"), _("Forecasts before the status date and actuals after it.")),
        _point("check_resources", _("Tasks without resources"), _("Tasks that carry neither hours nor cost.")),
        _point("check_missed_tasks", _("Missed tasks"), _("Tasks due that finish later than their baseline.")),
        _point(
            "check_critical_path_test",
            _("Critical path test"),
            _("How far the finish moves when a critical task is made 600 days longer."),
            "days",
        ),
        _point("check_cpli", _("CPLI"), _("Critical path length index."), ""),
        _point("check_bei", _("BEI"), _("Baseline execution index: tasks finished over tasks due."), ""),
    ),
)
