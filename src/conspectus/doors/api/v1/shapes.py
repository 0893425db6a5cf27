"""What the API answers with, where no query has a value of its own for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

from conspectus.doors.api.strict import Body, Day
from conspectus.rooms.schedule.actions import Said

T = TypeVar("T")


class Named(Schema):
    """A thing by its number and name."""

    id: int
    name: str


class Page(Schema, Generic[T]):
    """A page of a list; ``next`` is the cursor of the page after it, null at the end."""

    items: list[T]
    next: str | None


class SaidIn(Schema):
    """What files leave open: each answer goes for all the files sent with it."""

    status_date: str = ""
    date_order: str = ""
    amounts: str = ""
    encoding: str = ""
    currency: str = ""

    @property
    def said(self) -> Said:
        """What is said of the files."""
        return Said(self.status_date, self.date_order, self.amounts, self.encoding, self.currency)


class Me(Schema):
    """Who asks."""

    id: int
    name: str
    email: str
    organisation_role: str
    reading_only: bool


class Settings(Body):
    """How pages are written for somebody; empty where the organisation's usual holds."""

    language: str = ""
    region: str = ""
    time_zone: str = ""


class PortfolioOut(Schema):
    """A portfolio."""

    id: int
    name: str
    purpose: str
    currency: str
    revision: int


class ProgrammeOut(Schema):
    """A programme."""

    id: int
    portfolio: Named
    name: str
    purpose: str
    manager: Named | None
    parent: Named | None  # the programme it is part of
    own_plan: Named | None  # the project whose plan is its own
    revision: int


class DivisionOut(Schema):
    """A division; ``parent`` is null at the top."""

    id: int
    name: str
    parent: int | None
    revision: int


class ProjectOut(Schema):
    """A project's particulars; ``revision`` goes into If-Match to change it."""

    id: int
    code: str
    name: str
    summary: str
    state: str
    currency: str
    portfolio: Named
    programme: Named | None
    division: Named | None
    manager: Named | None
    sponsor: Named | None
    created_at: datetime
    changed_at: datetime
    revision: int
    fields: dict[str, Any]  # of the organisation, by key, as far as you may see them


class PortfolioIn(Body):
    """A portfolio to open."""

    name: str
    currency: str
    purpose: str = ""


class ProgrammeIn(Body):
    """A programme to open."""

    portfolio: int
    name: str
    purpose: str = ""
    manager: int | None = None


class PortfolioChanges(Body):
    """What to change of a portfolio; what is left out stays."""

    name: str | None = None
    purpose: str | None = None


class ProgrammeChanges(PortfolioChanges):
    """What to change of a programme; ``manager`` null for nobody."""

    manager: int | None = None


class DivisionIn(Body):
    """A division to create; ``parent`` is left out at the top."""

    name: str
    parent: int | None = None


class DivisionChanges(Body):
    """What to change of a division; ``parent`` null moves it to the top, from ``effective_on`` or today on."""

    name: str | None = None
    parent: int | None = None
    effective_on: Day | None = None


class PersonIn(Body):
    """A person to enter who need not sign in."""

    name: str
    email: str = ""
    division: int | None = None


class PersonChanges(Body):
    """What to change of a person; who is not active can be given no part any more."""

    name: str | None = None
    email: str | None = None
    division: int | None = None
    is_active: bool | None = None


class PersonOut(Schema):
    """A person on record."""

    id: int
    name: str
    email: str
    division: Named | None
    is_active: bool
    revision: int


class UserIn(Body):
    """An account to open; it is entered by a link until a password is set."""

    email: str
    name: str
    role: str = ""
    division: int | None = None


class OrganisationRoleIn(Body):
    """The role of an account over the whole organisation; empty for none."""

    role: str


class UserOut(Schema):
    """An account; ``person`` is the number by which parts are given."""

    id: int
    person: int
    email: str
    name: str
    organisation_role: str
    is_active: bool
    last_login: datetime | None


class LinkOut(Schema):
    """A link that signs an account's owner in once, within an hour; shown only here."""

    link: str


class GrantIn(Body):
    """A role to give over a thing and all below it; ``scope_kind`` is portfolio, programme, project or division."""

    person: int
    role: str
    scope_kind: str
    scope: int
    starts_on: str = ""
    ends_on: str = ""


class GrantOut(Schema):
    """A role given over a thing."""

    id: int
    person: Named
    role: str
    scope_kind: str
    scope: int
    starts_on: date
    ends_on: date | None


class PartIn(Body):
    """A person to put into a role of a project."""

    person: int
    role: str


class PartOut(Schema):
    """A person in a role of a project."""

    id: int
    person: Named
    role: str


class ProjectIn(Body):
    """A project to open; people, divisions and programmes by their number."""

    code: str
    name: str
    portfolio: int
    programme: int | None = None
    division: int | None = None
    manager: int | None = None
    sponsor: int | None = None
    currency: str = ""
    summary: str = ""
    fields: dict[str, Any] = Field(default_factory=dict)


class ProjectChanges(Body):
    """What to change of a project; another programme, division or manager holds from ``effective_on`` or today on."""

    code: str | None = None
    name: str | None = None
    summary: str | None = None
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    manager: int | None = None
    sponsor: int | None = None
    fields: dict[str, Any] | None = None
    effective_on: Day | None = None


class ChosenIn(Body):
    """A project to change with others, at the revision it was read."""

    project: int
    revision: int


class ManyChangesIn(Body):
    """What to change of several projects alike; what is left out stays. ``rehearse`` tries all and keeps nothing."""

    projects: list[ChosenIn]
    manager: int | None = None
    programme: int | None = None
    division: int | None = None
    state: str | None = None
    fields: dict[str, Any] | None = None
    reason: str = ""
    effective_on: Day | None = None
    rehearse: bool = False


class BaselineIn(Body):
    """The revision to approve; ``source`` is ``file``, ``dates`` or empty for the usual one."""

    revision: int
    reason: str
    source: str = ""


class TokenIn(Body):
    """A token to issue for oneself."""

    name: str
    scope: str = "read"
    days: int = 90


class TokenOut(Schema):
    """A token; its text is shown only in the answer that issues it."""

    id: int
    name: str
    prefix: str
    scope: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    text: str | None = None


class AuditOut(Schema):
    """Whether the audit log is whole."""

    whole: bool
    lines: int
    first_bad: int | None
    words: str


class ImportedOut(Schema):
    """What an import did."""

    changed: bool
    words: str
    revision: int
    source_digest: str
    document_digest: str
    findings: list[dict[str, Any]]


class PlanOut(Schema):
    """A plan with its computed dates, as ``conspectus plan show`` prints it."""

    projects: list[dict[str, Any]]
    findings: list[dict[str, Any]]


class ReviewOut(Schema):
    """A review, as ``conspectus review --json`` prints it."""

    projects: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    pack: list[str]
    totals: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    status_date: str | None


def named(row: Any) -> Named | None:
    """Return a row by number and name."""
    return None if row is None else Named(id=row.pk, name=row.name)
