"""States of a project with the table of what may follow what; kinds of scope and of exchange rates."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a project stands in its life."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("On hold")
    CLOSED = "closed", _("Completed")
    STOPPED = "stopped", _("Cancelled")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    ARCHIVED = "archived", _("Archived")


# Work that goes on in other projects.
PASSED_ON = (State.MERGED, State.SPLIT)
NEXT_STATES: dict[State, tuple[State, ...]] = {
    State.PROPOSED: (State.APPROVED, State.STOPPED, *PASSED_ON),
    State.APPROVED: (State.ACTIVE, State.STOPPED, *PASSED_ON),
    State.ACTIVE: (State.PAUSED, State.CLOSED, State.STOPPED, *PASSED_ON),
    State.PAUSED: (State.ACTIVE, State.STOPPED, *PASSED_ON),
    State.CLOSED: (State.ARCHIVED,),
    State.STOPPED: (State.ARCHIVED,),
    State.MERGED: (State.ARCHIVED,),
    State.SPLIT: (State.ARCHIVED,),
    State.ARCHIVED: (),
}
# What has ended lives again only by decision: where it then stands.
REOPENED: dict[State, State] = {State.CLOSED: State.ACTIVE, State.STOPPED: State.PROPOSED}

ENDED = frozenset({State.CLOSED, State.STOPPED, *PASSED_ON, State.ARCHIVED})


class ScopeKind(TextChoices):
    """What a grant covers: the thing named and all below it."""

    PORTFOLIO = "portfolio", _("Portfolio")
    PROGRAMME = "programme", _("Programme")
    PROJECT = "project", _("Project")
    DIVISION = "division", _("Division")


class SheetKind(TextChoices):
    """What a list that comes as a sheet holds, by which its mapping is kept."""

    PROJECTS = "projects", _("Projects")
    REGISTER = "register", _("Register")
    REPORTS = "reports", _("Reports")
    LINKS = "links", _("Links")
    ACTIONS = "actions", _("Actions")


class RateKind(TextChoices):
    """What an exchange rate is for: baselines, what was spent on a day, what stands at a period's end."""

    BUDGET = "budget", _("Budget")
    TRANSACTION = "transaction", _("Transaction")
    CLOSING = "closing", _("Closing")


class ShareKind(TextChoices):
    """What a project may serve in parts beside its home."""

    PROGRAMME = "programme", _("Programmes")
    DIVISION = "division", _("Divisions")


class FieldSubject(TextChoices):
    """What a field of the organisation says something about."""

    PROJECT = "project", _("Projects")
    PROGRAMME = "programme", _("Programmes")
    PORTFOLIO = "portfolio", _("Portfolios")
    DIVISION = "division", _("Divisions")
    OBJECTIVE = "objective", _("Objectives")
    PARTY = "party", _("Parties")
    CONTRACT = "contract", _("Contracts")


class FieldKind(TextChoices):
    """What a field holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Money")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    TREE = "tree", _("Tree")
    PERSON = "person", _("Person")
    YES_NO = "yes_no", _("Yes or no")
    FORMULA = "formula", _("Formula")


class Required(TextChoices):
    """When a field must be filled in."""

    NEVER = "never", _("Never")
    ALWAYS = "always", _("Always")
    FROM_STATE = "from_state", _("From a state on")


class FieldRight(TextChoices):
    """Who sees the values of a field, beside seeing the thing itself."""

    EVERYBODY = "everybody", _("Everybody who sees the thing")
    COST = "cost", _("Who may see its cost")
    PEOPLE = "people", _("Who may see people's data")
    ADMINISTRATORS = "administrators", _("Administrators")


# Required from a state on holds in the state and in those after it; what is stopped is asked nothing any more.
STATE_ORDER = (State.PROPOSED, State.APPROVED, State.ACTIVE, State.PAUSED, State.CLOSED)

# Figures a formula over projects may use: what each is, and the right it takes to see it.
FIGURES: dict[str, tuple[FieldKind, FieldRight]] = {
    "budget": (FieldKind.MONEY, FieldRight.COST),
    "planned_value": (FieldKind.MONEY, FieldRight.COST),
    "earned_value": (FieldKind.MONEY, FieldRight.COST),
    "actual_cost": (FieldKind.MONEY, FieldRight.COST),
    "forecast_cost": (FieldKind.MONEY, FieldRight.COST),
    "cpi": (FieldKind.NUMBER, FieldRight.COST),
    "spi_t": (FieldKind.NUMBER, FieldRight.EVERYBODY),
    "start": (FieldKind.DATE, FieldRight.EVERYBODY),
    "finish": (FieldKind.DATE, FieldRight.EVERYBODY),
    "status_date": (FieldKind.DATE, FieldRight.EVERYBODY),
    "slip_days": (FieldKind.NUMBER, FieldRight.EVERYBODY),
    "float_days": (FieldKind.NUMBER, FieldRight.EVERYBODY),
    "tasks": (FieldKind.NUMBER, FieldRight.EVERYBODY),
    "tasks_done": (FieldKind.NUMBER, FieldRight.EVERYBODY),
    "state": (FieldKind.TEXT, FieldRight.EVERYBODY),
}
# Names of a formula's own language, and the day it is asked for.
KEPT_NAMES = frozenset({"today", "null", "true", "false", "and", "or", "not", "in", "for", "if", "nan", "inf"})


class PartyKind(TextChoices):
    """What an outside party is to the portfolio; one may be several."""

    SUPPLIER = "supplier", _("Supplier")
    CUSTOMER = "customer", _("Customer")
    SITE = "site", _("Site")


class ContractState(TextChoices):
    """Where a contract stands."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


class ClaimState(TextChoices):
    """Whether a claim under a contract is settled."""

    OPEN = "open", _("Open")
    AGREED = "agreed", _("Agreed")
    REJECTED = "rejected", _("Rejected")


class PlaceKind(TextChoices):
    """Where a project belongs, as far as it is kept from which day."""

    PROGRAMME = "programme", _("Programme")
    DIVISION = "division", _("Division")
    MANAGER = "manager", _("Manager")


MOST_CHANGED = 500  # projects by one deed

# What may still be done to a project that has ended; bills come late, and so do answers.
AFTER_THE_END = frozenset(
    {
        "change_action",
        "change_lesson",
        "change_project_state",
        "change_register_entries",
        "change_register_entry",
        "close_action",
        "close_exception",
        "correct_entry",
        "end_grant",
        "grant_role",
        "judge_gate_condition",
        "meet_gate_condition",
        "paste_lessons",
        "record_entries",
        "record_lesson",
        "reopen_project",
        "take_project_role",
        "withdraw_closure",
        "withdraw_lesson",
        "withdraw_link",
    }
)
# What nobody does in another's place: power is given by who holds it.
IN_PERSON = frozenset({"grant_role", "end_grant", "give_project_role", "take_project_role"})
# What a deputy does not decide about what they manage themselves.
DECIDING = frozenset(
    {
        "accept_report",
        "approve_budget",
        "close_exception",
        "confirm_answer",
        "decide_change_request",
        "decide_closure",
        "decide_exception",
        "decide_gate",
        "decide_waiver",
        "end_override",
        "judge_deliverable",
        "judge_gate_condition",
        "leave_point_open",
        "override_status",
        "reopen_project",
        "return_report",
        "set_baseline",
        "set_cost_rule",
        "set_tolerance",
    }
)


class ViewOf(TextChoices):
    """The lists whose views are saved."""

    PORTFOLIO = "portfolio", _("Portfolio table")
    REGISTER = "register", _("Registers")
    ACTION = "action", _("Actions")


_PLACES = ("portfolio", "programme", "division")
# What the address of a list may choose; that of the portfolio table by fields of the organisation, too.
CHOSEN_OF: dict[str, frozenset[str]] = {
    ViewOf.PORTFOLIO: frozenset(
        ("text", "state", *_PLACES, "manager", "status", "stale", "fields", "sort", "group", "columns")
    ),
    ViewOf.REGISTER: frozenset(
        ("text", "kind", "state", "category", "band", "cell", "whose", "late", "escalated", *_PLACES, "project",
         "objective", "party", "contract", "task", "sort", "as")
    ),
    ViewOf.ACTION: frozenset(("text", "whose", "state", *_PLACES, "project")),
}  # fmt: skip
