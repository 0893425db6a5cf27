"""What checks, reviews and non-conformities may name, and whether money shows."""

from __future__ import annotations

from datetime import date

from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.scope.models import Deliverable


def check_places(project: Project, deliverable: Deliverable | None, party: Party | None = None) -> None:
    """Refuse a deliverable of another project and a supplier of another portfolio."""
    if deliverable is not None and deliverable.project_id != project.pk:
        raise Invalid("deliverable", "Choose a deliverable of the same project.", "deliverable")
    if party is not None and party.portfolio_id != project.portfolio_id:
        raise Invalid("party", "This party belongs to another portfolio.", "party")


def not_to_come(day: date, today: date, field: str) -> date:
    """Return a day; refuses one that has not come yet."""
    if day > today:
        raise Invalid(field, "%(day)s has not come yet.", field, day=day.isoformat())
    return day


def one_of(value: str, values: list[str], field: str) -> str:
    """Return a value that is one of some words."""
    if value not in values:
        there = ", ".join(values)
        raise Invalid(field, "“%(text)s” is none of: %(there)s.", field, text=value[:40], there=there)
    return value
