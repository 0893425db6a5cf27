"""Facts about reporting: reports for the periods, what they declare, colours set aside."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

TEXT, NUMBER, DATE, DATES = FactKind.TEXT, FactKind.NUMBER, FactKind.DATE, FactKind.DATES

REPORTS = Area(
    "reports",
    _("Reports"),
    _("The project's reports for the periods of its portfolio."),
    (
        Fact(
            "reports_submitted",
            NUMBER,
            _("Reports handed in"),
            _("For how many of the last twelve periods."),
            "reports",
        ),
        Fact(
            "reports_missing",
            DATES,
            _("Reports missing"),
            _("The last day of each of the last twelve ended periods without a report handed in."),
        ),
        Fact("report_newest_on", DATE, _("Newest report on"), _("The day the newest report was handed in.")),
        Fact("report_period_on", DATE, _("Reported up to"), _("The last day of the period of the newest report.")),
        Fact(
            "report_delay_days",
            NUMBER,
            _("Delay of the report"),
            _("Days from the last day of its period until the newest report was handed in."),
            "days",
        ),
        Fact("report_newest_state", TEXT, _("State of the report"), _("submitted, returned or accepted.")),
        Fact(
            "report_words",
            NUMBER,
            _("Length of the report"),
            _("How many words its summary, achievements and next steps have."),
            "words",
        ),
        Fact(
            "declared_overall",
            TEXT,
            _("Declared status"),
            _("The overall colour the newest report declares: green, amber or red."),
        ),
        Fact(
            "declared_dimensions",
            NUMBER,
            _("Dimensions declared"),
            _("How many dimensions the newest report declares."),
            "dimensions",
        ),
        Fact(
            "declared_unexplained",
            NUMBER,
            _("Declared without words"),
            _("How many dimensions it declares amber or red without a word of why."),
            "dimensions",
        ),
    ),
)

CYCLES = Area(
    "cycles",
    _("Reporting cycles"),
    _("What was asked of the project in reporting cycles, and how its reports came. Days are the portfolio's own."),
    (
        Fact("cycle_asked_on", DATE, _("Report asked for on"), _("The day the newest report was asked for.")),
        Fact("cycle_due_on", DATE, _("Report due on"), _("The last day in time of the newest report asked for.")),
        Fact(
            "cycle_submitted_on",
            DATE,
            _("Report first submitted on"),
            _("The day that report first came, however often it came back."),
        ),
        Fact(
            "cycle_late_days",
            NUMBER,
            _("Report late by"),
            _("Days from its last day in time until it first came; 0 where it came in time."),
            "days",
        ),
        Fact(
            "cycles_asked",
            NUMBER,
            _("Reports asked for"),
            _("In the last twelve cycles that asked for one and whose last day in time has passed."),
            "reports",
        ),
        Fact("cycles_in_time", NUMBER, _("Reports in time"), _("How many of those first came in time."), "reports"),
        Fact(
            "cycle_returned",
            NUMBER,
            _("Report returned"),
            _("How often the newest report was returned."),
            "times",
        ),
        Fact(
            "cycle_unchanged_streak",
            NUMBER,
            _("Nothing changed"),
            _("How many of the newest reports in a row said that nothing changed."),
            "reports",
        ),
    ),
)

STATUS = Area(
    "status",
    _("Status"),
    _("Declared beside computed status, and overrides that hold on the day."),
    (
        Fact(
            "overall_colour",
            TEXT,
            _("Overall status"),
            _("Computed from all dimensions, overrides in; green to not_assessed."),
        ),
        Fact(
            "gap_overall",
            NUMBER,
            _("Gap"),
            _("Declared rank less computed rank; above zero it is told better than it is computed."),
        ),
        Fact(
            "gap_better",
            FactKind.TEXTS,
            _("Told better than computed"),
            _("The dimensions declared better than they are computed."),
        ),
        Fact(
            "dimensions_assessed",
            NUMBER,
            _("Dimensions assessed"),
            _("For how many of the seven dimensions a status could be computed."),
            "dimensions",
        ),
        Fact("overrides_running", NUMBER, _("Overrides"), _("How many computed colours are set aside."), "overrides"),
        Fact("override_starts", DATES, _("Overrides since"), _("The day each of them was set aside.")),
        Fact("override_ends", DATES, _("Ends of overrides"), _("The first day each of them counts no more.")),
    ),
)
