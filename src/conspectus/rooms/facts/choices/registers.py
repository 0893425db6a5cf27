"""Facts about what is kept in registers: deliverables, actions, exceptions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

NUMBER, DATES = FactKind.NUMBER, FactKind.DATES

SCOPE = Area(
    "scope",
    _("Scope"),
    _("Deliverables as they stood at the end of the day."),
    (
        Fact("deliverables", NUMBER, _("Deliverables"), _("How many deliverables it has to bring."), "deliverables"),
        Fact(
            "deliverables_accepted",
            NUMBER,
            _("Deliverables accepted"),
            _("How many of them were accepted."),
            "deliverables",
        ),
        Fact(
            "deliverables_rejected",
            NUMBER,
            _("Deliverables rejected"),
            _("How many of them stand rejected."),
            "deliverables",
        ),
        Fact(
            "deliverables_without_criteria",
            NUMBER,
            _("Deliverables without criteria"),
            _("How many say nothing of how they are accepted."),
            "deliverables",
        ),
        Fact(
            "deliverables_due",
            DATES,
            _("Deliverables due"),
            _("The due day of each mandatory deliverable that is not accepted."),
        ),
    ),
)
ACTIONS = Area(
    "actions",
    _("Actions"),
    _("Actions of any register that belong to the project, open at the end of the day."),
    (
        Fact("actions_open", NUMBER, _("Open actions"), _("How many actions are open."), "actions"),
        Fact(
            "actions_without_owner",
            NUMBER,
            _("Actions without an owner"),
            _("How many of them nobody owns."),
            "actions",
        ),
        Fact("actions_due", DATES, _("Actions due"), _("The due day of each open action that has one.")),
        Fact(
            "actions_moved",
            NUMBER,
            _("Actions moved"),
            _("How many open actions are due later than at first."),
            "actions",
        ),
    ),
)
EXCEPTIONS = Area(
    "exceptions",
    _("Exceptions"),
    _("Exceptions of the project that were not closed by the end of the day."),
    (
        Fact("exceptions_open", DATES, _("Open exceptions"), _("The day each open exception was opened.")),
        Fact(
            "exceptions_unwritten",
            DATES,
            _("Plans wanted"),
            _("The day each exception was opened that has no plan yet."),
        ),
        Fact(
            "exceptions_undecided",
            DATES,
            _("Decisions wanted by"),
            _("The day by which each decision was wanted that is open."),
        ),
        Fact("promises_due", DATES, _("Promises due"), _("The promised day of each step back to green not yet done.")),
    ),
)
RISKS = Area(
    "risks",
    _("Risks and issues"),
    _("The project's register, open at the end of the day."),
    (
        Fact("risks_open", NUMBER, _("Open risks"), _("How many threats are open."), "risks"),
        Fact("risks_high", NUMBER, _("High risks"), _("How many of them score 15 or more of 25."), "risks"),
        Fact(
            "risks_high_unanswered",
            NUMBER,
            _("High risks without an answer"),
            _("How many of the high ones have no response or no owner."),
            "risks",
        ),
        Fact(
            "risks_without_owner",
            NUMBER,
            _("Risks without an owner"),
            _("How many of the open ones nobody owns."),
            "risks",
        ),
        Fact("risk_reviews", DATES, _("Reviews of risks"), _("The day from which each open risk is to be reviewed.")),
        Fact("issues_open", DATES, _("Open issues"), _("The day each open issue was raised.")),
        Fact("issues_due", DATES, _("Issues due"), _("The day by which each open issue is to be resolved.")),
        Fact(
            "assumptions_due", DATES, _("Assumptions due"), _("The day by which each open assumption is to be checked.")
        ),
    ),
)
QUALITY = Area(
    "quality",
    _("Quality"),
    _("Checks of the quality plan, reviews and non-conformities as they stood at the end of the day."),
    (
        Fact("quality_checks", NUMBER, _("Quality checks"), _("How many checks the quality plan holds."), "checks"),
        Fact(
            "quality_checks_overdue",
            DATES,
            _("Quality checks overdue"),
            _("The planned day of each check that is past it and was not held."),
        ),
        Fact("quality_reviews", NUMBER, _("Quality reviews"), _("How many reviews were held."), "reviews"),
        Fact(
            "first_pass_percent",
            NUMBER,
            _("First-pass yield"),
            _("The share of what was reviewed that passed the first time without a remark."),
            "%",
        ),
        Fact(
            "nonconformities_open",
            NUMBER,
            _("Open non-conformities"),
            _("How many are not verified as corrected."),
            "non-conformities",
        ),
        Fact(
            "nonconformities_critical",
            NUMBER,
            _("Critical non-conformities"),
            _("How many of the open ones are critical."),
            "non-conformities",
        ),
        Fact(
            "nonconformities_without_owner",
            NUMBER,
            _("Non-conformities without an owner"),
            _("How many of the open ones nobody owns."),
            "non-conformities",
        ),
        Fact("nonconformities_due", DATES, _("Non-conformities due"), _("The due day of each open one that has one.")),
    ),
)
