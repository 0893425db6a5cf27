"""Roles, abilities and which role has which; scopes of tokens."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The roles of a project organisation; a person may hold several."""

    VIEWER = "viewer", _("Viewer")
    TEAM_MEMBER = "team_member", _("Team member")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    PORTFOLIO_MANAGER = "portfolio_manager", _("Portfolio manager")
    PMO_DIRECTOR = "pmo_director", _("PMO director")
    SPONSOR = "sponsor", _("Sponsor")
    DIVISION_HEAD = "division_head", _("Division head")
    RESOURCE_MANAGER = "resource_manager", _("Resource manager")
    FINANCE = "finance", _("Finance")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Ability(TextChoices):
    """What a deed may ask of its doer."""

    READ = "read", _("Read")
    SEE_COST = "see_cost", _("See cost")
    SEE_PEOPLE = "see_people", _("See people's data")
    CONTRIBUTE = "contribute", _("Contribute")
    PLAN = "plan", _("Change the plan and the project's particulars")
    APPROVE = "approve", _("Approve a baseline")
    STEER = "steer", _("Open and close projects and give roles")
    FINANCE = "finance", _("Enter costs")
    STAFF = "staff", _("Assign people")
    AUDIT = "audit", _("Read the audit log")
    ADMINISTER = "administer", _("Administer accounts")


_READER = frozenset({Ability.READ})
_MEMBER = _READER | {Ability.CONTRIBUTE}
_MANAGER = _MEMBER | {Ability.PLAN, Ability.SEE_COST, Ability.FINANCE}

ABILITIES: dict[Role, frozenset[Ability]] = {
    Role.VIEWER: _READER,
    Role.TEAM_MEMBER: _MEMBER,
    Role.PROJECT_MANAGER: _MANAGER,
    Role.PROGRAMME_MANAGER: _MANAGER | {Ability.STEER},
    Role.PORTFOLIO_MANAGER: _MANAGER | {Ability.STEER, Ability.APPROVE},
    Role.PMO_DIRECTOR: _MANAGER | {Ability.STEER, Ability.APPROVE, Ability.SEE_PEOPLE},
    Role.SPONSOR: _READER | {Ability.SEE_COST, Ability.APPROVE},
    Role.DIVISION_HEAD: _READER | {Ability.SEE_COST, Ability.SEE_PEOPLE},
    Role.RESOURCE_MANAGER: _READER | {Ability.SEE_PEOPLE, Ability.STAFF},
    Role.FINANCE: _READER | {Ability.SEE_COST, Ability.FINANCE},
    Role.AUDITOR: _READER | {Ability.SEE_COST, Ability.SEE_PEOPLE, Ability.AUDIT},
    # On one's own machine the administrator is the whole office, so nothing is withheld here.
    Role.ADMINISTRATOR: frozenset(Ability),
}


class Scope(TextChoices):
    """What a token opens; never more than its user may do."""

    READ = "read", _("Read only")
    WRITE = "write", _("Read and write")
    CALENDAR = "calendar", _("Feed a calendar with milestones")
    DUE = "due", _("Feed a calendar with what waits on me")


FEEDS = (Scope.CALENDAR, Scope.DUE)  # that open one feed alone


class Language(TextChoices):
    """The languages there are catalogues of, each by its own name."""

    ENGLISH = "en", _("English")
    GERMAN = "de", _("Deutsch")


class Region(TextChoices):
    """Where numbers and days are written in one way."""

    UNITED_KINGDOM = "en-GB", _("United Kingdom: 31 Oct 2026 and 1,234.56")
    UNITED_STATES = "en-US", _("United States: Oct 31, 2026 and 1,234.56")
    GERMANY = "de-DE", _("Germany: 31.10.2026 and 1.234,56")
    AUSTRIA = "de-AT", _("Austria: 31.10.2026 and 1.234,56")
    SWITZERLAND = "de-CH", _("Switzerland: 31.10.2026 and 1’234.56")
