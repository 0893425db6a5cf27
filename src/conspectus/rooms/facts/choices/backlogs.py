"""Facts about backlogs: how old, how far, how fast, and when they will be done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

NUMBER, DATE = FactKind.NUMBER, FactKind.DATE

BACKLOG = Area(
    "backlog",
    _("Backlog"),
    _("The newest backlog that had come in by the day, counted as chosen; without one, most of these have no value."),
    (
        Fact("backlogs", NUMBER, _("Backlogs"), _("How many backlogs came in."), "backlogs"),
        Fact("backlog_on", DATE, _("Day of the backlog"), _("The day the newest backlog is of.")),
        Fact("backlog_unit", FactKind.TEXT, _("Backlog counted in"), _("points or items, whichever counts.")),
        Fact(
            "backlog_scope",
            NUMBER,
            _("Scope of the backlog"),
            _("All that was not removed, in what the backlog counts."),
        ),
        Fact("backlog_done_percent", NUMBER, _("Backlog accepted"), _("What is accepted, over the scope."), "%"),
        Fact(
            "backlog_growth_percent",
            NUMBER,
            _("Growth of the backlog"),
            _("By how much the scope grew since the backlog that growth is measured from."),
            "%",
        ),
        Fact(
            "backlog_weeks",
            NUMBER,
            _("Weeks of throughput"),
            _("Whole weeks of history the pace is taken from."),
            "weeks",
        ),
        Fact("backlog_weekly", NUMBER, _("Throughput a week"), _("What was accepted a week, the mean of those weeks.")),
        Fact(
            "backlog_finish_half_on",
            DATE,
            _("Finish by throughput, P50"),
            _("The day by which all is accepted with a chance of 50 %."),
        ),
        Fact(
            "backlog_finish_on",
            DATE,
            _("Finish by throughput, P80"),
            _("The day by which all is accepted with a chance of 80 %."),
        ),
        Fact(
            "backlog_late_percent",
            NUMBER,
            _("Finish by throughput, late"),
            _("Working days P80 lies after the approved finish, over the approved working days; below zero before it."),
            "%",
        ),
        Fact("backlog_judges", FactKind.YES_NO, _("Throughput judges"), _("Whether P80 judges the schedule.")),
        Fact(
            "backlog_in_progress", NUMBER, _("Items in progress"), _("How many items are begun and not done."), "items"
        ),
        Fact(
            "backlog_age_days",
            NUMBER,
            _("Age of work in progress"),
            _("Calendar days since it was begun that 85 % of the items in progress do not exceed."),
            "days",
        ),
        Fact(
            "backlog_cycle_days",
            NUMBER,
            _("Cycle time"),
            _("Calendar days from begun to done that 85 % of the items did not exceed."),
            "days",
        ),
        Fact(
            "backlog_blocked_percent",
            NUMBER,
            _("Items blocked"),
            _("Items marked as blocked, over the items in progress."),
            "%",
        ),
        Fact(
            "backlog_unestimated_percent",
            NUMBER,
            _("Items not estimated"),
            _("Items without an estimate, over the items that were not removed."),
            "%",
        ),
        Fact("backlog_epics", NUMBER, _("Epics"), _("How many epics the backlog names."), "epics"),
        Fact(
            "backlog_epics_unestimated",
            NUMBER,
            _("Epics not estimated"),
            _("How many of them hold items of which none is estimated."),
            "epics",
        ),
    ),
)
