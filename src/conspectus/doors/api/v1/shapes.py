"""What the API answers with, where no query has a value of its own for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from ninja import Schema

from conspectus.doors.api.strict import Body

T = TypeVar("T")


class Named(Schema):
    """A thing by its number and name."""

    id: int
    name: str


class Page(Schema, Generic[T]):
    """A page of a list; ``next`` is the cursor of the page after it, null at the end."""

    items: list[T]
    next: str | None


class Me(Schema):
    """Who asks."""

    id: int
    name: str
    email: str
    organisation_role: str
    reading_only: bool


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


class ProjectChanges(Body):
    """What to change of a project; what is left out stays."""

    code: str | None = None
    name: str | None = None
    summary: str | None = None
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    manager: int | None = None
    sponsor: int | None = None


class StateIn(Body):
    """The state to move a project to."""

    state: str
    reason: str = ""


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
