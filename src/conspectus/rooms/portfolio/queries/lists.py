"""What master lists left behind: other names of projects, saved mappings, and what was stated day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.models import Alias, ListMapping, Portfolio, Project, Stated
from conspectus.rooms.portfolio.queries.projects import visible_portfolios, visible_projects


def aliases_of(project: Project) -> QuerySet[Alias]:
    """Return the other names of a project the caller has shown to be visible."""
    return project.aliases.order_by("name", "pk")


def get_alias(by: User, alias_id: object, on: date | None = None) -> Alias:
    """Return one other name of a project ``by`` may see."""
    rows = Alias.objects.select_related("project")
    row = rows.filter(pk=row_id(alias_id), project__in=visible_projects(by, on).order_by()).first()
    if row is None:
        raise NotFound
    return row


def mappings_of(portfolio: Portfolio, kind: str = SheetKind.PROJECTS) -> QuerySet[ListMapping]:
    """Return the saved mappings of a visible portfolio for lists of a kind."""
    return portfolio.list_mappings.filter(kind=kind).select_related("owner", "portfolio").order_by("name", "pk")


def get_mapping(by: User, mapping_id: object, on: date | None = None) -> ListMapping:
    """Return one saved mapping of a portfolio ``by`` may see."""
    rows = ListMapping.objects.select_related("owner", "portfolio")
    row = rows.filter(pk=row_id(mapping_id), portfolio__in=visible_portfolios(by, on).order_by()).first()
    if row is None:
        raise NotFound
    return row


def stated_of(projects: Iterable[int], before: date | None = None) -> dict[int, list[Stated]]:
    """Return what lists stated of projects, oldest first; up to and with a day. Money is the caller's to hide."""
    rows = Stated.objects.filter(project__in=list(projects)).order_by("stated_on")
    found: dict[int, list[Stated]] = {}
    for row in rows if before is None else rows.filter(stated_on__lte=before):
        found.setdefault(row.project_id, []).append(row)
    return found
