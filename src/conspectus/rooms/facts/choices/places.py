"""Facts about the project itself: its state, its people, where it belongs, its fields and contracts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

TEXT, NUMBER, MONEY = FactKind.TEXT, FactKind.NUMBER, FactKind.MONEY
YES_NO, DATE, DATES = FactKind.YES_NO, FactKind.DATE, FactKind.DATES

PROJECT = Area(
    "project",
    _("Project"),
    _("What the project's own page says of it, its people and its places."),
    (
        Fact("state", TEXT, _("State"), _("Its state by its code, such as proposed, active or closed.")),
        Fact("state_since", DATE, _("State since"), _("The day the project came into its state.")),
        Fact("opened_on", DATE, _("Opened on"), _("The day the project was entered.")),
        Fact("portfolio", TEXT, _("Portfolio"), _("The name of its portfolio.")),
        Fact("currency", TEXT, _("Currency"), _("The currency its money is kept in.")),
        Fact("summary_words", NUMBER, _("Length of the summary"), _("How many words its summary has."), "words"),
        Fact("in_programme", YES_NO, _("In a programme"), _("Whether it belongs to a programme.")),
        Fact("division_named", YES_NO, _("Division named"), _("Whether a division of the organisation owns it.")),
        Fact("manager_named", YES_NO, _("Manager named"), _("Whether it has a project manager.")),
        Fact("sponsor_named", YES_NO, _("Sponsor named"), _("Whether it has a sponsor.")),
        Fact(
            "manager_is_sponsor",
            YES_NO,
            _("Manager is sponsor"),
            _("Whether one person is both; none where either is not named."),
        ),
        Fact(
            "manager_projects",
            NUMBER,
            _("Projects of its manager"),
            _("How many active projects its manager leads, this one among them."),
            "projects",
        ),
        Fact("team_size", NUMBER, _("Team"), _("How many people hold a role in it."), "people"),
        Fact(
            "people_gone",
            NUMBER,
            _("People who cannot act"),
            _("How many of its manager, sponsor and team may no longer sign in."),
            "people",
        ),
        Fact("streams", NUMBER, _("Work streams"), _("How many work streams it has."), "streams"),
        Fact(
            "streams_without_lead", NUMBER, _("Streams without a lead"), _("How many of them nobody leads."), "streams"
        ),
        Fact(
            "tolerance_own",
            YES_NO,
            _("Own tolerance"),
            _("Whether limits were agreed for this project alone, not only for its portfolio."),
        ),
    ),
)

PURPOSE = Area(
    "purpose",
    _("Purpose and fields"),
    _("Objectives, shares and the organisation's own fields as they held on the day."),
    (
        Fact(
            "objectives_linked",
            NUMBER,
            _("Objectives served"),
            _("To how many objectives it contributes."),
            "objectives",
        ),
        Fact(
            "objectives_percent",
            NUMBER,
            _("Share given to objectives"),
            _("The sum of its contributions; 100 is all of the project."),
            "%",
        ),
        Fact(
            "objectives_retired",
            NUMBER,
            _("Retired objectives served"),
            _("To how many objectives it contributes that count no more."),
            "objectives",
        ),
        Fact(
            "division_shares_percent",
            NUMBER,
            _("Shares of divisions"),
            _("The sum of the shares of divisions; none where it is not shared."),
            "%",
        ),
        Fact(
            "programme_shares_percent",
            NUMBER,
            _("Shares of programmes"),
            _("The sum of the shares of programmes; none where it is not shared."),
            "%",
        ),
        Fact(
            "fields_required", NUMBER, _("Fields asked"), _("How many fields must be filled in at its state."), "fields"
        ),
        Fact("fields_empty", NUMBER, _("Fields empty"), _("How many of those are empty."), "fields"),
    ),
)

CONTRACTS = Area(
    "contracts",
    _("Contracts"),
    _("The register of contracts that name the project."),
    (
        Fact("contracts_in_force", NUMBER, _("Contracts in force"), _("How many contracts are in force."), "contracts"),
        Fact(
            "contracts_without_owner",
            NUMBER,
            _("Contracts without an owner"),
            _("How many of those in force nobody answers for."),
            "contracts",
        ),
        Fact(
            "contracts_without_end",
            NUMBER,
            _("Contracts without an end"),
            _("How many of those in force name no last day."),
            "contracts",
        ),
        Fact(
            "contract_ends", DATES, _("Ends of contracts"), _("The last day of each contract in force that names one.")
        ),
        Fact(
            "contract_growth_percent",
            NUMBER,
            _("Growth of contracts"),
            _("Variations agreed, over the value first signed, of contracts in force in one currency."),
            "%",
            cost=True,
        ),
        Fact(
            "claims_open",
            DATES,
            _("Open claims"),
            _("The day each claim was raised that nobody has settled."),
            cost=True,
        ),
    ),
)

DOCUMENTS = Area(
    "documents",
    _("Documents"),
    _("The documents and links kept with the project."),
    (
        Fact("documents", NUMBER, _("Documents"), _("How many documents stand with it."), "documents"),
        Fact(
            "documents_present",
            FactKind.TEXTS,
            _("Kinds of documents"),
            _("Which there are of charter, business_case, plan, contract, specification, minutes, report, decision."),
        ),
        Fact(
            "documents_without_owner",
            NUMBER,
            _("Documents without an owner"),
            _("How many of them nobody answers for."),
            "documents",
        ),
        Fact(
            "documents_review",
            DATES,
            _("Reviews of documents"),
            _("The day from which each document is to be looked at again, where one is set."),
        ),
        Fact("documents_newest_on", DATE, _("Newest document"), _("The day the newest version came in.")),
        Fact("charter_on", DATE, _("Charter on"), _("The day the newest version of a charter came in.")),
        Fact(
            "business_case_on", DATE, _("Business case on"), _("The day the newest version of a business case came in.")
        ),
    ),
)
